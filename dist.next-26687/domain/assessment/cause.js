import { consultationDueOn } from '../matter/consultations.js';
import { clockOf, openDisagreements, isFamilyAdvice, isOutstanding, scarcity } from './state.js';
/**
 * Codes: `late-advice:<kind>`, `no-provision`, `family-wants-assessments`, `family-disagrees`, `school-closure`,
 * `panel-awaited`, `provider-silent`, `authority`. None of them excuses anything.
 */
const causeOfLateness = (state, today) => {
    const closure = state.exceptions.some((e) => e.ground.endsWith('closure'));
    if (closure)
        return 'school-closure';
    if (state.stage === 'considering') {
        return state.referrals.some((r) => r.question === 'assess' && r.closedOn === null) ? 'panel-awaited' : 'authority';
    }
    const wanted = openDisagreements(state);
    if (wanted.some((x) => x.about === 'assessments'))
        return 'family-wants-assessments';
    if (noProvision(state, today))
        return 'no-provision';
    if (wanted.length > 0)
        return 'family-disagrees';
    const late = lateAdvice(state);
    return late ? `late-advice:${late}` : 'authority';
};
/** Somebody said no, or has not answered in the time they had; a first round still in its days is nobody's lack. */
const noProvision = (state, today) => state.stage === 'draft-with-family' &&
    state.placement === null &&
    state.consultations.some((c) => c.reply === 'cannot-meet-need' || (c.reply === null && consultationDueOn(state, c) < today));
/** Why this clock's date passed: a body's own is late because of that body, whatever else the case waits on. */
export const causeOf = (state, key, today) => {
    if (key.startsWith('school-reply-15d'))
        return 'provider-silent';
    const advice = state.advice.find((a) => key === clockOf(a));
    return advice ? `late-advice:${advice.kind}` : causeOfLateness(state, today);
};
/** The advice that is, or was, waited for: longest beyond its own date, then hardest to come by, the family's own last. */
const lateAdvice = (state) => {
    const due = (a) => state.deadlines[clockOf(a)]?.due ?? '';
    const order = (a) => `${isFamilyAdvice(a) ? 1 : 0}${due(a)}${scarcity(a)}`;
    const [outstanding] = state.advice.filter(isOutstanding).sort((a, b) => (order(a) < order(b) ? -1 : 1));
    if (outstanding)
        return outstanding.kind;
    const inLate = state.advice
        .filter((a) => due(a) !== '' && a.submittedOn !== null && a.submittedOn > due(a))
        .sort((a, b) => ((a.submittedOn ?? '') < (b.submittedOn ?? '') ? 1 : -1));
    return inLate[0]?.kind;
};
//# sourceMappingURL=cause.js.map
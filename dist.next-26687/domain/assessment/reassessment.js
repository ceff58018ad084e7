/** A reassessment (s44(2)-(3), regs 23-27): an assessment of somebody who has a plan, by rules of its own where it has some. */
import { addDays, maxDate } from '../civil-date.js';
import { must } from '../matter/deciding.js';
import { mustHaveAdvice, seekAdvice } from './advice.js';
import { childName, receiptFacts, regulation42, requestingBody } from './letter-facts.js';
import { limitsOf } from './limits.js';
import { assessedRecently, clockOf } from './state.js';
/** What the register would say of a child whose plan asks: nothing stands in the way. */
export const foundByPlan = ({ lastAssessedOn }) => ({ openCase: null, planHeld: true, lastAssessedOn });
/**
 * Takes it up. A request is decided within 15 days of its receipt (reg 25(1)); of its own motion the authority decides when it
 * does. That a first assessment is considered is not told (s36(7)): there is a plan.
 */
export const takeUpReassessment = (d, { requestedBy }) => {
    if (requestedBy === 'authority')
        return;
    d.startClock(limitsOf(d.state).decision, d.state.receivedOn);
    d.letters('reassessment-asked', [...d.state.family, ...requestingBody(d.state)], { facts: receiptFacts(d.state) });
};
const reassessing = (d) => {
    const { reassesses } = d.state;
    must(reassesses !== null && reassesses !== undefined, 'not-a-reassessment', 'This case is a first assessment, not a reassessment of a plan: assessment decide and decide-issue are for it', 's36(8)');
    return reassesses;
};
/** The commands that a first assessment has and a reassessment has not. */
export const mustBeFirst = (d, instead) => must(d.state.reassesses === null, 'is-a-reassessment', `This case is a reassessment of the plan of ${d.state.reassesses?.planRef ?? ''}: ${instead} is the command for it`, 'r25, r27');
const ASKED_BY = {
    family: 'The family',
    institution: 'The institution',
    'health-commissioner': 'The health commissioner',
    authority: 'Nobody but the authority itself',
};
/** Reg 23, 24: who may be refused, and why. */
const mayRefuse = (d, { requestedBy }, ground) => {
    must(requestedBy !== 'health-commissioner', 'must-reassess', 'The health commissioner asked, so the authority must reassess: outcome refuse was given, and only reassess is lawful', 'r23');
    must(requestedBy !== 'authority', 'no-request', `${ASKED_BY.authority} asked, so there is nothing to refuse: withdraw the case where no reassessment is necessary`, 's44(3)');
    must(ground !== undefined, 'ground-missing', 'A refusal needs its ground: assessed-within-six-months, or not-necessary', 'r24');
    must(ground !== 'assessed-within-six-months' || assessedRecently(d.state) !== null, 'not-assessed-recently', `ground is assessed-within-six-months, and the child was last assessed on ${d.state.lastAssessedOn ?? 'no day known here'}, six months or more before the request of ${d.state.receivedOn}`, 'r24');
};
/** What is told of the decision to reassess. */
export const willReassessFacts = (state) => ({
    ...childName(state),
    askedOn: state.reassesses?.requestedBy === 'authority' ? null : state.receivedOn,
    finalDueOn: state.deadlines[limitsOf(state).final]?.due,
});
export const decideToReassess = (d, c) => {
    const reassesses = reassessing(d);
    must(d.state.stage === 'considering', 'wrong-stage', `The decision to reassess is taken while a request is considered; this case is at ${d.state.stage}`, 'r25(1)');
    if (c.outcome === 'refuse')
        mayRefuse(d, reassesses, c.ground);
    else
        must(c.ground === undefined, 'ground', 'ground is for a refusal, and outcome is reassess', 'r24');
    const { outcome, reasons } = c;
    d.closeReferrals(`The officer decided before the meeting: ${outcome}`, 'assess');
    d.emit('reassessment.decided', { outcome, ground: c.ground ?? null, reasons });
    const { decision, final } = limitsOf(d.state);
    const settles = reassesses.requestedBy === 'authority' ? [] : [decision];
    if (outcome === 'refuse') {
        const facts = { ...childName(d.state), receivedOn: d.state.receivedOn, reasons };
        d.notice('no-reassessment', c.noticeAlreadySentOn, { facts, settles }, requestingBody(d.state));
        d.end('No reassessment is made', settles);
        return;
    }
    // Reg 27(2): from the notice of reg 25(1), or of its own motion from the day it decided.
    d.startClock(final, reassesses.requestedBy === 'authority' ? d.on : (c.noticeAlreadySentOn ?? d.today));
    d.notice('will-reassess', c.noticeAlreadySentOn, { facts: willReassessFacts(d.state), settles }, regulation42(d.state));
    seekAdvice(d, false, c.adviceAlreadyRequested);
};
/** A notice that came back and went on another day: the fourteen weeks run from the first that reached the family (reg 27(2)). */
export const countFromNotice = (d) => {
    const { reassesses, letters, deadlines } = d.state;
    if (!reassesses || reassesses.requestedBy === 'authority')
        return;
    const { decision, final } = limitsOf(d.state);
    const clock = deadlines[final];
    // The notice itself, not a copy to somebody who became known later.
    const sent = letters.filter((l) => l.notice === 'will-reassess' && l.settles.includes(decision));
    const [first] = sent.flatMap((l) => l.dispatchedOn ?? []).sort();
    if (!clock || clock.state === 'void' || first === undefined || first <= clock.triggeredOn)
        return;
    d.recalculate(clock.key, first, 'The notice that it will reassess went on another day');
};
export const concludeReassessment = (d, c) => {
    reassessing(d);
    must(d.state.stage === 'gathering-advice', 'wrong-stage', `What follows from a reassessment is decided once advice is gathered; this case is at ${d.state.stage}`, 'r26, r27');
    mustHaveAdvice(d, c.outstandingAdvice, 'r26');
    const { outcome, reasons } = c;
    must(outcome === 'no-change' || c.noticeAlreadySentOn === undefined, 'no-notice', 'noticeAlreadySentOn is given, and a decision to amend or replace the plan has no notice of its own: the draft goes with its notice (draft serve)', 'r27(1)');
    d.closeReferrals(`The officer decided before the meeting: ${outcome}`, 'issue');
    d.emit('reassessment.concluded', { outcome, reasons, outstandingAdvice: c.outstandingAdvice ?? null });
    if (outcome === 'amend')
        return;
    d.notice('reassessment-no-change', c.noticeAlreadySentOn, { facts: { ...childName(d.state), reasons } });
    d.end('Nothing changes after the reassessment');
};
/** Nobody is written to: whoever ended the plan has told the family, and a bereaved one hears it from a person. */
export const stopReassessment = (d, { reason }) => {
    reassessing(d);
    if (reason === 'died')
        d.emit('child.died', {});
    else
        d.emit('reassessment.stopped', { reason });
    d.end(reason === 'died' ? 'The child has died' : 'The plan has ended');
};
/** When to decide what follows: as soon as advice is due and checked, for the law names no day but that of the final plan. */
export const concludeBy = (state) => {
    const [first, ...rest] = state.advice.flatMap((a) => state.deadlines[clockOf(a)]?.due ?? []);
    return first === undefined ? null : addDays(maxDate(first, ...rest), state.policy.advice.qualityCheckWithinDays);
};
//# sourceMappingURL=reassessment.js.map
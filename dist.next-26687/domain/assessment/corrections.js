/** Facts of a case that were wrong or have changed, put right in the open: whoever owes or is owed something follows. */
import { isCivilDate } from '../civil-date.js';
import { askAgain, seekAdvice } from './advice.js';
import { addParent as addParentTo, factOfChild, mustBeFactOfChild, removeParent as removeParentFrom, } from '../matter/corrections.js';
import { must } from '../matter/deciding.js';
import { draftWithAppendices } from './documents.js';
import { servedAgain, servedOn } from './draft.js';
import { adviceRequestFacts, childName, head, receiptFacts, willAssessFacts } from './letter-facts.js';
import { ACT_BEGAN } from './intake.js';
import { limitsOf } from './limits.js';
import { willReassessFacts } from './reassessment.js';
import { assessedRecently, clockOf, isFamilyAdvice, isOutstanding, isOwnThought } from './state.js';
const checkValue = (d, c) => {
    mustBeFactOfChild(c.fact, c.value, d.today);
    if (c.fact !== 'receivedOn')
        return;
    must(isCivilDate(c.value) && c.value <= d.today, 'bad-date', `${c.fact} must be a date YYYY-MM-DD, not after today`);
    must(c.value >= ACT_BEGAN, 'before-the-act', `No request can have been received on ${c.value}: the Act began on ${ACT_BEGAN}`, 's36(1)');
    const { decidedToAssessOn } = d.state;
    must(decidedToAssessOn === null || c.value <= decidedToAssessOn, 'bad-date', `The request cannot have been received on ${c.value}, after it was decided on ${decidedToAssessOn ?? ''}`);
};
const factNow = ({ state }, fact) => fact === 'receivedOn' ? state.receivedOn : factOfChild(state.child, fact);
export const correctFact = (d, c) => {
    checkValue(d, c);
    const from = factNow(d, c.fact);
    must(from !== c.value, 'no-change', `${c.fact} is that already`);
    d.emit('fact.corrected', { fact: c.fact, from, to: c.value, evidence: c.evidence });
    if (c.fact === 'receivedOn')
        recalculate(d, from, c.value);
    // Whom reg 6 has the authority ask follows from the facts, also from those put right later.
    else if (d.state.stage === 'gathering-advice' || d.state.stage === 'drafting')
        seekAdvice(d, false);
};
/** A wrong date of receipt moves every clock that ran from it, in the open: one event a clock. */
const recalculate = (d, from, to) => {
    for (const deadline of Object.values(d.state.deadlines)) {
        if (deadline.triggeredOn !== from || deadline.key.includes(':') || deadline.state === 'void')
            continue;
        // Reg 27(2): that of a reassessment's final plan runs from the decision, were it on the same day.
        if (d.state.reassesses && deadline.ruleId === limitsOf(d.state).final)
            continue;
        d.recalculate(deadline.key, to, 'The date of receipt was corrected');
        if (d.state.stage === 'finished')
            closeAgain(d, deadline);
    }
};
/** In a case that is over: what was missed by the new date as well stays missed, what was not is owed no more. */
const closeAgain = (d, { key, cause }) => {
    const again = d.state.deadlines[key];
    const owed = d.state.letters.some((l) => l.settles.includes(key) && (l.state === 'requested' || l.state === 'refused'));
    if (owed || again?.state !== 'running')
        return;
    if (again.due !== null && again.due < (d.state.finishedOn ?? '')) {
        d.emit('clock.missed', { key, cause: cause ?? 'authority' });
    }
    else
        d.voidClock(key, 'The case was over by then');
};
const tellReceipt = (d, party) => {
    if (isOwnThought(d.state))
        return;
    d.letter(d.state.reassesses ? 'reassessment-asked' : 'acknowledgement', party, { facts: receiptFacts(d.state) });
};
/** Owed of a first assessment alone (s36(6)-(7)). */
const tellConsidering = (d, party) => {
    if (!d.state.reassesses && !assessedRecently(d.state))
        d.letter('considering', party, { facts: receiptFacts(d.state) });
};
const tellDecided = (d, party) => {
    if (d.state.reassesses)
        d.letter('will-reassess', party, { facts: willReassessFacts(d.state) });
    else
        d.letter('will-assess', party, { facts: willAssessFacts(d.state) });
};
/** What a parent had to be told so far, told to one who was not known: the notices, the request for advice, the draft. */
const tellSoFar = (d, party) => {
    if (d.state.decidedToAssessOn === null) {
        tellReceipt(d, party);
        tellConsidering(d, party);
        return;
    }
    tellDecided(d, party);
    for (const advice of d.state.advice.filter((a) => isFamilyAdvice(a) && isOutstanding(a)))
        d.letter('advice-request', party, { facts: adviceRequestFacts(d.state, advice) });
    const { decidedToIssueOn, issueReasons, draft, deadlines } = d.state;
    if (!d.state.reassesses && decidedToIssueOn !== null && issueReasons !== null) {
        const facts = { ...childName(d.state), reasons: issueReasons, finalDueOn: deadlines['plan-final-20w']?.due };
        d.letter('will-issue', party, { facts });
    }
    if (!draft?.servedOn)
        return;
    // Their 15 days begin with service on them (reg 13(1)(a)), so the period that stands moves to the later end.
    const respondBy = servedAgain(d, servedOn(d, d.today));
    d.letter('draft', party, { facts: { ...childName(d.state), respondBy }, enclosures: draftWithAppendices(d.state) });
};
export const addParent = (d, c) => tellSoFar(d, addParentTo(d, c));
export const removeParent = (d, c) => removeParentFrom(d, c, 's36(7)');
/** The advice that the old head still owes is asked of the new one; what has come in stays (reg 6(1)(b)). */
const askNewHead = (d) => {
    const owed = d.state.advice.filter((a) => a.kind === 'education' && a.to.role === 'head' && isOutstanding(a));
    for (const a of owed) {
        d.emit('advice.declined', { adviceId: a.id, reasons: 'The child is not, or no longer, at this setting' });
        d.voidClock(clockOf(a), 'Asked of the setting that the child attends instead');
    }
    if (owed.length > 0)
        askAgain(d, 'education', 'reg 6(1)(b)');
};
export const changeSetting = (d, c) => {
    must((c.setting === undefined) === (c.none === true), 'which-setting', 'Give the setting that the child attends, or none where it attends no school, provider or college');
    const from = d.state.child.setting ?? null;
    const to = c.setting ?? null;
    must(JSON.stringify(from) !== JSON.stringify(to), 'no-change', 'The setting is known like that already');
    d.emit('setting.changed', { from, to, evidence: c.evidence });
    const newHead = head(d.state);
    const another = newHead !== undefined && (from?.name !== to?.name || from?.urn !== to?.urn);
    if (another && d.state.decidedToAssessOn !== null) {
        tellDecided(d, newHead);
    }
    else if (another) {
        tellConsidering(d, newHead);
    }
    if (another || to === null)
        askNewHead(d);
};
//# sourceMappingURL=corrections.js.map
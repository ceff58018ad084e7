/** The officer's two decisions: whether to assess (six weeks, s36(8), reg 5) and whether to issue (sixteen, reg 10). */
import { addDays } from '../civil-date.js';
import { mustHaveAdvice, seekAdvice } from './advice.js';
import { must } from '../matter/deciding.js';
import { childName, regulation10, regulation42, willAssessFacts } from './letter-facts.js';
import { mustBeFirst } from './reassessment.js';
const panelFirst = (d, question, required, withoutPanel) => {
    const recommended = d.state.referrals.some((r) => r.question === question && r.recommendedOn !== null);
    must(!required || recommended || withoutPanel !== undefined, 'panel-not-heard', `Policy asks for the panel's recommendation before this decision and there is none; give withoutPanel with the reason to decide without it`);
};
export const decideToAssess = (d, c) => {
    mustBeFirst(d, 'assessment decide-reassess');
    must(d.state.stage === 'considering', 'wrong-stage', `The decision to assess is taken while a request is considered; this case is at ${d.state.stage}`, 's36(8)');
    const bothYes = c.mayHaveSen && c.mayNeedPlan;
    must(!(bothYes && c.outcome === 'refuse'), 'must-assess', 'Both questions of s36(8) are answered yes, so the authority must assess; a refusal needs at least one no', 's36(8)');
    must(!(!bothYes && c.outcome === 'assess'), 'test-not-met', `outcome is assess but ${c.mayHaveSen ? 'mayNeedPlan' : 'mayHaveSen'} is answered no; s36(8) requires both`, 's36(8)');
    panelFirst(d, 'assess', d.state.policy.decisionToAssess.panelRequired, c.withoutPanel);
    const { outcome, mayHaveSen, mayNeedPlan, reasons } = c;
    d.closeReferrals(`The officer decided before the meeting: ${outcome}`, 'assess');
    d.emit('assessment.decided', { outcome, mayHaveSen, mayNeedPlan, reasons, withoutPanel: c.withoutPanel ?? null });
    const facts = { ...childName(d.state), receivedOn: d.state.receivedOn };
    const settles = ['ehcna-decision-6w'];
    if (outcome === 'refuse') {
        d.notice('refusal-to-assess', c.noticeAlreadySentOn, { facts: { ...facts, reasons }, settles }, regulation42(d.state));
        d.end('No assessment is made', settles);
        return;
    }
    d.notice('will-assess', c.noticeAlreadySentOn, { facts: willAssessFacts(d.state), settles }, regulation42(d.state));
    seekAdvice(d, c.allAdviceRequested === true, c.adviceAlreadyRequested);
};
/**
 * One duty, two names: reg 10(1) for a refusal, the same week by JSC for a plan. What became of the one, its breach and its
 * exceptions, becomes of the other, so that it is counted once.
 */
const countByRegulation10 = (d) => {
    const before = d.state.deadlines['plan-decision-16w'];
    const due = d.startClock('noplan-16w', d.state.receivedOn);
    for (const e of d.state.exceptions.filter((x) => x.key === 'plan-decision-16w')) {
        d.emit('exception.recorded', {
            exceptionId: `EX${d.state.exceptions.length + 1}`,
            ruleId: 'noplan-16w',
            key: 'noplan-16w',
            ground: e.ground,
            evidence: e.evidence,
            from: e.from,
            to: e.to,
        });
    }
    if (due !== null && (before?.state === 'missed' || before?.state === 'excepted')) {
        d.emit('clock.missed', { key: 'noplan-16w', cause: before.cause ?? 'authority' }, addDays(due, 1));
    }
    d.emit('clock.voided', { key: 'plan-decision-16w', reason: 'Decided not to issue: reg 10(1) counts instead' });
};
export const decideToIssue = (d, c) => {
    mustBeFirst(d, 'assessment conclude');
    must(d.state.stage === 'gathering-advice', 'wrong-stage', `The decision to issue follows the assessment; this case is at ${d.state.stage}`, 's37(1)');
    mustHaveAdvice(d, c.outstandingAdvice, 'reg 6(1)');
    panelFirst(d, 'issue', d.state.policy.decisionToIssue.panelRequired, c.withoutPanel);
    const { outcome, reasons } = c;
    d.closeReferrals(`The officer decided before the meeting: ${outcome}`, 'issue');
    d.emit('issue.decided', {
        outcome,
        reasons,
        outstandingAdvice: c.outstandingAdvice ?? null,
        withoutPanel: c.withoutPanel ?? null,
    });
    const facts = { ...childName(d.state), reasons };
    if (outcome === 'no-plan') {
        countByRegulation10(d);
        d.notice('no-plan', c.noticeAlreadySentOn, { facts, settles: ['noplan-16w'] }, regulation10(d.state));
        d.end('No plan is made', ['noplan-16w']);
        return;
    }
    const finalDueOn = d.state.deadlines['plan-final-20w']?.due;
    d.notice('will-issue', c.noticeAlreadySentOn, { facts: { ...facts, finalDueOn }, settles: ['plan-decision-16w'] });
};
//# sourceMappingURL=decisions.js.map
/** What time alone brings about: a date that passes, a reminder, a chaser, an escalation, a referral, word to the family. */
import { addDays, daysBetween, maxDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { clockItem, lastDue, nextOn, runItems } from '../matter/agenda.js';
import { isChased } from './advice.js';
import { refer } from './anytime.js';
import { actionOwner, adviceDueOn, adviceFacts, adviserParties, childName } from './letter-facts.js';
import { consultationItems } from '../matter/consultations.js';
import { openReferral } from '../matter/referrals.js';
import { adviceById, isFamilyAdvice, isOwnThought } from './state.js';
import { AUTHORITY, describeStatus } from './summary.js';
const clockItems = (state, deadline) => {
    const { state: is, due, breachable, ruleId } = deadline;
    const turnsAmber = is === 'running' && due !== null && breachable && AUTHORITY.includes(ruleId);
    return [
        ...(turnsAmber ? [{ on: addDays(due, -state.policy.rag.amberDaysBefore) }] : []),
        ...clockItem(deadline),
    ];
};
const adviceItems = (state, advice, today) => {
    const due = adviceDueOn(state, advice);
    if (!due || !isChased(state, advice))
        return [];
    const policy = state.policy.advice;
    const facts = (d) => adviceFacts(d.state, adviceById(d.state, advice.id) ?? advice);
    const late = (d) => ({ ...facts(d), daysLate: daysBetween(due, d.today) });
    const askedOn = advice.reviseBy ? (advice.returnedOn ?? advice.requestedOn) : advice.requestedOn;
    const reminders = lastDue(policy.remindDaysBefore.map((n) => addDays(due, -n)).filter((on) => on > askedOn), advice.reminders, today)
        .filter(() => today <= due)
        .map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('advice.reminded', { adviceId: advice.id, step });
            d.letters('advice-reminder', adviserParties(d.state, advice), { facts: facts(d) });
        },
    }));
    const chasers = lastDue(policy.chaseDaysAfter.map((n) => addDays(due, n)), advice.chasers, today).map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('advice.chased', { adviceId: advice.id, step });
            d.letters('advice-chaser', adviserParties(d.state, advice), { facts: { ...late(d), step } });
        },
    }));
    return [...reminders, ...chasers, ...escalations(state, advice, due, late)];
};
const escalations = (state, advice, due, late) => {
    const policy = state.policy.advice;
    const { manager } = advice;
    const toManager = {
        on: addDays(due, policy.managerDaysAfter),
        happen: (d) => {
            d.emit('advice.escalated', { adviceId: advice.id, to: 'manager' });
            if (manager)
                d.letter('advice-escalation', manager, { facts: late(d) });
        },
    };
    const toPanel = {
        on: addDays(due, policy.panelDaysAfter),
        happen: (d) => {
            d.emit('advice.escalated', { adviceId: advice.id, to: 'panel' });
            getStuck(d, `${advice.kind} advice ${daysBetween(due, d.today)} days late (${advice.id})`, 'advice');
        },
    };
    // A family that gives no advice is reminded and chased; it is nobody's to escalate.
    if (isFamilyAdvice(advice))
        return [];
    return [...(advice.managerOn || !manager ? [] : [toManager]), ...(advice.panelOn ? [] : [toPanel])];
};
/** A stuck case goes to the next meeting of the panel that policy names, unless it is there already. */
const getStuck = (d, reason, about) => {
    if (!d.state.stuck)
        d.emit('case.stuck', { reason, about });
    if (!openReferral(d.state, 'stuck'))
        refer(d, d.state.policy.stuck.panel, 'stuck', reason);
};
const actionItems = (state, today) => state.actions
    .filter((a) => a.doneOn === null)
    .flatMap((a) => lastDue(state.policy.actions.chaseDaysAfter.map((n) => addDays(a.dueOn, n)), a.chased, today).map(({ step, on }) => ({
    on,
    happen: (d) => {
        d.emit('action.chased', { actionId: a.id, step });
        const panel = d.state.referrals.find((r) => r.id === a.referralId)?.panel ?? '';
        const name = d.state.policy.panels.find((p) => p.id === panel)?.name ?? panel;
        d.letter('panel-action-chaser', actionOwner(a), {
            facts: { panel: name, action: a.what, dueOn: a.dueOn, daysLate: daysBetween(a.dueOn, d.today) },
        });
    },
})));
/** The panels that hear a question as a matter of course, at the time policy says: of first assessments, whose weeks it counts. */
const panelItems = (state) => {
    const { decisionToAssess, decisionToIssue } = state.policy;
    const never = (question) => !state.referrals.some((r) => r.question === question);
    const items = [];
    if (state.reassesses)
        return items;
    if (state.stage === 'considering' && decisionToAssess.panel && never('assess')) {
        const { panel } = decisionToAssess;
        items.push({
            on: addDays(state.receivedOn, decisionToAssess.referAfterDays),
            happen: (d) => refer(d, panel, 'assess', 'Whether to assess'),
        });
    }
    if (state.stage === 'gathering-advice' && decisionToIssue.panel && never('issue')) {
        const { panel } = decisionToIssue;
        items.push({
            on: addDays(state.receivedOn, 7 * decisionToIssue.referAfterWeeks),
            happen: (d) => refer(d, panel, 'issue', 'Whether a plan is needed'),
        });
    }
    return items;
};
/** The limits whose breach, left alone for so long, makes a case stuck: those of the authority itself. */
const AUTHORITY_LIMITS = [
    'ehcna-decision-6w',
    'plan-decision-16w',
    'plan-final-20w',
    'reassess-decision-15d',
    'reassess-final-14w',
];
const stuckItems = (state) => {
    if (state.stuck || openReferral(state, 'stuck') || openReferral(state, 'placement'))
        return [];
    const { deadlineMissedDays, nothingHappenedDays } = state.policy.stuck;
    // Heard once, a case is stuck again only when nothing has moved since for as long as policy says.
    const since = state.unstuckOn ? maxDate(state.lastProgressOn, state.unstuckOn) : state.lastProgressOn;
    const idle = {
        on: addDays(since, nothingHappenedDays),
        happen: (d) => getStuck(d, `Nothing has happened for ${daysBetween(since, d.today)} days`, 'idle'),
    };
    const heardOn = state.referrals.filter((r) => r.question === 'stuck').at(-1)?.referredOn ?? '';
    const missed = AUTHORITY_LIMITS.flatMap((id) => state.deadlines[id] ?? [])
        .filter((deadline) => isOpen(deadline) && !deadline.exceptionGround)
        .flatMap(({ due, ruleId }) => (due === null ? [] : [{ due, ruleId, on: addDays(due, deadlineMissedDays) }]))
        // A limit that was that late already when the panel last had the case is known to it.
        .filter(({ on }) => on > heardOn)
        .map(({ due, ruleId, on }) => ({
        on,
        happen: (d) => getStuck(d, `${ruleId} is ${daysBetween(due, d.today)} days late`, ruleId),
    }));
    return [idle, ...missed];
};
/**
 * When the family is next to hear from us, by the schedule that policy sets. A word to them that came back is with a
 * manager, and is tried again as long after as if it had gone, not every day.
 */
export const nextFamilyContactOn = (state) => {
    const last = state.lastFamilyContactOn ?? state.receivedOn;
    const cameBack = state.letters.findLast((l) => l.notice === 'status-update' && l.dispatchedOn === null);
    return addDays(maxDate(last, cameBack?.requestedOn ?? last), state.policy.communication.familyEveryDays);
};
const familyItems = (state) => {
    const inHand = state.letters.some((l) => l.notice === 'status-update' && l.state === 'requested');
    if (inHand || isOwnThought(state))
        return [];
    return [
        {
            on: nextFamilyContactOn(state),
            happen: (d) => {
                d.letters('status-update', d.state.family, {
                    facts: { ...childName(d.state), ...describeStatus(d.state) },
                });
            },
        },
    ];
};
const always = (state, today) => Object.values(state.deadlines)
    .flatMap((deadline) => clockItems(state, deadline))
    .concat(actionItems(state, today));
/** A decision is not notified before its letter goes: until then its clock runs on, though the case is over. */
const noticesOwed = (state) => Object.values(state.deadlines)
    .filter(({ key }) => state.letters.some((l) => l.settles.includes(key) && (l.state === 'requested' || l.state === 'refused')))
    .flatMap((deadline) => clockItems(state, deadline));
export const agenda = (state, today) => {
    if (state.stage === 'intake')
        return [];
    if (state.stage === 'finished')
        return noticesOwed(state);
    return [
        ...always(state, today),
        ...state.advice.flatMap((a) => adviceItems(state, a, today)),
        ...state.consultations.flatMap((c) => consultationItems(state, c, today)),
        ...panelItems(state),
        ...stuckItems(state),
        ...familyItems(state),
    ];
};
export const runAgenda = (d) => runItems(d, agenda);
/** The next date on which anything happens by itself, or null when only people can move the case. */
export const nextWakeOn = (state, today) => nextOn(agenda(state, today), today);
//# sourceMappingURL=agenda.js.map
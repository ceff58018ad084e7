/**
 * What time alone brings about: a date that passes, a reminder, a chaser, an escalation, a referral, word to the family.
 * One list, from which come both what is due today and when the case must next be woken. After a stop of weeks, or for a
 * case taken over in flight, only the last of the missed reminders is sent, not all of them at once.
 */
import { addDays, daysBetween, maxDate } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import type { Deadline } from '../deadline.js';
import { isChased } from './advice.js';
import { refer } from './anytime.js';
import { causeOf } from './cause.js';
import type { Deciding } from './deciding.js';
import {
  actionOwner,
  adviceDueOn,
  adviceFacts,
  adviserParties,
  childName,
  consultationDueOn,
  consultationFacts,
} from './letter-facts.js';
import { adviceById, isFamilyAdvice, openReferral } from './state.js';
import type { Advice, AssessmentState, Consultation } from './state.js';
import { AUTHORITY, describeStatus } from './summary.js';

export interface AgendaItem {
  on: CivilDate;
  /** Absent where waking is all that is needed: a colour changes. */
  happen?: (d: Deciding) => void;
}

/** The last of several steps that are due; its number, counting from 1. */
const lastDue = (dates: readonly CivilDate[], done: number, today: CivilDate): { step: number; on: CivilDate }[] => {
  const open = dates.map((on, i) => ({ step: i + 1, on })).filter(({ step }) => step > done);
  const due = open.filter(({ on }) => on <= today);
  const later = open.filter(({ on }) => on > today);
  return [...due.slice(-1), ...later.slice(0, 1)];
};

const clockItems = (state: AssessmentState, deadline: Deadline): AgendaItem[] => {
  if (deadline.state !== 'running' || deadline.due === null) return [];
  const after = addDays(deadline.due, 1);
  if (!deadline.breachable) return [{ on: after, happen: (d) => d.settle(deadline.key, deadline.due as string) }];
  return [
    ...(AUTHORITY.includes(deadline.ruleId) ? [{ on: addDays(deadline.due, -state.policy.rag.amberDaysBefore) }] : []),
    {
      on: after,
      happen: (d) =>
        d.emit('clock.missed', { key: deadline.key, cause: causeOf(d.state, deadline.key, d.today) }, after),
    },
  ];
};

const adviceItems = (state: AssessmentState, advice: Advice, today: CivilDate): AgendaItem[] => {
  const due = adviceDueOn(state, advice);
  if (!due || !isChased(state, advice)) return [];
  const policy = state.policy.advice;
  const facts = (d: Deciding) => adviceFacts(d.state, adviceById(d.state, advice.id) ?? advice);
  const late = (d: Deciding) => ({ ...facts(d), daysLate: daysBetween(due, d.today) });
  const askedOn = advice.reviseBy ? (advice.returnedOn ?? advice.requestedOn) : advice.requestedOn;
  const reminders = lastDue(
    policy.remindDaysBefore.map((n) => addDays(due, -n)).filter((on) => on > askedOn),
    advice.reminders,
    today,
  )
    .filter(() => today <= due)
    .map(({ step, on }) => ({
      on,
      happen: (d: Deciding) => {
        d.emit('advice.reminded', { adviceId: advice.id, step });
        d.letters('advice-reminder', adviserParties(d.state, advice), { facts: facts(d) });
      },
    }));
  const chasers = lastDue(
    policy.chaseDaysAfter.map((n) => addDays(due, n)),
    advice.chasers,
    today,
  ).map(({ step, on }) => ({
    on,
    happen: (d: Deciding) => {
      d.emit('advice.chased', { adviceId: advice.id, step });
      d.letters('advice-chaser', adviserParties(d.state, advice), { facts: { ...late(d), step } });
    },
  }));
  return [...reminders, ...chasers, ...escalations(state, advice, due, late)];
};

const escalations = (
  state: AssessmentState,
  advice: Advice,
  due: CivilDate,
  late: (d: Deciding) => Record<string, unknown>,
): AgendaItem[] => {
  const policy = state.policy.advice;
  const { manager } = advice;
  const toManager: AgendaItem = {
    on: addDays(due, policy.managerDaysAfter),
    happen: (d) => {
      d.emit('advice.escalated', { adviceId: advice.id, to: 'manager' });
      if (manager) d.letter('advice-escalation', manager, { facts: late(d) });
    },
  };
  const toPanel: AgendaItem = {
    on: addDays(due, policy.panelDaysAfter),
    happen: (d) => {
      d.emit('advice.escalated', { adviceId: advice.id, to: 'panel' });
      getStuck(d, `${advice.kind} advice ${daysBetween(due, d.today)} days late (${advice.id})`, 'advice');
    },
  };
  // A family that gives no advice is reminded and chased; it is nobody's to escalate.
  if (isFamilyAdvice(advice)) return [];
  return [...(advice.managerOn || !manager ? [] : [toManager]), ...(advice.panelOn ? [] : [toPanel])];
};

/** A stuck case goes to the next meeting of the panel that policy names, unless it is there already. */
const getStuck = (d: Deciding, reason: string, about: string): void => {
  if (!d.state.stuck) d.emit('case.stuck', { reason, about });
  if (!openReferral(d.state, 'stuck')) refer(d, d.state.policy.stuck.panel, 'stuck', reason);
};

const consultationItems = (state: AssessmentState, c: Consultation, today: CivilDate): AgendaItem[] => {
  if (c.repliedOn || state.placement || state.stage === 'finished') return [];
  const due = consultationDueOn(state, c);
  const policy = state.policy.consultation;
  const reminders = lastDue(
    policy.remindDaysBefore.map((n) => addDays(due, -n)).filter((on) => on > c.consultedOn),
    c.reminders,
    today,
  )
    .filter(() => today <= due)
    .map(({ step, on }) => ({
      on,
      happen: (d: Deciding) => {
        d.emit('provider.reminded', { consultationId: c.id, step });
        d.letter('consultation-reminder', c.to, { facts: consultationFacts(d.state, c) });
      },
    }));
  const chasers = lastDue(
    policy.chaseDaysAfter.map((n) => addDays(due, n)),
    c.chasers,
    today,
  ).map(({ step, on }) => ({
    on,
    happen: (d: Deciding) => {
      d.emit('provider.chased', { consultationId: c.id, step });
      d.letter('consultation-chaser', c.to, {
        facts: { ...consultationFacts(d.state, c), daysLate: daysBetween(due, d.today), step },
      });
    },
  }));
  return [...reminders, ...chasers];
};

const actionItems = (state: AssessmentState, today: CivilDate): AgendaItem[] =>
  state.actions
    .filter((a) => a.doneOn === null)
    .flatMap((a) =>
      lastDue(
        state.policy.actions.chaseDaysAfter.map((n) => addDays(a.dueOn, n)),
        a.chased,
        today,
      ).map(({ step, on }) => ({
        on,
        happen: (d: Deciding) => {
          d.emit('action.chased', { actionId: a.id, step });
          const panel = d.state.referrals.find((r) => r.id === a.referralId)?.panel ?? '';
          const name = d.state.policy.panels.find((p) => p.id === panel)?.name ?? panel;
          d.letter('panel-action-chaser', actionOwner(a), {
            facts: { panel: name, action: a.what, dueOn: a.dueOn, daysLate: daysBetween(a.dueOn, d.today) },
          });
        },
      })),
    );

/** The panels that hear a question as a matter of course, at the time policy says. */
const panelItems = (state: AssessmentState): AgendaItem[] => {
  const { decisionToAssess, decisionToIssue } = state.policy;
  const never = (question: string) => !state.referrals.some((r) => r.question === question);
  const items: AgendaItem[] = [];
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
const AUTHORITY_LIMITS = ['ehcna-decision-6w', 'plan-decision-16w', 'plan-final-20w'];

const stuckItems = (state: AssessmentState): AgendaItem[] => {
  if (state.stuck || openReferral(state, 'stuck') || openReferral(state, 'placement')) return [];
  const { deadlineMissedDays, nothingHappenedDays } = state.policy.stuck;
  // Heard once, a case is stuck again only when nothing has moved since for as long as policy says.
  const since = state.unstuckOn ? maxDate(state.lastProgressOn, state.unstuckOn) : state.lastProgressOn;
  const idle: AgendaItem = {
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
      happen: (d: Deciding) => getStuck(d, `${ruleId} is ${daysBetween(due, d.today)} days late`, ruleId),
    }));
  return [idle, ...missed];
};

/**
 * When the family is next to hear from us, by the schedule that policy sets. A word to them that came back is with a
 * manager, and is tried again as long after as if it had gone, not every day.
 */
export const nextFamilyContactOn = (state: AssessmentState): CivilDate => {
  const last = state.lastFamilyContactOn ?? state.receivedOn;
  const cameBack = state.letters.findLast((l) => l.notice === 'status-update' && l.dispatchedOn === null);
  return addDays(maxDate(last, cameBack?.requestedOn ?? last), state.policy.communication.familyEveryDays);
};

const familyItems = (state: AssessmentState): AgendaItem[] => {
  const inHand = state.letters.some((l) => l.notice === 'status-update' && l.state === 'requested');
  if (inHand) return [];
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

const always = (state: AssessmentState, today: CivilDate): AgendaItem[] =>
  Object.values(state.deadlines)
    .flatMap((deadline) => clockItems(state, deadline))
    .concat(actionItems(state, today));

/** A decision is not notified before its letter goes: until then its clock runs on, though the case is over. */
const noticesOwed = (state: AssessmentState): AgendaItem[] =>
  Object.values(state.deadlines)
    .filter(({ key }) =>
      state.letters.some((l) => l.settles.includes(key) && (l.state === 'requested' || l.state === 'refused')),
    )
    .flatMap((deadline) => clockItems(state, deadline));

export const agenda = (state: AssessmentState, today: CivilDate): AgendaItem[] => {
  if (state.stage === 'intake') return [];
  if (state.stage === 'finished') return noticesOwed(state);
  return [
    ...always(state, today),
    ...state.advice.flatMap((a) => adviceItems(state, a, today)),
    ...state.consultations.flatMap((c) => consultationItems(state, c, today)),
    ...panelItems(state),
    ...stuckItems(state),
    ...familyItems(state),
  ];
};

/**
 * Does all that is due on or before today, earliest first, looking again after each so that what one thing changes the
 * next thing sees. Ends because everything that happens takes itself off the agenda.
 */
export const runAgenda = (d: Deciding): void => {
  for (let guard = 0; guard < 200; guard += 1) {
    const due = agenda(d.state, d.today)
      .filter((item) => item.happen && item.on <= d.today)
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    const [first] = due;
    if (!first?.happen) return;
    first.happen(d);
  }
  throw new Error('The agenda of a case did not come to an end');
};

/** The next date on which anything happens by itself, or null when only people can move the case. */
export const nextWakeOn = (state: AssessmentState, today: CivilDate): CivilDate | null => {
  // What has become due since the day was seen to waits for the next day, and is not slept through.
  const wakes = agenda(state, today).flatMap(({ on, happen }) =>
    on > today ? [on] : happen ? [addDays(today, 1)] : [],
  );
  return wakes.sort()[0] ?? null;
};

/** A plan and its reviews as the family reads them. */
import { formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { nextReview } from '../plan/dates.js';
import { interimOf } from '../plan/moves-state.js';
import type { PlanState } from '../plan/state.js';
import { amendmentRules, isAmendment } from '../review/amendment.js';
import { isStopped } from '../review/state.js';
import type { ReviewState } from '../review/state.js';
import { comingOf, lateOf } from './dates.js';
import type { About } from './dates.js';
import type { Coming, Happened, StatusPart } from './page.js';
import { DATES } from './words.js';
import type { Voice } from './words.js';

const when = (on: CivilDate | null | undefined, what: string): Happened[] => (on ? [{ on, what }] : []);

const byDay = (a: Happened, b: Happened): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

/** It has the family's days to answer running. */
export const isWithFamily = (state: ReviewState): boolean =>
  state.stage === 'amending' &&
  !state.answered &&
  state.deadlines[amendmentRules(state).period]?.state === 'running' &&
  state.proposal !== null;

const planNow = (plan: PlanState, v: Voice): string[] => {
  const { stage, ceaseNoticeOn, endedOn, moveOut } = plan;
  if (stage === 'ceased' || stage === 'lapsed')
    return [`The plan came to an end${endedOn ? ` on ${formatLong(endedOn)}` : ''}.`];
  const now = [`${v.isYoungPerson ? 'You have' : 'Your child has'} a plan. The help in it must be given.`];
  if (stage === 'ceasing')
    now.push(
      ceaseNoticeOn
        ? 'We have decided that the plan should end, and wrote to you about it. The plan goes on while you can still appeal.'
        : 'We have decided that the plan should end, and are writing to you about it.',
    );
  if (plan.ceasing && stage === 'held')
    now.push('We are thinking about whether the plan should end. We ask you first.');
  if (plan.reassessment) now.push('A new assessment is under way.');
  if (interimOf(plan)) now.push('For now, the place of education is another one than the plan names.');
  if (moveOut) now.push('The plan goes to the council of the place that you move to.');
  return now;
};

/** While no review is open its date is the plan's own. */
const reviewToCome = (plan: PlanState): Coming[] => {
  if (plan.stage !== 'held' || plan.review) return [];
  const { due, ruleId } = nextReview(plan);
  const words = DATES[ruleId];
  return due && words ? [{ by: due, what: words.what, means: words.means, law: null }] : [];
};

export const planForFamily = (plan: PlanState, today: CivilDate, v: Voice): StatusPart => {
  const reading = { deadlines: plan.deadlines, lawVersion: plan.lawVersion, today };
  const isLive = plan.stage === 'held' || plan.stage === 'ceasing';
  return {
    heading: 'The plan',
    now: planNow(plan, v),
    late: lateOf(reading),
    next: isLive ? [...comingOf(reading), ...reviewToCome(plan)] : [],
    done: [
      ...when(plan.madeOn, 'The plan was first made.'),
      ...(plan.textOn && plan.textOn !== plan.madeOn ? when(plan.textOn, 'The plan was last changed.') : []),
      ...when(plan.lastReviewOn, 'We told you what we decided after the last review.'),
      ...when(plan.ceaseNoticeOn, 'We wrote to you that the plan should end.'),
      ...when(plan.appealedOn, 'You appealed.'),
      ...when(plan.endedOn, 'The plan ended.'),
    ].sort(byDay),
  };
};

const OUTCOMES = {
  maintain: 'The plan stays as it is.',
  amend: 'We want to change the plan.',
  cease: 'We think that the plan should end.',
} as const;

const amendingNow = (state: ReviewState): string[] => {
  const until = state.proposal?.periodEndsOn;
  if (isWithFamily(state) && until)
    return [
      `You have the changes that we would like to make to the plan. You have until ${formatLong(until)} to tell us what you think.`,
    ];
  return [
    state.proposal
      ? 'We are looking at what you told us, and will send you the changed plan or tell you why it stays as it is.'
      : 'We are writing to you with the changes that we would like to make to the plan.',
  ];
};

const endOf = (state: ReviewState): string => {
  if (isStopped(state)) return 'This was stopped.';
  if (state.amended) return 'The plan was changed. You have the new one.';
  if (state.abandonedOn) return 'We are not changing the plan. Our letter to you says why.';
  return state.decision ? OUTCOMES[state.decision.outcome] : 'This is finished.';
};

const reviewNow = (state: ReviewState): string[] => {
  const held = state.convenedBy === 'school' ? 'The school' : 'We';
  switch (state.stage) {
    case 'preparing':
      return [
        state.convenedBy === 'school'
          ? 'The school is arranging a meeting to look at the plan, and will invite you.'
          : 'We are arranging a meeting to look at the plan, and will invite you.',
      ];
    case 'arranged':
      return [`${held} will hold the meeting on ${formatLong(state.meetingOn ?? '')}. You are invited.`];
    case 'held':
      return [
        state.report
          ? 'The meeting was held. We are deciding what follows from it.'
          : 'The meeting was held. The report of it is being written.',
      ];
    case 'amending':
      return amendingNow(state);
    case 'finished':
      return [endOf(state)];
  }
};

export const reviewForFamily = (state: ReviewState, today: CivilDate): StatusPart => {
  const reading = {
    deadlines: state.deadlines,
    lawVersion: state.lawVersion,
    today,
    // Whoever holds the meeting reports on it (regs 20(7), 21(7)).
    about: (): About => (state.convenedBy === 'authority' ? { duty: 'council' } : {}),
  };
  return {
    heading: isAmendment(state) ? 'A change to the plan' : 'The review of the plan',
    now: reviewNow(state),
    late: lateOf(reading),
    next: state.stage === 'finished' ? [] : comingOf(reading),
    done: [
      ...when(state.openedOn, isAmendment(state) ? 'We began to change the plan.' : 'The review began.'),
      ...when(state.heldOn, 'The review meeting was held.'),
      ...when(state.report?.firstOn, 'The report of the meeting came in.'),
      ...when(
        isAmendment(state) ? null : state.decision?.on,
        `We decided. ${state.decision ? OUTCOMES[state.decision.outcome] : ''}`,
      ),
      ...when(state.proposal?.sentOn, 'We sent you the changes that we would like to make.'),
      ...when(state.amended?.on, 'We made the changed plan.'),
      ...when(state.abandonedOn, 'We decided not to change the plan.'),
    ].sort(byDay),
  };
};

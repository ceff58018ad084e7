/** Folds a plan's facts into what is known. Never refuses and never looks at a clock: what happened, happened. */
import type { Recording } from '../events.js';
import { recordWith } from '../events.js';
import { after, MATTER_FOLD } from '../matter/evolve.js';
import { nothingMoreSent, owedNoMore } from '../matter/state.js';
import { AMENDING_FOLD } from './amending.js';
import { CORRECTIONS_FOLD } from './corrections.js';
import { LEAVING_FOLD } from './leaving-state.js';
import { cameFromElsewhere, MOVES_FOLD } from './moves-state.js';
import { withSen2Facts } from '../sen2/facts.js';
import type { NewPlanEvent, PlanEventData, PlanEventType } from './event-shapes.js';
import { movedBy } from './places.js';
import { REASSESSMENT_FOLD } from './reassessment.js';
import { blankPlan } from './state.js';
import type { PlanEvent, PlanState } from './state.js';

type Fold = { [T in PlanEventType]: (s: PlanState, d: PlanEventData<T>, on: string) => Partial<PlanState> };

/** What the family, the health commissioner and the new authority are sent because a plan goes. */
const OF_A_MOVE: ReadonlySet<string> = new Set(['move-out', 'plan-transfer', 'plan-transfer-chaser']);

const fold: Fold = {
  ...MATTER_FOLD,
  ...MOVES_FOLD,
  ...LEAVING_FOLD,
  // Where the plan stays, nothing of its going is sent any more, and not the plan least of all.
  'move.cancelled': (s, d, on) => ({
    ...MOVES_FOLD['move.cancelled'](s, d, on),
    letters: owedNoMore(s.letters, ({ notice }) => OF_A_MOVE.has(notice)),
  }),
  'plan.held': (_s, d, on) => ({ ...d, ...cameFromElsewhere(d), heldSince: on, lastProgressOn: on }),
  'review.started': (_s, d, on) => ({ review: { ...d, startedOn: on }, reviews: d.n, lastProgressOn: on }),
  'review.ended': (s, d, on) => ({
    review: s.review?.n === d.n ? null : s.review,
    lastLookedAtOn: d.notifiedOn,
    // A lighter look at a child under five does not put off the review of s44(1).
    ...(s.review?.kind === 'under-5' ? {} : { lastReviewOn: d.notifiedOn, reassessedOn: null }),
    // A reassessment or an amendment may have made a version while the review was open.
    ...(d.amended && !s.review?.amended
      ? { version: Math.max(d.amended.version, s.version + 1), sections: d.amended.sections, textOn: d.amended.on }
      : {}),
    ...(d.amended?.moves && !s.review?.amended
      ? movedBy(s, { moves: d.amended.moves, on: d.amended.on }, d.phase)
      : {}),
    ...(d.phase ? { transferredOn: d.phase.on } : {}),
    ...(d.outcome === 'cease' ? { stage: 'ceasing' as const, ceaseNoticeOn: d.notifiedOn, ceasing: null } : {}),
    ...(d.outlook ? { outlook: d.outlook } : {}),
    ...(s.review?.kind === 'under-5' ? {} : { lastReview: { heldOn: d.heldOn, notifiedOn: d.notifiedOn } }),
    lastProgressOn: on,
  }),
  ...REASSESSMENT_FOLD,
  ...AMENDING_FOLD,
  ...CORRECTIONS_FOLD,
  'sen2.recorded': (s, d) => ({ child: withSen2Facts(s.child, d) }),
  'transition.planned': (_s, d, on) => ({ plannedTransition: d.on, lastProgressOn: on }),
  'plan.lapsed': (_s, _d, on) => ({ stage: 'lapsed', endedOn: on, lastProgressOn: on }),
  // To a bereaved family nothing goes any more, not what was already written either.
  'plan.ended': (s, _d, on) => ({
    stage: 'ended',
    endedOn: on,
    letters: nothingMoreSent(s.letters),
    lastProgressOn: on,
  }),
  'cease.appealed': (_s, _d, on) => ({ appealedOn: on, lastProgressOn: on }),
  'cease.confirmed': (_s, _d, on) => ({ stage: 'ceased', endedOn: on, lastProgressOn: on }),
  'cease.withdrawn': (s, _d, on) => ({
    stage: 'held',
    // A notice that did not go is not true any more.
    letters: owedNoMore(s.letters, ({ notice }) => notice === 'cease'),
    ceaseNoticeOn: null,
    ceasing: null,
    noticeFrom: null,
    appealedOn: null,
    lastProgressOn: on,
  }),
};

export const evolvePlan = (state: PlanState, event: NewPlanEvent & { seq?: number; commandId?: string }): PlanState => {
  const change = (fold[event.type] as (s: PlanState, d: unknown, on: string) => Partial<PlanState>)(
    state,
    event.data,
    event.occurredOn,
  );
  return after(state, change, event);
};

export const foldPlan = (caseRef: string, events: readonly PlanEvent[]): PlanState =>
  events.reduce<PlanState>((state, event) => evolvePlan(state, event), blankPlan(caseRef));

export const recordPlan = (
  state: PlanState,
  events: readonly NewPlanEvent[],
  recording: Recording,
): { state: PlanState; recorded: PlanEvent[] } =>
  recordWith<PlanState, NewPlanEvent, PlanEvent>(evolvePlan, state, events, recording);

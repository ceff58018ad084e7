/** Folds a plan's facts into what is known. Never refuses and never looks at a clock: what happened, happened. */
import type { Recording } from '../events.js';
import { recordWith } from '../events.js';
import { after, MATTER_FOLD } from '../matter/evolve.js';
import type { NewPlanEvent, PlanEventData, PlanEventType } from './event-shapes.js';
import { blankPlan } from './state.js';
import type { PlanEvent, PlanState } from './state.js';

type Fold = { [T in PlanEventType]: (s: PlanState, d: PlanEventData<T>, on: string) => Partial<PlanState> };

const fold: Fold = {
  ...MATTER_FOLD,
  'plan.held': (_s, d, on) => ({ ...d, heldSince: on, lastProgressOn: on }),
  'review.started': (_s, d, on) => ({ review: { ...d, startedOn: on }, reviews: d.n, lastProgressOn: on }),
  'review.ended': (s, d, on) => ({
    review: s.review?.n === d.n ? null : s.review,
    lastLookedAtOn: d.notifiedOn,
    // A lighter look at a child under five does not put off the review of s44(1).
    ...(s.review?.kind === 'under-5' ? {} : { lastReviewOn: d.notifiedOn, reassessedOn: null }),
    ...(d.amended ? { version: d.amended.version, sections: d.amended.sections, textOn: d.amended.on } : {}),
    ...(d.amended?.moves
      ? {
          institution: d.amended.moves.institution,
          regulation20: d.amended.moves.regulation20,
          lastYear: d.amended.moves.lastYear ?? null,
        }
      : {}),
    ...(d.phase ? { transferredOn: d.phase.on } : {}),
    ...(d.outcome === 'cease' ? { stage: 'ceasing' as const, ceaseNoticeOn: d.notifiedOn } : {}),
    lastProgressOn: on,
  }),
  'transition.planned': (_s, d, on) => ({ plannedTransition: d.on, lastProgressOn: on }),
  'plan.lapsed': (_s, _d, on) => ({ stage: 'lapsed', endedOn: on, lastProgressOn: on }),
  'plan.ended': (_s, _d, on) => ({ stage: 'ended', endedOn: on, lastProgressOn: on }),
  'cease.appealed': (_s, _d, on) => ({ appealedOn: on, lastProgressOn: on }),
  'cease.confirmed': (_s, _d, on) => ({ stage: 'ceased', endedOn: on, lastProgressOn: on }),
  'cease.withdrawn': (_s, _d, on) => ({
    stage: 'held',
    ceaseNoticeOn: null,
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

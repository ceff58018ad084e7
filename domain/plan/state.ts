/** What is known of one plan: the fold of its facts. JSON-safe, so that it may cross any boundary. */
import type { CivilDate } from '../civil-date.js';
import type { Actor } from '../events.js';
import { blankMatter } from '../matter/state.js';
import type { MatterState } from '../matter/state.js';
import type { Holding, NewPlanEvent, PlanEventData } from './event-shapes.js';

type Kept = Omit<Holding, 'family' | 'caseworker' | 'lawVersion' | 'policyVersion' | 'policy'>;

export interface PlanState extends MatterState, Kept {
  stage: 'held' | 'ceasing' | 'ceased' | 'lapsed' | 'ended';
  /** The transfer between phases that was last prepared for: the day of it. */
  transferredOn: CivilDate | null;
  /** A transfer after 16 that is planned: the day of it. */
  plannedTransition: CivilDate | null;
  heldSince: CivilDate;
  /** The day the version that stands was made; null where it is the first. */
  textOn: CivilDate | null;
  /** Reviews that were begun here. */
  reviews: number;
  /** The last that ended, of whatever kind. */
  lastLookedAtOn: CivilDate | null;
  review: (PlanEventData<'review.started'> & { startedOn: CivilDate }) | null;
  /** The notice of the decision to cease. */
  ceaseNoticeOn: CivilDate | null;
  appealedOn: CivilDate | null;
  endedOn: CivilDate | null;
}

export type PlanEvent = NewPlanEvent & { seq: number; recordedAt: string; by: Actor; commandId?: string };

export const blankPlan = (caseRef: string): PlanState => ({
  ...blankMatter(caseRef),
  source: 'assessment',
  child: undefined as never,
  institution: null,
  regulation20: false,
  lastYear: null,
  yearsAhead: 0,
  madeOn: '',
  version: 1,
  sections: null,
  lastReviewOn: null,
  reassessedOn: null,
  externalRef: null,
  stage: 'held',
  transferredOn: null,
  plannedTransition: null,
  heldSince: '',
  textOn: null,
  reviews: 0,
  lastLookedAtOn: null,
  review: null,
  ceaseNoticeOn: null,
  appealedOn: null,
  endedOn: null,
});

export const isPlanOver = ({ stage }: PlanState): boolean => stage !== 'held' && stage !== 'ceasing';

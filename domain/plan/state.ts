/** What is known of one plan: the fold of its facts. JSON-safe, so that it may cross any boundary. */
import type { CivilDate } from '../civil-date.js';
import type { Actor } from '../events.js';
import { blankMatter } from '../matter/state.js';
import type { MatterState } from '../matter/state.js';
import { NOT_LEAVING } from './leaving-state.js';
import type { Leaving } from './leaving-state.js';
import { NO_MOVES } from './moves-state.js';
import type { Moves } from './moves-state.js';
import type { Places } from './places.js';
import type { Holding, NewPlanEvent, PlanEventData } from './event-shapes.js';

type Kept = Omit<Holding, 'family' | 'caseworker' | 'lawVersion' | 'policyVersion' | 'policy'>;

interface Open {
  startedOn: CivilDate;
  /** It has made the text that stands, or one before that. */
  amended?: boolean;
}

export interface PlanState extends MatterState, Kept, Moves, Places, Leaving {
  stage: 'held' | 'ceasing' | 'ceased' | 'lapsed' | 'ended' | 'transferred';
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
  review: (PlanEventData<'review.started'> & Open) | null;
  /** One without a review (r28). */
  amendment: (PlanEventData<'amendment.started'> & Open) | null;
  /** The one that is open. */
  reassessment: (PlanEventData<'reassessment.asked'> & { askedOn: CivilDate }) | null;
  /** Reassessments that were begun here. */
  reassessments: number;
  /** The day the last reassessment ended that was carried out. */
  assessedOn: CivilDate | null;
  /** The notice of the decision to cease. */
  ceaseNoticeOn: CivilDate | null;
  appealedOn: CivilDate | null;
  endedOn: CivilDate | null;
}

export type PlanEvent = NewPlanEvent & { seq: number; recordedAt: string; by: Actor; commandId?: string };

export const blankPlan = (caseRef: string): PlanState => ({
  ...blankMatter(caseRef),
  ...NO_MOVES,
  ...NOT_LEAVING,
  source: 'assessment',
  child: undefined as never,
  institution: null,
  regulation20: false,
  lastYear: null,
  beforeTransfer: null,
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
  reassessment: null,
  reassessments: 0,
  assessedOn: null,
  amendment: null,
  ceaseNoticeOn: null,
  appealedOn: null,
  endedOn: null,
});

export const isPlanOver = ({ stage }: PlanState): boolean => stage !== 'held' && stage !== 'ceasing';

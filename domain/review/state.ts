/** What is known of one review of a plan: the fold of its facts. JSON-safe, so that it may cross any boundary. */
import type { CivilDate } from '../civil-date.js';
import type { Ceasing } from '../matter/ceasing.js';
import { blankMatter } from '../matter/state.js';
import { schoolYearOf } from '../school-year.js';
import type { Consulting } from '../matter/consultations.js';
import type { Referring } from '../matter/referrals.js';
import type { MatterState } from '../matter/state.js';
import type { PlanSections } from '../shared-shapes.js';
import type { Opening, ReviewEventData } from './event-shapes.js';

export const REVIEW_STAGES = ['preparing', 'arranged', 'held', 'amending', 'finished'] as const;
export type ReviewStage = (typeof REVIEW_STAGES)[number];

export interface Report {
  version: number;
  /** When it first came, which is what the law's two weeks ask. */
  firstOn: CivilDate;
  submittedOn: CivilDate;
  recommendation: Outcome;
  documentHash: string | null;
  state: 'submitted' | 'returned' | 'read';
  /** Where it was sent back. */
  reviseBy: CivilDate | null;
}

export type Outcome = 'maintain' | 'amend' | 'cease';

export interface ReviewState
  extends MatterState,
    Consulting,
    Referring,
    Pick<
      Opening,
      | 'n'
      | 'kind'
      | 'reason'
      | 'child'
      | 'healthCommissioner'
      | 'institution'
      | 'convenedBy'
      | 'yearGroup'
      | 'plan'
      | 'anchor'
      | 'phase'
    > {
  stage: ReviewStage;
  openedOn: CivilDate;
  finishedOn: CivilDate | null;
  meetingOn: CivilDate | null;
  place: string | null;
  remote: boolean;
  flagged: string | null;
  attendance: 'in-person' | 'remote' | 'none' | null;
  advice: { id: string; from: string; title: string; receivedOn: CivilDate }[];
  schoolReminders: number;
  heldOn: CivilDate | null;
  adulthoodDiscussed: boolean | null;
  placementAtRisk: boolean;
  report: Report | null;
  reportReminders: number;
  reportChasers: number;
  reportManagerOn: CivilDate | null;
  reading: ReviewEventData<'report.read'> | null;
  /** That the plan is to cease is considered, and those concerned are consulted. */
  ceasing: Ceasing | null;
  decision: (ReviewEventData<'review.decided'> & { on: CivilDate }) | null;
  /** The proposal to amend, once it is with the family. */
  proposal: ReviewEventData<'amendment.proposed'> | null;
  answered: boolean;
  agrees: boolean | null;
  /** The plan was amended by another while this was open. */
  rebased: boolean;
  amended: {
    version: number;
    sections: PlanSections;
    on: CivilDate;
    moves: ReviewEventData<'amendment.made'>['moves'];
  } | null;
  abandonedOn: CivilDate | null;
  /** Consultations that wait for their batch. */
  queued: ReviewEventData<'consultation.queued'>[];
  requestedSchool: { urn: string | null; name: string; section38: boolean } | null;
  /** Pounds a year that a change of placement is likely to cost, where the placement panel is to hear of it. */
  highCost: number | null;
  /** What is open to challenge in the amended plan. */
  legalRisk: string | null;
}

export const blankReview = (caseRef: string): ReviewState => ({
  ...blankMatter(caseRef),
  n: 0,
  kind: 'annual',
  reason: null,
  child: undefined as never,
  institution: null,
  convenedBy: 'authority',
  yearGroup: 0,
  plan: undefined as never,
  anchor: null,
  phase: null,
  stage: 'preparing',
  openedOn: '',
  finishedOn: null,
  meetingOn: null,
  place: null,
  remote: false,
  flagged: null,
  attendance: null,
  advice: [],
  schoolReminders: 0,
  heldOn: null,
  adulthoodDiscussed: null,
  placementAtRisk: false,
  report: null,
  reportReminders: 0,
  reportChasers: 0,
  reportManagerOn: null,
  reading: null,
  ceasing: null,
  decision: null,
  proposal: null,
  answered: false,
  agrees: null,
  rebased: false,
  amended: null,
  abandonedOn: null,
  consultations: [],
  placement: null,
  referrals: [],
  queued: [],
  requestedSchool: null,
  highCost: null,
  legalRisk: null,
});

/** Transition is discussed from year 9 on (reg 20(6), 21(6)). */
export const ADULTHOOD_FROM = 9;

/** The year that the child is in on a day: a review that is opened in summer may meet in autumn. */
export const yearOn = ({ yearGroup, openedOn }: ReviewState, on: CivilDate): number =>
  yearGroup + schoolYearOf(on) - schoolYearOf(openedOn);

export const discussesAdulthood = (state: ReviewState, on: CivilDate): boolean => yearOn(state, on) >= ADULTHOOD_FROM;

/** Read before anything is decided: what is said of leaving school, and whether the provision was there. */
export const mustBeRead = (state: ReviewState): boolean => yearOn(state, state.heldOn ?? state.openedOn) >= 11;

/** In, and not sent back. */
export const hasReport = (state: ReviewState): boolean => state.report !== null && state.report.state !== 'returned';

/** Likely cost that goes before the panel: as much as policy says, a year. A policy recorded before that says nothing. */
export const highCostIn = (
  { policy }: Pick<ReviewState, 'policy'>,
  change: { poundsAYear: number } | null,
): number | null => {
  const atLeast = policy.reviews.highCostPoundsAYear as number | undefined;
  return change && atLeast !== undefined && change.poundsAYear >= atLeast ? change.poundsAYear : null;
};

export const isReviewOver = (state: ReviewState): boolean => state.stage === 'finished';

/** It ended without a decision: it was not needed, or its plan ended. */
export const isStopped = ({ stage, decision, amended, abandonedOn }: ReviewState): boolean =>
  stage === 'finished' &&
  (decision === null || (decision.outcome === 'amend' && amended === null && abandonedOn === null));

/** The clock of the review itself, where a limit asks for it. */
export const reviewClock = (state: ReviewState): string | null => state.anchor?.ruleId ?? null;

/** What is known of one assessment: the fold of its events. JSON-safe, so that it may cross any boundary. */
import { addMonths } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Party } from '../letters.js';
import type { Consultation, Placement } from '../matter/consultations.js';
import type { Referral } from '../matter/referrals.js';
import type { MatterState } from '../matter/state.js';
import type { AdviceKind, DraftCheck } from '../policy.js';
import type { PlanSections } from '../shared-shapes.js';
import type { AssessmentEventData } from './event-shapes.js';
import type { AssessmentOpening } from './command-shapes.js';
import { limitsOf } from './limits.js';

export const STAGES = [
  'intake',
  'considering',
  'gathering-advice',
  'drafting',
  'draft-with-family',
  'finished',
] as const;
export type Stage = (typeof STAGES)[number];

/** Lapse, refusal and withdrawal are different ends; lateness ends nothing. */
export type Outcome =
  | 'turned-away'
  | 'refused-to-assess'
  | 'no-plan'
  | 'final-plan'
  // Of a reassessment: refused; nothing changes; its final plan is made; its plan ended first.
  | 'not-reassessed'
  | 'plan-unchanged'
  | 'reassessed'
  | 'plan-ended'
  | 'withdrawn'
  | 'moved-away'
  | 'died';

export interface Action {
  id: string;
  referralId: string;
  what: string;
  owner: string;
  ownerEmail: string | null;
  dueOn: CivilDate;
  chased: number;
  doneOn: CivilDate | null;
  outcome: string | null;
}

export type AdviceState = 'requested' | 'acknowledged' | 'submitted' | 'returned' | 'accepted' | 'declined' | 'reused';

export interface Advice {
  id: string;
  kind: AdviceKind;
  basis: string;
  service: string | null;
  serviceName: string;
  statutory: boolean;
  route: 'request' | 'screening';
  to: Party;
  manager: Party | null;
  requestedOn: CivilDate;
  acknowledgedOn: CivilDate | null;
  /** When it first came, which is what the body's six weeks ask; `latestOn` is when this version came. */
  submittedOn: CivilDate | null;
  latestOn: CivilDate | null;
  acceptedOn: CivilDate | null;
  returnedOn: CivilDate | null;
  reviseBy: CivilDate | null;
  version: number;
  afterDraft: boolean;
  state: AdviceState;
  /** What of this version can be enclosed: its words, the document kept for the case, evidence reused, or nothing. */
  held: 'findings' | 'document' | 'nothing';
  /** Existing advice that is reused is a piece of evidence. */
  evidenceId: string | null;
  reminders: number;
  chasers: number;
  managerOn: CivilDate | null;
  panelOn: CivilDate | null;
}

export interface Evidence {
  id: string;
  title: string;
  from: string;
  kind: string;
  receivedOn: CivilDate;
  /** Kept for the case and so enclosed where it must be; known by its hash and held elsewhere; or not seen at all. */
  document: 'kept' | 'elsewhere' | 'none';
}

export interface Draft {
  version: number;
  sections: PlanSections;
  preparedOn: CivilDate;
  basis: string;
  /** Must be served (again): the first draft, or a change that goes beyond the family's representations (reg 14(1)). */
  mustServe: boolean;
  passed: DraftCheck[];
  /** Checks that sent this version back to its writer. */
  returned: DraftCheck[];
  servedOn: CivilDate | null;
  periodEndsOn: CivilDate | null;
}

export interface Disagreement {
  id: string;
  about: 'draft' | 'assessments';
  raisedOn: CivilDate;
  resolvedOn: CivilDate | null;
}

export interface AssessmentState extends MatterState {
  stage: Stage;
  outcome: Outcome | null;
  finishedOn: CivilDate | null;
  /** When an assessment of this child in another case last ended, as the register knew at intake. */
  lastAssessedOn: CivilDate | null;
  turnedAway: AssessmentEventData<'request.turnedAway'> | null;
  receivedOn: CivilDate;
  source: AssessmentOpening['source'];
  channel: AssessmentOpening['channel'];
  /** Null where it is a first assessment. */
  reassesses: NonNullable<AssessmentOpening['reassesses']> | null;
  externalRef: string | null;
  child: AssessmentOpening['child'];
  representations: string[];
  familyCall: AssessmentEventData<'family.called'> | null;
  familyCallOn: CivilDate | null;
  evidence: Evidence[];
  referrals: Referral[];
  actions: Action[];
  decidedToAssessOn: CivilDate | null;
  decidedToIssueOn: CivilDate | null;
  issueReasons: string | null;
  advice: Advice[];
  planningMeetingOn: CivilDate | null;
  draft: Draft | null;
  /** Served drafts by version: what an enclosure may still be. */
  firstServedOn: CivilDate | null;
  representationsOn: CivilDate | null;
  familyAgrees: boolean | null;
  requestedSchool: { urn: string | null; name: string; section38: boolean } | null;
  meetingRequiredOn: CivilDate | null;
  meetingHeldOn: CivilDate | null;
  disagreements: Disagreement[];
  consultations: Consultation[];
  placement: Placement | null;
  finalSections: PlanSections | null;
  exceptions: (AssessmentEventData<'exception.recorded'> & { on: CivilDate })[];
  stuck: { reason: string; about: string; since: CivilDate } | null;
  unstuckOn: CivilDate | null;
}

export const isFinished = (state: AssessmentState): boolean => state.stage === 'finished';

/** The authority considers of its own motion whether to reassess (s44(3)): until it has decided to, nobody is told. */
export const isOwnThought = ({ reassesses, decidedToAssessOn }: AssessmentState): boolean =>
  reassesses?.requestedBy === 'authority' && decidedToAssessOn === null;

export const adviceById = (state: AssessmentState, id: string): Advice | undefined =>
  state.advice.find((a) => a.id === id);

/** Asked and still not usable: not in, returned for revision, or in and unchecked does not count as outstanding. */
export const isOutstanding = (advice: Advice): boolean =>
  advice.state === 'requested' || advice.state === 'acknowledged' || advice.state === 'returned';

/** How scarce an adviser is: of several who are outstanding the case waits on the one hardest to come by, last on the family. */
export const scarcity = ({ kind }: Advice): number => {
  const known = ['educational-psychology', 'medical', 'social-care', 'education'].indexOf(kind);
  return kind === 'parent' ? 9 : known < 0 ? 8 : known;
};

/** The family's period to answer the draft that was served is running, and it has not answered. */
export const familyHasTime = (state: AssessmentState): boolean =>
  Object.values(state.deadlines).some((d) => d.ruleId === limitsOf(state).period && d.state === 'running') &&
  (state.representationsOn === null || state.representationsOn < (state.draft?.servedOn ?? ''));

/** What policy allows, and one more for every time the placement panel was heard: there must be a way on. */
export const allowedRounds = (state: AssessmentState): number =>
  state.policy.consultation.rounds +
  state.referrals.filter((r) => r.question === 'placement' && r.recommendedOn !== null).length;

/** The clock of a request for advice: by law for a body of s31, by the Code for others. */
export const clockOf = (advice: Pick<Advice, 'id' | 'statutory'>): string =>
  `${advice.statutory ? 'advice-6w' : 'advice-nons31-6w'}:${advice.id}`;

export const isFamilyAdvice = (advice: Advice): boolean =>
  advice.to.role === 'parent' || advice.to.role === 'young-person';

export const openDisagreements = (state: AssessmentState): Disagreement[] =>
  state.disagreements.filter((d) => d.resolvedOn === null);

export const checksOutstanding = (state: AssessmentState): DraftCheck[] =>
  state.policy.draft.checks.filter((check) => !state.draft?.passed.includes(check));

/**
 * Assessed less than six months before: the request stands and the officer decides on it within six weeks, knowing that; but
 * the notice that the authority is considering is not owed (s36(6)-(7)).
 */
export const assessedRecently = (state: AssessmentState): CivilDate | null =>
  state.lastAssessedOn && state.receivedOn < addMonths(state.lastAssessedOn, 6) ? state.lastAssessedOn : null;

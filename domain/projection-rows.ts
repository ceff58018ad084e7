/**
 * The rows that people read: what the ledger's events come to, one set a stream. They are derived, never written by
 * hand, so `ehcna ledger rebuild` can throw them away and make them again. Nothing in a row depends on today's date: what
 * is late is asked when reading. No child's detail is in a row; what a child is known by is kept as keyed hashes only.
 */
import type { ChildIdentity } from './assessment/identity.js';
import type { CivilDate } from './civil-date.js';
import type { CaseRef } from './ids.js';
import type { AdviceKind, PanelQuestion } from './policy.js';
import type { Role } from './events.js';

export interface CaseRow {
  caseRef: string;
  stage: string;
  outcome: string | null;
  open: boolean;
  receivedOn: CivilDate;
  source: string;
  /** The plan that it is a reassessment of. */
  reassesses: CaseRef | null;
  externalRef: string | null;
  /** First day of the month the request was received in. */
  cohortMonth: CivilDate;
  caseworker: string | null;
  locality: string | null;
  nextDueRule: string | null;
  nextDueOn: CivilDate | null;
  waitingOn: string;
  waitingSince: CivilDate;
  stuck: boolean;
  lastFamilyContactOn: CivilDate | null;
  nextFamilyContactOn: CivilDate | null;
  finishedOn: CivilDate | null;
  policyVersion: string;
  lawVersion: string;
}

export interface DeadlineRow {
  /** Rule id, or rule id and the object it is about: `advice-6w:A3`. */
  key: string;
  ruleId: string;
  triggeredOn: CivilDate;
  dueOn: CivilDate | null;
  earlyOn: CivilDate | null;
  planBy: CivilDate | null;
  state: 'running' | 'met' | 'late' | 'missed' | 'excepted' | 'void';
  doneOn: CivilDate | null;
  /** Done on the day that one reading counts and the other does not. */
  contested: boolean;
  cause: string | null;
  exceptionGround: string | null;
}

export interface AdviceRow {
  adviceId: string;
  kind: AdviceKind;
  service: string;
  requestedOn: CivilDate;
  dueOn: CivilDate | null;
  acknowledgedOn: CivilDate | null;
  submittedOn: CivilDate | null;
  acceptedOn: CivilDate | null;
  state: string;
  reminders: number;
  chasers: number;
  escalatedOn: CivilDate | null;
}

export interface ConsultationRow {
  consultationId: string;
  round: number;
  urn: string | null;
  provider: string;
  consultedOn: CivilDate;
  dueOn: CivilDate;
  repliedOn: CivilDate | null;
  reply: string | null;
  state: string;
}

/** A school that has to do with the case, and for how long (domain/case-schools.ts). */
export interface CaseSchoolRow {
  key: string;
  how: 'asked' | 'attends' | 'consulted' | 'placed';
  urn: string | null;
  /** Who sent the request, where it came from outside the authority: `provider:school-100049`. */
  client: string | null;
  /** Of one that is consulted: the consultation. */
  about: string | null;
  fromOn: CivilDate;
  /** The first day on which it was so no more; it may lie ahead. Null where it stands. */
  untilOn: CivilDate | null;
}

export interface TaskRow {
  /** Unique within the stream for ever: a task that opens again has a new key. */
  key: string;
  role: Role;
  title: string;
  dueOn: CivilDate | null;
  /** The command whose acceptance closes it, as `ehcna` spells it: `advice quality-check`. */
  closedBy: string;
  openedOn: CivilDate;
  closedOn: CivilDate | null;
}

export interface LetterRow {
  letterId: string;
  notice: string;
  /** The party's role, never its name. */
  recipientRole: string;
  requestedOn: CivilDate;
  dispatchedOn: CivilDate | null;
  documentHash: string | null;
  state: 'requested' | 'dispatched' | 'refused' | 'resolved';
}

export interface PanelItemRow {
  referralId: string;
  panel: string;
  caseRef: string;
  question: PanelQuestion;
  meetingOn: CivilDate | null;
  state: string;
  recommendation: string | null;
}

/** A plan that is held; its text is in no row. */
export interface PlanRow {
  caseRef: string;
  stage: 'held' | 'ceasing' | 'ceased' | 'lapsed' | 'ended' | 'transferred';
  open: boolean;
  source: string;
  externalRef: string | null;
  madeOn: CivilDate;
  version: number;
  /** URN of the school or college named in section I. */
  institution: string | null;
  caseworker: string | null;
  locality: string | null;
  /** The day the last review's decision was notified. */
  lastReviewOn: CivilDate | null;
  nextReviewRule: string | null;
  /** The cautious reading, which planning goes by; then the later, after which it is late. */
  nextReviewOn: CivilDate | null;
  nextReviewDueOn: CivilDate | null;
  /** The next transfer between phases, and the date that it must be prepared by (r18). */
  transferOn: CivilDate | null;
  transferRule: string | null;
  transferDueOn: CivilDate | null;
  /** The transfer that was prepared for last: the plan says where the child goes then. */
  preparedFor: CivilDate | null;
  /** The number of the one that is open. */
  review: number | null;
  /** The case of the one that is open. */
  reassessment: CaseRef | null;
  /** Ceasing is considered outside a review since then, and those concerned are consulted. */
  consideringSince: CivilDate | null;
  /** Where the last reading of a report had the young person go next, as a code. */
  destination: string | null;
  outcomesAchieved: boolean | null;
  /** School years, by the calendar year in which they begin: of the end of the course, and of the eighteenth birthday. */
  courseEndsIn: number | null;
  turns18In: number;
  ceaseNoticeOn: CivilDate | null;
  /** The day of the move, while the plan is on its way to another authority. */
  movingOn: CivilDate | null;
  endedOn: CivilDate | null;
  policyVersion: string;
  lawVersion: string;
}

/** One span in which a plan had a transfer between phases before it, of one school and in one caseworker's hands (r18). */
export interface TransferRow {
  /** `plan:1`, or `review:1` for who had its review in hand. */
  key: string;
  caseRef: string;
  transferOn: CivilDate;
  /** The first of September of its campaign. */
  campaignOn: CivilDate;
  ruleId: string;
  /** When its review is opened; then the day before the date of the law, by the cautious reading. */
  opensOn: CivilDate;
  targetOn: CivilDate;
  institution: string | null;
  caseworker: string | null;
  /** Why a search of year groups misses it: codes, with commas between. */
  missed: string | null;
  fromOn: CivilDate;
  /** The first day on which it was so no more; null where it stands. */
  untilOn: CivilDate | null;
  ended: 'prepared' | 'gone' | 'changed' | 'passed-on' | 'over' | null;
}

export interface ReviewRow {
  caseRef: string;
  n: number;
  kind: string;
  stage: string;
  outcome: string | null;
  open: boolean;
  openedOn: CivilDate;
  convenedBy: 'school' | 'authority';
  yearGroup: number;
  institution: string | null;
  meetingOn: CivilDate | null;
  attendance: string | null;
  heldOn: CivilDate | null;
  reportOn: CivilDate | null;
  decidedOn: CivilDate | null;
  finishedOn: CivilDate | null;
  nextDueRule: string | null;
  nextDueOn: CivilDate | null;
  waitingOn: string;
  waitingSince: CivilDate;
  caseworker: string | null;
  locality: string | null;
  policyVersion: string;
  lawVersion: string;
  /** The transfer that it is to be over before. */
  phaseOn: CivilDate | null;
  /** The first time that a school was consulted. */
  consultedOn: CivilDate | null;
}

/** What one stream's events come to. `case` is null for streams that are not a case (a panel). */
export interface Projection {
  case: CaseRow | null;
  plan: PlanRow | null;
  review: ReviewRow | null;
  transfers: TransferRow[];
  deadlines: DeadlineRow[];
  advice: AdviceRow[];
  consultations: ConsultationRow[];
  schools: CaseSchoolRow[];
  tasks: TaskRow[];
  letters: LetterRow[];
  panelItems: PanelItemRow[];
  /**
   * What the child is known by, hashed with a key by the database's writer for catching duplicates, and the day on which it
   * was last learned; null where unknown. What a plan has put right of it stands before what its assessment said.
   */
  child: { identity: ChildIdentity; knownOn: CivilDate; correctedByPlan?: boolean } | null;
}

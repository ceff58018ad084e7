/**
 * The tables people read, described once each after domain/projection-rows.ts; the compiler refuses a description that
 * misses a property of its row.
 */
import type {
  AdviceRow,
  CaseRow,
  CaseSchoolRow,
  ConsultationRow,
  DeadlineRow,
  LetterRow,
  PanelItemRow,
  PlanRow,
  Projection,
  ReviewRow,
  TaskRow,
  TransferRow,
} from '../../domain/projection-rows.js';

export type ColumnType = 'text' | 'date' | 'integer' | 'boolean';
type Columns<Row> = Record<keyof Row & string, ColumnType>;

export interface ProjectionTable<Row = object> {
  name: string;
  /** What tells rows of one stream apart; empty where a stream has one row. */
  key: readonly (keyof Row & string)[];
  columns: Columns<Row>;
  rows: (projection: Projection) => Row[];
}

const CASE_COLUMNS: Columns<CaseRow> = {
  caseRef: 'text',
  stage: 'text',
  outcome: 'text',
  open: 'boolean',
  receivedOn: 'date',
  source: 'text',
  reassesses: 'text',
  externalRef: 'text',
  cohortMonth: 'date',
  caseworker: 'text',
  locality: 'text',
  nextDueRule: 'text',
  nextDueOn: 'date',
  waitingOn: 'text',
  waitingSince: 'date',
  stuck: 'boolean',
  lastFamilyContactOn: 'date',
  nextFamilyContactOn: 'date',
  finishedOn: 'date',
  policyVersion: 'text',
  lawVersion: 'text',
};

const DEADLINE_COLUMNS: Columns<DeadlineRow> = {
  key: 'text',
  ruleId: 'text',
  triggeredOn: 'date',
  dueOn: 'date',
  earlyOn: 'date',
  planBy: 'date',
  state: 'text',
  doneOn: 'date',
  contested: 'boolean',
  cause: 'text',
  exceptionGround: 'text',
};

const ADVICE_COLUMNS: Columns<AdviceRow> = {
  adviceId: 'text',
  kind: 'text',
  service: 'text',
  requestedOn: 'date',
  dueOn: 'date',
  acknowledgedOn: 'date',
  submittedOn: 'date',
  acceptedOn: 'date',
  state: 'text',
  reminders: 'integer',
  chasers: 'integer',
  escalatedOn: 'date',
};

const CONSULTATION_COLUMNS: Columns<ConsultationRow> = {
  consultationId: 'text',
  round: 'integer',
  urn: 'text',
  provider: 'text',
  consultedOn: 'date',
  dueOn: 'date',
  repliedOn: 'date',
  reply: 'text',
  state: 'text',
};

const CASE_SCHOOL_COLUMNS: Columns<CaseSchoolRow> = {
  key: 'text',
  how: 'text',
  urn: 'text',
  client: 'text',
  about: 'text',
  fromOn: 'date',
  untilOn: 'date',
};

const TASK_COLUMNS: Columns<TaskRow> = {
  key: 'text',
  role: 'text',
  title: 'text',
  dueOn: 'date',
  closedBy: 'text',
  openedOn: 'date',
  closedOn: 'date',
};

const LETTER_COLUMNS: Columns<LetterRow> = {
  letterId: 'text',
  notice: 'text',
  recipientRole: 'text',
  requestedOn: 'date',
  dispatchedOn: 'date',
  documentHash: 'text',
  state: 'text',
};

const PANEL_ITEM_COLUMNS: Columns<PanelItemRow> = {
  referralId: 'text',
  panel: 'text',
  caseRef: 'text',
  question: 'text',
  meetingOn: 'date',
  state: 'text',
  recommendation: 'text',
};

const PLAN_COLUMNS: Columns<PlanRow> = {
  caseRef: 'text',
  stage: 'text',
  open: 'boolean',
  source: 'text',
  externalRef: 'text',
  madeOn: 'date',
  version: 'integer',
  institution: 'text',
  caseworker: 'text',
  locality: 'text',
  lastReviewOn: 'date',
  nextReviewRule: 'text',
  nextReviewOn: 'date',
  nextReviewDueOn: 'date',
  transferOn: 'date',
  transferRule: 'text',
  transferDueOn: 'date',
  preparedFor: 'date',
  review: 'integer',
  reassessment: 'text',
  consideringSince: 'date',
  destination: 'text',
  outcomesAchieved: 'boolean',
  courseEndsIn: 'integer',
  turns18In: 'integer',
  ceaseNoticeOn: 'date',
  movingOn: 'date',
  endedOn: 'date',
  policyVersion: 'text',
  lawVersion: 'text',
};

const TRANSFER_COLUMNS: Columns<TransferRow> = {
  key: 'text',
  caseRef: 'text',
  transferOn: 'date',
  campaignOn: 'date',
  ruleId: 'text',
  opensOn: 'date',
  targetOn: 'date',
  institution: 'text',
  caseworker: 'text',
  missed: 'text',
  fromOn: 'date',
  untilOn: 'date',
  ended: 'text',
};

const REVIEW_COLUMNS: Columns<ReviewRow> = {
  caseRef: 'text',
  n: 'integer',
  kind: 'text',
  stage: 'text',
  outcome: 'text',
  open: 'boolean',
  openedOn: 'date',
  convenedBy: 'text',
  yearGroup: 'integer',
  institution: 'text',
  meetingOn: 'date',
  attendance: 'text',
  heldOn: 'date',
  reportOn: 'date',
  decidedOn: 'date',
  finishedOn: 'date',
  nextDueRule: 'text',
  nextDueOn: 'date',
  waitingOn: 'text',
  waitingSince: 'date',
  caseworker: 'text',
  locality: 'text',
  policyVersion: 'text',
  lawVersion: 'text',
  phaseOn: 'date',
  consultedOn: 'date',
};

const table = <Row>(description: ProjectionTable<Row>): ProjectionTable<Row> => description;

export const TABLES = {
  cases: table<CaseRow>({ name: 'cases', key: [], columns: CASE_COLUMNS, rows: (p) => (p.case ? [p.case] : []) }),
  plans: table<PlanRow>({ name: 'plans', key: [], columns: PLAN_COLUMNS, rows: (p) => (p.plan ? [p.plan] : []) }),
  reviews: table<ReviewRow>({
    name: 'reviews',
    key: [],
    columns: REVIEW_COLUMNS,
    rows: (p) => (p.review ? [p.review] : []),
  }),
  transfers: table<TransferRow>({
    name: 'transfers',
    key: ['key'],
    columns: TRANSFER_COLUMNS,
    rows: (p) => p.transfers,
  }),
  deadlines: table<DeadlineRow>({
    name: 'deadlines',
    key: ['key'],
    columns: DEADLINE_COLUMNS,
    rows: (p) => p.deadlines,
  }),
  advice: table<AdviceRow>({ name: 'advice', key: ['adviceId'], columns: ADVICE_COLUMNS, rows: (p) => p.advice }),
  consultations: table<ConsultationRow>({
    name: 'consultations',
    key: ['consultationId'],
    columns: CONSULTATION_COLUMNS,
    rows: (p) => p.consultations,
  }),
  caseSchools: table<CaseSchoolRow>({
    name: 'case_schools',
    key: ['key'],
    columns: CASE_SCHOOL_COLUMNS,
    rows: (p) => p.schools,
  }),
  tasks: table<TaskRow>({ name: 'tasks', key: ['key'], columns: TASK_COLUMNS, rows: (p) => p.tasks }),
  letters: table<LetterRow>({ name: 'letters', key: ['letterId'], columns: LETTER_COLUMNS, rows: (p) => p.letters }),
  panelItems: table<PanelItemRow>({
    name: 'panel_items',
    // A case numbers its own referrals.
    key: ['caseRef', 'referralId'],
    columns: PANEL_ITEM_COLUMNS,
    rows: (p) => p.panelItems,
  }),
} as const;

export const ALL_TABLES: readonly ProjectionTable[] = Object.values(TABLES) as unknown as ProjectionTable[];

export const columnOf = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What to select so that a row reads as its type says: dates as `YYYY-MM-DD`, names in camel case. */
export const selectList = (columns: Record<string, ColumnType>, alias: string): string =>
  Object.entries(columns)
    .map(([property, type]) => {
      const column = `${alias}.${columnOf(property)}`;
      return `${type === 'date' ? `to_char(${column}, 'YYYY-MM-DD')` : column} as "${property}"`;
    })
    .join(', ');

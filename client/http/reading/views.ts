/** From rows to what is told: pure. What a school is told of its children leaves out what is between family and authority. */
import type { z } from 'zod';
import type { CaseRows, ToldEvent } from '../../../activities/case-reading.js';
import type { OwedForReview, SchoolRequest } from '../../../activities/school-reading.js';
import type { Stage } from '../../../domain/assessment/state.js';
import { stageInWords } from '../../../domain/assessment/summary.js';
import { daysBetween, type CivilDate } from '../../../domain/civil-date.js';
import type {
  AdviceRow,
  CaseRow,
  ConsultationRow,
  DeadlineRow,
  PanelItemRow,
  PlanRow,
  ReviewRow,
  TaskRow,
} from '../../../domain/projection-rows.js';
import { reachesPart, type Reach } from '../own-cases.js';
import type * as shapes from './shapes.js';

type Told<Shape extends z.ZodType> = z.infer<Shape>;

export interface Reader {
  today: CivilDate;
  /** Speaks for a school: the family's dealings with the authority are none of its business. */
  isSchool: boolean;
}

export const daysTo = (dueOn: CivilDate | null, today: CivilDate): number | null =>
  dueOn === null ? null : daysBetween(today, dueOn);

const OF_FAMILY: ReadonlySet<string> = new Set(['family-disagrees', 'family-wants-assessments']);

/** `family:disagreement` is `family` to a school. */
const toldWaiting = (on: string, { isSchool }: Reader): string =>
  isSchool && on.startsWith('family:') ? 'family' : on;

const toldCause = (cause: string | null, { isSchool }: Reader): string | null =>
  isSchool && cause !== null && OF_FAMILY.has(cause) ? 'family' : cause;

const clock = (d: DeadlineRow, reader: Reader): Told<typeof shapes.clockShape> => ({
  key: d.key,
  rule: d.ruleId,
  dueOn: d.dueOn,
  cautiousOn: d.earlyOn,
  state: d.state,
  doneOn: d.doneOn,
  days: d.doneOn === null ? daysTo(d.dueOn, reader.today) : null,
  cause: toldCause(d.cause, reader),
});

const daysLate = ({ dueOn, submittedOn, state }: AdviceRow, today: CivilDate): number =>
  dueOn === null || state === 'declined' ? 0 : Math.max(0, daysBetween(dueOn, submittedOn ?? today));

export const adviceView = (a: AdviceRow, today: CivilDate): Told<typeof shapes.adviceShape> => ({
  adviceId: a.adviceId,
  kind: a.kind,
  service: a.service,
  askedOn: a.requestedOn,
  dueOn: a.dueOn,
  acknowledgedOn: a.acknowledgedOn,
  inOn: a.submittedOn,
  acceptedOn: a.acceptedOn,
  state: a.state,
  daysLate: daysLate(a, today),
});

/** A panel's words are somebody's own, and may be about the child: only those that say no more than yes or no are told. */
const USUAL: readonly [RegExp, 'assess' | 'do-not-assess' | 'issue-a-plan' | 'no-plan'][] = [
  [/^(do not|don't|not to|refuse to) assess$/i, 'do-not-assess'],
  [/^(to )?assess$/i, 'assess'],
  [/^(no plan|do not issue( a plan)?)$/i, 'no-plan'],
  [/^issue( a plan)?$/i, 'issue-a-plan'],
];

export const panelView = (p: PanelItemRow): Told<typeof shapes.panelShape> => {
  const words = p.recommendation?.trim().replace(/\.$/, '');
  return {
    panel: p.panel,
    question: p.question,
    meetingOn: p.meetingOn,
    met: p.state === 'recommended',
    recommendation: words === undefined ? null : (USUAL.find(([usual]) => usual.test(words))?.[1] ?? 'other'),
  };
};

/** What a panel hears of a case that is stuck, of money or of placements is not for a school. */
export const FOR_SCHOOLS: ReadonlySet<string> = new Set(['assess', 'issue']);

const panelsFor = (items: readonly PanelItemRow[], { isSchool }: Reader) =>
  items.filter(({ question }) => !isSchool || FOR_SCHOOLS.has(question)).map(panelView);

const NEXT_STEP: Record<Stage, string> = {
  intake: 'The request is checked, and the council considers whether to assess.',
  considering: 'The council decides whether to assess, and writes to the family and the school.',
  'gathering-advice': 'When the advice is in, the council decides whether a plan is needed.',
  drafting: 'The council writes the draft plan with the family.',
  'draft-with-family':
    'The family answers the draft, schools answer when they are consulted, and the plan is made final.',
  finished: 'Nothing more: this assessment is over.',
};

const nextAction = (tasks: readonly TaskRow[], { isSchool }: Reader) => {
  const [task] = tasks;
  if (!task || isSchool) return null;
  return { what: task.title, role: task.role, dueOn: task.dueOn, command: task.closedBy };
};

const due = (rule: string | null, on: CivilDate | null) => (rule === null || on === null ? null : { rule, on });

const waiting = (row: Pick<CaseRow, 'waitingOn' | 'waitingSince'>, reader: Reader) =>
  row.waitingOn === 'nobody' ? null : { on: toldWaiting(row.waitingOn, reader), since: row.waitingSince };

export const caseLine = (row: CaseRow, reader: Reader): Told<typeof shapes.caseLineShape> => ({
  caseRef: row.caseRef,
  externalRef: row.externalRef,
  stage: row.stage as Stage,
  outcome: row.outcome,
  open: row.open,
  receivedOn: row.receivedOn,
  nextDue: row.open ? due(row.nextDueRule, row.nextDueOn) : null,
  waiting: waiting(row, reader),
  finishedOn: row.finishedOn,
});

const of = <Row extends { stream: string }>(rows: readonly Row[], stream: string): Row[] =>
  rows.filter((row) => row.stream === stream);

const assessmentView = (row: CaseRow, rows: CaseRows, reader: Reader): Told<typeof shapes.assessmentShape> => {
  const stream = `assessment/${row.caseRef}`;
  const reassesses = row.reassesses === null ? null : ({ planRef: row.reassesses } as never);
  return {
    stage: row.stage as Stage,
    stageInWords: stageInWords({ stage: row.stage as Stage, reassesses }),
    outcome: row.outcome,
    open: row.open,
    receivedOn: row.receivedOn,
    source: row.source,
    externalRef: row.externalRef,
    reassesses: reader.isSchool ? null : row.reassesses,
    caseworker: row.caseworker,
    finishedOn: row.finishedOn,
    waiting: waiting(row, reader),
    nextStep: NEXT_STEP[row.stage as Stage],
    nextAction: nextAction(of(rows.tasks, stream), reader),
    clocks: of(rows.deadlines, stream).map((d) => clock(d, reader)),
    panels: panelsFor(rows.panelItems, reader),
  };
};

export const planView = (
  row: PlanRow,
  { deadlines }: Pick<CaseRows, 'deadlines'>,
  reader: Reader,
): Told<typeof shapes.planShape> => ({
  caseRef: row.caseRef,
  stage: row.stage,
  open: row.open,
  version: row.version,
  madeOn: row.madeOn,
  institution: row.institution,
  externalRef: row.externalRef,
  lastReviewOn: row.lastReviewOn,
  nextReview: { rule: row.nextReviewRule, dueOn: row.nextReviewDueOn, cautiousOn: row.nextReviewOn },
  transfer: row.transferOn === null ? null : { on: row.transferOn, rule: row.transferRule, dueOn: row.transferDueOn },
  openReview: row.review,
  endedOn: row.endedOn,
  clocks: of(deadlines, `plan/${row.caseRef}`).map((d) => clock(d, reader)),
});

export const reviewLine = (row: ReviewRow, reader: Reader): Told<typeof shapes.reviewLineShape> => ({
  caseRef: row.caseRef,
  n: row.n,
  kind: row.kind,
  stage: row.stage,
  outcome: row.outcome,
  open: row.open,
  openedOn: row.openedOn,
  convenedBy: row.convenedBy,
  institution: row.institution,
  meetingOn: row.meetingOn,
  heldOn: row.heldOn,
  reportOn: row.reportOn,
  decidedOn: row.decidedOn,
  finishedOn: row.finishedOn,
  nextDue: row.open ? due(row.nextDueRule, row.nextDueOn) : null,
  waiting: waiting(row, reader),
});

export const reviewView = (
  row: ReviewRow,
  { deadlines, tasks }: Pick<CaseRows, 'deadlines' | 'tasks'>,
  reader: Reader,
): Told<typeof shapes.reviewShape> => {
  const stream = `annualReview/${row.caseRef}/${row.n}`;
  return {
    ...reviewLine(row, reader),
    clocks: of(deadlines, stream).map((d) => clock(d, reader)),
    nextAction: nextAction(of(tasks, stream), reader),
  };
};

const consultationView = (c: ConsultationRow & { stream: string }): Told<typeof shapes.consultationShape> => {
  const [kind, , n] = c.stream.split('/');
  return {
    matter: kind === 'annualReview' ? 'review' : 'assessment',
    review: n === undefined ? null : Number(n),
    consultationId: c.consultationId,
    round: c.round,
    urn: c.urn,
    consultedOn: c.consultedOn,
    dueOn: c.dueOn,
    repliedOn: c.repliedOn,
    reply: c.reply,
    state: c.state,
  };
};

/** Which schools else are consulted, and what they say, is told to no school. */
const consultationsFor = (rows: CaseRows, reach: Reach): (ConsultationRow & { stream: string })[] =>
  reach.ties.has('all')
    ? rows.consultations
    : rows.consultations.filter((c) =>
        reach.consultations.some((own) => own.stream === c.stream && own.consultationId === c.consultationId),
      );

const adviceFor = (rows: CaseRows, reach: Reach): AdviceRow[] =>
  reachesPart(reach, 'assessment')
    ? rows.advice
    : rows.advice.filter(({ adviceId }) => reach.advice.includes(adviceId));

export const caseView = (rows: CaseRows, reach: Reach, reader: Reader): Told<typeof shapes.caseShape> => {
  const { assessment, plan, reviews } = rows;
  const review = reviews.findLast(({ open }) => open) ?? reviews.at(-1);
  const seesPlan = reachesPart(reach, 'plan');
  return {
    caseRef: reach.caseRef,
    asOf: reader.today,
    ties: [...reach.ties],
    assessment: assessment && reachesPart(reach, 'assessment') ? assessmentView(assessment, rows, reader) : null,
    advice: adviceFor(rows, reach).map((a) => adviceView(a, reader.today)),
    consultations: consultationsFor(rows, reach).map(consultationView),
    plan: plan && seesPlan ? planView(plan, rows, reader) : null,
    review: review && seesPlan ? reviewView(review, rows, reader) : null,
  };
};

export const eventView = ({
  stream,
  type,
  occurredOn,
  recordedAt,
  byRole,
}: ToldEvent): Told<typeof shapes.eventShape> => {
  const [kind, , n] = stream.split('/');
  return {
    matter: kind === 'annualReview' ? 'review' : kind === 'plan' ? 'plan' : 'assessment',
    review: n === undefined ? null : Number(n),
    type,
    occurredOn,
    recordedAt: recordedAt.toISOString(),
    byRole,
  };
};

/** What a school may know to have happened: steps of the law, and nothing between family and authority. */
export const TOLD_TO_SCHOOLS: readonly string[] = [
  'request.received',
  'intake.checked',
  'request.turnedAway',
  'request.withdrawn',
  'assessment.decided',
  'reassessment.decided',
  'issue.decided',
  'reassessment.concluded',
  'advice.requested',
  'advice.acknowledged',
  'advice.submitted',
  'advice.checked',
  'advice.declined',
  'advice.reused',
  'draft.served',
  'plan.finalised',
  'setting.changed',
  'plan.held',
  'review.started',
  'review.ended',
  'plan.lapsed',
  'plan.transferred',
  'review.opened',
  'meeting.arranged',
  'school.reminded',
  'reviewAdvice.added',
  'meeting.held',
  'report.submitted',
  'report.returned',
  'report.chased',
  'review.decided',
  'amendment.proposed',
  'amendment.made',
  'review.stopped',
];

const DECISION = 'ehcna-decision-6w';

const decisionOn = ({ case: row, deadlines }: SchoolRequest, today: CivilDate) => {
  const clockOfIt = deadlines.find(({ ruleId }) => ruleId === DECISION);
  if (!clockOfIt) return null;
  const refused = row.outcome === 'refused-to-assess';
  const decided = clockOfIt.doneOn !== null;
  return {
    outcome: decided ? (refused ? ('refuse' as const) : ('assess' as const)) : null,
    on: clockOfIt.doneOn,
    dueOn: clockOfIt.dueOn,
    days: decided ? null : daysTo(clockOfIt.dueOn, today),
  };
};

export const requestView = (request: SchoolRequest, reader: Reader): Told<typeof shapes.requestShape> => {
  const { case: row, advice, panelItems } = request;
  return {
    caseRef: row.caseRef,
    externalRef: row.externalRef,
    receivedOn: row.receivedOn,
    takenUp: row.stage === 'intake' ? null : row.outcome !== 'turned-away',
    decision: decisionOn(request, reader.today),
    panels: panelsFor(panelItems, { ...reader, isSchool: true }),
    advice: advice.map((a) => adviceView(a, reader.today)),
    stage: row.stage as Stage,
    outcome: row.outcome,
    finishedOn: row.finishedOn,
  };
};

const OWED = ['arrange', 'invite', 'circulate', 'hold', 'report'] as const;

export const owedForReview = (row: OwedForReview, today: CivilDate) => {
  const key = row.what.split(/[:#]/)[0] ?? '';
  return { ...row, what: OWED.find((one) => one === key) ?? ('other' as const), days: daysTo(row.dueOn, today) };
};

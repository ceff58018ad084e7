/** Makes the rows that people read from a stream's events. Pure, and the same for writing, rebuilding and checking. */
import { addDays, firstOfMonth, londonDate } from './civil-date.js';
import type { CivilDate } from './civil-date.js';
import { nextFamilyContactOn } from './assessment/agenda.js';
import { asAssessmentEvents, blank, evolve } from './assessment/evolve.js';
import { adviceDueOn } from './assessment/letter-facts.js';
import type { AssessmentState } from './assessment/state.js';
import { childIdentity } from './assessment/identity.js';
import { isFinished } from './assessment/state.js';
import { nextDue, waitingOn } from './assessment/summary.js';
import { openTasks } from './assessment/tasks.js';
import type { AnyEvent } from './events.js';
import { caseRefOf } from './ids.js';
import { AssessmentSchools, PlanSchools, reviewSchools } from './case-schools.js';
import { PlanSpans, ReviewSpans } from './campaign/spans.js';
import type { NewPanelEvent } from './panel/panel-shapes.js';
import { blankPanel, evolvePanel, isErased } from './panel/panel.js';
import type { AgendaEntry } from './panel/panel.js';
import { consultationDueOn, consultationStateOf } from './matter/consultations.js';
import type { ConsultingState } from './matter/consultations.js';
import type { MatterState } from './matter/state.js';
import { nextReview, nextTransfer } from './plan/dates.js';
import { evolvePlan } from './plan/evolve.js';
import { blankPlan, isPlanOver } from './plan/state.js';
import { leavingColumns } from './plan/leaving-columns.js';
import { planTasks } from './plan/tasks.js';
import type { PlanEvent, PlanState } from './plan/state.js';
import { evolveReview } from './review/evolve.js';
import type { ReviewEvent } from './review/evolve.js';
import { blankReview, isReviewOver } from './review/state.js';
import type { ReviewState } from './review/state.js';
import { nextReviewDue, reviewWaitsOn } from './review/summary.js';
import { reviewTasks } from './review/tasks.js';
import type {
  AdviceRow,
  CaseRow,
  ConsultationRow,
  DeadlineRow,
  LetterRow,
  PanelItemRow,
  PlanRow,
  Projection,
  ReviewRow,
  TaskRow,
} from './projection-rows.js';

const caseRow = (s: AssessmentState): CaseRow => {
  const waiting = waitingOn(s);
  const due = isFinished(s) ? undefined : nextDue(s);
  return {
    caseRef: s.caseRef,
    stage: s.stage,
    outcome: s.outcome,
    open: !isFinished(s),
    receivedOn: s.receivedOn,
    source: s.source,
    reassesses: s.reassesses?.planRef ?? null,
    externalRef: s.externalRef,
    cohortMonth: firstOfMonth(s.receivedOn),
    caseworker: s.caseworker?.id ?? null,
    locality: s.child.locality ?? null,
    nextDueRule: due?.ruleId ?? null,
    nextDueOn: due?.early ?? due?.due ?? null,
    waitingOn: waiting.on,
    waitingSince: waiting.since,
    stuck: s.stuck !== null,
    lastFamilyContactOn: s.lastFamilyContactOn,
    nextFamilyContactOn: isFinished(s) ? null : nextFamilyContactOn(s),
    finishedOn: s.finishedOn,
    policyVersion: s.policyVersion,
    lawVersion: s.lawVersion,
  };
};

const deadlineRows = (s: MatterState): DeadlineRow[] =>
  Object.values(s.deadlines).map((d) => ({
    key: d.key,
    ruleId: d.ruleId,
    triggeredOn: d.triggeredOn,
    dueOn: d.due,
    earlyOn: d.early,
    planBy: d.planBy,
    state: d.state,
    doneOn: d.doneOn,
    contested: d.contested,
    cause: d.cause,
    exceptionGround: d.exceptionGround,
  }));

const adviceRows = (s: AssessmentState): AdviceRow[] =>
  s.advice.map((a) => ({
    adviceId: a.id,
    kind: a.kind,
    service: a.service ?? a.to.role,
    requestedOn: a.requestedOn,
    dueOn: adviceDueOn(s, a),
    acknowledgedOn: a.acknowledgedOn,
    submittedOn: a.submittedOn,
    acceptedOn: a.acceptedOn,
    state: a.state,
    reminders: a.reminders,
    chasers: a.chasers,
    escalatedOn: a.managerOn,
  }));

const consultationRows = (s: ConsultingState): ConsultationRow[] =>
  s.consultations.map((c) => ({
    consultationId: c.id,
    round: c.round,
    urn: c.urn,
    provider: c.to.name,
    consultedOn: c.consultedOn,
    dueOn: consultationDueOn(s, c),
    repliedOn: c.repliedOn,
    reply: c.reply,
    state: consultationStateOf(c),
  }));

const letterRows = (s: MatterState): LetterRow[] =>
  s.letters.map((l) => ({
    letterId: l.id,
    notice: l.notice,
    recipientRole: l.recipientRole,
    requestedOn: l.requestedOn,
    dispatchedOn: l.dispatchedOn,
    documentHash: l.documentHash,
    state: l.state,
  }));

const learnedOn = (event: { recordedAt: string }): CivilDate => londonDate(Date.parse(event.recordedAt));

/** The events of one decision are one step: what is true only between them opens and closes no task. */
const endsCommit = (events: readonly AnyEvent[], i: number): boolean => {
  const [here, next] = [events[i], events[i + 1]];
  return next === undefined || next.recordedAt !== here?.recordedAt || next.commandId !== here.commandId;
};

/** A task's rows over time: opened by the event after which it is there, closed by the one after which it is not. */
class Tasks {
  readonly rows: TaskRow[] = [];
  private readonly open = new Map<string, TaskRow>();
  private readonly times = new Map<string, number>();

  see(tasks: readonly Omit<TaskRow, 'openedOn' | 'closedOn'>[], on: CivilDate): void {
    const now = new Set(tasks.map((t) => t.key));
    for (const [key, row] of this.open) {
      if (now.has(key)) continue;
      row.closedOn = on;
      this.open.delete(key);
    }
    for (const task of tasks) {
      const row = this.open.get(task.key);
      if (row) Object.assign(row, task, { key: row.key });
      else this.begin(task, on);
    }
  }

  private begin(task: Omit<TaskRow, 'openedOn' | 'closedOn'>, on: CivilDate): void {
    const time = (this.times.get(task.key) ?? 0) + 1;
    this.times.set(task.key, time);
    const row: TaskRow = { ...task, key: time === 1 ? task.key : `${task.key}#${time}`, openedOn: on, closedOn: null };
    this.rows.push(row);
    this.open.set(task.key, row);
  }
}

const empty = {
  case: null,
  plan: null,
  review: null,
  transfers: [],
  deadlines: [],
  advice: [],
  consultations: [],
  schools: [],
  tasks: [],
  letters: [],
  panelItems: [],
  child: null,
};

type Child = AssessmentState['child'];

const isAnother = (a: Child | undefined, b: Child): boolean =>
  a === undefined || a.name !== b.name || a.dateOfBirth !== b.dateOfBirth || a.upn !== b.upn;

const projectAssessment = (caseRef: string, events: AnyEvent[]): Projection | undefined => {
  const tasks = new Tasks();
  const schools = new AssessmentSchools();
  let state = blank(caseRef);
  let known: Child | undefined;
  let knownOn: CivilDate = state.receivedOn;
  asAssessmentEvents(events).forEach((event, i) => {
    state = evolve(state, event);
    if (isAnother(known, state.child)) knownOn = learnedOn(event);
    known = state.child;
    schools.see(state.child, event);
    // Shown as of the day it was learned: a fact keyed late did not close anybody's task before that.
    if (endsCommit(events, i)) tasks.see(openTasks(state), learnedOn(event));
  });
  if (state.seq === 0) return undefined;
  return {
    ...empty,
    case: caseRow(state),
    deadlines: deadlineRows(state),
    advice: adviceRows(state),
    consultations: consultationRows(state),
    schools: schools.rows(state),
    tasks: tasks.rows,
    letters: letterRows(state),
    child: { identity: childIdentity(state.child), knownOn },
  };
};

/** Folds a stream and keeps the rows of its tasks over time. */
const folded = <State, Event>(
  events: readonly AnyEvent[],
  blank: State,
  evolveWith: (state: State, event: Event) => State,
  tasksOf: (state: State) => Omit<TaskRow, 'openedOn' | 'closedOn'>[],
  ...spans: { see: (state: State, event: AnyEvent) => void }[]
): { state: State; tasks: TaskRow[] } => {
  const tasks = new Tasks();
  let state = blank;
  events.forEach((event, i) => {
    state = evolveWith(state, event as unknown as Event);
    for (const span of spans) span.see(state, event);
    if (endsCommit(events, i)) tasks.see(tasksOf(state), learnedOn(event));
  });
  return { state, tasks: tasks.rows };
};

const planRow = (s: PlanState): PlanRow => {
  const next = isPlanOver(s) ? null : nextReview(s);
  // As of the last fact: a row follows from the ledger alone.
  const transfer = s.stage === 'held' ? nextTransfer(s, s.lastEventOn) : null;
  return {
    caseRef: s.caseRef,
    stage: s.stage,
    open: !isPlanOver(s),
    source: s.source,
    externalRef: s.externalRef,
    madeOn: s.madeOn,
    version: s.version,
    institution: s.institution?.urn ?? null,
    caseworker: s.caseworker?.id ?? null,
    locality: s.child.locality ?? null,
    lastReviewOn: s.lastReviewOn,
    nextReviewRule: next?.ruleId ?? null,
    nextReviewOn: next?.early ?? null,
    nextReviewDueOn: next?.due ?? null,
    transferOn: transfer?.on ?? null,
    transferRule: transfer?.ruleId ?? null,
    transferDueOn: transfer?.early ?? null,
    preparedFor: s.transferredOn,
    review: s.review?.n ?? null,
    reassessment: s.reassessment?.caseRef ?? null,
    ...leavingColumns(s),
    ceaseNoticeOn: s.ceaseNoticeOn,
    movingOn: isPlanOver(s) ? null : (s.moveOut?.movedOn ?? null),
    endedOn: s.endedOn,
    policyVersion: s.policyVersion,
    lawVersion: s.lawVersion,
  };
};

const projectPlan = (caseRef: string, events: AnyEvent[]): Projection | undefined => {
  const spans = new PlanSpans();
  const schools = new PlanSchools();
  const { state, tasks } = folded<PlanState, PlanEvent>(
    events,
    blankPlan(caseRef),
    evolvePlan,
    planTasks,
    spans,
    schools,
  );
  if (state.seq === 0) return undefined;
  return {
    ...empty,
    plan: planRow(state),
    schools: schools.rows,
    transfers: spans.rows,
    deadlines: deadlineRows(state),
    tasks,
    letters: letterRows(state),
    child: { identity: childIdentity(state.child), ...childKnown(events) },
  };
};

/** The day on which a plan last learned who its child is, and whether it put that right. */
const childKnown = (events: readonly AnyEvent[]): { knownOn: CivilDate; correctedByPlan?: boolean } => {
  const corrected = events.findLast((e) => e.type === 'fact.corrected' && IDENTIFYING.has(String(e.data.fact)));
  return corrected
    ? { knownOn: learnedOn(corrected), correctedByPlan: true }
    : { knownOn: learnedOn(events[0] as AnyEvent) };
};

const IDENTIFYING: ReadonlySet<string> = new Set(['childName', 'dateOfBirth']);

const reviewRow = (s: ReviewState): ReviewRow => {
  const waiting = reviewWaitsOn(s);
  const due = isReviewOver(s) ? undefined : nextReviewDue(s);
  return {
    caseRef: s.caseRef,
    n: s.n,
    kind: s.kind,
    stage: s.stage,
    outcome: s.decision?.outcome ?? null,
    open: !isReviewOver(s),
    openedOn: s.openedOn,
    convenedBy: s.convenedBy,
    yearGroup: s.yearGroup,
    institution: s.institution?.urn ?? null,
    meetingOn: s.meetingOn,
    attendance: s.attendance,
    heldOn: s.heldOn,
    reportOn: s.report?.firstOn ?? null,
    decidedOn: s.decision?.on ?? null,
    finishedOn: s.finishedOn,
    nextDueRule: due?.ruleId ?? null,
    nextDueOn: due?.early ?? due?.due ?? null,
    waitingOn: waiting.on,
    waitingSince: waiting.since,
    caseworker: s.caseworker?.id ?? null,
    locality: s.child.locality ?? null,
    policyVersion: s.policyVersion,
    lawVersion: s.lawVersion,
    phaseOn: s.phase?.on ?? null,
    consultedOn: s.consultations[0]?.consultedOn ?? null,
  };
};

const projectReview = (caseRef: string, events: AnyEvent[]): Projection | undefined => {
  const spans = new ReviewSpans();
  const { state, tasks } = folded<ReviewState, ReviewEvent>(
    events,
    blankReview(caseRef),
    evolveReview,
    reviewTasks,
    spans,
  );
  if (state.seq === 0) return undefined;
  return {
    ...empty,
    review: reviewRow(state),
    transfers: spans.rows,
    deadlines: deadlineRows(state),
    consultations: consultationRows(state),
    schools: reviewSchools(state),
    tasks,
    letters: letterRows(state),
  };
};

const panelTask = (entry: AgendaEntry, recordWithinDays: number): Omit<TaskRow, 'openedOn' | 'closedOn'> => ({
  key: `recommend:${entry.caseRef}:${entry.referralId}`,
  role: 'panel-clerk',
  title: `Record the panel's recommendation on ${entry.caseRef} (${entry.question}), meeting of ${entry.meetingOn}`,
  dueOn: addDays(entry.meetingOn, recordWithinDays),
  closedBy: 'panel recommend',
});

const projectPanel = (panel: string, events: AnyEvent[]): Projection => {
  const tasks = new Tasks();
  const items = new Map<string, PanelItemRow>();
  let state = blankPanel();
  (events as unknown as (NewPanelEvent & AnyEvent)[]).forEach((event, i) => {
    state = evolvePanel(state, event);
    trackItem(items, panel, event);
    if (endsCommit(events, i))
      tasks.see(
        state.agenda.map((entry) => panelTask(entry, state.panel.recordWithinDays)),
        learnedOn(event),
      );
  });
  return { ...empty, tasks: tasks.rows, panelItems: [...items.values()] };
};

const trackItem = (items: Map<string, PanelItemRow>, panel: string, event: NewPanelEvent): void => {
  if (isErased(event) || event.type === 'panel.convened' || event.type === 'meeting.cancelled') return;
  const { caseRef, referralId } = event.data;
  const key = `${caseRef} ${referralId}`;
  const before = items.get(key);
  if (event.type === 'item.listed') {
    items.set(key, {
      referralId,
      panel,
      caseRef,
      question: event.data.question,
      meetingOn: event.data.meetingOn,
      state: 'listed',
      recommendation: null,
    });
  } else if (before) {
    if (event.type === 'item.moved') items.set(key, { ...before, meetingOn: event.data.meetingOn });
    if (event.type === 'item.removed') items.set(key, { ...before, state: 'removed' });
    if (event.type === 'item.recommended')
      items.set(key, { ...before, state: 'recommended', recommendation: event.data.recommendation });
  }
};

const PROJECTIONS: Readonly<Record<string, (caseRef: string, events: AnyEvent[]) => Projection | undefined>> = {
  assessment: projectAssessment,
  plan: projectPlan,
  annualReview: projectReview,
};

export const project = (stream: string, events: AnyEvent[]): Projection | undefined => {
  const [kind, name] = stream.split('/');
  if (kind === 'panel') return projectPanel(name ?? '', events);
  const caseRef = caseRefOf(stream);
  if (events.some((event) => event.erasedOn !== undefined || event.type === 'case.erased')) return undefined;
  const projectOf = caseRef === undefined ? undefined : PROJECTIONS[kind ?? ''];
  return projectOf?.(caseRef ?? '', events);
};

/**
 * Reads what people work from: tasks, cases and a case's story. Nothing here writes. What is late is asked with the day
 * that the caller says it is, because a case under rehearsal has a day of its own.
 */
import type pg from 'pg';
import type { CivilDate } from '../domain/civil-date.js';
import type { Role } from '../domain/events.js';
import type { CaseRef, StreamId } from '../domain/ids.js';
import { COMMISSIONERS_DUTIES } from '../domain/plan/moves-state.js';
import type {
  AdviceRow,
  CaseRow,
  ConsultationRow,
  DeadlineRow,
  LetterRow,
  PanelItemRow,
  PlanRow,
  ReviewRow,
  TaskRow,
} from '../domain/projection-rows.js';
import { campaignRows } from './campaign-rows.js';
import type { CampaignRows } from './campaign-rows.js';
import { eventIn } from './ledger/chain.js';
import { selectList, TABLES } from './ledger/tables.js';
import type { ProjectionTable } from './ledger/tables.js';

export interface Page {
  /** At most this many rows; 50 unless said. */
  limit?: number;
  offset?: number;
}

export interface TaskFilter extends Page {
  role?: Role;
  caseRef?: CaseRef;
  /** True unless said: tasks that nobody has closed. */
  openOnly?: boolean;
  /** Due earlier than this day. */
  dueBefore?: CivilDate;
  /** The day from which `daysLeft` counts. */
  today?: CivilDate;
  /** Those of the SEN2 return alone. Left out, they are: what is wrong with a return must not hide what the law has due. */
  sen2?: boolean;
}

export interface WorklistTask extends TaskRow {
  stream: StreamId;
  /** Null for a task that is a panel's own. */
  caseRef: CaseRef | null;
  stage: string | null;
  caseworker: string | null;
  locality: string | null;
  /** Negative when overdue; null without a due date or without `today`. */
  daysLeft: number | null;
}

export interface CaseFilter extends Page {
  stage?: string;
  /** Both open and closed unless said. */
  open?: boolean;
  caseworker?: string;
  locality?: string;
  stuck?: boolean;
  externalRef?: string;
  /** Some statutory date of the case is past on this day and what it asks for is not done. */
  breachedOn?: CivilDate;
  /** The next due date is earlier than this day. */
  dueBefore?: CivilDate;
}

export interface ListedCase extends CaseRow {
  stream: StreamId;
}

/** Open cases of a locality that one statutory date is past for, and still owed. */
export interface BreachCount {
  locality: string | null;
  ruleId: string;
  cases: number;
  /** The earliest date of them. */
  earliestDueOn: CivilDate;
}

export interface PlanFilter extends Page {
  /** Both held and ceased unless said. */
  open?: boolean;
  caseworker?: string;
  caseRef?: CaseRef;
  /** The next review is due earlier than this day, by the cautious reading. */
  reviewBefore?: CivilDate;
  /** On this day a review of it is past its date, or a duty of the authority's that the plan itself keeps a clock for. */
  lateOn?: CivilDate;
}

export interface ReviewFilter extends Page {
  caseRef?: CaseRef;
  /** Both open and over unless said. */
  open?: boolean;
  caseworker?: string;
  convenedBy?: string;
  /** The next due date is earlier than this day. */
  dueBefore?: CivilDate;
}

/** A plan to consider ceasing in a school year, with every reason that there is. */
export interface LeavingPlan {
  caseRef: CaseRef;
  reasons: LeavingReason[];
  /** URN of the school or college. */
  institution: string | null;
  caseworker: string | null;
  review: number | null;
  consideringSince: CivilDate | null;
}

export type LeavingReason =
  | 'turns-25'
  | 'course-ends'
  | 'outcomes-achieved'
  | 'to-higher-education'
  | 'to-apprenticeship'
  | 'to-work';

export interface PanelFilter extends Page {
  panel?: string;
  meetingOn?: CivilDate;
  caseRef?: CaseRef;
}

export interface CaseSummary {
  case: ListedCase;
  deadlines: DeadlineRow[];
  advice: AdviceRow[];
  consultations: ConsultationRow[];
  /** Open ones. */
  tasks: TaskRow[];
  letters: LetterRow[];
  panelItems: PanelItemRow[];
}

/** One event, told without its contents. */
export interface TimelineEntry {
  stream: StreamId;
  seq: number;
  type: string;
  occurredOn: CivilDate;
  recordedAt: string;
  byRole: Role;
  byId: string;
}

export interface Worklist {
  /** By due date, those without one last. */
  tasks: (filter?: TaskFilter) => Promise<WorklistTask[]>;
  /** How many that filter finds of the SEN2 return. */
  sen2Tasks: (filter?: TaskFilter) => Promise<number>;
  /** By next due date, those without one last. */
  cases: (filter?: CaseFilter) => Promise<ListedCase[]>;
  /** How many open cases are past each statutory date on this day, by locality; the most first. */
  breaches: (today: CivilDate) => Promise<BreachCount[]>;
  /** By the date of their next review. */
  plans: (filter?: PlanFilter) => Promise<PlanRow[]>;
  /** The plans that go on and are to be considered for ceasing in the school year that begins in a calendar year. */
  leaving: (year: number) => Promise<LeavingPlan[]>;
  /** Of one transfer campaign, by the first of September at which it ends. */
  campaign: CampaignRows;
  /** By next due date, those without one last. */
  reviews: (filter?: ReviewFilter) => Promise<ReviewRow[]>;
  panelItems: (filter?: PanelFilter) => Promise<PanelItemRow[]>;
  caseSummary: (caseRef: CaseRef) => Promise<CaseSummary | undefined>;
  /** In the order in which it was learned, newest last. */
  timeline: (caseRef: CaseRef) => Promise<TimelineEntry[]>;
}

const PAGE = 50;

/** The conditions that a filter sets, with their values numbered in the order in which they were set. */
class Conditions {
  readonly values: unknown[] = [];
  private readonly clauses: string[] = [];

  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Adds the condition unless the filter leaves it open. */
  where(value: unknown, clause: (placeholder: string) => string): this {
    if (value !== undefined) this.clauses.push(clause(this.value(value)));
    return this;
  }

  always(clause: string): this {
    this.clauses.push(clause);
    return this;
  }

  get sql(): string {
    return this.clauses.length === 0 ? '' : `where ${this.clauses.join(' and ')}`;
  }

  page({ limit = PAGE, offset = 0 }: Page): string {
    return `limit ${this.value(limit)} offset ${this.value(offset)}`;
  }
}

const OWED = (day: string): string => `d.state in ('running', 'missed') and d.due_on < ${day}::date`;

const BREACHED = (day: string): string => `exists (select from deadlines d where d.stream = c.stream and ${OWED(day)})`;

/** A case with two dates of one rule behind it is one case. */
const BREACHES = `
with owed as (
  select d.stream, d.rule_id, min(d.due_on) as due_on from deadlines d where ${OWED('$1')} group by d.stream, d.rule_id
)
select c.locality, o.rule_id as "ruleId", count(*)::int as cases, min(o.due_on)::text as "earliestDueOn"
from owed o join cases c on c.stream = o.stream
where c.open group by c.locality, o.rule_id order by cases desc, c.locality, o.rule_id`;

/** What the law has due, and what is wrong with the SEN2 return, stand apart: of the one there are few, of the other thousands. */
const tasksOf = ({ sen2 = false }: TaskFilter): string => (sen2 ? 'sen2_tasks' : 'statutory_tasks');

const taskConditions = (is: Conditions, filter: TaskFilter): void => {
  if (filter.openOnly ?? true) is.always('t.closed_on is null');
  is.where(filter.role, (v) => `t.role = ${v}`)
    .where(filter.caseRef, (v) => `t.case_ref = ${v}`)
    .where(filter.dueBefore, (v) => `t.due_on < ${v}::date`);
};

const taskQuery = (filter: TaskFilter): { text: string; values: unknown[] } => {
  const is = new Conditions();
  const today = is.value(filter.today ?? null);
  taskConditions(is, filter);
  const text = `
    select t.stream, t.case_ref as "caseRef", ${selectList(TABLES.tasks.columns, 't')},
           coalesce(c.stage, case r.kind when 'amendment' then 'amendment-' else 'review-' end || r.stage,
                    'plan-' || p.stage) as stage,
           coalesce(c.caseworker, r.caseworker, p.caseworker) as caseworker,
           coalesce(c.locality, r.locality, p.locality) as locality, t.due_on - ${today}::date as "daysLeft"
    from ${tasksOf(filter)} t left join cases c on c.stream = t.stream
    left join reviews r on r.stream = t.stream left join plans p on p.stream = t.stream
    ${is.sql} order by t.due_on, t.stream, t.key ${is.page(filter)}`;
  return { text, values: is.values };
};

const caseQuery = (filter: CaseFilter): { text: string; values: unknown[] } => {
  const is = new Conditions();
  // Written out, not as a parameter: the indexes hold open cases only.
  if (filter.open !== undefined) is.always(filter.open ? 'c.open' : 'not c.open');
  if (filter.stuck !== undefined) is.always(filter.stuck ? 'c.stuck' : 'not c.stuck');
  is.where(filter.stage, (v) => `c.stage = ${v}`)
    .where(filter.caseworker, (v) => `c.caseworker = ${v}`)
    .where(filter.locality, (v) => `c.locality = ${v}`)
    .where(filter.externalRef, (v) => `c.external_ref = ${v}`)
    .where(filter.dueBefore, (v) => `c.next_due_on < ${v}::date`)
    .where(filter.breachedOn, BREACHED);
  const text = `
    select c.stream, ${selectList(TABLES.cases.columns, 'c')}
    from cases c ${is.sql} order by c.next_due_on, c.case_ref ${is.page(filter)}`;
  return { text, values: is.values };
};

/** Its review is past by the later reading, or a clock of its own is that is the authority's. */
const PLAN_LATE = (today: string, notOurs: string): string => `(p.next_review_due_on < ${today}::date or exists (
  select from deadlines d where d.stream = p.stream and d.rule_id <> all(${notOurs}::text[])
    and (d.state = 'missed' or (d.state = 'running' and d.due_on < ${today}::date))))`;

const planQuery = (filter: PlanFilter): { text: string; values: unknown[] } => {
  const is = new Conditions();
  if (filter.open !== undefined) is.always(filter.open ? 'p.open' : 'not p.open');
  is.where(filter.caseworker, (v) => `p.caseworker = ${v}`)
    .where(filter.caseRef, (v) => `p.case_ref = ${v}`)

    .where(filter.reviewBefore, (v) => `p.next_review_on < ${v}::date`)
    .where(filter.lateOn, (v) => PLAN_LATE(v, is.value(COMMISSIONERS_DUTIES)));
  const text = `select ${selectList(TABLES.plans.columns, 'p')} from plans p ${is.sql}
    order by p.next_review_on, p.case_ref ${is.page(filter)}`;
  return { text, values: is.values };
};

const reviewQuery = (filter: ReviewFilter): { text: string; values: unknown[] } => {
  const is = new Conditions();
  if (filter.open !== undefined) is.always(filter.open ? 'r.open' : 'not r.open');
  is.where(filter.caseRef, (v) => `r.case_ref = ${v}`)
    .where(filter.caseworker, (v) => `r.caseworker = ${v}`)
    .where(filter.convenedBy, (v) => `r.convened_by = ${v}`)
    .where(filter.dueBefore, (v) => `r.next_due_on < ${v}::date`);
  const text = `select ${selectList(TABLES.reviews.columns, 'r')} from reviews r ${is.sql}
    order by r.next_due_on, r.case_ref, r.n ${is.page(filter)}`;
  return { text, values: is.values };
};

/** What is read of a young person counts who turns 18 within the year or did before (r29(1)). */
const LEAVING = `
with found as (
  select p.*, array_remove(array[
    case when turns18_in + 7 <= $1 then 'turns-25' end,
    case when course_ends_in = $1 then 'course-ends' end,
    case when outcomes_achieved and turns18_in <= $1 then 'outcomes-achieved' end,
    case when destination in ('higher-education', 'apprenticeship', 'work') and turns18_in <= $1
         then 'to-' || destination end
  ], null) as reasons
  from plans p where p.stage = 'held'
)
select case_ref as "caseRef", reasons, institution, caseworker, review,
       to_char(considering_since, 'YYYY-MM-DD') as "consideringSince"
from found where cardinality(reasons) > 0 order by caseworker nulls first, case_ref`;

/** A case and the panel each keep a row about a referral; the panel's is the one that knows the meeting. */
const panelQuery = (filter: PanelFilter): { text: string; values: unknown[] } => {
  const is = new Conditions();
  is.where(filter.panel, (v) => `p.panel = ${v}`)
    .where(filter.meetingOn, (v) => `p.meeting_on = ${v}::date`)
    .where(filter.caseRef, (v) => `p.case_ref = ${v}`);
  const text = `
    select * from (
      select distinct on (p.case_ref, p.referral_id) ${selectList(TABLES.panelItems.columns, 'p')}
      from panel_items p ${is.sql}
      order by p.case_ref, p.referral_id, starts_with(p.stream, 'panel/') desc
    ) items order by "meetingOn", "caseRef", "referralId" ${is.page(filter)}`;
  return { text, values: is.values };
};

const TIMELINE = `
select l.stream, l.seq, l.body
from ledger_heads h join ledger l on l.stream = h.stream
where split_part(h.stream, '/', 2) = $1 order by l.position`;

const entryOf = ({ stream, body }: { stream: StreamId; body: string }): TimelineEntry => {
  const { seq, type, occurredOn, recordedAt, by } = eventIn(stream, body);
  return { stream, seq, type, occurredOn, recordedAt, byRole: by.role, byId: by.id };
};

export const createWorklist = (pool: pg.Pool): Worklist => {
  const ofCase = async <Row>(
    table: ProjectionTable<Row>,
    caseRef: CaseRef,
    order: string,
    only = 'true',
  ): Promise<Row[]> => {
    const { rows } = await pool.query(
      `select ${selectList(table.columns, 't')} from ${table.name} t where t.case_ref = $1 and ${only} order by ${order}`,
      [caseRef],
    );
    return rows as Row[];
  };

  const panelItems = async (filter: PanelFilter = {}): Promise<PanelItemRow[]> =>
    (await pool.query<PanelItemRow>(panelQuery(filter))).rows;

  const theCase = async (caseRef: CaseRef): Promise<ListedCase | undefined> => {
    const { rows } = await pool.query<ListedCase>(
      `select c.stream, ${selectList(TABLES.cases.columns, 'c')} from cases c
       where c.case_ref = $1 order by c.open desc, c.received_on desc limit 1`,
      [caseRef],
    );
    return rows[0];
  };

  const caseSummary = async (caseRef: CaseRef): Promise<CaseSummary | undefined> => {
    const found = await theCase(caseRef);
    if (!found) return undefined;
    const [deadlines, advice, consultations, tasks, letters, items] = await Promise.all([
      ofCase(TABLES.deadlines, caseRef, 'due_on, triggered_on, key'),
      ofCase(TABLES.advice, caseRef, 'requested_on, advice_id'),
      ofCase(TABLES.consultations, caseRef, 'round, consulted_on, consultation_id'),
      ofCase({ ...TABLES.tasks, name: tasksOf({}) }, caseRef, 'due_on, key', 'closed_on is null'),
      ofCase(TABLES.letters, caseRef, 'requested_on, letter_id'),
      panelItems({ caseRef, limit: 1_000 }),
    ]);
    return { case: found, deadlines, advice, consultations, tasks, letters, panelItems: items };
  };

  return {
    tasks: async (filter = {}) => (await pool.query<WorklistTask>(taskQuery(filter))).rows,
    sen2Tasks: async (filter = {}) => {
      const is = new Conditions();
      taskConditions(is, filter);
      const text = `select count(*)::int as n from sen2_tasks t ${is.sql}`;
      return (await pool.query<{ n: number }>(text, is.values)).rows[0]?.n ?? 0;
    },
    cases: async (filter = {}) => (await pool.query<ListedCase>(caseQuery(filter))).rows,
    breaches: async (today) => (await pool.query<BreachCount>(BREACHES, [today])).rows,
    plans: async (filter = {}) => (await pool.query<PlanRow>(planQuery(filter))).rows,
    leaving: async (year) => (await pool.query<LeavingPlan>(LEAVING, [year])).rows,
    campaign: campaignRows(pool),
    reviews: async (filter = {}) => (await pool.query<ReviewRow>(reviewQuery(filter))).rows,
    panelItems,
    caseSummary,
    timeline: async (caseRef) =>
      (await pool.query<{ stream: StreamId; body: string }>(TIMELINE, [caseRef])).rows.map(entryOf),
  };
};

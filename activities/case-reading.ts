/**
 * What other systems read: cases, plans and reviews in pages, each only as far as the reader reaches. Nothing here writes, and
 * nothing looks at a clock: the day is the caller's.
 */
import type pg from 'pg';
import type { CivilDate } from '../domain/civil-date.js';
import type { CaseRef, StreamId } from '../domain/ids.js';
import type {
  AdviceRow,
  CaseRow,
  ConsultationRow,
  DeadlineRow,
  PanelItemRow,
  PlanRow,
  ReviewRow,
  TaskRow,
} from '../domain/projection-rows.js';
import { selectList, TABLES, type ColumnType, type ProjectionTable } from './ledger/tables.js';

/** Whose cases are read: everybody's; those that a school, or the client that speaks for it, has to do with; a service's. */
export type Bounds =
  | { to: 'all' }
  | { to: 'school'; urn: string; client: string | null }
  | { to: 'service'; service: string }
  | { to: 'nothing' };

/** How a reader has to do with a case. */
export type Tie = 'all' | 'asked' | 'attends' | 'placed' | 'consulted' | 'advises';

/** Values of a statement, in the order in which they were named. */
class Values {
  readonly all: unknown[] = [];

  of = (value: unknown): string => {
    this.all.push(value);
    return `$${this.all.length}`;
  };
}

/**
 * Whoever asked sees what became of that for good; a child attends the school that the assessment knows until its plan names
 * another; whoever was consulted sees that consultation.
 */
const schoolTies = (urn: string, client: string, day: string): string => `
select s.case_ref, s.how as tie, s.stream, s.about from case_schools s
where (s.urn = ${urn} or s.client = ${client})
  and case s.how
    when 'attends' then s.urn = ${urn} and (s.until_on is null or s.until_on > ${day}::date) and not exists (
      select from case_schools p where p.case_ref = s.case_ref and p.how = 'placed' and p.urn <> ${urn}
        and (p.until_on is null or p.until_on > ${day}::date))
    when 'placed' then s.urn = ${urn} and (s.until_on is null or s.until_on > ${day}::date)
    else true end`;

/** The ties of a bounded reader to cases, as a query; undefined for one that reaches all. */
const tiesOf = (bounds: Bounds, today: CivilDate, values: Values): string | undefined => {
  switch (bounds.to) {
    case 'all':
      return undefined;
    case 'school':
      return schoolTies(values.of(bounds.urn), values.of(bounds.client), values.of(today));
    case 'service':
      return `select case_ref, 'advises' as tie, stream, advice_id as about from advice where service = ${values.of(bounds.service)}`;
    case 'nothing':
      return `select null::text as case_ref, null::text as tie, null::text as stream, null::text as about where false`;
  }
};

export interface TieRow {
  tie: Tie;
  stream: StreamId;
  about: string | null;
}

/** What a bounded reader has to do with one case. */
export const tiesToCase = async (
  pool: pg.Pool,
  bounds: Exclude<Bounds, { to: 'all' }>,
  caseRef: CaseRef,
  today: CivilDate,
): Promise<TieRow[]> => {
  const values = new Values();
  const ties = tiesOf(bounds, today, values);
  const text = `select tie, stream, about from (${ties}) t where case_ref = ${values.of(caseRef)}`;
  return (await pool.query<TieRow>(text, values.all)).rows;
};

/** An assessment, or a plan that was taken over. */
export const isCase = async (pool: pg.Pool, caseRef: CaseRef): Promise<boolean> =>
  (
    await pool.query<{ is: boolean }>(
      'select exists (select from cases where case_ref = $1) or exists (select from plans where case_ref = $1) as is',
      [caseRef],
    )
  ).rows[0]?.is ?? false;

export interface Paging {
  limit: number;
  /** What the page before ended with. */
  after: string | undefined;
}

export interface Found<Row> {
  rows: Row[];
  /** Where the next page begins; null on the last. */
  next: string | null;
}

/** One row more than asked for says that there are more. */
const paged = <Row>(rows: Row[], limit: number, placeOf: (row: Row) => string): Found<Row> => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? placeOf(last) : null };
};

export interface CaseQuery {
  externalRef?: string | undefined;
  stage?: string | undefined;
  open?: boolean | undefined;
  /** The whole, or what stands before the colon. */
  waitingOn?: string | undefined;
  dueBefore?: CivilDate | undefined;
}

const boundTo = (ties: string | undefined, which: readonly Tie[], column: string): string[] =>
  ties === undefined
    ? []
    : [`${column} in (select case_ref from (${ties}) t where tie in (${which.map((tie) => `'${tie}'`).join(', ')}))`];

const where = (clauses: readonly string[]): string => (clauses.length === 0 ? '' : `where ${clauses.join(' and ')}`);

/** Ties by which an assessment is read as a whole, and by which a plan and its reviews are. */
export const WHOLE_ASSESSMENT: readonly Tie[] = ['all', 'asked', 'attends'];
export const WHOLE_PLAN: readonly Tie[] = ['all', 'attends', 'placed'];

/** In the order of their references: a page neither skips nor repeats a case that was there all along. */
export const findCases = async (
  pool: pg.Pool,
  bounds: Bounds,
  query: CaseQuery,
  { limit, after }: Paging,
  today: CivilDate,
): Promise<Found<CaseRow>> => {
  const values = new Values();
  const { externalRef, stage, open, waitingOn, dueBefore } = query;
  const is = (column: string, value: unknown): string[] =>
    value === undefined ? [] : [`c.${column} = ${values.of(value)}`];
  const waiting = waitingOn === undefined ? undefined : values.of(waitingOn);
  const clauses = [
    ...boundTo(tiesOf(bounds, today, values), WHOLE_ASSESSMENT, 'c.case_ref'),
    ...is('external_ref', externalRef),
    ...is('stage', stage),
    ...(open === undefined ? [] : [open ? 'c.open' : 'not c.open']),
    ...(waiting ? [`(c.waiting_on = ${waiting} or starts_with(c.waiting_on, ${waiting} || ':'))`] : []),
    ...(dueBefore === undefined ? [] : [`c.next_due_on < ${values.of(dueBefore)}::date`]),
    ...(after === undefined ? [] : [`c.case_ref > ${values.of(after)}`]),
  ];
  const text = `select ${selectList(TABLES.cases.columns, 'c')} from cases c ${where(clauses)}
    order by c.case_ref limit ${values.of(limit + 1)}`;
  const { rows } = await pool.query<CaseRow>(text, values.all);
  return paged(rows, limit, ({ caseRef }) => caseRef);
};

export interface ReviewQuery {
  caseRef?: CaseRef | undefined;
  open?: boolean | undefined;
  dueBefore?: CivilDate | undefined;
}

export const findReviews = async (
  pool: pg.Pool,
  bounds: Bounds,
  { caseRef, open, dueBefore }: ReviewQuery,
  { limit, after }: Paging,
  today: CivilDate,
): Promise<Found<ReviewRow>> => {
  const values = new Values();
  const [afterCase, afterN] = after?.split('/') ?? [];
  const clauses = [
    ...boundTo(tiesOf(bounds, today, values), WHOLE_PLAN, 'r.case_ref'),
    ...(caseRef === undefined ? [] : [`r.case_ref = ${values.of(caseRef)}`]),
    ...(open === undefined ? [] : [open ? 'r.open' : 'not r.open']),
    ...(dueBefore === undefined ? [] : [`r.next_due_on < ${values.of(dueBefore)}::date`]),
    ...(after === undefined
      ? []
      : [`(r.case_ref, r.n) > (${values.of(afterCase)}, ${values.of(Number(afterN))}::int)`]),
  ];
  const text = `select ${selectList(TABLES.reviews.columns, 'r')} from reviews r ${where(clauses)}
    order by r.case_ref, r.n limit ${values.of(limit + 1)}`;
  const { rows } = await pool.query<ReviewRow>(text, values.all);
  return paged(rows, limit, (row) => `${row.caseRef}/${row.n}`);
};

export interface AdviceQuery {
  /** Not in yet. */
  open?: boolean | undefined;
  dueBefore?: CivilDate | undefined;
}

/** Requests for advice: of a service its own, of a school those in the assessments that it reads. */
export const findAdvice = async (
  pool: pg.Pool,
  bounds: Bounds,
  { open, dueBefore }: AdviceQuery,
  { limit, after }: Paging,
  today: CivilDate,
): Promise<Found<AdviceRow & { caseRef: CaseRef }>> => {
  const values = new Values();
  const [afterCase, afterId] = after?.split('/') ?? [];
  const clauses = [
    ...(bounds.to === 'service'
      ? [`a.service = ${values.of(bounds.service)}`]
      : boundTo(tiesOf(bounds, today, values), WHOLE_ASSESSMENT, 'a.case_ref')),
    ...(open === undefined ? [] : [`(a.state in ('requested', 'acknowledged', 'returned')) = ${values.of(open)}`]),
    ...(dueBefore === undefined ? [] : [`a.due_on < ${values.of(dueBefore)}::date`]),
    ...(after === undefined ? [] : [`(a.case_ref, a.advice_id) > (${values.of(afterCase)}, ${values.of(afterId)})`]),
  ];
  const text = `select a.case_ref as "caseRef", ${selectList(TABLES.advice.columns, 'a')} from advice a ${where(clauses)}
    order by a.case_ref, a.advice_id limit ${values.of(limit + 1)}`;
  const { rows } = await pool.query<AdviceRow & { caseRef: CaseRef }>(text, values.all);
  return paged(rows, limit, (row) => `${row.caseRef}/${row.adviceId}`);
};

/** References by which somebody outside knows a case or a plan: those of them that the reader reaches in any way. */
export const casesByExternalRef = async (
  pool: pg.Pool,
  bounds: Bounds,
  externalRef: string,
  today: CivilDate,
): Promise<CaseRef[]> => {
  const values = new Values();
  const ref = values.of(externalRef);
  const ties = tiesOf(bounds, today, values);
  const text = `
    select case_ref as "caseRef" from (
      select case_ref from (
        select case_ref, rank() over (order by outcome is not distinct from 'turned-away') as place from cases where external_ref = ${ref}
      ) ranked where place = 1
      union select case_ref from plans where external_ref = ${ref}
    ) found ${ties === undefined ? '' : `where case_ref in (select case_ref from (${ties}) t)`}
    order by 1 limit 2`;
  return (await pool.query<{ caseRef: CaseRef }>(text, values.all)).rows.map(({ caseRef }) => caseRef);
};

/** Everything of one case that is read as rows. */
export interface CaseRows {
  assessment: CaseRow | undefined;
  plan: PlanRow | undefined;
  reviews: ReviewRow[];
  deadlines: (DeadlineRow & { stream: StreamId })[];
  advice: AdviceRow[];
  consultations: (ConsultationRow & { stream: StreamId })[];
  panelItems: PanelItemRow[];
  tasks: (TaskRow & { stream: StreamId })[];
}

const rowsAs = (name: string, query: string): string =>
  `(select coalesce(json_agg(x), '[]') from (${query}) x) as "${name}"`;

const rowsOf = (table: ProjectionTable, order: string, only = 'true'): string =>
  `select t.stream, ${selectList(table.columns as Record<string, ColumnType>, 't')} from ${table.name} t
   where t.case_ref = $1 and ${only} order by ${order}`;

/** In one question: each costs a turn on the way there and back. A panel's own row is the one that knows the meeting. */
const CASE_ROWS = `select ${[
  rowsAs('cases', rowsOf(TABLES.cases as never, 't.open desc, t.received_on desc')),
  rowsAs('plans', rowsOf(TABLES.plans as never, 't.open desc, t.made_on desc')),
  rowsAs('reviews', rowsOf(TABLES.reviews as never, 't.n')),
  rowsAs('deadlines', rowsOf(TABLES.deadlines as never, 't.due_on, t.triggered_on, t.key', `t.state <> 'void'`)),
  rowsAs('advice', rowsOf(TABLES.advice as never, 't.requested_on, t.advice_id')),
  rowsAs('consultations', rowsOf(TABLES.consultations as never, 't.round, t.consulted_on, t.consultation_id')),
  rowsAs('tasks', rowsOf(TABLES.tasks as never, 't.due_on, t.key', 't.closed_on is null')),
  rowsAs(
    'panelItems',
    `select distinct on (p.referral_id, p.question) ${selectList(TABLES.panelItems.columns, 'p')} from panel_items p
     where p.case_ref = $1 order by p.referral_id, p.question, starts_with(p.stream, 'panel/') desc`,
  ),
].join(',\n')}`;

export const caseRows = async (pool: pg.Pool, caseRef: CaseRef): Promise<CaseRows> => {
  const { rows } = await pool.query<Omit<CaseRows, 'assessment' | 'plan'> & { cases: CaseRow[]; plans: PlanRow[] }>({
    name: 'case-rows',
    text: CASE_ROWS,
    values: [caseRef],
  });
  const [found] = rows;
  if (!found) throw new Error('A question that always has an answer had none.');
  const { cases, plans, ...others } = found;
  return { ...others, assessment: cases[0], plan: plans[0] };
};

/** One event, told without what it holds. */
export interface ToldEvent {
  position: string;
  stream: StreamId;
  type: string;
  occurredOn: CivilDate;
  recordedAt: Date;
  byRole: string;
}

/** In the order in which it was learned. `parts` are kinds of streams; `types`, where given, the only ones that are told. */
export const findEvents = async (
  pool: pg.Pool,
  caseRef: CaseRef,
  { parts, types }: { parts: readonly string[]; types: readonly string[] | undefined },
  { limit, after }: Paging,
): Promise<Found<ToldEvent>> => {
  const { rows } = await pool.query<ToldEvent>(
    `select l.position::text as position, l.stream, l.type, to_char(l.occurred_on, 'YYYY-MM-DD') as "occurredOn",
            l.recorded_at as "recordedAt", l.body::jsonb -> 'by' ->> 'role' as "byRole"
     from ledger_heads h join ledger l on l.stream = h.stream
     where split_part(h.stream, '/', 2) = $1 and split_part(h.stream, '/', 1) = any($2::text[])
       and ($3::text[] is null or l.type = any($3::text[])) and l.position > $4::bigint
     order by l.position limit $5`,
    [caseRef, parts, types ?? null, after ?? '0', limit + 1],
  );
  return paged(rows, limit, ({ position }) => position);
};

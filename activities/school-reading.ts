/** What a school is told of its own: what became of its requests, how soon advice came, and what it owes itself. */
import type pg from 'pg';
import type { CivilDate } from '../domain/civil-date.js';
import type { CaseRef } from '../domain/ids.js';
import type { AdviceRow, CaseRow, DeadlineRow, PanelItemRow } from '../domain/projection-rows.js';
import type { Found, Paging } from './case-reading.js';
import { selectList, TABLES } from './ledger/tables.js';

export interface SchoolRequest {
  case: CaseRow;
  /** The clock of the decision to assess, and that of the decision on a plan. */
  deadlines: DeadlineRow[];
  advice: AdviceRow[];
  panelItems: PanelItemRow[];
}

const ASKED = `
select ${selectList(TABLES.cases.columns, 'c')} from cases c
where c.case_ref in (select case_ref from case_schools where how = 'asked' and (urn = $1 or client = $2))
  and ($3::text is null or c.case_ref > $3) order by c.case_ref limit $4`;

const ofCases = async <Row>(pool: pg.Pool, text: string, refs: readonly CaseRef[]): Promise<Map<CaseRef, Row[]>> => {
  const { rows } = await pool.query<Row & { of: CaseRef }>(text, [refs]);
  const found = new Map<CaseRef, Row[]>();
  for (const row of rows) found.set(row.of, [...(found.get(row.of) ?? []), row]);
  return found;
};

const DEADLINES = `
select d.case_ref as of, ${selectList(TABLES.deadlines.columns, 'd')} from deadlines d
where d.case_ref = any($1::text[]) and starts_with(d.stream, 'assessment/') and d.state <> 'void' order by d.due_on, d.key`;
const ADVICE = `
select a.case_ref as of, ${selectList(TABLES.advice.columns, 'a')} from advice a
where a.case_ref = any($1::text[]) order by a.requested_on, a.advice_id`;
const PANEL_ITEMS = `
select distinct on (p.case_ref, p.referral_id, p.question) p.case_ref as of, ${selectList(TABLES.panelItems.columns, 'p')}
from panel_items p where p.case_ref = any($1::text[])
order by p.case_ref, p.referral_id, p.question, starts_with(p.stream, 'panel/') desc`;

/** In the order of the cases' references. */
export const requestsOf = async (
  pool: pg.Pool,
  { urn, client }: { urn: string; client: string | null },
  { limit, after }: Paging,
): Promise<Found<SchoolRequest>> => {
  const { rows } = await pool.query<CaseRow>(ASKED, [urn, client, after ?? null, limit + 1]);
  const page = rows.slice(0, limit);
  const refs = page.map(({ caseRef }) => caseRef);
  const [deadlines, advice, panelItems] = await Promise.all([
    ofCases<DeadlineRow>(pool, DEADLINES, refs),
    ofCases<AdviceRow>(pool, ADVICE, refs),
    ofCases<PanelItemRow>(pool, PANEL_ITEMS, refs),
  ]);
  return {
    rows: page.map((found) => ({
      case: found,
      deadlines: deadlines.get(found.caseRef) ?? [],
      advice: advice.get(found.caseRef) ?? [],
      panelItems: panelItems.get(found.caseRef) ?? [],
    })),
    next: rows.length > limit ? (refs.at(-1) ?? null) : null,
  };
};

/** Children that attend it, and those that it asked for. */
const ITS_CHILDREN = `
select case_ref from case_schools where urn = $1
  and (how = 'asked' or (how in ('attends', 'placed') and (until_on is null or until_on > $2::date)))`;

/** Of one service, in the assessments of the school's children. */
export interface ServiceTimeliness {
  service: string;
  asked: number;
  in: number;
  /** In by its date, of those in. */
  inTime: number;
  late: number;
  /** Not in, and those of them past their date. */
  outstanding: number;
  overdue: number;
}

const TIMELINESS = `
select a.service, count(*)::int as asked, count(a.submitted_on)::int as "in",
       count(*) filter (where a.submitted_on <= d.due_on)::int as "inTime",
       count(*) filter (where a.submitted_on > d.due_on)::int as late,
       count(*) filter (where a.submitted_on is null)::int as outstanding,
       count(*) filter (where a.submitted_on is null and d.due_on < $2::date)::int as overdue
from advice a
left join deadlines d on d.stream = a.stream and d.key in ('advice-6w:' || a.advice_id, 'advice-nons31-6w:' || a.advice_id)
where a.case_ref in (${ITS_CHILDREN}) and a.state not in ('declined', 'reused')
group by a.service order by a.service`;

export const timelinessFor = async (pool: pg.Pool, urn: string, today: CivilDate): Promise<ServiceTimeliness[]> =>
  (await pool.query<ServiceTimeliness>(TIMELINESS, [urn, today])).rows;

/** Whose advice those figures count: of few children they tell of each. */
export const countedFor = async (pool: pg.Pool, urn: string, today: CivilDate): Promise<CaseRef[]> =>
  (
    await pool.query<{ caseRef: CaseRef }>(
      `select distinct case_ref as "caseRef" from advice
       where case_ref in (${ITS_CHILDREN}) and state not in ('declined', 'reused') order by 1`,
      [urn, today],
    )
  ).rows.map(({ caseRef }) => caseRef);

export interface OwedAdvice {
  caseRef: CaseRef;
  adviceId: string;
  kind: string;
  askedOn: CivilDate;
  dueOn: CivilDate | null;
  state: string;
}

export interface OwedReply {
  caseRef: CaseRef;
  /** Of the review or amendment that it is asked in; null in an assessment. */
  review: number | null;
  consultationId: string;
  round: number;
  askedOn: CivilDate;
  dueOn: CivilDate;
}

export interface OwedForReview {
  caseRef: CaseRef;
  review: number;
  kind: string;
  /** arrange, invite, circulate, hold, report. */
  what: string;
  dueOn: CivilDate | null;
}

const day = (column: string): string => `to_char(${column}, 'YYYY-MM-DD')`;

/** The head of the school that the child attends is asked for the advice on education (reg 6(1)(b)). */
const OWED_ADVICE = `
select a.case_ref as "caseRef", a.advice_id as "adviceId", a.kind, ${day('a.requested_on')} as "askedOn",
       ${day('a.due_on')} as "dueOn", a.state
from advice a join cases c on c.stream = a.stream
where a.kind = 'education' and a.state in ('requested', 'acknowledged', 'returned') and c.open
  and a.case_ref in (select case_ref from case_schools where how = 'attends' and urn = $1 and (until_on is null or until_on > $2::date))
order by a.due_on, a.case_ref limit $3`;

/** Whether that request for advice is the one that a school answers. */
export const isOfEducation = async (pool: pg.Pool, caseRef: CaseRef, adviceId: string): Promise<boolean> =>
  (
    await pool.query(`select from advice where case_ref = $1 and advice_id = $2 and kind = 'education' limit 1`, [
      caseRef,
      adviceId,
    ])
  ).rowCount === 1;

const OWED_REPLIES = `
select n.case_ref as "caseRef", r.n as review, n.consultation_id as "consultationId", n.round,
       ${day('n.consulted_on')} as "askedOn", ${day('n.due_on')} as "dueOn"
from consultations n left join cases c on c.stream = n.stream left join reviews r on r.stream = n.stream
where n.urn = $1 and n.replied_on is null and coalesce(c.open, r.open, false)
order by n.due_on, n.case_ref limit $2`;

const OWED_FOR_REVIEWS = `
select r.case_ref as "caseRef", r.n as review, r.kind, t.key as what, ${day('t.due_on')} as "dueOn"
from reviews r join tasks t on t.stream = r.stream
where r.institution = $1 and r.convened_by = 'school' and r.open and t.role = 'provider' and t.closed_on is null
order by t.due_on, r.case_ref limit $2`;

export const owedBy = async (
  pool: pg.Pool,
  urn: string,
  today: CivilDate,
  most: number,
): Promise<{ advice: OwedAdvice[]; consultations: OwedReply[]; reviews: OwedForReview[] }> => {
  const [advice, consultations, reviews] = await Promise.all([
    pool.query<OwedAdvice>(OWED_ADVICE, [urn, today, most]),
    pool.query<OwedReply>(OWED_REPLIES, [urn, most]),
    pool.query<OwedForReview>(OWED_FOR_REVIEWS, [urn, most]),
  ]);
  return { advice: advice.rows, consultations: consultations.rows, reviews: reviews.rows };
};

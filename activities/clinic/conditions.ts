/** What the clinic's relations are made of: their shape, and the conditions that several of them set. */
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { Sql } from './statement.js';

export type RelationName =
  | 'cases'
  | 'all'
  | 'limits'
  | 'soon'
  | 'advice'
  | 'campaign'
  | 'reviewsDue'
  | 'reviewsHeld'
  | 'reviewDecisions'
  | 'contacts';

/** Keeps the planner from working a column out anew for every figure that reads it. */
export const KEPT: Sql = ' offset 0';
/** One figure's rows: only the columns that it reads are worked out, and only of the rows that it counts. */
export const UNKEPT: Sql = '';

export interface Relation {
  sql: (filters: ClinicFilters, kept?: Sql) => Sql;
  /** What a list shows of a row, where a figure does not say otherwise. */
  row: { about: Sql; stage: Sql; received: Sql; due: Sql; days: Sql; cause: Sql };
  /** Where whom it waits on stands. */
  waits: 'cases' | 'reviews' | 'either' | null;
  /** The names by which it can be counted apart. */
  keys: Readonly<Record<string, Sql>>;
}

export type Narrowing = 'locality' | 'caseworker' | 'source';

/** Only the filters that are given. */
export const narrowed = (filters: ClinicFilters, alias: string, by: readonly Narrowing[]): Sql =>
  by
    .filter((name) => filters[name] !== undefined)
    .map((name) => ` and ${alias}.${name} = :${name}`)
    .join('');

export const EVERY: readonly Narrowing[] = ['locality', 'caseworker', 'source'];
export const OF_PLANS: readonly Narrowing[] = ['locality', 'caseworker'];

export const by = (column: Sql): Sql => `(${column} <= :on) is true`;
export const inWindow = (column: Sql): Sql => `${column} >= :from and ${column} < :until`;
/** Without the casts, both would go by way of a time zone or of a numeric, at several times the cost. */
export const month = (column: Sql): Sql => `to_char(${column}::timestamp, 'YYYY-MM')`;
export const year = (column: Sql): Sql => `date_part('year', ${column})::int::text`;

export const STAGE = `case when s.ended_on <= :on then 'finished' when s.draft_on <= :on then 'draft-with-family'
  when s.issued_on <= :on then 'drafting' when s.assessed_on <= :on then 'gathering-advice'
  when s.checked_on <= :on then 'considering' else 'intake' end`;

/** By these a yearly review is due. */
export const REVIEW_RULES = `('ar-12m-first', 'ar-12m-next', 'ar-12m-reassess', 'move-review')`;

/** No review of the plan `p` is open that has the date as a clock of its own. */
export const NO_REVIEW_YET: Sql = `not exists (
   select from deadlines d where d.stream = 'annualReview/' || p.case_ref || '/' || p.review
     and d.rule_id in ${REVIEW_RULES} and d.state <> 'void')`;

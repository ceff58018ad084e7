/** The list behind a figure: as many rows as the figure says, in an order that does not change, a page at a time or as CSV. */
import type pg from 'pg';
import { rowsAsCsv } from '../../domain/clinic/csv.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { ROW_COLUMNS } from '../../domain/clinic/figures.js';
import type { ClinicList, ClinicRow, FigureId } from '../../domain/clinic/figures.js';
import type { Refusal } from '../../domain/events.js';
import { portions } from '../ledger/transaction.js';
import { resolve } from './catalogue.js';
import type { Family } from './catalogue.js';
import { inOneMoment } from './clinic.js';
import { UNKEPT } from './conditions.js';
import { RELATIONS } from './relations.js';
import { statement, valuesOf } from './statement.js';
import type { Sql, Values } from './statement.js';

export interface ListPage {
  /** At most this many rows; 50 unless said, 500 at most. */
  limit?: number;
  offset?: number;
}

const PAGE = 50;
const PAGE_AT_MOST = 500;

interface Listing {
  family: Family;
  title: string;
  values: Values;
  /** What is counted, as rows. */
  counted: Sql;
  rows: Sql;
}

const WAITING = {
  cases: {
    join: 'left join cases k on k.stream = f.stream',
    on: `case when f.stage <> 'finished' then k.waiting_on end`,
    due: 'k.next_due_on',
  },
  reviews: {
    join: 'left join reviews k on k.stream = f.stream',
    on: 'case when k.open then k.waiting_on end',
    due: 'null',
  },
  either: {
    join: 'left join cases k on k.stream = f.stream left join reviews q on q.stream = f.stream',
    on: `case when k.stage <> 'finished' then k.waiting_on when q.open then q.waiting_on end`,
    due: 'null',
  },
} as const;

const date = (column: Sql): Sql => `to_char(${column}, 'YYYY-MM-DD')`;

const ORDER = 'days desc nulls last, case_ref, about';

const listing = (id: FigureId, filters: ClinicFilters): Listing | Refusal => {
  const found = resolve(id);
  if ('refused' in found) return found;
  const { family, keys } = found;
  const { sql, row, waits, keys: named } = RELATIONS[family.relation];
  const apart = family.within === undefined ? keys : keys.slice(0, -1);
  const conditions = [
    family.where,
    ...apart.map((_, i) => `${named[family.keys[i] as string] as Sql} = :key${i}`),
    ...(family.within === undefined
      ? []
      : [`${family.within} <= :on`, `${family.within} <= c.received_on + 7 * :week`]),
  ];
  const values: Values = {
    ...valuesOf(filters),
    ...Object.fromEntries(apart.map((key, i) => [`key${i}`, key])),
    ...(family.within === undefined ? {} : { week: Number(keys.at(-1)) }),
  };
  const counted = `
select c.stream, c.case_ref, ${row.about} as about, ${row.stage} as stage, ${row.received} as received,
       ${family.due ?? row.due} as due, (${family.days.sql})::int as days, ${row.cause} as cause, c.caseworker, c.locality
from ${sql(filters, UNKEPT)} where ${conditions.map((c) => `(${c})`).join(' and ')}`;
  const wait = waits === null ? undefined : WAITING[waits];
  // What it waits on is looked up for the rows that are shown alone.
  const rows = (of: Sql): Sql => `
select f.case_ref as "caseRef", f.about, f.stage, ${date('f.received')} as received,
       ${date(family.relation === 'all' ? `coalesce(f.due, case when f.stage <> 'finished' then k.next_due_on end)` : 'f.due')} as due,
       f.days, ${wait?.on ?? 'null::text'} as "waitingOn", f.caseworker, f.locality, f.cause
from (${of}) f ${wait?.join ?? ''} order by f.days desc nulls last, f.case_ref, f.about`;
  const title = [family.title, ...keys].join(': ');
  return { family, title, values, counted, rows: rows(`${counted} order by ${ORDER} limit :limit offset :offset`) };
};

const EVERY_ROW = 2_147_483_647;

export const listBehind = async (
  pool: pg.Pool,
  id: FigureId,
  filters: ClinicFilters,
  { limit = PAGE, offset = 0 }: ListPage = {},
): Promise<ClinicList | Refusal> => {
  const found = listing(id, filters);
  if ('refused' in found) return found;
  const { family, title, counted, rows, values } = found;
  const page = { limit: Math.max(1, Math.min(limit, PAGE_AT_MOST)), offset: Math.max(0, offset) };
  return inOneMoment(pool, async (client) => {
    const total = await client.query<{ n: number }>(statement(`select count(*)::int as n from (${counted}) f`, values));
    const shown = await client.query<ClinicRow>(statement(rows, { ...values, ...page }));
    return { figure: id, title, daysFrom: family.days.from, total: total.rows[0]?.n ?? 0, ...page, rows: shown.rows };
  });
};

/** All of it as CSV, given away piece by piece: the heading first. */
export const csvBehind = async (
  pool: pg.Pool,
  id: FigureId,
  filters: ClinicFilters,
  write: (text: string) => void | Promise<void>,
): Promise<Refusal | undefined> => {
  const found = listing(id, filters);
  if ('refused' in found) return found;
  const { text, values } = statement(found.rows, { ...found.values, limit: EVERY_ROW, offset: 0 });
  await inOneMoment(pool, async (client) => {
    await write(`${ROW_COLUMNS.join(',')}\r\n`);
    for await (const rows of portions<ClinicRow & pg.QueryResultRow>(client, text, values))
      await write(rowsAsCsv(rows));
  });
  return undefined;
};

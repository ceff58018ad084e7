/**
 * Copies of the rows that real events came to, under other references: enough of them to measure lists by. The ledger knows
 * nothing of the copies, which is why they are only made on the servers of the bench.
 */
import { ALL_TABLES, columnOf } from '../../activities/ledger/tables.js';
const other = (column) => `overlay(${column} placing to_char(c.n, 'FM00000000') from length(${column}) - 7)`;
const copyOf = (name, columns) => `
insert into ${name} (stream, case_ref, ${columns.join(', ')})
select ${other('t.stream')}, ${other('t.case_ref')}, ${columns.map((c) => `t.${c}`).join(', ')}
from copied c join ${name} t on t.stream = c.stream on conflict do nothing`;
/** Run in turn, they add so many cases. */
export const COPY = (wanted) => [
    'drop table if exists copied',
    `create table copied as
   with real as (
     select stream, row_number() over (order by stream) - 1 as i, count(*) over () as of
     from cases where open and caseworker like 'cw-%' and not case_ref like 'EHC-0%' limit 100
   )
   select r.stream, (select count(*) from cases) + g.n as n
   from generate_series(1, ${Math.round(wanted)}) as g(n) join real r on r.i = g.n % r.of`,
    ...ALL_TABLES.map(({ name, columns }) => copyOf(name, Object.keys(columns)
        .map(columnOf)
        .filter((c) => c !== 'case_ref'))),
];
//# sourceMappingURL=copies.js.map
/** Whether the Monday clinic comes as fast with a hundred thousand cases. */
import { csvBehind, listBehind } from '../../activities/clinic/list.js';
import { readClinic } from '../../activities/clinic/clinic.js';
import { ALL_TABLES, columnOf } from '../../activities/ledger/tables.js';
import { Ehcna } from '../../client/ehcna.js';
import { sampleCaseload } from '../../client/sample/caseload.js';
import { finishedSamples, SAMPLE_FINISHED } from '../../client/sample/finished/caseload.js';
import { parseFilters } from '../../domain/clinic/filters.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { assessmentId } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { readPolicy } from '../../workers/policy-file.js';
import type { Ground } from '../ground.js';
import { quantile, rowOf } from '../row.js';
import type { Row } from '../row.js';
import type { Sizes } from '../sizes.js';

const READ = ['case_steps', 'cases', 'advice', 'deadlines', 'contacts', 'plans', 'reviews', 'transfers'];

/** Open cases stay about as old as they are; those that are over happened up to five years earlier. */
const CHOOSE = (wanted: number): string[] => [
  'drop table if exists clinic_copied',
  `create table clinic_copied as
   with real as (
     select case_ref, ended_on is null as open, row_number() over (order by case_ref) - 1 as i, count(*) over () as of
     from case_steps where case_ref !~ '^EHC-0'
   )
   select r.case_ref, 'EHC-' || to_char(g.n, 'FM00000000') as other,
          (g.n::bigint * 7919 % case when r.open then 21 else 1800 end)::int as shift
   from generate_series(1, ${Math.round(wanted)}) as g(n) join real r on r.i = g.n % r.of`,
];

const COPY = ALL_TABLES.filter(({ name }) => READ.includes(name)).map(({ name, columns }) => {
  const typed = Object.entries(columns as Record<string, string>).filter(([property]) => property !== 'caseRef');
  const value = ([property, type]: [string, string]): string =>
    property === 'month'
      ? `date_trunc('month', t.received_on - c.shift)::date`
      : `t.${columnOf(property)}${type === 'date' ? ' - c.shift' : ''}`;
  return `
insert into ${name} (stream, case_ref, ${typed.map(([p]) => columnOf(p)).join(', ')})
select replace(t.stream, c.case_ref, c.other), c.other, ${typed.map(value).join(', ')}
from clinic_copied c join ${name} t on t.case_ref = c.case_ref on conflict do nothing`;
});

const fill = async (ground: Ground, size: number, today: CivilDate): Promise<void> => {
  const ehcna = Ehcna.over(ground.client, ground.pool, ground.secrets);
  const { version, policy } = await readPolicy(ground.place.policyPath);
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  await ground.pool.query(`truncate ${READ.join(', ')}`);
  for (const { caseRef, events } of sampleCaseload({ today, rules, size: 20, seed: 'clinic' }))
    await ehcna.ledger.append(assessmentId(caseRef), events as never);
  for (const { streams } of finishedSamples({ today, rules, finished: SAMPLE_FINISHED, seed: 'clinic' }))
    for (const { stream, events } of streams) await ehcna.ledger.append(stream, events);
  for (const text of [...CHOOSE(size), ...COPY]) await ground.pool.query(text);
  // As autovacuum leaves it.
  await ground.pool.query('vacuum (analyze)');
};

const timesOf = async (asked: number, ask: () => Promise<unknown>): Promise<{ p50: number; p95: number }> => {
  const times: number[] = [];
  await ask();
  for (let n = 0; n < asked; n += 1) {
    const from = performance.now();
    await ask();
    times.push(performance.now() - from);
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
};

const countAll = (ground: Ground) => ground.pool.query('select count(*) from deadlines');

const BLOCK = 5;

/** Of the servers: what it takes however busy the machine is. */
const processorRow = async (ground: Ground, filters: ClinicFilters, at: string): Promise<Row> => {
  const often = (work: () => Promise<unknown>) => async (): Promise<void> => {
    for (let n = 0; n < BLOCK; n += 1) await work();
  };
  const whole = await ground.cpuOf(
    [],
    often(() => readClinic(ground.pool, filters)),
  );
  const counted = await ground.cpuOf(
    [],
    often(() => countAll(ground)),
  );
  const name = `clinic: servers' processor time of the whole page (${at}; reference: count(*) of all deadlines)`;
  return rowOf(name, whole / BLOCK, 'ms', counted / BLOCK);
};

export const clinicRows = async (ground: Ground, sizes: Sizes): Promise<Row[]> => {
  const today = londonDate(Date.now());
  const size = sizes.listed.at(-1) ?? 1_000;
  await fill(ground, size, today);
  const filters = parseFilters({}, today) as ClinicFilters;
  const at = `${size} cases`;
  const page = await timesOf(20, () => readClinic(ground.pool, filters));
  const narrow = await timesOf(20, () => readClinic(ground.pool, { ...filters, locality: 'harbour' }));
  const list = await timesOf(20, () => listBehind(ground.pool, 'work.open', filters));
  const counting = await timesOf(20, () => countAll(ground));
  let bytes = 0;
  const csv = await timesOf(3, () => {
    bytes = 0;
    return csvBehind(ground.pool, 'work.open', filters, (text) => void (bytes += text.length));
  });
  return [
    rowOf(`clinic: the whole page, p95 (${at}; reference: p50)`, page.p95, 'ms', page.p50, { value: 1_000 }),
    rowOf(`clinic: the whole page of one locality, p95 (${at}; reference: p50)`, narrow.p95, 'ms', narrow.p50, {
      value: 1_000,
    }),
    rowOf(`clinic: a page of the longest list, p95 (${at}; reference: p50)`, list.p95, 'ms', list.p50, { value: 200 }),
    rowOf(
      `clinic: count(*) of all deadlines, to compare, p95 (${at}; reference: p50)`,
      counting.p95,
      'ms',
      counting.p50,
    ),
    await processorRow(ground, filters, at),
    rowOf(
      `clinic: the longest list as CSV, p95 (${at}, ${Math.round(bytes / 1_000)} kB; reference: p50)`,
      csv.p95,
      'ms',
      csv.p50,
    ),
  ];
};

/** The clinic over the sample caseload: every number is what the facts come to, and opens a list that is as long. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readClinic } from '../../activities/clinic/clinic.js';
import { csvBehind, listBehind } from '../../activities/clinic/list.js';
import { publishedMeasure } from '../../activities/clinic/timeliness.js';
import { finishedSamples } from '../../client/sample/finished/caseload.js';
import { SAMPLE_SEED, sampleCaseload } from '../../client/sample/caseload.js';
import { each } from '../../client/restore.js';
import { samplePlans } from '../../client/sample/plans/caseload.js';
import type { ClinicFigures, ClinicList, Days, Figure } from '../../domain/clinic/figures.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import type { StreamId } from '../../domain/ids.js';
import { OWN_LIMITS } from '../../domain/clinic/own-limits.js';
import { allRules, LAW_VERSION } from '../../domain/law/rules.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { readPolicy } from '../../workers/policy-file.js';
import { countFromEvents } from './counted.js';

const TODAY = '2026-11-23';
const YEAR: ClinicFilters = { from: '2025-12-01', to: '2026-11-01', on: TODAY };

/** Several views: other months, other days, one person's own, a place, a source. */
const VIEWS: readonly [string, ClinicFilters][] = [
  ['the year', YEAR],
  ['three years', { from: '2024-01-01', to: '2026-12-01', on: TODAY }],
  ['as it was in spring', { from: '2025-04-01', to: '2026-04-01', on: '2026-04-13' }],
  ['a locality', { ...YEAR, locality: 'harbour' }],
  ['one caseworker’s own', { ...YEAR, from: '2024-06-01', caseworker: 'cw-03' }],
  ['what schools asked for', { ...YEAR, source: 'school' }],
  ['all three at once', { ...YEAR, from: '2024-01-01', source: 'parent', locality: 'north', caseworker: 'cw-01' }],
];

let world: World;
let streams: { stream: StreamId; events: AnyEvent[] }[];

beforeAll(async () => {
  world = await openWorld({ worker: false });
  const { version, policy } = await readPolicy('policy/default.yaml');
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  streams = [
    ...sampleCaseload({ today: TODAY, rules, size: 70 }).map(({ caseRef, events }) => ({
      stream: assessmentId(caseRef),
      events: events as unknown as AnyEvent[],
    })),
    ...[...samplePlans({ today: TODAY, rules, plans: 30, seed: SAMPLE_SEED })].flatMap((p) => p.streams),
    ...[...finishedSamples({ today: TODAY, rules, finished: 60, seed: SAMPLE_SEED })].flatMap((s) => s.streams),
  ];
  await each(streams, 5, async ({ stream, events }) => void (await world.ehcna.ledger.append(stream, events)));
}, 240_000);

afterAll(() => world?.stop());

const isFigure = (x: object): x is Figure => 'id' in x && 'n' in x;
const isDays = (x: object): x is Days => 'id' in x && 'over' in x;

const numbersIn = (x: unknown, found = new Map<string, number | null>()): Map<string, number | null> => {
  if (x === null || typeof x !== 'object') return found;
  if (isFigure(x)) found.set(x.id, x.n);
  else if (isDays(x)) found.set(x.id, x.value);
  for (const value of Object.values(x)) numbersIn(value, found);
  return found;
};

const figuresIn = (clinic: ClinicFigures): Map<string, number> =>
  new Map(
    [...numbersIn({ ...clinic, filters: null })].filter(([id, n]) => n !== null && !/Days/.test(id)) as [
      string,
      number,
    ][],
  );

describe.each(VIEWS)('%s', (_, filters) => {
  test('every number is what the facts come to, and none is missing', async () => {
    const clinic = await readClinic(world.pool, filters);
    const counted = countFromEvents(streams, filters);
    const shown = numbersIn(clinic);
    for (const { service, chasers } of clinic.advice) shown.set(`advice.chasers:${service}`, chasers);
    const wrong = [...shown].filter(([id, n]) => (counted.get(id) ?? (/Days/.test(id) ? null : 0)) !== n);
    expect(wrong.map(([id, n]) => `${id} is ${n}, by the facts ${counted.get(id)}`)).toEqual([]);
    // Of the cohorts the weeks that not every request has behind it are shown nowhere; nor are years before the last three.
    const beyond = /^(cohorts\.\w+By|published\.|decisions\.reckoned|decisions\.due:\S+\/|draft\.longestDays:)/;
    expect(
      [...counted.keys()].filter((id) => !shown.has(id) && !beyond.test(id) && !/^work\.(late|medianDays)$/.test(id)),
    ).toEqual([]);
  });
});

describe('behind every number', () => {
  test('stands a list that is as long, in an order that does not change, and the same as CSV', async () => {
    const filters = VIEWS[0]?.[1] as ClinicFilters;
    const figures = figuresIn(await readClinic(world.pool, filters));
    expect(figures.size).toBeGreaterThan(400);
    for (const [id, n] of figures) {
      const list = (await listBehind(world.pool, id, filters, { limit: 500 })) as ClinicList;
      expect({ id, total: list.total, rows: list.rows.length }).toEqual({ id, total: n, rows: n });
    }
    for (const id of [
      'work.open',
      'soon.due',
      'advice.asked:educational-psychology',
      'reviews.due',
      'contacts.made',
      'causes.passed',
      'campaign.plans',
    ]) {
      let csv = '';
      await csvBehind(world.pool, id, filters, (text) => void (csv += text));
      expect(csv.trimEnd().split('\r\n')).toHaveLength((figures.get(id) ?? 0) + 1);
      const all = (await listBehind(world.pool, id, filters, { limit: 500 })) as ClinicList;
      const pages: unknown[] = [];
      for (let offset = 0; offset < all.total; offset += 7)
        pages.push(...((await listBehind(world.pool, id, filters, { limit: 7, offset })) as ClinicList).rows);
      expect(pages).toEqual(all.rows);
    }
  }, 120_000);

  test('stands no child’s detail', async () => {
    const list = (await listBehind(world.pool, 'work.open', YEAR, { limit: 500 })) as ClinicList;
    const names = streams.flatMap(
      ({ events }) => (events.at(0)?.data as { child?: { name?: string } } | undefined)?.child?.name ?? [],
    );
    expect(names.length).toBeGreaterThan(150);
    const text = JSON.stringify([list, await readClinic(world.pool, YEAR)]);
    expect(names.filter((name) => text.includes(name))).toEqual([]);
  });

  test.each([
    'work.nothing',
    'work.open:',
    'work.open:a/b',
    'advice.asked',
    'cohorts.plannedBy:2026-04/x',
    '',
    'x'.repeat(300),
  ])('an id that the clinic does not show is refused: %s', async (id) => {
    expect(await listBehind(world.pool, id, YEAR)).toMatchObject({ refused: true, code: 'no-such-figure' });
  });
});

test('the published measure of a year is that of the clinic, and its parts add up', async () => {
  const clinic = await readClinic(world.pool, YEAR);
  for (const shown of clinic.published.years) {
    const measure = await publishedMeasure(world.pool, shown.year, TODAY);
    expect(measure).toEqual(shown);
    for (const { issued, within20, within52, over52 } of [measure.including, measure.excluding])
      expect(within20.n + within52.n + over52.n).toBe(issued.n);
  }
  expect(clinic.published.years.at(-1)?.including.issued.n).toBeGreaterThan(10);
});

test('what falls due soon is counted by rules under which the law table has a local authority owe', async () => {
  const { soon } = await readClinic(world.pool, YEAR);
  expect(soon.due.n).toBeGreaterThan(5);
  expect(soon.rules.length).toBeGreaterThan(2);
  expect(soon.rules.reduce((n, { due }) => n + due.n, 0)).toBe(soon.due.n);
  for (const id of Object.values(OWN_LIMITS).flat())
    expect(
      allRules().filter((rule) => rule.id === id && /local authority/.test(rule.owner)),
      id,
    ).not.toEqual([]);
});

test('the states of a limit add up to what fell due, and rebuilding the rows changes nothing', async () => {
  for (const { due, inTime, late, excepted, owed, notYetDue } of (await readClinic(world.pool, YEAR)).decisions) {
    expect(inTime.n + late.n + excepted.n + owed.n + notYetDue.n).toBe(due.n);
    expect(due.n).toBeGreaterThan(5);
  }
  expect((await world.ehcna.ledger.rebuild()).differences).toEqual([]);
});

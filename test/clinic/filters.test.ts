/** A link is a view: filters stand in an address and are read from it again, or refused with what was expected. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, addMonths } from '../../domain/civil-date.js';
import { filtersInAddress, parseFilters, writeFilters } from '../../domain/clinic/filters.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { rowsAsCsv } from '../../domain/clinic/csv.js';
import { backlogNote } from '../../domain/clinic/backlog.js';
import type { PublishedMeasure } from '../../domain/clinic/figures.js';

const TODAY = '2026-11-23';

const filters = fc
  .record({
    on: fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1995-01-01', n)),
    to: fc.integer({ min: 0, max: 600 }).map((n) => addMonths('1996-01-01', n)),
    months: fc.integer({ min: 0, max: 59 }),
    locality: fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/), { nil: undefined }),
    caseworker: fc.option(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/), { nil: undefined }),
    source: fc.option(fc.constantFrom('parent', 'school', 'young-person'), { nil: undefined }),
  })
  .map(({ months, to, on, ...codes }): ClinicFilters => {
    const given = Object.entries(codes).filter(([, value]) => value !== undefined);
    return { from: addMonths(to, -months), to, on, ...Object.fromEntries(given) };
  });

test('filters that are written into an address are read from it again, on any day', () => {
  fc.assert(
    fc.property(filters, (given) => {
      expect(parseFilters(writeFilters(given), TODAY)).toEqual(given);
      expect(parseFilters(Object.fromEntries(new URLSearchParams(filtersInAddress(given))), '2001-01-01')).toEqual(
        given,
      );
    }),
  );
});

test('nothing given is the twelve months to today', () => {
  const year = { from: '2025-12-01', to: '2026-11-01', on: TODAY };
  expect(parseFilters({}, TODAY)).toEqual(year);
  expect(parseFilters({ from: '', locality: '' }, TODAY)).toEqual(year);
});

test.each([
  [{ on: '2026-02-30' }, /filter on is "2026-02-30"; expected a day/],
  [{ on: ['2026-02-01', '2026-02-02'] }, /filter on .* expected one value/],
  [{ from: '2026-13' }, /filter from is "2026-13"; expected a month/],
  [{ from: '2026-12' }, /expected a month not after 2026-11/],
  [{ from: '2019-01' }, /at most 60 months/],
  [{ locality: 'North East' }, /filter locality .* expected a locality in lower case/],
  [{ caseworker: "x' or true" }, /filter caseworker/],
  [{ source: '<b>' }, /filter source/],
] as const)('filters at fault are refused with what was expected: %j', (given, reason) => {
  expect(parseFilters(given as never, TODAY)).toMatchObject({
    refused: true,
    code: 'bad-filter',
    reason: expect.stringMatching(reason),
  });
});

test('any text at all is read or refused, and never thrown at', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('from', 'to', 'on', 'locality', 'caseworker', 'source'), fc.string()),
      (given) => {
        const read = parseFilters(given, TODAY);
        if (!('refused' in read)) expect(parseFilters(writeFilters(read), TODAY)).toEqual(read);
      },
    ),
  );
});

test('a cell that a spreadsheet would take for a formula is text', () => {
  const row = {
    caseRef: 'EHC-1',
    about: '=1+1',
    stage: 'a "b", c',
    received: null,
    due: null,
    days: -3,
    waitingOn: null,
    caseworker: null,
    locality: null,
    cause: null,
  };
  expect(rowsAsCsv([row])).toBe(`EHC-1,'=1+1,"a ""b"", c",,,-3,,,,\r\n`);
});

const year = (n: number, issued: number, within: number, own: number): PublishedMeasure => {
  const figure = (count: number) => ({ id: 'x', n: count });
  const counts = {
    issued: figure(issued),
    within20: figure(within),
    within52: figure(0),
    over52: figure(issued - within),
    percent: (100 * within) / issued,
  };
  return {
    year: n,
    soFar: false,
    including: counts,
    excluding: counts,
    ownRequests: { part: figure(own), whole: figure(100), percent: own },
  };
};

test('that a backlog lowers the headline is said where it does, and only there', () => {
  expect(backlogNote([year(2025, 100, 60, 50), year(2026, 200, 80, 70)])?.sentence).toContain(
    '120 plans were issued after more than twenty weeks, 80 more',
  );
  expect(backlogNote([year(2025, 100, 60, 70), year(2026, 200, 80, 50)])).toBeNull();
  expect(backlogNote([year(2025, 100, 60, 50), year(2026, 200, 160, 70)])).toBeNull();
  expect(backlogNote([year(2025, 100, 60, 50), year(2026, 50, 20, 70)])).toBeNull();
});

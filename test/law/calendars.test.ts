import { describe, expect, test } from 'vitest';
import { addDays, dayOfWeek } from '../../domain/civil-date.js';
import { closuresFor } from '../../domain/law/calendars/closures.js';
import { holidayOn } from '../../domain/law/calendars/calendar.js';
import { ENGLAND_AND_WALES as calendar } from '../../domain/law/calendars/england-and-wales.js';
import { isWorkingDay } from '../../domain/law/counting.js';

const yearsOf = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const daysOf = (year: number): string[] =>
  Array.from({ length: 366 }, (_, i) => addDays(`${year}-01-01`, i)).filter((date) => date.startsWith(`${year}-`));
const holidaysOf = (year: number): [string, string][] =>
  daysOf(year).flatMap((date): [string, string][] => {
    const title = holidayOn(date, calendar);
    return title === null ? [] : [[date, title]];
  });
const datesIn = (year: number): string[] => holidaysOf(year).map(([date]) => date);

/** Gregorian Easter by the anonymous algorithm: an authority other than the list. */
const easterSunday = (year: number): string => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return `${year}-0${Math.floor(f / 31)}-${String((f % 31) + 1).padStart(2, '0')}`;
};

describe('the bank holidays of England and Wales', () => {
  test('of 2026 are those GOV.UK published', () => {
    expect(holidaysOf(2026)).toEqual([
      ['2026-01-01', 'New Year’s Day'],
      ['2026-04-03', 'Good Friday'],
      ['2026-04-06', 'Easter Monday'],
      ['2026-05-04', 'Early May bank holiday'],
      ['2026-05-25', 'Spring bank holiday'],
      ['2026-08-31', 'Summer bank holiday'],
      ['2026-12-25', 'Christmas Day'],
      ['2026-12-28', 'Boxing Day (substitute day)'],
    ]);
  });

  test('are eight a year, but for the years with one more', () => {
    const odd = yearsOf(2012, 2060).filter((year) => datesIn(year).length !== 8);
    expect(odd.map((year) => [year, datesIn(year).length])).toEqual([
      [2012, 9],
      [2022, 10],
      [2023, 9],
    ]);
  });

  test.each(yearsOf(2012, 2060))('of %i stand where the rules put them', (year) => {
    const easter = easterSunday(year);
    expect(holidayOn(addDays(easter, -2), calendar)).toBe('Good Friday');
    expect(holidayOn(addDays(easter, 1), calendar)).toBe('Easter Monday');
    for (const date of datesIn(year)) expect([0, 6]).not.toContain(dayOfWeek(date));
  });

  test('are published to 2028 and computed after that', () => {
    expect(calendar.sourceDate).toBe('2026-02-25');
    expect(calendar.publishedTo).toBe('2028-12-31');
    expect(calendar.licence).toContain('Open Government Licence v3.0');
    expect(Object.keys(calendar.holidays).at(-1)).toBe('2028-12-26');
    expect([calendar.from, calendar.to]).toEqual(['2012-01-01', '2060-12-31']);
    expect(datesIn(2011)).toEqual([]);
  });

  test.each(yearsOf(2029, 2060))('of %i are each computed once', (year) => {
    expect(
      holidaysOf(year)
        .map(([, title]) => title.replace(' (substitute day)', ''))
        .sort(),
    ).toEqual([
      'Boxing Day',
      'Christmas Day',
      'Early May bank holiday',
      'Easter Monday',
      'Good Friday',
      'New Year’s Day',
      'Spring bank holiday',
      'Summer bank holiday',
    ]);
  });

  test.each([
    ['a Tuesday', 2029, ['12-25 Christmas Day', '12-26 Boxing Day']],
    ['a Friday', 2037, ['12-25 Christmas Day', '12-28 Boxing Day (substitute day)']],
    ['a Saturday', 2032, ['12-27 Christmas Day (substitute day)', '12-28 Boxing Day (substitute day)']],
    ['a Sunday', 2033, ['12-26 Boxing Day', '12-27 Christmas Day (substitute day)']],
  ])('make up for a Christmas on %s', (_, year, expected) => {
    const christmas = holidaysOf(year).filter(([date]) => date.slice(5) >= '12-01');
    expect(christmas.map(([date, title]) => `${date.slice(5)} ${title}`)).toEqual(expected);
  });

  test('of 2060 are computed', () => {
    expect(datesIn(2060)).toEqual([
      '2060-01-01',
      '2060-04-16',
      '2060-04-19',
      '2060-05-03',
      '2060-05-31',
      '2060-08-30',
      '2060-12-27',
      '2060-12-28',
    ]);
  });

  test('are not worked, nor are weekends; another calendar may say otherwise', () => {
    expect(isWorkingDay('2026-04-03', calendar)).toBe(false);
    expect(isWorkingDay('2026-04-04', calendar)).toBe(false);
    expect(isWorkingDay('2026-04-07', calendar)).toBe(true);
    expect(isWorkingDay('2026-04-04', { ...calendar, weekend: [0] })).toBe(true);
  });
});

describe('school closures', () => {
  const summer = { from: '2026-07-22', reopens: '2026-09-02' };
  const later = { from: '2026-07-29', reopens: '2026-09-07' };
  const closures = {
    authority: [summer],
    schools: [
      { urn: '100001', closures: [later] },
      { urn: '100002', closures: [] },
    ],
  };

  test("are the school's own, or else the authority's", () => {
    expect(closuresFor(closures, '100001')).toEqual([later]);
    expect(closuresFor(closures, '100002')).toEqual([]);
    expect(closuresFor(closures, '100003')).toEqual([summer]);
    expect(closuresFor(closures, null)).toEqual([summer]);
  });
});

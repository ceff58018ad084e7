import { describe, expect, test } from 'vitest';
import { addDays, dayOfWeek } from '../../domain/civil-date.js';
import { closuresFor } from '../../domain/law/calendars/closures.js';
import { ENGLAND_AND_WALES as calendar } from '../../domain/law/calendars/england-and-wales.js';
import { isWorkingDay } from '../../domain/law/counting.js';

const yearsOf = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const datesIn = (year: number): string[] =>
  Object.keys(calendar.holidays).filter((date) => date.startsWith(`${year}-`));

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
    expect(Object.entries(calendar.holidays).filter(([date]) => date.startsWith('2026'))).toEqual([
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
    const odd = yearsOf(2012, 2035).filter((year) => datesIn(year).length !== 8);
    expect(odd.map((year) => [year, datesIn(year).length])).toEqual([
      [2012, 9],
      [2022, 10],
      [2023, 9],
    ]);
  });

  test.each(yearsOf(2012, 2035))('of %i stand where the rules put them', (year) => {
    const easter = easterSunday(year);
    expect(calendar.holidays[addDays(easter, -2)]).toBe('Good Friday');
    expect(calendar.holidays[addDays(easter, 1)]).toBe('Easter Monday');
    for (const date of datesIn(year)) expect([0, 6]).not.toContain(dayOfWeek(date));
  });

  test('are published to 2028 and computed after that', () => {
    expect(calendar.sourceDate).toBe('2026-02-25');
    expect(calendar.publishedTo).toBe('2028-12-31');
    expect(calendar.licence).toContain('Open Government Licence v3.0');
    expect(datesIn(2011).length + datesIn(2036).length).toBe(0);
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

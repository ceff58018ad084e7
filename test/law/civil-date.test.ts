import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  dayOfWeek,
  daysBetween,
  firstOfMonth,
  formatLong,
  isCivilDate,
  londonDate,
  londonTime,
  maxDate,
  minDate,
  ncYearGroup,
  startOfLondonDay,
  weekdayName,
} from '../../domain/civil-date.js';

const day = fc
  .integer({ min: -200_000, max: 400_000 })
  .map((n) => Temporal.PlainDate.from('1970-01-01').add({ days: n }).toString());

describe('a civil date', () => {
  test('moves by days as the Gregorian calendar does', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -100_000, max: 100_000 }), (d, n) => {
        expect(addDays(d, n)).toBe(Temporal.PlainDate.from(d).add({ days: n }).toString());
      }),
    );
  });

  test('moves by months to the same day, or the last of a month that has none', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -1000, max: 1000 }), (d, n) => {
        expect(addMonths(d, n)).toBe(Temporal.PlainDate.from(d).add({ months: n }).toString());
      }),
    );
    expect(addMonths('2025-12-31', 2)).toBe('2026-02-28');
    expect(addMonths('2023-12-31', 2)).toBe('2024-02-29');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  });

  test('is so many days from another, and falls on a day of the week', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [from, to] = [Temporal.PlainDate.from(a), Temporal.PlainDate.from(b)];
        expect(daysBetween(a, b)).toBe(from.until(to, { largestUnit: 'day' }).days);
        expect(dayOfWeek(a)).toBe(from.dayOfWeek % 7);
        expect(firstOfMonth(a)).toBe(from.with({ day: 1 }).toString());
      }),
    );
  });

  test('reads as a letter writes it', () => {
    expect(formatLong('2025-04-02')).toBe('Wednesday 2 April 2025');
    expect(formatLong('2024-02-29')).toBe('Thursday 29 February 2024');
    expect(weekdayName('2026-11-22')).toBe('Sunday');
  });

  test('sorts as it reads', () => {
    expect(minDate('2026-02-01', '2025-12-31', '2026-01-01')).toBe('2025-12-31');
    expect(maxDate('2026-02-01', '2025-12-31', '2026-01-01')).toBe('2026-02-01');
  });

  test.each(['2025-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '2025-4-2', '0000-01-01', '', '2025-04-02T00:00'])(
    'is not %j',
    (value) => {
      expect(isCivilDate(value)).toBe(false);
      expect(() => addDays(value, 1)).toThrow(RangeError);
      expect(() => addDays(value, 1)).toThrow(JSON.stringify(value));
      expect(() => minDate('2025-01-01', value)).toThrow(RangeError);
    },
  );

  test('is text, and moves by whole numbers within four-figure years', () => {
    expect(isCivilDate('2024-02-29')).toBe(true);
    expect([null, undefined, 20250402, {}].map(isCivilDate)).toEqual([false, false, false, false]);
    expect(() => addDays('2025-01-01', 0.5)).toThrow('0.5');
    expect(() => addMonths('2025-01-01', Number.NaN)).toThrow('NaN');
    expect(() => addDays('9999-12-31', 1)).toThrow('10000');
  });
});

describe('London time', () => {
  const asIntlHasIt = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const oracle = (epochMs: number): { date: string; hour: number; minute: number } => {
    const part = Object.fromEntries(asIntlHasIt.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    return {
      date: `${part['year']}-${part['month']}-${part['day']}`,
      hour: Number(part['hour']),
      minute: Number(part['minute']),
    };
  };
  const instant = fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2037, 0, 1) });

  test('is that of the time-zone database', () => {
    fc.assert(
      fc.property(instant, (ms) => {
        expect(londonTime(ms)).toEqual(oracle(ms));
      }),
      { numRuns: 2000 },
    );
  });

  test('changes at 01:00 UTC on the last Sundays of March and October of every year', () => {
    for (let year = 2012; year <= 2036; year++) {
      for (const month of [2, 9]) {
        for (let date = 22; date <= 31; date++) {
          const one = Date.UTC(year, month, date, 1);
          for (const ms of [one - 1, one, one + 1]) expect(londonTime(ms)).toEqual(oracle(ms));
        }
      }
    }
  });

  test('starts a day at its own midnight', () => {
    expect(startOfLondonDay('2026-01-15')).toBe(Date.UTC(2026, 0, 15));
    expect(startOfLondonDay('2026-07-15')).toBe(Date.UTC(2026, 6, 14, 23));
    expect(startOfLondonDay('2026-03-29')).toBe(Date.UTC(2026, 2, 29));
    expect(startOfLondonDay('2026-10-25')).toBe(Date.UTC(2026, 9, 24, 23));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), (n) => {
        const d = addDays('2012-01-01', n);
        const start = startOfLondonDay(d);
        expect(oracle(start)).toEqual({ date: d, hour: 0, minute: 0 });
        expect(londonDate(start - 1)).toBe(addDays(d, -1));
      }),
    );
  });

  test('refuses what is not an instant', () => {
    expect(() => londonTime(Number.NaN)).toThrow(RangeError);
  });
});

describe('age and school year', () => {
  test.each([
    ['2020-08-31', '2026-11-22', 2],
    ['2020-09-01', '2026-11-22', 1],
    ['2022-08-31', '2026-09-01', 0],
    ['2022-09-01', '2026-09-01', -1],
    ['2001-09-01', '2026-11-22', 20],
    ['2010-02-28', '2026-08-31', 11],
  ])('born %s is on %s in year %i', (born, on, year) => {
    expect(ncYearGroup(born, on)).toBe(year);
  });

  test('age grows on the birthday', () => {
    expect(ageOn('2010-05-10', '2026-05-09')).toBe(15);
    expect(ageOn('2010-05-10', '2026-05-10')).toBe(16);
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17);
    expect(ageOn('2008-02-29', '2026-03-01')).toBe(18);
    expect(() => ageOn('2026-01-02', '2026-01-01')).toThrow('2026-01-02');
  });
});

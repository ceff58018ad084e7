import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, formatLong } from '../../domain/civil-date.js';
import { holidayOn } from '../../domain/law/calendars/calendar.js';
import { ENGLAND_AND_WALES as calendar } from '../../domain/law/calendars/england-and-wales.js';
import {
  addTribunalDays,
  addWorkingDays,
  appealNoticeBy,
  clockDates,
  count,
  countAnnualReview,
  countBeforeFixedDate,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  nextWorkingDay,
  receivedByPractice,
  representationPeriod,
  timeliness,
} from '../../domain/law/counting.js';
import type { Count, Limit } from '../../domain/law/rule.js';
import { allRules } from '../../domain/law/rules.js';

const weeks = (n: number): Limit => ({ n, unit: 'weeks' });
const days = (n: number): Limit => ({ n, unit: 'days' });
const months = (n: number): Limit => ({ n, unit: 'months' });
const workingDays = (n: number): Limit => ({ n, unit: 'working-days' });
const due = (method: Exclude<Count, 'F'>, limit: Limit, trigger: string): string =>
  count(method, limit, trigger, calendar).due;

describe('the worked examples', () => {
  test('W: a request of 2 April 2025', () => {
    expect(clockDates('ehcna-decision-6w', '2025-04-02', calendar).due).toBe('2025-05-14');
    expect(clockDates('noplan-16w', '2025-04-02', calendar)).toEqual({
      due: '2025-07-23',
      early: '2025-07-22',
      planBy: '2025-07-22',
    });
    expect(clockDates('plan-final-20w', '2025-04-02', calendar)).toEqual({
      due: '2025-08-20',
      early: '2025-08-19',
      planBy: '2025-08-19',
    });
  });

  test('W: a deadline on a bank holiday stays there, and is planned for before Christmas', () => {
    expect(clockDates('ehcna-decision-6w', '2026-11-16', calendar)).toEqual({
      due: '2026-12-28',
      early: '2026-12-27',
      planBy: '2026-12-24',
    });
    expect(isWorkingDay('2026-12-28', calendar)).toBe(false);
  });

  test('D: 15 and 30 days', () => {
    expect(count('D', days(15), '2026-02-02', calendar)).toEqual({
      due: '2026-02-17',
      early: '2026-02-16',
      planBy: '2026-02-16',
    });
    expect(due('D', days(30), '2026-05-01')).toBe('2026-05-31');
  });

  test('B: a draft served on 2 March 2026, a recommendation of 1 September 2026', () => {
    expect(clockDates('draft-15d', '2026-03-02', calendar).due).toBe('2026-03-16');
    expect(representationPeriod('2026-03-02')).toEqual({ lastDay: '2026-03-16', earliestFinal: '2026-03-17' });
    expect(due('B', weeks(5), '2026-09-01')).toBe('2026-10-05');
    expect(count('B', weeks(5), '2026-09-01', calendar).early).toBe('2026-10-05');
  });

  test('Mo: two months', () => {
    expect(due('Mo', months(2), '2026-10-01')).toBe('2026-12-01');
    expect(due('Mo', months(2), '2025-12-31')).toBe('2026-02-28');
  });

  test('Y: an annual review and a review after a move', () => {
    expect(countAnnualReview('2026-03-10', calendar)).toMatchObject({ early: '2027-03-09', due: '2027-03-10' });
    expect(countAnnualReview('2024-11-25', calendar)).toMatchObject({ early: '2025-11-24', due: '2025-11-25' });
    expect(count('Y', months(3), '2026-11-30', calendar)).toMatchObject({ early: '2027-02-28', due: '2027-02-28' });
  });

  test('F: the phase-transfer dates', () => {
    expect(countBeforeFixedDate('2027-02-15', calendar)).toEqual({
      due: '2027-02-15',
      early: '2027-02-14',
      planBy: '2027-02-12',
    });
    expect(countBeforeFixedDate('2027-03-31', calendar)).toMatchObject({ due: '2027-03-31', early: '2027-03-30' });
  });

  test('A: two weeks before a meeting, five working days before mediation at Easter', () => {
    expect(count('A', weeks(2), '2026-10-07', calendar)).toMatchObject({ due: '2026-09-23', early: '2026-09-22' });
    expect(count('A', workingDays(5), '2026-04-15', calendar)).toMatchObject({
      due: '2026-04-08',
      early: '2026-04-07',
    });
    expect(count('A', months(5), '2027-07-31', calendar)).toMatchObject({ due: '2027-02-28', early: '2027-02-27' });
  });

  test('N and Nb: working days after a day, and beginning with it', () => {
    expect(due('N', workingDays(3), '2026-04-02')).toBe('2026-04-09');
    expect(due('N', workingDays(15), '2026-06-01')).toBe('2026-06-22');
    expect(due('Nb', workingDays(15), '2026-06-01')).toBe('2026-06-19');
    expect(due('Nb', workingDays(15), '2026-03-28')).toBe('2026-04-21');
  });

  test('R: appeals and responses in tribunal time', () => {
    expect(appealNoticeBy('2026-06-18', null, calendar)).toBe('2026-09-01');
    expect(appealNoticeBy('2026-10-01', '2026-11-27', calendar)).toBe('2027-01-04');
    expect(appealNoticeBy('2026-10-01', '2026-10-02', calendar)).toBe('2026-12-01');
    expect(appealNoticeBy('2026-08-14', null, calendar)).toBe('2026-10-14');
    expect(appealNoticeBy('2026-08-17', null, calendar)).toBe('2026-10-19');
    // Saturday 31 July is not in August, so it moves one working day and no further.
    expect(appealNoticeBy('2027-05-31', null, calendar)).toBe('2027-08-02');
    expect(due('R', workingDays(30), '2026-07-20')).toBe('2026-09-29');
    expect(addTribunalDays('2026-12-23', 2, calendar)).toBe('2027-01-04');
  });

  test('receipt: papers posted on a Friday, a request e-mailed on a Friday evening', () => {
    const papers = receivedByPractice('post', '2026-11-13', calendar);
    expect(papers).toEqual({ actual: '2026-11-13', deemed: '2026-11-16' });
    expect(due('W', weeks(8), papers.actual)).toBe('2027-01-08');
    expect(due('B', days(15), papers.deemed)).toBe('2026-11-30');
    expect(clockDates('draft-15d', papers, calendar)).toMatchObject({ due: '2026-11-30', early: '2026-11-30' });

    const request = receivedByPractice('email', Date.UTC(2026, 10, 6, 18, 30), calendar);
    expect(request).toEqual({ actual: '2026-11-06', deemed: '2026-11-09' });
    expect(clockDates('ehcna-decision-6w', request, calendar)).toMatchObject({
      early: '2026-12-17',
      due: '2026-12-21',
    });
  });

  test('Devon: twelve weeks from the meeting and eight from the papers', () => {
    expect(due('W', weeks(12), '2026-10-07')).toBe('2026-12-30');
    expect(due('W', weeks(8), '2026-10-28')).toBe('2026-12-23');
    expect(due('W', weeks(8), '2026-11-18')).toBe('2027-01-13');
  });

  test('ten and fourteen weeks from a reversal of 21 February 2025', () => {
    expect([due('W', weeks(10), '2025-02-21'), due('W', weeks(14), '2025-02-21')]).toEqual([
      '2025-05-02',
      '2025-05-30',
    ]);
  });
});

describe('receipt by practice', () => {
  test('e-mail counts until 5pm London time, summer or winter', () => {
    const deemed = (ms: number): string => receivedByPractice('email', ms, calendar).deemed;
    expect(deemed(Date.UTC(2026, 6, 1, 16, 0))).toBe('2026-07-01');
    expect(deemed(Date.UTC(2026, 6, 1, 16, 1))).toBe('2026-07-02');
    expect(deemed(Date.UTC(2026, 0, 14, 17, 0))).toBe('2026-01-14');
    expect(deemed(Date.UTC(2026, 0, 14, 17, 1))).toBe('2026-01-15');
  });

  test('on a day not worked, e-mail counts the next working day; by hand counts at once', () => {
    expect(receivedByPractice('email', '2026-12-26', calendar).deemed).toBe('2026-12-29');
    expect(receivedByPractice('email', Date.UTC(2026, 11, 26, 9), calendar).deemed).toBe('2026-12-29');
    expect(receivedByPractice('hand', '2026-12-26', calendar)).toEqual({ actual: '2026-12-26', deemed: '2026-12-26' });
    expect(receivedByPractice('post', '2026-12-24', calendar).deemed).toBe('2026-12-29');
  });

  test('nothing is received before it is sent', () => {
    const backwards = { actual: '2026-01-02', deemed: '2026-01-01' };
    expect(() => clockDates('ehcna-decision-6w', backwards, calendar)).toThrow('2026-01-01');
  });
});

describe('every method', () => {
  const day = fc.integer({ min: 0, max: 6000 }).map((n) => addDays('2013-06-01', n));
  const some = fc.integer({ min: 1, max: 60 });
  const worked = (d: Temporal.PlainDate): boolean => d.dayOfWeek < 6 && holidayOn(d.toString(), calendar) === null;
  const workedAfter = (d: string, n: number): string => {
    let at = Temporal.PlainDate.from(d);
    for (let left = n; left > 0; left -= worked(at) ? 1 : 0) at = at.add({ days: 1 });
    return at.toString();
  };

  test('counts as Temporal counts', () => {
    fc.assert(
      fc.property(day, some, (d, n) => {
        const from = Temporal.PlainDate.from(d);
        const plus = (duration: Temporal.DurationLike): string => from.add(duration).toString();
        expect(due('W', weeks(n), d)).toBe(plus({ weeks: n }));
        expect(due('D', days(n), d)).toBe(plus({ days: n }));
        expect(due('B', days(n), d)).toBe(plus({ days: n - 1 }));
        expect(due('Mo', months(n), d)).toBe(plus({ months: n }));
        const sameDay = from.add({ months: n });
        expect(due('Y', months(n), d)).toBe(
          sameDay.day === from.day ? sameDay.subtract({ days: 1 }).toString() : sameDay.toString(),
        );
        expect(due('N', workingDays(n), d)).toBe(workedAfter(d, n));
        expect(due('Nb', workingDays(n), d)).toBe(workedAfter(addDays(d, -1), n));
        expect(due('A', weeks(n), d)).toBe(from.subtract({ weeks: n }).toString());
      }),
    );
  });

  test('plans no later than the cautious reading, and reads that no later than the other', () => {
    const method = fc.constantFrom<[Exclude<Count, 'F'>, Limit['unit']]>(
      ['W', 'weeks'],
      ['D', 'days'],
      ['B', 'days'],
      ['Mo', 'months'],
      ['Y', 'months'],
      ['A', 'working-days'],
      ['N', 'working-days'],
      ['Nb', 'working-days'],
      ['R', 'working-days'],
    );
    fc.assert(
      fc.property(method, day, some, ([code, unit], d, n) => {
        const counted = count(code, { n, unit }, d, calendar);
        expect(counted.early <= counted.due).toBe(true);
        expect(counted.planBy <= counted.early).toBe(true);
        expect(isWorkingDay(counted.planBy, calendar)).toBe(true);
        // No working day between the plan and the cautious reading is passed over.
        expect(nextWorkingDay(counted.planBy, calendar) > counted.early).toBe(true);
      }),
    );
  });

  test('a later trigger never has an earlier deadline', () => {
    fc.assert(
      fc.property(day, some, fc.integer({ min: 0, max: 40 }), (d, n, later) => {
        for (const [code, limit] of [
          ['W', weeks(n)],
          ['Mo', months(n)],
          ['N', workingDays(n)],
          ['Nb', workingDays(n)],
          ['R', workingDays(n)],
        ] as const) {
          expect(due(code, limit, addDays(d, later)) >= due(code, limit, d)).toBe(true);
        }
      }),
    );
  });

  test('working days there and back are the same day', () => {
    fc.assert(
      fc.property(day, some, (d, n) => {
        const start = lastWorkingDayOnOrBefore(d, calendar);
        expect(addWorkingDays(addWorkingDays(start, n, calendar), -n, calendar)).toBe(start);
      }),
    );
  });

  test('counts only its own unit, and only whole periods', () => {
    expect(() => count('W', days(15), '2026-01-05', calendar)).toThrow('W does not count 15 days');
    expect(() => count('N', weeks(2), '2026-01-05', calendar)).toThrow('N does not count 2 weeks');
    expect(() => count('D', days(0), '2026-01-05', calendar)).toThrow('0 days');
    expect(() => count('D', days(15), '2026-02-30', calendar)).toThrow('2026-02-30');
  });
});

describe('the clocks of a plan’s life', () => {
  const dates = (id: string, trigger: string): [string | null, string | null] => {
    const { due: later, early } = clockDates(id, trigger, calendar);
    return [early, later];
  };

  test('s44(1) gives the day a year on to those who say so, and no other twelve months do', () => {
    for (const id of ['ar-12m-first', 'ar-12m-next']) {
      expect(dates(id, '2024-11-25')).toEqual(['2025-11-24', '2025-11-25']);
      expect(dates(id, '2026-03-10')).toEqual(['2027-03-09', '2027-03-10']);
      expect(dates(id, '2028-02-29')).toEqual(['2029-02-28', '2029-03-01']);
    }
    expect(dates('ar-12m-reassess', '2026-03-10')).toEqual(['2027-03-10', '2027-03-10']);
    expect(dates('dp-review-3m', '2026-03-10')).toEqual(['2026-06-09', '2026-06-09']);
  });

  test('a review meeting of 7 October 2026 has two weeks on either side, four to decide and twelve to end', () => {
    expect(dates('ar-invite-2w', '2026-10-07')).toEqual(['2026-09-22', '2026-09-23']);
    expect(dates('ar-papers-2w', '2026-10-07')).toEqual(['2026-09-22', '2026-09-23']);
    expect(dates('ar-report-2w', '2026-10-07')).toEqual(['2026-10-20', '2026-10-21']);
    expect(dates('ar-decision-4w', '2026-10-07')).toEqual(['2026-11-03', '2026-11-04']);
    expect(dates('ar-amend-notice-4w', '2026-10-07')).toEqual(['2026-11-03', '2026-11-04']);
    expect(dates('ar-final-12w', '2026-10-07')).toEqual(['2026-12-29', '2026-12-30']);
    expect(dates('ar-final-8w', '2026-10-28')).toEqual(['2026-12-22', '2026-12-23']);
    expect(dates('ar-final-8w', '2026-11-18')).toEqual(['2027-01-12', '2027-01-13']);
  });

  test('papers posted on Friday 13 November 2026: eight weeks from then, fifteen days from Monday', () => {
    const papers = receivedByPractice('post', '2026-11-13', calendar);
    for (const id of ['ar-final-8w', 'ar-noamend-8w', 'amend-no-review-8w']) {
      expect(clockDates(id, papers.actual, calendar).due).toBe('2027-01-08');
    }
    for (const id of ['ar-reps-15d', 'amend-no-review-15d']) {
      expect(clockDates(id, papers, calendar)).toMatchObject({ early: '2026-11-30', due: '2026-11-30' });
    }
  });

  test('a transfer of September has the date before it in its own calendar year', () => {
    expect(clockDates('phase-15feb', '2027-09-01', calendar)).toEqual({
      due: '2027-02-15',
      early: '2027-02-14',
      planBy: '2027-02-12',
    });
    expect(dates('phase-31mar', '2027-09-01')).toEqual(['2027-03-30', '2027-03-31']);
    expect(() => clockDates('phase-15feb', '2027-02-15', calendar)).toThrow(
      '2027-02-15 does not come after 2027-02-15',
    );
    expect(() => clockDates('phase-31mar', '2027-01-04', calendar)).toThrow('2027-03-31');
  });

  test('a transfer between post-16 institutions has its date five months before', () => {
    expect(dates('phase-5m', '2027-09-01')).toEqual(['2027-03-31', '2027-04-01']);
    expect(dates('phase-5m', '2027-07-31')).toEqual(['2027-02-27', '2027-02-28']);
  });

  test('moves count working days beginning with awareness', () => {
    for (const id of ['move-transfer', 'move-icb', 'move-icb-request', 'icb-change', 'icb-change-request']) {
      expect(dates(id, '2026-06-01')).toEqual(['2026-06-19', '2026-06-19']);
      expect(dates(id, '2026-03-28')).toEqual(['2026-04-21', '2026-04-21']);
    }
    expect(dates('move-6w', '2026-11-16')).toEqual(['2026-12-27', '2026-12-28']);
    expect(dates('move-review', '2026-11-30')).toEqual(['2027-02-28', '2027-02-28']);
    expect(dates('he-disclosure', '2026-06-01')).toEqual(['2026-06-22', '2026-06-22']);
  });

  test('a reassessment has 15 days to decide and 14 weeks to the final plan', () => {
    expect(dates('reassess-decision-15d', '2026-02-02')).toEqual(['2026-02-16', '2026-02-17']);
    expect(dates('reassess-draft-15d', '2026-03-02')).toEqual(['2026-03-16', '2026-03-16']);
    expect(dates('reassess-final-14w', '2026-02-16')).toEqual(['2026-05-24', '2026-05-25']);
    expect(dates('reassess-nochange', '2026-02-16')).toEqual([null, null]);
  });

  test('a plan that is to cease is kept until the last day for an appeal', () => {
    expect(dates('cease-stay', '2026-06-18')).toEqual(['2026-09-01', '2026-09-01']);
    expect(dates('cease-stay', '2026-10-01')[1]).toBe(appealNoticeBy('2026-10-01', null, calendar));
  });

  test('every rule with a limit gives its three dates, in order', () => {
    for (const { id, limit, fixedDate } of allRules()) {
      const found = clockDates(id, '2026-06-01', calendar);
      const { planBy, early, due: later } = found;
      const has = limit !== null || fixedDate !== undefined;
      expect(
        [planBy, early, later].every((date) => has === (date !== null)),
        id,
      ).toBe(true);
      if (has) expect(`${planBy}` <= `${early}` && `${early}` <= `${later}`, id).toBe(true);
    }
  });

  test('are not known to a case pinned to the edition before them', () => {
    expect(() => clockDates('ar-final-8w', '2026-10-28', calendar, '2026-11-22')).toThrow('ar-final-8w');
    expect(clockDates('ar-final-8w', '2026-10-28', calendar, '2026-11-26').due).toBe('2026-12-23');
  });
});

describe('clockDates', () => {
  test('is empty where the law sets no figure', () => {
    expect(clockDates('ehcna-consult', '2026-01-05', calendar)).toEqual({ due: null, early: null, planBy: null });
  });

  test('names an unknown rule, an unknown edition and a day before the law commenced', () => {
    expect(() => clockDates('plan-final-19w', '2026-01-05', calendar)).toThrow('plan-final-19w');
    expect(() => clockDates('plan-final-20w', '2026-01-05', calendar, '1999-01-01')).toThrow('1999-01-01');
    expect(() => clockDates('plan-final-20w', '2014-08-31', calendar)).toThrow('2014-08-31');
    expect(clockDates('plan-final-20w', '2014-09-01', calendar).due).toBe('2015-01-19');
  });

  test('refuses to guess beyond the bank holidays it knows', () => {
    expect(() => clockDates('plan-final-20w', '2060-12-01', calendar)).toThrow(/beyond the bank holidays.*2060-12-31/);
    expect(() => isWorkingDay('2011-12-31', calendar)).toThrow('2011-12-31');
  });
});

describe('timeliness', () => {
  const dates = clockDates('plan-final-20w', '2025-04-02', calendar);

  test('is a comparison of dates, and says when the day is contested', () => {
    expect(timeliness('2025-08-19', dates)).toEqual({ inTime: true, contested: false });
    expect(timeliness('2025-08-20', dates)).toEqual({ inTime: true, contested: true });
    expect(timeliness('2025-08-21', dates)).toEqual({ inTime: false, contested: false });
  });

  test('twenty weeks are 140 days, six are 42 and sixteen are 112, as SEN2 counts them', () => {
    expect(daysBetween('2025-04-02', dates.due ?? '')).toBe(140);
    expect(daysBetween('2025-04-02', clockDates('ehcna-decision-6w', '2025-04-02', calendar).due ?? '')).toBe(42);
    expect(daysBetween('2025-04-02', clockDates('noplan-16w', '2025-04-02', calendar).due ?? '')).toBe(112);
  });

  test('nothing is late where the law sets no figure', () => {
    expect(timeliness('2030-01-01', { due: null, early: null })).toEqual({ inTime: true, contested: false });
  });
});

describe('the period for representations', () => {
  test('may be longer than 15 days and never shorter', () => {
    expect(representationPeriod('2026-03-02', 20)).toEqual({ lastDay: '2026-03-21', earliestFinal: '2026-03-22' });
    expect(() => representationPeriod('2026-03-02', 14)).toThrow('14 days');
  });

  test('is not cut short by counting from when the draft was sent', () => {
    const sent = { actual: '2026-11-13', deemed: '2026-11-16' };
    expect(formatLong(clockDates('draft-15d', sent, calendar).early ?? '')).toBe('Monday 30 November 2026');
  });
});

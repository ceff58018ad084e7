import { describe, expect, test } from 'vitest';
import { ENGLAND_AND_WALES as calendar } from '../../domain/law/calendars/england-and-wales.js';
import { handoverDates, moveReviewDates } from '../../domain/law/moves.js';

describe('a plan is handed over', () => {
  const by = (aware: string): string | null =>
    handoverDates('move-transfer', { moved: '2026-09-01', aware }, calendar).due;

  test('on the day of the move, where it was known 15 working days before', () => {
    // The summer bank holiday of 31 August is not one of the fifteen.
    expect(by('2026-08-10')).toBe('2026-09-01');
    expect(by('2026-06-01')).toBe('2026-09-01');
    expect(handoverDates('move-icb', { moved: '2026-09-05', aware: '2026-06-01' }, calendar)).toEqual({
      due: '2026-09-05',
      early: '2026-09-05',
      planBy: '2026-09-04',
    });
  });

  test('else within 15 working days beginning with the day it was known', () => {
    expect(by('2026-08-11')).toBe('2026-09-01');
    expect(by('2026-08-12')).toBe('2026-09-02');
    expect(by('2026-09-21')).toBe('2026-10-09');
  });
});

describe('the new authority reviews by the later of', () => {
  const by = (transferred: string, reviewedOrMade: string): string | null =>
    moveReviewDates({ transferred, reviewedOrMade }, calendar).due;

  test('three months from the transfer', () => {
    expect(by('2026-11-30', '2025-10-01')).toBe('2027-02-28');
    expect(by('2026-11-30', '2026-03-01')).toBe('2027-02-28');
  });

  test('twelve months from the last review, without the extra day of s44(1)', () => {
    expect(by('2026-11-30', '2026-03-02')).toBe('2027-03-01');
    expect(by('2026-11-30', '2026-06-10')).toBe('2027-06-09');
  });

  test('and neither is known to a case pinned to an earlier edition', () => {
    const days = { transferred: '2026-11-30', reviewedOrMade: '2026-06-10' };
    expect(() => moveReviewDates(days, calendar, '2026-11-22')).toThrow('move-review');
  });
});

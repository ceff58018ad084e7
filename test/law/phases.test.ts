import { describe, expect, test } from 'vitest';
import { phaseRule } from '../../domain/law/phases.js';

const SEPTEMBER = '2027-09-01';

describe('the rule of a transfer', () => {
  test.each<[number, number | undefined, string | null, string]>([
    [-1, undefined, 'phase-15feb', 'from early years to reception'],
    [2, undefined, 'phase-15feb', 'from an infant school to a junior school'],
    [2, 6, null, 'from one primary school to another'],
    [4, undefined, null, 'from one primary school to another'],
    [4, 4, 'phase-15feb', 'from a first school to a middle school'],
    [6, undefined, 'phase-15feb', 'from a primary school to a secondary school'],
    [6, 6, 'phase-15feb', 'from a primary school to a secondary school'],
    [6, 8, 'phase-15feb', 'from a middle school at the age of secondary transfer'],
    [8, 8, 'phase-15feb', 'from a middle school to a secondary school'],
    [8, undefined, null, 'from one secondary school to another'],
    [11, undefined, 'phase-31mar', 'from a secondary school to a college'],
    [11, 13, 'phase-31mar', 'from a secondary school with a sixth form to a college'],
    [12, undefined, 'phase-5m', 'from one college to another'],
    [14, undefined, 'phase-5m', 'from one college to another'],
  ])('after year %i, the setting ending with %s, is %s: %s', (...[yearGroup, lastYearOfSetting, expected]) => {
    const last = lastYearOfSetting === undefined ? {} : { lastYearOfSetting };
    expect(phaseRule({ yearGroup, transferOn: SEPTEMBER, ...last })).toBe(expected);
  });

  test('within a school year is of no phase, and after year 11 is five months whenever it is', () => {
    expect(phaseRule({ yearGroup: 6, transferOn: '2027-01-11' })).toBeNull();
    expect(phaseRule({ yearGroup: 11, transferOn: '2027-04-19' })).toBeNull();
    expect(phaseRule({ yearGroup: 12, transferOn: '2027-01-11' })).toBe('phase-5m');
  });

  test('is not guessed from what is no date or no year', () => {
    expect(() => phaseRule({ yearGroup: 6, transferOn: '2027-09-31' })).toThrow('2027-09-31');
    expect(() => phaseRule({ yearGroup: 6.5, transferOn: SEPTEMBER })).toThrow('6.5');
  });
});

import { describe, expect, test } from 'vitest';
import { law, listenToLaw, said } from './law-terminal.js';
import type { DatedRow } from './law-terminal.js';

listenToLaw();

const dates = (...args: string[]): Promise<number> => law('dates', '--stage', ...args);

/** Early and due of every rule that has them, from the JSON form. */
const dated = async (...args: string[]): Promise<Record<string, [string | null, string | null]>> => {
  said.out = '';
  expect(await dates(...args, '--json'), said.err).toBe(0);
  const { rules } = JSON.parse(said.out) as { rules: DatedRow[] };
  for (const rule of rules) expect(Object.keys(rule)).toEqual(['id', 'due', 'early', 'planBy', 'provision', 'status']);
  return Object.fromEntries(rules.flatMap(({ id, due, early }) => (due === null ? [] : [[id, [early, due]]])));
};

describe('ehcna law dates of a review', () => {
  test('gives what comes before the meeting and what follows it', async () => {
    expect(await dated('review', '--meeting', '2026-10-07')).toEqual({
      'ar-invite-2w': ['2026-09-22', '2026-09-23'],
      'ar-papers-2w': ['2026-09-22', '2026-09-23'],
      'ar-report-2w': ['2026-10-20', '2026-10-21'],
      'ar-decision-4w': ['2026-11-03', '2026-11-04'],
      'ar-amend-notice-4w': ['2026-11-03', '2026-11-04'],
      'ar-final-12w': ['2026-12-29', '2026-12-30'],
    });
    expect((JSON.parse(said.out) as { rules: DatedRow[] }).rules).toContainEqual({
      id: 'ar-decision-4w',
      due: '2026-11-04',
      early: '2026-11-03',
      planBy: '2026-11-03',
      provision: 'r20(10), r21(9)',
      status: 'T',
    });
    expect((JSON.parse(said.out) as { rules: DatedRow[] }).rules).toHaveLength(17);
  });

  test('gives the year of s44(1) from the plan, and from the last review', async () => {
    const found = await dated(
      'review',
      '--meeting',
      '2025-10-07',
      '--plan-made',
      '2023-11-25',
      '--last-review',
      '2024-11-25',
    );
    expect(found).toMatchObject({
      'ar-12m-first': ['2024-11-24', '2024-11-25'],
      'ar-12m-next': ['2025-11-24', '2025-11-25'],
    });
    expect(await dated('review', '--reassessed-sent', '2026-03-10')).toEqual({
      'ar-12m-reassess': ['2027-03-10', '2027-03-10'],
    });
  });

  test('flags the earlier of eight weeks from the papers and twelve from the meeting', async () => {
    const meeting = ['review', '--meeting', '2026-10-07'];
    const prompt = [...meeting, '--papers-sent', '2026-10-28', '--papers-served', '2026-10-30'];
    expect(await dated(...prompt)).toMatchObject({
      'ar-reps-15d': ['2026-11-13', '2026-11-13'],
      'ar-final-8w': ['2026-12-22', '2026-12-23'],
      'ar-noamend-8w': ['2026-12-22', '2026-12-23'],
      'ar-final-12w': ['2026-12-29', '2026-12-30'],
    });
    expect(said.out).not.toContain('"amend-no-review-8w","due":"');
    said.out = '';
    await dates(...prompt);
    expect(said.out).toContain(
      'Final plan: ar-final-8w is the earlier and binds, not ar-final-12w. Send it by Wed 2026-12-23.',
    );
    said.out = '';
    const late = [...meeting, '--papers-sent', '2026-11-18'];
    expect(await dated(...late)).toMatchObject({ 'ar-final-8w': ['2027-01-12', '2027-01-13'] });
    said.out = '';
    await dates(...late);
    expect(said.out).toContain(
      'Final plan: ar-final-12w is the earlier and binds, not ar-final-8w. Send it by Wed 2026-12-30.',
    );
    said.out = '';
    await dates(...meeting);
    expect(said.out).not.toContain('Final plan:');
  });

  test('without a meeting dates an amendment that follows no review', async () => {
    expect(await dated('review', '--papers-sent', '2026-11-13', '--papers-served', '2026-11-16')).toMatchObject({
      'amend-no-review-15d': ['2026-11-30', '2026-11-30'],
      'amend-no-review-8w': ['2027-01-07', '2027-01-08'],
    });
  });
});

describe('ehcna law dates of a phase transfer', () => {
  const on = (year: string, ...more: string[]): Promise<Record<string, [string | null, string | null]>> =>
    dated('phase-transfer', '--year-group', year, '--transfer', '2027-09-01', ...more);

  test('dates the one rule that the year group falls under', async () => {
    expect(await on('6')).toEqual({ 'phase-15feb': ['2027-02-14', '2027-02-15'] });
    expect(await on('-1')).toEqual({ 'phase-15feb': ['2027-02-14', '2027-02-15'] });
    expect(await on('8', '--last-year', '8')).toEqual({ 'phase-15feb': ['2027-02-14', '2027-02-15'] });
    expect(await on('11')).toEqual({ 'phase-31mar': ['2027-03-30', '2027-03-31'] });
    expect(await on('12')).toEqual({ 'phase-5m': ['2027-03-31', '2027-04-01'] });
    expect((JSON.parse(said.out) as { rules: DatedRow[] }).rules).toHaveLength(3);
  });

  test('says before which date', async () => {
    await dates('phase-transfer', '--year-group', '6', '--transfer', '2027-09-01');
    expect(said.out).toContain('Mon 2027-02-15');
    expect(said.out).toContain('Fri 2027-02-12');
  });
});

describe('ehcna law dates of a move', () => {
  test('known in time hands the plan over on its day', async () => {
    expect(
      await dated('transfer-in', '--moved', '2026-09-01', '--aware', '2026-06-01', '--plan-made', '2026-06-10'),
    ).toEqual({
      'move-transfer': ['2026-09-01', '2026-09-01'],
      'move-icb': ['2026-09-01', '2026-09-01'],
      'move-6w': ['2026-10-12', '2026-10-13'],
      'move-review': ['2027-06-09', '2027-06-09'],
    });
  });

  test('known late hands it over within 15 working days beginning with awareness', async () => {
    const late = ['transfer-in', '--moved', '2026-09-01', '--aware', '2026-09-21'];
    expect(await dated(...late, '--plan-made', '2024-01-10', '--last-review', '2025-10-01')).toEqual({
      'move-transfer': ['2026-10-09', '2026-10-09'],
      'move-icb': ['2026-10-09', '2026-10-09'],
      'move-6w': ['2026-11-01', '2026-11-02'],
      'move-review': ['2026-12-20', '2026-12-20'],
    });
    expect(await dated(...late, '--transferred', '2026-10-05')).toMatchObject({
      'move-6w': ['2026-11-15', '2026-11-16'],
    });
  });

  test('gives no date that hangs on a day it was not told', async () => {
    expect(await dated('transfer-in', '--moved', '2026-09-01')).toEqual({ 'move-6w': ['2026-10-12', '2026-10-13'] });
    expect(await dated('transfer-in', '--moved', '2026-09-01', '--commissioner-aware', '2026-06-01')).toMatchObject({
      'move-icb-request': ['2026-06-19', '2026-06-19'],
      'icb-change': ['2026-06-19', '2026-06-19'],
    });
  });
});

describe('ehcna law dates of a reassessment, of ceasing and of the rest of a plan’s life', () => {
  test('a reassessment', async () => {
    const given = ['--requested', '2026-02-02', '--decided', '2026-02-16', '--draft-served', '2026-04-20'];
    expect(await dated('reassessment', ...given)).toEqual({
      'reassess-decision-15d': ['2026-02-16', '2026-02-17'],
      'reassess-draft-15d': ['2026-05-04', '2026-05-04'],
      'reassess-final-14w': ['2026-05-24', '2026-05-25'],
    });
    said.out = '';
    await dates('reassessment', '--decided', '2026-05-18', '--closure', '2026-07-22..2026-09-02');
    expect(said.out).toContain('reassess-final-14w: 2026-07-15 to 2026-08-24 (r27(3)(a))');
  });

  test('a plan that is to cease is kept to the last day for an appeal', async () => {
    expect(await dated('ceasing', '--notice', '2026-06-18')).toEqual({ 'cease-stay': ['2026-09-01', '2026-09-01'] });
    expect(await dated('ceasing', '--notice', '2026-10-01', '--certificate', '2026-11-27')).toEqual({
      'cease-stay': ['2027-01-04', '2027-01-04'],
    });
  });

  test('a direct payment and a student', async () => {
    expect(await dated('plan-life', '--first-payment', '2026-03-10', '--asked', '2026-06-01')).toEqual({
      'dp-review-3m': ['2026-06-09', '2026-06-09'],
      'he-disclosure': ['2026-06-22', '2026-06-22'],
    });
  });
});

describe('ehcna law dates refuses, with exit code 2 and what was wrong,', () => {
  test.each([
    [['review'], '--meeting'],
    [['review', '--meeting', '2026-10-32'], '2026-10-32'],
    [['review', '--from', '2026-10-07'], '--from is not of stage review'],
    [['review', '--meeting', '2026-10-07', '--moved', '2026-10-07'], '--moved is not of stage review'],
    [['review', '--meeting', '2026-10-07', '--year-group', '6'], '--year-group'],
    [
      ['review', '--meeting', '2026-10-07', '--papers-sent', '2026-10-01'],
      '--papers-sent 2026-10-01 is before --meeting',
    ],
    [['review', '--papers-sent', '2026-10-02', '--papers-served', '2026-10-01'], '--papers-served 2026-10-01'],
    [['review', '--plan-made', '2026-10-02', '--last-review', '2026-10-01'], '--last-review 2026-10-01'],
    [['review', '--last-review', '2060-01-10'], '2060-12-31'],
    [['assessment', '--from', '2025-04-02', '--meeting', '2026-10-07'], '--meeting is not of stage assessment'],
    [['phase-transfer', '--year-group', '6'], '--transfer is missing'],
    [['phase-transfer', '--transfer', '2027-09-01'], '--year-group is missing'],
    [['phase-transfer', '--transfer', '2027-09-01', '--year-group', 'six'], '"six"'],
    [['phase-transfer', '--transfer', '2027-09-01', '--year-group', '15'], '"15"'],
    [['phase-transfer', '--transfer', '2027-09-01', '--year-group', '8', '--last-year', 'x'], '--last-year'],
    [['phase-transfer', '--transfer', '2027-09-01', '--year-group', '8'], 'after year 8 is none between phases'],
    [['phase-transfer', '--transfer', '2027-01-11', '--year-group', '6'], 'between July and September'],
    [['transfer-in', '--aware', '2026-09-21'], '--moved is missing'],
    [['transfer-in', '--moved', '2026-09-21', '--transferred', '2026-09-01'], '--transferred 2026-09-01'],
    [['reassessment'], '--requested'],
    [['reassessment', '--requested', '2026-02-16', '--decided', '2026-02-02'], '--decided 2026-02-02'],
    [['ceasing', '--certificate', '2026-11-27'], '--notice is missing'],
    [['plan-life'], '--first-payment'],
  ])('%j', async (args, named) => {
    expect(await dates(...args)).toBe(2);
    expect(said.err).toContain(named);
    expect(said.err.trim().split('\n')).toHaveLength(1);
    expect(said.out).toBe('');
  });
});

test('ehcna law show says how a rule of a fixed date, of a meeting and of two periods is limited', async () => {
  const show = (id: string): Promise<number> => law('show', id);
  await show('phase-15feb');
  expect(said.out).toContain('before 15 February');
  await show('ar-invite-2w');
  expect(said.out).toContain('at least 2 weeks before');
  await show('move-review');
  expect(said.out).toContain('within the later of 12 months and 3 months');
  await show('reassess-final-14w');
  expect(said.out).toContain('r27(3), where the event makes meeting the limit impractical');
});

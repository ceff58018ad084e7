import { describe, expect, test } from 'vitest';
import { law, listenToLaw, said } from './law-terminal.js';
import type { DatedRow } from './law-terminal.js';

listenToLaw();

const printed = (): DatedRow[] => (JSON.parse(said.out) as { rules: DatedRow[] }).rules;

describe('ehcna law dates', () => {
  test('gives every rule of the assessment with its dates, as JSON', async () => {
    expect(await law('dates', '--stage', 'assessment', '--from', '2025-04-02', '--json')).toBe(0);
    expect(printed()).toHaveLength(31);
    for (const row of printed()) {
      expect(Object.keys(row)).toEqual(['id', 'due', 'early', 'planBy', 'provision', 'status']);
    }
    expect(printed().filter(({ due }) => due !== null)).toEqual([
      row('ehcna-screen-no', '2025-05-14', '2025-05-13', 's36(5), r4(1)', 'T'),
      row('ehcna-decision-6w', '2025-05-14', '2025-05-13', 'r5(1)-(3)', 'T'),
      row('noplan-16w', '2025-07-23', '2025-07-22', 'r10(1)-(3)', 'T'),
      row(
        'plan-decision-16w',
        '2025-07-23',
        '2025-07-22',
        'R (JSC) v Cambridgeshire [2026] EWHC 68 (Admin); LGSCO 23 015 150',
        'S',
      ),
      row('plan-final-20w', '2025-08-20', '2025-08-19', 'r13(2), s39(8), s40(5)', 'T'),
    ]);
  });

  const row = (id: string, due: string, early: string, provision: string, status: string): DatedRow => ({
    id,
    due,
    early,
    planBy: early,
    provision,
    status,
  });

  test('dates the clocks whose start it is told', async () => {
    const given = ['--advice-requested', '2025-05-16', '--draft-served', '2025-07-25', '--consulted', '2025-07-28'];
    expect(await law('dates', '--from', '2025-04-02', ...given, '--json')).toBe(0);
    const due = Object.fromEntries(printed().map((found) => [found.id, found.due]));
    expect(due).toMatchObject({
      'advice-6w': '2025-06-27',
      'advice-nons31-6w': '2025-06-27',
      'draft-15d': '2025-08-08',
      'school-reply-15d': '2025-08-12',
      'advice-copies': null,
    });
  });

  test('of advice and of consultation starts their own clock', async () => {
    await law('dates', '--stage', 'advice', '--from', '2025-05-16', '--json');
    expect(printed().find(({ id }) => id === 'advice-6w')?.due).toBe('2025-06-27');
    said.out = '';
    await law('dates', '--stage', 'consultation', '--from', '2025-07-28', '--json');
    expect(printed().find(({ id }) => id === 'school-reply-15d')?.due).toBe('2025-08-12');
    expect(printed()).toHaveLength(6);
  });

  test('a closure is marked where it may excuse, and moves no date', async () => {
    await law('dates', '--from', '2025-04-02', '--json');
    const without = said.out;
    said.out = '';
    await law('dates', '--from', '2025-04-02', '--closure', '2025-07-22..2025-09-02', '--json');
    expect(said.out).toBe(without);
    said.out = '';
    await law(
      'dates',
      '--from',
      '2025-04-02',
      '--closure',
      '2025-07-22..2025-09-02',
      '--closure',
      '2025-05-26..2025-06-02',
    );
    expect(said.out).toContain('noplan-16w: 2025-07-15 to 2025-07-23 (r10(4)(a))');
    expect(said.out).toContain('plan-final-20w: 2025-07-15 to 2025-08-20 (r13(3)(a))');
    expect(said.out).not.toContain('ehcna-decision-6w: 2025');
    expect(said.out).toContain(
      'Closed 2025-05-26, re-opens 2025-06-02: shorter than four weeks, so it excuses nothing.',
    );
    expect(said.out).toContain('A closure moves no date.');
  });

  test.each([
    [['--from', '2025-02-30'], '2025-02-30'],
    [['--from', 'today'], 'today'],
    [['--from', '2025-04-02', '--draft-served', '25/07/2025'], '25/07/2025'],
    [['--stage', 'review', '--from', '2025-04-02'], 'review'],
    [['--from', '2025-04-02', '--closure', '2025-07-22'], '2025-07-22'],
    [['--from', '2025-04-02', '--closure', '2025-09-02..2025-07-22'], '2025-09-02..2025-07-22'],
    [['--from', '2014-08-31'], '2014-08-31'],
    [['--from', '2060-12-01'], '2060-12-31'],
    [[], '--from'],
  ])('answers %j with exit code 2 and what was wrong', async (args, named) => {
    expect(await law('dates', ...args)).toBe(2);
    expect(said.err).toContain(named);
    expect(said.err.trim().split('\n')).toHaveLength(1);
    expect(said.out).toBe('');
  });
});

describe('ehcna law show', () => {
  test('explains a rule with its citation and how far it was checked', async () => {
    expect(await law('show', 'plan-final-20w')).toBe(0);
    for (const words of [
      'within 20 weeks',
      'https://www.legislation.gov.uk/uksi/2014/1530/regulation/13',
      'statute text read',
      'absence: The child',
      'from Monday 1 September 2014',
    ]) {
      expect(said.out).toContain(words);
    }
  });

  test('says that nothing excuses a limit without exceptions', async () => {
    await law('show', 'ehcna-screen-no');
    expect(said.out).toContain('none: nothing excuses missing it');
    expect(said.out).toContain('Contested');
  });

  test('refuses an unknown rule with exit code 1', async () => {
    expect(await law('show', 'plan-final-19w')).toBe(1);
    expect(said.err).toContain('plan-final-19w');
    expect(await law('show', 'plan-final-20w', '--on', '2013-01-01')).toBe(1);
    expect(said.err).toContain('2013-01-01');
  });

  test('prints the row as JSON', async () => {
    await law('show', 'advice-6w', '--json');
    expect(JSON.parse(said.out)).toMatchObject({ id: 'advice-6w', limit: { n: 6, unit: 'weeks' }, exceptions: ['E2'] });
  });
});

describe('ehcna law', () => {
  test('lists every rule, or those of a stage', async () => {
    expect(await law()).toBe(0);
    expect(said.out).toContain('plan-final-20w');
    expect(said.out).toContain('admit-named');
    said.out = '';
    expect(await law('list', '--stage', 'advice', '--json')).toBe(0);
    expect(printed()).toHaveLength(7);
    said.out = '';
    expect(await law('list', '--markdown')).toBe(0);
    expect(said.out.trim().split('\n')).toHaveLength(85);
  });
});

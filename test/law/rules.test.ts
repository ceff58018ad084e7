import { describe, expect, test } from 'vitest';
import { isCivilDate } from '../../domain/civil-date.js';
import { exceptionProvision } from '../../domain/law/exceptions.js';
import { type Rule, STAGES, TRIGGERS } from '../../domain/law/rule.js';
import {
  allRules,
  coverageFaults,
  isRuleId,
  LAW_VERSION,
  LAW_VERSIONS,
  rule,
  ruleIn,
  rulesOf,
} from '../../domain/law/rules.js';

const row = (change: Partial<Rule>): Rule => ({ ...rule('plan-final-20w'), ...change });

describe('every rule', () => {
  test.each(allRules().map((found) => [found.id, found] as const))('%s says what it rests on', (_, found) => {
    expect(found.citation).toMatch(
      /^https:\/\/(www\.legislation\.gov\.uk|www\.gov\.uk|caselaw\.nationalarchives\.gov\.uk)\//,
    );
    expect(found.provision).not.toBe('');
    expect(found.duty).toMatch(/^[A-Z].*\.$/);
    expect(found.source).not.toBe('');
    expect(['T', 'S', 'M']).toContain(found.status);
    expect(Object.keys(TRIGGERS)).toContain(found.trigger);
    expect(isCivilDate(found.effectiveFrom)).toBe(true);
    expect(isCivilDate(found.checkedOn)).toBe(true);
    expect(LAW_VERSIONS).toContain(found.edition);
  });

  test.each(allRules().map((found) => [found.id, found] as const))(
    '%s has a figure with a way to count it, or neither',
    (_, found) => {
      expect(found.limit === null).toBe(found.count === null);
      if (found.exceptions.length > 0) {
        expect(found.limit).not.toBeNull();
        expect(exceptionProvision(found.id)).not.toBeNull();
      } else expect(exceptionProvision(found.id)).toBeNull();
    },
  );

  test('cites the provision it names', () => {
    for (const found of allRules().filter(({ citation }) => citation.includes('legislation.gov.uk'))) {
      const [, kind, number] = /\/(section|regulation)\/(\d+)$/.exec(found.citation) ?? [];
      const named = new RegExp(`\\b${kind === 'section' ? 's' : 'r'}${number}\\b`);
      expect(found.provision, found.id).toMatch(named);
    }
  });
});

describe('the table', () => {
  test('holds the duties of the assessment, the advice, the plan and the consultation', () => {
    expect(Object.fromEntries(STAGES.map((stage) => [stage, rulesOf(stage).map(({ id }) => id)]))).toEqual({
      assessment: [
        'ehcna-request',
        'health-under5',
        'ehcna-consult',
        'ehcna-screen-no',
        'ehcna-notify-considering',
        'ehcna-decision-6w',
        'ehcna-conduct',
      ],
      advice: [
        'advice-seek',
        'advice-sensory',
        'advice-copies',
        'advice-reuse',
        'advice-6w',
        'advice-decline',
        'advice-nons31-6w',
      ],
      plan: [
        'plan-decide-notice',
        'noplan-16w',
        'plan-decision-16w',
        'draft-content',
        'draft-15d',
        'draft-meeting',
        'plan-form',
        'final-changes',
        'plan-final-20w',
        'secure-f',
        'arrange-g',
      ],
      consultation: [
        'school-consult',
        'school-reply-15d',
        'school-name',
        'school-mainstream',
        'school-changes',
        'admit-named',
      ],
    });
    expect(allRules()).toHaveLength(31);
  });

  test('gives the figures of the regulations and no others', () => {
    const figures = allRules().flatMap(({ id, limit, count, exceptions }) =>
      limit ? [[id, `${limit.n} ${limit.unit}`, count, exceptions.join()]] : [],
    );
    expect(figures).toEqual([
      ['ehcna-screen-no', '6 weeks', 'W', ''],
      ['ehcna-decision-6w', '6 weeks', 'W', 'E1'],
      ['advice-6w', '6 weeks', 'W', 'E2'],
      ['advice-nons31-6w', '6 weeks', 'W', ''],
      ['noplan-16w', '16 weeks', 'W', 'E1'],
      ['plan-decision-16w', '16 weeks', 'W', 'E1'],
      ['draft-15d', '15 days', 'B', ''],
      ['plan-final-20w', '20 weeks', 'W', 'E1'],
      ['school-reply-15d', '15 days', 'D', ''],
    ]);
  });

  test('says how far each rule was checked', () => {
    const notRead = allRules().flatMap(({ id, status }) => (status === 'T' ? [] : [`${id} ${status}`]));
    expect(notRead).toEqual(['advice-nons31-6w M', 'plan-decision-16w S', 'school-reply-15d S']);
  });

  test('covers time without gap or overlap', () => {
    expect(coverageFaults(allRules())).toEqual([]);
  });

  test('names an unknown rule', () => {
    expect(() => rule('plan-final-19w')).toThrow('plan-final-19w');
    expect(isRuleId('plan-final-19w')).toBe(false);
    expect(isRuleId('plan-final-20w')).toBe(true);
    expect(LAW_VERSIONS.at(-1)).toBe(LAW_VERSION);
  });
});

describe('coverage across time', () => {
  const old = row({ effectiveTo: '2029-08-31' });

  test('is whole when a version begins the day after the last one ends', () => {
    expect(coverageFaults([old, row({ effectiveFrom: '2029-09-01' })])).toEqual([]);
  });

  test('has a gap, an overlap, or a version that ends before it begins', () => {
    expect(coverageFaults([old, row({ effectiveFrom: '2029-09-02' })])).toEqual([
      'plan-final-20w: gap from 2029-09-01 to 2029-09-02',
    ]);
    expect(coverageFaults([old, row({ effectiveFrom: '2029-08-31' })])).toEqual([
      'plan-final-20w: overlap at 2029-08-31',
    ]);
    expect(coverageFaults([row({}), row({ effectiveFrom: '2029-09-01' })])).toEqual([
      'plan-final-20w: overlap at 2029-09-01',
    ]);
    expect(coverageFaults([row({ effectiveTo: '2013-01-01' })])).toEqual(['plan-final-20w: ends before it begins']);
  });
});

describe('a change of law', () => {
  const versions = ['2026-11-22', '2029-06-01'];
  const table = [
    row({ effectiveTo: '2029-08-31' }),
    row({ effectiveFrom: '2029-09-01', edition: '2029-06-01', limit: { n: 26, unit: 'weeks' } }),
  ];
  const weeks = (on: string, lawVersion?: string): number | undefined =>
    ruleIn(table, versions, { id: 'plan-final-20w', on, lawVersion }).limit?.n;

  test('governs the clocks that start once it is in force', () => {
    expect([weeks('2029-08-31'), weeks('2029-09-01')]).toEqual([20, 26]);
    expect(ruleIn(table, versions, { id: 'plan-final-20w' }).limit?.n).toBe(26);
  });

  test('does not reach a case pinned to an edition before it', () => {
    expect([weeks('2029-08-31', '2026-11-22'), weeks('2029-09-01', '2026-11-22')]).toEqual([20, 20]);
  });

  test('a duty that was repealed is no longer found', () => {
    const repealed = [row({ effectiveTo: '2029-08-31' })];
    const on = '2029-09-01';
    expect(() => ruleIn(repealed, versions, { id: 'plan-final-20w', on })).toThrow('2029-09-01');
  });
});

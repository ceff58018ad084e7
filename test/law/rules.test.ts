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
      expect(found.limit === null && found.fixedDate === undefined).toBe(found.count === null);
      expect(found.fixedDate !== undefined).toBe(found.count === 'F');
      if (found.exceptions.length > 0) {
        // E2 has the six weeks of advice-6w, in a reassessment too.
        expect(found.limit !== null || found.exceptions.join() === 'E2').toBe(true);
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
  test('holds the duties of the way to a plan and of its life', () => {
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
      review: [
        'ar-12m-first',
        'ar-12m-next',
        'ar-12m-reassess',
        'ar-under5',
        'ar-consult',
        'ar-meeting',
        'ar-invite-2w',
        'ar-papers-2w',
        'ar-report-2w',
        'ar-decision-4w',
        'ar-amend-notice-4w',
        'ar-reps-15d',
        'ar-final-8w',
        'ar-noamend-8w',
        'ar-final-12w',
        'amend-no-review-15d',
        'amend-no-review-8w',
      ],
      'phase-transfer': ['phase-15feb', 'phase-31mar', 'phase-5m'],
      'transfer-in': [
        'move-transfer',
        'move-effect',
        'move-advice',
        'move-6w',
        'move-review',
        'move-placement',
        'move-icb',
        'move-icb-request',
        'icb-change',
        'icb-change-request',
      ],
      reassessment: [
        'reassess-duty',
        'reassess-icb',
        'reassess-own',
        'reassess-decision-15d',
        'reassess-advice',
        'reassess-draft-15d',
        'reassess-final-14w',
        'reassess-nochange',
      ],
      ceasing: [
        'cease-test',
        'cease-u18-out',
        'cease-18-review',
        'cease-consult',
        'cease-notify',
        'cease-stay',
        'plan-25',
      ],
      'plan-life': [
        'dp-request',
        'dp-refuse',
        'dp-review-3m',
        'dp-review-ar',
        'he-disclosure',
        'special-stay',
        'release-review',
      ],
    });
    expect(allRules()).toHaveLength(83);
  });

  test('has each id in one stage alone', () => {
    const stages = new Map<string, string>();
    for (const { id, stage } of allRules()) expect(stages.set(id, stages.get(id) ?? stage).get(id), id).toBe(stage);
  });

  test('gained the life of a plan in its second edition, which a case pinned to the first does not see', () => {
    expect(LAW_VERSIONS).toEqual(['2026-11-22', '2026-11-26']);
    const first = ['assessment', 'advice', 'plan', 'consultation'];
    for (const { id, stage, edition, checkedOn } of allRules()) {
      expect(edition, id).toBe(first.includes(stage) ? '2026-11-22' : '2026-11-26');
      expect(checkedOn).toBe('2026-11-22');
      if (edition === '2026-11-26') expect(() => rule(id, undefined, '2026-11-22')).toThrow(id);
      else expect(rule(id, undefined, '2026-11-22')).toEqual(rule(id));
    }
  });

  test('marks what is contested', () => {
    expect(allRules().flatMap(({ id, contested }) => (contested ? [id] : []))).toEqual([
      'ehcna-screen-no',
      'advice-sensory',
      'draft-15d',
      'final-changes',
      'ar-12m-first',
      'ar-12m-next',
      'ar-invite-2w',
      'ar-papers-2w',
      'ar-amend-notice-4w',
      'ar-final-8w',
      'ar-final-12w',
      'phase-15feb',
      'phase-31mar',
      'cease-consult',
      'cease-stay',
    ]);
  });

  test('gives the figures of the regulations and no others', () => {
    const figures = allRules().flatMap(({ id, limit, fixedDate, count, exceptions }) => {
      const figure = limit ? `${limit.n} ${limit.unit}` : fixedDate;
      return figure ? [[id, figure, count, exceptions.join()]] : [];
    });
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
      ['ar-12m-first', '12 months', 'Y', ''],
      ['ar-12m-next', '12 months', 'Y', ''],
      ['ar-12m-reassess', '12 months', 'Mo', ''],
      ['ar-invite-2w', '2 weeks', 'A', ''],
      ['ar-papers-2w', '2 weeks', 'A', ''],
      ['ar-report-2w', '2 weeks', 'W', ''],
      ['ar-decision-4w', '4 weeks', 'W', ''],
      ['ar-amend-notice-4w', '4 weeks', 'W', ''],
      ['ar-reps-15d', '15 days', 'B', ''],
      ['ar-final-8w', '8 weeks', 'W', ''],
      ['ar-noamend-8w', '8 weeks', 'W', ''],
      ['ar-final-12w', '12 weeks', 'W', ''],
      ['amend-no-review-15d', '15 days', 'B', ''],
      ['amend-no-review-8w', '8 weeks', 'W', ''],
      ['phase-15feb', '02-15', 'F', ''],
      ['phase-31mar', '03-31', 'F', ''],
      ['phase-5m', '5 months', 'A', ''],
      ['move-transfer', '15 working-days', 'Nb', ''],
      ['move-6w', '6 weeks', 'W', ''],
      ['move-review', '3 months', 'Y', ''],
      ['move-icb', '15 working-days', 'Nb', ''],
      ['move-icb-request', '15 working-days', 'Nb', ''],
      ['icb-change', '15 working-days', 'Nb', ''],
      ['icb-change-request', '15 working-days', 'Nb', ''],
      ['reassess-decision-15d', '15 days', 'D', ''],
      ['reassess-draft-15d', '15 days', 'B', ''],
      ['reassess-final-14w', '14 weeks', 'W', 'E1'],
      ['cease-stay', '2 months', 'R', ''],
      ['dp-review-3m', '3 months', 'Y', ''],
      ['he-disclosure', '15 working-days', 'N', ''],
    ]);
    expect(allRules().flatMap(({ id, laterOf }) => (laterOf ? [[id, laterOf]] : []))).toEqual([
      ['move-review', { n: 12, unit: 'months' }],
    ]);
    expect(allRules().flatMap(({ id, orDayLater }) => (orDayLater ? [id] : []))).toEqual([
      'ar-12m-first',
      'ar-12m-next',
    ]);
  });

  test('says how far each rule was checked', () => {
    const notRead = allRules().flatMap(({ id, status }) => (status === 'T' ? [] : [`${id} ${status}`]));
    expect(notRead).toEqual([
      'advice-nons31-6w M',
      'plan-decision-16w S',
      'school-reply-15d S',
      'ar-under5 S',
      'ar-amend-notice-4w S',
      'ar-final-12w S',
    ]);
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

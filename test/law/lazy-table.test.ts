import { expect, test, vi } from 'vitest';
import { isRuleId, rule, rulesOf } from '../../domain/law/rules.js';

const made = vi.hoisted((): string[] => []);

/** The real rows, and a record of whose were asked for. */
vi.mock('../../domain/law/rule.js', async (original) => {
  const real = await original<typeof import('../../domain/law/rule.js')>();
  const rows: typeof real.rows = (stage, given, options) =>
    real.rows(
      stage,
      () => {
        made.push(stage);
        return given();
      },
      options,
    );
  return { ...real, rows };
});

test('a stage’s rows are made when first asked for, once, and not for a rule of another stage', () => {
  expect(made).toEqual([]);
  expect(rule('ehcna-decision-6w').stage).toBe('assessment');
  expect(made).toEqual(['assessment']);
  expect(rule('admit-named', '2026-11-26', '2026-11-22').stage).toBe('consultation');
  expect(isRuleId('plan-final-20w')).toBe(true);
  expect(made).toEqual(['assessment', 'advice', 'plan', 'consultation']);
  expect(rulesOf('transfer-in')).toBe(rulesOf('transfer-in'));
  expect(made).toEqual(['assessment', 'advice', 'plan', 'consultation', 'transfer-in']);
  expect(rule('ar-final-8w').stage).toBe('review');
  expect(made).toEqual(['assessment', 'advice', 'plan', 'consultation', 'transfer-in', 'review']);
});

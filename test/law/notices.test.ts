import { describe, expect, test } from 'vitest';
import { isStatutoryNotice, MEDIATION_INFORMATION, noticeLaw, STATUTORY_NOTICES } from '../../domain/law/notices.js';
import { isRuleId } from '../../domain/law/rules.js';
import { type PlanFacts, SECTION_IDS, SECTIONS, type SectionId, sectionFaults } from '../../domain/law/sections.js';
import { NOTICES } from '../../domain/letters.js';

describe('a statutory notice', () => {
  test('carries the pack the regulations give it, to those they name', () => {
    const law = STATUTORY_NOTICES.map((notice) => {
      const { pack, alsoTo } = noticeLaw(notice);
      return [notice, pack.join(''), alsoTo.join(' ')];
    });
    expect(law).toEqual([
      ['considering', '', 'health-commissioner social-care head'],
      ['refusal-to-assess', 'abcd', 'health-commissioner social-care head'],
      ['will-assess', '', 'health-commissioner social-care head'],
      ['no-plan', 'abcde', 'health-commissioner head'],
      ['will-issue', '', ''],
      ['draft', '', ''],
      ['final', 'abcde', 'provider health-commissioner'],
      ['review-maintain', 'abcde', 'head'],
      ['review-amend', '', 'head'],
      ['review-cease', 'abcde', 'head provider health-commissioner'],
      ['cease', 'abcde', 'head provider health-commissioner'],
      ['amended-final', 'abcde', 'provider health-commissioner'],
      ['no-amendment', 'abcde', ''],
      ['transfer-in', '', ''],
      ['no-reassessment', 'abcde', ''],
      ['will-reassess', '', ''],
      ['reassessed-final', 'abcde', 'provider health-commissioner'],
      ['reassessment-no-change', 'abcde', ''],
      ['amendment-proposal', '', ''],
    ]);
  });

  test('rests on a rule and a provision', () => {
    for (const notice of STATUTORY_NOTICES) {
      expect(isRuleId(noticeLaw(notice).ruleId)).toBe(true);
      expect(noticeLaw(notice).citation).toMatch(/^https:/);
    }
    expect(NOTICES.filter(isStatutoryNotice)).toEqual(STATUTORY_NOTICES);
    expect(MEDIATION_INFORMATION).toHaveLength(6);
  });

  test.each(['draft', 'review-amend', 'amendment-proposal'] as const)(
    '%s tells the family what they may do and by when',
    (notice) => {
      expect(noticeLaw(notice).contains).toEqual([
        'representations',
        'request-institution',
        'period',
        'meeting',
        'schools',
      ]);
    },
  );
});

describe('the form of a plan', () => {
  const draft: PlanFacts = { form: 'draft', under18: true, directPayment: false };
  const written: Partial<Record<SectionId, string>> = Object.fromEntries(
    SECTION_IDS.filter((id) => id !== 'I' && id !== 'J').map((id) => [id, 'None identified']),
  );
  const faulty = (given: Partial<Record<SectionId, string>>, facts: PlanFacts): SectionId[] =>
    sectionFaults(given, facts).map(({ section }) => section);

  test('is sections A to K', () => {
    expect(SECTIONS.map(({ id }) => id)).toEqual([...SECTION_IDS]);
    expect(faulty(written, draft)).toEqual([]);
    expect(faulty({}, draft)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H1', 'H2', 'K']);
  });

  test('names no school in a draft and one in the final plan', () => {
    expect(sectionFaults({ ...written, I: 'Elm School' }, draft)).toEqual([
      { section: 'I', reason: 'A draft must name no institution and no type (s38(5)).', rule: 'draft-content' },
    ]);
    expect(faulty(written, { ...draft, form: 'final' })).toEqual(['I']);
    expect(faulty({ ...written, I: 'Elm School' }, { ...draft, form: 'final' })).toEqual([]);
  });

  test('has J only with a direct payment, and H1 only under 18', () => {
    expect(faulty(written, { ...draft, directPayment: true })).toEqual(['J']);
    expect(faulty({ ...written, J: 'A payment' }, draft)).toEqual(['J']);
    expect(faulty(written, { ...draft, under18: false })).toEqual(['H1']);
  });

  test('leaves nothing blank that must say "none"', () => {
    expect(faulty({ ...written, C: '  ' }, draft)).toEqual(['C']);
  });
});

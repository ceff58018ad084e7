import { describe, expect, it } from 'vitest';
import { type Policy, policyShape } from '../../domain/policy.js';
import { POLICY } from './case.js';

const faults = (change: Partial<Policy>): string[] => {
  const { error } = policyShape.safeParse({ ...POLICY, ...change });
  return error?.issues.map((i) => `${i.path.join('.')}: ${i.message}`) ?? [];
};

describe('a policy', () => {
  it('that comes with the software has no fault', () => {
    expect(faults({})).toEqual([]);
  });

  it('refers cases only to panels that it has', () => {
    expect(faults({ stuck: { ...POLICY.stuck, panel: 'nowhere' } })).toEqual([
      expect.stringContaining('stuck.panel: '),
    ]);
    expect(faults({ consultation: { ...POLICY.consultation, placementPanel: 'nowhere' } })).toEqual([
      expect.stringContaining('consultation.placementPanel: '),
    ]);
    expect(faults({ decisionToAssess: { ...POLICY.decisionToAssess, panel: 'nowhere' } })).toHaveLength(1);
    expect(faults({ decisionToAssess: { ...POLICY.decisionToAssess, panel: null } })).toEqual([]);
  });

  it('does not require the word of a panel that it does not ask', () => {
    expect(faults({ decisionToIssue: { ...POLICY.decisionToIssue, panel: null, panelRequired: true } })).toEqual([
      expect.stringContaining('decisionToIssue.panelRequired: '),
    ]);
  });

  it('names a service for every kind of advice that reg 6 may require', () => {
    const services = POLICY.services.filter((s) => !s.kinds.includes('medical'));
    expect(faults({ services })).toEqual([expect.stringContaining('medical')]);
  });

  it('has one panel and one service of a name', () => {
    expect(faults({ panels: [...POLICY.panels, ...POLICY.panels.slice(0, 1)] })).toHaveLength(1);
    expect(faults({ services: [...POLICY.services, ...POLICY.services.slice(0, 1)] })).toHaveLength(1);
  });

  it('meets sometimes: a panel is not left with no meeting for want of an anchor', () => {
    expect(faults({ panels: [] })).not.toEqual([]);
  });

  it('reminds ever nearer to the date and chases ever further from it', () => {
    expect(faults({ advice: { ...POLICY.advice, remindDaysBefore: [5, 14] } })).toHaveLength(1);
    expect(faults({ advice: { ...POLICY.advice, chaseDaysAfter: [8, 1] } })).toHaveLength(1);
  });
});

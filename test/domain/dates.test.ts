/** Dates that nobody can mean are refused: what is accepted is counted from for as long as the case runs. */
import { describe, expect, it } from 'vitest';
import { requestFault } from '../../domain/assessment/intake.js';
import { Case, RECEIVED, request } from './case.js';

describe('a date that cannot be', () => {
  it('is no day on which a request was received: the Act had not begun', () => {
    const open = new Case().refusal('correctFact', { fact: 'receivedOn', value: '0001-01-01', evidence: 'Form' });
    expect(open.code).toBe('before-the-act');
    const early = request({ receivedOn: '2014-08-31', child: { ...request().child, dateOfBirth: '2010-01-01' } });
    expect(requestFault(early, { role: 'caseworker', id: 'cw-1' }, RECEIVED)?.code).toBe('before-the-act');
  });

  it('is no day by which a panel has something done: its chasers would be counted from it', () => {
    const c = new Case().do('referToPanel', { panel: 'stuck-cases', question: 'stuck', reason: 'It waits' });
    const action = { what: 'Allocate', owner: 'An officer', dueOn: '9999-12-31' };
    const given = { referralId: 'P1', recommendation: 'As discussed', reasons: 'Reasons', actions: [action] };
    expect(c.refusal('recordRecommendation', given).code).toBe('malformed');
  });

  it('is no day on which advice was asked for: it is still to come', () => {
    const refusal = new Case().refusal('decideToAssess', {
      outcome: 'assess',
      mayHaveSen: true,
      mayNeedPlan: true,
      reasons: 'Need',
      adviceAlreadyRequested: [{ kind: 'medical', on: '2099-01-01' }],
    });
    expect(refusal.code).toBe('in-the-future');
  });

  it('is refused even where no rule names it, so that no case stops over it', () => {
    const c = new Case();
    // Beyond the bank holidays that are known.
    c.today = '2061-01-03';
    const given = { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Need' } as const;
    expect(c.refusal('decideToAssess', given).code).toBe('out-of-range');
  });
});

import { describe, expect, it } from 'vitest';
import { causeInWords } from '../../domain/matter/causes.js';
import { Case, PARENT, SECOND_PARENT } from './case.js';

describe('a request that is taken up', () => {
  it('starts the clocks of six, sixteen and twenty weeks from receipt', () => {
    const taken = new Case();
    expect(taken.clock('ehcna-decision-6w')).toMatchObject({
      due: '2025-05-14',
      early: '2025-05-13',
      state: 'running',
    });
    expect(taken.clock('plan-decision-16w')).toMatchObject({ due: '2025-07-23', early: '2025-07-22' });
    expect(taken.clock('plan-final-20w')).toMatchObject({ due: '2025-08-20', early: '2025-08-19' });
    expect(taken.state.stage).toBe('considering');
  });

  it('counts from the day of receipt however late it is typed in', () => {
    const late = new Case({ openedOn: '2025-04-23' });
    expect(late.clock('ehcna-decision-6w').due).toBe('2025-05-14');
    expect(late.letterFacts('acknowledgement')).toMatchObject({
      receivedOn: '2025-04-02',
      decisionDueOn: '2025-05-14',
    });
  });

  it('is acknowledged to the family, who learn with health, social care and the head that it is considered', () => {
    const taken = new Case();
    expect(taken.sentTo('acknowledgement')).toEqual(['parent-1']);
    expect(taken.sentTo('considering')).toEqual(['parent-1', 'health-commissioner', 'social-care', 'setting']);
  });

  it('is written of to each parent', () => {
    const taken = new Case({ request: { family: [PARENT, SECOND_PARENT] } });
    expect(taken.sentTo('acknowledgement')).toEqual(['parent-1', 'parent-2']);
    expect(taken.sentTo('considering')).toEqual([
      'parent-1',
      'parent-2',
      'health-commissioner',
      'social-care',
      'setting',
    ]);
  });

  it('is acknowledged to the body that made it as well as to the family', () => {
    expect(new Case({ request: { source: 'school' } }).sentTo('acknowledgement')).toEqual(['parent-1', 'setting']);
    expect(new Case({ request: { source: 'health' } }).sentTo('acknowledgement')).toEqual([
      'parent-1',
      'health-commissioner',
    ]);
    expect(new Case({ request: { source: 'social-care' } }).sentTo('acknowledgement')).toEqual([
      'parent-1',
      'social-care',
    ]);
  });

  it('asks the assessment lead for the decision and the caseworker for a call to the family', () => {
    expect(new Case().tasks()).toMatchObject([
      { key: 'decide-to-assess', role: 'assessment-lead', dueOn: '2025-05-13', closedBy: 'assessment decide' },
      { key: 'family-call', role: 'caseworker', dueOn: '2025-04-12', closedBy: 'assessment family-call' },
    ]);
  });

  it('is found late at once where the six weeks were over before it was typed in', () => {
    const late = new Case({ openedOn: '2025-06-02' }).wakeAt('2025-06-02');
    expect(late.clock('ehcna-decision-6w')).toMatchObject({ state: 'missed', cause: expect.any(String) });
    expect(causeInWords(late.clock('ehcna-decision-6w').cause ?? '')).not.toBe('');
  });
});

describe('a request that is turned away', () => {
  const reasons: [string, ConstructorParameters<typeof Case>[0], string][] = [
    ['an assessment is already open', { found: { openCase: 'EHC-00000001' } }, 'duplicate'],
    ['a plan is already held', { found: { planHeld: true } }, 'plan-already-held'],
    ['the child lives in another area', { child: { livesInArea: false } }, 'out-of-area'],
  ];

  it.each(reasons)('says so where %s, starts no clock, and tells whoever asked', (_why, start, reason) => {
    const turned = new Case(start);
    expect(turned.state.turnedAway).toMatchObject({ reason });
    expect(turned.state).toMatchObject({ stage: 'finished', outcome: 'turned-away', deadlines: {} });
    expect(turned.state.letters.map((l) => l.notice)).toEqual(turned.state.family.map(() => 'not-taken-up'));
    expect(turned.tasks()).toEqual([]);
  });

  it('names the open case, so that what came in can be added to it', () => {
    expect(new Case({ found: { openCase: 'EHC-00000001' } }).state.turnedAway?.otherCase).toBe('EHC-00000001');
  });
});

describe('a request less than six months after an assessment', () => {
  const notices = (start: ConstructorParameters<typeof Case>[0]) => new Case(start).state.letters.map((l) => l.notice);

  it('is taken up, for an officer decides on it and not a machine, who is told', () => {
    const recent = new Case({ found: { lastAssessedOn: '2024-10-03' } });
    expect(recent.state.stage).toBe('considering');
    expect(recent.tasks().find((t) => t.key === 'decide-to-assess')?.title).toContain('assessed on 2024-10-03');
  });

  it('owes no notice that the authority is considering (s36(6)-(7)); six months to the day after, it does', () => {
    expect(notices({ found: { lastAssessedOn: '2024-10-03' } })).not.toContain('considering');
    expect(notices({ found: { lastAssessedOn: '2024-10-02' } })).toContain('considering');
  });
});

describe('the call to the family', () => {
  it('needs consent and section A where it was held', () => {
    const taken = new Case();
    expect(taken.refusal('recordFamilyCall', { outcome: 'held', sectionA: 'Trains.' }).code).toBe('consent-missing');
    expect(taken.refusal('recordFamilyCall', { outcome: 'held', consentToShare: true }).code).toBe('section-A-missing');
  });

  it('stays a task where nobody answered, and closes once it was held or declined', () => {
    const taken = new Case().do('recordFamilyCall', { outcome: 'no-answer' });
    expect(taken.taskKeys()).toContain('family-call');
    taken.do('recordFamilyCall', { outcome: 'declined' });
    expect(taken.taskKeys()).not.toContain('family-call');
  });

  it('is recorded once', () => {
    const held = new Case().do('recordFamilyCall', { outcome: 'held', consentToShare: true, sectionA: 'Trains.' });
    expect(held.refusal('recordFamilyCall', { outcome: 'held', consentToShare: true, sectionA: 'x' }).code).toBe(
      'already-held',
    );
  });

  it('goes into every request for advice with consent, and into none without', () => {
    const call = { outcome: 'held' as const, sectionA: 'Trains.', keyOutcomes: ['One good friend', 'To read'] };
    const shared = new Case().do('recordFamilyCall', { ...call, consentToShare: true }).decidedToAssess();
    const kept = new Case().do('recordFamilyCall', { ...call, consentToShare: false }).decidedToAssess();
    for (let nth = 0; nth < shared.state.advice.length; nth += 1) {
      expect(shared.letterFacts('advice-request', nth)).toMatchObject({
        sectionA: 'Trains.',
        keyOutcomes: 'One good friend\nTo read',
      });
      expect(kept.letterFacts('advice-request', nth)).toMatchObject({ sectionA: null, keyOutcomes: null });
    }
  });
});

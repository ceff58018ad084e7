/** A reassessment (s44(2)-(3), regs 23-27): an assessment of somebody who has a plan, by rules of its own where it has some. */
import { describe, expect, it } from 'vitest';
import { requestFault } from '../../domain/assessment/intake.js';
import { partiesOf, regulation42 } from '../../domain/assessment/letter-facts.js';
import { rag, describeStatus } from '../../domain/assessment/summary.js';
import { endOfReassessment } from '../../domain/plan/reassessment.js';
import { addDays } from '../../domain/civil-date.js';
import { Case, request, SECOND_PARENT, SECTIONS, SYSTEM } from './case.js';

type Asked = 'family' | 'institution' | 'health-commissioner' | 'authority';

const SOURCES = {
  family: 'parent',
  institution: 'school',
  'health-commissioner': 'health',
  authority: 'authority',
} as const;

/** Received on Wednesday 2 April 2025; last assessed a year before unless said. */
const asked = (requestedBy: Asked, lastAssessedOn: string | null = '2024-04-01', more: object = {}): Case =>
  new Case({
    request: {
      source: SOURCES[requestedBy],
      reassesses: { planRef: 'EHC-00000001', planVersion: 3, requestedBy, lastAssessedOn },
      ...more,
    },
    found: { planHeld: true, lastAssessedOn },
  });

const REASSESS = { outcome: 'reassess', reasons: 'Needs have changed.' } as const;
const NO = { outcome: 'refuse', ground: 'not-necessary', reasons: 'Nothing has changed.' } as const;

const reassessing = (requestedBy: Asked = 'family', on = '2025-04-10'): Case =>
  asked(requestedBy).at(on).do('decideToReassess', REASSESS);

const concluded = (): Case =>
  reassessing()
    .allAdviceIn('2025-05-20')
    .at('2025-05-26')
    .do('concludeReassessment', { outcome: 'amend', reasons: 'Section F must change.' });

describe('a request for a reassessment', () => {
  it('is decided within fifteen days, has none of the clocks of a first assessment, and its family is told so', () => {
    const c = asked('family');
    expect(Object.keys(c.state.deadlines)).toEqual(['reassess-decision-15d']);
    expect(c.clock('reassess-decision-15d')).toMatchObject({ due: '2025-04-17', early: '2025-04-16' });
    expect(c.sentTo('reassessment-asked')).toEqual(['parent-1']);
    expect(c.sentTo('considering')).toEqual([]);
    expect(c.sentTo('acknowledgement')).toEqual([]);
    expect(c.tasks()[0]).toMatchObject({ closedBy: 'assessment decide-reassess', dueOn: '2025-04-16' });
    c.at('2025-04-18');
    expect(c.clock('reassess-decision-15d')).toMatchObject({ state: 'missed', cause: 'authority' });
    expect(rag(c.state, c.today)).toBe('red');
    expect(describeStatus(c.state).stage).toBe('deciding whether to reassess');
  });

  it('of the institution or the commissioner is acknowledged to them too', () => {
    expect(asked('institution').sentTo('reassessment-asked')).toEqual(['parent-1', 'setting']);
    expect(asked('health-commissioner').sentTo('reassessment-asked')).toEqual(['parent-1', 'health-commissioner']);
  });

  it('is told to the health commissioner of the plan, where that is another than the authority’s', () => {
    const own = { name: 'Southmere ICB', email: 'send@southmere-icb.example' };
    const c = asked('health-commissioner');
    const reassesses = c.state.reassesses && { ...c.state.reassesses, healthCommissioner: own };
    const told = asked('health-commissioner', '2024-04-01', { reassesses });
    expect(told.sentTo('reassessment-asked')).toContain('health-commissioner');
    expect(regulation42(told.state)[0]).toMatchObject(own);
    expect(partiesOf(told.state).filter((p) => p.role === 'health-commissioner')).toEqual([
      expect.objectContaining(own),
    ]);
    expect(partiesOf(c.state).find((p) => p.role === 'health-commissioner')?.name).not.toBe(own.name);
  });

  it('is begun by its plan alone', () => {
    const sent = { ...request(), reassesses: asked('family').state.reassesses ?? undefined };
    expect(requestFault(sent, { role: 'manager', id: 'm' }, '2025-04-03')?.code).toBe('not-from-its-plan');
    expect(requestFault(sent, SYSTEM, '2025-04-03')).toBeUndefined();
    const own = { ...request(), source: 'authority' as const };
    expect(requestFault(own, { role: 'integrator', id: 'i' }, '2025-04-03')?.code).toBe('not-from-its-plan');
  });

  it('goes to no panel by itself: the days are too few', () => {
    expect(
      asked('family')
        .at('2025-04-30')
        .state.referrals.filter((r) => r.question === 'assess'),
    ).toEqual([]);
  });

  it('is not decided by the commands of a first assessment, nor a first assessment by those of a reassessment', () => {
    const decision = { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'x' } as const;
    expect(asked('family').refusal('decideToAssess', decision).code).toBe('is-a-reassessment');
    expect(reassessing().refusal('decideToIssue', { outcome: 'issue', reasons: 'x' }).code).toBe('is-a-reassessment');
    const first = new Case();
    expect(first.refusal('decideToReassess', REASSESS).code).toBe('not-a-reassessment');
    expect(first.refusal('concludeReassessment', { outcome: 'amend', reasons: 'x' }).code).toBe('not-a-reassessment');
    expect(first.refusal('stopReassessment', { reason: 'plan-ended', by: SYSTEM }).code).toBe('not-a-reassessment');
  });
});

describe('a refusal to reassess', () => {
  it('of the health commissioner is refused itself, by its regulation, whenever the child was last assessed (r23)', () => {
    for (const last of ['2025-03-01', null]) {
      const refused = asked('health-commissioner', last).at('2025-04-10').refusal('decideToReassess', NO);
      expect(refused).toMatchObject({ code: 'must-reassess', rule: 'r23' });
    }
  });

  it('tells the family, and the institution where that asked, and ends the case in time', () => {
    const c = asked('institution').at('2025-04-17').do('decideToReassess', NO);
    expect(c.sentTo('no-reassessment')).toEqual(['parent-1', 'setting']);
    expect(c.clock('reassess-decision-15d')).toMatchObject({ state: 'met', contested: true });
    expect(c.state).toMatchObject({ stage: 'finished', outcome: 'not-reassessed' });
    expect(endOfReassessment(c.state)).toMatchObject({ outcome: 'not-reassessed', endedOn: '2025-04-17', final: null });
  });

  it('needs its ground, and six months are those before the request (r24)', () => {
    expect(asked('family').refusal('decideToReassess', { outcome: 'refuse', reasons: 'x' }).code).toBe(
      'ground-missing',
    );
    const recently = { ...NO, ground: 'assessed-within-six-months' } as const;
    expect(asked('family', '2024-10-02').refusal('decideToReassess', recently).code).toBe('not-assessed-recently');
    expect(asked('family', null).refusal('decideToReassess', recently).code).toBe('not-assessed-recently');
    expect(asked('family', '2024-10-03').do('decideToReassess', recently).state.outcome).toBe('not-reassessed');
    expect(asked('family', '2024-10-03').tasks()[0]?.title).toContain('less than six months before');
    const both = { ...REASSESS, ground: 'not-necessary' } as const;
    expect(asked('family').refusal('decideToReassess', both).code).toBe('ground');
  });

  it('of what nobody asked for there is none (s44(3))', () => {
    expect(asked('authority').refusal('decideToReassess', NO).code).toBe('no-request');
  });
});

describe('a reassessment of the authority’s own motion', () => {
  it('has no day by which it is decided, and its fourteen weeks run from the decision', () => {
    const c = asked('authority');
    expect(c.state.deadlines).toEqual({});
    expect(c.sentTo('reassessment-asked')).toEqual([]);
    expect(c.tasks()[0]).toMatchObject({ key: 'decide-to-reassess', dueOn: null });
    c.at('2025-05-05').do('decideToReassess', { ...REASSESS, occurredOn: '2025-05-01' });
    expect(c.clock('reassess-final-14w')).toMatchObject({ triggeredOn: '2025-05-01', due: '2025-08-07' });
    expect(c.sentTo('will-reassess')).toContain('parent-1');
    expect(c.letterFacts('will-reassess')).toMatchObject({ askedOn: null, finalDueOn: '2025-08-07' });
  });
});

describe('what the authority only thinks of', () => {
  it('is told to nobody, not where it is dropped either', () => {
    const c = asked('authority').at('2025-06-10');
    expect(c.sentTo('status-update')).toEqual([]);
    expect(c.tasks()[0]?.title).toContain('of our own motion');
    c.do('addParent', { name: 'B. Parent', address: '2 Invented Street', evidence: 'x' });
    c.do('withdraw', { reason: 'Not necessary after all.' });
    expect(c.state).toMatchObject({ outcome: 'withdrawn', letters: [] });
    const family = asked('family').do('withdraw', { reason: 'In writing.' });
    expect(family.sentTo('reassessment-withdrawn')).toContain('parent-1');
    expect(family.sentTo('withdrawal-confirmed')).toEqual([]);
  });
});

describe('a decision to reassess', () => {
  it('is told to the family and those who may advise, and starts fourteen weeks and the requests for advice', () => {
    const c = reassessing();
    expect(c.sentTo('will-reassess')).toEqual(['parent-1', 'health-commissioner', 'social-care', 'setting']);
    expect(c.clock('reassess-decision-15d')).toMatchObject({ state: 'met', doneOn: '2025-04-10' });
    expect(c.clock('reassess-final-14w')).toMatchObject({ due: '2025-07-17', early: '2025-07-16', state: 'running' });
    expect(c.state.advice.map((a) => a.kind)).toContain('educational-psychology');
    expect(c.clock(`advice-6w:${c.advice('medical').id}`).due).toBe('2025-05-22');
    expect(c.state.deadlines['plan-final-20w']).toBeUndefined();
  });

  it('whose notice came back counts from the day that it did go (r27(2))', () => {
    const c = asked('family');
    c.postHeld = true;
    c.at('2025-04-10').do('decideToReassess', REASSESS).refusePost();
    const letter = c.state.letters.find((l) => l.notice === 'will-reassess' && l.recipientRole === 'parent');
    c.at('2025-04-14').do('resolveLetter', {
      letterId: letter?.id ?? '',
      outcome: 'sent-by-other-means',
      note: 'By hand',
    });
    expect(c.clock('reassess-final-14w')).toMatchObject({ triggeredOn: '2025-04-14', due: '2025-07-21' });
    expect(c.clock('reassess-decision-15d')).toMatchObject({ state: 'met', doneOn: '2025-04-14' });
  });

  it('that went by other means counts from then', () => {
    const c = asked('family').at('2025-04-14');
    c.do('decideToReassess', { ...REASSESS, occurredOn: '2025-04-08', noticeAlreadySentOn: '2025-04-09' });
    expect(c.clock('reassess-final-14w').due).toBe('2025-07-16');
    expect(c.sentTo('will-reassess')).toEqual([]);
    c.at('2025-05-01').do('addParent', { name: 'B. Parent', address: '2 Invented Street', evidence: 'x' });
    expect(c.sentTo('will-reassess')).toEqual(['parent-2']);
    expect(c.clock('reassess-final-14w').due).toBe('2025-07-16');
  });

  it('is not moved by a corrected day of receipt, as the fifteen days are', () => {
    const c = asked('family').do('decideToReassess', REASSESS).at('2025-04-03');
    c.do('correctFact', { fact: 'receivedOn', value: '2025-04-01', evidence: 'Date stamp' });
    expect(c.clock('reassess-decision-15d').due).toBe('2025-04-16');
    expect(c.clock('reassess-final-14w').due).toBe('2025-07-09');
  });

  it('is told to a parent who is known later, with what they may say', () => {
    const c = reassessing().do('addParent', {
      name: SECOND_PARENT.name,
      address: SECOND_PARENT.address,
      evidence: 'x',
    });
    expect(c.sentTo('will-reassess')).toContain('parent-2');
    expect(c.sentTo('will-assess')).toEqual([]);
    const early = asked('family').do('addParent', { name: 'B. Parent', address: '2 Invented Street', evidence: 'x' });
    expect(early.sentTo('reassessment-asked')).toEqual(['parent-1', 'parent-2']);
    expect(early.sentTo('considering')).toEqual([]);
  });
});

describe('the exceptions of a reassessment', () => {
  const absent = {
    ground: 'absence',
    evidence: 'Tickets',
    from: '2025-04-15',
    to: '2025-06-10',
    whose: 'child',
    madeImpractical: true,
  } as const;

  it('are those of reg 27(3) for its final plan, and none for the fifteen days', () => {
    const c = reassessing()
      .at('2025-06-20')
      .do('recordException', { ruleId: 'reassess-final-14w', ...absent });
    expect(c.clock('reassess-final-14w').exceptionGround).toContain('r27(3)');
    const early = asked('family').at('2025-06-20');
    expect(early.refusal('recordException', { ruleId: 'reassess-decision-15d', ...absent }).code).toBe('no-exception');
  });

  it('of a body excuse the body alone (reg 8(2) by r26)', () => {
    const c = reassessing();
    const { id: adviceId } = c.advice('medical');
    c.at('2025-06-20').do('excuseAdvice', { adviceId, ...absent });
    expect(c.clock(`advice-6w:${adviceId}`).exceptionGround).toContain('r8(2)');
    expect(c.clock('reassess-final-14w').exceptionGround).toBeNull();
  });
});

describe('what follows from a reassessment', () => {
  it('is decided once advice is in, by when that is due and checked', () => {
    const c = reassessing();
    const amend = { outcome: 'amend', reasons: 'x' } as const;
    expect(c.refusal('concludeReassessment', amend).code).toBe('advice-outstanding');
    const noted = { ...amend, outstandingAdvice: 'x', noticeAlreadySentOn: '2025-04-10' };
    expect(c.refusal('concludeReassessment', noted).code).toBe('no-notice');
    expect(c.taskKeys()).not.toContain('conclude-reassessment');
    c.allAdviceIn('2025-05-20');
    const task = c.tasks().find((t) => t.key === 'conclude-reassessment');
    const checkDays = c.state.policy.advice.qualityCheckWithinDays;
    expect(task).toMatchObject({ closedBy: 'assessment conclude', dueOn: addDays('2025-05-22', checkDays) });
  });

  it('is owed all the same once its date has passed: lateness stops no case', () => {
    const c = reassessing().at('2025-07-18');
    expect(c.clock('reassess-final-14w').state).toBe('missed');
    expect(c.taskKeys()).toContain('conclude-reassessment');
    c.at('2025-07-30');
    expect(c.state.stuck).not.toBeNull();
  });

  it('may be that nothing changes: told with the right of appeal, and no final plan is owed (s51(2)(e))', () => {
    const c = reassessing().allAdviceIn('2025-05-20').at('2025-05-26');
    c.do('concludeReassessment', { outcome: 'no-change', reasons: 'The plan meets the needs.' });
    expect(c.sentTo('reassessment-no-change')).toEqual(['parent-1']);
    expect(c.state).toMatchObject({ stage: 'finished', outcome: 'plan-unchanged' });
    expect(c.clock('reassess-final-14w').state).toBe('void');
    expect(endOfReassessment(c.state)).toMatchObject({ outcome: 'plan-unchanged', final: null });
  });

  it('is a draft with fifteen days by reg 27(1), and a final plan of the next version that meets the fourteen weeks', () => {
    const c = concluded();
    expect(c.sentTo('will-issue')).toEqual([]);
    c.drafted('2025-06-02').served('2025-06-04');
    expect(c.clock('reassess-draft-15d')).toMatchObject({ due: '2025-06-19', breachable: false });
    expect(c.state.deadlines['draft-15d']).toBeUndefined();
    expect(c.tasks().find((t) => t.role === 'family')?.dueOn).toBe('2025-06-19');
    c.consulted('2025-06-06').at('2025-06-16').do('recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    c.do('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'Can meet need.' });
    const sections = { ...SECTIONS, I: 'Valley School' };
    expect(c.refusal('finalisePlan', { sections }).code).toBe('period-running');
    c.finalised('2025-06-20');
    expect(c.state).toMatchObject({ stage: 'finished', outcome: 'reassessed' });
    expect(c.clock('reassess-final-14w')).toMatchObject({ state: 'met', doneOn: '2025-06-20' });
    expect(c.sentTo('reassessed-final')).toEqual(['parent-1', 'provider-C1', 'health-commissioner']);
    expect(c.sentTo('final')).toEqual([]);
    expect(endOfReassessment(c.state)).toMatchObject({
      outcome: 'reassessed',
      final: {
        version: 4,
        sentOn: '2025-06-20',
        institution: { name: 'Valley School', urn: '999902' },
        regulation20: true,
      },
    });
    expect(c.projection().case).toMatchObject({ outcome: 'reassessed', reassesses: 'EHC-00000001' });
  });

  it('is not told to the plan before the final plan has gone to the family', () => {
    const c = concluded().drafted('2025-06-02').served('2025-06-04').consulted('2025-06-06').at('2025-06-16');
    c.do('recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    c.do('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'Can meet need.' });
    c.postHeld = true;
    c.finalised('2025-06-20');
    expect(endOfReassessment(c.state)).toBeUndefined();
    c.at('2025-06-23').post();
    expect(endOfReassessment(c.state)?.final?.sentOn).toBe('2025-06-23');
  });
});

describe('the end of a reassessment with its plan', () => {
  it('is neither refused nor withdrawn, and nobody is written to by it', () => {
    const c = reassessing();
    const before = c.state.letters.length;
    c.do('stopReassessment', { reason: 'plan-ended', by: SYSTEM });
    expect(c.state).toMatchObject({ stage: 'finished', outcome: 'plan-ended' });
    expect(c.state.letters).toHaveLength(before);
    expect(c.clock('reassess-final-14w').state).toBe('void');
    expect(reassessing().do('stopReassessment', { reason: 'died', by: SYSTEM }).state.outcome).toBe('died');
  });

  it('that was over by then sends a bereaved family nothing that it still owed, and ended as it ended', () => {
    const c = reassessing().allAdviceIn('2025-05-20').at('2025-05-26');
    c.postHeld = true;
    c.do('concludeReassessment', { outcome: 'no-change', reasons: 'Nothing.' }).refusePost();
    expect(c.state.stage).toBe('finished');
    expect(c.refusal('stopReassessment', { reason: 'plan-ended', by: SYSTEM }).code).toBe('case-finished');
    c.do('stopReassessment', { reason: 'died', by: SYSTEM });
    expect(c.state.outcome).toBe('plan-unchanged');
    expect(c.state.letters.filter((l) => l.state === 'requested' || l.state === 'refused')).toEqual([]);
    expect(c.refusal('stopReassessment', { reason: 'died', by: SYSTEM }).code).toBe('case-finished');
  });
});

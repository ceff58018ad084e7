/** What may happen at any stage: ends, exceptions, corrections, letters that do not go, cases that get stuck. */
import { describe, expect, it } from 'vitest';
import { describeStatus, rag } from '../../domain/assessment/summary.js';
import { Case, PARENT, POLICY, SECOND_PARENT } from './case.js';

describe('a request that is withdrawn', () => {
  it('ends as a withdrawal, tells everybody who was told or asked, and voids what was not breached', () => {
    const ended = new Case().decidedToAssess().at('2025-05-20').do('submitAdvice', { adviceId: 'A3', author: 'Dr' });
    ended.do('withdraw', { reason: 'In writing' });
    expect(ended.state).toMatchObject({ stage: 'finished', outcome: 'withdrawn' });
    expect(ended.sentTo('withdrawal-confirmed')).toEqual([
      'parent-1',
      'health-commissioner',
      'social-care',
      'setting',
      'service-psychology',
      'service-social-care',
    ]);
    expect(ended.clock('plan-final-20w').state).toBe('void');
    expect(ended.clock('ehcna-decision-6w').state).toBe('met');
  });

  it('keeps a breach that had happened', () => {
    const late = new Case().at('2025-05-20').do('withdraw', { reason: 'In writing' });
    expect(late.clock('ehcna-decision-6w').state).toBe('missed');
  });

  it('is chased no more, waits on nobody, and is expected by no panel', () => {
    const ended = new Case().at('2025-04-17').do('withdraw', { reason: 'In writing' }).at('2025-12-01');
    expect(ended.events.at(-1)?.occurredOn).toBe('2025-04-17');
    expect(ended.state.referrals).toMatchObject([
      { recommendation: null, recommendedOn: null, closedOn: expect.any(String) },
    ]);
    expect(ended.projection().case).toMatchObject({ open: false, waitingOn: 'nobody', nextDueOn: null });
    expect(ended.refusal('withdraw', { reason: 'x' }).code).toBe('case-finished');
    expect(
      ended.refusal('decideToAssess', { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'x' }).code,
    ).toBe('case-finished');
  });
});

describe('a child who moves away', () => {
  it('is the other authority’s, which the family, the bodies and the providers asked are told', () => {
    const moved = new Case().withDraftServed().consulted().do('recordMove', { toAuthority: 'Southmere Council' });
    expect(moved.state.outcome).toBe('moved-away');
    expect(moved.sentTo('transferred-out')).toEqual([
      'parent-1',
      'health-commissioner',
      'social-care',
      'setting',
      'provider-C1',
    ]);
    expect(moved.letterFacts('transferred-out')).toMatchObject({ newAuthority: 'Southmere Council' });
  });
});

describe('a child who has died', () => {
  it('is written of to nobody, not even by a letter that was already waiting or had come back', () => {
    const family = new Case({ request: { family: [PARENT, SECOND_PARENT] } });
    family.postHeld = true;
    family.decidedToAssess().refusePost((l) => l.recipientId === 'parent-2');
    const before = family.state.letters.length;
    family.at('2025-05-07').do('recordDeath', {});
    expect(family.state.letters).toHaveLength(before);
    expect(family.state.letters.filter((l) => l.state === 'requested' || l.state === 'refused')).toEqual([]);
    expect(family.tasks()).toEqual([]);
    family.at('2026-01-01');
    expect(family.events.at(-1)?.occurredOn).toBe('2025-05-07');
  });

  it('is expected by no panel', () => {
    const ended = new Case().at('2025-04-17').do('recordDeath', {});
    expect(ended.state.referrals).toMatchObject([
      { recommendation: null, recommendedOn: null, closedOn: expect.any(String) },
    ]);
  });
});

describe('an exception', () => {
  const absence = {
    ground: 'absence',
    evidence: 'School register',
    from: '2025-06-05',
    to: '2025-07-20',
    whose: 'child',
    madeImpractical: true,
  } as const;

  it('is recorded with its evidence and dates, and moves no date', () => {
    const excepted = new Case()
      .decidedToAssess()
      .at('2025-07-21')
      .do('recordException', { ruleId: 'plan-final-20w', ...absence });
    expect(excepted.clock('plan-final-20w')).toMatchObject({
      due: '2025-08-20',
      state: 'running',
      exceptionGround: 'r13(3)(d) absence',
    });
    expect(excepted.state.exceptions).toMatchObject([
      { evidence: 'School register', from: '2025-06-05', to: '2025-07-20' },
    ]);
    excepted.at('2025-08-21');
    expect(excepted.clock('plan-final-20w').state).toBe('excepted');
  });

  it('is refused for what the law does not excuse', () => {
    const open = new Case().withDraftServed();
    expect(open.refusal('recordException', { ruleId: 'draft-15d', ...absence }).code).toBe('no-exception');
    expect(open.refusal('recordException', { ruleId: 'plan-final-20w', ...absence, madeImpractical: false }).code).toBe(
      'not-impractical',
    );
    expect(open.refusal('recordException', { ruleId: 'noplan-16w', ...absence }).code).toBe('no-such-clock');
  });

  it('for a closure counts by the day the head was asked, and no other adviser', () => {
    const asked = new Case({ request: { receivedOn: '2025-06-11' } }).decidedToAssess('2025-07-16').at('2025-07-30');
    const closure = {
      ruleId: 'plan-decision-16w',
      ground: 'school-closure',
      evidence: 'Term dates',
      from: '2025-07-22',
      to: '2025-09-01',
      madeImpractical: true,
    } as const;
    expect(asked.refusal('recordException', { ...closure, adviceId: 'A4' }).code).toBe('not-the-head');
    asked.do('recordException', closure);
    expect(asked.clock('plan-decision-16w').exceptionGround).toBe('r10(4)(a) school-closure');
  });

  it('turns a breach already recorded into an excepted limit', () => {
    const late = new Case().decidedToAssess().at('2025-07-25');
    expect(late.clock('plan-decision-16w').state).toBe('missed');
    late.do('recordException', { ruleId: 'plan-decision-16w', ...absence });
    expect(late.clock('plan-decision-16w').state).toBe('excepted');
  });
});

describe('a wrong date of receipt', () => {
  it('is corrected in the open, and every clock that ran from it is counted again', () => {
    const corrected = new Case().decidedToAssess().at('2025-05-02');
    corrected.do('correctFact', { fact: 'receivedOn', value: '2025-03-26', evidence: 'Date stamp' });
    expect(corrected.story('clock.recalculated')).toHaveLength(3);
    expect(corrected.clock('plan-final-20w').due).toBe('2025-08-13');
    expect(corrected.clock('advice-6w:A3').due).toBe('2025-06-11');
    expect(corrected.clock('ehcna-decision-6w')).toMatchObject({
      due: '2025-05-07',
      state: 'met',
      doneOn: '2025-04-30',
    });
  });

  it('turns a limit that seemed missed back into one that runs', () => {
    const late = new Case().at('2025-05-16');
    expect(late.clock('ehcna-decision-6w').state).toBe('missed');
    late.do('correctFact', { fact: 'receivedOn', value: '2025-04-09', evidence: 'Date stamp' });
    expect(late.clock('ehcna-decision-6w')).toMatchObject({ due: '2025-05-21', state: 'running', cause: null });
    late.at('2025-05-22');
    expect(late.clock('ehcna-decision-6w').state).toBe('missed');
  });

  it('turns a decision that seemed late into one in time', () => {
    const late = new Case().decidedToAssess('2025-05-16');
    expect(late.clock('ehcna-decision-6w').state).toBe('late');
    late.do('correctFact', { fact: 'receivedOn', value: '2025-04-04', evidence: 'Date stamp' });
    expect(late.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', contested: true, cause: null });
  });

  it('cannot come after the decision that followed from it, nor in the future', () => {
    const decided = new Case().decidedToAssess('2025-04-30').at('2025-05-05');
    const to = (value: string) => decided.refusal('correctFact', { fact: 'receivedOn', value, evidence: 'x' }).code;
    expect(to('2025-05-06')).toBe('bad-date');
    expect(to('2025-05-01')).toBe('bad-date');
    expect(to('2025-04-02')).toBe('no-change');
  });
});

describe('a letter that did not go', () => {
  it('is a manager’s task until somebody says what became of it', () => {
    const held = new Case();
    held.postHeld = true;
    held.decidedToAssess().refusePost((l) => l.notice === 'will-assess' && l.recipientRole === 'parent');
    const [task] = held.tasks().filter((t) => t.key.startsWith('letter:'));
    expect(task).toMatchObject({ role: 'manager', closedBy: 'case resolve-letter' });
    const letterId = task?.key.slice('letter:'.length) ?? '';
    held.at('2025-05-02').do('resolveLetter', { letterId, outcome: 'send-again', note: 'Address found' }).post();
    expect(held.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', doneOn: '2025-05-02' });
    expect(held.taskKeys().filter((k) => k.startsWith('letter:'))).toEqual([]);
  });

  it('and was given by hand meets the limit on that day, and is contact with the family', () => {
    const held = new Case().at('2025-05-05');
    held.postHeld = true;
    held.do('decideToAssess', { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'x' }).refusePost();
    const letterId = held.state.letters.find((l) => l.notice === 'will-assess')?.id ?? '';
    held.at('2025-05-07').do('resolveLetter', { letterId, outcome: 'sent-by-other-means', note: 'By hand' });
    expect(held.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', doneOn: '2025-05-07' });
    expect(held.state.lastFamilyContactOn).toBe('2025-05-07');
  });

  it('and is not needed leaves the limit met by the letters that went', () => {
    const two = new Case({ request: { family: [PARENT, SECOND_PARENT] } });
    two.postHeld = true;
    two
      .decidedToAssess('2025-05-05')
      .post((l) => l.recipientId === 'parent-1')
      .refusePost();
    const letterId =
      two.state.letters.find((l) => l.notice === 'will-assess' && l.recipientId === 'parent-2')?.id ?? '';
    two.at('2025-05-09').do('resolveLetter', { letterId, outcome: 'not-needed', note: 'No parental responsibility' });
    expect(two.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', doneOn: '2025-05-05' });
  });

  it('is not written again every day while the manager looks into it', () => {
    const lost = new Case();
    lost.postHeld = true;
    const written: string[] = [];
    for (const day of ['2025-04-16', '2025-04-17', '2025-04-18', '2025-04-29', '2025-04-30', '2025-05-01']) {
      lost.at(day).refusePost((l) => l.notice === 'status-update');
      written.push(`${day}: ${lost.sentTo('status-update').length}`);
    }
    expect(written.map((w) => w.slice(-1))).toEqual(['1', '1', '1', '1', '2', '2']);
  });
});

describe('a stuck case', () => {
  it('is one whose own limit was missed by ten days, and goes to the panel that policy names', () => {
    const late = new Case().at('2025-05-01');
    late.do('addEvidence', { evidenceId: 'E1', kind: 'report', from: 'family', title: 'x' }).at('2025-05-24');
    expect(late.story('case.stuck', 'panel.referred').slice(1)).toEqual([
      '2025-05-24 case.stuck',
      '2025-05-24 panel.referred P2 stuck-cases',
    ]);
    expect(late.state.stuck?.reason).toContain('10 days late');
  });

  it('is one in which nobody did anything for thirty days', () => {
    const idle = new Case().at('2025-05-02');
    expect(idle.state.stuck).toMatchObject({ about: 'idle', since: '2025-05-02' });
  });

  it('is not made stuck by our own letters, nor saved by them', () => {
    expect(new Case().at('2025-05-01').state.stuck).toBeNull();
    expect(new Case().at('2025-05-02').state.stuck?.reason).toBe('Nothing has happened for 30 days');
  });

  it('is not made idle by a fact that is typed in late', () => {
    const busy = new Case()
      .at('2025-05-01')
      .do('addEvidence', { evidenceId: 'E1', kind: 'report', from: 'family', title: 'x' });
    busy.do('addEvidence', { evidenceId: 'E2', kind: 'report', from: 'family', title: 'x', occurredOn: '2025-04-03' });
    expect(busy.at('2025-05-10').state.stuck).toBeNull();
  });

  it('is freed when what the panel asked for is done, each action being chased until then', () => {
    const stuck = new Case().at('2025-05-06');
    const referralId = stuck.state.referrals.find((r) => r.question === 'stuck')?.id ?? '';
    stuck.do('recordRecommendation', {
      referralId,
      recommendation: 'Decide now',
      reasons: 'x',
      actions: [{ what: 'Decide', owner: 'Assessment lead', ownerEmail: 'al@x.example', dueOn: '2025-05-13' }],
    });
    stuck.at('2025-05-30');
    expect(stuck.story('action.chased')).toEqual(['2025-05-14 action.chased X1 1', '2025-05-21 action.chased X1 2']);
    expect(stuck.sentTo('panel-action-chaser')).toEqual(['owner-X1', 'owner-X1']);
    stuck.do('completeAction', { actionId: 'X1', outcome: 'Decided' });
    expect(stuck.state.stuck).toBeNull();
    expect(stuck.refusal('completeAction', { actionId: 'X1', outcome: 'x' }).code).toBe('already-done');
  });

  it('is not referred twice for one question', () => {
    const stuck = new Case().at('2025-05-06');
    expect(stuck.refusal('referToPanel', { panel: 'stuck-cases', question: 'stuck', reason: 'x' }).code).toBe(
      'already-referred',
    );
    expect(stuck.refusal('referToPanel', { panel: 'nowhere', question: 'issue', reason: 'x' }).code).toBe(
      'unknown-panel',
    );
  });
});

describe('the cause of lateness', () => {
  it('is the adviser that the case waited on, not a family that has not answered', () => {
    const late = new Case().decidedToAssess('2025-04-30').at('2025-06-04');
    for (const id of ['A2', 'A3', 'A5']) late.do('submitAdvice', { adviceId: id, author: 'Adviser' });
    late.at('2025-07-24');
    expect(late.clock('plan-decision-16w').cause).toBe('late-advice:educational-psychology');
    expect(late.clock('advice-nons31-6w:A4').cause).toBe('late-advice:educational-psychology');
    expect(late.clock('advice-nons31-6w:A1').cause).toBe('late-advice:parent');
  });
});

describe('the family', () => {
  it('hears from us every fourteen days, counted from the last time it did', () => {
    const told = new Case().at('2025-04-10').do('recordContact', { channel: 'telephone', direction: 'to-family' });
    told.at('2025-05-09');
    const sent = told.events.flatMap((e) =>
      e.type === 'letter.requested' && e.data.letter.notice === 'status-update' ? [e.occurredOn] : [],
    );
    expect(sent).toEqual(['2025-04-24', '2025-05-08']);
  });

  it('was last heard from when it was, not when an older contact is typed in', () => {
    const told = new Case().at('2025-04-20').do('recordContact', { channel: 'telephone', direction: 'from-family' });
    told.do('recordContact', { channel: 'visit', direction: 'from-family', occurredOn: '2025-04-05' });
    expect(told.state.lastFamilyContactOn).toBe('2025-04-20');
  });

  it('is told in plain words what is late and why', () => {
    const late = new Case().at('2025-05-16');
    expect(describeStatus(late.state)).toMatchObject({
      stage: 'deciding whether to assess',
      lateBecause: 'the panel has not met on it',
    });
  });
});

describe('colours', () => {
  it('are green, amber from fourteen days before the nearest limit, and red once one is missed', () => {
    const seen = new Case();
    expect(rag(seen.state, '2025-04-29')).toBe('green');
    expect(rag(seen.state, '2025-04-30')).toBe('amber');
    seen.at('2025-05-15');
    expect(rag(seen.state, seen.today)).toBe('red');
  });
});

describe('facts that do not fit', () => {
  it('are kept and become a task until somebody says what was done', () => {
    const odd = new Case().unexpected('F1');
    expect(odd.tasks().find((t) => t.key === 'unexpected:F1')).toMatchObject({ closedBy: 'case resolve-unexpected' });
    expect(odd.refusal('resolveUnexpected', { factId: 'F2', outcome: 'x' }).code).toBe('unknown-fact');
    expect(odd.do('resolveUnexpected', { factId: 'F1', outcome: 'Duplicate' }).taskKeys()).not.toContain(
      'unexpected:F1',
    );
  });

  it('that come twice are two facts and still tasks with names of their own', () => {
    const odd = new Case().unexpected('F1').do('resolveUnexpected', { factId: 'F1', outcome: 'x' }).unexpected('F1');
    const keys = odd.projection().tasks.map((t) => t.key);
    expect(keys.filter((k) => k.startsWith('unexpected:'))).toEqual(['unexpected:F1', 'unexpected:F1#2']);
  });
});

describe('a change of caseworker', () => {
  it('is whom the next letters name', () => {
    const given = new Case().do('assignCaseworker', {
      caseworker: 'cw-2',
      name: 'B. Caseworker',
      telephone: '01632 960222',
    });
    given.decidedToAssess();
    expect(given.letterFacts('will-assess')).toMatchObject({
      caseworker: 'B. Caseworker',
      caseworkerContact: expect.stringContaining('01632 960222'),
    });
    expect(given.projection().case?.caseworker).toBe('cw-2');
  });
});

describe('rows that people read', () => {
  it('are the same whether facts came together or apart', () => {
    const whole = new Case().withDraftServed().placed().finalised().projection();
    expect(whole.case).toMatchObject({ outcome: 'final-plan', open: false });
    expect(whole.tasks.every((t) => t.closedOn !== null)).toBe(true);
    expect(whole.letters.every((l) => l.state === 'dispatched')).toBe(true);
  });

  it('use policy’s panels only as far as they exist', () => {
    const ids = POLICY.panels.map((p) => p.id);
    expect(ids).toEqual(
      expect.arrayContaining([POLICY.stuck.panel, POLICY.consultation.placementPanel, POLICY.decisionToAssess.panel]),
    );
  });
});

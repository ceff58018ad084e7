import { describe, expect, it } from 'vitest';
import { Case, PARENT, POLICY, SECOND_PARENT } from './case.js';

const ASSESS = { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Need.' } as const;
const REFUSE = { outcome: 'refuse', mayHaveSen: true, mayNeedPlan: false, reasons: 'Enough support.' } as const;

describe('the two questions of s36(8)', () => {
  it.each([[true, true]])('must lead to an assessment where both are answered yes', (mayHaveSen, mayNeedPlan) => {
    const refusal = new Case().refusal('decideToAssess', { ...REFUSE, mayHaveSen, mayNeedPlan });
    expect(refusal).toMatchObject({ code: 'must-assess', rule: 's36(8)' });
  });

  it.each([
    [true, false, 'mayNeedPlan'],
    [false, true, 'mayHaveSen'],
    [false, false, 'mayHaveSen'],
  ])('allow none where they are answered %s and %s', (mayHaveSen, mayNeedPlan, named) => {
    const refusal = new Case().refusal('decideToAssess', { ...ASSESS, mayHaveSen, mayNeedPlan });
    expect(refusal).toMatchObject({ code: 'test-not-met', rule: 's36(8)' });
    expect(refusal.reason).toContain(named);
  });

  it('allow a refusal on one no', () => {
    expect(new Case().do('decideToAssess', REFUSE).state.outcome).toBe('refused-to-assess');
    expect(new Case().do('decideToAssess', { ...REFUSE, mayHaveSen: false, mayNeedPlan: true }).state.outcome).toBe(
      'refused-to-assess',
    );
  });

  it('are asked once', () => {
    expect(new Case().decidedToAssess().refusal('decideToAssess', ASSESS).code).toBe('wrong-stage');
  });
});

describe('the panel and the officer', () => {
  const required = { decisionToAssess: { ...POLICY.decisionToAssess, panelRequired: true } };

  it('are two voices: the panel recommends one thing and the officer may decide another', () => {
    const heard = new Case().at('2025-04-16');
    expect(heard.story('panel.referred')).toEqual(['2025-04-16 panel.referred P1 multi-agency']);
    heard.at('2025-04-23').do('recordRecommendation', {
      referralId: 'P1',
      recommendation: 'refuse',
      reasons: 'Support is new.',
      actions: [],
    });
    heard.do('decideToAssess', ASSESS);
    expect(heard.state.referrals[0]).toMatchObject({ recommendation: 'refuse' });
    expect(heard.state.stage).toBe('gathering-advice');
  });

  it('come in that order where policy requires it, unless the officer says why not', () => {
    const asked = new Case({ policy: required });
    expect(asked.refusal('decideToAssess', ASSESS).code).toBe('panel-not-heard');
    expect(asked.do('decideToAssess', { ...ASSESS, withoutPanel: 'It does not meet in time.' }).state.stage).toBe(
      'gathering-advice',
    );
  });

  it('spare the panel a question that is already decided', () => {
    const early = new Case().at('2025-04-16').do('decideToAssess', ASSESS);
    expect(early.state.referrals).toMatchObject([{ recommendedOn: null, closedOn: '2025-04-16' }]);
  });
});

describe('notice of the decision', () => {
  it('to refuse goes to the family, health, social care and the head, with the reasons', () => {
    const refused = new Case({ request: { family: [PARENT, SECOND_PARENT] } })
      .at('2025-05-07')
      .do('decideToAssess', REFUSE);
    expect(refused.sentTo('refusal-to-assess')).toEqual([
      'parent-1',
      'parent-2',
      'health-commissioner',
      'social-care',
      'setting',
    ]);
    expect(refused.letterFacts('refusal-to-assess')).toMatchObject({ reasons: 'Enough support.' });
    expect(refused.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', doneOn: '2025-05-07' });
    expect(refused.clock('plan-final-20w').state).toBe('void');
    expect(refused.clock('plan-decision-16w').state).toBe('void');
  });

  it('to assess says when the final plan is due', () => {
    const decided = new Case().decidedToAssess();
    expect(decided.sentTo('will-assess')).toEqual(['parent-1', 'health-commissioner', 'social-care', 'setting']);
    expect(decided.letterFacts('will-assess')).toMatchObject({ finalDueOn: '2025-08-20' });
  });

  it("meets the six weeks on the day the last of the family's letters goes", () => {
    const two = new Case({ request: { family: [PARENT, SECOND_PARENT] } });
    two.postHeld = true;
    two
      .at('2025-05-12')
      .do('decideToAssess', ASSESS)
      .post((l) => l.recipientId === 'parent-1');
    expect(two.clock('ehcna-decision-6w').state).toBe('running');
    two.at('2025-05-14').post((l) => l.recipientId === 'parent-2');
    expect(two.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', doneOn: '2025-05-14', contested: true });
  });

  it('does not wait for the letters of others', () => {
    const decided = new Case();
    decided.postHeld = true;
    decided
      .at('2025-05-12')
      .do('decideToAssess', ASSESS)
      .post((l) => l.recipientRole === 'parent');
    expect(decided.clock('ehcna-decision-6w').state).toBe('met');
  });

  it.each([
    ['2025-05-13', { state: 'met', contested: false }],
    ['2025-05-14', { state: 'met', contested: true }],
    ['2025-05-15', { state: 'late', contested: false, cause: 'panel-awaited' }],
  ])('sent on %s is counted by that date alone', (on, expected) => {
    expect(new Case().at(on).do('decideToAssess', ASSESS).clock('ehcna-decision-6w')).toMatchObject(expected);
  });

  it('that went out by other means in time is in time, however late it is typed in', () => {
    const keyed = new Case().at('2025-05-20');
    expect(keyed.clock('ehcna-decision-6w').state).toBe('missed');
    keyed.do('decideToAssess', { ...ASSESS, occurredOn: '2025-05-08', noticeAlreadySentOn: '2025-05-09' });
    expect(keyed.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', doneOn: '2025-05-09', cause: null });
    expect(keyed.sentTo('will-assess')).toEqual([]);
  });

  it('that went out by other means has advice asked for all the same, unless that too is said to have gone', () => {
    const keyed = { ...ASSESS, noticeAlreadySentOn: '2025-05-09' };
    expect(new Case().at('2025-05-09').do('decideToAssess', keyed).sentTo('advice-request')).toHaveLength(5);
    const all = new Case().at('2025-05-09').do('decideToAssess', { ...keyed, allAdviceRequested: true });
    expect(all.sentTo('advice-request')).toEqual([]);
    expect(all.state.advice).toHaveLength(5);
  });

  it('cannot have gone out in the future, or before the request', () => {
    const keyed = new Case().at('2025-05-08');
    expect(keyed.refusal('decideToAssess', { ...ASSESS, noticeAlreadySentOn: '2025-05-09' }).code).toBe(
      'in-the-future',
    );
    expect(keyed.refusal('decideToAssess', { ...ASSESS, noticeAlreadySentOn: '2025-04-01' }).code).toBe(
      'before-the-request',
    );
  });

  it('left lying past the date makes a decision taken in time late, with a cause', () => {
    const lying = new Case();
    lying.postHeld = true;
    lying.at('2025-05-14').do('decideToAssess', REFUSE).at('2025-05-16');
    expect(lying.clock('ehcna-decision-6w').state).toBe('missed');
    lying.post();
    expect(lying.clock('ehcna-decision-6w')).toMatchObject({ state: 'late', doneOn: '2025-05-16', cause: 'authority' });
  });

  it('cannot be decided in the future or before the request was received', () => {
    const taken = new Case().at('2025-04-10');
    expect(taken.refusal('decideToAssess', { ...ASSESS, occurredOn: '2025-04-11' }).code).toBe('in-the-future');
    expect(taken.refusal('decideToAssess', { ...ASSESS, occurredOn: '2025-04-01' }).code).toBe('before-the-request');
  });
});

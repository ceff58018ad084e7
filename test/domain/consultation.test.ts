import { describe, expect, it } from 'vitest';
import { Case, POLICY } from './case.js';

const school = (n: number, more: object = {}) => ({
  urn: `99990${n}`,
  name: `School ${n}`,
  section38: true,
  email: 'office@school.example',
  ...more,
});

const objects = (c: Case, consultationId: string, accepted = true): Case =>
  c
    .do('recordReply', { consultationId, reply: 'cannot-meet-need', grounds: ['unsuitable'] })
    .do('answerObjection', { consultationId, accepted, reasons: 'x' });

/** Two rounds are what policy allows here. */
const policy = { consultation: { ...POLICY.consultation, rounds: 2 } };
const exhausted = (more: object = {}) => {
  const c = new Case({ policy: { consultation: { ...policy.consultation, ...more } } }).withDraftServed();
  for (const n of [1, 2]) {
    c.at(`2025-07-0${n}`).do('consultProviders', { providers: [school(n)] });
    objects(c, `C${n}`);
  }
  return c;
};

describe('consulting providers', () => {
  it('asks several at once, each with 15 days of its own and the draft enclosed', () => {
    const asked = new Case()
      .withDraftServed()
      .at('2025-06-27')
      .do('consultProviders', { providers: [school(1), school(2)] });
    expect(asked.state.consultations).toMatchObject([
      { id: 'C1', round: 1 },
      { id: 'C2', round: 1 },
    ]);
    expect(asked.clock('school-reply-15d:C2')).toMatchObject({ due: '2025-07-12', early: '2025-07-11' });
    const letter = asked.events.findLast((e) => e.type === 'letter.requested')?.data.letter;
    expect(letter).toMatchObject({ notice: 'consultation', enclosures: [{ kind: 'draft-plan', version: 1 }] });
  });

  it('gives 15 days from the day the letter goes, not from a command dated earlier', () => {
    const keyed = new Case().withDraftServed().at('2025-07-07');
    keyed.do('consultProviders', { providers: [school(1)], occurredOn: '2025-06-27' });
    expect(keyed.clock('school-reply-15d:C1').due).toBe('2025-07-22');
    keyed.do('consultProviders', { providers: [school(2)], noticeAlreadySentOn: '2025-06-30' });
    expect(keyed.clock('school-reply-15d:C2').due).toBe('2025-07-15');
  });

  it('waits for the draft, and asks nobody twice', () => {
    expect(new Case().decidedToAssess().refusal('consultProviders', { providers: [school(1)] }).code).toBe(
      'wrong-stage',
    );
    const asked = new Case().withDraftServed().do('consultProviders', { providers: [school(1)] });
    expect(asked.refusal('consultProviders', { providers: [school(1)] }).code).toBe('already-consulted');
    expect(asked.refusal('consultProviders', { providers: [school(2), school(2)] }).code).toBe('listed-twice');
  });

  it('reminds and chases on the days that policy counts from the date due', () => {
    const silent = new Case().withDraftServed().consulted('2025-06-27').at('2025-07-31');
    expect(silent.story('provider.reminded', 'provider.chased')).toEqual([
      '2025-07-07 provider.reminded C1 1',
      '2025-07-13 provider.chased C1 1',
      '2025-07-18 provider.chased C1 2',
    ]);
  });

  it('does not remind on the day it asks, whatever policy says of reminders', () => {
    const eager = { consultation: { ...POLICY.consultation, remindDaysBefore: [20, 5] } };
    const asked = new Case({ policy: eager }).withDraftServed().consulted('2025-06-27').at('2025-06-30');
    expect(asked.story('provider.reminded')).toEqual([]);
  });

  it('goes on with another round when a provider stays silent past its date', () => {
    const silent = new Case().withDraftServed().consulted('2025-06-27').at('2025-07-12');
    expect(silent.taskKeys()).not.toContain('consult-round:2');
    expect(silent.at('2025-07-13').taskKeys()).toContain('consult-round:2');
  });
});

describe('a reply', () => {
  it('that objects has grounds, and one that accepts has none', () => {
    const asked = new Case().withDraftServed().consulted();
    expect(asked.refusal('recordReply', { consultationId: 'C1', reply: 'cannot-meet-need' })).toMatchObject({
      code: 'grounds-missing',
      rule: 's39(4)',
    });
    expect(
      asked.refusal('recordReply', { consultationId: 'C1', reply: 'can-meet-need', grounds: ['unsuitable'] }).code,
    ).toBe('grounds-given');
  });

  it('stops the clock and the chasing, and is given once', () => {
    const asked = new Case().withDraftServed().consulted().at('2025-07-03');
    asked.do('recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    expect(asked.clock('school-reply-15d:C1')).toMatchObject({ state: 'met', doneOn: '2025-07-03' });
    expect(asked.refusal('recordReply', { consultationId: 'C1', reply: 'can-meet-need' }).code).toBe('already-replied');
    expect(asked.refusal('recordReply', { consultationId: 'C9', reply: 'can-meet-need' }).code).toBe(
      'unknown-consultation',
    );
  });

  it('is not given before it was asked for', () => {
    const asked = new Case().withDraftServed().consulted('2025-06-27').at('2025-07-03');
    expect(
      asked.refusal('recordReply', { consultationId: 'C1', reply: 'can-meet-need', occurredOn: '2025-06-26' }).code,
    ).toBe('before-it-was-asked');
  });

  it('that objects is answered by the authority, as a task with a date', () => {
    const asked = new Case().withDraftServed().consulted().at('2025-07-03');
    asked.do('recordReply', { consultationId: 'C1', reply: 'cannot-meet-need', grounds: ['unsuitable'] });
    expect(asked.tasks().find((t) => t.key === 'answer-objection:C1')?.dueOn).toBe('2025-07-08');
    asked.do('answerObjection', { consultationId: 'C1', accepted: false, reasons: 'It can, with support.' });
    expect(asked.taskKeys()).toContain('name-placement');
    expect(asked.refusal('answerObjection', { consultationId: 'C1', accepted: true, reasons: 'x' }).code).toBe(
      'nothing-to-answer',
    );
  });
});

describe('when no provider is found', () => {
  it('the rounds that policy allows are used and then the placement panel is asked', () => {
    const stuck = exhausted();
    expect(stuck.state.stuck?.reason).toBe('No provider found in 2 rounds of consultation');
    expect(stuck.state.referrals.at(-1)).toMatchObject({ panel: 'placement', question: 'placement' });
    expect(stuck.refusal('consultProviders', { providers: [school(3)] }).code).toBe('rounds-exhausted');
    expect(stuck.taskKeys()).toContain('find-placement');
  });

  it('there is a way on after the panel was heard: one more round, and the panel again', () => {
    const heard = exhausted({ allowType: false }).at('2025-07-10');
    const referralId = heard.state.referrals.at(-1)?.id ?? '';
    heard.do('recordRecommendation', {
      referralId,
      recommendation: 'Ask School 3',
      reasons: 'A place is free',
      actions: [],
    });
    expect(heard.taskKeys()).toContain('consult-round:3');
    heard.do('consultProviders', { providers: [school(3)] });
    expect(heard.refusal('consultProviders', { providers: [school(4)] }).code).toBe('rounds-exhausted');
    objects(heard, 'C3');
    expect(heard.state.referrals.filter((r) => r.question === 'placement')).toHaveLength(2);
  });

  it('the school that the family requests is still consulted, which the law requires', () => {
    const asked = exhausted().do('consultProviders', { providers: [school(5, { requestedByFamily: true })] });
    expect(asked.state.consultations.at(-1)?.requestedByFamily).toBe(true);
  });

  it('a placement that is found meanwhile takes the case off the agenda', () => {
    const found = exhausted().do('consultProviders', { providers: [school(5, { requestedByFamily: true })] });
    found.do('recordReply', { consultationId: 'C3', reply: 'can-meet-need' });
    found.do('namePlacement', { kind: 'institution', consultationId: 'C3', reasons: 'x' });
    expect(found.state.stuck).toBeNull();
    expect(found.state.referrals.at(-1)).toMatchObject({
      recommendation: null,
      recommendedOn: null,
      closedOn: expect.any(String),
    });
  });
});

describe('naming a placement', () => {
  const risk = (c: Case) => c.state.placement?.legalRisk ?? null;

  it('that agreed carries no risk', () => {
    expect(risk(new Case().withDraftServed().placed())).toBeNull();
  });

  it('needs a consultation, and an answer to an objection', () => {
    const asked = new Case().withDraftServed().consulted();
    expect(asked.refusal('namePlacement', { kind: 'institution', reasons: 'x' }).code).toBe('no-consultation');
    asked.do('recordReply', { consultationId: 'C1', reply: 'cannot-meet-need', grounds: ['use-of-resources'] });
    expect(asked.refusal('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'x' }).code).toBe(
      'objection-open',
    );
  });

  it('against an objection, or without a reply, says the risk', () => {
    const asked = new Case().withDraftServed().consulted();
    expect(asked.refusal('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'x' }).code).toBe(
      'no-reply',
    );
    objects(asked, 'C1', false).do('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'x' });
    expect(risk(asked)).toContain('objection');
  });

  it('is not done for a school outside s38(3) that has not agreed: it would have no duty to admit', () => {
    const asked = new Case().withDraftServed().do('consultProviders', { providers: [school(1, { section38: false })] });
    expect(asked.refusal('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'x' }).code).toBe(
      'no-duty-to-admit',
    );
  });

  it('says the risk where the school that the family requested is not named and no ground is accepted', () => {
    const asked = new Case().withDraftServed();
    asked.do('consultProviders', { providers: [school(1), school(2, { requestedByFamily: true })] });
    asked.do('recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    asked.do('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'x' });
    expect(risk(asked)).toContain('requested school is not named');
  });

  it('says the risk where the school that the family requested was never consulted', () => {
    const asked = new Case().withDraftServed().do('recordRepresentations', {
      agrees: true,
      requestedSchool: { urn: '999907', name: 'Wished School', section38: true },
    });
    asked.placed();
    expect(risk(asked)).toContain('was not consulted');
  });

  it('as a type needs policy’s leave and the risk accepted', () => {
    const type = { kind: 'type', typeOfProvision: 'Special school', reasons: 'x' } as const;
    const strict = new Case({
      policy: { consultation: { ...POLICY.consultation, allowType: false } },
    }).withDraftServed();
    expect(strict.refusal('namePlacement', { ...type, legalRiskAccepted: true }).code).toBe('type-not-allowed');
    const lenient = new Case().withDraftServed();
    expect(lenient.refusal('namePlacement', type).code).toBe('legal-risk');
    expect(risk(lenient.do('namePlacement', { ...type, legalRiskAccepted: true }))).toContain(
      'no institution must admit',
    );
  });
});

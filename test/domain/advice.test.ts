import { describe, expect, it } from 'vitest';
import { Case, CHILD, PARENT, POLICY, SECOND_PARENT, SECTIONS } from './case.js';

const ASSESS = { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Need.' } as const;
const kinds = (c: Case) => c.state.advice.map((a) => a.kind);
const CONSENTS = {
  agreedByAdviserOn: '2025-04-07',
  agreedByAuthorityOn: '2025-04-07',
  agreedByFamilyOn: '2025-04-08',
};

describe('who is asked for advice', () => {
  it('is always the family, school, health, a psychologist and social care, under their paragraphs of reg 6(1)', () => {
    const asked = new Case().decidedToAssess().state.advice;
    expect(asked.map((a) => [a.kind, a.basis, a.to.id])).toEqual([
      ['parent', 'reg 6(1)(a)', 'parent-1'],
      ['education', 'reg 6(1)(b)', 'setting'],
      ['medical', 'reg 6(1)(c)', 'service-health'],
      ['educational-psychology', 'reg 6(1)(d)', 'service-psychology'],
      ['social-care', 'reg 6(1)(e)', 'service-social-care'],
    ]);
  });

  it.each([
    ['2011-08-31', true],
    ['2011-09-01', false],
  ])('includes advice on adulthood from year 9 (born %s: %s)', (dateOfBirth, asked) => {
    expect(kinds(new Case({ child: { dateOfBirth } }).decidedToAssess()).includes('adulthood')).toBe(asked);
  });

  it.each(['hearing', 'vision', 'multi-sensory'] as const)(
    'includes a qualified teacher where %s is affected',
    (need) => {
      const asked = new Case({ child: { sensoryNeed: need } }).decidedToAssess();
      expect(asked.advice('sensory').basis).toBe('reg 6(2)');
    },
  );

  it('includes the Defence Secretary where a parent serves', () => {
    expect(new Case({ child: { serviceFamily: true } }).decidedToAssess().advice('defence').basis).toBe('reg 6(1)(b)');
  });

  it('includes a screening by social care where no social worker is known, and a request where one is', () => {
    expect(new Case().decidedToAssess().advice('social-care').route).toBe('screening');
    expect(new Case({ child: { socialWorker: true } }).decidedToAssess().advice('social-care').route).toBe('request');
  });

  it('is a service for education where the child has no school', () => {
    const { setting: _none, ...child } = CHILD;
    const asked = new Case({ request: { child } }).decidedToAssess();
    expect(asked.advice('education').to).toMatchObject({ id: 'service-schools', role: 'service' });
    expect(asked.sentTo('will-assess')).toEqual(['parent-1', 'health-commissioner', 'social-care']);
  });

  it('is each parent, not the first alone', () => {
    const asked = new Case({ request: { family: [PARENT, SECOND_PARENT] } }).decidedToAssess();
    expect(asked.sentTo('advice-request').slice(0, 3)).toEqual(['parent-1', 'parent-2', 'setting']);
  });

  it('is refused as a decision where policy names no service for what reg 6 requires', () => {
    const gap = new Case({ policy: { services: POLICY.services.filter((s) => s.id !== 'health') } });
    expect(gap.refusal('decideToAssess', ASSESS)).toMatchObject({ code: 'no-service', rule: 'reg 6(1)' });
    expect(gap.state.stage).toBe('considering');
  });

  it('grows when a correction shows that reg 6 requires more', () => {
    const corrected = new Case().decidedToAssess().at('2025-05-07');
    corrected.do('correctFact', { fact: 'sensoryNeed', value: 'hearing', evidence: 'Audiology report' });
    expect(corrected.advice('sensory')).toMatchObject({ requestedOn: '2025-05-07', basis: 'reg 6(2)' });
    corrected.do('correctFact', { fact: 'dateOfBirth', value: '2010-03-01', evidence: 'Birth certificate' });
    expect(corrected.advice('adulthood')).toMatchObject({ requestedOn: '2025-05-07' });
    expect(kinds(corrected)).toHaveLength(7);
  });
});

describe('a request for advice', () => {
  it('gives a body of s31 six weeks by law, and others six weeks by the Code', () => {
    const asked = new Case().decidedToAssess('2025-04-30');
    expect(asked.clock('advice-6w:A3')).toMatchObject({ triggeredOn: '2025-04-30', due: '2025-06-11' });
    expect(asked.clock('advice-nons31-6w:A4').due).toBe('2025-06-11');
  });

  it('carries the representations of the family and the evidence it gave', () => {
    const asked = new Case({ request: { representations: 'She cannot read yet.' } })
      .do('addEvidence', { evidenceId: 'E1', kind: 'report', from: 'family', title: 'Private speech report' })
      .do('addEvidence', { evidenceId: 'E2', kind: 'school-record', from: 'school', title: 'Attendance' })
      .decidedToAssess();
    expect(asked.letterFacts('advice-request', 1)).toMatchObject({
      representations: 'She cannot read yet.',
      evidence: expect.stringContaining('Private speech report'),
    });
  });

  it('gives the body its six weeks from the day it goes, not from a decision typed in late', () => {
    const keyed = new Case().at('2025-05-12').do('decideToAssess', { ...ASSESS, occurredOn: '2025-04-23' });
    expect(keyed.advice('medical').requestedOn).toBe('2025-05-12');
    expect(keyed.clock('advice-6w:A3').due).toBe('2025-06-23');
    expect(keyed.letterFacts('advice-request', 2)).toMatchObject({ dueOn: '2025-06-23' });
  });

  it('may go to a person the family asks for, or a service the authority chooses', () => {
    const more = new Case().decidedToAssess();
    more.do('requestAdvice', { kind: 'other', basis: 'h', reason: 'Asked for', person: { name: 'A therapist' } });
    more.do('requestAdvice', { kind: 'medical', basis: 'f', reason: 'Second view', service: 'health' });
    expect(more.state.advice.slice(5)).toMatchObject([
      { id: 'A6', basis: 'reg 6(1)(h)', statutory: false, to: { name: 'A therapist' } },
      { id: 'A7', basis: 'reg 6(1)(f)', statutory: true, to: { id: 'service-health' } },
    ]);
    expect(more.refusal('requestAdvice', { kind: 'other', basis: 'h', reason: 'x' }).code).toBe('no-adviser');
    expect(more.refusal('requestAdvice', { kind: 'other', basis: 'h', reason: 'x', service: 'none' }).code).toBe(
      'unknown-service',
    );
  });

  it('waits for the decision to assess', () => {
    const early = new Case();
    expect(early.refusal('requestAdvice', { kind: 'medical', basis: 'f', reason: 'x', service: 'health' }).code).toBe(
      'wrong-stage',
    );
  });
});

describe('advice already given', () => {
  const withReport = () =>
    new Case()
      .at('2025-04-09')
      .do('addEvidence', { evidenceId: 'E1', kind: 'medical', from: 'health', title: 'Paediatric report' });
  const reuse = { kind: 'medical', evidenceId: 'E1', writtenOn: '2025-01-20' } as const;

  it('is not sought again where adviser, authority and family are satisfied', () => {
    const reused = withReport()
      .do('reuseAdvice', { ...reuse, ...CONSENTS })
      .decidedToAssess();
    expect(reused.state.advice.filter((a) => a.kind === 'medical')).toMatchObject([{ state: 'reused' }]);
    expect(reused.sentTo('advice-request')).not.toContain('service-health');
  });

  it.each([
    ['agreedByAdviserOn', 'the adviser'],
    ['agreedByAuthorityOn', 'the authority'],
    ['agreedByFamilyOn', 'the family'],
  ] as const)('is sought again without %s', (missing, named) => {
    const consents = Object.entries(CONSENTS).filter(([name]) => name !== missing);
    const refusal = withReport().refusal('reuseAdvice', { ...reuse, ...Object.fromEntries(consents) });
    expect(refusal).toMatchObject({ code: 'consent-missing', rule: 'reg 6(4)' });
    expect(refusal.reason).toContain(`missing: ${named}`);
  });

  it("is never the family's own, and must be on the case", () => {
    expect(withReport().refusal('reuseAdvice', { ...reuse, ...CONSENTS, kind: 'parent' }).code).toBe('not-reusable');
    expect(withReport().refusal('reuseAdvice', { ...reuse, ...CONSENTS, evidenceId: 'E9' }).code).toBe(
      'unknown-evidence',
    );
  });

  it('takes the place of a request that is out, whose clock then ends without breach', () => {
    const reused = withReport()
      .decidedToAssess()
      .do('reuseAdvice', { ...reuse, ...CONSENTS });
    expect(reused.clock('advice-6w:A3').state).toBe('void');
    expect(reused.taskKeys().filter((k) => k.includes('A3'))).toEqual([]);
    expect(reused.refusal('reuseAdvice', { ...reuse, ...CONSENTS }).code).toBe('already-reused');
  });
});

describe('the life of a request', () => {
  it('runs from request by acknowledgement to advice that is checked and accepted', () => {
    const asked = new Case().decidedToAssess();
    expect(asked.taskKeys()).toEqual(expect.arrayContaining(['acknowledge-advice:A3', 'give-advice:A3:v1']));
    asked.at('2025-05-02').do('acknowledgeAdvice', { adviceId: 'A3' });
    expect(asked.taskKeys()).not.toContain('acknowledge-advice:A3');
    asked.at('2025-05-28').do('submitAdvice', { adviceId: 'A3', author: 'A paediatrician' });
    expect(asked.clock('advice-6w:A3')).toMatchObject({ state: 'met', doneOn: '2025-05-28' });
    expect(asked.tasks().find((t) => t.key === 'check-advice:A3:v1')).toMatchObject({ dueOn: '2025-05-31' });
    asked.do('checkAdvice', { adviceId: 'A3', outcome: 'accept' });
    expect(asked.state.advice[2]).toMatchObject({ state: 'accepted', acceptedOn: '2025-05-28' });
    expect(asked.taskKeys().filter((k) => k.includes('A3'))).toEqual([]);
  });

  it('returns with reasons for a revision, whose check is due after the revision came', () => {
    const back = new Case().decidedToAssess().at('2025-05-20').do('submitAdvice', { adviceId: 'A3', author: 'Dr' });
    expect(back.refusal('checkAdvice', { adviceId: 'A3', outcome: 'return' }).code).toBe('reasons-missing');
    back.at('2025-05-21').do('checkAdvice', { adviceId: 'A3', outcome: 'return', reasons: 'Quantify it.' });
    expect(back.letterFacts('advice-returned')).toMatchObject({ revisionNeeded: 'Quantify it.', dueOn: '2025-05-28' });
    expect(back.taskKeys()).toContain('give-advice:A3:v2');
    back.at('2025-05-27').do('submitAdvice', { adviceId: 'A3', author: 'Dr' });
    expect(back.tasks().find((t) => t.key === 'check-advice:A3:v2')?.dueOn).toBe('2025-05-30');
    expect(back.clock('advice-6w:A3')).toMatchObject({ state: 'met', doneOn: '2025-05-20' });
  });

  it('is not reminded of a revision on the day it was returned', () => {
    const back = new Case().decidedToAssess().at('2025-05-20').do('submitAdvice', { adviceId: 'A3', author: 'Dr' });
    back.at('2025-05-21').do('checkAdvice', { adviceId: 'A3', outcome: 'return', reasons: 'Quantify it.' });
    back.at('2025-05-30');
    const steps = back.story('advice.reminded', 'advice.chased').filter((s) => s.includes(' A3 '));
    expect(steps).toEqual(['2025-05-23 advice.reminded A3 1', '2025-05-29 advice.chased A3 1']);
  });

  it('may be declined with reasons: no breach, and somebody else is to be asked', () => {
    const declined = new Case().decidedToAssess().do('declineAdvice', { adviceId: 'A3', reasons: 'Not known here.' });
    expect(declined.clock('advice-6w:A3').state).toBe('void');
    expect(declined.taskKeys()).toContain('replace-advice:A3');
    declined.do('requestAdvice', {
      kind: 'medical',
      basis: 'f',
      reason: 'Declined',
      person: { name: 'Another doctor' },
    });
    expect(declined.taskKeys()).not.toContain('replace-advice:A3');
  });

  it('is taken in late, and after drafting, and marked so', () => {
    const late = new Case().decidedToAssess().at('2025-07-01');
    late.do('decideToIssue', {
      outcome: 'issue',
      reasons: 'Need.',
      outstandingAdvice: 'Psychologist promised for July',
    });
    late.at('2025-07-09').do('submitAdvice', { adviceId: 'A4', author: 'A psychologist' });
    expect(late.advice('educational-psychology')).toMatchObject({ afterDraft: true, state: 'submitted' });
    expect(late.clock('advice-nons31-6w:A4')).toMatchObject({
      state: 'late',
      cause: 'late-advice:educational-psychology',
    });
    expect(late.taskKeys()).toContain('check-advice:A4:v1');
  });

  it('has the draft take in what came after it was written', () => {
    const late = new Case().decidedToAssess().at('2025-07-01');
    late.do('decideToIssue', { outcome: 'issue', reasons: 'Need.', outstandingAdvice: 'Promised for July' });
    late.do('prepareDraft', { basis: 'first', sections: SECTIONS });
    late.at('2025-07-09').do('submitAdvice', { adviceId: 'A4', author: 'A psychologist' });
    late.do('checkAdvice', { adviceId: 'A4', outcome: 'accept' });
    expect(late.taskKeys()).toContain('amend-draft:A4:v1');
    late.do('prepareDraft', { basis: 'returned', sections: { ...SECTIONS, F: 'Visual structure, daily.' } });
    expect(late.taskKeys()).not.toContain('amend-draft:A4:v1');
  });

  it('ends being stuck for it when it comes, and the panel need not hear the case', () => {
    const late = new Case().decidedToAssess().at('2025-05-20').do('acknowledgeAdvice', { adviceId: 'A4' });
    late.at('2025-06-15').do('acknowledgeAdvice', { adviceId: 'A3' });
    late.at('2025-07-10');
    expect(late.state.stuck).toMatchObject({ about: 'advice' });
    for (const { id } of late.state.advice.filter((a) => a.panelOn)) {
      expect(late.state.stuck).not.toBeNull();
      late.do('submitAdvice', { adviceId: id, author: 'An adviser' });
    }
    expect(late.state.stuck).toBeNull();
    expect(late.state.referrals.find((r) => r.question === 'stuck')).toMatchObject({
      recommendedOn: null,
      closedOn: '2025-07-10',
    });
  });

  it('refuses what does not fit: twice, unknown, before it was asked for', () => {
    const asked = new Case().decidedToAssess().at('2025-05-07').do('submitAdvice', { adviceId: 'A3', author: 'Dr' });
    expect(asked.refusal('submitAdvice', { adviceId: 'A3', author: 'Dr' }).code).toBe('wrong-state');
    expect(asked.refusal('submitAdvice', { adviceId: 'A9', author: 'Dr' }).code).toBe('unknown-advice');
    expect(asked.refusal('acknowledgeAdvice', { adviceId: 'A3' }).code).toBe('wrong-state');
    expect(asked.refusal('submitAdvice', { adviceId: 'A4', author: 'EP', occurredOn: '2025-04-29' }).code).toBe(
      'before-it-was-asked',
    );
  });
});

describe('what excuses a body', () => {
  const excuse = {
    ground: 'missed-examination',
    evidence: 'Letter of the hospital',
    from: '2025-05-12',
    to: '2025-05-12',
    whose: 'child',
    madeImpractical: true,
  } as const;

  it('is a ground of reg 8(2), which moves no date and leaves the advice owed', () => {
    const excused = new Case()
      .decidedToAssess()
      .at('2025-05-13')
      .do('excuseAdvice', { adviceId: 'A3', ...excuse });
    expect(excused.clock('advice-6w:A3')).toMatchObject({
      due: '2025-06-11',
      exceptionGround: expect.stringContaining('r8(2)'),
    });
    excused.at('2025-06-13');
    expect(excused.clock('advice-6w:A3').state).toBe('excepted');
    expect(excused.clock('plan-final-20w').exceptionGround).toBeNull();
    excused.do('submitAdvice', { adviceId: 'A3', author: 'Dr' });
    expect(excused.clock('advice-6w:A3')).toMatchObject({ state: 'excepted', doneOn: '2025-06-13' });
  });

  it('excuses no school and no team of the authority, whom the regulation does not bind', () => {
    expect(new Case().decidedToAssess().refusal('excuseAdvice', { adviceId: 'A4', ...excuse })).toMatchObject({
      code: 'no-exception',
      rule: 'reg 8(1)',
    });
  });

  it('is not a closure, nor personal circumstances, which are grounds of the authority', () => {
    const asked = new Case().decidedToAssess();
    for (const ground of ['school-closure', 'personal-circumstances'] as const) {
      expect(asked.refusal('excuseAdvice', { adviceId: 'A3', ...excuse, ground }).code).toBe('not-a-ground');
    }
  });
});

describe('chasing advice', () => {
  it('reminds, chases, tells the manager and goes to the panel on the days that policy counts from the date due', () => {
    const silent = new Case().decidedToAssess('2025-04-30').at('2025-07-04');
    const of = (id: string) =>
      silent
        .story('advice.reminded', 'advice.chased', 'advice.escalated')
        .filter((s) => s.includes(` ${id} `) || s.endsWith(` ${id}`));
    // Due on Wednesday 11 June.
    expect(of('A3')).toEqual([
      '2025-05-28 advice.reminded A3 1',
      '2025-06-06 advice.reminded A3 2',
      '2025-06-12 advice.chased A3 1',
      '2025-06-19 advice.chased A3 2',
      '2025-06-26 advice.chased A3 3',
      '2025-06-26 advice.escalated A3 manager',
      '2025-07-03 advice.escalated A3 panel',
    ]);
    expect(silent.sentTo('advice-escalation')).toContain('manager-health');
    expect(silent.letterFacts('advice-escalation')).toMatchObject({ daysLate: 15 });
  });

  it('stops when the advice is in, and starts anew with a revision', () => {
    const asked = new Case().decidedToAssess().at('2025-06-13').do('submitAdvice', { adviceId: 'A3', author: 'Dr' });
    asked.at('2025-06-30');
    expect(asked.story('advice.chased').filter((s) => s.includes('A3'))).toHaveLength(1);
  });

  it('never takes a family that does not answer to the panel', () => {
    const family = new Case().decidedToAssess('2025-04-30').at('2025-06-04');
    for (const id of ['A2', 'A3', 'A4', 'A5']) family.do('submitAdvice', { adviceId: id, author: 'Adviser' });
    for (const id of ['A2', 'A3', 'A4', 'A5']) family.do('checkAdvice', { adviceId: id, outcome: 'accept' });
    family.at('2025-07-04');
    expect(family.story('advice.escalated')).toEqual([]);
    expect(family.taskKeys()).toContain('decide-to-issue');
  });

  it('after a stop of weeks sends the last of the chasers that were missed, not every one', () => {
    const stopped = new Case().decidedToAssess('2025-04-30');
    const before = stopped.sentTo('status-update').length;
    stopped.wakeAt('2025-06-27');
    expect(stopped.story('advice.reminded', 'advice.chased').filter((s) => s.includes('A3'))).toEqual([
      '2025-06-27 advice.chased A3 3',
    ]);
    expect(stopped.sentTo('status-update')).toHaveLength(before + 1);
  });
});

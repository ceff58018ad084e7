/** From the decision to issue to the final plan. */
import { describe, expect, it } from 'vitest';
import { Case, PARENT, SECTIONS } from './case.js';

const FINAL = { ...SECTIONS, I: 'Valley School' };

describe('the decision to issue', () => {
  it('waits for the advice, or says why not', () => {
    const waiting = new Case().decidedToAssess();
    expect(waiting.refusal('decideToIssue', { outcome: 'issue', reasons: 'x' })).toMatchObject({
      code: 'advice-outstanding',
      rule: 'reg 6(1)',
    });
    waiting.do('decideToIssue', { outcome: 'issue', reasons: 'x', outstandingAdvice: 'Promised for May' });
    expect(waiting.state.stage).toBe('drafting');
  });

  it('to issue is told to the family with its reasons, by week 16', () => {
    const decided = new Case().decidedToAssess().allAdviceIn().decidedToIssue('2025-07-23');
    expect(decided.sentTo('will-issue')).toEqual(['parent-1']);
    expect(decided.clock('plan-decision-16w')).toMatchObject({ state: 'met', contested: true });
  });

  it('not to issue is told to the family, health and the head, and ends the case as a refusal of a plan', () => {
    const refused = new Case().decidedToAssess().allAdviceIn().at('2025-07-02');
    refused.do('decideToIssue', { outcome: 'no-plan', reasons: 'Needs are met.' });
    expect(refused.sentTo('no-plan')).toEqual(['parent-1', 'health-commissioner', 'setting']);
    expect(refused.state).toMatchObject({ stage: 'finished', outcome: 'no-plan' });
    expect(refused.clock('noplan-16w')).toMatchObject({ due: '2025-07-23', state: 'met', doneOn: '2025-07-02' });
    expect(refused.clock('plan-final-20w').state).toBe('void');
    expect(refused.clock('plan-decision-16w').state).toBe('void');
  });

  it('not to issue, late, is one breach and not two', () => {
    const late = new Case().decidedToAssess().allAdviceIn().at('2025-07-28');
    late.do('decideToIssue', { outcome: 'no-plan', reasons: 'Needs are met.' });
    expect(late.clock('noplan-16w')).toMatchObject({ state: 'late', cause: expect.any(String) });
    expect(late.clock('plan-decision-16w').state).toBe('void');
  });

  it('not to issue keeps the exception that was granted to week 16', () => {
    const excepted = new Case().decidedToAssess().allAdviceIn().at('2025-07-22');
    excepted.do('recordException', {
      ruleId: 'plan-decision-16w',
      ground: 'absence',
      evidence: 'School register',
      from: '2025-06-05',
      to: '2025-07-20',
      whose: 'child',
      madeImpractical: true,
    });
    excepted.at('2025-07-28').do('decideToIssue', { outcome: 'no-plan', reasons: 'Needs are met.' });
    expect(excepted.clock('noplan-16w')).toMatchObject({ state: 'excepted', exceptionGround: 'r10(4)(d) absence' });
  });

  it('not to issue leaves no clock running and nobody to chase', () => {
    const refused = new Case().decidedToAssess().at('2025-05-07');
    refused.do('decideToIssue', { outcome: 'no-plan', reasons: 'Met.', outstandingAdvice: 'Not needed' });
    expect(Object.values(refused.state.deadlines).filter((d) => d.state === 'running')).toEqual([]);
    refused.at('2025-09-01');
    expect(refused.story('advice.chased', 'advice.reminded')).toEqual([]);
  });

  it('becomes a task when week 16 has passed, whatever is still outstanding', () => {
    const late = new Case().decidedToAssess().at('2025-07-23');
    expect(late.taskKeys()).not.toContain('decide-to-issue');
    expect(late.at('2025-07-24').taskKeys()).toContain('decide-to-issue');
  });
});

describe('the draft', () => {
  const drafting = () => new Case().decidedToAssess().allAdviceIn().decidedToIssue();

  it('names no school and no type', () => {
    const refusal = drafting().refusal('prepareDraft', {
      basis: 'first',
      sections: { ...SECTIONS, I: 'Valley School' },
    });
    expect(refusal).toMatchObject({ code: 'school-in-draft', rule: 's38(5)' });
  });

  it('names no school in what is to be provided, the child’s own included, whatever the spelling', () => {
    const own = { ...SECTIONS, F: 'Ten hours at hillside  SCHOOL, weekly' };
    expect(drafting().refusal('prepareDraft', { basis: 'first', sections: own })).toMatchObject({
      code: 'school-in-draft',
      reason: expect.stringContaining('Section F'),
    });
    // Where the child is now is part of its story.
    drafting().do('prepareDraft', { basis: 'first', sections: { ...SECTIONS, A: 'Likes Hillside School.' } });
  });

  it('has each of its sections', () => {
    const { F: _left, ...rest } = SECTIONS;
    expect(drafting().refusal('prepareDraft', { basis: 'first', sections: rest as typeof SECTIONS }).code).toBe(
      'malformed',
    );
  });

  it('is served only once policy’s checks have passed', () => {
    const written = drafting().do('prepareDraft', { basis: 'first', sections: SECTIONS });
    expect(written.refusal('serveDraft', {}).code).toBe('checks-outstanding');
    written.do('checkDraft', { check: 'assessment-lead', outcome: 'pass' });
    written.do('checkDraft', { check: 'clinical-lead', outcome: 'pass' });
    expect(written.taskKeys()).toContain('check-draft:educational-psychologist:v1');
    written.do('checkDraft', { check: 'educational-psychologist', outcome: 'pass' });
    expect(written.taskKeys()).toContain('serve-draft:v1');
  });

  it('that a check returned goes back to its writer, and the new version is checked anew', () => {
    const written = drafting().do('prepareDraft', { basis: 'first', sections: SECTIONS });
    expect(written.refusal('checkDraft', { check: 'clinical-lead', outcome: 'return' }).code).toBe('reasons-missing');
    written.do('checkDraft', { check: 'clinical-lead', outcome: 'return', notes: 'Section G is vague.' });
    expect(written.tasks().find((t) => t.key === 'revise-draft:v1')).toMatchObject({
      role: 'caseworker',
      closedBy: 'draft prepare',
    });
    expect(written.taskKeys()).not.toContain('check-draft:clinical-lead:v1');
    written.do('prepareDraft', { basis: 'returned', sections: SECTIONS });
    expect(written.taskKeys()).not.toContain('revise-draft:v1');
    expect(written.taskKeys()).toContain('check-draft:clinical-lead:v2');
  });

  it('asks for a planning meeting with the family until it was held or declined', () => {
    const written = drafting();
    expect(written.taskKeys()).toEqual(expect.arrayContaining(['planning-meeting', 'prepare-draft']));
    written.do('prepareDraft', { basis: 'first', sections: SECTIONS });
    expect(written.taskKeys()).toContain('planning-meeting');
    written.do('holdPlanningMeeting', { outcome: 'declined' });
    expect(written.taskKeys()).not.toContain('planning-meeting');
  });

  it('gives the family 15 days beginning with service, the working day after posting', () => {
    const served = new Case().withDraftServed();
    expect(served.state.draft).toMatchObject({ servedOn: '2025-06-26', periodEndsOn: '2025-07-10' });
    expect(served.letterFacts('draft')).toMatchObject({ respondBy: '2025-07-10' });
    expect(served.sentTo('draft')).toEqual(['parent-1']);
    expect(served.clock('draft-15d')).toMatchObject({
      triggeredOn: '2025-06-26',
      due: '2025-07-10',
      breachable: false,
    });
  });

  it('posted on a Friday is served on the Monday', () => {
    const friday = new Case().decidedToAssess().allAdviceIn().decidedToIssue().drafted().served('2025-06-27');
    expect(friday.state.draft).toMatchObject({ servedOn: '2025-06-30', periodEndsOn: '2025-07-14' });
  });

  it('is served the same day on a family that consented in writing to electronic service', () => {
    const consent = {
      kind: 'e-mail',
      sender: 'send@northmere.example',
      address: 'a@x.example',
      recordedOn: '2025-04-02',
    };
    const served = new Case({ request: { family: [{ ...PARENT, electronicConsent: consent }] } }).withDraftServed();
    expect(served.state.draft).toMatchObject({ servedOn: '2025-06-25', periodEndsOn: '2025-07-09' });
  });

  it('may give longer, and then the longer period governs', () => {
    const ready = new Case().decidedToAssess().allAdviceIn().decidedToIssue().drafted();
    expect(ready.refusal('serveDraft', { periodDays: 14 }).code).toBe('malformed');
    ready.at('2025-06-25').do('serveDraft', { periodDays: 30 });
    expect(ready.state.draft?.periodEndsOn).toBe('2025-07-25');
  });

  it('that is sent today is never served in the past, however the command is dated', () => {
    const ready = new Case().decidedToAssess().allAdviceIn().decidedToIssue().drafted();
    ready.at('2025-06-25').do('serveDraft', { occurredOn: '2025-06-19' });
    expect(ready.state.draft?.servedOn).toBe('2025-06-26');
  });

  it('served by other means was served on the day that is given, which is not to come', () => {
    const ready = new Case().decidedToAssess().allAdviceIn().decidedToIssue().drafted();
    expect(ready.at('2025-06-25').refusal('serveDraft', { servedOn: '2025-06-26' }).code).toBe('in-the-future');
    ready.do('serveDraft', { servedOn: '2025-06-23' });
    expect(ready.state.draft?.periodEndsOn).toBe('2025-07-07');
    expect(ready.sentTo('draft')).toEqual([]);
  });

  it('ends its period by itself, which nobody can miss', () => {
    const served = new Case().withDraftServed().at('2025-07-11');
    expect(served.clock('draft-15d')).toMatchObject({ state: 'met', doneOn: '2025-07-10' });
    expect(served.taskKeys()).not.toContain('representations:v1');
  });
});

describe('a change to a draft that was served', () => {
  const hours = { basis: 'representations', sections: { ...SECTIONS, F: 'Ten hours' } } as const;
  const follows = [{ section: 'F' as const, representation: 'Section F gives no hours' }];

  it('that rests on what the family said is not served again', () => {
    const changed = new Case()
      .withDraftServed()
      .at('2025-07-01')
      .do('recordRepresentations', { agrees: false, views: 'Hours.' });
    changed.do('prepareDraft', { ...hours, follows });
    expect(changed.refusal('serveDraft', {})).toMatchObject({ code: 'already-served', rule: 'reg 14(1)' });
    expect(changed.state.draft).toMatchObject({ version: 2, periodEndsOn: '2025-07-10' });
  });

  it('says which of the family’s representations each section follows, and changes no other', () => {
    const heard = new Case().withDraftServed().at('2025-07-01').do('recordRepresentations', { agrees: false });
    expect(heard.refusal('prepareDraft', hours)).toMatchObject({ code: 'beyond-representations', rule: 'reg 14(1)' });
    const more = { ...hours, sections: { ...hours.sections, B: 'Other needs' } };
    expect(heard.refusal('prepareDraft', { ...more, follows }).reason).toContain('Section B');
    expect(heard.refusal('prepareDraft', { basis: 'representations', sections: SECTIONS }).code).toBe('no-change');
    const both = [...follows, { section: 'B' as const, representation: 'As above' }];
    expect(heard.refusal('prepareDraft', { ...hours, follows: both }).code).toBe('no-change');
  });

  it('passes policy’s checks again before the plan is final', () => {
    const changed = new Case().withDraftServed().placed().do('recordRepresentations', { agrees: false });
    changed.do('prepareDraft', { ...hours, follows }).at('2025-07-15');
    const final = { sections: { ...FINAL, F: 'Ten hours' } };
    expect(changed.refusal('finalisePlan', final).code).toBe('checks-outstanding');
    expect(changed.taskKeys()).toContain('check-draft:assessment-lead:v2');
    expect(changed.taskKeys()).not.toContain('finalise');
    changed.do('checkDraft', { check: 'assessment-lead', outcome: 'return', notes: 'Who gives the hours?' });
    expect(changed.taskKeys()).toContain('revise-draft:v2');
    changed.do('prepareDraft', {
      basis: 'representations',
      sections: { ...SECTIONS, F: 'Ten hours by an assistant' },
      follows,
    });
    expect(changed.checked().taskKeys()).toContain('finalise');
    changed.do('finalisePlan', { sections: { ...FINAL, F: 'Ten hours by an assistant' } });
    expect(changed.state.outcome).toBe('final-plan');
  });

  it('cannot rest on what the family said before the family has said anything', () => {
    const refusal = new Case()
      .withDraftServed()
      .refusal('prepareDraft', { basis: 'representations', sections: SECTIONS });
    expect(refusal).toMatchObject({ code: 'basis', rule: 'reg 14(1)' });
  });

  it.each(['own', 'returned'] as const)('of the authority (%s) is served again and gives its own 15 days', (basis) => {
    const changed = new Case().withDraftServed().placed().at('2025-07-08');
    changed.do('recordRepresentations', { agrees: true }).do('prepareDraft', { basis, sections: SECTIONS });
    expect(changed.at('2025-07-15').refusal('finalisePlan', { sections: FINAL })).toMatchObject({
      code: 'not-served',
      rule: 'reg 14(1)',
    });
    changed.checked().served('2025-07-16');
    expect(changed.clock('draft-15d:v2')).toMatchObject({ triggeredOn: '2025-07-17', due: '2025-07-31' });
    expect(changed.sentTo('draft')).toEqual(['parent-1', 'parent-1']);
    expect(changed.taskKeys()).toContain('representations:v2');
    expect(changed.clock('plan-final-20w').due).toBe('2025-08-20');
  });
});

describe('what the family says of a draft', () => {
  it('is recorded late as well as in its period, and marked', () => {
    const served = new Case().withDraftServed().at('2025-07-10').do('recordRepresentations', { agrees: true });
    served.at('2025-07-11').do('recordRepresentations', { agrees: true });
    const made = served.events.flatMap((e) => (e.type === 'representations.made' ? [e.data.inPeriod] : []));
    expect(made).toEqual([true, false]);
  });

  it('that it disagrees, or wants more assessments, is what the case then waits on', () => {
    const said = new Case().withDraftServed().at('2025-07-01');
    said.do('recordRepresentations', { agrees: false, views: 'x', wantsAssessments: ['Speech and language'] });
    expect(said.state.disagreements).toMatchObject([
      { id: 'D1', about: 'draft' },
      { id: 'D2', about: 'assessments' },
    ]);
    expect(said.projection().case?.waitingOn).toBe('family:disagreement');
    said.do('resolveDisagreement', { disagreementId: 'D1', outcome: 'agreed', reasons: 'x' });
    expect(said.projection().case?.waitingOn).toBe('family:more-assessments');
    expect(said.refusal('resolveDisagreement', { disagreementId: 'D1', outcome: 'agreed', reasons: 'x' }).code).toBe(
      'unknown-disagreement',
    );
  });

  it('that it requires a meeting must be met before the plan is final', () => {
    const said = new Case()
      .withDraftServed()
      .placed()
      .do('recordRepresentations', { agrees: true, requiresMeeting: true });
    expect(said.taskKeys()).toContain('officer-meeting');
    expect(said.at('2025-07-15').refusal('finalisePlan', { sections: FINAL }).code).toBe('meeting-owed');
    said.do('holdOfficerMeeting', {});
    expect(said.finalised().state.outcome).toBe('final-plan');
  });

  it('that it requires a second meeting is owed as the first was', () => {
    const said = new Case().withDraftServed().do('recordRepresentations', { agrees: true, requiresMeeting: true });
    said.do('holdOfficerMeeting', {}).do('recordRepresentations', { agrees: true, requiresMeeting: true });
    expect(said.taskKeys()).toContain('officer-meeting');
    expect(said.do('holdOfficerMeeting', {}).taskKeys()).not.toContain('officer-meeting');
  });

  it('is awaited no longer than its period: then the case waits on the authority', () => {
    const silent = new Case().withDraftServed();
    expect(silent.projection().case?.waitingOn).toBe('family');
    expect(silent.at('2025-07-11').projection().case?.waitingOn).toBe('caseworker');
  });
});

describe('the final plan', () => {
  it('is not made before the family’s period is over, unless a named officer takes it on', () => {
    const placed = new Case().withDraftServed().placed().at('2025-07-10');
    expect(placed.refusal('finalisePlan', { sections: FINAL })).toMatchObject({
      code: 'period-running',
      rule: 'reg 13(1)(a)',
    });
    placed.do('finalisePlan', { sections: FINAL, earlyOverride: { officer: 'am-1', reason: 'Place lost tomorrow' } });
    expect(placed.state.outcome).toBe('final-plan');
    expect(placed.clock('draft-15d').state).toBe('void');
  });

  it('may be made the day after', () => {
    expect(new Case().withDraftServed().placed().finalised('2025-07-11').state.outcome).toBe('final-plan');
  });

  it('did not go out in the period because it is typed in after it', () => {
    const placed = new Case().withDraftServed().placed().at('2025-07-15');
    expect(placed.refusal('finalisePlan', { sections: FINAL, noticeAlreadySentOn: '2025-07-09' }).code).toBe(
      'period-running',
    );
  });

  it('is not made while the draft lies in the post room', () => {
    const lying = new Case().decidedToAssess().allAdviceIn().decidedToIssue().drafted();
    lying.postHeld = true;
    lying.served().placed().at('2025-07-15');
    expect(lying.refusal('finalisePlan', { sections: FINAL }).code).toBe('not-served');
  });

  it('goes to the family, the institution and health, and meets the twenty weeks when the family’s has gone', () => {
    const final = new Case().withDraftServed().placed().finalised('2025-08-20');
    expect(final.sentTo('final')).toEqual(['parent-1', 'provider-C1', 'health-commissioner']);
    expect(final.clock('plan-final-20w')).toMatchObject({ state: 'met', doneOn: '2025-08-20', contested: true });
  });

  it('made late is late, with what the case had waited on that day', () => {
    const late = new Case().withDraftServed().consulted().at('2025-08-26');
    late.do('recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    late.do('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'x' }).finalised('2025-08-27');
    expect(late.clock('plan-final-20w')).toMatchObject({ state: 'late', doneOn: '2025-08-27', cause: 'no-provision' });
  });

  it('says what was decided for section I', () => {
    const placed = new Case().withDraftServed().placed().at('2025-07-15');
    expect(placed.refusal('finalisePlan', { sections: SECTIONS }).code).toBe('section-I');
    expect(new Case().withDraftServed().at('2025-07-15').refusal('finalisePlan', { sections: FINAL }).code).toBe(
      'no-placement',
    );
  });

  it('is the draft that was served, in all but section I and the advice appended', () => {
    const placed = new Case().withDraftServed().placed().at('2025-07-15');
    const refusal = placed.refusal('finalisePlan', { sections: { ...FINAL, F: 'Less provision', B: 'Other needs' } });
    expect(refusal).toMatchObject({ code: 'differs-from-draft', rule: 'reg 14(1)' });
    expect(refusal.reason).toContain('B, F');
    placed.do('finalisePlan', { sections: { ...FINAL, K: 'Advice A1 to A6' } });
    expect(placed.state.outcome).toBe('final-plan');
  });

  it('leaves no clock running and no panel waiting', () => {
    const open = new Case().decidedToAssess().allAdviceIn().decidedToIssue().drafted().served();
    open.do('requestAdvice', { kind: 'other', basis: 'f', reason: 'x', person: { name: 'A therapist' } });
    open.do('referToPanel', { panel: 'placement', question: 'placement', reason: 'x' });
    open.consulted('2025-06-27', 'Hill School', '999903').at('2025-07-08');
    open.do('namePlacement', {
      kind: 'type',
      typeOfProvision: 'Special school',
      reasons: 'x',
      legalRiskAccepted: true,
    });
    open.at('2025-07-15').do('finalisePlan', { sections: { ...SECTIONS, I: 'Special school' } });
    expect(Object.values(open.state.deadlines).filter((d) => d.state === 'running')).toEqual([]);
    expect(open.state.referrals.filter((r) => r.closedOn === null)).toEqual([]);
    expect(open.at('2025-12-01').story('advice.chased', 'provider.chased')).toEqual([]);
  });
});

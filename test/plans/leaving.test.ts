/** A plan that is sent on to higher education (r47), and funding after 16: asked for, heard, agreed, looked at, due again. */
import { describe, expect, it } from 'vitest';
import { nextPlanWakeOn } from '../../domain/plan/agenda.js';
import { partiesOfPlan } from '../../domain/plan/parties.js';
import { planTasks } from '../../domain/plan/tasks.js';
import { holding, Plan, policy } from './samples.js';

const ASK = {
  askedBy: 'young-person',
  place: 'Invented University',
  recipient: { kind: 'allowance-body', name: 'Allowance Office', email: 'plans@allowance.example' },
};

describe('a plan that a young person wants to be sent to higher education (r47)', () => {
  it('goes to whom they say, within fifteen working days of the day they asked', () => {
    const plan = new Plan({}, false);
    expect(plan.say('2026-08-20', 'discloseToHigherEducation', ASK)).toBeUndefined();
    expect(plan.clock('he-disclosure:D1')).toBe('running 2026-09-11');
    expect(plan.letters).toEqual(['he-disclosure to higher-education']);
    expect(plan.state.letters[0]?.letter?.enclosures).toEqual([{ kind: 'final-plan', id: 'plan', version: 1 }]);
    expect(partiesOfPlan(plan.state).map((p) => p.id)).toContain('higher-education-D1');
    plan.send('2026-09-01');
    expect(plan.clock('he-disclosure:D1')).toBe('met 2026-09-11');
  });

  it('is late by itself where its letter came back, and met late once it went', () => {
    const plan = new Plan({}, false);
    plan.say('2026-08-20', 'discloseToHigherEducation', ASK);
    plan.refuse('2026-08-20', 'higher-education');
    expect(planTasks(plan.state)).toMatchObject([{ closedBy: 'plan resolve-letter' }]);
    expect(nextPlanWakeOn(plan.state, '2026-08-21')).toBe('2026-09-12');
    plan.pass('2026-09-12');
    expect(plan.clock('he-disclosure:D1')).toBe('missed 2026-09-11');
    plan.say('2026-09-14', 'resolveLetter', { letterId: 'P-L1', outcome: 'send-again', note: 'x' });
    plan.send('2026-09-14');
    expect(plan.clock('he-disclosure:D1')).toBe('late 2026-09-11');
  });

  it('is asked for by the young person alone, or by a parent where capacity is lacking', () => {
    const plan = new Plan();
    const parent = { ...ASK, askedBy: 'parent' };
    expect(plan.say('2026-08-20', 'discloseToHigherEducation', parent)).toBe('young-person-asks');
    const why = { ...parent, incapacity: 'A best-interests decision of 3 June' };
    expect(plan.say('2026-08-20', 'discloseToHigherEducation', why)).toBeUndefined();
    const child = new Plan({ child: holding().child });
    expect(child.say('2026-08-20', 'discloseToHigherEducation', ASK)).toBe('not-a-young-person');
  });

  it('needs an address, and the text of the plan or the day it went', () => {
    const plan = new Plan({ sections: null });
    const nowhere = { ...ASK, recipient: { kind: 'institution', name: 'Invented University' } };
    expect(plan.say('2026-08-20', 'discloseToHigherEducation', nowhere)).toBe('no-address');
    expect(plan.say('2026-08-20', 'discloseToHigherEducation', ASK)).toBe('plan-not-held');
    const went = (on: string) => ({ ...ASK, noticeAlreadySentOn: on });
    expect(plan.say('2026-08-20', 'discloseToHigherEducation', went('2026-08-19'))).toBe('before-it-was-asked');
    expect(plan.say('2026-08-20', 'discloseToHigherEducation', went('2026-08-20'))).toBeUndefined();
    expect(plan.clock('he-disclosure:D1')).toMatch(/^met/);
    expect(plan.letters).toEqual([]);
  });
});

const FUNDING = {
  provider: 'Invented College',
  poundsAYear: 12_000,
  from: '2026-09-01',
  until: '2027-07-31',
  purpose: 'Support for fifteen hours a week.',
};

describe('funding after 16', () => {
  const asked = (): Plan => {
    const plan = new Plan();
    expect(plan.say('2026-06-01', 'requestFunding', FUNDING)).toBeUndefined();
    return plan;
  };
  const heard = (): Plan => {
    const plan = asked();
    plan.say('2026-06-02', 'recordListing', { referralId: 'PL-F1', meetingOn: '2026-06-11' });
    const said = { referralId: 'PL-F1', recommendation: 'Agree', reasons: 'It meets F.', actions: [] };
    expect(plan.say('2026-06-11', 'recordRecommendation', said)).toBeUndefined();
    return plan;
  };
  const agreed = (fields: object = {}): Plan => {
    const plan = heard();
    const said = { fundingId: 'F1', outcome: 'agree', reasons: 'x', ...fields };
    expect(plan.say('2026-06-12', 'decideFunding', said)).toBeUndefined();
    return plan;
  };

  it('is put before the panel that policy names, without the words of what it is for', () => {
    const plan = asked();
    expect(plan.events.at(-1)).toMatchObject({
      type: 'panel.referred',
      data: { referralId: 'PL-F1', panel: 'placement', question: 'funding' },
    });
    expect(JSON.stringify(plan.events.at(-1)?.data)).not.toContain('fifteen');
    const other = { ...policy, postSixteen: { ...policy.postSixteen, fundingPanel: 'multi-agency' } };
    const elsewhere = new Plan({ policy: other });
    elsewhere.say('2026-06-01', 'requestFunding', FUNDING);
    expect(elsewhere.state.referrals[0]?.panel).toBe('multi-agency');
    const { postSixteen: _, ...before } = policy;
    const old = new Plan({ policy: before as typeof policy });
    old.say('2026-06-01', 'requestFunding', FUNDING);
    expect(old.state.referrals[0]?.panel).toBe('placement');
  });

  it('is for after 16, and ends after it begins', () => {
    const plan = new Plan();
    expect(plan.say('2026-06-01', 'requestFunding', { ...FUNDING, until: '2026-09-01' })).toBe('bad-period');
    const child = new Plan({ child: holding().child });
    expect(child.say('2026-06-01', 'requestFunding', FUNDING)).toBe('not-post-16');
    expect(plan.say('2026-06-01', 'requestFunding', { ...FUNDING, follows: 'F9' })).toBe('unknown-funding');
  });

  it('waits for the panel, unless it is said why not; then the panel need not hear it', () => {
    const plan = asked();
    const agree = { fundingId: 'F1', outcome: 'agree', reasons: 'x' };
    expect(plan.say('2026-06-02', 'decideFunding', agree)).toBe('panel-awaited');
    expect(plan.say('2026-06-02', 'decideFunding', { ...agree, beforePanel: 'Term begins' })).toBeUndefined();
    expect(plan.events.at(-1)?.type).toBe('panel.notNeeded');
    const said = { referralId: 'PL-F1', recommendation: 'x', reasons: 'y', actions: [] };
    expect(plan.say('2026-06-11', 'recordRecommendation', said)).toBe('already-recommended');
  });

  it('that was heard is a task to decide; agreed, it has its dates and cost, and is looked at', () => {
    const plan = heard();
    expect(planTasks(plan.state)).toMatchObject([{ key: 'funding:F1', dueOn: '2026-06-16' }]);
    const less = { poundsAYear: 10_000, until: '2027-06-30' };
    expect(plan.say('2026-06-12', 'decideFunding', { fundingId: 'F1', outcome: 'agree', reasons: 'x', ...less })).toBe(
      undefined,
    );
    expect(plan.state.fundings).toMatchObject([{ outcome: 'agree', ...less, from: '2026-09-01' }]);
    expect(planTasks(plan.state)).toMatchObject([{ key: 'monitor:F1:1', dueOn: '2026-11-24' }]);
    expect(plan.say('2026-06-13', 'decideFunding', { fundingId: 'F1', outcome: 'refuse', reasons: 'x' })).toBe(
      'decided',
    );
    expect(plan.say('2026-08-31', 'monitorFunding', { fundingId: 'F1', finding: 'as-agreed' })).toBe('not-begun');
    const again = { fundingId: 'F1', finding: 'not-as-agreed', nextOn: '2027-02-01' };
    expect(plan.say('2026-11-20', 'monitorFunding', { ...again, nextOn: '2027-08-01' })).toBe('monitor-outside');
    expect(plan.say('2026-11-20', 'monitorFunding', again)).toBeUndefined();
    expect(planTasks(plan.state)).toMatchObject([{ key: 'monitor:F1:2', dueOn: '2027-02-01' }]);
    plan.say('2027-02-01', 'monitorFunding', { fundingId: 'F1', finding: 'as-agreed' });
    expect(planTasks(plan.state)).toEqual([]);
  });

  it('that is refused has no dates, is not looked at and not due again', () => {
    const plan = heard();
    const refuse = { fundingId: 'F1', outcome: 'refuse', reasons: 'x' };
    expect(plan.say('2026-06-12', 'decideFunding', { ...refuse, poundsAYear: 5 })).toBe('nothing-agreed');
    expect(plan.say('2026-06-12', 'decideFunding', refuse)).toBeUndefined();
    expect(planTasks(plan.state)).toEqual([]);
    expect(plan.say('2026-09-12', 'monitorFunding', { fundingId: 'F1', finding: 'as-agreed' })).toBe('not-funded');
    expect(plan.say('2026-09-12', 'requestFunding', { ...FUNDING, follows: 'F1' })).toBe('nothing-to-follow');
  });

  it('is looked at within its dates', () => {
    const plan = heard();
    const agree = { fundingId: 'F1', outcome: 'agree', reasons: 'x' };
    expect(plan.say('2026-06-12', 'decideFunding', { ...agree, monitorOn: '2027-08-01' })).toBe('monitor-outside');
    expect(plan.say('2026-06-12', 'decideFunding', { ...agree, until: '2026-08-01' })).toBe('bad-period');
    expect(plan.say('2026-06-12', 'decideFunding', { ...agree, fundingId: 'F2' })).toBe('unknown-funding');
  });

  it('is due again weeks before it ends, until another is asked for or it is said that it ends', () => {
    const due = (): Plan => {
      const plan = agreed();
      plan.say('2026-11-20', 'monitorFunding', { fundingId: 'F1', finding: 'as-agreed' });
      plan.pass('2027-05-07');
      expect(plan.state.fundings[0]?.dueAgain).toBe(false);
      plan.pass('2027-05-08');
      const own = planTasks(plan.state).filter((t) => t.key.startsWith('funding'));
      expect(own).toMatchObject([{ key: 'funding-again:F1', dueOn: '2027-07-31' }]);
      return plan;
    };
    const next = { ...FUNDING, from: '2027-08-01', until: '2028-07-31', follows: 'F1' };
    const followed = due();
    expect(followed.say('2027-05-10', 'requestFunding', next)).toBeUndefined();
    expect(planTasks(followed.state).filter((t) => t.key.startsWith('funding'))).toEqual([]);
    expect(followed.say('2027-05-11', 'requestFunding', next)).toBe('followed-already');
    const over = due();
    expect(over.say('2027-05-10', 'endFunding', { fundingId: 'F1', reason: 'The course ends' })).toBeUndefined();
    expect(planTasks(over.state).filter((t) => t.key.startsWith('funding'))).toEqual([]);
    expect(over.say('2027-05-11', 'endFunding', { fundingId: 'F1', reason: 'x' })).toBe('not-funded');
  });

  it('that the panel still has when the plan ends is struck from its agenda', () => {
    const plan = asked();
    plan.say('2026-06-03', 'endPlan', { reason: 'died' });
    expect(plan.events.slice(-2).map((e) => e.type)).toEqual(['plan.ended', 'panel.notNeeded']);
  });
});

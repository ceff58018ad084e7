/** What is put right in the life of a plan: the family, the child, its institution; and what is open of it follows. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/events.js';
import { lastDayOf25 } from '../../domain/plan/dates.js';
import { decideOnPlan } from '../../domain/plan/decide.js';
import type { PlanCommand } from '../../domain/plan/decide.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { standingOf } from '../../domain/plan/opening.js';
import type { PlanState } from '../../domain/plan/state.js';
import { project } from '../../domain/projection.js';
import { schoolLeavingDate } from '../../domain/school-year.js';
import { AMENDMENT, holding, planHeld, Review } from './samples.js';

const OFFICER: Actor = { role: 'caseworker', id: 'cw-1' };
const SYSTEM: Actor = { role: 'system', id: 'ehcna' };
const TODAY = '2026-10-05';
const evidence = 'A letter';
const other = { id: 'parent-2', role: 'parent', name: 'Sam Other', address: '2 Low Street' } as const;

const said = (state: PlanState, command: object, today = TODAY): PlanState | string => {
  const events = decideOnPlan(state, { by: OFFICER, evidence, ...command } as PlanCommand, today);
  return Array.isArray(events) ? events.reduce((s, e) => evolvePlan(s, e), state) : events.code;
};
const after = (state: PlanState, command: object, today?: string): PlanState => {
  const result = said(state, command, today);
  if (typeof result === 'string') throw new Error(result);
  return result;
};
/** Hears how the plan stands by now. */
const hears = (review: Review, plan: PlanState, on = '2026-10-06'): void => {
  expect(review.say(on, 'followPlan', { ...standingOf(plan, review.state.n), by: SYSTEM })).toBeUndefined();
};

describe('the family of a plan', () => {
  const correct = { type: 'correctContact', partyId: 'parent-1' };

  it('is written to at the address, by the e-mail and with the consent that it has now', () => {
    const consent = { kind: 'e-mail', sender: 'Alex Sample', address: 'a@post.example', recordedOn: '2026-10-01' };
    const moved = after(planHeld(), {
      ...correct,
      address: '9 Mill Lane',
      email: 'a@post.example',
      electronicConsent: consent,
    });
    expect(moved.family[0]).toMatchObject({ address: '9 Mill Lane', electronicConsent: consent });
    expect(after(moved, { ...correct, consentWithdrawn: true }).family[0]).not.toHaveProperty('electronicConsent');
    expect(said(moved, { ...correct, address: '9 Mill Lane' })).toBe('no-change');
    expect(said(moved, { ...correct, partyId: 'parent-7', address: 'x' })).toBe('unknown-party');
  });

  it('gains a parent and loses one, and is never nobody', () => {
    const two = after(planHeld(), { type: 'addParent', name: 'Sam Other', address: '2 Low Street' });
    expect(two.family.map((p) => p.id)).toEqual(['parent-1', 'parent-2']);
    const one = after(two, { type: 'removeParent', partyId: 'parent-1' });
    expect(one.family.map((p) => p.id)).toEqual(['parent-2']);
    expect(said(one, { type: 'removeParent', partyId: 'parent-2' })).toBe('last-of-the-family');
  });

  it('is the young person from the day after compulsory school age, with parents who act for them and no others', () => {
    const born = { ...holding().child, dateOfBirth: '2010-09-03' };
    expect(schoolLeavingDate('2010-09-03')).toBe('2027-06-25');
    expect(schoolLeavingDate('2010-08-31')).toBe('2026-06-26');
    const state = planHeld({ child: born, family: [...holding().family, other] });
    const take = { type: 'takeOverAsYoungPerson', email: 'jamie@post.example' };
    expect(said(state, take, '2027-06-25')).toBe('school-age');
    const alone = after(state, take, '2027-06-26');
    expect(alone.family.map((p) => `${p.role} ${p.id}`)).toEqual(['young-person young-person-1']);
    expect(alone.child.youngPerson).toBe(true);
    expect(said(alone, take, '2027-06-27')).toBe('young-person');
    expect(said(alone, { type: 'addParent', name: 'x' }, '2027-06-27')).toBe('young-person');
    const helped = after(state, { ...take, representatives: ['parent-2'] }, '2027-06-26');
    expect(helped.family.map((p) => p.id)).toEqual(['young-person-1', 'parent-2']);
    expect(said(state, { ...take, representatives: ['parent-9'] }, '2027-06-26')).toBe('unknown-party');
  });
});

describe('the child of a plan', () => {
  const correct = (fact: string, value: string) => ({ type: 'correctFact', fact, value });

  it('has its dates moved by a date of birth that was wrong', () => {
    const state = after(planHeld(), correct('dateOfBirth', '2016-05-14'));
    expect(lastDayOf25(state.child.dateOfBirth)).toBe('2042-05-13');
    expect(said(planHeld(), correct('dateOfBirth', '2026-04-01'))).toBe('bad-date');
    expect(said(planHeld(), correct('dateOfBirth', '2030-04-01'))).toBe('bad-date');
    // A slip in the century would have it lapse at once.
    expect(said(planHeld(), correct('dateOfBirth', '1917-05-14'))).toBe('bad-age');
    expect(said(planHeld(), correct('dateOfBirth', '2017-05-14'))).toBe('no-change');
    expect(said(planHeld(), correct('sensoryNeed', 'some'))).toBe('bad-value');
  });

  it('is known in the register by what was put right, from that day on', () => {
    const event = (seq: number, type: string, data: object, day: string) =>
      ({ seq, type, data, occurredOn: day, recordedAt: `${day}T10:00:00.000Z`, by: SYSTEM }) as never;
    const held = event(1, 'plan.held', holding(), '2026-03-10');
    const renamed = { fact: 'childName', from: 'Jamie Sample', to: 'Jamie Rowe', evidence };
    const moved = event(2, 'fact.corrected', { fact: 'address', from: 'x', to: 'y', evidence }, '2026-04-01');
    const named = event(3, 'fact.corrected', renamed, '2026-05-01');
    expect(project('plan/EHC-7K2M9QXA', [held, moved])?.child).toMatchObject({ knownOn: '2026-03-10' });
    expect(project('plan/EHC-7K2M9QXA', [held, moved, named])?.child).toMatchObject({
      identity: { nameAndBirth: 'jamierowe|2017-05-14' },
      knownOn: '2026-05-01',
      correctedByPlan: true,
    });
  });
});

describe('the institution of a plan', () => {
  it('is reached and described otherwise, and is no other one', () => {
    const state = after(planHeld(), {
      type: 'correctSchool',
      email: 'head@millbrook.example',
      lastYear: 2,
      regulation20: false,
    });
    expect(state).toMatchObject({
      institution: { name: 'Millbrook Primary School', email: 'head@millbrook.example' },
      lastYear: 2,
      regulation20: false,
      version: 1,
    });
    expect(said(state, { type: 'correctSchool', lastYear: 2 })).toBe('no-change');
    expect(said(planHeld({ institution: null }), { type: 'correctSchool', lastYear: 2 })).toBe('no-institution');
  });
});

describe('a review that is open when its plan is corrected', () => {
  it('writes to the family as it is now: the new address, and not to who was taken out', () => {
    const family = [...holding().family, other];
    const plan = planHeld({ family });
    const review = new Review('2026-09-01', { family, convenedBy: 'authority' }, false);
    review.say('2026-10-05', 'arrangeMeeting', { meetingOn: '2026-11-02' });
    const moved = after(plan, { type: 'correctContact', partyId: 'parent-1', address: '9 Mill Lane' });
    hears(review, after(moved, { type: 'removeParent', partyId: 'parent-2' }));
    expect(review.state.family).toEqual([{ ...holding().family[0], address: '9 Mill Lane' }]);
    const states = review.state.letters
      .filter((l) => l.recipientRole === 'parent')
      .map((l) => `${l.recipientId} ${l.state}`);
    expect(states).toEqual(['parent-1 requested', 'parent-2 resolved']);
  });

  it('gives notice to those who are left, once what was owed to who has gone is owed to nobody', () => {
    const family = [...holding().family, other];
    const proposal = new Review('2026-10-05', { ...AMENDMENT, family }, true);
    expect(proposal.state.proposal).not.toBeNull();
    const waiting = new Review('2026-10-05', { ...AMENDMENT, family }, false);
    waiting.refuse('2026-10-06', 'amendment-proposal');
    const [first] = waiting.state.letters;
    waiting.say('2026-10-06', 'resolveLetter', {
      letterId: first?.id,
      outcome: 'sent-by-other-means',
      note: 'By hand',
    });
    expect(waiting.state.proposal).toBeNull();
    hears(waiting, after(planHeld({ family }), { type: 'removeParent', partyId: 'parent-2' }));
    expect(waiting.state.proposal).toMatchObject({ sentOn: '2026-10-06' });
  });

  it('invites a newcomer to a meeting that the authority holds', () => {
    const review = new Review('2026-09-01', { convenedBy: 'authority' });
    review.say('2026-09-02', 'arrangeMeeting', { meetingOn: '2026-11-02' });
    hears(review, after(planHeld(), { type: 'addParent', name: 'Sam Other', address: '2 Low Street' }));
    const invited = review.state.letters.filter((l) => l.notice === 'review-invitation').map((l) => l.recipientId);
    expect(invited.filter((to) => to.startsWith('parent'))).toEqual(['parent-1', 'parent-2']);
  });

  it('asks the head for the meeting where it is the school that is to hold it, and not twice where its name is put right', () => {
    const asked = (review: Review) => review.state.letters.filter((l) => l.notice === 'review-request').length;
    const state = planHeld({ regulation20: false });
    const review = new Review('2026-09-01', { convenedBy: 'authority' });
    expect(asked(review)).toBe(0);
    hears(review, after(state, { type: 'correctSchool', regulation20: true }));
    expect(review.state.convenedBy).toBe('school');
    expect(asked(review)).toBe(1);
    hears(review, after(planHeld(), { type: 'correctSchool', name: 'Millbrook School' }), '2026-10-07');
    expect(asked(review)).toBe(1);
    expect(review.state.institution?.name).toBe('Millbrook School');
  });

  it('that is over still knows where to send what is owed', () => {
    const review = new Review('2026-10-05', AMENDMENT);
    review.say('2026-10-21', 'abandonAmendment', { reasons: 'x' });
    hears(
      review,
      after(planHeld(), { type: 'correctContact', partyId: 'parent-1', address: '9 Mill Lane' }),
      '2026-10-22',
    );
    expect(review.state.family[0]?.address).toBe('9 Mill Lane');
  });
});

/** Schools that are consulted within a review, before one is named in the amended plan, and the panel on what that costs. */
import { describe, expect, it } from 'vitest';
import { stillWaiting, toCampaign } from '../../domain/review/batches.js';
import { reviewTasks } from '../../domain/review/tasks.js';
import type { Opening } from '../../domain/review/event-shapes.js';
import { reviewEventShapes } from '../../domain/review/event-shapes.js';
import { policy, REF, Review, sections } from './samples.js';

const HILLSIDE = { urn: '999901', name: 'Hillside School', section38: true, email: 'office@hillside.example' };
const VALLEY = { name: 'Valley Independent School', section38: false, address: '2 Valley Road' };
const TRANSFER = { ruleId: 'phase-15feb', on: '2027-09-01' };
const MOVES = { institution: { kind: 'school', name: HILLSIDE.name, urn: HILLSIDE.urn }, regulation20: true };
const NEXT = { ...sections, I: 'Hillside School' };

const amending = (over: Partial<Opening> = {}): Review => {
  const review = new Review('2026-09-14', { anchor: null, phase: null, ...over });
  review.say('2026-10-07', 'holdMeeting', { attended: ['parent', 'school'] });
  review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'amend', findings: 'y' });
  expect(
    review.say('2026-10-21', 'decideReview', { outcome: 'amend', reasons: 'z', amendments: 'Section I: Hillside.' }),
  ).toBeUndefined();
  return review;
};

const consulted = (providers: object[] = [HILLSIDE], over: Partial<Opening> = {}): Review => {
  const review = amending(over);
  expect(review.say('2026-10-22', 'consultProviders', { providers })).toBeUndefined();
  return review;
};

const finalise = (review: Review, fields: object = {}): string | undefined =>
  review.say('2026-11-20', 'finaliseAmendment', { sections: NEXT, moves: MOVES, ...fields });

const keys = (review: Review): string[] => reviewTasks(review.state).map((t) => t.key);

describe('a consultation within a review', () => {
  it('goes with the plan as it stands and what is to be changed, and asks for a reply in fifteen days (Code 9.83)', () => {
    const review = consulted();
    const letter = review.events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : [])).at(-1);
    expect(letter).toMatchObject({
      notice: 'amendment-consultation',
      to: { role: 'provider', organisation: '999901' },
      facts: { consultationId: 'C1', round: 1, amendments: 'Section I: Hillside.', startsOn: null },
      enclosures: [{ kind: 'final-plan', id: 'plan', version: 1 }],
    });
    expect(review.clock('school-reply-15d:C1')).toBe('running 2026-11-06');
    expect(keys(review)).toContain('reply:C1');
  });

  it('is reminded of and chased as policy says, and its silence stops nothing', () => {
    const review = consulted();
    for (const on of ['2026-11-03', '2026-11-10', '2026-11-17']) review.pass(on);
    expect(review.types).toEqual(expect.arrayContaining(['provider.reminded', 'provider.chased', 'clock.missed']));
    expect(review.clock('school-reply-15d:C1')).toBe('missed 2026-11-06 provider-silent');
    expect(finalise(review)).toBeUndefined();
    expect(review.state.legalRisk).toMatch(/without a reply/);
  });

  it('goes in rounds: no school is asked twice, and an objection is answered with reasons', () => {
    const review = consulted([HILLSIDE, VALLEY]);
    expect(review.say('2026-10-23', 'consultProviders', { providers: [HILLSIDE] })).toBe('already-consulted');
    expect(review.say('2026-10-29', 'recordReply', { consultationId: 'C1', reply: 'cannot-meet-need' })).toBe(
      'grounds-missing',
    );
    review.say('2026-10-29', 'recordReply', {
      consultationId: 'C1',
      reply: 'cannot-meet-need',
      grounds: ['unsuitable'],
    });
    expect(keys(review)).toContain('answer-objection:C1');
    expect(review.say('2026-10-30', 'namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'r' })).toBe(
      'objection-open',
    );
    expect(finalise(review)).toBe('objection-open');
    review.say('2026-10-30', 'answerObjection', { consultationId: 'C1', accepted: true, reasons: 'Right.' });
    review.say('2026-10-30', 'recordReply', { consultationId: 'C2', reply: 'can-meet-need' });
    expect(keys(review)).toContain('name-placement');
    expect(review.say('2026-11-02', 'namePlacement', { kind: 'institution', consultationId: 'C2', reasons: 'r' })).toBe(
      undefined,
    );
    expect(finalise(review)).toBe('another-placement');
    const valley = { institution: { kind: 'school', name: VALLEY.name }, regulation20: false, consultationId: 'C2' };
    expect(finalise(review, { sections: { ...NEXT, I: VALLEY.name }, moves: valley })).toBeUndefined();
    expect(review.state.amended?.moves).toMatchObject({ consultationId: 'C2' });
  });

  it('is not passed over by a plan that stays where it is, unless the child is there already', () => {
    const stays = { sections, moves: undefined, stays: true };
    const review = consulted();
    review.say('2026-10-29', 'recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    const named = { kind: 'institution', consultationId: 'C1', reasons: 'r' };
    expect(review.say('2026-10-30', 'namePlacement', named)).toBeUndefined();
    expect(finalise(review, stays)).toBe('another-placement');
    expect(finalise(review)).toBeUndefined();
    const there = consulted([
      { urn: '999902', name: 'Millbrook Primary School', section38: true, email: 'a@b.example' },
    ]);
    there.say('2026-10-29', 'recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    there.say('2026-10-30', 'namePlacement', named);
    expect(finalise(there, stays)).toBeUndefined();
  });

  it('that came back goes again with the plan as it stands by then', () => {
    const review = amending();
    review.lettersGo = false;
    review.say('2026-10-22', 'consultProviders', { providers: [HILLSIDE] });
    review.refuse('2026-10-23', 'amendment-consultation');
    const plan = { version: 2, madeOn: '2026-03-10', sections };
    review.say('2026-10-26', 'followPlan', { plan, by: { role: 'system', id: 'ehcna' } });
    const letterId = review.state.letters.at(-1)?.id;
    expect(review.say('2026-10-27', 'resolveLetter', { letterId, outcome: 'send-again', note: 'x' })).toBeUndefined();
    expect(review.state.letters.at(-1)?.letter).toMatchObject({ enclosures: [{ kind: 'final-plan', version: 2 }] });
    expect(review.state.letters.at(-1)?.letter?.facts).not.toHaveProperty('respondBy');
  });

  it('that finds nobody in the rounds of policy goes to the placement panel', () => {
    const review = amending();
    for (let n = 1; n <= policy.consultation.rounds; n += 1) {
      const asked = { providers: [{ ...VALLEY, name: `School ${n}` }] };
      expect(review.say('2026-10-22', 'consultProviders', asked)).toBeUndefined();
      const reply = { consultationId: `C${n}`, reply: 'cannot-meet-need', grounds: ['unsuitable'] };
      review.say('2026-10-23', 'recordReply', reply);
      review.say('2026-10-23', 'answerObjection', { consultationId: `C${n}`, accepted: true, reasons: 'r' });
    }
    expect(review.state.referrals).toMatchObject([{ id: 'R1-P1', question: 'placement', closedOn: null }]);
  });

  it('needs the text of the plan, unless it went by other means', () => {
    const review = new Review('2026-09-14', { plan: { version: 1, madeOn: '2026-03-10', sections: null } });
    expect(review.say('2026-10-01', 'consultProviders', { providers: [HILLSIDE] })).toBe('plan-not-held');
    const sent = { providers: [HILLSIDE], noticeAlreadySentOn: '2026-09-20' };
    expect(review.say('2026-10-01', 'consultProviders', sent)).toBeUndefined();
    expect(review.state.consultations).toMatchObject([{ id: 'C1', consultedOn: '2026-09-20' }]);
  });

  it('writes only facts in the shapes that the ledger accepts', () => {
    const review = consulted([HILLSIDE], { phase: TRANSFER });
    review.say('2026-10-23', 'releaseConsultation', { consultationId: 'C1' });
    review.say('2026-10-29', 'recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    review.say('2026-10-30', 'namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'r' });
    expect(finalise(review)).toBeUndefined();
    for (const e of review.events)
      expect([e.type, reviewEventShapes[e.type].safeParse(e.data).error]).toEqual([e.type, undefined]);
  });
});

describe('an institution that nobody consulted', () => {
  it('is named with the risk said, where policy does not ask for more', () => {
    const review = amending();
    expect(finalise(review)).toBeUndefined();
    expect(review.state.legalRisk).toMatch(/s39\(2\)/);
  });

  it('is refused where policy asks for it, unless somebody says how it was asked', () => {
    const strict = { ...policy, reviews: { ...policy.reviews, consultBeforeNaming: true } };
    const review = amending({ policy: strict });
    expect(finalise(review)).toBe('not-consulted');
    expect(finalise(review, { notConsulted: 'Asked by the authority that maintains it.' })).toBeUndefined();
    expect(review.state.legalRisk).toBeNull();
  });

  it('is no other one where the child is there already', () => {
    const strict = { ...policy, reviews: { ...policy.reviews, consultBeforeNaming: true } };
    const stays = { institution: { kind: 'school', name: 'Millbrook School', urn: '999902' }, regulation20: true };
    expect(finalise(amending({ policy: strict }), { moves: stays })).toBeUndefined();
  });

  it('is no matter of a policy that was recorded before there was such a thing', () => {
    const { consultBeforeNaming: _, highCostPoundsAYear: __, ...old } = policy.reviews;
    const review = amending({ policy: { ...policy, reviews: old } as never });
    expect(finalise(review)).toBeUndefined();
  });
});

describe('a consultation for a child who changes phase', () => {
  it('waits for its batch, and goes once when that is told twice', () => {
    const review = consulted([HILLSIDE], { phase: TRANSFER });
    expect(review.types.at(-1)).toBe('consultation.queued');
    expect(review.state.consultations).toEqual([]);
    expect(review.say('2026-10-23', 'consultProviders', { providers: [HILLSIDE] })).toBe('already-consulted');
    expect(review.say('2026-10-26', 'releaseConsultation', { consultationId: 'C1' })).toBeUndefined();
    expect(review.say('2026-10-27', 'releaseConsultation', { consultationId: 'C1' })).toBeUndefined();
    expect(review.types.filter((t) => t === 'provider.consulted')).toHaveLength(1);
    expect(review.state.consultations).toMatchObject([{ id: 'C1', consultedOn: '2026-10-26' }]);
    expect(review.say('2026-10-27', 'releaseConsultation', { consultationId: 'C9' })).toBe('unknown-consultation');
  });

  it('does not wait with a reason, nor under a policy without batches', () => {
    const review = amending({ phase: TRANSFER });
    review.say('2026-10-22', 'consultProviders', { providers: [HILLSIDE], atOnce: 'The school closes on Friday.' });
    expect(review.types).toEqual(expect.arrayContaining(['consultation.hurried', 'provider.consulted']));
    const { campaign: _, ...old } = policy;
    expect(consulted([HILLSIDE], { phase: TRANSFER, policy: old as never }).state.queued).toEqual([]);
  });

  it('is handed to the campaign of its school year, told again after a loss, and taken back when the review is over', () => {
    const review = consulted([HILLSIDE], { phase: TRANSFER });
    const asked = { caseRef: REF, n: 1, consultationId: 'C1', school: '999901' };
    expect(toCampaign(review.state, review.events.slice(-1))).toEqual({
      on: '2027-09-01',
      limits: policy.campaign.consultations,
      ask: [asked],
      drop: [],
    });
    expect(stillWaiting(review.state)).toMatchObject({ ask: [asked] });
    const before = review.events.length;
    expect(review.say('2026-11-20', 'abandonAmendment', { reasons: 'r' })).toBeUndefined();
    expect(toCampaign(review.state, review.events.slice(before))).toMatchObject({ ask: [], drop: [asked] });
    expect(stillWaiting(review.state)).toBeUndefined();
  });

  it('is asked for as a task until somebody consults', () => {
    expect(keys(amending({ phase: TRANSFER }))).toContain('consult-round:1');
    expect(keys(consulted([HILLSIDE], { phase: TRANSFER }))).not.toContain('consult-round:1');
    expect(keys(amending())).not.toContain('consult-round:1');
  });
});

describe('a change of placement that is likely to cost much', () => {
  const read = (poundsAYear: number): Review => {
    const review = new Review('2026-09-14');
    review.say('2026-10-07', 'holdMeeting', { attended: ['parent'] });
    review.say('2026-10-14', 'submitReport', { author: 'x', recommendation: 'amend', findings: 'y' });
    const placementChange = { to: 'An independent special school', poundsAYear };
    expect(review.say('2026-10-16', 'readReport', { provision: 'partly', placementChange })).toBeUndefined();
    return review;
  };

  it('is put to the placement panel with its cost, once, and from what policy says on', () => {
    const review = read(85_000);
    expect(review.state.highCost).toBe(85_000);
    expect(review.state.referrals).toMatchObject([{ id: 'R1-P1', panel: 'placement', question: 'placement' }]);
    expect(read(59_999).state.referrals).toEqual([]);
  });

  it('has a task that says so until the panel is heard, and stops no decision', () => {
    const review = read(85_000);
    expect(keys(review)).toContain('panel:R1-P1');
    const heard = { referralId: 'R1-P1', recommendation: 'Agree', reasons: 'Needed.', actions: [] };
    expect(review.say('2026-10-19', 'recordRecommendation', heard)).toBeUndefined();
    expect(keys(review)).not.toContain('panel:R1-P1');
    const unheard = read(85_000);
    expect(unheard.say('2026-10-20', 'decideReview', { outcome: 'maintain', reasons: 'z' })).toBeUndefined();
    // The panel need not hear what is over.
    expect(unheard.types).toContain('panel.notNeeded');
  });
});

describe('a direct payment', () => {
  it('is checked at each review, where section J says that one is made (SI 2014/1652 r11(2)(b))', () => {
    const tasksWith = (J: string): string[] => {
      const plan = { version: 1, madeOn: '2026-03-10', sections: { ...sections, J } };
      const review = new Review('2026-09-14', { plan });
      review.say('2026-10-07', 'holdMeeting', { attended: ['parent'] });
      return keys(review);
    };
    expect(tasksWith('A direct payment of 40 pounds a week.')).toContain('direct-payment');
    for (const J of ['None', 'No direct payment', 'No direct payment is made.'])
      expect(tasksWith(J)).not.toContain('direct-payment');
  });
});

describe('an officer of the transfer campaign', () => {
  const officer = { caseworker: 'extra-1', name: 'E. Officer' };
  const campaign = { ...policy.campaign, officers: [{ id: 'extra-1', name: 'E. Officer' }] };

  it('takes reviews before a transfer, and no other work', () => {
    const ours = new Review('2026-09-14', { phase: TRANSFER, policy: { ...policy, campaign } });
    expect(ours.say('2026-09-15', 'assignCaseworker', officer)).toBeUndefined();
    const other = new Review('2026-09-14', { policy: { ...policy, campaign } });
    expect(other.say('2026-09-15', 'assignCaseworker', officer)).toBe('ring-fenced');
    expect(new Review('2026-09-14').say('2026-09-15', 'assignCaseworker', officer)).toBeUndefined();
  });
});

/** Amendments without a review (r28): r22's steps with none before them, beside the reviews of the plan. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/events.js';
import { planAgenda } from '../../domain/plan/agenda.js';
import { nextReview } from '../../domain/plan/dates.js';
import { decideOnPlan, endReview } from '../../domain/plan/decide.js';
import type { PlanCommand } from '../../domain/plan/decide.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { openingOf, standingOf } from '../../domain/plan/opening.js';
import type { PlanState } from '../../domain/plan/state.js';
import { planTasks } from '../../domain/plan/tasks.js';
import { nextReviewDue, reviewDetails, reviewInWords, reviewWaitsOn } from '../../domain/review/summary.js';
import { reviewTasks } from '../../domain/review/tasks.js';
import { AMENDMENT, holding, planHeld, policy, policyVersion, Review, sections } from './samples.js';

const SYSTEM: Actor = { role: 'system', id: 'ehcna' };
const OFFICER: Actor = { role: 'caseworker', id: 'cw-1' };
const changed = { ...sections, F: 'Twice a week' };

const proposedOn = (on = '2026-10-05', over: ConstructorParameters<typeof Review>[1] = {}): Review =>
  new Review(on, { ...AMENDMENT, n: 1, ...over });

/** What a command to a plan comes to: its new state, or the code of a refusal. */
const said = (state: PlanState, command: object, today = '2026-10-05', by = OFFICER): PlanState | string => {
  const events = decideOnPlan(state, { by, ...command } as PlanCommand, today);
  return Array.isArray(events) ? events.reduce((s, e) => evolvePlan(s, e), state) : events.code;
};
const amended = (state: PlanState, command: object, by?: Actor): PlanState => {
  const after = said(state, command, '2026-10-05', by);
  if (typeof after === 'string') throw new Error(after);
  return after;
};
const PROPOSAL = { type: 'startAmendment', reasons: 'A report', amendments: 'Section F' };

describe('an amendment without a review', () => {
  it('goes to the family alone at once, with the plan; fifteen days run from service, eight weeks from sending', () => {
    const amendment = proposedOn();
    expect(amendment.state.letters.map((l) => `${l.notice} ${l.recipientRole}`)).toEqual(['amendment-proposal parent']);
    const [letter] = amendment.events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : []));
    expect(letter).toMatchObject({
      facts: { respondBy: '2026-10-20', amendments: 'Section F: twice a week' },
      enclosures: [{ kind: 'final-plan', id: 'plan', version: 1 }],
    });
    // Posted on Monday 5 October, served on the 6th: fifteen days that begin with it end on the 20th.
    expect(amendment.clock('amend-no-review-15d')).toBe('running 2026-10-20');
    expect(amendment.clock('amend-no-review-8w')).toBe('running 2026-11-30');
    expect(Object.keys(amendment.state.deadlines)).toHaveLength(2);
  });

  it('waits for the family, and is the caseworker’s from the day after its days', () => {
    const amendment = proposedOn();
    expect(reviewWaitsOn(amendment.state).on).toBe('family');
    expect(reviewTasks(amendment.state)).toMatchObject([
      { key: 'finalise', title: expect.stringContaining('2026-10-21') as string, dueOn: '2026-11-27' },
    ]);
    expect(nextReviewDue(amendment.state)?.ruleId).toBe('amend-no-review-8w');
    amendment.say('2026-10-12', 'recordReviewRepresentations', { agrees: true });
    expect(reviewWaitsOn(amendment.state).on).toBe('caseworker');
  });

  it('is called an amendment, and nothing in it speaks of a meeting or a report', () => {
    const { state } = proposedOn();
    expect(reviewInWords(state)).toBe('amendment 1 without a review: amendments are proposed');
    expect(`${reviewDetails(state, '2026-10-06')} ${JSON.stringify(reviewTasks(state))}`).not.toMatch(/meeting|report/);
  });

  it('ends with the amended plan within eight weeks, and not before the family’s days are over', () => {
    const amendment = proposedOn();
    expect(amendment.say('2026-10-20', 'finaliseAmendment', { sections: changed })).toBe('period-running');
    expect(amendment.say('2026-10-21', 'finaliseAmendment', { sections: changed })).toBeUndefined();
    expect(amendment.clock('amend-no-review-8w')).toBe('met 2026-11-30');
    expect(amendment.state).toMatchObject({ stage: 'finished', amended: { version: 2 } });
    expect(amendment.state.letters.slice(1).map((l) => `${l.notice} ${l.recipientRole}`)).toEqual([
      'amended-final parent',
      'amended-final head',
      'amended-final health-commissioner',
    ]);
  });

  it('may be made earlier by a named officer with a reason', () => {
    const earlyOverride = { officer: 'm-1', reason: 'The place is lost otherwise' };
    expect(proposedOn().say('2026-10-12', 'finaliseAmendment', { sections: changed, earlyOverride })).toBeUndefined();
  });

  it('or with notice that there is none, within the same eight weeks', () => {
    const amendment = proposedOn();
    expect(amendment.say('2026-10-30', 'abandonAmendment', { reasons: 'The school disagrees' })).toBeUndefined();
    expect(amendment.clock('amend-no-review-8w')).toBe('met 2026-11-30');
    expect(amendment.state.letters.map((l) => l.notice)).toEqual(['amendment-proposal', 'no-amendment']);
  });

  it('is late after its eight weeks, for which nobody but the authority answers', () => {
    const amendment = proposedOn();
    amendment.pass('2026-12-01');
    expect(amendment.state.letters).toHaveLength(1);
    expect(amendment.clock('amend-no-review-8w')).toBe('missed 2026-11-30 authority');
    expect(amendment.say('2026-12-02', 'finaliseAmendment', { sections: changed })).toBeUndefined();
  });

  it.each([
    ['holdMeeting', { attended: ['parent'] }],
    ['submitReport', { author: 'x', recommendation: 'amend', findings: 'y' }],
    ['decideReview', { outcome: 'maintain', reasons: 'x' }],
    ['arrangeMeeting', { meetingOn: '2026-11-02' }],
  ] as const)('takes no %s', (type, fields) => {
    expect(proposedOn().say('2026-10-12', type, fields)).toBe('not-a-review');
  });

  it('is not stopped by a person, and is by the end of its plan', () => {
    expect(proposedOn().say('2026-10-12', 'stopReview', { reason: 'not-needed' })).toBe('amendment-proposed');
    const ended = proposedOn();
    expect(ended.say('2026-10-12', 'stopReview', { reason: 'died', by: SYSTEM })).toBeUndefined();
    expect(ended.state.stage).toBe('finished');
  });

  it('whose letter came back is proposed to nobody, and gives the family its days from when it is sent again', () => {
    const amendment = new Review('2026-10-05', AMENDMENT, false);
    amendment.refuse('2026-10-06', 'amendment-proposal');
    expect(amendment.state.proposal).toBeNull();
    const [letter] = amendment.state.letters;
    const resolving = (outcome: string) =>
      amendment.say('2026-10-12', 'resolveLetter', { letterId: letter?.id, outcome, note: 'x' });
    expect(resolving('not-needed')).toBe('notice-owed');
    amendment.lettersGo = true;
    expect(resolving('send-again')).toBeUndefined();
    expect(amendment.state.proposal).toEqual({
      sentOn: '2026-10-12',
      servedOn: '2026-10-13',
      periodEndsOn: '2026-10-27',
    });
  });
});

describe('a plan that is being amended without a review', () => {
  it('begins one at a time, numbered with its reviews, with what is proposed', () => {
    const state = amended(planHeld(), PROPOSAL);
    expect(state).toMatchObject({ amendment: { n: 1, periodDays: 15 }, reviews: 1, review: null });
    expect(said(state, PROPOSAL)).toBe('amendment-open');
    const opening = openingOf(state, 1, { lawVersion: state.lawVersion, policyVersion, policy }, '2026-10-05');
    expect(opening).toMatchObject({
      kind: 'amendment',
      anchor: null,
      phase: null,
      amendment: { amendments: 'Section F' },
    });
    expect(planTasks(state)).toEqual([]);
  });

  it('whose text is elsewhere says when the papers went', () => {
    const state = planHeld({ sections: null });
    expect(said(state, PROPOSAL)).toBe('plan-not-held');
    expect(said(state, { ...PROPOSAL, noticeAlreadySentOn: '2026-10-06' })).toBe('in-the-future');
    expect(said(state, { ...PROPOSAL, noticeAlreadySentOn: '2026-10-01' })).toMatchObject({ amendment: { n: 1 } });
  });

  it('has its review begun and due as if there were none: it moves no date of s44', () => {
    const before = planHeld({ lastReviewOn: '2026-03-10' });
    const during = amended(before, PROPOSAL);
    expect(planAgenda(during, '2026-10-05').map((i) => i.on)).toEqual(
      planAgenda(before, '2026-10-05').map((i) => i.on),
    );
    const made = { version: 2, sections: changed, on: '2026-11-02', moves: null };
    const reviewed = {
      n: 1,
      outcome: 'amend',
      heldOn: null,
      notifiedOn: '2026-11-02',
      amended: made,
      phase: null,
    } as const;
    const events = endReview(during, reviewed, '2026-11-02');
    expect(events.map((e) => e.type)).toEqual(['plan.amended', 'amendment.ended']);
    const over = events.reduce((s, e) => evolvePlan(s, e), during);
    expect(over).toMatchObject({ amendment: null, version: 2, sections: changed, lastReviewOn: '2026-03-10' });
    expect(nextReview(over)).toEqual(nextReview(before));
  });
});

describe('a review and an amendment that are open together', () => {
  const both = (): PlanState => {
    const held = amended(planHeld({ lastReviewOn: '2026-03-10' }), PROPOSAL);
    return amended(held, { type: 'startReview', reason: 'Asked for' });
  };
  const text = (n: number, version: number, F: string) => ({
    type: 'recordAmended',
    n,
    version,
    sections: { ...sections, F },
    madeOn: '2026-10-05',
  });

  it('each end once: whichever makes a text first, the other hears of it', () => {
    const state = amended(both(), text(1, 2, 'Twice a week'), SYSTEM);
    expect(state).toMatchObject({ version: 2, amendment: { amended: true }, review: { n: 2 } });
    expect(amended(state, text(1, 2, 'Twice a week'), SYSTEM).seq).toBe(state.seq);
    const review = new Review('2026-10-01', { n: 2 });
    const open = { ...review.state };
    expect(review.say('2026-10-06', 'followPlan', { ...standingOf(state, 2), by: SYSTEM })).toBeUndefined();
    expect(open.plan.version).toBe(1);
    expect(review.state).toMatchObject({ plan: { version: 2 }, rebased: true });
    expect(review.say('2026-10-06', 'followPlan', { ...standingOf(state, 2), by: SYSTEM })).toBeUndefined();
    expect(review.types.filter((t) => t === 'plan.followed')).toHaveLength(1);
  });

  it('refuse a text that is made of one that no longer stands, and take one that says it is made of that which does', () => {
    const amendment = proposedOn();
    amendment.say('2026-10-12', 'followPlan', {
      plan: { version: 2, madeOn: '2026-03-10', sections: { ...sections, E: 'Outcomes of the review' } },
      by: SYSTEM,
    });
    expect(amendment.say('2026-10-21', 'finaliseAmendment', { sections: changed })).toBe('superseded');
    expect(amendment.say('2026-10-21', 'finaliseAmendment', { sections: changed, builtOn: 1 })).toBe('superseded');
    expect(amendment.say('2026-10-21', 'finaliseAmendment', { sections: changed, builtOn: 2 })).toBeUndefined();
    expect(amendment.state.amended?.version).toBe(3);
  });

  it('that made the same version at one moment are counted on, and a person compares the two', () => {
    const first = amended(both(), text(1, 2, 'Twice a week'), SYSTEM);
    const second = amended(first, text(2, 2, 'Ten hours'), SYSTEM);
    expect(second).toMatchObject({ version: 3, sections: { F: 'Ten hours' } });
    expect(planTasks(second).map((t) => t.closedBy)).toEqual(['plan resolve-unexpected']);
  });

  it('have a newcomer told what is proposed, and give them their days; who has gone is owed nothing', () => {
    const amendment = proposedOn();
    const other = { id: 'parent-2', role: 'parent', name: 'Sam Other', address: '2 Low Street' } as const;
    amendment.say('2026-10-12', 'followPlan', { family: [...holding().family, other], by: SYSTEM });
    expect(amendment.state.letters.map((l) => `${l.notice} ${l.recipientId}`)).toEqual([
      'amendment-proposal parent-1',
      'amendment-proposal parent-2',
    ]);
    expect(amendment.state.proposal).toEqual({
      sentOn: '2026-10-05',
      servedOn: '2026-10-13',
      periodEndsOn: '2026-10-27',
    });
    expect(amendment.clock('amend-no-review-8w')).toBe('running 2026-11-30');
    const waiting = new Review('2026-10-05', { ...AMENDMENT, family: [...holding().family, other] }, false);
    waiting.say('2026-10-06', 'followPlan', { family: [...holding().family], by: SYSTEM });
    expect(waiting.state.letters.map((l) => l.state)).toEqual(['requested', 'resolved']);
  });
});

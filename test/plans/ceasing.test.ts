/** Before a plan ceases, in a review and outside one: who is consulted, what is weighed, what comes first (s45; r29-r31). */
import { describe, expect, it } from 'vitest';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { planTasks } from '../../domain/plan/tasks.js';
import { reviewTasks } from '../../domain/review/tasks.js';
import { GROWN, holding, Plan, policy, Review, sections } from './samples.js';

const bornIn = (year: number): Holding['child'] => ({ ...holding().child, dateOfBirth: `${year}-05-14` });
const YOUNG = bornIn(2010);
const OTHER = { id: 'parent-2', role: 'parent', name: 'Sam Other', address: '2 Low Street' } as const;
const SYSTEM = { role: 'system', id: 'ehcna' };

const CONSIDER = { ground: 'no-longer-necessary', reasons: 'The outcomes are achieved.' };
const CEASE = { reasons: 'No longer needed.', outcomes: 'achieved' };

describe('a review that is to end a plan', () => {
  const held = (over: ConstructorParameters<typeof Review>[1] = {}, lettersGo = true): Review => {
    const plan = { version: 1, madeOn: '2025-10-20', sections };
    const review = new Review('2026-09-01', { child: GROWN, yearGroup: 10, plan, ...over }, lettersGo);
    review.say('2026-10-07', 'holdMeeting', { attended: ['child', 'school'], adulthoodDiscussed: true });
    review.say('2026-10-08', 'submitReport', { author: 'x', recommendation: 'cease', findings: 'y' });
    return review;
  };
  const cease = { outcome: 'cease', ...CEASE };

  it('consults the family and the head first, and waits for both or for their days (r31(1))', () => {
    const review = held();
    expect(reviewTasks(review.state).map((t) => t.key)).toContain('consult-ceasing');
    expect(review.say('2026-10-09', 'decideReview', cease)).toBe('cease-not-consulted');
    expect(review.say('2026-10-09', 'consultOnCeasing', CONSIDER)).toBeUndefined();
    expect(review.say('2026-10-09', 'consultOnCeasing', CONSIDER)).toBe('ceasing-considered');
    expect(review.state.letters.slice(-2).map((l) => [l.notice, l.recipientRole])).toEqual([
      ['cease-consultation', 'parent'],
      ['cease-consultation', 'head'],
    ]);
    expect(reviewTasks(review.state)).toContainEqual(
      expect.objectContaining({ key: 'ceasing-views', dueOn: '2026-10-24' }),
    );
    expect(review.say('2026-10-24', 'decideReview', cease)).toBe('cease-not-consulted');
    expect(review.say('2026-10-25', 'decideReview', cease)).toBeUndefined();
  });

  it('may be decided as soon as all who were asked have answered', () => {
    const review = held();
    review.say('2026-10-09', 'consultOnCeasing', CONSIDER);
    expect(review.say('2026-10-10', 'recordCeasingViews', { from: 'family', agrees: false })).toBeUndefined();
    expect(review.say('2026-10-11', 'decideReview', cease)).toBe('cease-not-consulted');
    review.say('2026-10-12', 'recordCeasingViews', { from: 'institution', agrees: true });
    expect(review.say('2026-10-11', 'decideReview', cease, '2026-10-12')).toBe('cease-not-consulted');
    expect(review.say('2026-10-12', 'decideReview', cease)).toBeUndefined();
    expect(review.events.find((e) => e.type === 'review.decided')?.data).toMatchObject({
      weighed: { outcomes: 'achieved', notNeeded: null, returning: null },
    });
  });

  it('does not count a letter that went to nobody, and counts the days of a late one from when it went', () => {
    const review = held({}, false);
    review.say('2026-10-09', 'consultOnCeasing', CONSIDER);
    expect(review.say('2026-11-20', 'decideReview', cease)).toBe('cease-not-consulted');
    review.refuse('2026-10-09', 'cease-consultation');
    const [first, second] = review.state.letters.filter((l) => l.notice === 'cease-consultation');
    const means = { outcome: 'sent-by-other-means', note: 'x' };
    review.say('2026-10-20', 'resolveLetter', { letterId: first?.id, ...means });
    review.say('2026-10-22', 'resolveLetter', { letterId: second?.id, outcome: 'send-again', note: 'x' });
    expect(review.state.letters.at(-1)?.letter?.facts.replyBy).toBe('2026-11-06');
    review.say('2026-10-22', 'recordCeasingViews', { from: 'family', agrees: true });
    expect(review.say('2026-11-20', 'decideReview', cease)).toBe('cease-not-consulted');
    review.refuse('2026-10-22', 'cease-consultation');
    review.say('2026-10-23', 'resolveLetter', { letterId: review.state.letters.at(-1)?.id, ...means });
    expect(review.say('2026-11-07', 'decideReview', cease)).toBe('cease-not-consulted');
    expect(review.say('2026-11-08', 'decideReview', cease)).toBeUndefined();
  });

  it('asks a parent who is new too, whose days run from their letter whatever the others answered', () => {
    const review = held();
    review.say('2026-10-09', 'consultOnCeasing', CONSIDER);
    for (const from of ['family', 'institution'])
      review.say('2026-10-12', 'recordCeasingViews', { from, agrees: true });
    const hears = (on: string, family: object[]) =>
      expect(review.say(on, 'followPlan', { family, by: SYSTEM })).toBeUndefined();
    hears('2026-10-20', [...holding().family, OTHER]);
    hears('2026-10-21', [OTHER]);
    const asked = review.state.letters.filter((l) => l.notice === 'cease-consultation').map((l) => l.recipientId);
    expect(asked).toEqual(['parent-1', 'setting', 'parent-2']);
    expect(review.say('2026-11-04', 'decideReview', cease)).toBe('cease-not-consulted');
    expect(review.say('2026-11-05', 'decideReview', cease)).toBeUndefined();
  });

  it('weighs the outcomes at 18 and over, and under 18 says why the provision is not necessary', () => {
    const grown = held();
    grown.say('2026-10-09', 'consultOnCeasing', CONSIDER);
    expect(grown.say('2026-10-30', 'decideReview', { outcome: 'cease', reasons: 'z' })).toBe('outcomes-unweighed');
    const young = held({ child: YOUNG });
    young.say('2026-10-09', 'consultOnCeasing', CONSIDER);
    expect(young.say('2026-10-30', 'decideReview', cease)).toBe('provision-needed');
    const why = { outcome: 'cease', reasons: 'z', notNeeded: 'Met by what every pupil has' };
    expect(young.say('2026-10-30', 'decideReview', why)).toBeUndefined();
  });

  it('is never for a person under 18 who is out of education (r29(2))', () => {
    const young = held({ child: YOUNG });
    expect(young.say('2026-10-09', 'consultOnCeasing', { ...CONSIDER, ground: 'left-education' })).toBe('under-18');
    expect(young.say('2026-10-09', 'consultOnCeasing', { ...CONSIDER, ground: 'employment' })).toBe('under-18');
  });

  it('asks of one who stopped attending what they wish (r30)', () => {
    const review = held();
    review.say('2026-10-09', 'consultOnCeasing', { ...CONSIDER, ground: 'left-education' });
    expect(review.say('2026-10-30', 'decideReview', cease)).toBe('return-unsaid');
    expect(review.say('2026-10-30', 'decideReview', { ...cease, returning: 'not-wished' })).toBeUndefined();
  });

  it('that was opened under a policy from before this rule is decided as it was', () => {
    const { ceasing: _, ...before } = policy;
    const review = held({ policy: before as typeof policy });
    expect(reviewTasks(review.state).map((t) => t.key)).not.toContain('consult-ceasing');
    expect(review.say('2026-10-09', 'decideReview', { outcome: 'cease', reasons: 'z' })).toBeUndefined();
  });
});

describe('ceasing outside a review', () => {
  it('consults first, is decided after it, and waits for appeals from the day the last notice went', () => {
    const plan = new Plan({}, false);
    expect(plan.say('2026-04-01', 'decideCeasing', CEASE)).toBe('ceasing-not-considered');
    expect(plan.say('2026-04-01', 'considerCeasing', CONSIDER)).toBeUndefined();
    plan.send('2026-04-02');
    expect(plan.say('2026-04-03', 'considerCeasing', CONSIDER)).toBe('ceasing-considered');
    expect(plan.say('2026-04-17', 'decideCeasing', CEASE)).toBe('cease-not-consulted');
    expect(planTasks(plan.state)).toMatchObject([{ closedBy: 'plan decide-ceasing', dueOn: '2026-04-23' }]);
    expect(plan.say('2026-04-18', 'decideCeasing', CEASE)).toBeUndefined();
    expect(plan.state).toMatchObject({ stage: 'ceasing', ceaseNoticeOn: null });
    expect(plan.say('2026-09-01', 'confirmCeased', { basis: 'no-appeal' })).toBe('notice-owed');
    expect(planTasks(plan.state)).toEqual([]);
    plan.send('2026-04-20');
    expect(plan.state.ceaseNoticeOn).toBe('2026-04-20');
    expect(plan.letters).toEqual([
      'cease-consultation to parent',
      'cease-consultation to head',
      'cease to parent',
      'cease to head',
      'cease to health-commissioner',
    ]);
    expect(plan.say('2026-06-22', 'confirmCeased', { basis: 'no-appeal' })).toBe('appeal-time-runs');
    expect(plan.say('2026-06-23', 'confirmCeased', { basis: 'no-appeal' })).toBeUndefined();
    expect(plan.state.stage).toBe('ceased');
  });

  it('is notified to the plan’s own health commissioner, where it has one (r31(3))', () => {
    const healthCommissioner = { name: 'Southmere ICB', email: 'send@southmere-icb.example' };
    const plan = new Plan({ healthCommissioner });
    plan.say('2026-04-01', 'considerCeasing', CONSIDER);
    plan.lettersGo = false;
    plan.say('2026-05-01', 'decideCeasing', CEASE);
    const notice = plan.state.letters.find((l) => l.recipientRole === 'health-commissioner');
    expect(notice?.letter?.to).toMatchObject(healthCommissioner);
  });

  it('is not notified by a letter that reached nobody', () => {
    const plan = new Plan();
    plan.say('2026-04-01', 'considerCeasing', CONSIDER);
    plan.lettersGo = false;
    plan.say('2026-05-01', 'decideCeasing', CEASE);
    plan.refuse('2026-05-01', 'parent');
    plan.send('2026-05-01');
    expect(plan.state.ceaseNoticeOn).toBeNull();
    const letterId = plan.state.letters.find((l) => l.state === 'refused')?.id;
    expect(plan.say('2026-05-02', 'resolveLetter', { letterId, outcome: 'not-needed', note: 'x' })).toBe('notice-owed');
    plan.say('2026-05-03', 'resolveLetter', { letterId, outcome: 'sent-by-other-means', note: 'x' });
    expect(plan.state.ceaseNoticeOn).toBe('2026-05-03');
  });

  it('is notified by the copy that went, where the other was for somebody who was no parent', () => {
    const plan = new Plan({ family: [...holding().family, OTHER] });
    plan.say('2026-04-01', 'considerCeasing', CONSIDER);
    plan.lettersGo = false;
    plan.say('2026-05-01', 'decideCeasing', CEASE);
    const [first] = plan.state.letters.filter((l) => l.notice === 'cease');
    plan.refuse('2026-05-01', 'parent');
    plan.say('2026-05-04', 'resolveLetter', { letterId: first?.id, outcome: 'sent-by-other-means', note: 'x' });
    expect(plan.state.ceaseNoticeOn).toBeNull();
    plan.say('2026-05-11', 'removeParent', { partyId: 'parent-2', evidence: 'x' });
    expect(plan.state.ceaseNoticeOn).toBe('2026-05-04');
  });

  it('asks the young person who took over for themselves, also where the letters went by other means', () => {
    for (const noticeAlreadySentOn of [undefined, '2026-03-20']) {
      const plan = new Plan({ institution: null });
      plan.say('2026-04-01', 'considerCeasing', { ...CONSIDER, noticeAlreadySentOn });
      plan.say('2026-04-02', 'recordViewsOnCeasing', { from: 'family', agrees: false });
      expect(plan.say('2026-04-10', 'takeOverAsYoungPerson', { evidence: 'x' })).toBeUndefined();
      expect(plan.letters.at(-1)).toBe('cease-consultation to young-person');
      expect(plan.say('2026-04-11', 'decideCeasing', CEASE)).toBe('cease-not-consulted');
      plan.say('2026-04-12', 'recordViewsOnCeasing', { from: 'family', agrees: true });
      expect(plan.say('2026-04-12', 'decideCeasing', CEASE)).toBeUndefined();
    }
  });

  it('asks who is left of the family where only somebody else was, and leaves nobody unasked', () => {
    const plan = new Plan({ institution: null, family: [...holding().family, OTHER] }, false);
    plan.say('2026-04-01', 'considerCeasing', CONSIDER);
    const [first, second] = plan.state.letters;
    plan.refuse('2026-04-02', 'parent');
    const notNeeded = { outcome: 'not-needed', note: 'x' };
    expect(plan.say('2026-04-03', 'resolveLetter', { letterId: first?.id, ...notNeeded })).toBeUndefined();
    expect(plan.say('2026-04-03', 'resolveLetter', { letterId: second?.id, ...notNeeded })).toBe('consultation-owed');
    plan.say('2026-04-06', 'removeParent', { partyId: 'parent-2', evidence: 'x' });
    plan.send('2026-04-07');
    expect(plan.state.letters.at(-1)).toMatchObject({ notice: 'cease-consultation', recipientId: 'parent-1' });
    expect(plan.say('2026-04-23', 'decideCeasing', CEASE)).toBeUndefined();
  });

  it('had its notice go by other means', () => {
    const plan = new Plan();
    plan.say('2026-04-01', 'considerCeasing', { ...CONSIDER, noticeAlreadySentOn: '2026-03-20' });
    expect(plan.say('2026-04-03', 'decideCeasing', CEASE)).toBe('cease-not-consulted');
    expect(plan.say('2026-04-05', 'decideCeasing', { ...CEASE, noticeAlreadySentOn: '2026-04-01' })).toBe(
      'before-the-consultation',
    );
    expect(plan.say('2026-04-05', 'decideCeasing', { ...CEASE, noticeAlreadySentOn: '2026-04-05' })).toBeUndefined();
    expect([plan.state.ceaseNoticeOn, plan.letters]).toEqual(['2026-04-05', []]);
  });

  it('weighs by age, and nothing where we are no longer responsible', () => {
    const young = new Plan({ child: YOUNG });
    young.say('2026-04-01', 'considerCeasing', CONSIDER);
    expect(young.say('2026-05-01', 'decideCeasing', CEASE)).toBe('provision-needed');
    expect(young.say('2026-05-01', 'decideCeasing', { ...CEASE, notNeeded: 'Met by all' })).toBeUndefined();
    const grown = new Plan();
    grown.say('2026-04-01', 'considerCeasing', CONSIDER);
    expect(grown.say('2026-05-01', 'decideCeasing', { reasons: 'x' })).toBe('outcomes-unweighed');
    const gone = new Plan({ child: YOUNG });
    gone.say('2026-04-01', 'considerCeasing', { ...CONSIDER, ground: 'not-responsible' });
    expect(gone.say('2026-05-01', 'decideCeasing', { reasons: 'Abroad for good.' })).toBeUndefined();
  });

  it('under 18 and out of education is no reason: the plan is reviewed and amended (r29(2))', () => {
    const young = new Plan({ child: YOUNG });
    const left = { ...CONSIDER, ground: 'left-education', knownOn: '2026-03-20' };
    expect(young.say('2026-04-01', 'considerCeasing', left)).toBe('under-18');
  });

  it('at 18 and over waits for a review held after it was known that they stopped attending (r30)', () => {
    const plan = new Plan({ lastReviewOn: '2026-03-15' });
    const left = { ...CONSIDER, ground: 'left-education' };
    expect(plan.say('2026-04-01', 'considerCeasing', left)).toBe('known-on-missing');
    expect(plan.say('2026-04-01', 'considerCeasing', { ...left, knownOn: '2026-04-02' })).toBe('in-the-future');
    const known = { ...left, knownOn: '2026-03-20' };
    expect(plan.say('2026-04-01', 'considerCeasing', known)).toBe('review-first');
    plan.reviewed('2026-05-01', '2026-05-20');
    expect(plan.say('2026-05-21', 'considerCeasing', { ...known, knownOn: '2026-05-10' })).toBe('review-first');
    expect(plan.say('2026-05-21', 'considerCeasing', known)).toBeUndefined();
    expect(plan.say('2026-06-10', 'decideCeasing', CEASE)).toBe('return-unsaid');
    expect(plan.say('2026-06-10', 'decideCeasing', { ...CEASE, returning: 'not-appropriate' })).toBeUndefined();
    expect(plan.say('2026-06-11', 'considerCeasing', CONSIDER)).toBe('ceasing');
  });

  it('may come to nothing, which those who were asked are told, and be considered again', () => {
    const plan = new Plan();
    expect(plan.say('2026-04-01', 'dropCeasing', { reasons: 'x' })).toBe('ceasing-not-considered');
    plan.say('2026-04-01', 'considerCeasing', CONSIDER);
    expect(plan.say('2026-04-10', 'dropCeasing', { reasons: 'Wishes to stay on.' })).toBeUndefined();
    expect(plan.letters.slice(2)).toEqual(['cease-dropped to parent', 'cease-dropped to head']);
    expect(plan.say('2026-04-20', 'considerCeasing', CONSIDER)).toBeUndefined();
    // What went to them the first time is no consultation of the second.
    expect(plan.say('2026-04-21', 'decideCeasing', CEASE)).toBe('cease-not-consulted');
  });

  it('is undone where the plan is kept after all', () => {
    const plan = new Plan();
    plan.say('2026-04-01', 'considerCeasing', CONSIDER);
    plan.say('2026-05-01', 'decideCeasing', CEASE);
    plan.say('2026-05-10', 'keepPlan', { reasons: 'x', reason: 'Allowed' });
    expect(plan.state).toMatchObject({ stage: 'held', ceasing: null, ceaseNoticeOn: null });
  });

  it('hears each of those it asked for themselves, and no institution where none is named', () => {
    const plan = new Plan({ institution: null });
    const view = { from: 'family', agrees: true };
    expect(plan.say('2026-04-01', 'recordViewsOnCeasing', view)).toBe('ceasing-not-considered');
    plan.say('2026-04-01', 'considerCeasing', CONSIDER);
    expect(plan.say('2026-04-02', 'recordViewsOnCeasing', { from: 'institution', agrees: true })).toBe(
      'no-institution',
    );
    const school = { by: { role: 'provider', id: 's-1' }, from: 'family', agrees: true };
    expect(plan.say('2026-04-02', 'recordViewsOnCeasing', school)).toBe('not-theirs');
    plan.say('2026-04-02', 'recordViewsOnCeasing', view);
    expect(plan.say('2026-04-02', 'decideCeasing', CEASE)).toBeUndefined();
  });
});

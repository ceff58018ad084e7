/** A letter that went and did not arrive: by e-mail it goes again by post, by post a person sees to it. */
import { describe, expect, it } from 'vitest';
import type { AssessmentEvent } from '../../domain/assessment/evolve.js';
import type { Letter } from '../../domain/letters.js';
import { emailAddressOf } from '../../domain/matter/reaching.js';
import { Plan, Review } from '../plans/samples.js';
import { Case, PARENT, SECOND_PARENT } from './case.js';

const consent = { kind: 'e-mail', sender: 'send@x.example', address: 'a@x.example', recordedOn: '2025-04-02' };
const byEmail = { request: { family: [{ ...PARENT, electronicConsent: consent }] } };
const reason = 'permanent-failure';

const lettersOf = (events: readonly AssessmentEvent[]): Letter[] =>
  events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : []));

const lastTo = (c: Case, id: string): Letter => {
  const letter = lettersOf(c.events).findLast((l) => l.to.id === id);
  if (!letter) throw new Error(`nothing was written to ${id}`);
  return letter;
};

describe('an e-mail to the family that came back', () => {
  it('goes again by post, to the same person, in the same words', () => {
    const told = new Case(byEmail).at('2025-04-08');
    const first = lastTo(told, 'parent-1');
    expect(first.by).toBeUndefined();
    told.do('letterUndelivered', { letterId: first.id, reason });
    const again = lastTo(told, 'parent-1');
    expect(again).toMatchObject({ notice: first.notice, by: 'post', facts: first.facts });
    expect(again.id).not.toBe(first.id);
    expect(told.state.letters.find((l) => l.id === first.id)?.state).toBe('resolved');
    expect(told.state.letters.find((l) => l.id === again.id)?.state).toBe('dispatched');
  });

  it('leaves the duty met on the day on which it was sent', () => {
    const told = new Case(byEmail).decidedToAssess();
    const letter = lettersOf(told.events).findLast((l) => l.notice === 'will-assess' && l.to.id === 'parent-1');
    told.at('2025-05-02').do('letterUndelivered', { letterId: letter?.id ?? '', reason });
    expect(told.clock('ehcna-decision-6w')).toMatchObject({ state: 'met', doneOn: '2025-04-30' });
  });

  it('gives the family its days on a draft from when the post is served', () => {
    const served = new Case(byEmail).withDraftServed();
    expect(served.state.draft).toMatchObject({ servedOn: '2025-06-25', periodEndsOn: '2025-07-09' });
    const { id } = lastTo(served, 'parent-1');
    served.at('2025-06-27').do('letterUndelivered', { letterId: id, reason });
    expect(served.state.draft?.periodEndsOn).toBe('2025-07-14');
    expect(lastTo(served, 'parent-1')).toMatchObject({ by: 'post', facts: { respondBy: '2025-07-14' } });
  });

  it('is followed by post alone until the consent is given anew, which a caseworker is to ask for', () => {
    const told = new Case(byEmail).at('2025-04-08');
    told.do('letterUndelivered', { letterId: lastTo(told, 'parent-1').id, reason });
    const task = told.tasks().find((t) => t.key.startsWith('address:'));
    expect(task).toMatchObject({ role: 'caseworker', closedBy: 'case correct-contact' });
    told.decidedToAssess();
    expect(lastTo(told, 'parent-1')).toMatchObject({ notice: 'advice-request', by: 'post' });
    const renewed = { ...consent, recordedOn: '2025-05-02' };
    told.at('2025-05-02').do('correctContact', { partyId: 'parent-1', electronicConsent: renewed, evidence: 'Form' });
    told.allAdviceIn().decidedToIssue();
    expect(lastTo(told, 'parent-1').by).toBeUndefined();
    expect(told.taskKeys().filter((key) => key.startsWith('address:'))).toEqual([]);
  });

  it('goes to nobody who is not of the case any more: a manager sees to it', () => {
    const two = new Case({ request: { family: [PARENT, { ...SECOND_PARENT, electronicConsent: consent }] } });
    const { id } = lastTo(two, 'parent-2');
    two.at('2025-04-08').do('removeParent', { partyId: 'parent-2', evidence: 'Court order' });
    two.do('letterUndelivered', { letterId: id, reason });
    expect(two.tasks().find((t) => t.key === `letter:${id}`)?.title).toMatch(/did not arrive/);
    expect(lettersOf(two.events).filter((l) => l.to.id === 'parent-2' && l.by === 'post')).toEqual([]);
    two.do('resolveLetter', { letterId: id, outcome: 'not-needed', note: 'x' });
    expect(two.taskKeys()).not.toContain(`letter:${id}`);
  });

  it('is refused for a letter that never went, and a second time', () => {
    const told = new Case(byEmail);
    expect(told.refusal('letterUndelivered', { letterId: 'L99', reason }).code).toBe('not-sent');
    const { id } = lastTo(told, 'parent-1');
    told.do('letterUndelivered', { letterId: id, reason });
    expect(told.refusal('letterUndelivered', { letterId: id, reason }).code).toBe('not-sent');
  });
});

describe('post that came back', () => {
  it('is a manager’s task, and what it said is sent from the copy that is kept', () => {
    const told = new Case().at('2025-04-20');
    const { id } = lastTo(told, 'parent-1');
    told.do('letterUndelivered', { letterId: id, reason: 'Returned by Royal Mail' });
    const letters = told.state.letters.length;
    expect(told.taskKeys()).toContain(`letter:${id}`);
    expect(told.refusal('resolveLetter', { letterId: id, outcome: 'send-again', note: 'x' }).code).toBe(
      'letter-not-held',
    );
    told.do('resolveLetter', { letterId: id, outcome: 'sent-by-other-means', note: 'By hand' });
    expect(told.state.letters).toHaveLength(letters);
    expect(told.taskKeys()).not.toContain(`letter:${id}`);
  });
});

describe('an e-mail to an organisation that came back', () => {
  it('goes again by post, and its address is tried again a week later', () => {
    const told = new Case().at('2025-04-08');
    const letter = lettersOf(told.events).findLast((l) => l.to.role === 'head');
    expect(letter && emailAddressOf(letter.to)).toBe('office@hillside.example');
    told.do('letterUndelivered', { letterId: letter?.id ?? '', reason });
    expect(lastTo(told, 'setting').by).toBe('post');
    expect(told.taskKeys().filter((key) => key.startsWith('address:'))).toEqual([]);
    told.decidedToAssess();
    expect(lastTo(told, 'setting').by).toBeUndefined();
  });
});

describe('consent to be written to by e-mail', () => {
  const open = () => new Case().at('2025-04-10');
  const give = (changes: object) => ({
    partyId: 'parent-1',
    electronicConsent: { ...consent, ...changes },
    evidence: 'Form',
  });

  it('is not of a day that is to come, nor to what is no address', () => {
    expect(open().refusal('correctContact', give({ recordedOn: '2025-04-11' })).code).toBe('in-the-future');
    expect(open().refusal('correctContact', give({ address: 'by text' })).code).toBe('no-address');
  });

  it('to a portal makes no e-mail of a letter, so that it is served as post is', () => {
    const portal = { ...consent, kind: 'portal', address: 'https://portal.example' };
    const served = new Case({ request: { family: [{ ...PARENT, electronicConsent: portal }] } }).withDraftServed();
    expect(served.state.draft?.servedOn).toBe('2025-06-26');
  });

  it('changes nothing that was sent before', () => {
    const told = open();
    const before = structuredClone(told.state.letters);
    told.do('correctContact', give({}));
    expect(told.state.letters).toEqual(before);
  });
});

describe('of a plan and of a review', () => {
  const parent = { ...PARENT, electronicConsent: { ...consent, recordedOn: '2026-01-01' } };
  const LATE = ['letter.undelivered', 'letter.resolved', 'letter.requested', 'letter.dispatched'];

  it('a letter of a review that came back by e-mail goes again by post', () => {
    const review = new Review('2026-09-01', { family: [parent], convenedBy: 'authority' });
    review.say('2026-09-02', 'arrangeMeeting', { meetingOn: '2026-10-01', place: 'Town Hall' });
    const letter = review.state.letters.find((l) => l.recipientId === 'parent-1');
    const before = review.types.length;
    expect(review.say('2026-09-03', 'letterUndelivered', { letterId: letter?.id, reason })).toBeUndefined();
    expect(review.types.slice(before)).toEqual(LATE);
    expect(review.events.at(-2)).toMatchObject({ data: { letter: { by: 'post' } } });
  });

  it('a letter of a plan that came back by e-mail goes again by post', () => {
    const plan = new Plan({ family: [parent] });
    plan.say('2026-05-01', 'considerCeasing', {
      ground: 'no-longer-necessary',
      grounds: 'x',
      reasons: 'x',
      basis: 'x',
    });
    const letter = plan.state.letters.find((l) => l.recipientId === 'parent-1');
    const before = plan.events.length;
    expect(plan.say('2026-05-03', 'letterUndelivered', { letterId: letter?.id, reason })).toBeUndefined();
    expect(plan.events.slice(before).map((e) => e.type)).toEqual(LATE);
    expect(plan.events.at(-2)).toMatchObject({ data: { letter: { by: 'post' } } });
  });
});

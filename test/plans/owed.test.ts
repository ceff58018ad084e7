/** Letters that are owed by a plan or a review: who gets them where the family changes, and when they are owed no more. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadCase } from '../../activities/letter-guard.js';
import { createLedger } from '../../activities/ledger.js';
import type { Ledger } from '../../activities/ledger.js';
import type { Actor, AnyEvent } from '../../domain/events.js';
import { annualReviewId } from '../../domain/ids.js';
import { project } from '../../domain/projection.js';
import { freshDatabase } from '../environment.js';
import type { FreshDatabase } from '../environment.js';
import { AMENDMENT, holding, Plan, REF, Review, sections } from './samples.js';

const SYSTEM: Actor = { role: 'system', id: 'ehcna' };

const states = ({ state }: Pick<Review, 'state'>): string[] =>
  state.letters.map((l) => `${l.notice} to ${l.recipientId}: ${l.state}`);

const right = { id: 'parent-2', role: 'parent', name: 'Sam Other', address: '2 Low Street' } as const;

/** The one recorded first was no parent; another is. */
const putRight = (review: Review, on: string): void => {
  for (const family of [[...holding().family, right], [right]])
    expect(review.say(on, 'followPlan', { family, by: SYSTEM })).toBeUndefined();
};

const maintainedOn = { outcome: 'maintain', reasons: 'x', withoutReport: 'Sent in words' };

/** Decided, with its notices still to go. */
const maintained = (): Review => {
  const review = new Review('2026-09-01');
  review.say('2026-10-07', 'holdMeeting', { attended: ['parent', 'school'] });
  review.lettersGo = false;
  expect(review.say('2026-10-20', 'decideReview', maintainedOn)).toBeUndefined();
  return review;
};

describe('a review that is over when the child dies', () => {
  it('sends nothing of what it still owes, and is not stopped where it owes nothing', () => {
    const review = maintained();
    review.refuse('2026-10-21', 'review-maintain');
    expect(review.say('2026-10-22', 'stopReview', { reason: 'plan-ended', by: SYSTEM })).toBe('review-finished');
    expect(review.say('2026-10-22', 'stopReview', { reason: 'died', by: SYSTEM })).toBeUndefined();
    expect(states(review).slice(1)).toEqual([
      'review-maintain to parent-1: resolved',
      'review-maintain to setting: resolved',
    ]);
    expect(review.state.finishedOn).toBe('2026-10-20');
    expect(review.clock('ar-decision-4w')).toMatch(/^void/);
    expect(review.say('2026-10-23', 'stopReview', { reason: 'died', by: SYSTEM })).toBe('review-finished');
  });
});

describe('a letter that was left for later', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let ledger: Ledger;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    ledger = createLedger(pool, project);
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  it('is not of the case any more once it is owed no more; what has gone or come back still is', async () => {
    const stream = annualReviewId(REF, 1);
    const listed = async () => (await createReadCase(ledger)(REF, 'R1-L2')).letters.map(({ id }) => id);
    const write = async (events: readonly object[], before: number) =>
      ledger.append(
        stream,
        events.map(
          (e, i) =>
            ({ ...e, seq: before + i + 1, recordedAt: '2026-10-22T10:00:00.000Z', by: SYSTEM }) as unknown as AnyEvent,
        ),
      );
    const review = maintained();
    review.refuse('2026-10-21', 'review-maintain');
    const before = review.events.length;
    await write(review.events, 0);
    expect(await listed()).toEqual(['R1-L1', 'R1-L2', 'R1-L3']);
    review.say('2026-10-22', 'stopReview', { reason: 'died', by: SYSTEM });
    await write(review.events.slice(before), before);
    expect(await listed()).toEqual(['R1-L1']);
  });
});

describe('a notice whose last copy was for somebody who was taken out', () => {
  it('of a review that is over goes to the family that is there, and meets its clock on that day', () => {
    const review = maintained();
    review.refuse('2026-10-21', 'review-maintain');
    review.lettersGo = true;
    putRight(review, '2026-11-02');
    expect(states(review).slice(-2)).toEqual([
      'review-maintain to setting: refused',
      'review-maintain to parent-2: dispatched',
    ]);
    expect(review.state.deadlines['ar-decision-4w']?.doneOn).toBe('2026-11-02');
  });

  it('is not issued again where another of the family has it', () => {
    const review = new Review('2026-09-01', { family: [...holding().family, right] });
    review.say('2026-10-07', 'holdMeeting', { attended: ['parent', 'school'] });
    review.lettersGo = false;
    review.say('2026-10-20', 'decideReview', maintainedOn);
    review.say('2026-10-21', 'followPlan', { family: [right], by: SYSTEM });
    expect(review.state.letters.filter((l) => l.notice === 'review-maintain' && l.state !== 'resolved')).toHaveLength(
      2,
    );
  });

  it.each([
    ['amended-final', 'finaliseAmendment', { sections: { ...sections, F: 'Twice a week' } }],
    ['no-amendment', 'abandonAmendment', { reasons: 'x' }],
  ] as const)('of an amendment that is over goes too: %s', (notice, type, fields) => {
    const amendment = new Review('2026-10-05', AMENDMENT);
    amendment.lettersGo = false;
    expect(amendment.say('2026-10-30', type, fields)).toBeUndefined();
    amendment.refuse('2026-10-30', notice);
    amendment.lettersGo = true;
    putRight(amendment, '2026-11-09');
    expect(states(amendment).at(-1)).toBe(`${notice} to parent-2: dispatched`);
    expect(amendment.state.deadlines['amend-no-review-8w']?.doneOn).toBe('2026-11-09');
  });

  it('of what is proposed goes once, with the days that begin with it', () => {
    const amendment = new Review('2026-10-05', AMENDMENT, false);
    amendment.refuse('2026-10-06', 'amendment-proposal');
    amendment.say('2026-10-12', 'followPlan', { family: [right], by: SYSTEM });
    expect(states(amendment)).toEqual([
      'amendment-proposal to parent-1: resolved',
      'amendment-proposal to parent-2: requested',
    ]);
    expect(amendment.state.letters.at(-1)?.letter?.facts.respondBy).toBe('2026-10-27');
  });

  it('that a plan is to cease goes to the young person who took over, and the time for an appeal runs from then', () => {
    const plan = new Plan();
    plan.say('2026-04-01', 'considerCeasing', { ground: 'no-longer-necessary', reasons: 'x' });
    plan.lettersGo = false;
    plan.say('2026-05-01', 'decideCeasing', { reasons: 'x', outcomes: 'achieved' });
    plan.refuse('2026-05-01', 'parent');
    plan.say('2026-05-11', 'takeOverAsYoungPerson', { evidence: 'x' });
    plan.send('2026-05-12');
    expect(plan.letters.at(-1)).toBe('cease to young-person');
    expect(plan.state.ceaseNoticeOn).toBe('2026-05-12');
  });

  it('of a transfer between authorities goes too', () => {
    const transfer = {
      from: { name: 'Westshire Council', email: 'sen@westshire.example' },
      transferredOn: '2026-03-10',
      movedOn: '2026-03-10',
      awareOn: '2026-03-10',
      sameCommissioner: true,
    };
    const plan = new Plan({ source: 'transfer', transfer }, false);
    plan.say('2026-03-20', 'recordTransferNotice', { proposesToAssess: false });
    const [clock] = plan.state.letters.filter((l) => l.notice === 'transfer-in').flatMap((l) => l.settles);
    plan.refuse('2026-03-20', 'parent');
    plan.say('2026-03-23', 'addParent', { name: 'Sam Other', address: '2 Low Street', evidence: 'x' });
    plan.say('2026-03-23', 'removeParent', { partyId: 'parent-1', evidence: 'x' });
    plan.send('2026-03-24');
    expect(plan.state.letters.at(-1)).toMatchObject({ notice: 'transfer-in', recipientId: 'parent-2' });
    expect(plan.state.deadlines[clock ?? '']?.doneOn).toBe('2026-03-24');
  });
});

describe('a review that was stopped while a proposal was owed', () => {
  const stopped = (): Review => {
    const amendment = new Review('2026-10-05', AMENDMENT, false);
    amendment.refuse('2026-10-06', 'amendment-proposal');
    expect(amendment.say('2026-10-07', 'stopReview', { reason: 'plan-ended', by: SYSTEM })).toBeUndefined();
    return amendment;
  };
  const resolve = (amendment: Review, outcome: string) =>
    amendment.say('2026-10-08', 'resolveLetter', {
      letterId: amendment.state.letters[0]?.id,
      outcome,
      note: 'x',
    });

  it('may let it be, and issues it to nobody anew', () => {
    const amendment = stopped();
    expect(resolve(amendment, 'not-needed')).toBeUndefined();
    const gone = stopped();
    gone.say('2026-10-08', 'followPlan', { family: [right], by: SYSTEM });
    expect(states(gone)).toEqual(['amendment-proposal to parent-1: resolved']);
  });

  it('starts no clock where the letter goes all the same', () => {
    const amendment = stopped();
    expect(resolve(amendment, 'sent-by-other-means')).toBeUndefined();
    expect([amendment.state.proposal, Object.keys(amendment.state.deadlines)]).toEqual([null, []]);
  });
});

describe('a move that is taken back', () => {
  it('leaves nothing of the plan to go, on its way or to be sent again; that it is taken back is told', () => {
    const to = { name: 'Westmere Council', email: 'sen@westmere.example' };
    const plan = new Plan({}, false);
    plan.say('2026-10-20', 'recordMoveOut', { to, movedOn: '2026-10-20' });
    plan.refuse('2026-10-20', 'parent');
    plan.say('2026-10-21', 'handOver', { file: [] });
    expect(plan.say('2026-10-22', 'cancelMove', { reason: 'The family stays.' })).toBeUndefined();
    expect(
      plan.state.letters.filter((l) => l.state !== 'resolved').map((l) => `${l.notice} ${l.recipientRole}`),
    ).toEqual(['move-cancelled parent', 'move-cancelled health-commissioner', 'move-cancelled authority']);
    const back = plan.state.letters[0]?.id;
    expect(plan.say('2026-10-22', 'resolveLetter', { letterId: back, outcome: 'send-again', note: 'x' })).toBe(
      'nothing-to-resolve',
    );
  });
});

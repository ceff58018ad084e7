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
import { REF, Review } from './samples.js';

const SYSTEM: Actor = { role: 'system', id: 'ehcna' };

const states = ({ state }: Pick<Review, 'state'>): string[] =>
  state.letters.map((l) => `${l.notice} to ${l.recipientId}: ${l.state}`);

/** Decided, with its notices still to go. */
const maintained = (): Review => {
  const review = new Review('2026-09-01');
  review.say('2026-10-07', 'holdMeeting', { attended: ['parent', 'school'] });
  review.lettersGo = false;
  const decided = { outcome: 'maintain', reasons: 'x', withoutReport: 'Sent in words' };
  expect(review.say('2026-10-20', 'decideReview', decided)).toBeUndefined();
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

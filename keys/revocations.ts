/**
 * Identities that count no more, from the table `identity_revocations`. A revocation takes effect a little after it is
 * written, by when every worker has read it: so all of them, and every replay, decide alike.
 */
import type pg from 'pg';
import type { Revocation } from './assertion.js';
import { IN_TIME_MS, SOON_MS, soonOr } from './patience.js';

export interface Revocations {
  /** Not older than a revocation needs to take effect. Throws where the database has been away for longer. */
  current(): Promise<readonly Revocation[]>;
}

export const NO_REVOCATIONS: Revocations = { current: async () => [] };

/** Read again after this long, where it is needed. */
const FRESH_MS = 2_000;
/** Where the database is away, this old will do. */
const OLDEST_MS = 60_000;
/** Longer than any worker goes without reading. */
export const EFFECT_SECONDS = 90;

const READ = `
select role, id, (extract(epoch from issued_until) * 1000)::float8 as "issuedUntil",
  (extract(epoch from effective_from) * 1000)::float8 as "from"
from identity_revocations`;

export const openRevocations = (pool: pg.Pool): Revocations => {
  let list: Revocation[] = [];
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    const at = performance.now();
    list = (await pool.query<Revocation>(READ)).rows;
    readAt = at;
  };

  return {
    current: async () => {
      if (performance.now() - readAt < FRESH_MS) return list;
      reading ??= read().finally(() => {
        reading = undefined;
      });
      const isTooOld = (): boolean => performance.now() - readAt > OLDEST_MS;
      const orAsItWas = (why: unknown): void => {
        if (isTooOld()) throw why;
      };
      await soonOr(reading, orAsItWas, isTooOld() ? IN_TIME_MS : SOON_MS);
      return list;
    },
  };
};

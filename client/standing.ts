/**
 * Whether somebody may do what no process is asked for, since it is done with the database's own login. It is proved as a
 * command is: an assertion is signed, and read by the same rules.
 */
import type pg from 'pg';
import { CALLER, callerOf, COMMAND_LIFETIME_MS, isNobody } from '../domain/caller.js';
import type { Actor } from '../domain/events.js';
import { readAssertion } from '../keys/assertion.js';
import type { TrustedIssuer } from '../keys/identity.js';
import { openRevocations } from '../keys/revocations.js';
import { type Ehcna, Refused } from './ehcna.js';

export interface Act {
  workflowId: string;
  /** Of no update, signal or start, so that no assertion for one of those is one for this. */
  call: string;
  body: object;
}

const CLOCK = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now';

/** Epoch milliseconds. That of the machine where it is asked is its user's to set. */
const databaseTime = async (pool: pg.Pool): Promise<number> =>
  (await pool.query<{ now: number }>(CLOCK)).rows[0]?.now ?? Date.now();

/** Throws {@link Refused} where the identity of `by` is forged, of an issuer not known, expired or revoked. */
export const requireStanding = async (
  { client, pool, signer }: Pick<Ehcna, 'client' | 'pool' | 'signer'>,
  by: Actor,
  { workflowId, call, body }: Act,
  issuers: readonly TrustedIssuer[],
): Promise<void> => {
  const { namespace } = client.options;
  const now = await databaseTime(pool);
  const sending = { namespace, workflowId, call, body, now, lifetimeMs: COMMAND_LIFETIME_MS };
  const { assertion } = signer.sign(by, sending);
  const known = { namespace, issuers, revocations: await openRevocations(pool).current() };
  const reading = readAssertion(assertion, () => body, known);
  const caller = callerOf({ [CALLER]: reading }, { workflowId, call, now, longestMs: COMMAND_LIFETIME_MS });
  if (isNobody(caller)) throw new Refused(caller);
};

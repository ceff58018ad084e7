/**
 * The row that suppresses a second dispatch. It says `sending` before anything leaves and `sent` after, so a crash between
 * the two shows. While one attempt works on a letter it holds a lock on its key; another waits, then finds the result.
 */
import type pg from 'pg';
import type { Party } from '../domain/letters.js';
import type { Sent } from './channels/channel.js';
import { type DispatchOrder, keyOf } from './letter-checks.js';

export type DispatchResult =
  | {
      state: 'sent';
      channel: string;
      sentAt: string;
      documentHash: string;
      version: number;
      providerReference?: string;
    }
  | { state: 'refused'; reason: string }
  | { state: 'uncertain'; channel: string; documentHash: string; version: number; reason: string };

interface Row {
  state: 'sending' | 'sent' | 'uncertain' | 'refused';
  document_hash: string | null;
  version: number;
  channel: string | null;
  provider_reference: string | null;
  first_attempt_at: Date | null;
  sent_at: Date | null;
  reason: string | null;
}

/** An attempt that failed before anything could leave: `sending`, but the next attempt need not ask. */
const NOTHING_WENT = 'nothing went';

type Database = Pick<pg.ClientBase, 'query'>;

export const alone = async <T>(pool: pg.Pool, key: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  // A lost connection also fails the query under way, which reports it; unheard, this event would end the process.
  const reported = () => undefined;
  client.on('error', reported);
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]);
    const result = await work(client);
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]);
    client.removeListener('error', reported);
    client.release();
    return result;
  } catch (error) {
    // Ending the connection lets go of the lock.
    client.release(true);
    throw error;
  }
};

const resultOf = (row: Row): DispatchResult => {
  const reason = row.reason ?? '';
  const documentHash = row.document_hash ?? '';
  const channel = row.channel ?? '';
  if (row.state === 'refused') return { state: 'refused', reason };
  if (row.state === 'uncertain') return { state: 'uncertain', channel, documentHash, version: row.version, reason };
  return {
    state: 'sent',
    channel,
    sentAt: (row.sent_at ?? new Date(0)).toISOString(),
    documentHash,
    version: row.version,
    ...(row.provider_reference ? { providerReference: row.provider_reference } : {}),
  };
};

export interface Unsettled {
  channel: string;
  since: Date;
  nothingWent: boolean;
}

/** The first result of this letter, or what an unfinished attempt left, or nothing. */
export const readDispatch = async (
  db: Database,
  key: string,
): Promise<{ result: DispatchResult } | { unsettled: Unsettled } | undefined> => {
  const { rows } = await db.query<Row>('select * from dispatches where letter_key = $1', [key]);
  const row = rows[0];
  if (!row) return undefined;
  if (row.state !== 'sending') return { result: resultOf(row) };
  const since = row.first_attempt_at ?? new Date(0);
  return { unsettled: { channel: row.channel ?? '', since, nothingWent: row.reason === NOTHING_WENT } };
};

/** `first_attempt_at` is the first that may have gone: an attempt known to have sent nothing does not count. */
export const recordSending = async (db: Database, order: DispatchOrder, channel: string, at: Date): Promise<void> => {
  const { caseRef, letterId, documentHash, version, to } = order;
  await db.query(
    `insert into dispatches (letter_key, case_ref, letter_id, document_hash, version, recipient_role, channel, state, attempts,
                             first_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'sending', 1, $8)
     on conflict (letter_key) do update
     set document_hash = $4, version = $5, recipient_role = $6, channel = $7, attempts = dispatches.attempts + 1,
         first_attempt_at = $8, reason = null
     where dispatches.state = 'sending'`,
    [keyOf(order), caseRef, letterId, documentHash, version, to.role, channel, at],
  );
};

export const recordNothingWent = async (db: Database, key: string): Promise<void> => {
  await db.query(`update dispatches set reason = $2 where letter_key = $1 and state = 'sending'`, [key, NOTHING_WENT]);
};

const settle = async (db: Database, key: string, set: string, values: unknown[]): Promise<DispatchResult> => {
  const { rows } = await db.query<Row>(
    `update dispatches set ${set} where letter_key = $1 and state = 'sending' returning *`,
    [key, ...values],
  );
  const row = rows[0];
  if (!row) throw new Error('The dispatch of a letter was settled by someone else meanwhile.');
  return resultOf(row);
};

export const recordSent = (
  db: Database,
  key: string,
  reference: string | undefined,
  at: Date,
): Promise<DispatchResult> =>
  settle(db, key, `state = 'sent', provider_reference = $2, sent_at = $3, reason = null`, [reference ?? null, at]);

export const recordUncertain = (db: Database, key: string, reason: string): Promise<DispatchResult> =>
  settle(db, key, `state = 'uncertain', reason = $2`, [reason]);

/** Keeps the first result where there is one already. */
export const recordRefused = async (
  db: Database,
  order: { caseRef: string; letterId: string; to: Pick<Party, 'role'>; documentHash?: string; version?: number },
  reason: string,
): Promise<DispatchResult> => {
  const key = keyOf(order);
  await db.query(
    `insert into dispatches (letter_key, case_ref, letter_id, document_hash, version, recipient_role, state, reason)
     values ($1, $2, $3, $4, $5, $6, 'refused', $7)
     on conflict (letter_key) do update set state = 'refused', reason = $7 where dispatches.state = 'sending'`,
    [key, order.caseRef, order.letterId, order.documentHash ?? null, order.version ?? 1, order.to.role, reason],
  );
  const now = await readDispatch(db, key);
  return now && 'result' in now ? now.result : { state: 'refused', reason };
};

export const recordOutcome = (db: Database, order: DispatchOrder, sent: Sent, at: Date): Promise<DispatchResult> =>
  sent.state === 'sent'
    ? recordSent(db, keyOf(order), sent.providerReference, at)
    : recordRefused(db, order, sent.reason);

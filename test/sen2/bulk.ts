/** A large ledger in seconds: sealed and chained as the ledger does it, in one statement; the rows are made by a rebuild. */
import type pg from 'pg';
import type { Ledger } from '../../activities/ledger.js';
import { firstHash, nextHash } from '../../activities/ledger/chain.js';
import { sealingWith } from '../../activities/ledger/sealing.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import type { SampleStream } from './sample.js';

const ENTRIES = `
insert into ledger (stream, seq, type, occurred_on, recorded_at, body, prev_hash, hash)
select * from jsonb_to_recordset($1::jsonb) as r(stream text, seq int, type text, occurred_on date, recorded_at timestamptz,
  body text, prev_hash text, hash text)`;
const HEADS = `
insert into ledger_heads (stream, seq, hash)
select * from jsonb_to_recordset($1::jsonb) as r(stream text, seq int, hash text)`;

const AT_ONCE = 200;

export const loadAtOnce = async (
  { pool, ledger, keys }: { pool: pg.Pool; ledger: Ledger; keys: CaseKeys },
  streams: readonly SampleStream[],
): Promise<void> => {
  const sealing = sealingWith(keys);
  for (let from = 0; from < streams.length; from += AT_ONCE) {
    const entries: object[] = [];
    const heads: object[] = [];
    for (const { stream, events } of streams.slice(from, from + AT_ONCE)) {
      const written = await sealing.write(stream, events);
      let hash = firstHash(stream);
      for (const [i, { seq, type, occurredOn, recordedAt }] of events.entries()) {
        const body = written[i]?.body ?? '';
        const prev_hash = hash;
        hash = nextHash(prev_hash, body);
        entries.push({ stream, seq, type, occurred_on: occurredOn, recorded_at: recordedAt, body, prev_hash, hash });
      }
      heads.push({ stream, seq: events.length, hash });
    }
    await pool.query(ENTRIES, [JSON.stringify(entries)]);
    await pool.query(HEADS, [JSON.stringify(heads)]);
  }
  await ledger.rebuild();
};

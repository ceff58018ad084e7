/** Makes everything that people read again from the ledger, in one transaction, and says what it had to change. */
import type pg from 'pg';
import type { AnyEvent } from '../../domain/events.js';
import type { StreamId } from '../../domain/ids.js';
import { removeStrays, replaceRows } from './projections.js';
import type { Difference, StreamProjection } from './projections.js';
import type { Sealing } from './sealing.js';
import { ALL_TABLES } from './tables.js';
import { portions } from './transaction.js';

export interface Rebuilt {
  streams: number;
  events: number;
  /** Rows a table holds afterwards. */
  rows: Record<string, number>;
  /** Rows that were not what the events come to, all of them counted … */
  differing: number;
  /** … and the first thousand named. */
  differences: Difference[];
}

/** How much a rebuild holds in memory before it writes. */
const STREAMS_A_TIME = 100;
const DIFFERENCES_NAMED = 1_000;

/** The ledger's streams one after another, each with its events as they stand. */
async function* everyStream(client: pg.PoolClient): AsyncGenerator<{ stream: StreamId; bodies: string[] }> {
  let current: { stream: StreamId; bodies: string[] } | undefined;
  for await (const rows of portions<{ stream: StreamId; body: string }>(
    client,
    'select stream, body from ledger order by stream, seq',
    [],
  )) {
    for (const { stream, body } of rows) {
      if (current?.stream !== stream) {
        if (current) yield current;
        current = { stream, bodies: [] };
      }
      current.bodies.push(body);
    }
  }
  if (current) yield current;
}

const countRows = async (client: pg.ClientBase): Promise<Record<string, number>> => {
  const { rows } = await client.query<{ name: string; rows: number }>(
    ALL_TABLES.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`).join(' union all '),
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
};

export const rebuildAll = async (
  client: pg.PoolClient,
  sealing: Sealing,
  projected: (stream: StreamId, events: AnyEvent[]) => StreamProjection,
): Promise<Rebuilt> => {
  // An append that has begun ends first; the next one waits at its head until the new rows are there.
  await client.query('lock table ledger_heads in share row exclusive mode');
  const done = { streams: 0, events: 0, differing: 0, differences: [] as Difference[] };
  const note = (found: Difference[]): void => {
    done.differing += found.length;
    done.differences.push(...found.slice(0, DIFFERENCES_NAMED - done.differences.length));
  };
  let waiting: StreamProjection[] = [];
  for await (const { stream, bodies } of everyStream(client)) {
    const events = await sealing.read(stream, bodies, client);
    done.streams += 1;
    done.events += events.length;
    waiting.push(projected(stream, events));
    if (waiting.length < STREAMS_A_TIME) continue;
    note(await replaceRows(client, waiting));
    waiting = [];
  }
  note(await replaceRows(client, waiting));
  note(await removeStrays(client));
  return { ...done, rows: await countRows(client) };
};

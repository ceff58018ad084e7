/** How facts stand in the ledger when they are written, and when the key of their case is taken away. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import type { Ledger } from '../../activities/ledger.js';
import type { AnyEvent } from '../../domain/events.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { keysInUse, requireAllKeys, rewrapAll } from '../../keys/rewrapping.js';
import { freshDatabase } from '../environment.js';
import { tamper } from '../ledger/ledger-fixture.js';
import type { FreshDatabase } from '../environment.js';

let database: FreshDatabase;
let pool: pg.Pool;
const [old, next] = [newKey('2026'), newKey('2027')];

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** As a process that has just started: nothing remembered. */
const ledgerWith = (keys: string): Ledger =>
  createLedger(pool, () => undefined, { keys: openCaseKeys(pool, keyringOf(keys)) });

const event = (seq: number, type: string, data: Record<string, unknown>): AnyEvent => ({
  seq,
  type,
  data,
  occurredOn: '2026-03-02',
  recordedAt: '2026-03-02T09:00:00.000Z',
  by: { role: 'caseworker', id: 'cw-1' },
});
const bodies = async (stream: string): Promise<string[]> =>
  (await pool.query<{ body: string }>('select body from ledger where stream = $1 order by seq', [stream])).rows.map(
    (row) => row.body,
  );

const CASE = 'EHC-SEA00001';
const STREAM = `assessment/${CASE}`;
const facts = [
  event(1, 'request.received', { child: 'Ottoline Featherstonehaugh' }),
  event(2, 'call.recorded', { said: 'Lives at 3 Crabapple Lane' }),
];

describe('a fact', () => {
  it('is read as it was written, and shows who, what kind and when alone', async () => {
    expect(await ledgerWith(old).append(STREAM, facts)).toEqual({ head: 2, instead: [] });
    expect(await ledgerWith(old).read(STREAM)).toEqual(facts);
    const there = (await bodies(STREAM)).join();
    expect(there).not.toMatch(/Ottoline|Featherstonehaugh|Crabapple/);
    expect(there).toMatch(/request\.received.*cw-1|cw-1.*request\.received/);
  });

  it('written again is the same row, and another in its place is refused', async () => {
    const before = await bodies(STREAM);
    expect(await ledgerWith(old).append(STREAM, facts)).toEqual({ head: 2, instead: [] });
    expect(await bodies(STREAM)).toEqual(before);
    const other = event(2, 'call.recorded', { said: 'Lives at 4 Crabapple Lane' });
    await expect(ledgerWith(old).append(STREAM, [other])).rejects.toThrow('is there already and is another');
  });

  it('from before there were keys stays as it is, readable, and is known when it comes again', async () => {
    const stream = 'assessment/EHC-SEA00002';
    await createLedger(pool, () => undefined).append(stream, facts.slice(0, 1));
    expect((await bodies(stream))[0]).toContain('Ottoline');
    expect(await ledgerWith(old).append(stream, facts)).toEqual({ head: 2, instead: [] });
    expect(await ledgerWith(old).read(stream)).toEqual(facts);
    expect((await bodies(stream))[1]).not.toContain('Crabapple');
    expect((await ledgerWith(old).verify()).faults).toEqual([]);
  });

  it('cannot be moved to another place with its key, though the sums be done again', async () => {
    const moved = JSON.parse((await bodies(STREAM))[1] as string) as { type: string };
    moved.type = 'request.received';
    await pool.query('alter table ledger disable trigger user');
    await pool.query('update ledger set body = $1 where stream = $2 and seq = 2', [JSON.stringify(moved), STREAM]);
    await expect(ledgerWith(old).read(STREAM)).rejects.toThrow(
      `${STREAM}, event 2 does not open with the key of ${CASE}`,
    );
    moved.type = 'call.recorded';
    await pool.query('update ledger set body = $1 where stream = $2 and seq = 2', [JSON.stringify(moved), STREAM]);
    await pool.query('alter table ledger enable trigger user');
    expect(await ledgerWith(old).read(STREAM)).toEqual(facts);
  });

  it('that a panel records of a case is under the key of that case', async () => {
    await ledgerWith(old).append('panel/p', [
      event(1, 'meeting.cancelled', { reason: 'Not quorate' }),
      event(2, 'item.recommended', { caseRef: CASE, reasons: 'Ottoline has waited' }),
    ]);
    const keys = (await bodies('panel/p')).map((body) => (JSON.parse(body) as { sealed: { key: string } }).sealed.key);
    expect(keys).toEqual(['authority', CASE]);
  });
});

describe('a fact put in by somebody who owns the database, every sum of it right', () => {
  /** Undone before the next: the rows, and the head. */
  const puttingIn = async (stream: string, put: () => Promise<unknown>, look: () => Promise<void>): Promise<void> => {
    const { rows } = await pool.query<{ seq: number; hash: string }>(
      'select seq, hash from ledger_heads where stream = $1',
      [stream],
    );
    try {
      await put();
      await look();
    } finally {
      const { seq, hash } = rows[0] ?? { seq: 0, hash: '' };
      await tamper(
        pool,
        `delete from ledger where stream = '${stream}' and seq > ${seq}`,
        seq === 0
          ? `delete from ledger_heads where stream = '${stream}'`
          : `update ledger_heads set seq = ${seq}, hash = '${hash}' where stream = '${stream}'`,
      );
    }
  };
  const inClear = (type: string): Omit<AnyEvent, 'seq'> => event(0, type, { outcome: 'refuse' });
  const faultsIn = async (stream: string) => (await ledgerWith(old).verify(stream)).faults;

  it('is found where it is in clear after encrypted ones, and where it says that a case was erased whose key is there', async () => {
    const ledger = ledgerWith(old);
    await puttingIn(
      STREAM,
      () => ledger.note(STREAM, inClear('assessment.decided')),
      async () => {
        const detail = 'it is in clear, and event 1 before it is encrypted';
        const forged = { stream: STREAM, seq: 3, fault: 'forged', detail };
        expect(await faultsIn(STREAM)).toEqual([forged]);
        expect((await ledger.verify()).faults).toEqual([forged]);
      },
    );
    await puttingIn(
      STREAM,
      () => ledger.note(STREAM, inClear('case.erased')),
      async () =>
        expect(await faultsIn(STREAM)).toEqual([
          { stream: STREAM, seq: 3, fault: 'forged', detail: 'it says that the case was erased, and its key is not' },
        ]),
    );
    await puttingIn(
      'panel/p',
      () => ledger.note('panel/p', inClear('case.erased')),
      async () => expect(await faultsIn('panel/p')).toMatchObject([{ seq: 3, fault: 'forged' }]),
    );
    expect(await faultsIn(STREAM)).toEqual([]);
  });

  it('is still a fault of its own where its row was damaged besides', async () => {
    const ledger = ledgerWith(old);
    await puttingIn(
      STREAM,
      async () => {
        await ledger.note(STREAM, inClear('assessment.decided'));
        await tamper(pool, `update ledger set hash = reverse(hash) where stream = '${STREAM}' and seq = 3`);
      },
      async () => expect((await faultsIn(STREAM)).map(({ fault }) => fault)).toEqual(['changed', 'forged', 'head']),
    );
  });

  it('is no fault in a stream that is in clear as a whole: who read what', async () => {
    await puttingIn(
      'access/2026-03',
      async () => {
        for (const _ of ['once', 'and again'])
          await ledgerWith(old).note('access/2026-03', inClear('payloads.decoded'));
      },
      async () => expect(await faultsIn('access/2026-03')).toEqual([]),
    );
  });
});

describe('a rotation', () => {
  it('reads under the old key, wraps under the new one, and changes no record', async () => {
    const before = await bodies(STREAM);
    const both = keyringOf(`${next} ${old}`);
    expect(await keysInUse(pool, both)).toMatchObject([
      { name: '2027', wraps: 0 },
      { name: '2026', wraps: 3 },
    ]);
    expect(await ledgerWith(`${next} ${old}`).read(STREAM)).toEqual(facts);
    expect(await rewrapAll(pool, both)).toBe(3);
    expect(await rewrapAll(pool, both)).toBe(0);
    expect(await keysInUse(pool, keyringOf(next))).toEqual([{ name: '2027', wraps: 3, given: true }]);
    expect(await ledgerWith(next).read(STREAM)).toEqual(facts);
    expect(await bodies(STREAM)).toEqual(before);
    await expect(ledgerWith(old).read(STREAM)).rejects.toThrow('which is not among EHCNA_KEYS here (2026)');
    expect(await keysInUse(pool, keyringOf(old))).toContainEqual({ name: '2027', wraps: 3, given: false });
    await expect(requireAllKeys(pool, keyringOf(old))).rejects.toThrow(
      'lacks keys of the authority that this database needs: 2027 (3',
    );
    await requireAllKeys(pool, keyringOf(next));
  });
});

describe('an erased case', () => {
  const erasure = {
    by: { role: 'manager', id: 'records-1' },
    occurredOn: '2060-01-01',
    recordedAt: '2060-01-01T09:00:00.000Z',
    reason: 'schedule 4.2',
    override: false,
  } as const;

  it('leaves who, what kind and when, and the word of its erasure; the chain holds', async () => {
    const ledger = ledgerWith(next);
    expect(await ledger.read(STREAM)).toEqual(facts);
    expect(await ledger.erase(CASE, erasure)).toEqual({ documents: 0, inClear: 0 });
    expect(await ledger.erase(CASE, erasure)).toBe('already');
    for (const reader of [ledger, ledgerWith(next)]) {
      const left = await reader.read(STREAM);
      expect(left.map((e) => [e.seq, e.type, e.data])).toEqual([
        [1, 'request.received', {}],
        [2, 'call.recorded', {}],
        [3, 'case.erased', { reason: 'schedule 4.2', override: false }],
      ]);
      expect(left[0]?.erasedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    expect(await ledger.verify()).toMatchObject({ faults: [] });
  });

  it('is gone from its plan and reviews, though there was no assessment, and from what a worker remembers', async () => {
    const ref = 'EHC-SEA00009';
    const [plan, review] = [`plan/${ref}`, `annualReview/${ref}/1`];
    // Which asks for the key each time: what is left is what it remembers of the stream.
    const worker = createLedger(pool, () => undefined, { keys: openCaseKeys(pool, keyringOf(next), 0) });
    for (const stream of [plan, review]) await worker.append(stream, facts);
    expect(await ledgerWith(next).erase(ref, erasure)).toEqual({ documents: 0, inClear: 0 });
    for (const stream of [plan, review])
      expect((await worker.read(stream)).map((e) => [e.type, Object.keys(e.data)])).toEqual([
        ['request.received', []],
        ['call.recorded', []],
        ['case.erased', ['override', 'reason']],
      ]);
    expect(await ledgerWith(next).streams({ caseRef: ref })).toEqual([review, plan]);
    expect(await ledgerWith(next).erase(ref, erasure)).toBe('already');
    expect(await ledgerWith(next).verify()).toMatchObject({ faults: [] });
  });

  it('is gone from what its panel said, and the panel stays readable', async () => {
    const [cancelled, recommended] = await ledgerWith(next).read('panel/p');
    expect(cancelled?.data).toEqual({ reason: 'Not quorate' });
    expect(recommended).toMatchObject({ type: 'item.recommended', data: {} });
  });

  it('takes no further fact, and need not run', async () => {
    await expect(ledgerWith(next).append(STREAM, [event(4, 'call.recorded', {})])).rejects.toThrow(/was erased on/);
    expect(await ledgerWith(next).openStreams()).not.toContain(STREAM);
  });
});

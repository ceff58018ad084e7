/** What Temporal is handed of a case, under the case's own key in a real database. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, SerializationContext } from '@temporalio/common';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTHORITY, openCaseKeys } from '../../keys/case-keys.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { payloadCodec } from '../../keys/payload-codec.js';
import { freshDatabase } from '../environment.js';
import type { FreshDatabase } from '../environment.js';

let database: FreshDatabase;
let pool: pg.Pool;
const authorityKey = newKey('first');

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const REF = 'EHC-7K2M9QXA';
const OTHER = 'EHC-AAAAAAAA';
const of = (workflowId: string): SerializationContext => ({ type: 'workflow', namespace: 'n', workflowId });
const CASE = of(`assessment/${REF}`);

/** As another process would have it: nothing remembered. */
const codec = (how: 'refused' | 'nothing' = 'refused', keys = authorityKey) =>
  payloadCodec(openCaseKeys(pool, keyringOf(keys)), how);

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;
const valueOf = (payload: Payload | undefined): unknown => defaultPayloadConverter.fromPayload(payload as Payload);
const sealed = async (value: unknown, context = CASE): Promise<Payload> =>
  (await codec().encode([payloadOf(value)], context))[0] as Payload;

describe('a payload of a case', () => {
  it('comes back as it was, whatever it was', async () => {
    const { encode, decode } = codec();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (values) => {
        const hidden = await encode(values.map(payloadOf), CASE);
        const back = await decode(hidden, CASE);
        expect(back.map((p) => JSON.stringify(valueOf(p)))).toEqual(
          values.map((v) => JSON.stringify(valueOf(payloadOf(v)))),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('shows its case, and nothing of what it holds, nor that two are the same', async () => {
    const [a, b] = [await sealed({ surname: 'Featherstonehaugh' }), await sealed({ surname: 'Featherstonehaugh' })];
    const bytes = Buffer.concat([...Object.values(a.metadata ?? {}), a.data ?? new Uint8Array()]).toString('latin1');
    expect(bytes).not.toMatch(/Featherstonehaugh|surname|json/);
    expect(Buffer.from(a.metadata?.['encryption-key-id'] ?? []).toString()).toBe(REF);
    expect(a.data).not.toEqual(b.data);
  });

  it('is refused where any byte of it was changed', async () => {
    const whole = await sealed('x');
    const size = whole.data?.length ?? 0;
    expect(size).toBeGreaterThan(28);
    for (let i = 0; i < size; i++) {
      const data = Uint8Array.from(whole.data ?? []);
      data[i]! ^= 1;
      await expect(codec().decode([{ ...whole, data }], CASE)).rejects.toThrow('was not written with it');
    }
  });

  it('that is long is kept shorter, comes back as it was, and opens in no other form', async () => {
    const value = { views: 'The same words, said over and over. '.repeat(100) };
    const whole = await sealed(value);
    expect(whole.data?.length).toBeLessThan(400);
    expect(valueOf((await codec().decode([whole], CASE))[0])).toEqual(value);
    const { compression, ...others } = whole.metadata ?? {};
    expect(Buffer.from(compression ?? []).toString()).toBe('deflate-raw');
    await expect(codec().decode([{ ...whole, metadata: others }], CASE)).rejects.toThrow('was not written with it');
    const short = await sealed('x');
    const marked = { ...short, metadata: { ...short.metadata, compression: Buffer.from('deflate-raw') } };
    await expect(codec().decode([marked], CASE)).rejects.toThrow('was not written with it');
  });

  it('that says nothing stays as it is, and what only looks like nothing does not', async () => {
    const nothing = payloadOf(undefined);
    expect(await codec().encode([nothing], CASE)).toEqual([nothing]);
    for (const other of [
      { ...nothing, data: Buffer.from('Featherstonehaugh') },
      { metadata: { ...nothing.metadata, surname: Buffer.from('Featherstonehaugh') } },
    ]) {
      const [hidden] = await codec().encode([other], CASE);
      expect(JSON.stringify(Object.keys(hidden?.metadata ?? {}))).toBe('["encoding","encryption-key-id"]');
      expect((await codec().decode([hidden as Payload], CASE))[0]?.metadata?.surname?.toString()).toBe(
        (other as Payload).metadata?.surname?.toString(),
      );
    }
  });

  it('opens in no other case, and under no other name', async () => {
    const whole = await sealed('x');
    await sealed('y', of(`assessment/${OTHER}`));
    await expect(codec().decode([whole], of(`assessment/${OTHER}`))).rejects.toThrow(`written under the key of ${REF}`);
    const renamed = { ...whole, metadata: { ...whole.metadata, 'encryption-key-id': Buffer.from(OTHER) } };
    await expect(codec().decode([renamed], of(`assessment/${OTHER}`))).rejects.toThrow('was not written with it');
  });

  it('opens for its plan, and without a word of where it stood', async () => {
    const whole = await sealed('x');
    expect(valueOf((await codec().decode([whole], of(`plan/${REF}`)))[0])).toBe('x');
    expect(valueOf((await codec().decode([whole]))[0])).toBe('x');
  });

  it('is read as nothing by a worker that cannot open it, so that no process tries for ever', async () => {
    const whole = await sealed('x');
    const data = Uint8Array.from(whole.data ?? []).reverse();
    expect(valueOf((await codec('nothing').decode([{ ...whole, data }], CASE))[0])).toBeNull();
    expect(valueOf((await codec('nothing').decode([whole], of(`assessment/${OTHER}`)))[0])).toBeNull();
    expect(valueOf((await codec('nothing').decode([{ ...whole, data: null }], CASE))[0])).toBeNull();
    const odd = { ...whole, metadata: { ...whole.metadata, 'encryption-key-id': Buffer.from('\u0000') } };
    expect(valueOf((await codec('nothing').decode([odd]))[0])).toBeNull();
  });

  it('in clear, from a foreign client, is passed on for the checks to judge', async () => {
    const clear = [payloadOf({ a: 1 }), { metadata: {}, data: Buffer.from('?') }, {}];
    expect(await codec().decode(clear, CASE)).toEqual(clear);
  });

  it('stops the worker that has not the key, instead of being nothing to it', async () => {
    const whole = await sealed('x');
    await expect(codec('nothing', newKey('second')).decode([whole], CASE)).rejects.toThrow(
      `The key of ${REF} is wrapped by the authority's key first, which is not among EHCNA_KEYS here (second).`,
    );
  });
});

describe('what is about no case', () => {
  it("is under the authority's own key", async () => {
    const whole = await sealed('x', of('panel/complex-cases'));
    expect(Buffer.from(whole.metadata?.['encryption-key-id'] ?? []).toString()).toBe(AUTHORITY);
    expect(valueOf((await codec().decode([whole], of('panel/complex-cases')))[0])).toBe('x');
  });
});

describe('the key of a case', () => {
  it('is made once, however many processes ask at the same time', async () => {
    const many = Array.from({ length: 12 }, () => openCaseKeys(pool, keyringOf(authorityKey)).keyFor('EHC-0000RACE'));
    expect(new Set((await Promise.all(many)).map((key) => (key as Buffer).toString('hex'))).size).toBe(1);
  });

  it('stands in the database wrapped, never as it is', async () => {
    const key = (await openCaseKeys(pool, keyringOf(authorityKey)).keyFor(REF)) as Buffer;
    const { rows } = await pool.query<{ text: string }>('select encode(wrapped, $1) as text from case_keys', ['hex']);
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map((row) => row.text).join(' ')).not.toContain(key.toString('hex'));
  });

  it('once erased is never another, and nothing opens or is written under it', async () => {
    const ref = 'EHC-ERASED00';
    const context = of(`assessment/${ref}`);
    const whole = await sealed('x', context);
    await pool.query('update case_keys set wrapped = null, authority_key = null, erased_at = now() where owner = $1', [
      ref,
    ]);
    await expect(codec().decode([whole], context)).rejects.toThrow(/^EHC-ERASED00 was erased on \d{4}-\d\d-\d\d/);
    await expect(codec().encode([payloadOf('y')], context)).rejects.toThrow('nothing is written about it');
    expect(valueOf((await codec('nothing').decode([whole], context))[0])).toBeNull();
    const late = await codec('nothing').encode([payloadOf('y')], context);
    expect(valueOf((await codec('nothing').decode(late, context))[0])).toBeNull();
    for (const change of [
      `update case_keys set wrapped = '\\x00', authority_key = 'first', erased_at = null where owner = $1`,
      'delete from case_keys where owner = $1',
    ])
      await expect(pool.query(change, [ref])).rejects.toThrow(/erased, and nothing else|append-only/);
  });
});

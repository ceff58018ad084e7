/** The database falls silent: it accepts and says nothing. What a task of any case needs of it is not waited for long. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUTHORITY, openCaseKeys } from '../../keys/case-keys.js';
import { clientConverter, workerConverter } from '../../keys/data-converter.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { openRevocations } from '../../keys/revocations.js';
import { type FreshDatabase, freshDatabase } from '../environment.js';
import { through, type Wire, wireTo } from '../trust/wire.js';

let database: FreshDatabase;
let wire: Wire;
let pool: pg.Pool;

beforeEach(async () => {
  database = await freshDatabase();
  const { hostname, port } = new URL(database.url);
  wire = await wireTo(hostname, Number(port));
  pool = new pg.Pool({ connectionString: through(database.url, wire), max: 5, connectionTimeoutMillis: 30_000 });
  pool.on('error', () => undefined);
});
afterEach(async () => {
  wire.become('cut');
  await pool.end();
  await wire.close();
  await database.drop();
});

/** Milliseconds that it takes, however it ends. */
const taking = async (ask: Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await ask.catch(() => undefined);
  return performance.now() - begun;
};
const NOBODY = { encode: async <T>(p: T) => p, decode: async <T>(p: T) => p };

describe('a key', () => {
  const keyring = keyringOf(newKey('own'));

  it('that is known serves on after a second', async () => {
    const keys = openCaseKeys(pool, keyring, 1);
    const key = await keys.keyFor(AUTHORITY);
    await pause(5);
    wire.become('silent');
    expect(await taking(keys.findKey(AUTHORITY))).toBeLessThan(3_000);
    expect(await keys.findKey(AUTHORITY)).toEqual(key);
  });

  it('that is not fails the task within half of its time', async () => {
    const [codec] = workerConverter(openCaseKeys(pool, keyring), NOBODY).payloadCodecs?.slice(-1) ?? [];
    wire.become('silent');
    const asked = codec?.encode([{ data: new Uint8Array() }]) ?? Promise.resolve();
    await expect(asked).rejects.toThrow('The database has not answered for 5 s.');
  });

  it('a client waits for', async () => {
    const [codec] = clientConverter(openCaseKeys(pool, keyring)).payloadCodecs ?? [];
    wire.become('silent');
    const asked = codec?.encode([{ data: new Uint8Array() }]) ?? Promise.resolve();
    const first = await Promise.race([asked.then(() => 'answered'), pause(6_000, 'waiting')]);
    expect(first).toBe('waiting');
    wire.become('cut');
    await expect(asked).rejects.toThrow();
  });
});

describe('the list of revoked identities', () => {
  it('that was read a moment ago serves on after a second', async () => {
    const revocations = openRevocations(pool);
    await pool.query(
      `insert into identity_revocations (role, id, issued_until, effective_from, revoked_by, reason)
       values ('caseworker', 'cw-1', now(), now() + interval '1 second', 'manager:m-1', 'Lost.')`,
    );
    const list = await revocations.current();
    expect(list).toHaveLength(1);
    await pause(2_100);
    wire.become('silent');
    expect(await taking(revocations.current())).toBeLessThan(2_000);
    expect(await revocations.current()).toEqual(list);
  });

  it('that was never read is not taken as empty', async () => {
    wire.become('silent');
    await expect(openRevocations(pool).current()).rejects.toThrow('The database has not answered for 5 s.');
  });
});

/**
 * How a person is known to the clinic's pages: by the key of an API client, shown once on the sign-in page, of which the browser
 * then keeps a sealed pass. The pass names the key by its hash and ends with it: whoever revokes the client, or lets the key
 * run out, ends every session of it at once. It opens the clinic's pages and nothing else of the ingress.
 */
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { authorityKey, type CaseKeys } from '../../keys/case-keys.js';
import { openBytes, sealBytes } from '../../keys/seal.js';
import { clientNamed, clientOfKey, type KnownClient } from '../api-clients.js';

interface Secrets {
  pool: pg.Pool;
  keys: CaseKeys;
}

/** A session in a cookie, or a link that `npm start` prints for the sample set-up: neither stands for the other. */
export type PassKind = 'session' | 'sign-in-link';

interface Pass {
  id: string;
  client: string;
  /** SHA-256 of the key. */
  key: string;
  /** Instant, in milliseconds. */
  until: number;
}

const HOUR_MS = 3_600_000;
/** A working morning: long enough for a meeting, short enough for a screen that is left. */
export const SESSION_HOURS = 4;
/** For as long as one start of the sample set-up is likely to run. */
const LINK_HOURS = 24 * 30;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

const purposeOf = (kind: PassKind): string => `clinic/${kind}`;

const sealed = async (keys: CaseKeys, kind: PassKind, pass: Pass): Promise<string> =>
  sealBytes(await authorityKey(keys), Buffer.from(JSON.stringify(pass)), purposeOf(kind)).toString('base64url');

/** A pass for whoever holds this key; undefined where it counts for nobody. */
export const passFor = async (
  secrets: Secrets,
  kind: PassKind,
  key: string,
  now: number,
): Promise<{ client: KnownClient; pass: string } | undefined> => {
  const client = await clientOfKey(secrets, key);
  if (!client) return undefined;
  const hours = kind === 'session' ? SESSION_HOURS : LINK_HOURS;
  const pass = await sealed(secrets.keys, kind, {
    id: randomUUID(),
    client: client.id,
    key: hashOf(key),
    until: now + hours * HOUR_MS,
  });
  return { client, pass };
};

/** A session for whoever came by a link that counts. */
export const sessionFrom = async (keys: CaseKeys, link: string, now: number): Promise<string | undefined> => {
  const opened = await open(keys, 'sign-in-link', link, now);
  return opened && sealed(keys, 'session', { ...opened, id: randomUUID(), until: now + SESSION_HOURS * HOUR_MS });
};

const open = async (keys: CaseKeys, kind: PassKind, text: string, now: number): Promise<Pass | undefined> => {
  if (!/^[A-Za-z0-9_-]{40,2000}$/.test(text)) return undefined;
  const key = await authorityKey(keys);
  try {
    const pass = JSON.parse(openBytes(key, Buffer.from(text, 'base64url'), purposeOf(kind)).toString('utf8')) as Pass;
    return pass.until > now ? pass : undefined;
  } catch {
    // Changed, of another kind, or sealed under a key that is gone: all the same to whoever shows it.
    return undefined;
  }
};

const STILL_COUNTS = `
select from api_keys where hash = $1 and client = $2 and (expires_at is null or expires_at > now())
  and not exists (select from clinic_sign_outs where id = $3)`;

/** From now on the session opens nothing, whoever has a copy of it. */
export const endSession = async ({ pool, keys }: Secrets, text: string, now: number): Promise<void> => {
  const pass = await open(keys, 'session', text, now);
  if (!pass) return;
  await pool.query('delete from clinic_sign_outs where until < now()');
  await pool.query(
    'insert into clinic_sign_outs (id, until) values ($1, to_timestamp($2::float8 / 1000)) on conflict (id) do nothing',
    [pass.id, pass.until],
  );
};

/** Whoever the pass was made for, while their key counts. Asked of the database each time. */
export const bearerOfPass = async (
  secrets: Secrets,
  kind: PassKind,
  text: string,
  now: number,
): Promise<KnownClient | undefined> => {
  const pass = await open(secrets.keys, kind, text, now);
  if (!pass) return undefined;
  const { rowCount } = await secrets.pool.query(STILL_COUNTS, [pass.key, pass.client, pass.id]);
  return rowCount === 0 ? undefined : clientNamed(secrets, pass.client);
};

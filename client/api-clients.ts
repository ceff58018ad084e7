/**
 * API clients of the ingress: made, listed, their keys rotated, and revoked. A key is random, is shown once, and is kept as its
 * SHA-256; the identity that signs for a client is kept sealed under the authority's keys.
 */
import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Actor, Role } from '../domain/events.js';
import { authorityKey } from '../keys/case-keys.js';
import type { CaseKeys } from '../keys/case-keys.js';
import { type Identity, identityOf, identityText } from '../keys/identity.js';
import { openBytes, sealBytes } from '../keys/seal.js';
import { recordIdentity, revokeIdentity } from './identities.js';
import type { Scope } from './http/scopes.js';

export interface ApiClient {
  id: string;
  role: Role;
  /** URN; null for one that speaks for no school. */
  school: string | null;
  /** The service that it answers for (policy's id); null for one that answers for none. */
  service?: string | null;
  /** What a login's token calls it; null where it has none. */
  oidcSubject?: string | null;
  scopes: Scope[];
}

export interface ListedClient extends ApiClient {
  madeAt: Date;
  madeBy: string;
  revokedAt: Date | null;
  revokedReason: string | null;
  /** Those that count. */
  keys: { hint: string; madeAt: Date; expiresAt: Date | null }[];
}

/** Whoever a key is of, with what signs for them. */
export interface KnownClient extends ApiClient {
  identity: Identity;
}

const KEY = /^ehcna_([a-z0-9]{8})_[A-Za-z0-9_-]{43}$/;

const newKey = (): string => `ehcna_${randomBytes(4).toString('hex')}_${randomBytes(32).toString('base64url')}`;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Bound to its client: an identity copied to another's row opens nothing. */
const nameOf = (client: string): string => `api-client/${client}`;

const addKey = async (db: Pick<pg.ClientBase, 'query'>, client: string, key: string): Promise<void> => {
  await db.query('insert into api_keys (hash, hint, client) values ($1, $2, $3) on conflict (hash) do nothing', [
    hashOf(key),
    KEY.exec(key)?.[1] ?? '',
    client,
  ]);
};

/** Answers with the key, which nobody can show again. `key` is for the sample set-up, which keeps its own in a file. */
export const addClient = async (
  { pool, keys }: { pool: pg.Pool; keys: CaseKeys },
  { id, role, school, service, oidcSubject, scopes }: ApiClient,
  identity: Identity,
  by: Actor,
  key: string = newKey(),
): Promise<{ key: string; added: boolean }> => {
  const sealed = sealBytes(await authorityKey(keys), Buffer.from(identityText(identity)), nameOf(id));
  const { rowCount } = await pool.query(
    `insert into api_clients (id, role, school, scopes, identity, made_by, service, oidc_subject)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [id, role, school, scopes, sealed, `${by.role}:${by.id}`, service ?? null, oidcSubject ?? null],
  );
  if (rowCount === 0) return { key: '', added: false };
  await recordIdentity(pool, identity.certificate);
  await addKey(pool, id, key);
  return { key, added: true };
};

/** A new key, and the old ones for so much longer; and a new identity where one is given. */
export const rotateKey = async (
  { pool, keys }: { pool: pg.Pool; keys: CaseKeys },
  id: string,
  overlapHours: number,
  identity?: Identity,
): Promise<string | undefined> => {
  const { rowCount } = await pool.query('select from api_clients where id = $1 and revoked_at is null', [id]);
  if (rowCount === 0) return undefined;
  if (identity) {
    const sealed = sealBytes(await authorityKey(keys), Buffer.from(identityText(identity)), nameOf(id));
    await pool.query('update api_clients set identity = $2 where id = $1', [id, sealed]);
    await recordIdentity(pool, identity.certificate);
  }
  await pool.query(
    `update api_keys set expires_at = least(expires_at, now() + make_interval(hours => $2)) where client = $1`,
    [id, overlapHours],
  );
  const key = newKey();
  await addKey(pool, id, key);
  return key;
};

/** Its keys count no more at once, its identity from a little later on. False where there is none that counted. */
export const revokeClient = async (pool: pg.Pool, id: string, reason: string, by: Actor): Promise<boolean> => {
  const { rows } = await pool.query<{ role: Role }>(
    `update api_clients set revoked_at = now(), revoked_by = $2, revoked_reason = $3
     where id = $1 and revoked_at is null returning role`,
    [id, `${by.role}:${by.id}`, reason],
  );
  const [revoked] = rows;
  if (!revoked) return false;
  await revokeIdentity(pool, { role: revoked.role, id }, { reason, by: `${by.role}:${by.id}` });
  return true;
};

const LIST = `
select c.id, c.role, c.school, c.service, c.oidc_subject as "oidcSubject", c.scopes, c.made_at as "madeAt", c.made_by as "madeBy", c.revoked_at as "revokedAt",
       c.revoked_reason as "revokedReason",
       coalesce(json_agg(json_build_object('hint', k.hint, 'madeAt', k.made_at, 'expiresAt', k.expires_at) order by k.made_at)
         filter (where k.hash is not null and (k.expires_at is null or k.expires_at > now())), '[]') as keys
from api_clients c left join api_keys k on k.client = c.id
group by c.id order by c.id`;

export const listClients = async (pool: pg.Pool): Promise<ListedClient[]> => {
  const { rows } = await pool.query<ListedClient>(LIST);
  return rows.map((row) => ({
    ...row,
    keys: row.keys.map((k) => ({
      ...k,
      madeAt: new Date(k.madeAt),
      expiresAt: k.expiresAt === null ? null : new Date(k.expiresAt),
    })),
  }));
};

const FIND = `
select c.id, c.role, c.school, c.service, c.scopes, c.identity from api_keys k join api_clients c on c.id = k.client
where k.hash = $1 and (k.expires_at is null or k.expires_at > now()) and c.revoked_at is null`;

const FIND_BY_ID = `
select id, role, school, service, scopes, identity from api_clients where id = $1 and revoked_at is null`;

const FIND_BY_SUBJECT = `
select id, role, school, service, scopes, identity from api_clients where oidc_subject = $1 and revoked_at is null`;

type Row = ApiClient & { identity: Buffer };

const known = async (keys: CaseKeys, row: Row | undefined): Promise<KnownClient | undefined> => {
  if (!row) return undefined;
  const text = openBytes(await authorityKey(keys), row.identity, nameOf(row.id));
  return { ...row, identity: identityOf(text.toString('utf8')) };
};

/** Whose key it is; undefined where it is nobody's, or no longer. Asked of the database each time: revocation is at once. */
export const clientOfKey = async (
  { pool, keys }: { pool: pg.Pool; keys: CaseKeys },
  key: string,
): Promise<KnownClient | undefined> => {
  if (!KEY.test(key)) return undefined;
  return known(keys, (await pool.query<Row>(FIND, [hashOf(key)])).rows[0]);
};

/** The client of that name, where somebody else has vouched for it: a token of a login, a session. */
export const clientNamed = async (
  { pool, keys }: { pool: pg.Pool; keys: CaseKeys },
  id: string,
): Promise<KnownClient | undefined> => known(keys, (await pool.query<Row>(FIND_BY_ID, [id])).rows[0]);

/** The client that a login's token is of. */
export const clientOfSubject = async (
  { pool, keys }: { pool: pg.Pool; keys: CaseKeys },
  subject: string,
): Promise<KnownClient | undefined> => known(keys, (await pool.query<Row>(FIND_BY_SUBJECT, [subject])).rows[0]);

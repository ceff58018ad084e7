/**
 * One data key a case, wrapped by the authority's, in the table `case_keys`. Without it nothing opens that was written
 * about the child; so a record is erased by taking the key away (`ehcna erase`).
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Keyring } from './keyring.js';
import { soonOr } from './patience.js';

/** The key of what is about no case: panels, the authority's own processes. */
export const AUTHORITY = 'authority';

/** The day on which a key was taken away. */
export interface Erased {
  erasedOn: string;
}

type Database = Pick<pg.ClientBase, 'query'>;

export interface CaseKeys {
  /** Of a case reference or {@link AUTHORITY}; made at the first call. Nothing is written any more about an erased one. */
  keyFor(owner: string): Promise<Buffer | Erased>;
  /** The key of what exists already; undefined where none was ever made. */
  findKey(owner: string): Promise<Buffer | Erased | undefined>;
  /** The same for many, in one question; in a transaction, over its connection. */
  findKeys(owners: readonly string[], db?: Database): Promise<Map<string, Buffer | Erased>>;
  /** The day of erasure, where there was one: needs none of the authority's keys. */
  erasedOn(owner: string): Promise<string | undefined>;
  /** What is remembered of it in this process. */
  forget(owner: string): void;
}

/** A process forgets an erased key after this long at the latest. */
const REMEMBERED_MS = 60_000;

interface Row {
  owner: string;
  authorityKey: string | null;
  wrapped: Buffer | null;
  erasedOn: string | null;
}

const FIND = `
select owner, authority_key as "authorityKey", wrapped, to_char(erased_at at time zone 'UTC', 'YYYY-MM-DD') as "erasedOn"
from case_keys where owner = any($1::text[])`;

const MAKE = `
insert into case_keys (owner, authority_key, wrapped) values ($1, $2, $3) on conflict (owner) do nothing`;

export const isErased = (key: Buffer | Erased): key is Erased => !Buffer.isBuffer(key);

/** Of what is about no case. It is never erased: where it is gone, nothing can be sealed or signed. */
export const authorityKey = async (keys: Pick<CaseKeys, 'keyFor'>): Promise<Buffer> => {
  const key = await keys.keyFor(AUTHORITY);
  if (isErased(key)) throw new Error("The authority's own data key was erased; nothing can be sealed or signed.");
  return key;
};

/** Thrown where the authority's key that wrapped a case's key is not among those given: for an operator to put right. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
  constructor(owner: string, name: string, given: readonly string[]) {
    super(
      `The key of ${owner} is wrapped by the authority's key ${name}, which is not among EHCNA_KEYS here (${given.join(', ') || 'none'}).`,
    );
  }
}

/** The key of a case in clear. Throws {@link KeyMissing} where the authority's key that wrapped it is not given. */
export const unwrapWith = async (
  keyring: Keyring,
  owner: string,
  authorityKey: string,
  wrapped: Buffer,
): Promise<Buffer> => {
  const by = keyring.named(authorityKey);
  if (by) return by.unwrap(wrapped, owner);
  throw new KeyMissing(
    owner,
    authorityKey,
    keyring.all.map(({ name }) => name),
  );
};

export const openCaseKeys = (pool: pg.Pool, keyring: Keyring, rememberedMs: number = REMEMBERED_MS): CaseKeys => {
  const remembered = new Map<string, { key: Buffer | Erased; until: number }>();

  const unwrapped = async ({ owner, authorityKey, wrapped, erasedOn }: Row): Promise<Buffer | Erased> => {
    if (wrapped === null || authorityKey === null) return { erasedOn: erasedOn ?? '' };
    return unwrapWith(keyring, owner, authorityKey, wrapped);
  };

  const ask = async (owners: readonly string[], db: Database): Promise<Map<string, Buffer | Erased>> => {
    const { rows } = await db.query<Row>({ name: 'case-keys', text: FIND, values: [owners] });
    const found = await Promise.all(rows.map(async (row) => [row.owner, await unwrapped(row)] as const));
    // An erased key stays erased.
    for (const [owner, key] of found)
      remembered.set(owner, { key, until: isErased(key) ? Infinity : Date.now() + rememberedMs });
    return new Map(found);
  };

  /** Cases go on while the database is away or silent, with the keys that were known. */
  const askOrRemember = (owners: readonly string[], db: Database): Promise<Map<string, Buffer | Erased>> => {
    const known = owners.map((owner) => [owner, remembered.get(owner)?.key] as const);
    const asked = ask(owners, db);
    if (rememberedMs === 0 || known.some(([, key]) => key === undefined)) return asked;
    return soonOr(asked, (why) => {
      if (why instanceof KeyMissing) throw why;
      return new Map(known as [string, Buffer | Erased][]);
    });
  };

  const findKeys = async (owners: readonly string[], db: Database = pool): Promise<Map<string, Buffer | Erased>> => {
    const found = new Map<string, Buffer | Erased>();
    for (const owner of owners) {
      const known = remembered.get(owner);
      if (known && known.until > Date.now()) found.set(owner, known.key);
    }
    const missing = owners.filter((owner) => !found.has(owner));
    if (missing.length === 0) return found;
    return new Map([...found, ...(await askOrRemember(missing, db))]);
  };

  const findKey = async (owner: string): Promise<Buffer | Erased | undefined> => (await findKeys([owner])).get(owner);

  /** Two processes at once: the second finds what the first made. */
  const make = async (owner: string): Promise<Buffer | Erased> => {
    const { first } = keyring;
    await pool.query(MAKE, [owner, first.name, await first.wrap(randomBytes(32), owner)]);
    const key = await findKey(owner);
    if (!key) throw new Error(`The key of ${owner} was made and is not there.`);
    return key;
  };

  return {
    findKey,
    findKeys,
    forget: (owner) => void remembered.delete(owner),
    keyFor: async (owner) => (await findKey(owner)) ?? make(owner),
    erasedOn: async (owner) => {
      const { rows } = await pool.query<Row>({ name: 'case-keys', text: FIND, values: [[owner]] });
      return rows[0]?.erasedOn ?? undefined;
    },
  };
};

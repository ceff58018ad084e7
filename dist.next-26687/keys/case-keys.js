/**
 * One data key a case, wrapped by the authority's, in the table `case_keys`. Without it nothing opens that was written
 * about the child; so a record is erased by taking the key away (`ehcna erase`).
 */
import { randomBytes } from 'node:crypto';
import { soonOr } from './patience.js';
/** The key of what is about no case: panels, the authority's own processes. */
export const AUTHORITY = 'authority';
/** A process forgets an erased key after this long at the latest. */
const REMEMBERED_MS = 60_000;
const FIND = `
select owner, authority_key as "authorityKey", wrapped, to_char(erased_at at time zone 'UTC', 'YYYY-MM-DD') as "erasedOn"
from case_keys where owner = any($1::text[])`;
const MAKE = `
insert into case_keys (owner, authority_key, wrapped) values ($1, $2, $3) on conflict (owner) do nothing`;
export const isErased = (key) => !Buffer.isBuffer(key);
/** Thrown where the authority's key that wrapped a case's key is not among those given: for an operator to put right. */
export class KeyMissing extends Error {
    name = 'KeyMissing';
    constructor(owner, name, given) {
        super(`The key of ${owner} is wrapped by the authority's key ${name}, which is not among EHCNA_KEYS here (${given.join(', ') || 'none'}).`);
    }
}
/** The key of a case in clear. Throws {@link KeyMissing} where the authority's key that wrapped it is not given. */
export const unwrapWith = async (keyring, owner, authorityKey, wrapped) => {
    const by = keyring.named(authorityKey);
    if (by)
        return by.unwrap(wrapped, owner);
    throw new KeyMissing(owner, authorityKey, keyring.all.map(({ name }) => name));
};
export const openCaseKeys = (pool, keyring, rememberedMs = REMEMBERED_MS) => {
    const remembered = new Map();
    const unwrapped = async ({ owner, authorityKey, wrapped, erasedOn }) => {
        if (wrapped === null || authorityKey === null)
            return { erasedOn: erasedOn ?? '' };
        return unwrapWith(keyring, owner, authorityKey, wrapped);
    };
    const ask = async (owners, db) => {
        const { rows } = await db.query({ name: 'case-keys', text: FIND, values: [owners] });
        const found = await Promise.all(rows.map(async (row) => [row.owner, await unwrapped(row)]));
        // An erased key stays erased.
        for (const [owner, key] of found)
            remembered.set(owner, { key, until: isErased(key) ? Infinity : Date.now() + rememberedMs });
        return new Map(found);
    };
    /** Cases go on while the database is away or silent, with the keys that were known. */
    const askOrRemember = (owners, db) => {
        const known = owners.map((owner) => [owner, remembered.get(owner)?.key]);
        const asked = ask(owners, db);
        if (rememberedMs === 0 || known.some(([, key]) => key === undefined))
            return asked;
        return soonOr(asked, (why) => {
            if (why instanceof KeyMissing)
                throw why;
            return new Map(known);
        });
    };
    const findKeys = async (owners, db = pool) => {
        const found = new Map();
        for (const owner of owners) {
            const known = remembered.get(owner);
            if (known && known.until > Date.now())
                found.set(owner, known.key);
        }
        const missing = owners.filter((owner) => !found.has(owner));
        if (missing.length === 0)
            return found;
        return new Map([...found, ...(await askOrRemember(missing, db))]);
    };
    const findKey = async (owner) => (await findKeys([owner])).get(owner);
    /** Two processes at once: the second finds what the first made. */
    const make = async (owner) => {
        const { first } = keyring;
        await pool.query(MAKE, [owner, first.name, await first.wrap(randomBytes(32), owner)]);
        const key = await findKey(owner);
        if (!key)
            throw new Error(`The key of ${owner} was made and is not there.`);
        return key;
    };
    return {
        findKey,
        findKeys,
        forget: (owner) => void remembered.delete(owner),
        keyFor: async (owner) => (await findKey(owner)) ?? make(owner),
        erasedOn: async (owner) => {
            const { rows } = await pool.query({ name: 'case-keys', text: FIND, values: [[owner]] });
            return rows[0]?.erasedOn ?? undefined;
        },
    };
};
//# sourceMappingURL=case-keys.js.map
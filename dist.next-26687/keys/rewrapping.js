import { unwrapWith } from './case-keys.js';
/** Every key of the authority that is given or used; the first is the one that wraps. */
export const keysInUse = async (pool, keyring) => {
    const { rows } = await pool.query('select authority_key as name, count(*)::int as wraps from case_keys where wrapped is not null group by 1 order by 1');
    const used = new Map(rows.map(({ name, wraps }) => [name, wraps]));
    const given = keyring.all.map(({ name }) => ({ name, wraps: used.get(name) ?? 0, given: true }));
    const lost = rows.filter(({ name }) => !keyring.named(name)).map((row) => ({ ...row, given: false }));
    return [...given, ...lost];
};
/** Says which of the authority's keys a process lacks before it meets a case that it cannot read. */
export const requireAllKeys = async (pool, keyring) => {
    const lost = (await keysInUse(pool, keyring)).filter(({ given }) => !given);
    if (lost.length === 0)
        return;
    const named = lost.map(({ name, wraps }) => `${name} (${wraps} of the cases)`).join(', ');
    throw new Error(`EHCNA_KEYS here lacks keys of the authority that this database needs: ${named}.`);
};
const NEXT = `
select owner, authority_key as "authorityKey", wrapped from case_keys
where wrapped is not null and authority_key <> $1 order by owner limit 500 for update`;
const rewrapSome = async (client, keyring) => {
    const { rows } = await client.query(NEXT, [keyring.first.name]);
    for (const { owner, authorityKey, wrapped } of rows) {
        const again = await keyring.first.wrap(await unwrapWith(keyring, owner, authorityKey, wrapped), owner);
        await client.query('update case_keys set wrapped = $2, authority_key = $3 where owner = $1', [
            owner,
            again,
            keyring.first.name,
        ]);
    }
    return rows.length;
};
/** May be cut short and repeated; returns how many it wrapped again. */
export const rewrapAll = async (pool, keyring) => {
    const client = await pool.connect();
    try {
        for (let done = 0;;) {
            await client.query('begin');
            const some = await rewrapSome(client, keyring);
            await client.query('commit');
            done += some;
            if (some === 0)
                return done;
        }
    }
    catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
    }
    finally {
        client.release();
    }
};
//# sourceMappingURL=rewrapping.js.map
import pg from 'pg';
/**
 * What PostgreSQL said, without the row it said it about: `detail`, `where` and the message of a data exception can quote
 * values, and a value can be a child's.
 */
export class DatabaseFault extends Error {
    code;
    name = 'DatabaseFault';
    constructor(doing, 
    /** SQLSTATE. */
    code, said) {
        super(`${doing}: PostgreSQL says ${said} (${code}).`);
        this.code = code;
    }
}
const DATA_EXCEPTION = '22';
const withoutValues = (error, doing) => {
    if (!(error instanceof pg.DatabaseError))
        return error;
    const code = error.code ?? 'XX000';
    return new DatabaseFault(doing, code, code.startsWith(DATA_EXCEPTION) ? 'a value does not fit' : error.message);
};
/** A connection that breaks while it is ours fails its query; its event must not end the process as well. */
const heard = () => undefined;
/** Runs `work` in one transaction; `doing` names it in faults and holds nothing of a child. */
export const inTransaction = async (pool, doing, work, mode = 'read committed') => {
    const client = await pool.connect();
    client.on('error', heard);
    let broken;
    try {
        await client.query(`begin isolation level ${mode}`);
        const result = await work(client);
        await client.query('commit');
        return result;
    }
    catch (error) {
        // A connection that cannot roll back is not given to anyone else.
        await client.query('rollback').catch((e) => {
            broken = e instanceof Error ? e : new Error(String(e));
        });
        throw withoutValues(error, doing);
    }
    finally {
        client.off('error', heard);
        client.release(broken);
    }
};
/** One statement, which is a transaction of its own; how many rows it answers. */
export const inOneStatement = async (pool, doing, statement) => {
    try {
        return (await pool.query(statement)).rows.length;
    }
    catch (error) {
        throw withoutValues(error, doing);
    }
};
/** Reads a query of any size in portions. Only inside a transaction; one at a time in it. */
export async function* portions(client, query, values, size = 2_000) {
    await client.query(`declare portions no scroll cursor for ${query}`, values);
    for (;;) {
        const { rows } = await client.query(`fetch ${size} from portions`);
        if (rows.length === 0)
            break;
        yield rows;
    }
    await client.query('close portions');
}
//# sourceMappingURL=transaction.js.map
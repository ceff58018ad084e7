import pg from 'pg';

/**
 * What PostgreSQL said, without the row it said it about: `detail`, `where` and the message of a data exception can quote
 * values, and a value can be a child's.
 */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
  constructor(
    doing: string,
    /** SQLSTATE. */
    readonly code: string,
    said: string,
  ) {
    super(`${doing}: PostgreSQL says ${said} (${code}).`);
  }
}

const DATA_EXCEPTION = '22';

const withoutValues = (error: unknown, doing: string): unknown => {
  if (!(error instanceof pg.DatabaseError)) return error;
  const code = error.code ?? 'XX000';
  return new DatabaseFault(doing, code, code.startsWith(DATA_EXCEPTION) ? 'a value does not fit' : error.message);
};

/** A connection that breaks while it is ours fails its query; its event must not end the process as well. */
const heard = (): void => undefined;

type Mode = 'read committed' | 'repeatable read read only';

/** Runs `work` in one transaction; `doing` names it in faults and holds nothing of a child. */
export const inTransaction = async <T>(
  pool: pg.Pool,
  doing: string,
  work: (client: pg.PoolClient) => Promise<T>,
  mode: Mode = 'read committed',
): Promise<T> => {
  const client = await pool.connect();
  client.on('error', heard);
  let broken: Error | undefined;
  try {
    await client.query(`begin isolation level ${mode}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that cannot roll back is not given to anyone else.
    await client.query('rollback').catch((e: unknown) => {
      broken = e instanceof Error ? e : new Error(String(e));
    });
    throw withoutValues(error, doing);
  } finally {
    client.off('error', heard);
    client.release(broken);
  }
};

/** One statement, which is a transaction of its own; how many rows it answers. */
export const inOneStatement = async (pool: pg.Pool, doing: string, statement: pg.QueryConfig): Promise<number> => {
  try {
    return (await pool.query(statement)).rows.length;
  } catch (error) {
    throw withoutValues(error, doing);
  }
};

/** Reads a query of any size in portions. Only inside a transaction; one at a time in it. */
export async function* portions<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  query: string,
  values: unknown[],
  size = 2_000,
): AsyncGenerator<Row[]> {
  await client.query(`declare portions no scroll cursor for ${query}`, values);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${size} from portions`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('close portions');
}

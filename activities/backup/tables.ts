/**
 * What a backup holds: everything that cannot be made again. A migration that adds a table adds its name to one of the two
 * lists (a test fails until it does); a table that refers to another comes after it.
 */
import type pg from 'pg';
import { ALL_TABLES } from '../ledger/tables.js';

export const KEPT = [
  // Wrapped by the authority's keys, which no backup holds.
  'case_keys',
  'identities',
  'identity_revocations',
  'api_clients',
  'api_keys',
  'submissions',
  'policies',
  'ledger',
  'ledger_heads',
  'child_register',
  'documents',
  'dispatches',
  'status_links',
  'delivery_reports',
  // After the ledger: what is put back is told to nobody again.
  'webhook_endpoints',
  'webhook_deliveries',
  'webhook_attempts',
  'clinic_snapshots',
  'clinic_sign_outs',
  'imports',
  'providers',
] as const;

export type KeptTable = (typeof KEPT)[number];

/** Made again from the ledger; and what the database was brought up to date with. */
export const REMADE: readonly string[] = [...ALL_TABLES.map(({ name }) => name), 'migrations'];

/**
 * May hold rows before a backup is loaded: a worker that starts keeps its policy. The same version with other contents is
 * refused.
 */
export const SHARED: KeptTable = 'policies';

export interface Column {
  name: string;
  /** As PostgreSQL writes it in a cast. */
  type: string;
  identity: boolean;
  /** Must be given a value: not null, and nothing else gives it one. */
  wanted: boolean;
}

export const columnsOf = async (client: pg.ClientBase, table: string): Promise<Column[]> => {
  const { rows } = await client.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type, attidentity <> '' as identity,
            attnotnull and not atthasdef and attidentity = '' as wanted
     from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`,
    [table],
  );
  return rows;
};

/** The migrations that have run there, oldest first. */
export const schemaOf = async (client: pg.ClientBase): Promise<string[]> =>
  (await client.query<{ name: string }>('select name from migrations order by id')).rows.map(({ name }) => name);

/** Tables of nobody we know: they are not in a backup. */
export const strangersIn = async (client: pg.ClientBase): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> all($1::text[]) order by 1`,
    [[...KEPT, ...REMADE]],
  );
  return rows.map(({ name }) => name);
};

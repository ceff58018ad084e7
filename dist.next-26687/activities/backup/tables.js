import { ALL_TABLES } from '../ledger/tables.js';
export const KEPT = [
    // Wrapped by the authority's keys, which no backup holds.
    'case_keys',
    'identities',
    'identity_revocations',
    'api_clients',
    'api_keys',
    'policies',
    'ledger',
    'ledger_heads',
    'child_register',
    'documents',
    'dispatches',
    'imports',
    'providers',
];
/** Made again from the ledger; and what the database was brought up to date with. */
export const REMADE = [...ALL_TABLES.map(({ name }) => name), 'migrations'];
/**
 * May hold rows before a backup is loaded: a worker that starts keeps its policy. The same version with other contents is
 * refused.
 */
export const SHARED = 'policies';
export const columnsOf = async (client, table) => {
    const { rows } = await client.query(`select attname as name, format_type(atttypid, atttypmod) as type, attidentity <> '' as identity,
            attnotnull and not atthasdef and attidentity = '' as wanted
     from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`, [table]);
    return rows;
};
/** The migrations that have run there, oldest first. */
export const schemaOf = async (client) => (await client.query('select name from migrations order by id')).rows.map(({ name }) => name);
/** Tables of nobody we know: they are not in a backup. */
export const strangersIn = async (client) => {
    const { rows } = await client.query(`select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> all($1::text[]) order by 1`, [[...KEPT, ...REMADE]]);
    return rows.map(({ name }) => name);
};
//# sourceMappingURL=tables.js.map
import { readBackup, UnusableBackup } from './format.js';
import { columnsOf, KEPT, REMADE, schemaOf, SHARED } from './tables.js';
/** The database has something that loading would mix with, or lacks something that the backup needs. */
class NotToBeLoaded extends UnusableBackup {
}
const requireEmpty = async (client) => {
    const tables = [...KEPT.filter((name) => name !== SHARED), ...REMADE.filter((name) => name !== 'migrations')];
    const { rows } = await client.query(tables.map((name) => `select '${name}' as name, count(*)::int as rows from ${name}`).join(' union all '));
    const full = rows.filter((row) => row.rows > 0).map((row) => `${row.name} (${row.rows})`);
    if (full.length > 0)
        throw new NotToBeLoaded(`The database is not empty: it has rows in ${full.join(', ')}. A backup is loaded into an empty one; make another database, run \`ehcna migrate\`, and name it with DATABASE_URL.`);
};
const requireSchema = async (client, { schema, takenAt }) => {
    const here = new Set(await schemaOf(client));
    const unknown = schema.filter((name) => !here.has(name));
    if (unknown.length === 0)
        return;
    throw new NotToBeLoaded(`The backup of ${takenAt} was taken at ${schema.at(-1)}, and the database stands at ${[...here].at(-1) ?? 'no migration'}: it lacks ${unknown.join(', ')}. Load it with the version that wrote it, or a later one, after \`ehcna migrate\`.`);
};
/** Writes the rows of one table after another into columns of the same names. */
class Filling {
    client;
    columns = [];
    insert = '';
    constructor(client) {
        this.client = client;
    }
    async begin(table, names) {
        if (!KEPT.includes(table))
            throw new NotToBeLoaded(`The backup holds a table ${table}, which this version does not keep. Load it with the version that wrote it.`);
        const here = await columnsOf(this.client, table);
        const gone = names.filter((name) => !here.some((column) => column.name === name));
        const wanted = here.filter(({ wanted: needed, name }) => needed && !names.includes(name)).map(({ name }) => name);
        if (gone.length + wanted.length > 0)
            throw new NotToBeLoaded(`The backup is of another form of table ${table} (${[...gone, ...wanted].join(', ')}). Load it with the version that wrote it, then run \`ehcna migrate\`.`);
        this.columns = names.map((name) => here.find((column) => column.name === name));
        this.insert = `
      insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) overriding system value
      select ${this.columns.map(({ type }, i) => `(row ->> ${i})::${type}`).join(', ')}
      from (select line::jsonb as row from unnest($1::text[]) with ordinality as given(line, at) order by at) as rows
      ${table === SHARED ? 'on conflict do nothing' : ''}`;
    }
    async rows(table, lines) {
        await this.client.query(this.insert, [lines]);
        if (table === SHARED)
            await this.requireSame(lines);
    }
    /** A policy that was here before is the one in the backup, or two cases would be held to one name of two. */
    async requireSame(lines) {
        const [version, body] = ['version', 'body'].map((name) => this.columns.findIndex((c) => c.name === name));
        const { rows } = await this.client.query(`select p.version from policies p join (select line::jsonb as row from unnest($1::text[]) as line) given
         on p.version = given.row ->> ${version} where p.body <> (given.row ->> ${body})::jsonb`, [lines]);
        if (rows.length > 0)
            throw new NotToBeLoaded(`The database has policy ${rows.map((row) => row.version).join(', ')} with other contents than the backup. Load it into a database that no worker has used.`);
    }
    /** What numbers itself goes on after the last number loaded. */
    async end(table) {
        for (const { name } of this.columns.filter((column) => column.identity))
            await this.client.query(`select setval(pg_get_serial_sequence($1, $2), coalesce(max("${name}"), 1), max("${name}") is not null) from ${table}`, [table, name]);
    }
}
const fill = async (client, file) => {
    // Whoever would write waits until all of it is there.
    await client.query(`lock table ${KEPT.join(', ')} in exclusive mode`);
    await requireEmpty(client);
    const filling = new Filling(client);
    let open;
    const backup = await readBackup(file, {
        header: (header) => requireSchema(client, header),
        table: async (table, columns) => {
            if (open)
                await filling.end(open);
            open = table;
            await filling.begin(table, columns);
        },
        rows: (table, lines) => filling.rows(table, lines),
    });
    if (open)
        await filling.end(open);
    return backup;
};
const requireWhole = ({ faults }) => {
    if (faults.length === 0)
        return;
    const [first] = faults;
    throw new NotToBeLoaded(`The ledger in the backup has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}, the first in ${first?.stream} at event ${first?.seq}: ${first?.detail}. Use an earlier backup, or load it as it is with --despite-faults.`);
};
export const loadBackup = async (pool, ledger, file, { despiteFaults = false } = {}) => {
    // Once without the database: a damaged file is told before anything is touched.
    await readBackup(file);
    let backup;
    const { found, rebuilt } = await ledger.adopt(async (client) => {
        backup = await fill(client, file);
    }, despiteFaults ? () => undefined : requireWhole);
    const { rows } = await pool.query(`select count(*)::int as n from dispatches where state = 'sending'`);
    return { backup: backup, found, rebuilt, sending: rows[0]?.n ?? 0 };
};
//# sourceMappingURL=load.js.map
import { openProvidersFile, UnusableFile } from './providers/gias-file.js';
const COLUMNS = `urn, name, la_code, la_name, type, type_group, phase, status, postcode, town, low_age, high_age, opened_on,
  closed_on, section41, attributes`;
const UPSERT = `
insert into providers as p (${COLUMNS})
select "urn", "name", "laCode", "laName", "type", "typeGroup", "phase", "status", "postcode", "town", "lowAge", "highAge",
       "openedOn", "closedOn", "section41", "attributes"
from jsonb_to_recordset($1::jsonb) as r("urn" text, "name" text, "laCode" text, "laName" text, "type" text,
  "typeGroup" text, "phase" text, "status" text, "postcode" text, "town" text, "lowAge" integer, "highAge" integer,
  "openedOn" date, "closedOn" date, "section41" boolean, "attributes" jsonb)
on conflict (urn) do update set
  (name, la_code, la_name, type, type_group, phase, status, postcode, town, low_age, high_age, opened_on, closed_on,
   section41, attributes, imported_at) =
  row(excluded.name, excluded.la_code, excluded.la_name, excluded.type, excluded.type_group, excluded.phase,
   excluded.status, excluded.postcode, excluded.town, excluded.low_age, excluded.high_age, excluded.opened_on,
   excluded.closed_on, excluded.section41, excluded.attributes, now())
where (p.name, p.la_code, p.la_name, p.type, p.type_group, p.phase, p.status, p.postcode, p.town, p.low_age, p.high_age,
   p.opened_on, p.closed_on, p.section41, p.attributes)
  is distinct from (excluded.name, excluded.la_code, excluded.la_name, excluded.type, excluded.type_group, excluded.phase,
   excluded.status, excluded.postcode, excluded.town, excluded.low_age, excluded.high_age, excluded.opened_on,
   excluded.closed_on, excluded.section41, excluded.attributes)
returning p.xmax = 0 as added`;
const AT_ONCE = 500;
/** Counts while it writes. */
class Importing {
    pool;
    done;
    seen = new Map();
    waiting = [];
    constructor(pool, encoding) {
        this.pool = pool;
        this.done = { read: 0, added: 0, changed: 0, same: 0, closed: 0, encoding, badRows: [] };
    }
    async take(provider, line) {
        const before = this.seen.get(provider.urn);
        if (before !== undefined)
            return this.passOver({ line, reason: `URN: ${provider.urn} stands on line ${before} already` });
        this.seen.set(provider.urn, line);
        this.waiting.push(provider);
        if (this.waiting.length >= AT_ONCE)
            await this.write();
    }
    passOver(row) {
        this.done.badRows.push(row);
    }
    async write() {
        const rows = this.waiting;
        this.waiting = [];
        if (rows.length === 0)
            return;
        const { rows: written } = await this.pool.query(UPSERT, [JSON.stringify(rows)]);
        const added = written.filter((row) => row.added).length;
        this.done.read += rows.length;
        this.done.added += added;
        this.done.changed += written.length - added;
        this.done.same += rows.length - written.length;
        this.done.closed += rows.filter((row) => row.status === 'Closed').length;
    }
}
/**
 * Reads the file into the table. A bad row is reported by its line and passed over; a file without the columns that
 * matter is refused whole. `progress` hears how many lines were read.
 */
export const importProviders = async (pool, file, progress = () => undefined) => {
    const { encoding, rows } = await openProvidersFile(file);
    const importing = new Importing(pool, encoding);
    let lines = 0;
    for await (const row of rows) {
        if ('provider' in row)
            await importing.take(row.provider, row.line);
        else
            importing.passOver(row);
        lines += 1;
        if (lines % PROGRESS_EVERY === 0)
            progress(lines);
    }
    await importing.write();
    importing.done.badRows.sort((a, b) => a.line - b.line);
    if (lines === 0)
        throw new UnusableFile('The file holds no row.');
    return importing.done;
};
const PROGRESS_EVERY = 10_000;
const SELECT = `
select urn, name, la_code as "laCode", la_name as "laName", type, type_group as "typeGroup", phase, status, postcode, town,
       low_age as "lowAge", high_age as "highAge", to_char(opened_on, 'YYYY-MM-DD') as "openedOn",
       to_char(closed_on, 'YYYY-MM-DD') as "closedOn", section41, attributes
from providers`;
export const listProviders = async (pool, filter) => {
    const pattern = filter.name === undefined ? null : `%${filter.name.replace(/[\\%_]/g, '\\$&')}%`;
    const { rows } = await pool.query(`${SELECT} where ($1::text is null or la_code = $1) and ($2::text is null or name ilike $2)
     and ($3 or status is distinct from 'Closed') order by name, urn limit $4`, [filter.laCode ?? null, pattern, filter.closed ?? false, filter.limit]);
    return rows;
};
export const providerByUrn = async (pool, urn) => (await pool.query(`${SELECT} where urn = $1`, [urn])).rows[0];
/** May the family ask for it, so that it must admit once named (s38(3), s43)? Null where the file does not tell. */
export const mayBeRequested = ({ section41, attributes }) => {
    if (attributes.section38 !== null || section41 === true)
        return true;
    return section41;
};
//# sourceMappingURL=providers.js.map
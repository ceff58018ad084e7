import { removeStrays, replaceRows } from './projections.js';
import { ALL_TABLES } from './tables.js';
import { portions } from './transaction.js';
/** How much a rebuild holds in memory before it writes. */
const STREAMS_A_TIME = 100;
const DIFFERENCES_NAMED = 1_000;
/** The ledger's streams one after another, each with its events as they stand. */
async function* everyStream(client) {
    let current;
    for await (const rows of portions(client, 'select stream, body from ledger order by stream, seq', [])) {
        for (const { stream, body } of rows) {
            if (current?.stream !== stream) {
                if (current)
                    yield current;
                current = { stream, bodies: [] };
            }
            current.bodies.push(body);
        }
    }
    if (current)
        yield current;
}
const countRows = async (client) => {
    const { rows } = await client.query(ALL_TABLES.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`).join(' union all '));
    return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
};
export const rebuildAll = async (client, sealing, projected) => {
    // An append that has begun ends first; the next one waits at its head until the new rows are there.
    await client.query('lock table ledger_heads in share row exclusive mode');
    const done = { streams: 0, events: 0, differing: 0, differences: [] };
    const note = (found) => {
        done.differing += found.length;
        done.differences.push(...found.slice(0, DIFFERENCES_NAMED - done.differences.length));
    };
    let waiting = [];
    for await (const { stream, bodies } of everyStream(client)) {
        const events = await sealing.read(stream, bodies, client);
        done.streams += 1;
        done.events += events.length;
        waiting.push(projected(stream, events));
        if (waiting.length < STREAMS_A_TIME)
            continue;
        note(await replaceRows(client, waiting));
        waiting = [];
    }
    note(await replaceRows(client, waiting));
    note(await removeStrays(client));
    return { ...done, rows: await countRows(client) };
};
//# sourceMappingURL=rebuild.js.map
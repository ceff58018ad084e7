/**
 * The ledger: every fact of every case, in the order it was learned, kept for longer than the engine that ran the case.
 * Appending is idempotent, so it may be tried again at any time; the rows people read follow in the same transaction.
 */
import { ApplicationFailure } from '@temporalio/common';
import { isCivilDate } from '../domain/civil-date.js';
import { assessmentId, caseRefOf } from '../domain/ids.js';
import { canonicalJson, firstHash, nextHash } from './ledger/chain.js';
import { eraseRecord } from './ledger/erasure.js';
import { createChildRegister } from './ledger/children.js';
import { Memory } from './ledger/memory.js';
import { changesOf, putParts, replaceRows } from './ledger/projections.js';
import { rebuildAll } from './ledger/rebuild.js';
import { ERASED, inClear, sealingWith } from './ledger/sealing.js';
import { inOneStatement, inTransaction } from './ledger/transaction.js';
import { verifyChain } from './ledger/verify.js';
const malformed = (stream, seq, what) => ApplicationFailure.nonRetryable(`${stream}, event ${String(seq)}: ${what}.`, 'LedgerMalformed');
const checkEnvelope = (stream, event) => {
    const { seq, type, occurredOn, recordedAt } = event;
    if (!Number.isSafeInteger(seq) || seq < 1)
        throw malformed(stream, seq, 'a place in a stream is a whole number from 1');
    if (typeof type !== 'string' || type === '')
        throw malformed(stream, seq, 'an event has a type');
    if (!isCivilDate(occurredOn))
        throw malformed(stream, seq, 'occurredOn must be a date that exists, YYYY-MM-DD');
    if (Number.isNaN(Date.parse(recordedAt)))
        throw malformed(stream, seq, 'recordedAt must be an ISO instant');
};
const entryOf = ({ seq, type, occurredOn, recordedAt }, { body, clear }) => ({
    seq,
    type,
    occurredOn,
    recordedAt: new Date(Date.parse(recordedAt)).toISOString(),
    body,
    clear,
});
/** Retryable: the events between may be on their way in another batch. */
const gapFailure = (stream, after, seq) => ApplicationFailure.retryable(`${stream}: event ${seq} cannot follow event ${after}; expected ${after + 1}.`, 'LedgerGap');
const requireUnbroken = (stream, entries) => {
    entries.forEach((entry, i) => {
        const before = entries[i - 1];
        if (before && entry.seq !== before.seq + 1)
            throw gapFailure(stream, before.seq, entry.seq);
    });
};
const HEAD = 'select seq, hash, writer from ledger_heads where stream = $1 for update';
/** The row of one stream is the lock: other streams go on. */
const lockHead = async (client, stream) => {
    const found = (await client.query(HEAD, [stream])).rows[0];
    if (found)
        return found;
    await client.query('insert into ledger_heads (stream, seq, hash) values ($1, 0, $2) on conflict (stream) do nothing', [stream, firstHash(stream)]);
    const made = (await client.query(HEAD, [stream])).rows[0];
    if (!made)
        throw new Error(`${stream}: its head could not be locked.`);
    return made;
};
const hashOf = async (pool, stream) => (await pool.query('select hash from ledger_heads where stream = $1', [stream])).rows[0]?.hash;
const bodiesOf = async (client, stream, head) => {
    const { rows } = await client.query('select body from ledger where stream = $1 order by seq', [
        stream,
    ]);
    if (rows.length !== head.seq) {
        throw ApplicationFailure.nonRetryable(`${stream}: ${rows.length} events are there and its head stands at ${head.seq}. Run: ehcna ledger verify`, 'LedgerDamaged');
    }
    return rows.map((row) => row.body);
};
const isSame = (bodies, { seq, body, clear }) => seq > bodies.length || bodies[seq - 1] === body || bodies[seq - 1] === clear;
/** Those of the entries that are new, once those that are not have proved to be the same. */
const newEntries = (stream, bodies, entries) => {
    const first = entries[0];
    if (first && first.seq > bodies.length + 1)
        throw gapFailure(stream, bodies.length, first.seq);
    const other = entries.find((entry) => !isSame(bodies, entry));
    if (other) {
        throw ApplicationFailure.nonRetryable(`${stream}: event ${other.seq} is there already and is another.`, 'LedgerConflict');
    }
    return entries.filter(({ seq }) => seq > bodies.length);
};
/** What the writer itself put in place of these entries, in an attempt that was cut off before it knew. */
const writtenInstead = (head, bodies, entries, writer) => writer !== undefined && head.writer === writer && !entries.every((entry) => isSame(bodies, entry))
    ? bodies.slice((entries[0]?.seq ?? 1) - 1)
    : [];
const COLUMNS = 'stream, seq, type, occurred_on, recorded_at, body, prev_hash, hash';
const UNNESTED = '$2::int[], $3::text[], $4::date[], $5::timestamptz[], $6::text[], $7::text[], $8::text[]';
const INSERT = `insert into ledger (${COLUMNS}) select $1, * from unnest(${UNNESTED})`;
/** The entries as they are chained after a head, and the head that follows. */
const chained = (stream, after, entries, writer) => {
    const hashes = [after.hash];
    let { hash } = after;
    for (const { body } of entries)
        hashes.push((hash = nextHash(hash, body)));
    const head = { seq: after.seq + entries.length, hash, writer };
    const values = [
        stream,
        entries.map((e) => e.seq),
        entries.map((e) => e.type),
        entries.map((e) => e.occurredOn),
        entries.map((e) => e.recordedAt),
        entries.map((e) => e.body),
        hashes.slice(0, -1),
        hashes.slice(1),
    ];
    return { head, values };
};
const write = async (client, stream, after, entries, writer) => {
    const { head, values } = chained(stream, after, entries, writer);
    await client.query({ name: 'ledger-insert', text: INSERT, values });
    await client.query('update ledger_heads set seq = $2, hash = $3, writer = $4 where stream = $1', [
        stream,
        head.seq,
        head.hash,
        head.writer,
    ]);
    return head;
};
/** All of it in one statement, and none of it where the stream's end is not as it is remembered. */
const writeOnto = async (pool, stream, after, entries, writer, changes) => {
    const { head, values } = chained(stream, after, entries, writer);
    values.push(head.seq, head.hash, head.writer, after.hash, after.seq);
    const text = `
with head as (
  update ledger_heads set seq = $9::int, hash = $10::text, writer = $11::text where stream = $1 and hash = $12::text
    and exists (select from ledger where stream = $1 and seq = $13::int and hash = $12::text)
  returning seq
),
entries as (
  insert into ledger (${COLUMNS}) select $1, * from unnest(${UNNESTED}) where exists (select from head)
)${putParts(changes, values)
        .map((part) => `,\n${part}`)
        .join('')}
select seq from head`;
    const name = `ledger-onto-${changes.map(({ table }) => table.name).join('-')}`;
    const written = await inOneStatement(pool, `appending to ${stream}`, { name, text, values });
    return written > 0 ? head : undefined;
};
const STREAMS = `
select stream from ledger_heads
where ($1::text is null or starts_with(stream, $1)) and ($2::text is null or split_part(stream, '/', 2) = $2)
order by stream`;
const OPEN_STREAMS = `
select h.stream from ledger_heads h left join cases c on c.stream = h.stream
where c.open is not false and not starts_with(h.stream, 'access/')
  and not exists (select from case_keys k where k.owner = split_part(h.stream, '/', 2) and k.erased_at is not null)
order by h.stream`;
const OF_CASE = `select stream from ledger_heads where split_part(stream, '/', 2) = $1 order by stream`;
export const createLedger = (pool, project, options = {}) => {
    const { childKeySecret, keys } = options;
    const sealing = keys ? sealingWith(keys) : inClear;
    const projected = (stream, events) => {
        const projection = project(stream, events);
        const child = projection?.child ?? null;
        return {
            stream,
            projection,
            childKeys: child === null || childKeySecret === undefined ? null : register.childKeys(child.identity),
        };
    };
    const memory = new Memory();
    const read = async (stream, after = 0) => {
        const known = memory.recall(stream);
        if (known && (await hashOf(pool, stream)) === known.head.hash)
            return known.events.slice(after);
        const { rows } = await pool.query('select body from ledger where stream = $1 and seq > $2 order by seq', [stream, after]);
        return sealing.read(stream, rows.map((row) => row.body));
    };
    const register = createChildRegister(pool, childKeySecret, async (caseRef) => {
        const stream = assessmentId(caseRef);
        return project(stream, await read(stream))?.child ?? null;
    });
    /** Onto what this process wrote last, where that still is the end of the stream and nothing but additions follows. */
    const appendOnto = async (stream, entries, writer) => {
        const known = memory.recall(stream);
        if (!known || entries[0]?.seq !== known.head.seq + 1)
            return undefined;
        const events = [...known.events, ...entries.map((e) => JSON.parse(e.clear))];
        const projection = projected(stream, events);
        const changes = changesOf(known.projection, projection);
        const head = changes && (await writeOnto(pool, stream, known.head, entries, writer ?? null, changes));
        if (!head) {
            memory.forget(stream);
            return undefined;
        }
        memory.keep(stream, { head, events, projection });
        return { head: head.seq, instead: [] };
    };
    const append = async (stream, events, writer) => {
        if (events.length === 0)
            return { head: (await read(stream)).length, instead: [] };
        for (const event of events)
            checkEnvelope(stream, event);
        requireUnbroken(stream, events);
        const sealed = await sealing.write(stream, events);
        const entries = events.map((event, i) => entryOf(event, sealed[i]));
        const onto = await appendOnto(stream, entries, writer);
        if (onto)
            return onto;
        let written;
        const result = await inTransaction(pool, `appending to ${stream}`, async (client) => {
            const head = await lockHead(client, stream);
            const bodies = await bodiesOf(client, stream, head);
            const instead = writtenInstead(head, bodies, entries, writer);
            if (instead.length > 0)
                return { head: head.seq, instead: await sealing.read(stream, instead, client) };
            const fresh = newEntries(stream, bodies, entries);
            if (fresh.length === 0)
                return { head: head.seq, instead: [] };
            const next = await write(client, stream, head, fresh, writer ?? null);
            const all = await sealing.read(stream, [...bodies, ...fresh.map((e) => e.body)], client);
            const projection = projected(stream, all);
            await replaceRows(client, [projection]);
            written = { head: next, events: all, projection };
            return { head: next.seq, instead: [] };
        });
        // A panel's facts are under the keys of the cases it heard, any of which may be erased without it: not kept.
        if (written && caseRefOf(stream))
            memory.keep(stream, written);
        return result;
    };
    const erase = async (caseRef, { by, occurredOn, recordedAt, reason, override }) => {
        const outcome = await inTransaction(pool, `erasing ${caseRef}`, async (client) => {
            const streams = (await client.query(OF_CASE, [caseRef])).rows.map((row) => row.stream);
            let told = false;
            // In each of them: what a process remembers of a stream holds only while that has no later event.
            for (const stream of streams) {
                const head = await lockHead(client, stream);
                const bodies = await bodiesOf(client, stream, head);
                const last = (await sealing.read(stream, bodies.slice(-1), client))[0];
                if (last?.type === ERASED)
                    continue;
                const event = { seq: head.seq + 1, type: ERASED, data: { reason, override }, occurredOn, recordedAt, by };
                const clear = canonicalJson(event);
                await write(client, stream, head, [entryOf(event, { body: clear, clear })], null);
                told = true;
            }
            await replaceRows(client, streams.map((stream) => ({ stream, projection: undefined, childKeys: null })));
            return told ? await eraseRecord(client, caseRef) : 'already';
        });
        keys?.forget(caseRef);
        memory.forgetCase(caseRef);
        return outcome;
    };
    const note = (stream, unplaced) => inTransaction(pool, `writing to ${stream}`, async (client) => {
        const head = await lockHead(client, stream);
        const event = { ...unplaced, seq: head.seq + 1 };
        checkEnvelope(stream, event);
        const clear = canonicalJson(event);
        await write(client, stream, head, [entryOf(event, { body: clear, clear })], null);
    });
    const recordPolicy = async (version, policy) => {
        const body = canonicalJson(policy);
        await pool.query('insert into policies (version, body) values ($1, $2) on conflict (version) do nothing', [
            version,
            body,
        ]);
        const { rows } = await pool.query('select body = $2::jsonb as same from policies where version = $1', [version, body]);
        if (rows[0]?.same)
            return;
        throw ApplicationFailure.nonRetryable(`Policy ${version} is recorded with other contents: cases are pinned to it, so give the new one a new version.`, 'PolicyConflict');
    };
    return {
        ...register,
        append,
        read,
        recordPolicy,
        streams: async ({ prefix, caseRef } = {}) => (await pool.query(STREAMS, [prefix ?? null, caseRef ?? null])).rows.map((row) => row.stream),
        openStreams: async () => (await pool.query(OPEN_STREAMS)).rows.map((row) => row.stream),
        verify: (stream, anchored) => inTransaction(pool, 'verifying the ledger', (client) => verifyChain(client, stream, anchored), 'repeatable read read only'),
        adopt: (fill, check) => inTransaction(pool, 'loading a backup', async (client) => {
            await fill(client);
            const found = await verifyChain(client);
            check(found);
            return { found, rebuilt: await rebuildAll(client, sealing, projected) };
        }),
        rebuild: () => inTransaction(pool, 'rebuilding from the ledger', (client) => rebuildAll(client, sealing, projected)),
        erase,
        note,
        policy: async (version) => (await pool.query('select body from policies where version = $1', [version])).rows[0]?.body,
    };
};
//# sourceMappingURL=ledger.js.map
import { caseRefOf } from '../../domain/ids.js';
import { faultsAgainstAnchors } from '../anchors/check.js';
import { firstHash, nextHash } from './chain.js';
import { ERASED } from './sealing.js';
import { portions } from './transaction.js';
const begin = (row) => ({
    stream: row.stream,
    expected: 1,
    previous: firstHash(row.stream),
    position: -1n,
    encryptedFrom: undefined,
    head: row.headSeq === null || row.headHash === null ? null : { seq: row.headSeq, hash: row.headHash },
});
const parsed = (body) => {
    try {
        const value = JSON.parse(body);
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
};
const instant = (iso) => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
const columnsDiffer = (row, event) => [
    row.type === event.type ? '' : 'type',
    row.occurredOn === event.occurredOn ? '' : 'occurred_on',
    row.recordedAt === instant(event.recordedAt)?.replace('Z', '000Z') ? '' : 'recorded_at',
].filter(Boolean);
const gap = (from, to) => from === to ? `event ${from} is not there` : `events ${from} to ${to} are not there`;
/** The first thing wrong with a row itself, whatever stands around it. */
const ownFault = (row, event) => {
    const { seq } = row;
    if (nextHash(row.prevHash, row.body) !== row.hash)
        return { seq, fault: 'changed', detail: 'the row is not what was hashed' };
    if (!event)
        return { seq, fault: 'changed', detail: 'the body is no event in JSON' };
    if (event.seq !== seq)
        return { seq, fault: 'reordered', detail: `the row at ${seq} holds event ${event.seq}` };
    const differ = columnsDiffer(row, event);
    if (differ.length > 0)
        return { seq, fault: 'changed', detail: `${differ.join(', ')} differs from the event` };
    return undefined;
};
const placeFault = (at, row) => {
    const { seq } = row;
    if (seq > at.expected)
        return { seq: at.expected, fault: 'missing', detail: gap(at.expected, seq - 1) };
    if (seq < at.expected)
        return { seq, fault: 'forged', detail: `there is more than one row at ${seq}` };
    if (row.prevHash !== at.previous) {
        const before = seq === 1 ? 'the name of its stream' : `event ${seq - 1}`;
        return { seq, fault: 'forged', detail: `it does not follow from ${before}: one of the two was replaced` };
    }
    if (BigInt(row.position) <= at.position)
        return { seq, fault: 'reordered', detail: 'it was written before the event it follows' };
    return undefined;
};
/** Nothing of ours writes about a child in clear once it has begun to encrypt; only an erasure is told so. */
const clearFault = (at, { seq, stream, keyErased }, event) => {
    if ('sealed' in event) {
        at.encryptedFrom ??= seq;
        return undefined;
    }
    if (event.type === ERASED && caseRefOf(stream) !== undefined)
        return keyErased
            ? undefined
            : { seq, fault: 'forged', detail: 'it says that the case was erased, and its key is not' };
    if (at.encryptedFrom === undefined)
        return undefined;
    return { seq, fault: 'forged', detail: `it is in clear, and event ${at.encryptedFrom} before it is encrypted` };
};
const checkRow = (at, row) => {
    const event = parsed(row.body);
    const found = [ownFault(row, event), placeFault(at, row), event && clearFault(at, row, event)].filter((f) => f !== undefined);
    at.expected = row.seq + 1;
    at.previous = row.hash;
    at.position = BigInt(row.position);
    return found;
};
const checkHead = ({ head, expected, previous }) => {
    const last = expected - 1;
    if (!head)
        return [{ seq: last, fault: 'head', detail: 'the stream has no head' }];
    if (head.seq > last)
        return [{ seq: expected, fault: 'missing', detail: `${gap(expected, head.seq)}: the end was cut off` }];
    if (head.seq < last)
        return [{ seq: head.seq + 1, fault: 'forged', detail: `the head stands at ${head.seq}` }];
    return head.hash === previous
        ? []
        : [{ seq: last, fault: 'head', detail: 'the head holds another hash than its last event' }];
};
const ROWS = `
select l.stream, l.seq, l.position, l.type, to_char(l.occurred_on, 'YYYY-MM-DD') as "occurredOn",
       to_char(l.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt",
       l.body, l.prev_hash as "prevHash", l.hash, h.seq as "headSeq", h.hash as "headHash",
       k.erased_at is not null as "keyErased"
from ledger l left join ledger_heads h on h.stream = l.stream
left join case_keys k on l.type = '${ERASED}' and k.owner = split_part(l.stream, '/', 2)
where $1::text is null or l.stream = $1
order by l.stream, l.seq, l.position`;
/** Streams of which something else knows, and the ledger has not one row. */
const EMPTY = `
select stream, max(seq)::int as seq from (
  select stream, seq from ledger_heads union all select stream, 1 from cases
) known
where not exists (select from ledger l where l.stream = known.stream) and ($1::text is null or stream = $1)
group by stream order by stream`;
/** Checks every stream, or one, as of one moment; `client` is in a repeatable-read transaction. */
export const verifyChain = async (client, stream, anchored = []) => {
    const found = { streams: 0, events: 0, faults: [] };
    const note = (of, findings) => {
        found.faults.push(...findings.map((finding) => ({ stream: of, ...finding })));
    };
    let at;
    for await (const rows of portions(client, ROWS, [stream ?? null])) {
        for (const row of rows) {
            if (at?.stream !== row.stream) {
                if (at)
                    note(at.stream, checkHead(at));
                at = begin(row);
                found.streams += 1;
            }
            found.events += 1;
            note(at.stream, checkRow(at, row));
        }
    }
    if (at)
        note(at.stream, checkHead(at));
    const { rows: empty } = await client.query(EMPTY, [stream ?? null]);
    for (const gone of empty)
        note(gone.stream, [{ seq: 1, fault: 'missing', detail: `${gap(1, Math.max(1, gone.seq))}: the stream is empty` }]);
    found.faults.push(...(await faultsAgainstAnchors(client, anchored.filter((a) => !stream || a.stream === stream))));
    return found;
};
//# sourceMappingURL=verify.js.map
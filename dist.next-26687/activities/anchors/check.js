/** Of each stream, the earliest anchor that it does not agree with. */
const DISAGREEING = `
select distinct on (a.stream) a.stream, a.seq, a.n, a.day, l.hash is not null as rewritten,
       (select max(seq) from ledger where stream = a.stream) as last
from unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::text[]) as a(stream, seq, hash, n, day)
left join ledger l on l.stream = a.stream and l.seq = a.seq
where l.hash is distinct from a.hash
order by a.stream, a.n`;
const AT_ONCE = 10_000;
const faultOf = ({ stream, seq, n, day, rewritten, last }) => {
    const since = `on ${day} (anchor ${n})`;
    if (rewritten)
        return { stream, seq, fault: 'rewritten', detail: `it is not the event that was there ${since}` };
    if (last === null)
        return { stream, seq: 1, fault: 'cut', detail: `events 1 to ${seq} were there ${since}, and not one is` };
    const from = last < seq ? last + 1 : seq;
    const which = from === seq ? `event ${seq} was` : `events ${from} to ${seq} were`;
    return { stream, seq: from, fault: 'cut', detail: `${which} there ${since}, and ${from === seq ? 'is' : 'are'} not` };
};
/** In the same moment as the chain is verified: `client` is in that transaction. */
export const faultsAgainstAnchors = async (client, anchored) => {
    const found = new Map();
    for (let from = 0; from < anchored.length; from += AT_ONCE) {
        const some = anchored.slice(from, from + AT_ONCE);
        const { rows } = await client.query(DISAGREEING, [
            some.map((a) => a.stream),
            some.map((a) => a.seq),
            some.map((a) => a.hash),
            some.map((a) => a.n),
            some.map((a) => a.day),
        ]);
        for (const row of rows)
            if (!found.has(row.stream))
                found.set(row.stream, row);
    }
    return [...found.values()].map(faultOf);
};
//# sourceMappingURL=check.js.map
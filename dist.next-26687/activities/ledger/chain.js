/** How events become bytes and bytes a chain: nothing here touches the database, so that anyone can check the sums. */
import { createHash } from 'node:crypto';
export { canonicalJson } from '../../domain/canonical-json.js';
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
/** What stands before a stream's first event: an event moved from one stream to another does not fit. */
export const firstHash = (stream) => sha256(stream);
export const nextHash = (previous, body) => sha256(`${previous}\n${body}`);
const byBytes = (a, b) => Buffer.compare(Buffer.from(a.stream), Buffer.from(b.stream));
/** One hash over all heads: SHA-256 of the lines `stream seq hash`, in the order of their bytes (`LC_ALL=C sort`). */
export const digestOf = (heads) => sha256(heads
    .toSorted(byBytes)
    .map(({ stream, seq, hash }) => `${stream} ${seq} ${hash}\n`)
    .join(''));
/** Reads an event back. What JSON.parse complains of quotes the text, and the text is about a child: so not that. */
export const eventIn = (stream, body) => {
    try {
        return JSON.parse(body);
    }
    catch {
        throw new Error(`${stream} holds an event that is not JSON. Run: ehcna ledger verify`);
    }
};
//# sourceMappingURL=chain.js.map
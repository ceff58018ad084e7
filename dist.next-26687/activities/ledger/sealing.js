/**
 * How a fact stands in the ledger: who recorded what kind of thing, and when, in clear; what it says of a child, sealed
 * under the key of that child's case. The chain runs over these bytes, so it holds when the key is gone.
 *
 * The same fact is the same bytes, so that appending it twice is seen to be once.
 */
import { ApplicationFailure } from '@temporalio/common';
import { caseRefOf, isCaseRef } from '../../domain/ids.js';
import { AUTHORITY, isErased } from '../../keys/case-keys.js';
import { openAlike, sealAlike } from '../../keys/seal.js';
import { canonicalJson, eventIn } from './chain.js';
/** Says that a case was erased, by whom and why: the one fact of a case that anyone may read. */
export const ERASED = 'case.erased';
/** Whose key a fact is under. What a panel says of a case is that case's. */
const ownerOf = (stream, { data }) => caseRefOf(stream) ?? (isCaseRef(data.caseRef) ? data.caseRef : AUTHORITY);
/** Nothing in it may be changed, nor the whole be moved to another stream. */
const purposeOf = (stream, envelope) => `event\n${stream}\n${canonicalJson(envelope)}`;
const isSealed = (stored) => 'sealed' in stored;
const seal = (stream, event, owner, key) => {
    const { data, ...envelope } = event;
    const text = sealAlike(key, Buffer.from(canonicalJson(data)), purposeOf(stream, envelope)).toString('base64');
    return canonicalJson({ ...envelope, sealed: { key: owner, text } });
};
const stub = (event, erasedOn) => {
    const { type, seq, occurredOn, recordedAt, by } = event;
    return { type, seq, occurredOn, recordedAt, by, data: {}, erasedOn };
};
const open = (stream, { sealed, ...envelope }, key) => {
    let data;
    try {
        const plain = openAlike(key, Buffer.from(sealed.text, 'base64'), purposeOf(stream, envelope));
        data = JSON.parse(plain.toString());
    }
    catch {
        throw new Error(`${stream}, event ${envelope.seq} does not open with the key of ${sealed.key}. Run: ehcna ledger verify`);
    }
    return { ...envelope, data };
};
const readOne = (stream, stored, keys) => {
    if (stored.type === ERASED)
        return stored;
    const owner = isSealed(stored) ? stored.sealed.key : ownerOf(stream, stored);
    const key = keys.get(owner);
    if (key && isErased(key))
        return stub(stored, key.erasedOn);
    if (!isSealed(stored))
        return stored;
    if (!key)
        throw new Error(`${stream}, event ${stored.seq}: the key of ${owner} is not in case_keys. Restore it from a backup.`);
    return open(stream, stored, key);
};
export const sealingWith = (keys) => ({
    write: (stream, events) => Promise.all(events.map(async (event) => {
        const owner = ownerOf(stream, event);
        const key = await keys.keyFor(owner);
        if (isErased(key))
            throw ApplicationFailure.nonRetryable(`${owner} was erased on ${key.erasedOn}: nothing is recorded about it any more.`, 'CaseErased');
        return { body: seal(stream, event, owner, key), clear: canonicalJson(event) };
    })),
    read: async (stream, bodies, db) => {
        const stored = bodies.map((body) => eventIn(stream, body));
        const owners = stored.map((one) => (isSealed(one) ? one.sealed.key : ownerOf(stream, one)));
        const found = await keys.findKeys([...new Set(owners)], db);
        return stored.map((one) => readOne(stream, one, found));
    },
});
/** Where no keys are given: facts are written in clear, and sealed ones cannot be read. */
export const inClear = {
    write: async (_stream, events) => events.map((event) => {
        const clear = canonicalJson(event);
        return { body: clear, clear };
    }),
    read: async (stream, bodies) => bodies.map((body) => {
        const stored = eventIn(stream, body);
        if (isSealed(stored))
            throw new Error(`${stream} is encrypted, and no key is given: set EHCNA_KEYS.`);
        return stored;
    }),
};
//# sourceMappingURL=sealing.js.map
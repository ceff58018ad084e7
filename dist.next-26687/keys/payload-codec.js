/**
 * Everything that Temporal keeps is encrypted under the key of the case whose process it belongs to, or under the
 * authority's own for what is about no case. In clear remain what Temporal never hands to a codec (workflow IDs, names of
 * types, signals and updates, search attributes), and an answer that says nothing, of which a case has a hundred.
 */
import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import proto from '@temporalio/proto';
import { caseRefOf, isCaseRef } from '../domain/ids.js';
import { AUTHORITY, isErased } from './case-keys.js';
import { openBytes, sealBytes } from './seal.js';
const PayloadMessage = proto.temporal.api.common.v1.Payload;
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const COMPRESSION = 'compression';
const DEFLATED = 'deflate-raw';
/** Bytes; what is shorter hardly shrinks for what it costs. */
const WORTH_DEFLATING = 1024;
/** Bytes; the server takes no payload that is longer. */
const LONGEST = 4 * 1024 * 1024;
const text = (value) => Buffer.from(value, 'utf8');
const metadataOf = (payload, name) => Buffer.from(payload.metadata?.[name] ?? []).toString();
const NOTHING = { metadata: { encoding: text('json/plain') }, data: text('null') };
const ownerOf = (context) => (context?.workflowId === undefined ? undefined : caseRefOf(context.workflowId)) ?? AUTHORITY;
/** Bound to its owner and its form: a payload moved into another case opens in neither. */
const purposeOf = (owner, isDeflated) => isDeflated ? `payload\n${owner}\n${DEFLATED}` : `payload\n${owner}`;
const saysNothing = ({ metadata, data }) => !data?.length && Object.keys(metadata ?? {}).length === 1 && metadataOf({ metadata }, 'encoding') === 'binary/null';
/** The case (or the authority) whose key a payload names; undefined for one in clear. */
export const ownerOfPayload = (payload) => metadataOf(payload, 'encoding') === ENCODING ? metadataOf(payload, KEY_ID) : undefined;
export const sealPayload = (key, owner, payload) => {
    if (saysNothing(payload))
        return payload;
    const plain = PayloadMessage.encode(payload).finish();
    const deflated = plain.length < WORTH_DEFLATING || plain.length > LONGEST ? undefined : deflateRawSync(plain);
    const isDeflated = deflated !== undefined && deflated.length < plain.length;
    return {
        metadata: {
            encoding: text(ENCODING),
            [KEY_ID]: text(owner),
            ...(isDeflated ? { [COMPRESSION]: text(DEFLATED) } : {}),
        },
        data: sealBytes(key, isDeflated ? deflated : plain, purposeOf(owner, isDeflated)),
    };
};
/** Undefined where the key is another, or what is there was never sealed with it. */
export const openPayload = (key, owner, payload) => {
    try {
        const isDeflated = metadataOf(payload, COMPRESSION) === DEFLATED;
        const plain = openBytes(key, payload.data ?? new Uint8Array(), purposeOf(owner, isDeflated));
        return PayloadMessage.decode(isDeflated ? inflateRawSync(plain, { maxOutputLength: LONGEST }) : plain);
    }
    catch {
        return undefined;
    }
};
const unreadable = (how, why) => {
    if (how === 'refused')
        throw new Error(why);
    return NOTHING;
};
/**
 * A worker reads what it cannot open as nothing, since an error would make its process try again for ever; a client says
 * so. Where the key itself cannot be had (no database, an authority's key that is missing here), both fail: it is for an
 * operator to put right, and nothing may be decided meanwhile.
 */
export const payloadCodec = (keys, how) => {
    const seal = async (payload, owner) => {
        const key = await keys.keyFor(owner);
        if (!isErased(key))
            return sealPayload(key, owner, payload);
        if (how === 'refused')
            throw new Error(`${owner} was erased on ${key.erasedOn}: nothing is written about it.`);
        // A process that outlived the erasure of its case may go to its end, and leaves nothing that opens.
        return sealPayload(randomBytes(32), owner, payload);
    };
    const open = async (payload, context) => {
        const owner = ownerOfPayload(payload);
        if (owner === undefined)
            return payload;
        // What was written without a context is the authority's.
        if (context && owner !== AUTHORITY && owner !== ownerOf(context))
            return unreadable(how, `What belongs to ${ownerOf(context)} was written under the key of ${owner}.`);
        const key = owner === AUTHORITY || isCaseRef(owner) ? await keys.findKey(owner) : undefined;
        if (!key)
            return unreadable(how, 'What is marked as encrypted names a key that does not exist.');
        if (isErased(key))
            return unreadable(how, `${owner} was erased on ${key.erasedOn}.`);
        return (openPayload(key, owner, payload) ?? unreadable(how, `What names the key of ${owner} was not written with it.`));
    };
    return {
        encode: (payloads, context) => Promise.all(payloads.map((payload) => seal(payload, ownerOf(context)))),
        decode: (payloads, context) => Promise.all(payloads.map((payload) => open(payload, context))),
    };
};
//# sourceMappingURL=payload-codec.js.map
import { CALLER_ENCODING } from '../domain/caller.js';
import { readAssertion } from './assertion.js';
const bytes = (text) => Buffer.from(text);
const textOf = (part) => Buffer.from(part ?? []).toString();
const encodingOf = ({ metadata }) => textOf(metadata?.encoding);
const NOTHING = { metadata: { encoding: bytes('binary/null') } };
const caller = (reading) => ({
    metadata: { encoding: bytes(CALLER_ENCODING) },
    data: bytes(JSON.stringify(reading)),
});
/** More than any assertion is long. */
const LONGEST = 8_192;
/** Told by its first bytes: nearly all payloads are something else. */
const ASSERTION = /^\s*\{\s*"assertion"\s*:/;
const assertionIn = (payload) => {
    // Where nothing was sent at all, the engine's reader puts a plain list in its place.
    if (!payload.data || !ASSERTION.test(textOf(payload.data.slice(0, 64))))
        return undefined;
    if (encodingOf(payload) !== 'json/plain')
        return undefined;
    if (payload.data.length > LONGEST)
        return '';
    try {
        const { assertion } = JSON.parse(textOf(payload.data));
        return typeof assertion === 'string' ? assertion : '';
    }
    catch {
        return '';
    }
};
export const assertionCodec = ({ namespace, issuers, revocations }) => {
    const read = async (assertion, body) => {
        const known = { namespace, issuers, revocations: await revocations.current() };
        return caller(readAssertion(assertion, () => JSON.parse(textOf(body.data)), known));
    };
    /** Only what comes second can be an assertion; whoever sends our own encoding would forge one. */
    const inPlace = async (payload, place, body) => {
        if (encodingOf(payload) === CALLER_ENCODING)
            return place === 1 ? caller({ fault: 'forged' }) : NOTHING;
        const assertion = place === 1 ? assertionIn(payload) : undefined;
        return assertion === undefined ? payload : read(assertion, body);
    };
    return {
        encode: async (payloads) => payloads,
        decode: (payloads) => Promise.all(payloads.map((payload, i) => inPlace(payload, i, payloads[0]))),
    };
};
//# sourceMappingURL=assertion-codec.js.map
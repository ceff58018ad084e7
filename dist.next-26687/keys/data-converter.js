/** How everything that an installation hands to Temporal is written and read: one for every client and every worker. */
import { fileURLToPath } from 'node:url';
import { IN_TIME_MS, orFail, soonOr } from './patience.js';
import { payloadCodec } from './payload-codec.js';
/** Named, not imported: Temporal loads it, here and in the sandbox. */
const FAILURE_CONVERTER = fileURLToPath(new URL('../workflows/failure-converter.cjs', import.meta.url));
/** Codecs encode in this order and decode in the opposite one. */
const converterOf = (keys, unreadable, before = []) => ({
    failureConverterPath: FAILURE_CONVERTER,
    payloadCodecs: [...before, payloadCodec(keys, unreadable)],
});
/** For a client: what cannot be read is an error that says why. */
export const clientConverter = (keys) => converterOf(keys, 'refused');
/** A task that needs a key which nobody answers for fails, and is tried again. */
const inTime = (keys) => ({
    ...keys,
    keyFor: (owner) => soonOr(keys.keyFor(owner), orFail, IN_TIME_MS),
    findKey: (owner) => soonOr(keys.findKey(owner), orFail, IN_TIME_MS),
});
/** For a worker, and nothing else: what cannot be read is nothing, and who calls is checked once the rest can be read. */
export const workerConverter = (keys, callers) => converterOf(inTime(keys), 'nothing', [callers]);
//# sourceMappingURL=data-converter.js.map
/**
 * How processes read what is sent to them. A foreign client may send what is no JSON, or in an encoding nobody here knows;
 * were that an error, as it is by default, the process could not take another step, for good. It is read as nothing, which
 * every check refuses in words; and so is what is nested without end.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import { decode } from '@temporalio/common/lib/encoding.js';
import { CALLER, CALLER_ENCODING } from '../domain/caller.js';
/** Our worker's own codec alone makes these, of an assertion it has checked. */
const isCaller = ({ metadata }) => metadata?.encoding !== undefined && decode(metadata.encoding) === CALLER_ENCODING;
/** Deeper than anything of ours; what is much deeper cannot be copied or written down again. */
const DEEPEST = 1_000;
const QUOTE = 34;
const ESCAPE = 92;
const OPENING = [91, 123];
const CLOSING = [93, 125];
/** Whether JSON is nested deeper, told by its brackets. */
const isTooDeep = (data) => {
    if (data.length <= DEEPEST)
        return false;
    let depth = 0;
    let inText = false;
    for (let i = 0; i < data.length; i += 1) {
        const byte = data[i];
        if (inText && byte === ESCAPE)
            i += 1;
        else if (byte === QUOTE)
            inText = !inText;
        else if (inText)
            continue;
        else if (OPENING.includes(byte))
            depth += 1;
        else if (CLOSING.includes(byte))
            depth -= 1;
        if (depth > DEEPEST)
            return true;
    }
    return false;
};
export const payloadConverter = {
    toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
    fromPayload: (payload, context, hint) => {
        try {
            if (isCaller(payload))
                return { [CALLER]: JSON.parse(decode(payload.data ?? new Uint8Array())) };
            if (payload.data && isTooDeep(payload.data))
                return null;
            return defaultPayloadConverter.fromPayload(payload, context, hint);
        }
        catch {
            return null;
        }
    },
};
//# sourceMappingURL=payload-converter.js.map
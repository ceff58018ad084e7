/**
 * How processes read what is sent to them. A foreign client may send what is no JSON, or in an encoding nobody here knows;
 * were that an error, as it is by default, the process could not take another step, for good. It is read as nothing, which
 * every check refuses in words.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, PayloadConverter } from '@temporalio/common';
import { decode } from '@temporalio/common/lib/encoding.js';
import { CALLER, CALLER_ENCODING } from '../domain/caller.js';

/** Our worker's own codec alone makes these, of an assertion it has checked. */
const isCaller = ({ metadata }: Payload): boolean =>
  metadata?.encoding !== undefined && decode(metadata.encoding) === CALLER_ENCODING;

export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload: (payload, context, hint) => {
    try {
      if (isCaller(payload)) return { [CALLER]: JSON.parse(decode(payload.data ?? new Uint8Array())) } as never;
      return defaultPayloadConverter.fromPayload(payload, context, hint);
    } catch {
      return null as never;
    }
  },
};

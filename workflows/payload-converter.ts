/**
 * How processes read what is sent to them. A foreign client may send what is no JSON, or in an encoding nobody here knows;
 * were that an error, as it is by default, the process could not take another step, for good. It is read as nothing, which
 * every check refuses in words.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import type { PayloadConverter } from '@temporalio/common';

export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload: (payload, context, hint) => {
    try {
      return defaultPayloadConverter.fromPayload(payload, context, hint);
    } catch {
      return null as never;
    }
  },
};

/** How everything that an installation hands to Temporal is written and read: one for every client and every worker. */
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import type { CaseKeys } from './case-keys.js';

/** Encoded in this order, decoded in the opposite one. */
const codecsOf = (_keys: CaseKeys): PayloadCodec[] => [];

export const dataConverterOf = (keys: CaseKeys): DataConverter => ({ payloadCodecs: codecsOf(keys) });

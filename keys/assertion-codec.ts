/**
 * Checks the assertion beside what is sent to a process, outside the sandbox, which has no cryptography, and puts what it
 * vouches for in its place, in an encoding that nothing else here makes. It runs on every payload that enters, in a replay
 * too: the same assertion is read alike for as long as issuers are only added, and whatever depends on the time (expiry,
 * revocation, the end of an issuer) is left to the process and its own clock (domain/caller.ts).
 */
import type { Payload, PayloadCodec } from '@temporalio/common';
import { CALLER_ENCODING, type Reading } from '../domain/caller.js';
import { readAssertion } from './assertion.js';
import type { TrustedIssuer } from './identity.js';
import type { Revocations } from './revocations.js';

export interface Trust {
  namespace: string;
  issuers: readonly TrustedIssuer[];
  revocations: Revocations;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = (part: Uint8Array | null | undefined): string => Buffer.from(part ?? []).toString();

const encodingOf = ({ metadata }: Payload): string => textOf(metadata?.encoding);

const NOTHING: Payload = { metadata: { encoding: bytes('binary/null') } };

const caller = (reading: Reading): Payload => ({
  metadata: { encoding: bytes(CALLER_ENCODING) },
  data: bytes(JSON.stringify(reading)),
});

/** More than any assertion is long. */
const LONGEST = 8_192;

/** Told by its first bytes: nearly all payloads are something else. */
const ASSERTION = /^\s*\{\s*"assertion"\s*:/;

const assertionIn = (payload: Payload): string | undefined => {
  // Where nothing was sent at all, the engine's reader puts a plain list in its place.
  if (!payload.data || !ASSERTION.test(textOf(payload.data.slice(0, 64)))) return undefined;
  if (encodingOf(payload) !== 'json/plain') return undefined;
  if (payload.data.length > LONGEST) return '';
  try {
    const { assertion } = JSON.parse(textOf(payload.data)) as { assertion?: unknown };
    return typeof assertion === 'string' ? assertion : '';
  } catch {
    return '';
  }
};

export const assertionCodec = ({ namespace, issuers, revocations }: Trust): PayloadCodec => {
  const read = async (assertion: string, body: Payload): Promise<Payload> => {
    const known = { namespace, issuers, revocations: await revocations.current() };
    return caller(readAssertion(assertion, () => JSON.parse(textOf(body.data)), known));
  };

  /** Only what comes second can be an assertion; whoever sends our own encoding would forge one. */
  const inPlace = async (payload: Payload, place: number, body: Payload): Promise<Payload> => {
    if (encodingOf(payload) === CALLER_ENCODING) return place === 1 ? caller({ fault: 'forged' }) : NOTHING;
    const assertion = place === 1 ? assertionIn(payload) : undefined;
    return assertion === undefined ? payload : read(assertion, body);
  };

  return {
    encode: async (payloads) => payloads,
    decode: (payloads) => Promise.all(payloads.map((payload, i) => inPlace(payload, i, payloads[0] as Payload))),
  };
};

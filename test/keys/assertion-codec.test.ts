import type { Payload } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { CALLER_ENCODING } from '../../domain/caller.js';
import { assertionCodec } from '../../keys/assertion-codec.js';
import { newIssuer, trustedIssuers } from '../../keys/identity.js';
import { NO_REVOCATIONS } from '../../keys/revocations.js';

const codec = assertionCodec({
  namespace: 'here',
  issuers: trustedIssuers(newIssuer().publicKey),
  revocations: NO_REVOCATIONS,
});

const json = { encoding: Buffer.from('json/plain') };
const body: Payload = { metadata: json, data: Buffer.from('{}') };
const readBeside = async (second: Payload): Promise<Payload | undefined> => (await codec.decode([body, second]))[1];

describe('what comes second and is no assertion stays as it is', () => {
  it.each<[string, Payload]>([
    ['no data', { metadata: json }],
    ['a plain list in the place of no bytes', { metadata: json, data: [] as never }],
    ['no bytes', { metadata: json, data: new Uint8Array() }],
    ['another value', { metadata: json, data: Buffer.from('{"note":"said"}') }],
  ])('%s', async (_, second) => {
    expect(await readBeside(second)).toEqual(second);
  });
});

it('what looks like an assertion and cannot be read proves nobody', async () => {
  const read = await readBeside({ metadata: json, data: Buffer.from('{"assertion":"a.b"}') });
  expect(Buffer.from(read?.metadata?.encoding ?? []).toString()).toBe(CALLER_ENCODING);
  expect(JSON.parse(Buffer.from(read?.data ?? []).toString())).toEqual({ fault: 'unreadable' });
});

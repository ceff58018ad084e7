/** What is sent, as bytes: JSON as any SDK writes it, and what none would write. The one place that knows how it is encoded. */
import type { Draw } from '../../client/sample/draw.js';
import { CALLER_ENCODING } from '../../domain/caller.js';

export interface Payload {
  metadata: Record<string, Uint8Array>;
  data: Uint8Array;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const payload = (encoding: string, data: string, more: Record<string, string> = {}): Payload => ({
  metadata: {
    encoding: bytes(encoding),
    ...Object.fromEntries(Object.entries(more).map(([key, text]) => [key, bytes(text)])),
  },
  data: bytes(data),
});

export const asJson = (value: unknown): Payload => payload('json/plain', JSON.stringify(value) ?? '');

/** The server's own limit. */
const TWO_MEGABYTES = 2 * 1_048_576;

/** Forms that no client of ours would write, of a value that may be right. */
const FORMS: readonly [() => Payload[], ...((value: unknown) => Payload[])[]] = [
  () => [],
  (value) => [{ ...asJson(value), metadata: {} }],
  (value) => [payload('', JSON.stringify(value))],
  (value) => [payload('text/morse', JSON.stringify(value))],
  (value) => [payload('binary/plain', JSON.stringify(value))],
  (value) => [payload('binary/null', JSON.stringify(value))],
  (value) => [payload('binary/encrypted', JSON.stringify(value))],
  (value) => [payload('binary/encrypted', JSON.stringify(value), { 'encryption-key-id': 'authority' })],
  (value) => [payload('binary/encrypted', JSON.stringify(value), { 'encryption-key-id': 'EHC-00000000' })],
  (value) => [payload('binary/encrypted', JSON.stringify(value), { 'encryption-key-id': '../master' })],
  (value) => [payload(CALLER_ENCODING, JSON.stringify(value))],
  (value) => [payload('json/plain', JSON.stringify(value).slice(0, -1))],
  (value) => [payload('json/plain', `${JSON.stringify(value)}}`)],
  (value) => [payload('json/plain', `\ufeff${JSON.stringify(value)}`)],
  () => [payload('json/plain', '')],
  () => [payload('json/plain', 'NaN')],
  () => [payload('json/plain', '{"by":{"role":"caseworker","id":"cw-1"},"by":null}')],
  () => [{ metadata: { encoding: bytes('json/plain') }, data: Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0xc3, 0x28) }],
  () => [{ metadata: { encoding: Uint8Array.of(0xff, 0xc3, 0x28) }, data: Uint8Array.of(0, 1, 2) }],
  () => [payload('json/plain', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
  () => [payload('json/plain', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)],
  (value) => [payload('json/protobuf', JSON.stringify(value), { messageType: 'no.such.Message' })],
  () => [payload('binary/protobuf', '\u0008\u0001', { messageType: 'no.such.Message' })],
  (value) => [asJson(value), asJson({ signed: 'nothing' })],
  (value) => [asJson(value), ...Array.from({ length: 50 }, () => asJson('more'))],
  (value) => [asJson(JSON.stringify(value))],
  (value) => [asJson([value])],
  (value) => [asJson({ version: 99, command: value })],
  (value) => [asJson({ ...(value as object), version: 2, schemaVersion: '99.0.0' })],
];

/** Beside what the server itself adds to a message: a little less than its limit reaches a process. */
const NEAR = 400;

const HUGE: readonly [() => Payload, ...(() => Payload)[]] = [
  () => payload('json/plain', JSON.stringify('x'.repeat(TWO_MEGABYTES))),
  () => {
    const fact = { id: 'huge', type: 'recordContact', note: 'x'.repeat(TWO_MEGABYTES - NEAR - 200) };
    return payload('json/plain', JSON.stringify(fact));
  },
  () => payload('json/plain', `[${'1,'.repeat((TWO_MEGABYTES - NEAR) / 2)}1]`),
  () => payload('binary/plain', 'x'.repeat(TWO_MEGABYTES - NEAR)),
];

/** Most as JSON; every eighth in another form. `huge`: how often it is as large as can be. */
export const wire = (value: unknown, draw: Draw, huge = 0): Payload[] => {
  if (draw.chance(huge)) return [draw.of(HUGE)()];
  return draw.chance(0.125) ? draw.of(FORMS)(value) : [asJson(value)];
};

/** How events become bytes and bytes a chain: nothing here touches the database, so that anyone can check the sums. */
import { createHash } from 'node:crypto';
import type { AnyEvent } from '../../domain/events.js';

export { canonicalJson } from '../../domain/canonical-json.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What stands before a stream's first event: an event moved from one stream to another does not fit. */
export const firstHash = (stream: string): string => sha256(stream);

export const nextHash = (previous: string, body: string): string => sha256(`${previous}\n${body}`);

/** How far one stream has come. */
export interface Head {
  stream: string;
  seq: number;
  hash: string;
}

const byBytes = (a: Head, b: Head): number => Buffer.compare(Buffer.from(a.stream), Buffer.from(b.stream));

/** One hash over all heads: SHA-256 of the lines `stream seq hash`, in the order of their bytes (`LC_ALL=C sort`). */
export const digestOf = (heads: readonly Head[]): string =>
  sha256(
    heads
      .toSorted(byBytes)
      .map(({ stream, seq, hash }) => `${stream} ${seq} ${hash}\n`)
      .join(''),
  );

/** Reads an event back. What JSON.parse complains of quotes the text, and the text is about a child: so not that. */
export const eventIn = (stream: string, body: string): AnyEvent => {
  try {
    return JSON.parse(body) as AnyEvent;
  } catch {
    throw new Error(`${stream} holds an event that is not JSON. Run: ehcna ledger verify`);
  }
};

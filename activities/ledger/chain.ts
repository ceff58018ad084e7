/** How events become bytes and bytes a chain: nothing here touches the database, so that anyone can check the sums. */
import { createHash } from 'node:crypto';
import type { AnyEvent } from '../../domain/events.js';

export { canonicalJson } from '../../domain/canonical-json.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What stands before a stream's first event: an event moved from one stream to another does not fit. */
export const firstHash = (stream: string): string => sha256(stream);

export const nextHash = (previous: string, body: string): string => sha256(`${previous}\n${body}`);

/** Reads an event back. What JSON.parse complains of quotes the text, and the text is about a child: so not that. */
export const eventIn = (stream: string, body: string): AnyEvent => {
  try {
    return JSON.parse(body) as AnyEvent;
  } catch {
    throw new Error(`${stream} holds an event that is not JSON. Run: ehcna ledger verify`);
  }
};

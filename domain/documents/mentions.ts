/** Where the ledger names a document by its hash: what came in, and what went out. */
import type { AnyEvent } from '../events.js';
import type { Letter } from '../letters.js';

export interface Mention {
  stream: string;
  seq: number;
  type: string;
  on: string;
  recordedAt: string;
  by: { role: string; id: string };
  documentHash: string;
  /** `evidence/E1`, `advice/A2`, `letter/L3`; undefined where the fact says no name that documents are kept by. */
  name: string | undefined;
  version: number | undefined;
  /** The fact says that the document itself is kept for the case. */
  kept: boolean;
}

/** A letter as it was asked for, with what became of it. */
export interface LetterMention {
  stream: string;
  letterId: string;
  notice: string;
  /** Who it is to, by part and number in the case: no name. */
  to: { role: string; id: string };
  enclosures: Letter['enclosures'];
  sent: { on: string; recordedAt: string; channel: string; documentHash: string; version: number } | null;
}

const HASH = /^[0-9a-f]{64}$/;

const ONE_VERSION = 1;

const nameIn = ({ type, data }: AnyEvent): Pick<Mention, 'name' | 'version' | 'kept'> => {
  const version = typeof data['version'] === 'number' ? data['version'] : undefined;
  switch (type) {
    case 'evidence.added':
      return { name: `evidence/${String(data['evidenceId'])}`, version: ONE_VERSION, kept: data['kept'] === true };
    case 'advice.submitted':
      return { name: `advice/${String(data['adviceId'])}`, version, kept: data['kept'] === true };
    case 'document.attached':
      return { name: `${String(data['kind'])}/${String(data['id'])}`, version, kept: true };
    case 'letter.dispatched':
      return { name: `letter/${String(data['letterId'])}`, version, kept: true };
    default:
      return { name: undefined, version, kept: data['kept'] === true };
  }
};

/** Every fact of a stream that names a document. What was sent elsewhere before it came here names none. */
export const mentionsIn = (stream: string, events: readonly AnyEvent[]): Mention[] =>
  events.flatMap((event) => {
    const { documentHash } = event.data ?? {};
    if (typeof documentHash !== 'string' || !HASH.test(documentHash)) return [];
    const { seq, type, occurredOn: on, recordedAt, by } = event;
    return [{ stream, seq, type, on, recordedAt, by, documentHash, ...nameIn(event) }];
  });

/** Every letter that was asked for in a stream. */
export const lettersIn = (stream: string, events: readonly AnyEvent[]): LetterMention[] => {
  const letters = new Map<string, LetterMention>();
  for (const { type, data, occurredOn, recordedAt } of events) {
    if (type === 'letter.requested') {
      const { id: letterId, notice, to, enclosures } = data['letter'] as Letter;
      letters.set(letterId, { stream, letterId, notice, to: { role: to.role, id: to.id }, enclosures, sent: null });
    }
    const letter = type === 'letter.dispatched' ? letters.get(String(data['letterId'])) : undefined;
    if (letter)
      letter.sent = {
        on: occurredOn,
        recordedAt,
        channel: String(data['channel']),
        documentHash: String(data['documentHash']),
        version: Number(data['version']),
      };
  }
  return [...letters.values()];
};

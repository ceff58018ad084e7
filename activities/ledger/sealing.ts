/**
 * How a fact stands in the ledger: who recorded what kind of thing, and when, in clear; what it says of a child, sealed
 * under the key of that child's case. The chain runs over these bytes, so it holds when the key is gone.
 *
 * The same fact is the same bytes, so that appending it twice is seen to be once.
 */
import { ApplicationFailure } from '@temporalio/common';
import type pg from 'pg';
import type { AnyEvent } from '../../domain/events.js';
import { caseRefOf, isCaseRef } from '../../domain/ids.js';
import type { StreamId } from '../../domain/ids.js';
import { AUTHORITY, isErased } from '../../keys/case-keys.js';
import type { CaseKeys, Erased } from '../../keys/case-keys.js';
import { openAlike, sealAlike } from '../../keys/seal.js';
import { canonicalJson, eventIn } from './chain.js';

/** Says that a case was erased, by whom and why: the one fact of a case that anyone may read. */
export const ERASED = 'case.erased';

type Envelope = Omit<AnyEvent, 'data'>;
interface SealedEvent extends Envelope {
  sealed: { key: string; text: string };
}
type Stored = AnyEvent | SealedEvent;
type Keys = ReadonlyMap<string, Buffer | Erased>;

/** A fact in both ways of writing it; they are one where it is in clear. */
export interface Written {
  body: string;
  /** As it was written before cases had keys: such a row stands as it is. */
  clear: string;
}

export interface Sealing {
  write(stream: StreamId, events: readonly AnyEvent[]): Promise<Written[]>;
  /** Facts of an erased case come back as stubs, with `erasedOn` and no data. */
  read(stream: StreamId, bodies: readonly string[], db?: pg.ClientBase): Promise<AnyEvent[]>;
}

/** Whose key a fact is under. What a panel says of a case is that case's. */
const ownerOf = (stream: StreamId, { data }: AnyEvent): string =>
  caseRefOf(stream) ?? (isCaseRef(data.caseRef) ? data.caseRef : AUTHORITY);

/** Nothing in it may be changed, nor the whole be moved to another stream. */
const purposeOf = (stream: StreamId, envelope: Envelope): string => `event\n${stream}\n${canonicalJson(envelope)}`;

const isSealed = (stored: Stored): stored is SealedEvent => 'sealed' in stored;

const seal = (stream: StreamId, event: AnyEvent, owner: string, key: Buffer): string => {
  const { data, ...envelope } = event;
  const text = sealAlike(key, Buffer.from(canonicalJson(data)), purposeOf(stream, envelope)).toString('base64');
  return canonicalJson({ ...envelope, sealed: { key: owner, text } });
};

const stub = (event: Stored, erasedOn: string): AnyEvent => {
  const { type, seq, occurredOn, recordedAt, by } = event;
  return { type, seq, occurredOn, recordedAt, by, data: {}, erasedOn };
};

const open = (stream: StreamId, { sealed, ...envelope }: SealedEvent, key: Buffer): AnyEvent => {
  let data: Record<string, unknown>;
  try {
    const plain = openAlike(key, Buffer.from(sealed.text, 'base64'), purposeOf(stream, envelope));
    data = JSON.parse(plain.toString()) as Record<string, unknown>;
  } catch {
    throw new Error(
      `${stream}, event ${envelope.seq} does not open with the key of ${sealed.key}. Run: ehcna ledger verify`,
    );
  }
  return { ...envelope, data };
};

const readOne = (stream: StreamId, stored: Stored, keys: Keys): AnyEvent => {
  if (stored.type === ERASED) return stored as AnyEvent;
  const owner = isSealed(stored) ? stored.sealed.key : ownerOf(stream, stored);
  const key = keys.get(owner);
  if (key && isErased(key)) return stub(stored, key.erasedOn);
  if (!isSealed(stored)) return stored;
  if (!key)
    throw new Error(
      `${stream}, event ${stored.seq}: the key of ${owner} is not in case_keys. Restore it from a backup.`,
    );
  return open(stream, stored, key);
};

export const sealingWith = (keys: CaseKeys): Sealing => ({
  write: (stream, events) =>
    Promise.all(
      events.map(async (event) => {
        const owner = ownerOf(stream, event);
        const key = await keys.keyFor(owner);
        if (isErased(key))
          throw ApplicationFailure.nonRetryable(
            `${owner} was erased on ${key.erasedOn}: nothing is recorded about it any more.`,
            'CaseErased',
          );
        return { body: seal(stream, event, owner, key), clear: canonicalJson(event) };
      }),
    ),
  read: async (stream, bodies, db) => {
    const stored = bodies.map((body) => eventIn(stream, body) as Stored);
    const owners = stored.map((one) => (isSealed(one) ? one.sealed.key : ownerOf(stream, one)));
    const found = await keys.findKeys([...new Set(owners)], db);
    return stored.map((one) => readOne(stream, one, found));
  },
});

/** Where no keys are given: facts are written in clear, and sealed ones cannot be read. */
export const inClear: Sealing = {
  write: async (_stream, events) =>
    events.map((event) => {
      const clear = canonicalJson(event);
      return { body: clear, clear };
    }),
  read: async (stream, bodies) =>
    bodies.map((body) => {
      const stored = eventIn(stream, body) as Stored;
      if (isSealed(stored)) throw new Error(`${stream} is encrypted, and no key is given: set EHCNA_KEYS.`);
      return stored;
    }),
};

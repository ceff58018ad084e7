/**
 * Who read what in clear, kept in the ledger under `access/YYYY-MM`. Nothing of a case is given out before an entry says to
 * whom. A page of the UI asks dozens of times: what the same token reads of the same case within the next half minute is
 * answered at once, counted, and told in a second entry when that time is over.
 */
import type { Ledger } from './ledger.js';
import { londonDate } from '../domain/civil-date.js';
import type { Actor } from '../domain/events.js';

export interface AccessBook {
  /** `read`: the case (or `authority`) of each payload, or whatever was read. Settles once the ledger knows of it. */
  note(reader: Actor, read: readonly string[]): Promise<void>;
  /** Writes what has been counted and not told yet. */
  close(): Promise<void>;
}

const SPELL_MS = 30_000;

/** What was read, as the entries are called, and what they count. */
export interface Reading {
  type: string;
  counted: string;
}

/** The codec server's. */
export const PAYLOADS_DECODED: Reading = { type: 'payloads.decoded', counted: 'payloads' };
/** The ingress's: a case, or a list in which it stood, was given to a client. */
export const CASES_READ: Reading = { type: 'cases.read', counted: 'cases' };
/** The ingress's: a client asked for a case that it may not see. */
export const ACCESS_REFUSED: Reading = { type: 'access.refused', counted: 'cases' };

/** One reader at one case. */
interface Spell {
  reader: Actor;
  owner: string;
  since: string;
  further: number;
  begun: Promise<void>;
  timer: NodeJS.Timeout;
}

const nameOf = ({ role, id }: Actor, owner: string): string => `${role}:${id} ${owner}`;

const counted = (read: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const owner of read) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
};

export const accessBook = (ledger: Ledger, reading: Reading, spellMs: number = SPELL_MS): AccessBook => {
  const spells = new Map<string, Spell>();
  /** Entries that are being written because a time was over. */
  const ending = new Set<Promise<void>>();

  const write = async (by: Actor, counts: object, furtherSince?: string): Promise<void> => {
    const now = new Date();
    const today = londonDate(now.getTime());
    await ledger.note(`access/${today.slice(0, 7)}`, {
      type: reading.type,
      data: { [reading.counted]: counts, ...(furtherSince ? { furtherSince } : {}) },
      occurredOn: today,
      recordedAt: now.toISOString(),
      by,
    });
  };

  const end = async (name: string): Promise<void> => {
    const spell = spells.get(name);
    if (!spell) return;
    spells.delete(name);
    clearTimeout(spell.timer);
    if (spell.further > 0) await write(spell.reader, { [spell.owner]: spell.further }, spell.since);
  };

  /** A database that is away at that moment leaves the reading on the ledger and its count untold. */
  const endByItself = (name: string): void => {
    const done: Promise<void> = end(name)
      .catch(() => undefined)
      .finally(() => ending.delete(done));
    ending.add(done);
  };

  /** An entry that could not be written begins nothing: the next request tries again. */
  const begin = (reader: Actor, fresh: ReadonlyMap<string, number>): Promise<void> => {
    const begun = write(reader, Object.fromEntries(fresh));
    const since = new Date().toISOString();
    for (const owner of fresh.keys()) {
      const timer = setTimeout(() => endByItself(nameOf(reader, owner)), spellMs).unref();
      spells.set(nameOf(reader, owner), { reader, owner, since, further: 0, begun, timer });
    }
    begun.catch(() => {
      for (const owner of fresh.keys()) {
        clearTimeout(spells.get(nameOf(reader, owner))?.timer);
        spells.delete(nameOf(reader, owner));
      }
    });
    return begun;
  };

  return {
    note: async (reader, read) => {
      const fresh = new Map<string, number>();
      const begun: Promise<void>[] = [];
      for (const [owner, n] of counted(read)) {
        const spell = spells.get(nameOf(reader, owner));
        if (!spell) fresh.set(owner, n);
        else {
          spell.further += n;
          begun.push(spell.begun);
        }
      }
      if (fresh.size > 0) begun.push(begin(reader, fresh));
      await Promise.all(begun);
    },
    close: async () => {
      for (const name of spells.keys()) await end(name);
      await Promise.all(ending);
    },
  };
};

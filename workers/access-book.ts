/**
 * Who read what in clear, kept in the ledger under `access/YYYY-MM`. Nothing of a case is given out before an entry says to
 * whom. A page of the UI asks dozens of times: what the same token reads of the same case within the next half minute is
 * answered at once, counted, and told in a second entry when that time is over.
 */
import type { Ledger } from '../activities/ledger.js';
import { londonDate } from '../domain/civil-date.js';

export interface AccessBook {
  /** `read`: the case (or `authority`) of each payload. Settles once the ledger knows of it. */
  note(holder: string, read: readonly string[]): Promise<void>;
  /** Writes what has been counted and not told yet. */
  close(): Promise<void>;
}

const SPELL_MS = 30_000;

/** One reader at one case. */
interface Spell {
  since: string;
  further: number;
  begun: Promise<void>;
  timer: NodeJS.Timeout;
}

const counted = (read: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const owner of read) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
};

export const accessBook = (ledger: Ledger, spellMs: number = SPELL_MS): AccessBook => {
  const spells = new Map<string, Spell>();
  /** Entries that are being written because a time was over. */
  const ending = new Set<Promise<void>>();

  const write = async (holder: string, data: Record<string, unknown>): Promise<void> => {
    const now = new Date();
    const today = londonDate(now.getTime());
    await ledger.note(`access/${today.slice(0, 7)}`, {
      type: 'payloads.decoded',
      data,
      occurredOn: today,
      recordedAt: now.toISOString(),
      by: { role: 'manager', id: holder },
    });
  };

  const end = async (holder: string, owner: string): Promise<void> => {
    const name = `${holder} ${owner}`;
    const spell = spells.get(name);
    if (!spell) return;
    spells.delete(name);
    clearTimeout(spell.timer);
    if (spell.further > 0) await write(holder, { payloads: { [owner]: spell.further }, furtherSince: spell.since });
  };

  /** A database that is away at that moment leaves the reading on the ledger and its count untold. */
  const endByItself = (holder: string, owner: string): void => {
    const done: Promise<void> = end(holder, owner)
      .catch(() => undefined)
      .finally(() => ending.delete(done));
    ending.add(done);
  };

  /** An entry that could not be written begins nothing: the next request tries again. */
  const begin = (holder: string, fresh: ReadonlyMap<string, number>): Promise<void> => {
    const begun = write(holder, { payloads: Object.fromEntries(fresh) });
    const since = new Date().toISOString();
    for (const owner of fresh.keys()) {
      const timer = setTimeout(() => endByItself(holder, owner), spellMs).unref();
      spells.set(`${holder} ${owner}`, { since, further: 0, begun, timer });
    }
    begun.catch(() => {
      for (const owner of fresh.keys()) {
        clearTimeout(spells.get(`${holder} ${owner}`)?.timer);
        spells.delete(`${holder} ${owner}`);
      }
    });
    return begun;
  };

  return {
    note: async (holder, read) => {
      const fresh = new Map<string, number>();
      const begun: Promise<void>[] = [];
      for (const [owner, n] of counted(read)) {
        const spell = spells.get(`${holder} ${owner}`);
        if (!spell) fresh.set(owner, n);
        else {
          spell.further += n;
          begun.push(spell.begun);
        }
      }
      if (fresh.size > 0) begun.push(begin(holder, fresh));
      await Promise.all(begun);
    },
    close: async () => {
      for (const name of spells.keys()) {
        const [holder = '', owner = ''] = name.split(' ');
        await end(holder, owner);
      }
      await Promise.all(ending);
    },
  };
};

/**
 * Who read what in clear, kept in the ledger under `access/YYYY-MM`. A page of the UI asks dozens of times within a second:
 * requests that come while one entry is being written are told together in the next, half a second later at the soonest. Every
 * one waits for the entry that tells of it, so nothing is read that is not on the ledger.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from '../activities/ledger.js';
import { londonDate } from '../domain/civil-date.js';

export interface AccessBook {
  /** `read`: the case (or `authority`) of each payload. Settles once it is on the ledger. */
  note(holder: string, read: readonly string[]): Promise<void>;
}

const GAP_MS = 500;

interface Entry {
  /** Payloads by case. */
  counts: Map<string, number>;
  requests: number;
  written: Promise<void>;
}

export const accessBook = (ledger: Ledger, gapMs: number = GAP_MS): AccessBook => {
  /** What is still open to be added to, a holder. */
  const open = new Map<string, Entry>();
  const last = new Map<string, Promise<unknown>>();

  const write = async (holder: string, entry: Entry): Promise<void> => {
    open.delete(holder);
    const now = new Date();
    const today = londonDate(now.getTime());
    await ledger.note(`access/${today.slice(0, 7)}`, {
      type: 'payloads.decoded',
      data: { requests: entry.requests, payloads: Object.fromEntries(entry.counts) },
      occurredOn: today,
      recordedAt: now.toISOString(),
      by: { role: 'manager', id: holder },
    });
  };

  const begin = (holder: string): Entry => {
    const before = last.get(holder) ?? Promise.resolve();
    const entry: Entry = { counts: new Map(), requests: 0, written: Promise.resolve() };
    entry.written = before.then(() => write(holder, entry));
    last.set(
      holder,
      entry.written.then(
        () => pause(gapMs),
        () => undefined,
      ),
    );
    open.set(holder, entry);
    return entry;
  };

  return {
    note: (holder, read) => {
      const entry = open.get(holder) ?? begin(holder);
      entry.requests += 1;
      for (const owner of read) entry.counts.set(owner, (entry.counts.get(owner) ?? 0) + 1);
      return entry.written;
    },
  };
};

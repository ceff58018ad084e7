/**
 * Do the statutory clocks strike, each once its day has passed and none before? Reads the ledger's facts and what each
 * process's own clock says in Temporal, and reckons days by itself.
 */
import { byStream, factsOf } from '../auditor.js';
import type { Fact, LedgerRow } from '../auditor.js';

interface Clock {
  due: string | null;
  breachable: boolean;
  open: boolean;
}

const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
const londonDay = (at: number | string): string => LONDON.format(new Date(at));

export interface Struck {
  /** Clocks that struck by themselves, as `stream key`, and when. */
  struck: { clock: string; at: string }[];
  faults: string[];
}

/** What the passing of its day does to a clock: a duty is missed, a period that protects somebody is over. */
const strikes = ({ type, by }: Fact, clock: Clock): boolean =>
  type === 'clock.missed' || (type === 'clock.settled' && !clock.breachable && by.role === 'system');

class Clocks {
  private readonly clocks = new Map<string, Clock>();
  readonly result: Struck = { struck: [], faults: [] };

  constructor(private readonly stream: string) {}

  take(fact: Fact): void {
    const { key, due, breachable } = fact.data as { key: string; due: string | null; breachable: boolean };
    if (fact.type === 'clock.started') this.clocks.set(key, { due, breachable, open: true });
    const clock = this.clocks.get(key);
    if (!clock || !fact.type.startsWith('clock.')) return;
    if (fact.type === 'clock.recalculated') clock.due = due;
    else if (fact.type !== 'clock.started') this.close(key, clock, fact);
  }

  private close(key: string, clock: Clock, fact: Fact): void {
    if (strikes(fact, clock)) {
      this.result.struck.push({ clock: `${this.stream} ${key}`, at: fact.recordedAt });
      if (clock.due === null || londonDay(fact.recordedAt) <= clock.due)
        this.result.faults.push(`early: ${this.stream}: ${key}, due ${clock.due}, struck at ${fact.recordedAt}`);
    }
    clock.open = false;
  }

  /** For a case that goes on, whose own clock reads `now`. */
  lookFor(now: number): void {
    const today = londonDay(now);
    for (const [key, { due, open }] of this.clocks)
      if (open && due !== null && due < today)
        this.result.faults.push(`unfired: ${this.stream}: ${key}, due ${due}, has not struck by ${today}`);
  }
}

/** `now`: what the clock of each process that runs reads, by workflow ID. */
export const clocksIn = (rows: readonly LedgerRow[], now: ReadonlyMap<string, number>): Struck => {
  const all = [...byStream(rows)].map(([stream, own]) => {
    const clocks = new Clocks(stream);
    for (const fact of factsOf(own)) clocks.take(fact);
    const reads = now.get(stream);
    if (reads !== undefined) clocks.lookFor(reads);
    return clocks.result;
  });
  return { struck: all.flatMap((one) => one.struck), faults: all.flatMap((one) => one.faults) };
};

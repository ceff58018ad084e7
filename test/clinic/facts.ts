/** What is read off the facts of one stream, and the tally that numbers are counted into. */
import type { AnyEvent } from '../../domain/events.js';

export interface StreamOfFacts {
  stream: string;
  events: readonly AnyEvent[];
}

/** Numbers by the id of their figure; medians and the like too. What is not in it is none. */
export class Tally {
  readonly numbers = new Map<string, number>();
  private readonly values = new Map<string, number[]>();

  one(id: string, ...keys: string[]): void {
    const name = [id, keys.join('/')].filter((x) => x !== '').join(':');
    this.numbers.set(name, (this.numbers.get(name) ?? 0) + 1);
  }

  /** The whole, and so counted by each of these keys more. */
  each(id: string, ...keys: string[]): void {
    for (let i = 0; i <= keys.length; i += 1) this.one(id, ...keys.slice(0, i));
  }

  value(id: string, value: number, ...keys: string[]): void {
    const name = [id, keys.join('/')].filter((x) => x !== '').join(':');
    this.values.set(name, [...(this.values.get(name) ?? []), value]);
  }

  worked(): Map<string, number> {
    for (const [name, list] of this.values) {
      const sorted = list.sort((a, b) => a - b);
      const [low, high] = [
        sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
        sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0,
      ];
      if (name.includes('longest')) this.numbers.set(name, sorted.at(-1) ?? 0);
      else if (name.includes('chasers'))
        this.numbers.set(
          name,
          sorted.reduce((a, b) => a + b, 0),
        );
      else this.numbers.set(name, (low + high) / 2);
    }
    return this.numbers;
  }
}

export interface Clock {
  rule: string;
  triggered: string;
  due: string | null;
  done: string | null;
  ground: string | null;
  cause: string | null;
  voidOn: string | null;
}

export type Data = Record<string, any>;

/** The clocks of a stream, by key. */
export const clocksOf = (events: readonly AnyEvent[]): Map<string, Clock> => {
  const clocks = new Map<string, Clock>();
  for (const { type, data, occurredOn } of events) {
    const d = data as Data;
    if (type === 'clock.started')
      clocks.set(d.key, {
        rule: d.ruleId,
        triggered: d.triggeredOn,
        due: d.due,
        done: null,
        ground: null,
        cause: null,
        voidOn: null,
      });
    const clock = clocks.get(d.key);
    if (!clock) continue;
    if (type === 'clock.settled') clock.done = d.on;
    if (type === 'clock.missed') clock.cause = d.cause;
    if (type === 'clock.voided') clock.voidOn = occurredOn;
    if (type === 'exception.recorded') clock.ground = d.ground;
    if (type === 'clock.recalculated') Object.assign(clock, { due: d.due, triggered: d.triggeredOn });
    if (type === 'clock.settled' && clock.due !== null && d.on <= clock.due) clock.cause = null;
  }
  return clocks;
};

export const firstOn = (events: readonly AnyEvent[], ...types: string[]): string | null =>
  events.find((e) => types.includes(e.type))?.occurredOn ?? null;

/** Whose it is now: the last that was assigned, or with whom it began; and where the child is. */
export const whoseOf = (events: readonly AnyEvent[]): { caseworker: string | null; locality: string | null } => {
  const begun = events[0]?.data as Data;
  const assigned = events.findLast((e) => e.type === 'caseworker.assigned')?.data as Data | undefined;
  return {
    caseworker: assigned?.caseworker ?? begun.caseworker?.id ?? null,
    locality: begun.child?.locality ?? null,
  };
};

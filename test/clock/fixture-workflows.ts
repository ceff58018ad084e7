/** A diary: it wakes at regular days, writes down when, and does on each wake what the test asks of it. */
import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { DiaryActivities } from './fixture.js';

export interface Entry {
  what: string;
  /** Epoch milliseconds of the workflow's clock. */
  at: number;
}

export interface DiaryInput {
  everyDays: number;
  times: number;
  /** Workflow that is told of every wake by a signal. */
  tells?: string;
  /** Workflow that an activity starts on the first wake. */
  opens?: string;
  /** Times an activity fails on each wake before it succeeds, with an hour between. */
  fails?: number;
  continuesAsNew?: boolean;
  /** Throws on its first wake, as faulty code would. */
  faulty?: boolean;
  /** Stays open after the last wake. */
  stays?: boolean;
  entries?: Entry[];
}

export interface Noted {
  validated: number;
  handled: number;
}

const DAY = 86_400_000;

export const entriesQuery = defineQuery<Entry[]>('entries');
export const nextWakeQuery = defineQuery<{ at: number | null }>('nextWake');
export const letterSignal = defineSignal<[string]>('letter');
export const noteUpdate = defineUpdate<Noted, [string]>('note');

const activities = proxyActivities<DiaryActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 hour', backoffCoefficient: 1 },
});

export async function diary(input: DiaryInput): Promise<Entry[]> {
  const entries = input.entries ?? [];
  let wake: number | null = null;
  let validated = 0;
  const write = (what: string) => entries.push({ what, at: Date.now() });

  setHandler(entriesQuery, () => entries);
  setHandler(nextWakeQuery, () => ({ at: wake }));
  setHandler(letterSignal, (from) => void write(`letter from ${from}`));
  setHandler(
    noteUpdate,
    (what: string) => {
      write(what);
      return { validated, handled: Date.now() };
    },
    {
      validator: (_what: string) => {
        validated = Date.now();
      },
    },
  );

  write('begins');
  for (let left = input.times; left > 0; left--) {
    wake = Date.now() + input.everyDays * DAY;
    await condition(() => false, wake - Date.now());
    if (input.faulty) throw new TypeError('a fault in the workflow');
    write('wakes');
    if (input.tells) await activities.tell(input.tells);
    if (input.opens && left === input.times) await activities.open(input.opens, input.fails ?? 0);
    if (input.fails) write(`activity at attempt ${await activities.failFirst(input.fails)}`);
    wake = null;
    if (input.continuesAsNew && left > 1) {
      await continueAsNew<typeof diary>({ ...input, times: left - 1, entries });
    }
  }
  if (input.stays) await condition(() => false);
  return entries;
}

/** Answers no `nextWake`. */
export async function silent(days: number): Promise<number> {
  await condition(() => false, days * DAY);
  return Date.now();
}

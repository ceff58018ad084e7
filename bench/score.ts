/**
 * A case as a score: what came in from outside, in order, and when. Played to the case itself and to its skeleton alike, one
 * message at a time, so that the two differ in nothing but what they do about it.
 */
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { jump, look, pause } from '../client/clock/execution.js';
import type { HistoryEvent } from './counts.js';

export interface Message {
  kind: 'update' | 'signal';
  atMs: number;
  name: string;
  args: unknown[];
}

export type Note =
  | { kind: 'start'; atMs: number; args: unknown[] }
  | Message
  | { kind: 'wake'; atMs: number };

type Payloads = { payloads?: Parameters<typeof defaultPayloadConverter.fromPayload>[0][] | null } | null | undefined;

const read = (input: Payloads): unknown[] =>
  (input?.payloads ?? []).map((payload) => defaultPayloadConverter.fromPayload(payload));

const noteOf = (e: HistoryEvent, atMs: number): Note | undefined => {
  const started = e.workflowExecutionStartedEventAttributes;
  if (started) return { kind: 'start', atMs, args: read(started.input) };
  const signal = e.workflowExecutionSignaledEventAttributes;
  if (signal) return { kind: 'signal', atMs, name: signal.signalName ?? '', args: read(signal.input) };
  const update = e.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (update) return { kind: 'update', atMs, name: update.name ?? '', args: read(update.args) };
  return e.timerFiredEventAttributes ? { kind: 'wake', atMs } : undefined;
};

export const scoreOf = (events: readonly HistoryEvent[]): Note[] => {
  const begin = optionalTsToMs(events[0]?.eventTime) ?? 0;
  return events.flatMap((e) => noteOf(e, (optionalTsToMs(e.eventTime) ?? begin) - begin) ?? []);
};

/** Up to its opening: what is played to a case that is to stay open. */
export const openingOf = (score: readonly Note[]): Note[] => {
  const later = score.findIndex((note) => note.atMs > 3_600_000);
  return score.slice(0, later < 0 ? undefined : later);
};

/** A wake is met on the way; it is asked for a little late, since a skip stops at what is due. */
const LATE_MS = 600_000;
/** Nearer than this is the pace of the recording, not a day that passes. */
const SAME_TIME_MS = 60_000;

const idle = async (client: Client, workflowId: string): Promise<string> => {
  for (;;) {
    const { busy, mark } = await look(client, workflowId);
    if (busy === null) return mark;
    await pause(5);
  }
};

export interface Instrument {
  workflowId: string;
  start(client: Client, note: Note & { kind: 'start' }): Promise<unknown>;
  update(client: Client, note: Message): Promise<unknown>;
  signal(client: Client, note: Message): Promise<unknown>;
}

/** Plays every note, each once the one before has been dealt with. */
export const play = async (client: Client, score: readonly Note[], on: Instrument): Promise<void> => {
  let beginning = 0;
  let movedTo = 0;
  for (const note of score) {
    if (note.kind === 'start') {
      await on.start(client, note);
      beginning = Date.now();
      await idle(client, on.workflowId);
      continue;
    }
    const before = await idle(client, on.workflowId);
    if (note.kind === 'wake') {
      await jump(client, on.workflowId, beginning + note.atMs + LATE_MS);
      movedTo = note.atMs;
      while ((await look(client, on.workflowId)).mark === before) await pause(5);
    } else {
      if (note.atMs - movedTo > SAME_TIME_MS) {
        await jump(client, on.workflowId, beginning + note.atMs);
        movedTo = note.atMs;
      }
      await (note.kind === 'update' ? on.update(client, note) : on.signal(client, note));
    }
    await idle(client, on.workflowId);
  }
};

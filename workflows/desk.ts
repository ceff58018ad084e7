/**
 * The shared wiring of a process that lives by its facts: commits events, writes them to the ledger before anything else
 * follows from them, and sleeps until the next date or message. What the facts mean is the domain's.
 */
import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  defineSignal,
  log,
  makeContinueAsNewFunc,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import { callerOf, COMMAND_LIFETIME_MS, FACT_LIFETIME_MS, hear, isAboutCaller, isNobody } from '../domain/caller.js';
import type { Caller, Heard } from '../domain/caller.js';
import { londonDate, startOfLondonDay } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import { refuse } from '../domain/events.js';
import type { AnyEvent, Refusal, Role } from '../domain/events.js';
import { appendEvents } from './activities.js';

export const today = (): CivilDate => londonDate(Date.now());

/** What somebody sent, as fields to look at; none where it is no object, were it a megabyte of bytes. */
export const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
    ? (value as Record<string, unknown>)
    : {};

const askedOfUs = (call: string, presented: unknown, longestMs: number, receivedAt?: number): Caller | Refusal =>
  callerOf(presented, {
    workflowId: workflowInfo().workflowId,
    call,
    now: Date.now(),
    longestMs,
    ...(receivedAt === undefined ? {} : { receivedAt }),
  });

/** A command by whoever proved to give it. Its caller waits for the answer. */
export const heardAsUpdate = (type: string, given: unknown, presented: unknown): Heard =>
  hear(askedOfUs(`update:${type}`, presented, COMMAND_LIFETIME_MS), asFields(given));

/** Who sent a fact, which may have waited for a worker. */
export const senderOf = (signal: string, presented: unknown): Caller | Refusal =>
  askedOfUs(`signal:${signal}`, presented, FACT_LIFETIME_MS);

/** Who may start a process from its past: our own processes, and whoever restores after a loss or takes over a caseload. */
export const MAY_RESTORE: readonly Role[] = ['manager', 'system'];

/**
 * Who started this process. Its first task may be long after the server was asked; the server says when that was. What one
 * of our processes starts may be signed long before the server is there to be asked.
 */
export const starterOf = (presented: unknown): Caller => {
  const { workflowType, startTime, continuedFromExecutionRunId } = workflowInfo();
  const receivedAt = continuedFromExecutionRunId === undefined ? startTime.getTime() : undefined;
  const starter = askedOfUs(`start:${workflowType}`, presented, FACT_LIFETIME_MS, receivedAt);
  if (isNobody(starter)) throw refusalFailure(starter);
  return starter;
};

/**
 * A run that the one before it began, and nobody called: the server says so. A start that is repeated by a retry policy or
 * a cron schedule looks alike and is somebody's.
 */
export const isNewRun = (): boolean => {
  const { continuedFromExecutionRunId, attempt, cronSchedule } = workflowInfo();
  return continuedFromExecutionRunId !== undefined && attempt === 1 && cronSchedule === undefined;
};

/** The instant of now as it is written to the ledger. */
export const recordedAt = (): string => new Date(Date.now()).toISOString();

/**
 * How a refusal travels to a caller: final, with its code as the failure's type and the rule in its details. One of who
 * called has none, and is not encrypted (failure-converter.cjs).
 */
export const refusalFailure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({
    nonRetryable: true,
    type: `Refused:${refusal.code}`,
    message: refusal.rule ? `${refusal.reason} (${refusal.rule})` : refusal.reason,
    ...(isAboutCaller(refusal) ? {} : { details: [refusal] }),
  });

type Append = (stream: string, batch: AnyEvent[]) => Promise<void>;

/**
 * A ledger that refuses for good (a row was tampered with, a second process wrote to the stream) needs a person; the case
 * keeps what it has and asks again, rather than fail and be gone.
 */
const untilWritten = async (stream: string, batch: AnyEvent[]): Promise<void> => {
  for (;;) {
    try {
      await appendEvents(stream, batch);
      return;
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      log.error('The ledger refuses the events of a stream; run `ehcna ledger verify`', {
        stream,
        why: error.cause?.message,
      });
      await sleep('10 minutes', { summary: 'The ledger refused: asking again' });
    }
  }
};

/**
 * What a process starts with may be malformed, or the place another's. Nothing has followed from it yet, so the start is
 * refused, in words, rather than kept waiting.
 */
const orRefused =
  (append: Append): Append =>
  async (stream, batch) => {
    try {
      await append(stream, batch);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      const why = error.cause?.message ?? 'it gave no reason';
      throw refusalFailure(refuse('not-to-be-kept', `The ledger does not take this start: ${why.slice(0, 1_000)}`));
    }
  };

/** Events committed and not yet in the ledger, and whatever else waits to be done. */
export class Desk {
  private unwritten: AnyEvent[] = [];
  private writtenSeq = 0;
  private stirred = true;
  private nudged = false;

  constructor(private readonly stream: string) {}

  /** What the ledger holds already ends at that place. */
  openAt(seq: number): void {
    this.writtenSeq = seq;
  }

  /** Hands over events for the ledger. */
  put(events: readonly object[]): void {
    this.unwritten.push(...(events as AnyEvent[]));
    this.stirred = true;
  }

  /** Wakes the process, though there is nothing to write. */
  nudge(): void {
    this.nudged = true;
  }

  get hasUnwritten(): boolean {
    return this.unwritten.length > 0;
  }

  /** Writes all that is unwritten, in one batch, and says what it was. Idempotent at the ledger. */
  write(): Promise<AnyEvent[]> {
    return this.writeBy(untilWritten);
  }

  /** Writes what a process starts with; throws a refusal where the ledger does not take it. */
  writeFirst(append: Append = appendEvents): Promise<AnyEvent[]> {
    return this.writeBy(orRefused(append));
  }

  private async writeBy(append: Append): Promise<AnyEvent[]> {
    const batch = [...this.unwritten];
    if (batch.length === 0) return [];
    await append(this.stream, batch);
    this.unwritten = this.unwritten.slice(batch.length);
    this.writtenSeq = batch.at(-1)?.seq ?? this.writtenSeq;
    return batch;
  }

  /** Resolves when the event with that place is in the ledger, so that a caller can read what it wrote. */
  async written(seq: number): Promise<void> {
    await condition(() => this.writtenSeq >= seq);
  }

  /**
   * Before a run ends: whoever was let in waits for the ledger, so it is written until everybody has gone and nothing that
   * was started is under way.
   */
  async windUp(followThrough: () => Promise<void>, isIdle: () => boolean = () => true): Promise<void> {
    const over = () => allHandlersFinished() && isIdle();
    for (;;) {
      await followThrough();
      if (over() && !this.hasUnwritten) return;
      await condition(() => over() || this.hasUnwritten);
    }
  }

  /** Sleeps until the start of a London day, or until something is put on the desk. */
  async sleep(until: CivilDate | null, summary: string): Promise<void> {
    this.stirred = this.hasUnwritten;
    // A nudge that came while it was at work still counts.
    const awake = () => this.stirred || this.nudged;
    if (until === null) await condition(awake);
    else await condition(awake, Math.max(1, startOfLondonDay(until) - Date.now()), { summary });
    this.nudged = false;
  }
}

/**
 * Time to begin a new run: history has grown, or a newer release of the code is the current one. Temporal tells of the
 * latter only with a task, so a case that sleeps hears of it by a nudge.
 */
export const shouldContinueAsNew = (): boolean =>
  workflowInfo().continueAsNewSuggested || workflowInfo().targetWorkerDeploymentVersionChanged;

/** Begins the new run, on the release that is current then. A process that is on no release begins it where it is. */
export const beginNewRun = (input: object): Promise<never> =>
  makeContinueAsNewFunc<(input: object) => Promise<unknown>>(
    workflowInfo().targetWorkerDeploymentVersionChanged ? { initialVersioningBehavior: 'AUTO_UPGRADE' } : {},
  )(input);

const nudgeSignal = defineSignal('nudge');

/** Wakes the process, so that it looks whether it should begin a new run. Says nothing and changes nothing. */
export const onNudge = (wake: () => void): void =>
  setHandler(nudgeSignal, wake, {
    description: 'Wakes the process, so that it moves to a release of the code that has come since; changes nothing',
  });

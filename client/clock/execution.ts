/**
 * One execution's own clock on the server: what it reads, whether the execution is busy, and how to move it forward.
 *
 * The engine keeps for each execution the time it has skipped so far; its clock is the wall clock plus that. We move it
 * by jumps of which each is allowed one skip: it takes the execution to the instant asked for or to the first thing due
 * before it, in the very transaction that asks, and then skipping is off again. So it is never on while the execution
 * works, between jumps the clock runs at the pace of the wall, and nothing is skipped that nobody asked for.
 *
 * A fast-forward over several skips would do with fewer calls, but Server 1.32.0 gets its end wrong: where a workflow
 * task completes just after the target, before the server has noted that it is reached, the execution is taken on to
 * its next timer, months too far.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';
import { msNumberToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
import type { temporal } from '@temporalio/proto';

type Description = temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse;
type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;

/** gRPC status codes, which the client passes on as numbers. */
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;
const UNIMPLEMENTED = 12;

/** `WorkflowExecutionStatus`. */
const RUNNING = 1;

/** `PendingActivityState`: queued, or waiting to be tried again. */
const SCHEDULED = 1;

/** `WorkflowTaskFailedCause`: the code threw, or did not repeat what it did before. */
const CODE_FAULTS = [14, 24];

/** Less than this is waited for: while a skip is asked for, time must not pass its target. */
const SHORT_MS = 1_000;

/** A jump that ends this much past its target is not a slow machine. */
const OVERSHOT_MS = 60_000;

export interface Look {
  open: boolean;
  /** What the execution's clock reads, epoch milliseconds; for a closed one, when it closed. */
  now: number;
  /** What it is doing, in words; null when it waits for nothing but time or a message. */
  busy: string | null;
  /** Attempt of the pending workflow task; 0 where there is none. */
  taskAttempt: number;
  /** When a failed activity is tried again, where that is all it waits for. */
  retryAt: number | null;
  /** Changes with everything that happens to the execution. */
  mark: string;
  /** The mark that a skip over idle time leaves behind, where nothing else happens. */
  markAfterSkip: string;
  /** When this was read, by the wall. */
  lookedAt: number;
}

/** The high-level client wraps the server's answer in an error of its own; the raw service throws it as it is. */
const hasCode =
  (code: number) =>
  (e: unknown): boolean =>
    (isGrpcServiceError(e) && Number(e.code) === code) ||
    (e instanceof Error && isGrpcServiceError(e.cause) && Number(e.cause.code) === code);

export const isNotFound = hasCode(NOT_FOUND);
export const isPrecondition = hasCode(FAILED_PRECONDITION);
export const isUnimplemented = hasCode(UNIMPLEMENTED);

const nextAttempt = (a: PendingActivity): number | undefined =>
  optionalTsToMs(a.nextAttemptScheduleTime) ?? optionalTsToMs(a.scheduledTime);

const waitsToRetry = (a: PendingActivity, now: number): boolean =>
  Number(a.state) === SCHEDULED && (a.attempt ?? 1) > 1 && (nextAttempt(a) ?? 0) > now;

const doing = (d: Description, working: PendingActivity[]): string | null => {
  if (d.pendingWorkflowTask) return `workflow task (attempt ${d.pendingWorkflowTask.attempt ?? 1})`;
  if (working.length > 0) return `activity ${working.map((a) => a.activityType?.name).join(', ')}`;
  // The engine never skips while one of these is open: a story with such a workflow needs that to end first.
  if (d.pendingChildren?.length) return `child workflow ${d.pendingChildren.map((c) => c.workflowId).join(', ')}`;
  if (d.pendingNexusOperations?.length) return 'Nexus operation';
  return null;
};

/** History is told of a skip twice: that it was asked for, and that it was done. */
const EVENTS_OF_A_SKIP = 2;

const read = (d: Description): Look => {
  const info = d.workflowExecutionInfo;
  const open = Number(info?.status) === RUNNING;
  const [runId, length] = [info?.execution?.runId, Number(info?.historyLength)];
  const marks = {
    mark: `${runId}/${length}`,
    markAfterSkip: `${runId}/${length + EVENTS_OF_A_SKIP}`,
    lookedAt: Date.now(),
  };
  // An execution that has never skipped has no clock of its own.
  const own = optionalTsToMs(d.workflowExtendedInfo?.timeSkippingInfo?.currentTime);
  if (!open) {
    return { open, now: optionalTsToMs(info?.closeTime) ?? 0, busy: null, taskAttempt: 0, retryAt: null, ...marks };
  }
  const now = own ?? Date.now();
  const activities = d.pendingActivities ?? [];
  const retrying = activities.filter((a) => waitsToRetry(a, now));
  const working = activities.filter((a) => !retrying.includes(a));
  return {
    open,
    now,
    busy: doing(d, working),
    taskAttempt: d.pendingWorkflowTask?.attempt ?? 0,
    retryAt: retrying.length > 0 ? Math.min(...retrying.map((a) => nextAttempt(a) ?? Infinity)) : null,
    ...marks,
  };
};

/** Reads the latest run of the workflow ID. */
export const look = async (client: Client, workflowId: string): Promise<Look> =>
  read(
    await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    }),
  );

/** Skips once: over `ms`, or to the first thing due before that. */
export const oneSkip = (ms: number): temporal.api.common.v1.ITimeSkippingConfig => ({
  enabled: true,
  maxSessionSkipCount: 1,
  fastForwardConfig: { id: randomUUID(), duration: msNumberToTs(ms) },
});

export interface Jumped {
  /** Whether it is at the instant, or past it. */
  there: boolean;
  /** How it is now. */
  after: Look;
  /** Whether the skip is all that has happened to it. */
  onlySkipped: boolean;
}

/**
 * Takes one execution, as it was seen a moment ago, to `instant` or to the first thing due before it. One that has ended is
 * everywhere.
 */
export const jumpFrom = async (before: Look, client: Client, workflowId: string, instant: number): Promise<Jumped> => {
  const startedAt = Date.now();
  const now = before.now + startedAt - before.lookedAt;
  if (!before.open || now >= instant) return { there: true, after: before, onlySkipped: false };
  await skip(client, workflowId, Math.ceil(instant - now));
  const after = await look(client, workflowId);
  if (after.open && after.now - instant > Date.now() - startedAt + OVERSHOT_MS) {
    throw new Error(
      `The server took ${workflowId} too far: to ${iso(after.now)} instead of ${iso(instant)}. The story is spoilt; run it again.`,
    );
  }
  const onlySkipped = after.open && after.busy === null && after.mark === before.markAfterSkip;
  return { there: !after.open || after.now >= instant, after, onlySkipped };
};

/** The same for one that was not looked at yet; says whether it is there. */
export const jump = async (client: Client, workflowId: string, instant: number): Promise<boolean> =>
  (await jumpFrom(await look(client, workflowId), client, workflowId, instant)).there;

const skip = async (client: Client, workflowId: string, ms: number): Promise<void> => {
  if (ms < SHORT_MS) return pause(ms);
  try {
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace: client.options.namespace,
      workflowExecution: { workflowId },
      workflowExecutionOptions: { timeSkippingConfig: oneSkip(ms) },
      updateMask: { paths: ['time_skipping_config'] },
    });
  } catch (e) {
    // It may have ended between the look and the skip; the next look tells.
    if (!isNotFound(e)) throw e;
  }
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const iso = (ms: number): string => new Date(ms).toISOString();

/** What the workflow's code said if it made the last workflow task fail; null where it was something else. */
export const taskFault = async (client: Client, workflowId: string): Promise<string | null> => {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId },
    maximumPageSize: 10,
  });
  const [failed] = history?.events?.flatMap((e) => e.workflowTaskFailedEventAttributes ?? []) ?? [];
  if (!failed || !CODE_FAULTS.includes(Number(failed.cause))) return null;
  return wordsOf(client, failed.failure);
};

/** What a failure says, opened with the keys that the client has. */
export const wordsOf = async (
  client: Client,
  failure: temporal.api.failure.v1.IFailure | null | undefined,
): Promise<string> => {
  const { payloadConverter, failureConverter, payloadCodecs } = client.options.loadedDataConverter;
  let said = failure?.encodedAttributes;
  for (const codec of payloadCodecs.toReversed()) [said] = said ? await codec.decode([said]) : [];
  return failureConverter.failureToError({ ...failure, encodedAttributes: said }, payloadConverter).message;
};

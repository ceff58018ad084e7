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
import { isGrpcServiceError } from '@temporalio/client';
import { msNumberToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
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
/** The high-level client wraps the server's answer in an error of its own; the raw service throws it as it is. */
const hasCode = (code) => (e) => (isGrpcServiceError(e) && Number(e.code) === code) ||
    (e instanceof Error && isGrpcServiceError(e.cause) && Number(e.cause.code) === code);
export const isNotFound = hasCode(NOT_FOUND);
export const isPrecondition = hasCode(FAILED_PRECONDITION);
export const isUnimplemented = hasCode(UNIMPLEMENTED);
const nextAttempt = (a) => optionalTsToMs(a.nextAttemptScheduleTime) ?? optionalTsToMs(a.scheduledTime);
const waitsToRetry = (a, now) => Number(a.state) === SCHEDULED && (a.attempt ?? 1) > 1 && (nextAttempt(a) ?? 0) > now;
const doing = (d, working) => {
    if (d.pendingWorkflowTask)
        return `workflow task (attempt ${d.pendingWorkflowTask.attempt ?? 1})`;
    if (working.length > 0)
        return `activity ${working.map((a) => a.activityType?.name).join(', ')}`;
    // The engine never skips while one of these is open: a story with such a workflow needs that to end first.
    if (d.pendingChildren?.length)
        return `child workflow ${d.pendingChildren.map((c) => c.workflowId).join(', ')}`;
    if (d.pendingNexusOperations?.length)
        return 'Nexus operation';
    return null;
};
/** History is told of a skip twice: that it was asked for, and that it was done. */
const EVENTS_OF_A_SKIP = 2;
const read = (d) => {
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
export const look = async (client, workflowId) => read(await client.workflowService.describeWorkflowExecution({
    namespace: client.options.namespace,
    execution: { workflowId },
}));
/** Skips once: over `ms`, or to the first thing due before that. */
export const oneSkip = (ms) => ({
    enabled: true,
    maxSessionSkipCount: 1,
    fastForwardConfig: { id: randomUUID(), duration: msNumberToTs(ms) },
});
/**
 * Takes one execution, as it was seen a moment ago, to `instant` or to the first thing due before it. One that has ended is
 * everywhere.
 */
export const jumpFrom = async (before, client, workflowId, instant) => {
    const startedAt = Date.now();
    const now = before.now + startedAt - before.lookedAt;
    if (!before.open || now >= instant)
        return { there: true, after: before, onlySkipped: false };
    await skip(client, workflowId, Math.ceil(instant - now));
    const after = await look(client, workflowId);
    if (after.open && after.now - instant > Date.now() - startedAt + OVERSHOT_MS) {
        throw new Error(`The server took ${workflowId} too far: to ${iso(after.now)} instead of ${iso(instant)}. The story is spoilt; run it again.`);
    }
    const onlySkipped = after.open && after.busy === null && after.mark === before.markAfterSkip;
    return { there: !after.open || after.now >= instant, after, onlySkipped };
};
/** The same for one that was not looked at yet; says whether it is there. */
export const jump = async (client, workflowId, instant) => (await jumpFrom(await look(client, workflowId), client, workflowId, instant)).there;
const skip = async (client, workflowId, ms) => {
    if (ms < SHORT_MS)
        return pause(ms);
    try {
        await client.workflowService.updateWorkflowExecutionOptions({
            namespace: client.options.namespace,
            workflowExecution: { workflowId },
            workflowExecutionOptions: { timeSkippingConfig: oneSkip(ms) },
            updateMask: { paths: ['time_skipping_config'] },
        });
    }
    catch (e) {
        // It may have ended between the look and the skip; the next look tells.
        if (!isNotFound(e))
            throw e;
    }
};
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const iso = (ms) => new Date(ms).toISOString();
/** What the workflow's code said if it made the last workflow task fail; null where it was something else. */
export const taskFault = async (client, workflowId) => {
    const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
        namespace: client.options.namespace,
        execution: { workflowId },
        maximumPageSize: 10,
    });
    const [failed] = history?.events?.flatMap((e) => e.workflowTaskFailedEventAttributes ?? []) ?? [];
    if (!failed || !CODE_FAULTS.includes(Number(failed.cause)))
        return null;
    return wordsOf(client, failed.failure);
};
/** What a failure says, opened with the keys that the client has. */
export const wordsOf = async (client, failure) => {
    const { payloadConverter, failureConverter, payloadCodecs } = client.options.loadedDataConverter;
    let said = failure?.encodedAttributes;
    for (const codec of payloadCodecs.toReversed())
        [said] = said ? await codec.decode([said]) : [];
    return failureConverter.failureToError({ ...failure, encodedAttributes: said }, payloadConverter).message;
};
//# sourceMappingURL=execution.js.map
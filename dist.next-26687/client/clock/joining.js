/**
 * Starting an execution in a world whose clocks have moved on. A start is always at the wall's time, so one that joins
 * later would believe it is today. It is therefore started with a delay of as much as the world is ahead, and allowed
 * one skip over that delay, which it takes at once: its first task runs at the world's instant.
 */
import { Context } from '@temporalio/activity';
import { msNumberToTs } from '@temporalio/common/lib/time.js';
import { oneSkip } from './execution.js';
/** Below this the starter's clock has not been moved: what differs is the time a task takes to reach a worker. */
const MOVED_MS = 1_000;
/**
 * The starter is the activity that is running. The server stamps it with its workflow's time, so it is right whichever
 * world the workflow lives in and wherever the worker runs. Outside an activity nothing is ahead.
 */
const runningActivity = (rehearsal) => ({
    aheadMs: () => (inActivity() ? Context.current().info.currentAttemptScheduledTimestampMs - Date.now() : 0),
    started: (workflowId) => {
        const starter = inActivity() ? Context.current().info.workflowExecution?.workflowId : undefined;
        if (starter !== undefined)
            rehearsal.follow(starter, workflowId);
    },
});
const inActivity = () => {
    try {
        return Context.current() !== undefined;
    }
    catch {
        return false;
    }
};
const join = (request, { aheadMs }) => {
    const ms = Math.round(aheadMs());
    if (ms < MOVED_MS)
        return request;
    return { ...request, workflowStartDelay: msNumberToTs(ms), timeSkippingConfig: oneSkip(ms) };
};
/** Tells of the start once it is one; the activity that made it is still open then, so no clock has moved on. */
const telling = async (request, { started }, start) => {
    const answer = await start;
    if (request?.workflowId)
        started(request.workflowId);
    return answer;
};
/** The server refuses a start delay in an update-with-start; the two in turn come to the same for one caller. */
const startThenUpdate = async (service, request, starter) => {
    const start = request.operations?.[0]?.startWorkflow;
    const update = request.operations?.[1]?.updateWorkflow;
    if (!start || !update)
        throw new Error('Only update-with-start can be joined to a moved clock.');
    const startWorkflow = await service.startWorkflowExecution(join(start, starter));
    const updateWorkflow = await service.updateWorkflowExecution({
        ...update,
        workflowExecution: { workflowId: start.workflowId ?? '' },
    });
    return { responses: [{ startWorkflow }, { updateWorkflow }] };
};
const multiOperation = (service, request, starter) => starter.aheadMs() < MOVED_MS ? service.executeMultiOperation(request) : startThenUpdate(service, request, starter);
/** The same object with some members replaced; the rest keeps its own `this`. */
const replacing = (target, members) => new Proxy(target, {
    get: (_, key) => {
        if (typeof key === 'string' && Object.hasOwn(members, key))
            return members[key];
        const value = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
    },
});
const joiningService = (service, starter) => replacing(service, {
    startWorkflowExecution: (r) => telling(r, starter, service.startWorkflowExecution(join(r, starter))),
    signalWithStartWorkflowExecution: (r) => telling(r, starter, service.signalWithStartWorkflowExecution(join(r, starter))),
    executeMultiOperation: (r) => telling(r.operations?.[0]?.startWorkflow, starter, multiOperation(service, r, starter)),
});
/**
 * The connection for the client that a rehearsal's activities use: what they start (by start, signal-with-start or
 * update-with-start) begins at the virtual instant of the workflow that runs the activity, and is moved along with it.
 * A start from anywhere else takes the time of `starter`.
 */
export const withTimeSkipping = (connection, rehearsal, starter = runningActivity(rehearsal)) => replacing(connection, { workflowService: joiningService(connection.workflowService, starter) });
//# sourceMappingURL=joining.js.map
/**
 * The shared wiring of a process that lives by its facts: takes decisions, writes them to the ledger before anything else
 * follows from them, and sleeps until the next date or message. What the facts mean is the domain's.
 */
import { ActivityFailure, allHandlersFinished, CancellationScope, condition, defineSignal, log, makeContinueAsNewFunc, setHandler, sleep, workflowInfo, } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import { callerOf, COMMAND_LIFETIME_MS, FACT_LIFETIME_MS, hear, isAboutCaller, isNobody } from '../domain/caller.js';
import { londonDate, startOfLondonDay } from '../domain/civil-date.js';
import { refuse } from '../domain/events.js';
import { appendEvents } from './activities.js';
export const today = () => londonDate(Date.now());
/** What somebody sent, as fields to look at; none where it is no object, were it a megabyte of bytes. */
export const asFields = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
    ? value
    : {};
const askedOfUs = (call, presented, longestMs, receivedAt) => callerOf(presented, {
    workflowId: workflowInfo().workflowId,
    call,
    now: Date.now(),
    longestMs,
    ...(receivedAt === undefined ? {} : { receivedAt }),
});
/** A command by whoever proved to give it. Its caller waits for the answer. */
export const heardAsUpdate = (type, given, presented) => hear(askedOfUs(`update:${type}`, presented, COMMAND_LIFETIME_MS), asFields(given));
/** Who sent a fact, which may have waited for a worker. */
export const senderOf = (signal, presented) => askedOfUs(`signal:${signal}`, presented, FACT_LIFETIME_MS);
/** Whether a signal that only our own processes send is from one of them. Asked when it comes in, before anything is awaited. */
export const isFromUs = (signal, presented) => {
    const sender = senderOf(signal, presented);
    return !isNobody(sender) && sender.actor.role === 'system';
};
export { MAY_RESTORE } from '../domain/caller.js';
/**
 * Who started this process. Its first task may be long after the server was asked; the server says when that was. What one
 * of our processes starts may be signed long before the server is there to be asked.
 */
export const starterOf = (presented) => {
    const { workflowType, startTime, continuedFromExecutionRunId } = workflowInfo();
    const receivedAt = continuedFromExecutionRunId === undefined ? startTime.getTime() : undefined;
    const starter = askedOfUs(`start:${workflowType}`, presented, FACT_LIFETIME_MS, receivedAt);
    if (isNobody(starter))
        throw refusalFailure(starter);
    return starter;
};
/**
 * A run that the one before it began, and nobody called: the server says so. A start that is repeated by a retry policy or
 * a cron schedule looks alike and is somebody's.
 */
export const isNewRun = () => {
    const { continuedFromExecutionRunId, attempt, cronSchedule } = workflowInfo();
    return continuedFromExecutionRunId !== undefined && attempt === 1 && cronSchedule === undefined;
};
/** The instant of now as it is written to the ledger. */
export const recordedAt = () => new Date(Date.now()).toISOString();
/**
 * How a refusal travels to a caller: final, with its code as the failure's type and the rule in its details. One of who
 * called has none, and is not encrypted (failure-converter.cjs).
 */
export const refusalFailure = (refusal) => ApplicationFailure.create({
    nonRetryable: true,
    type: `Refused:${refusal.code}`,
    message: refusal.rule ? `${refusal.reason} (${refusal.rule})` : refusal.reason,
    ...(isAboutCaller(refusal) ? {} : { details: [refusal] }),
});
/**
 * A ledger that refuses for good (a row was tampered with, a second process wrote to the stream) needs a person; the case
 * keeps what it has and asks again, rather than fail and be gone.
 */
const untilWritten = (append) => async (stream, batch) => {
    for (;;) {
        try {
            return await append(stream, batch);
        }
        catch (error) {
            if (!(error instanceof ActivityFailure))
                throw error;
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
const orRefused = (append) => async (stream, batch) => {
    try {
        return await append(stream, batch);
    }
    catch (error) {
        if (!(error instanceof ActivityFailure))
            throw error;
        const why = error.cause?.message ?? 'it gave no reason';
        throw refusalFailure(refuse('not-to-be-kept', `The ledger does not take this start: ${why.slice(0, 1_000)}`));
    }
};
/**
 * What is known, and the decisions that are not yet in the ledger. A worker that dies between writing and reporting leaves
 * in the ledger what history does not know: it is found at the next write, taken as having happened, and what was decided
 * since is decided again in its light.
 */
export class Desk {
    stream;
    trade;
    state;
    waiting = [];
    stirred = true;
    nudged = false;
    alarm;
    constructor(stream, trade, state) {
        this.stream = stream;
        this.trade = trade;
        this.state = state;
    }
    get hasUnwritten() {
        return this.waiting.length > 0;
    }
    /** Takes a decision; it counts from now on, and is in the ledger once it says so. */
    commit(order) {
        const decision = {
            order,
            recorded: [],
            refusal: undefined,
            isWritten: true,
            before: this.state,
            mustBeInHistory: false,
        };
        this.take(decision);
        return decision;
    }
    take(decision) {
        const { order } = decision;
        decision.before = this.state;
        const decided = order.decide(this.state);
        if (isRefusal(decided)) {
            Object.assign(decision, { refusal: decided, recorded: [], isWritten: true });
            return;
        }
        if (decided.length === 0) {
            Object.assign(decision, { recorded: [], isWritten: true });
            return;
        }
        const { by, commandId } = order;
        const { state, recorded } = this.trade.record(this.state, decided, { recordedAt: recordedAt(), by, commandId });
        const mustBeInHistory = order.asked === true && this.trade.hasConsequence(this.state, state, recorded);
        Object.assign(decision, { recorded, isWritten: false, mustBeInHistory });
        this.state = state;
        this.waiting.push(decision);
        this.stirred = true;
    }
    /** Wakes the process, though there is nothing to write. */
    nudge() {
        this.nudged = true;
    }
    /** Writes all that is unwritten, in one batch, and says what the ledger has more than before. */
    write() {
        return this.writeBy(untilWritten);
    }
    /** Writes what a process starts with; throws a refusal where the ledger does not take it. */
    writeFirst() {
        return this.writeBy(orRefused);
    }
    /** Writes facts that were decided elsewhere, as a process's first. */
    async writeHandedOver(events, append) {
        await orRefused(append)(this.stream, events);
        this.state = events.reduce((state, event) => this.trade.evolve(state, event), this.state);
        this.stirred = true;
    }
    async writeBy(patience) {
        const batch = [...this.waiting];
        if (batch.length === 0)
            return [];
        const append = appendEvents({ inHistoryFirst: batch.some((d) => d.mustBeInHistory) });
        const events = batch.flatMap((d) => d.recorded);
        const instead = await patience(append)(this.stream, events);
        if (instead.length > 0)
            return this.giveWay(instead);
        this.waiting = this.waiting.slice(batch.length);
        for (const decision of batch)
            decision.isWritten = true;
        return events;
    }
    /** The ledger holds what an attempt of this run wrote before it was cut off: that happened, and the rest follows it. */
    giveWay(instead) {
        const undone = this.waiting;
        this.waiting = [];
        this.state = instead.reduce((state, event) => this.trade.evolve(state, event), undone[0]?.before ?? this.state);
        for (const decision of undone) {
            const own = instead.filter((e) => e.commandId !== undefined && e.commandId === decision.order.commandId);
            if (own.length > 0)
                Object.assign(decision, { recorded: own, isWritten: true });
            else
                this.take(decision);
        }
        return instead;
    }
    /** Resolves when a decision is in the ledger, so that a caller can read what it wrote; throws where it is refused. */
    async written(decision) {
        await condition(() => decision.isWritten);
        if (decision.refusal)
            throw refusalFailure(decision.refusal);
        return decision.recorded;
    }
    /** Resolves when all that is decided by now is in the ledger. */
    async allWritten() {
        const now = [...this.waiting];
        await condition(() => now.every((decision) => decision.isWritten));
    }
    /**
     * Before a run ends: whoever was let in waits for the ledger, so it is written until everybody has gone and nothing that
     * was started is under way.
     */
    async windUp(followThrough, isIdle = () => true) {
        const over = () => allHandlersFinished() && isIdle();
        for (;;) {
            await followThrough();
            if (over() && !this.hasUnwritten)
                return;
            await condition(() => over() || this.hasUnwritten);
        }
    }
    /** Sleeps until the start of a London day, or until something is put on the desk. One timer serves while the day stands. */
    async sleep(until, summary) {
        this.stirred = this.hasUnwritten;
        if (this.stirred)
            return;
        this.setAlarm(until, summary);
        // A nudge that came while it was at work still counts.
        await condition(() => this.stirred || this.nudged || this.alarm?.rung === true);
        if (this.alarm?.rung)
            this.alarm = undefined;
        this.nudged = false;
    }
    setAlarm(on, summary) {
        if (this.alarm?.on === on)
            return;
        this.alarm?.scope.cancel();
        this.alarm = undefined;
        if (on === null)
            return;
        const alarm = { on, rung: false, scope: new CancellationScope() };
        this.alarm = alarm;
        void alarm.scope
            .run(() => sleep(Math.max(1, startOfLondonDay(on) - Date.now()), { summary }))
            .then(() => (alarm.rung = true), () => undefined);
    }
}
const isRefusal = (decided) => !Array.isArray(decided);
/**
 * Time to begin a new run: history has grown, or a newer release of the code is the current one. Temporal tells of the
 * latter only with a task, so a case that sleeps hears of it by a nudge.
 */
export const shouldContinueAsNew = () => workflowInfo().continueAsNewSuggested || workflowInfo().targetWorkerDeploymentVersionChanged;
/** Begins the new run, on the release that is current then. A process that is on no release begins it where it is. */
export const beginNewRun = (input) => makeContinueAsNewFunc(workflowInfo().targetWorkerDeploymentVersionChanged ? { initialVersioningBehavior: 'AUTO_UPGRADE' } : {})(input);
const nudgeSignal = defineSignal('nudge');
/** Wakes the process, so that it looks whether it should begin a new run. Says nothing and changes nothing. */
export const onNudge = (wake) => setHandler(nudgeSignal, wake, {
    description: 'Wakes the process, so that it moves to a release of the code that has come since; changes nothing',
});
//# sourceMappingURL=desk.js.map
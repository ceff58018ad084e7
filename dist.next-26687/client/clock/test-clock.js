/**
 * A clock for tests and rehearsals. Each execution on the server has its own virtual clock; a `WorldClock` moves those
 * of one story together, to the next thing due in any of them, so that a message from one to another arrives at the same
 * date it was sent on.
 *
 * What it asks of a workflow: a query `nextWake` answering `{at: epochMs | null}`, the instant its timer waits for, or
 * null when only a message can wake it; never an instant that has passed, once it has done what was due. One that has no
 * such query is moved along too, but what it does on the way is out of step with the others.
 *
 * Time only goes forward, from now: a world can begin later than today (`startAt`), never earlier.
 */
import { Client, QueryNotRegisteredError } from '@temporalio/client';
import { iso, isPrecondition, jumpFrom, look, pause, taskFault } from './execution.js';
import { withTimeSkipping } from './joining.js';
export { withTimeSkipping } from './joining.js';
export { Rehearsal } from './rehearsal.js';
export const NEXT_WAKE = 'nextWake';
/**
 * A workflow works out its wake from the time its task began; the server sets the timer when the task ends, a little
 * later. A jump to a wake may go on this far to meet its timer, at which it stops; the rest is waited for. Wakes as
 * close as this are taken to be at the same time.
 */
const TASK_MS = 1_000;
const LOOK_AGAIN_MS = 10;
/** A busy machine is asked less and less often, down to this many times as seldom. */
const MOST_STEPS_OF_WAITING = 5;
/** More moves than any story has: a workflow whose wake never comes to rest. */
const MOST_MOVES = 10_000;
const UNANSWERED = Symbol('unanswered');
export class WorldClock {
    /** Starts executions at the world's instant and takes them in as members. */
    client;
    #rehearsal;
    #members = new Set();
    #answers = new Map();
    /** The mark of each member when it was last at rest together with the others. */
    #atRest = new Map();
    #patienceMs;
    #aheadMs = 0;
    constructor(rehearsal, { workflowIds = [], startAt, patienceMs = 30_000 } = {}) {
        this.#rehearsal = rehearsal;
        this.#patienceMs = patienceMs;
        this.#aheadMs = Math.max(0, (startAt ?? 0) - Date.now());
        this.add(...workflowIds);
        const { client } = rehearsal;
        const starter = { aheadMs: () => this.#aheadMs, started: (id) => this.add(id) };
        this.client = new Client({
            namespace: client.options.namespace,
            identity: client.options.identity,
            dataConverter: client.options.dataConverter,
            connection: withTimeSkipping(client.connection, rehearsal, starter),
        });
        rehearsal.enter(this);
    }
    /** Ends the story: executions started from now on by its members' activities are no longer taken in. */
    close() {
        this.#rehearsal.leave(this);
    }
    get members() {
        return [...this.#members];
    }
    has(workflowId) {
        return this.#members.has(workflowId);
    }
    /** Takes in executions; one that is behind is brought to the world's instant by the next move. */
    add(...workflowIds) {
        for (const id of workflowIds)
            this.#members.add(id);
    }
    /** The world's instant, or what one member's clock reads. */
    async now(workflowId) {
        if (workflowId === undefined)
            return Date.now() + this.#aheadMs;
        return (await look(this.#rehearsal.client, workflowId)).now;
    }
    /** Waits until every member has done what it had to do and waits for time or a message. */
    async settle(only) {
        await this.#settled(only);
    }
    /** The earliest thing due in any member, or null when none waits for time. */
    async next(only) {
        return earliest(await this.#settled(only));
    }
    /** Moves everybody to the next thing due, unless that is after `until`; says what it was. */
    async moveToNextDue({ until = Infinity } = {}) {
        for (let moves = 0; moves < MOST_MOVES; moves++) {
            const members = await this.#settled();
            const due = earliest(members);
            if (due === null || due.at > until)
                return null;
            if (!(await this.#step(members, due)))
                continue;
            await this.#settled();
            return due;
        }
        throw restless();
    }
    /**
     * Moves to `instant`, stopping at everything due on the way so that the members stay together. With `only`, the rest
     * stay behind until the next move, while what is started through `client` begins at `instant`.
     */
    async advanceTo(instant, { only } = {}) {
        for (let moves = 0; moves < MOST_MOVES; moves++) {
            const members = await this.#settled(only);
            const due = earliest(members);
            if (due !== null && due.at <= instant)
                await this.#step(members, due);
            else if (await this.#jump(members, instant))
                return void (await this.#settled(only));
        }
        throw restless();
    }
    async advance(ms) {
        await this.advanceTo((await this.now()) + ms);
    }
    /**
     * Those with nothing due go first: a message from one that wakes must not find them in the past. Should one of them
     * meet something on its way that it had not told of, the others wait: answers whether those due have been moved.
     */
    async #step(members, due) {
        const isDue = ({ id }) => due.workflowIds.includes(id);
        const others = members.filter((m) => !isDue(m));
        if (!(await this.#jump(others, due.at)))
            return false;
        await this.#jump(members.filter(isDue), due.at + TASK_MS);
        this.#aheadMs = Math.max(this.#aheadMs, due.at - Date.now());
        return true;
    }
    async #jump(members, instant) {
        const arrived = await Promise.all(members.map((m) => this.#jumpOne(m, instant)));
        const all = arrived.every(Boolean);
        if (all)
            this.#aheadMs = Math.max(this.#aheadMs, instant - Date.now());
        return all;
    }
    /** A skip over idle time disturbs no rest, and changes no answer: what is due is due at the same instant as before. */
    async #jumpOne(member, instant) {
        const { id, mark } = member;
        const { there, after, onlySkipped } = await jumpFrom(member, this.#rehearsal.client, id, instant);
        if (onlySkipped) {
            const answer = this.#answers.get(id);
            if (answer?.mark === mark)
                this.#answers.set(id, { ...answer, mark: after.mark });
            if (this.#atRest.get(id) === mark)
                this.#atRest.set(id, after.mark);
        }
        return there;
    }
    /**
     * Two looks in a row must be quiet and the same: a message sent between reading its receiver and its sender shows in
     * the second. One is enough where nothing has happened to any member since all of them were at rest. Members are asked for
     * each time, since settling may bring new ones. A wake is not asked for again before something has happened: questions keep
     * the worker from its work. While one is answered something may happen, so that another look follows it.
     */
    async #settled(only) {
        const patience = Date.now() + this.#patienceMs;
        let before = null;
        for (let waits = 0;;) {
            const looks = await this.#lookAt(only ?? this.members);
            const quiet = looks.every((m) => m.busy === null);
            const mark = quiet ? looks.map((m) => m.mark).join(' ') : null;
            const same = quiet && (mark === before || looks.every((m) => this.#atRest.get(m.id) === m.mark));
            const unasked = same ? looks.filter((m) => m.open && this.#answers.get(m.id)?.mark !== m.mark) : [];
            await Promise.all(unasked.map((m) => this.#ask(m)));
            const members = same ? looks.map((m) => this.#withWake(m)) : looks;
            const held = members.filter((m) => m.busy !== null);
            if (same && unasked.length === 0 && held.length === 0) {
                for (const m of members)
                    this.#atRest.set(m.id, m.mark);
                return members;
            }
            await this.#refuseFaulty(held);
            if (Date.now() > patience)
                throw inVain(held);
            before = mark;
            if (held.length > 0)
                await pause(LOOK_AGAIN_MS * Math.min((waits += 1), MOST_STEPS_OF_WAITING));
        }
    }
    #lookAt(workflowIds) {
        return Promise.all(workflowIds.map(async (id) => ({ ...(await look(this.#rehearsal.client, id)), id, wake: null })));
    }
    async #ask({ id, mark }) {
        const wake = await this.#askWake(id);
        if (wake === UNANSWERED)
            this.#answers.delete(id);
        else
            this.#answers.set(id, { mark, wake });
    }
    #withWake(member) {
        const answer = this.#answers.get(member.id);
        if (!member.open)
            return member;
        return withWake(member, answer?.mark === member.mark ? answer.wake : UNANSWERED);
    }
    async #askWake(workflowId) {
        try {
            return await this.#rehearsal.client.workflow.getHandle(workflowId).query(NEXT_WAKE);
        }
        catch (e) {
            if (e instanceof QueryNotRegisteredError)
                return { at: null };
            // Before the first workflow task of a run nobody can answer.
            if (isPrecondition(e))
                return UNANSWERED;
            throw new Error(`${workflowId} does not say what it waits for (${NEXT_WAKE}).`, { cause: e });
        }
    }
    /** A workflow whose code throws is tried again for ever: no use in waiting. */
    async #refuseFaulty(held) {
        for (const member of held.filter((m) => m.taskAttempt > 1)) {
            const fault = await taskFault(this.#rehearsal.client, member.id);
            if (fault !== null)
                throw new Error(`The clock cannot go on: ${inWords(member)}, which failed with: ${fault}.`);
        }
    }
}
const restless = () => new Error(`No rest after ${MOST_MOVES} moves: some workflow's ${NEXT_WAKE} is always near.`);
const inVain = (held) => new Error(`The clock waits in vain for ${held.map(inWords).join('; ') || 'its members to come to rest'}.`);
const inWords = ({ id, busy }) => `${id}: ${busy}`;
/** A wake in the past has not been acted on yet: its timer fires within the next milliseconds. */
const withWake = (member, answer) => {
    if (answer === UNANSWERED)
        return { ...member, busy: 'first workflow task of a run' };
    const wake = answer.at;
    if (wake === null || wake > member.now)
        return { ...member, wake };
    // It woke, and what it does now has failed and is tried again later: that is what it waits for.
    if (member.retryAt !== null)
        return member;
    return { ...member, wake, busy: `timer due at ${iso(wake)}` };
};
const ids = (members) => members.map((m) => m.id);
const dueAt = (m) => Math.min(m.wake ?? Infinity, m.retryAt ?? Infinity);
const earliest = (members) => {
    const at = Math.min(...members.map(dueAt));
    return at === Infinity ? null : { at, workflowIds: ids(members.filter((m) => dueAt(m) <= at + TASK_MS)) };
};
//# sourceMappingURL=test-clock.js.map
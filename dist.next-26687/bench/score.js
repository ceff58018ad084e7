import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { jump, look, pause } from '../client/clock/execution.js';
/** What was sent, read with the keys of whoever may. */
const noteOf = async (e, atMs, client) => {
    const read = (input) => decodeArrayFromPayloads(client.options.loadedDataConverter, input?.payloads);
    const started = e.workflowExecutionStartedEventAttributes;
    if (started)
        return { kind: 'start', atMs, args: await read(started.input) };
    const signal = e.workflowExecutionSignaledEventAttributes;
    if (signal)
        return { kind: 'signal', atMs, name: signal.signalName ?? '', args: await read(signal.input) };
    const update = e.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
    if (update)
        return { kind: 'update', atMs, name: update.name ?? '', args: await read(update.args) };
    return e.timerFiredEventAttributes ? { kind: 'wake', atMs } : undefined;
};
export const scoreOf = async (events, client) => {
    const begin = optionalTsToMs(events[0]?.eventTime) ?? 0;
    const notes = events.map((e) => noteOf(e, (optionalTsToMs(e.eventTime) ?? begin) - begin, client));
    return (await Promise.all(notes)).filter((note) => note !== undefined);
};
/** Up to its opening: what is played to a case that is to stay open. */
export const openingOf = (score) => {
    const later = score.findIndex((note) => note.atMs > 3_600_000);
    return score.slice(0, later < 0 ? undefined : later);
};
/** A wake is met on the way; it is asked for a little late, since a skip stops at what is due. */
const LATE_MS = 600_000;
/** Nearer than this is the pace of the recording, not a day that passes. */
const SAME_TIME_MS = 60_000;
/** Looking costs as well, the server most: seldom enough that a case which takes longer does not pay for being watched. */
const LOOK_MS = 60;
const lengthOf = (mark) => Number(mark.split('/').at(-1));
/** Waits until it has done what it had to do, and its history is as long as that; gives its length. */
const idle = async (client, workflowId, least = 0) => {
    for (;;) {
        const { busy, mark, open } = await look(client, workflowId);
        if (busy === null && (lengthOf(mark) >= least || !open))
            return lengthOf(mark);
        await pause(LOOK_MS);
    }
};
/** What a skip to a timer comes to at least: two events for the skip, the timer, and the task that it woke. */
const WOKEN = 6;
/** Plays every note, each once the one before has been dealt with. */
export const play = async (client, score, on) => {
    let beginning = 0;
    let movedTo = 0;
    let length = 0;
    let skipped = 0;
    const now = () => Date.now() + skipped;
    const jumpTo = async (atMs) => {
        await jump(client, on.workflowId, beginning + atMs);
        skipped = Math.max(skipped, beginning + atMs - Date.now());
    };
    for (const note of score) {
        if (note.kind === 'start') {
            await on.start(client, note, now());
            beginning = Date.now();
        }
        else if (note.kind === 'wake') {
            await jumpTo(note.atMs + LATE_MS);
            movedTo = note.atMs;
        }
        else {
            if (note.atMs - movedTo > SAME_TIME_MS) {
                await jumpTo(note.atMs);
                movedTo = note.atMs;
            }
            await (note.kind === 'update' ? on.update(client, note, now()) : on.signal(client, note, now()));
        }
        length = await idle(client, on.workflowId, note.kind === 'wake' ? length + WOKEN : 0);
    }
};
//# sourceMappingURL=score.js.map
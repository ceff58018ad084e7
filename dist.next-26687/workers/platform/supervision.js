import { setTimeout as pause } from 'node:timers/promises';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that ran this long had recovered: the next failure is a new one. */
const HEALTHY_AFTER_MS = 60_000;
/** Starts a service and starts it again whenever it ends, waiting longer each time it ends soon. */
export const supervise = async (options) => {
    const stopping = new AbortController();
    let current = await options.start();
    options.started?.(current);
    const watching = keepRunning(current, options, stopping.signal, (next) => {
        current = next;
    });
    return {
        current: () => current,
        stop: async () => {
            stopping.abort();
            await current.stop();
            await watching;
            // It may have been starting again at that moment.
            await current.stop();
        },
    };
};
const keepRunning = async (first, options, signal, replaced) => {
    // A server that is not ours never ends, as far as we know.
    const asked = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    let service = first;
    let wait = FIRST_PAUSE_MS;
    while (!signal.aborted) {
        const since = Date.now();
        await Promise.race([service.exited, asked]);
        if (signal.aborted)
            return;
        if (Date.now() - since > HEALTHY_AFTER_MS)
            wait = FIRST_PAUSE_MS;
        const words = service.lastWords?.();
        options.progress.line(`${options.name} has ended unexpectedly; starting it again in ${wait / 1000} s.${words ? ` It said last: ${words}` : ''}`);
        const next = await startAgain(options, signal, wait);
        if (!next)
            return;
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
        service = next;
        replaced(next);
        options.started?.(next);
        options.progress.line(`${options.name} is running again.`);
    }
};
const startAgain = async ({ name, start, progress }, signal, firstPause) => {
    for (let wait = firstPause;; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
        await pause(wait, undefined, { signal }).catch(() => undefined);
        if (signal.aborted)
            return undefined;
        try {
            return await start();
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            const next = Math.min(wait * 2, LONGEST_PAUSE_MS);
            progress.line(`${name} did not start: ${why} It is tried again in ${next / 1_000} s.`);
        }
    }
};
//# sourceMappingURL=supervision.js.map
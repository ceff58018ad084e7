/** The worker, the codec server and the ingress: each a process of its own, so that it can die without taking the others along. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shortageAt } from './disk.js';
import { diskFull, PlatformFault } from './fault.js';
import { lastWords } from './last-words.js';
import { packageRoot } from './places.js';
import { stopProcess, watchChild } from './processes.js';
const READY_LIMIT_MS = 120_000;
/** Longer than a worker takes to finish what it has begun. */
const STOP_GRACE_MS = 30_000;
/** What it sends its parent when it has begun. */
export const READY = 'ready';
/** Starts `ehcna worker`, `ehcna codec-server` or `ehcna ingress` and waits until it has begun. */
export const startOwnProcess = async ({ command, settings, logFile, program = [join(packageRoot, 'bin', 'ehcna.mjs'), command], }) => {
    const log = openSync(logFile, 'a', 0o600);
    const child = spawn(process.execPath, program, {
        env: { ...process.env, ...settings },
        stdio: ['ignore', log, log, 'ipc'],
        // Ctrl-C in a terminal goes to every process of the group; the worker stops when we say so.
        detached: true,
    });
    closeSync(log);
    const watched = watchChild(child);
    const ready = new Promise((resolve) => {
        child.on('message', (message) => message === READY && resolve(true));
        void watched.exited.then(() => resolve(false));
        setTimeout(() => resolve(false), READY_LIMIT_MS).unref();
    });
    const stop = () => stopProcess(watched, ['SIGTERM', 'SIGKILL'], STOP_GRACE_MS);
    if (!(await ready)) {
        await stop();
        const shortage = shortageAt(dirname(logFile));
        if (shortage)
            throw diskFull(shortage);
        const said = lastWords(readFileSync(logFile, 'utf8')) || 'it ended without a word';
        throw new PlatformFault(`The ${command.replace('-', ' ')} did not start: ${said}. Its log is ${logFile}.`);
    }
    return { pid: watched.pid, exited: watched.exited, stop };
};
/** Settles when a signal, or the end of the process that started this one, asks it to stop. */
export const askedToStop = () => new Promise((resolve) => {
    const idle = setInterval(() => undefined, 60_000);
    const stop = () => {
        clearInterval(idle);
        if (process.connected)
            process.disconnect();
        resolve();
    };
    for (const name of ['SIGTERM', 'SIGINT', 'disconnect'])
        process.once(name, stop);
});
//# sourceMappingURL=worker-process.js.map
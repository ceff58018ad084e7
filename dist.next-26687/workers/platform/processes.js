import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from './fault.js';
/** Runs a program to its end. Never throws: a program that cannot run is an outcome too. */
export const run = (command, args, options = {}) => new Promise((resolve) => {
    const { timeoutMs, ...rest } = options;
    const outcome = { code: null, stdout: '', stderr: '', missing: false, timedOut: false };
    const child = spawn(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = timeoutMs
        ? setTimeout(() => {
            outcome.timedOut = true;
            child.kill('SIGKILL');
        }, timeoutMs)
        : undefined;
    child.stdout?.on('data', (chunk) => (outcome.stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (outcome.stderr += String(chunk)));
    child.once('error', (error) => {
        clearTimeout(limit);
        resolve({ ...outcome, missing: true, stderr: error.message });
    });
    child.once('close', (code) => {
        clearTimeout(limit);
        resolve({ ...outcome, code });
    });
});
export const isAlive = (pid) => {
    try {
        process.kill(pid, 0);
    }
    catch (error) {
        // EPERM: it is there, and belongs to somebody else.
        return hasCode(error, 'EPERM');
    }
    return !isZombie(pid);
};
/** A killed process that nobody has reaped still has its number, and holds nothing. */
const isZombie = (pid) => {
    try {
        return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    }
    catch {
        return false;
    }
};
/** The command line of a process, or '' where it cannot be read. Guards against a number that has been given out anew. */
export const commandLine = async (pid) => {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    }
    catch {
        return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
    }
};
export const watchChild = (child) => {
    let ended = false;
    const exited = new Promise((resolve) => {
        const end = () => {
            ended = true;
            resolve();
        };
        child.once('exit', end);
        child.once('error', end);
    });
    return { pid: child.pid ?? -1, exited, gone: () => ended };
};
/** Watches a process that is not our child, which can only be done by asking. */
export const watchPid = (pid) => {
    const exited = (async () => {
        while (isAlive(pid))
            await pause(250, undefined, { ref: false });
    })();
    return { pid, exited, gone: () => !isAlive(pid) };
};
const signal = (pid, name) => {
    try {
        process.kill(pid, name);
    }
    catch (error) {
        if (!hasCode(error, 'ESRCH'))
            throw error;
    }
};
/** Asks a process to stop with each signal in turn, waiting `graceMs` between them, and returns when it has gone. */
export const stopProcess = async (target, signals, graceMs) => {
    for (const name of signals) {
        if (target.gone())
            return;
        signal(target.pid, name);
        const patience = new AbortController();
        await Promise.race([target.exited, pause(graceMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
        patience.abort();
    }
    if (!target.gone())
        await target.exited;
};
//# sourceMappingURL=processes.js.map
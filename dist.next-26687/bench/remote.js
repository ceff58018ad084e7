/** A process of the bench that does what it is told over a channel, so that what it costs can be counted by itself. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stopProcess, watchChild } from '../workers/platform/processes.js';
/** In the child: answers what it is asked, each by the verb of that name, and ends with its parent. */
export const serve = (verbs) => {
    process.on('message', (asked) => {
        const verb = verbs[asked.verb];
        const work = verb ? verb(...asked.args) : Promise.reject(new Error(`no verb ${asked.verb}`));
        work.then((result) => process.send?.({ id: asked.id, result }), (error) => process.send?.({
            id: asked.id,
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }));
    });
    for (const end of ['disconnect', 'SIGTERM'])
        process.on(end, () => process.exit(0));
};
/** `file` is the child's module, beside this one. */
export const startRemote = (file, env = {}) => {
    const path = fileURLToPath(new URL(`${file}.js`, import.meta.url));
    const child = fork(path, [], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        serialization: 'advanced',
        execArgv: ['--expose-gc'],
    });
    const watched = watchChild(child);
    const ask = askingOf(child, watched.exited);
    const end = (signals) => stopProcess(watched, signals, 20_000);
    return { pid: watched.pid, ask, kill: () => end(['SIGKILL']), stop: () => end(['SIGTERM', 'SIGKILL']) };
};
const askingOf = (child, exited) => {
    let last = 0;
    const waiting = new Map();
    child.on('message', (answer) => {
        const asker = waiting.get(answer.id);
        waiting.delete(answer.id);
        if ('error' in answer)
            asker?.reject(new Error(answer.error));
        else
            asker?.resolve(answer.result);
    });
    void exited.then(() => {
        for (const { reject } of waiting.values())
            reject(new Error('the process ended before it answered'));
    });
    return (verb, ...args) => new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, verb, args });
    });
};
//# sourceMappingURL=remote.js.map
/** A process of the bench that does what it is told over a channel, so that what it costs can be counted by itself. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stopProcess, watchChild } from '../workers/platform/processes.js';

// biome-ignore lint/suspicious/noExplicitAny: what a verb takes is its own affair.
type Verbs = Record<string, (...args: any[]) => Promise<unknown>>;

interface Asked {
  id: number;
  verb: string;
  args: unknown[];
}

type Answer = { id: number; result: unknown } | { id: number; error: string };

/** In the child: answers what it is asked, each by the verb of that name, and ends with its parent. */
export const serve = (verbs: Verbs): void => {
  process.on('message', (asked: Asked) => {
    const verb = verbs[asked.verb];
    const work = verb ? verb(...asked.args) : Promise.reject(new Error(`no verb ${asked.verb}`));
    work.then(
      (result) => process.send?.({ id: asked.id, result }),
      (error: unknown) =>
        process.send?.({
          id: asked.id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
  });
  for (const end of ['disconnect', 'SIGTERM'] as const) process.on(end, () => process.exit(0));
};

export interface Remote {
  pid: number;
  ask<R>(verb: string, ...args: unknown[]): Promise<R>;
  /** As a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `file` is the child's module, beside this one. */
export const startRemote = (file: string, env: Record<string, string> = {}): Remote => {
  const path = fileURLToPath(new URL(`${file}.js`, import.meta.url));
  const child = fork(path, [], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    execArgv: ['--expose-gc'],
  });
  const watched = watchChild(child);
  const ask = askingOf(child, watched.exited);
  const end = (signals: NodeJS.Signals[]) => stopProcess(watched, signals, 20_000);
  return { pid: watched.pid, ask, kill: () => end(['SIGKILL']), stop: () => end(['SIGTERM', 'SIGKILL']) };
};

const askingOf = (child: ChildProcess, exited: Promise<void>): Remote['ask'] => {
  let last = 0;
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  child.on('message', (answer: Answer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asker?.reject(new Error(answer.error));
    else asker?.resolve(answer.result as never);
  });
  void exited.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('the process ended before it answered'));
  });
  return (verb, ...args) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ id: last, verb, args });
    });
};

/** `ehcna ingress` as a process of its own on a world, started again on the same port whenever it is gone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../workers/platform/ports.js';
import { packageRoot } from '../../workers/platform/places.js';
import type { World } from '../world.js';

export interface IngressProcess {
  url: string;
  start(): Promise<void>;
  /** Sends the signal; the code or signal that it ended with. */
  end(signal: NodeJS.Signals): Promise<number | string>;
  /** Of the process that runs, in bytes. */
  readonly pid: number;
  /** All that it wrote. */
  log(): string;
}

/** @param over settings that differ from the world's own: a server that is reached by a wire that can be cut. */
export const ingressOf = async (world: World, over: Record<string, string> = {}): Promise<IngressProcess> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let written = '';
  const ready = async (): Promise<void> => {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    if (child?.exitCode !== null) throw new Error(`The ingress ended at once: ${written.slice(-2_000)}`);
    await pause(50);
    await ready();
  };
  return {
    url,
    get pid() {
      return child?.pid ?? 0;
    },
    log: () => written,
    start: async () => {
      child = spawn(process.execPath, [join(packageRoot, 'bin', 'ehcna.mjs'), 'ingress'], {
        env: {
          ...process.env,
          ...world.environment,
          ...over,
          EHCNA_INGRESS_PORT: String(port),
          EHCNA_INGRESS_RATE: '1000000',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const keep = (text: Buffer) => void (written += text.toString());
      child.stdout?.on('data', keep);
      child.stderr?.on('data', keep);
      await ready();
    },
    end: async (signal) => {
      const ended = child;
      if (!ended || ended.exitCode !== null || ended.signalCode !== null) return 'ended before';
      const gone = once(ended, 'exit') as Promise<[number | null, string | null]>;
      ended.kill(signal);
      const [code, by] = await gone;
      return code ?? by ?? '';
    },
  };
};

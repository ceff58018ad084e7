/** Time goes by for one case while something that it needs is away; what the worker says and what it costs meanwhile. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { vi } from 'vitest';
import { jump, look } from '../../client/clock/execution.js';
import { Ehcna } from '../../client/ehcna.js';
import type { World } from '../world.js';

/** What the worker of this process writes to its log. */
export const listen = (): { lines: () => string[]; close(): void } => {
  const lines: string[] = [];
  const write = fs.writeSync;
  const spy = vi.spyOn(fs, 'writeSync').mockImplementation(((fd: number, text: string, ...rest: never[]) => {
    if (fd !== STDERR) return write(fd, text, ...rest);
    lines.push(...text.split('\n').filter(Boolean));
    return text.length;
  }) as typeof write);
  // For whoever imported it by its name.
  syncBuiltinESMExports();
  return {
    lines: () => lines,
    close: () => {
      spy.mockRestore();
      syncBuiltinESMExports();
    },
  };
};

const STDERR = 2;

/** The verbs, signed for by a process's own clock: tests move it, and an assertion is good for minutes. */
export const byTheClockOf = (
  { client, pool, secrets }: Pick<World, 'client' | 'pool' | 'secrets'>,
  workflowId: string,
): Ehcna => Ehcna.over(client, pool, secrets, { now: async () => (await look(client, workflowId)).now });

export interface Wait {
  client: Client;
  workflowId: string;
  /** Told how far the case's time is ahead of the wall's, before it moves. */
  ahead?: (ms: number) => void;
}

/** Moves a case over its pauses between attempts for so long, as the engine's time skipping allows. */
export const letPass = async (ms: number, { client, workflowId, ahead = () => undefined }: Wait): Promise<void> => {
  const until = (await look(client, workflowId)).now + ms;
  for (;;) {
    const { now, busy, retryAt } = await look(client, workflowId);
    if (now >= until) return;
    if (busy === null) {
      const next = Math.min(retryAt ?? until, until) + 1_000;
      ahead(next - Date.now());
      await jump(client, workflowId, next);
    }
    await pause(20);
  }
};

/** Seconds of processor time that this process uses in so many seconds of the wall's. */
export const processorSeconds = async (seconds: number): Promise<number> => {
  const before = process.cpuUsage();
  await pause(seconds * 1_000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

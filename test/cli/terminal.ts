/**
 * `ehcna …` as a person types it: with the environment of a world, and what would be on the screen. In this process, for
 * speed; with EHCNA_TEST_COMMAND=process as one of its own (vitest.production.config.ts).
 */
import { vi } from 'vitest';
import { main } from '../../client/cli/main.js';
import { ehcna } from '../command.js';
import type { World } from '../world.js';

export interface Screen {
  exit: number;
  out: string;
  err: string;
  /** The one line that `--json` prints. */
  json: <T = Record<string, unknown>>() => T;
}

/** A world's worker runs in this process and logs to the same stream; a person would have it in another terminal. */
const OF_THE_WORKER = /^\d{4}-\d\d-\d\dT\S+ \[(DEBUG|INFO|WARN|ERROR)\] /;

const during = async <T>(environment: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> => {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    return await work();
  } finally {
    process.env = before;
  }
};

const inProcess =
  (environment: Readonly<Record<string, string>>) =>
  async (...words: string[]): Promise<Screen> => {
    const seen = { out: '', err: '' };
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((seen.out += String(text)), true));
    const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      if (!OF_THE_WORKER.test(String(text))) seen.err += String(text);
      return true;
    });
    try {
      const exit = await during(environment, () => main(words));
      return { ...seen, exit, json: <T>() => JSON.parse(seen.out) as T };
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  };

const asProcess =
  (environment: Readonly<Record<string, string>>) =>
  async (...words: string[]): Promise<Screen> => {
    const { code, stdout, stderr } = await ehcna(words, environment);
    return { exit: code ?? -1, out: stdout, err: stderr, json: <T>() => JSON.parse(stdout) as T };
  };

export const terminal = process.env['EHCNA_TEST_COMMAND'] === 'process' ? asProcess : inProcess;

export const terminalOf = (world: World) => terminal(world.environment);

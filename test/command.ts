/** The command line, run as a user runs it: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Installation } from '../workers/platform/running.js';
import { packageRoot } from '../workers/platform/places.js';
import { run } from '../workers/platform/processes.js';

const entry = join(packageRoot, 'bin', 'ehcna.mjs');

/** Only what a command is given, so that no setting of the machine or the run leaks in. */
const environment = (settings: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  ...settings,
});

export interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `inside` is a program that starts ours elsewhere: on a small disk. */
const commandLine = (args: readonly string[], inside: readonly string[]): [string, ...string[]] => {
  const [program = process.execPath, ...rest] = [...inside, process.execPath, entry, ...args];
  return [program, ...rest];
};

export const ehcna = async (
  args: readonly string[],
  settings: Record<string, string> = {},
  inside: readonly string[] = [],
): Promise<Answer> => {
  const [program, ...rest] = commandLine(args, inside);
  const { code, stdout, stderr } = await run(program, rest, { env: environment(settings) });
  return { code, stdout, stderr };
};

export interface Up {
  /** Of the line that it printed. */
  installation: Installation;
  /** Everything it started, itself included. */
  pids: number[];
  process: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** Asks it to stop and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `ehcna up --json` and waits until it is ready; throws with what it said when it ends before. */
export const startUp = async (
  args: readonly string[],
  settings: Record<string, string> = {},
  inside: readonly string[] = [],
): Promise<Up> => {
  const [program, ...rest] = commandLine(['up', '--json', ...args], inside);
  const child = spawn(program, rest, {
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = once(child, 'exit').then(() => {
    throw new Error(`ehcna up ended with ${child.exitCode ?? child.signalCode}:\n${stderr}`);
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      if (stdout.includes('\n')) resolve();
    });
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return {
    installation: JSON.parse(stdout) as Installation,
    pids: [child.pid ?? 0, ...(await childrenOf(child.pid ?? 0))],
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    stop: async (signal = 'SIGINT') => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
      }
      return child.exitCode;
    },
  };
};

export const childrenOf = async (pid: number): Promise<number[]> => {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  return rows.filter(([, parent]) => parent === pid).map(([child]) => child ?? 0);
};

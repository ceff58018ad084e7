/** `ehcna law …` within a test's own process, for what it prints and how it ends. */
import { Command, CommanderError } from 'commander';
import { afterEach, beforeEach, vi } from 'vitest';
import { lawCommand } from '../../client/cli/law.js';

export interface DatedRow {
  id: string;
  due: string | null;
  early: string | null;
  planBy: string | null;
  provision: string;
  status: string;
}

/** What was printed since the test began. */
export const said = { out: '', err: '' };

/** To be called once at the top of a test file. */
export const listenToLaw = (): void => {
  beforeEach(() => {
    said.out = '';
    said.err = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.out += String(text);
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said.err += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
};

const stopInsteadOfExiting = (command: Command): Command => {
  command.exitOverride();
  for (const sub of command.commands) stopInsteadOfExiting(sub);
  return command;
};

/** Runs `ehcna law …` and gives its exit code. */
export const law = async (...args: string[]): Promise<number> => {
  try {
    await stopInsteadOfExiting(new Command('ehcna').addCommand(lawCommand())).parseAsync(['law', ...args], {
      from: 'user',
    });
    return 0;
  } catch (stopped) {
    if (stopped instanceof CommanderError) return stopped.exitCode;
    throw stopped;
  }
};

/**
 * How a running installation is found again: `up` leaves a note in its data folder, and the command line reads it, so
 * that neither an address nor a password has to be typed. Light to import, since every command does.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, PlatformFault } from './fault.js';
import { defaultDataDir } from './places.js';
import { commandLine, isAlive } from './processes.js';

/** Also the line that `up --json` prints when it is ready. Later services add their key. */
export interface Installation {
  ready: true;
  /** host:port. */
  temporal: string;
  namespace: string;
  /** Of the Temporal UI; null where the server is the user's own. */
  ui: string | null;
  /** Of the codec server; its token is in the file `codec-token` of the data folder. */
  codec: string;
  /** Of the HTTP server for other systems and for pages; empty where none runs. */
  ingress: string;
  /** In the sample set-up, for trying the ingress; null elsewhere. */
  apiKey: string | null;
  /** Of the Monday clinic; in the sample set-up it opens without signing in. Empty where no ingress runs. */
  clinic: string;
  /** With its password. */
  database: string;
  outbox: string;
  policy: string;
  dataDir: string;
  temporalSource: string;
  databaseSource: string;
  /** Of the process that looks after all of it. */
  pid: number;
}

const noteIn = (dataDir: string): string => join(dataDir, 'up.json');

/** The installation that runs on this data folder now, if one does. */
export const findRunning = (dataDir: string = defaultDataDir()): Installation | undefined => {
  try {
    const note = JSON.parse(readFileSync(noteIn(dataDir), 'utf8')) as Installation;
    return isAlive(note.pid) ? note : undefined;
  } catch {
    return undefined;
  }
};

/** Readable by its owner only: it holds the password of the database. */
export const noteRunning = (installation: Installation): void => {
  const note = noteIn(installation.dataDir);
  writeFileSync(`${note}.new`, `${JSON.stringify(installation, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${note}.new`, 0o600);
  renameSync(`${note}.new`, note);
};

export const forgetRunning = (dataDir: string): void => rmSync(noteIn(dataDir), { force: true });

/** Takes the data folder for this process; the answer gives it back. Refuses while another process has it. */
export const claimDataDir = async (dataDir: string): Promise<() => void> => {
  mkdirSync(dataDir, { recursive: true });
  const lock = join(dataDir, 'up.lock');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      // Made, and then there was no room for what it says.
      if (hasCode(error, 'ENOSPC', 'EDQUOT')) rmSync(lock, { force: true });
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const holder = Number(readFileSync(lock, 'utf8'));
    // The number may have been given to another program since.
    if (holder && isAlive(holder) && /ehcna|node/.test(await commandLine(holder))) {
      const where = findRunning(dataDir)?.ui;
      throw new PlatformFault(
        `Already running on ${dataDir} (process ${holder}${where ? `, ${where}` : ''}). Stop that one with Ctrl-C, or start another with --ephemeral.`,
      );
    }
    rmSync(lock, { force: true });
  }
};

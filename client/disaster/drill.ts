/**
 * Loses everything but a backup, and says how long it takes to have it back: a caseload is made and backed up, server and
 * database go, and every open case is started again from the file on an empty database and an empty Temporal server. Whether
 * each is where it was is asked of the cases themselves, before and after.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import pg from 'pg';
import { readBackup } from '../../activities/backup/format.js';
import { loadBackup } from '../../activities/backup/load.js';
import { takeBackup } from '../../activities/backup/write.js';
import type { Rules } from '../../domain/assessment/history.js';
import { londonDate } from '../../domain/civil-date.js';
import { assessmentId, type CaseRef } from '../../domain/ids.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import type { Keyring } from '../../keys/keyring.js';
import type { Signer } from '../../keys/signer.js';
import { Ehcna } from '../ehcna.js';
import { each, restore } from '../restore.js';
import { sampleCases, sampleRefs } from '../sample/caseload.js';
import { startBare } from './reference.js';

/** An installation to lose, or an empty one to begin again on. */
export interface Site {
  client: Client;
  /** Of the Temporal server. */
  address: string;
  databaseUrl: string;
  childKey: string;
  keyring: Keyring;
  signer: Signer;
  startWorker(): Promise<{ stop(): Promise<void> }>;
}

export interface DrillOptions {
  cases: number;
  rules: Rules;
  /** For the backup. */
  folder: string;
  site: Site;
  /** Called once the first site is lost. */
  begin: () => Promise<Site>;
  tell?: (line: string) => void;
}

interface Step {
  step: string;
  ms: number;
}

export interface Drill {
  cases: number;
  /** In the ledger. */
  events: number;
  backupBytes: number;
  steps: Step[];
  started: number;
  /** Cases that are not at the stage, the event or the deadlines at which they were; empty when all is well. */
  differing: CaseRef[];
}

const AT_ONCE = 20;
/** A question to a case that is not in the worker's memory makes it live through its history again. */
const ASKED_AT_ONCE = 5;
const SEED = 'disaster';
const POLL_MS = 250;
/** Nothing more is written for so long: panels have listed what was referred to them, and the cases know. */
const QUIET_MS = 3_000;
const PATIENCE_MS = 1_800_000;

class Stopwatch {
  readonly steps: Step[] = [];

  constructor(private readonly tell: (line: string) => void) {}

  async time<T>(step: string, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const result = await work();
    this.add(step, performance.now() - from);
    return result;
  }

  add(step: string, ms: number): void {
    this.steps.push({ step, ms: Math.round(ms) });
    this.tell(`${step}: ${(ms / 1_000).toFixed(1)} s`);
  }
}

const patiently = async (holds: () => Promise<boolean>): Promise<void> => {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(POLL_MS)) if (await holds()) return;
  throw new Error(`It did not come about in ${PATIENCE_MS / 60_000} minutes.`);
};

const eventsIn = async (pool: pg.Pool): Promise<number> =>
  (await pool.query<{ n: number }>('select count(*)::int as n from ledger')).rows[0]?.n ?? 0;

const untilQuiet = async (pool: pg.Pool, cases: number): Promise<void> => {
  const shown = 'select count(*)::int as n from cases';
  await patiently(async () => ((await pool.query<{ n: number }>(shown)).rows[0]?.n ?? 0) >= cases);
  let before = -1;
  for (let now = await eventsIn(pool); now !== before; now = await eventsIn(pool)) {
    before = now;
    await pause(QUIET_MS);
  }
};

/** A worker with much to do answers late; asking again is safe. */
const untilAnswered = async <T>(ask: () => Promise<T>, attempts = 20): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    if (attempts <= 1) throw error;
    return untilAnswered(ask, attempts - 1);
  }
};

/** What each case says of itself: its stage, its place in the ledger, and every clock with its date. */
const askAll = async (ehcna: Ehcna, refs: readonly CaseRef[]): Promise<Map<CaseRef, string>> => {
  const said = new Map<CaseRef, string>();
  await each(refs, ASKED_AT_ONCE, async (ref) => {
    const { stage, seq, deadlines } = await untilAnswered(() => ehcna.state(ref));
    const clocks = Object.values(deadlines).map(({ key, due, state }) => ({ key, due, state }));
    const handle = ehcna.client.workflow.getHandle(assessmentId(ref));
    const wake = await untilAnswered(() => handle.query('nextWake'));
    said.set(ref, JSON.stringify({ stage, seq, clocks, wake }));
  });
  return said;
};

/** A case shows its stage once it has read the ledger and knows where it is. */
const untilAllKnow = (ehcna: Ehcna, cases: number): Promise<void> =>
  patiently(async () => {
    const known = `WorkflowType = 'assessment' and ExecutionStatus = 'Running' and Stage is not null`;
    return (await untilAnswered(() => ehcna.client.workflow.count(known))).count >= cases;
  });

interface Lost {
  file: string;
  said: Map<CaseRef, string>;
  events: number;
  bytes: number;
}

const makeAndLose = async (options: DrillOptions, watch: Stopwatch): Promise<Lost> => {
  const { cases, rules, folder, site } = options;
  const pool = poolOf(site);
  const ehcna = Ehcna.over(site.client, pool, {
    keys: openCaseKeys(pool, site.keyring),
    childKey: site.childKey,
    signer: site.signer,
  });
  const worker = await site.startWorker();
  const refs = sampleRefs({ size: cases, seed: SEED });
  try {
    await watch.time('making the caseload (not part of a recovery)', async () => {
      const made = sampleCases({ today: londonDate(Date.now()), rules, size: cases, seed: SEED });
      await each(refs, AT_ONCE, async () => {
        const { value } = made.next();
        if (value) await ehcna.takeOver(value.caseRef, value.events);
      });
      await untilQuiet(pool, cases);
    });
    const said = await askAll(ehcna, refs);
    const { file, bytes } = await watch.time('backup', () => takeBackup(pool, join(folder, 'drill.backup.gz')));
    return { file, bytes, said, events: await eventsIn(pool) };
  } finally {
    await worker.stop();
    await pool.end();
  }
};

const poolOf = ({ databaseUrl }: Site): pg.Pool => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 });
  pool.on('error', () => undefined);
  return pool;
};

export const drill = async (options: DrillOptions): Promise<Drill> => {
  const { cases, tell = () => undefined } = options;
  const watch = new Stopwatch(tell);
  const { file, said, events, bytes } = await makeAndLose(options, watch);
  const site = await options.begin();
  const pool = poolOf(site);
  const ehcna = Ehcna.over(site.client, pool, {
    keys: openCaseKeys(pool, site.keyring),
    childKey: site.childKey,
    signer: site.signer,
  });
  const refs = [...said.keys()];
  await watch.time('checking the backup', () => readBackup(file));
  await watch.time('loading it, chains verified, tables made', () => loadBackup(pool, ehcna.ledger, file));
  await watch.time('ledger verify, once more by itself', () => ehcna.ledger.verify());
  await watch.time('ledger rebuild, once more by itself', () => ehcna.ledger.rebuild());
  const worker = await site.startWorker();
  try {
    const { started } = await watch.time('restore: every process started, messages retold', () => restore(ehcna));
    await watch.time('… and until each case knows itself', () => untilAllKnow(ehcna, cases));
    await untilQuiet(pool, cases);
    const now = await askAll(ehcna, refs);
    const differing = refs.filter((ref) => now.get(ref) !== said.get(ref));
    watch.add(
      'reference: as many bare processes, to their end',
      await startBare(site.client, site.address, cases, AT_ONCE),
    );
    if ((await eventsIn(pool)) !== events) throw new Error('The restored cases wrote to the ledger.');
    return { cases, events, backupBytes: bytes, steps: watch.steps, started, differing };
  } finally {
    await worker.stop();
    await pool.end();
  }
};

/**
 * The worker, the Temporal server and PostgreSQL are killed, as a power cut would, while people give commands to a
 * caseload in the middle of its work. Afterwards nothing is lost and nothing doubled.
 */
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ehcna } from '../../client/ehcna.js';
import type { SampleCase } from '../../client/sample/caseload.js';
import { Draw } from '../../client/sample/draw.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { assessmentId, caseRefOf } from '../../domain/ids.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { clientConverter } from '../../keys/data-converter.js';
import { keyringOf, keysIn } from '../../keys/keyring.js';
import { trainingIssuerMadeIn, trainingSigner } from '../../keys/signer.js';
import { freePort } from '../../workers/platform/ports.js';
import { isAlive, run } from '../../workers/platform/processes.js';
import { temporaryFolder } from '../../workers/platform/places.js';
import { childKeyIn } from '../../workers/worker.js';
import { familyRequest } from '../cli/requests.js';
import { childrenOf, startUp } from '../command.js';
import type { Up } from '../command.js';
import { findings, gather, lettersRequested, settled } from './auditor.js';
import type { Evidence } from './auditor.js';
import { Callers, caseloadOf } from './caseload.js';

const SEED = 'power cut';
const CASES = 20;
const REQUESTS = 5;
const MOST_MS = 180_000;

/** What is killed, in this order, and how its command line is known. */
const VICTIMS = {
  worker: 'ehcna.mjs worker',
  'Temporal server': 'server start-dev',
  PostgreSQL: '/cluster -p',
} as const;
type Victim = keyof typeof VICTIMS;

let folder: string;
let up: Up;
let connection: Connection;
let client: Client;
let pool: pg.Pool;
let ehcna: Ehcna;
let callers: Callers;
let cases: SampleCase[];
let kills = 0;
let done = false;

beforeAll(async () => {
  folder = temporaryFolder();
  // Kept on disk as in earnest: --ephemeral asks PostgreSQL for less.
  const ports = ['--port', String(await freePort()), '--ui-port', String(await freePort())];
  up = await startUp(['--no-sample', ...ports], { EHCNA_DATA_DIR: folder });
  const { temporal, namespace, database, policy } = up.installation;
  connection = await Connection.connect({ address: temporal });
  pool = new pg.Pool({ connectionString: database, max: 10 });
  pool.on('error', () => undefined);
  const keys = openCaseKeys(pool, keyringOf((await keysIn(folder)) ?? ''));
  client = new Client({ connection, namespace, dataConverter: clientConverter(keys) });
  ehcna = Ehcna.over(client, pool, {
    keys,
    childKey: await childKeyIn(folder),
    signer: trainingSigner(await trainingIssuerMadeIn(folder)),
  });
  callers = new Callers(ehcna, () => !done);
  cases = await caseloadOf(policy, CASES, SEED);
}, MOST_MS);

afterAll(async () => {
  await pool?.end();
  await connection?.close();
  await up?.stop();
  await rm(folder, { recursive: true, force: true });
}, MOST_MS);

const pidOf = async (victim: Victim): Promise<number | undefined> => {
  for (const pid of await childrenOf(up.process.pid ?? 0)) {
    const { stdout } = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
    if (stdout.includes(VICTIMS[victim]) && isAlive(pid)) return pid;
  }
  return undefined;
};

const killAndAwaitReturn = async (victim: Victim): Promise<void> => {
  const pid = await pidOf(victim);
  if (pid === undefined) throw new Error(`The ${victim} does not run`);
  process.kill(pid, 'SIGKILL');
  kills += 1;
  const until = Date.now() + 60_000;
  for (let now = await pidOf(victim); now === undefined || now === pid; now = await pidOf(victim)) {
    if (Date.now() > until) throw new Error(`The ${victim} did not come back:\n${up.stderr()}`);
    await pause(200);
  }
};

const powerCuts = async (draw: Draw): Promise<void> => {
  for (const victim of Object.keys(VICTIMS) as Victim[]) {
    await pause(draw.whole(1_500, 4_000));
    await killAndAwaitReturn(victim);
  }
  // Two at once, and the worker while it finds its way back.
  await pause(draw.whole(1_500, 4_000));
  await Promise.all([killAndAwaitReturn('PostgreSQL'), killAndAwaitReturn('worker')]);
  await pause(draw.whole(1_000, 3_000));
};

const takeUpOne = async (one: SampleCase, draw: Draw): Promise<void> => {
  await callers.persist(() => ehcna.takeOver(one.caseRef, one.events));
  await callers.callAbout(one, draw);
};

/** New requests come in all the while. */
const requests = async (draw: Draw): Promise<string[]> => {
  const refs: string[] = [];
  for (let n = 0; n < REQUESTS; n += 1) {
    await pause(draw.whole(500, 3_000));
    const request = familyRequest();
    await callers.persist(async () => {
      const { caseRef, accepted } = await ehcna.open(request, { role: 'caseworker', id: 'cw-1' }, `${SEED} ${n}`);
      expect(accepted).toBe(true);
      refs.push(caseRef);
    });
  }
  return refs;
};

let evidence: Evidence;
let opened: string[];

it('a caseload goes on through the death of each server', { timeout: MOST_MS }, async () => {
  const work = Promise.all([
    requests(new Draw(`${SEED} requests`)),
    ...cases.map((one, i) => takeUpOne(one, new Draw(`${SEED} ${i}`))),
  ]);
  await powerCuts(new Draw(SEED)).finally(() => (done = true));
  [opened] = await work;
  evidence = await settled(() => gather(ehcna, client, up.installation.outbox), callers.given);
  const accepted = callers.given.filter((g) => g.accepted).length;
  console.log(
    `${kills} kills; ${callers.given.length} commands, ${accepted} accepted, ${callers.sentAgain} sent again; ` +
      `${evidence.rows.length} events; ${lettersRequested(evidence)} letters asked for, ${evidence.envelopes.length} sent; lost 0, doubled 0`,
  );
  expect(kills).toBe(5);
  expect(accepted).toBeGreaterThan(CASES * 3);
  expect(callers.sentAgain).toBeGreaterThan(0);
  expect(evidence.envelopes.length).toBeGreaterThan(CASES);
  expect(new Set(opened).size).toBe(REQUESTS);
});

it('every case that runs answers, and says what its ledger says', { timeout: MOST_MS }, async () => {
  const refs = evidence.running.filter((id) => id.startsWith('assessment/')).flatMap((id) => caseRefOf(id) ?? []);
  expect(refs.length).toBeGreaterThan(CASES / 2);
  for (const ref of refs) {
    const events = asAssessmentEvents(await ehcna.ledger.read(assessmentId(ref)));
    expect(await ehcna.state(ref)).toEqual(JSON.parse(JSON.stringify(foldEvents(ref, events))));
  }
});

it('no task and no other row that people read is lost or doubled', async () => {
  expect(await ehcna.ledger.rebuild()).toMatchObject({ differing: 0, differences: [] });
});

describe('the auditor finds', () => {
  const found = (change: Partial<Evidence>): string[] => findings({ ...evidence, ...change }, callers.given);
  /** Where the ledger says that the last accepted command was carried out. */
  const place = (): number => {
    const last = callers.given.findLast((g) => g.accepted);
    const parts = [`"commandId":"${last?.commandId}"`, `"type":"${last?.event}"`];
    const index = evidence.rows.findIndex((row) => parts.every((part) => row.body.includes(part)));
    if (index < 0) throw new Error('no such command');
    return index;
  };

  it('a letter that is gone', () => {
    expect(found({ envelopes: evidence.envelopes.slice(1) })).toHaveLength(1);
  });

  it('a letter that nobody asked for, and one that was changed', () => {
    const [first] = evidence.envelopes;
    if (!first) throw new Error('no letter');
    expect(found({ envelopes: [...evidence.envelopes, { ...first, place: 'EHC-00000000/L1' }] })).toHaveLength(1);
    expect(found({ envelopes: evidence.envelopes.with(0, { ...first, letterHash: 'another' }) })).toHaveLength(1);
  });

  it('a command that was carried out twice', () => {
    const index = place();
    const rows = evidence.rows.flatMap((row, i) => (i === index ? [row, row] : [row]));
    const told = found({ rows }).join('\n');
    expect(told).toContain('is there twice');
    expect(told).toContain('in the ledger 2 times');
    expect(told).toContain('the chain is broken');
  });

  it('a command that was lost, a gap, and a changed fact', () => {
    const index = place();
    expect(found({ rows: evidence.rows.filter((_, i) => i !== index) }).join('\n')).toContain('in the ledger 0 times');
    expect(found({ rows: evidence.rows.filter((_, i) => i !== 3) }).join('\n')).toContain('the chain is broken');
    const fourth = evidence.rows[3];
    if (!fourth) throw new Error('no fourth row');
    const changed = { ...fourth, body: fourth.body.replace('"seq"', ' "seq"') };
    expect(found({ rows: evidence.rows.with(3, changed) })).not.toEqual([]);
  });

  it('a case whose process is gone, and one that has two', () => {
    const [first] = evidence.running.filter((id) => id.startsWith('assessment/'));
    expect(found({ running: evidence.running.filter((id) => id !== first) })).toHaveLength(1);
    expect(found({ running: [...evidence.running, first ?? ''] })).toHaveLength(1);
  });
});

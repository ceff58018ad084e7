/**
 * The disk of an installation is full, when it is first started and while it runs. Whoever sits before it is told so in
 * one line, with the folder and what to do; nothing that was recorded is lost, and what waited goes on.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOutbox } from '../activities/channels/outbox.js';
import { Ehcna } from '../client/ehcna.js';
import { openCaseKeys } from '../keys/case-keys.js';
import { clientConverter } from '../keys/data-converter.js';
import { keyringOf } from '../keys/keyring.js';
import { trainingIssuerMadeIn, trainingSigner } from '../keys/signer.js';
import type { SampleCase } from '../client/sample/caseload.js';
import { Draw } from '../client/sample/draw.js';
import { packageRoot, temporaryFolder } from '../workers/platform/places.js';
import { freePort } from '../workers/platform/ports.js';
import { isAlive } from '../workers/platform/processes.js';
import { familyRequest } from './cli/requests.js';
import { type Answer, ehcna, startUp, type Up } from './command.js';
import { type SmallDisk, smallDisk, whyNoSmallDisk } from './small-disk.js';
import { gather, lettersRequested, settled } from './trust/auditor.js';
import type { Evidence } from './trust/auditor.js';
import { Callers, caseloadOf } from './trust/caseload.js';

const LONG_MS = 180_000;
const REMEDY = 'Free some space, or name a folder on another disk with EHCNA_DATA_DIR.';

const probe = temporaryFolder();
const whyNot = await whyNoSmallDisk(probe);
await rm(probe, { recursive: true, force: true });
if (whyNot) console.warn(`The tests of a full disk are skipped: ${whyNot}.`);

let folder: string;
let disks: SmallDisk[] = [];

const aFolder = (): string => (folder = temporaryFolder());

const mount = async (at: string, size: string): Promise<SmallDisk> => {
  await mkdir(at, { recursive: true });
  const disk = await smallDisk(at, size);
  disks.push(disk);
  return disk;
};

const tidy = async (): Promise<void> => {
  for (const disk of disks) await disk.close();
  disks = [];
  await rm(folder, { recursive: true, force: true });
};

const ports = async (): Promise<string[]> => [
  '--port',
  String(await freePort()),
  '--ui-port',
  String(await freePort()),
];

const up = async (disk: SmallDisk): Promise<Answer> =>
  ehcna(['up', '--no-sample', '--json', ...(await ports())], { EHCNA_DATA_DIR: folder }, disk.inside);

/** Every process that has to do with the folder. */
const runningOn = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid || !isAlive(Number(pid))) continue;
    const of = async (file: string) =>
      (await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
    const line = await of('cmdline');
    if (`${line} ${await of('environ')}`.includes(folder)) found.push(line);
  }
  return found;
};

const expectNothingRuns = (): Promise<void> =>
  vi.waitFor(async () => expect(await runningOn()).toEqual([]), { timeout: 5_000, interval: 100 });

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

describe.skipIf(whyNot)('a disk that is full when everything is started', () => {
  afterEach(tidy);

  it('has too little room for what is to come: said before anything is begun', { timeout: LONG_MS }, async () => {
    const disk = await mount(aFolder(), '16m');
    const { code, stdout, stderr } = await up(disk);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(/^The disk is full: 1[56] MB are free at /);
    expect(stderr).toContain(` MB are free at ${folder}, 700 MB are needed. ${REMEDY}`);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(await readdir(disk.from(folder))).toEqual([]);
    await expectNothingRuns();
  });

  it('has room for nothing at all', { timeout: LONG_MS }, async () => {
    const disk = await mount(aFolder(), '1m');
    await disk.fill();
    const { code, stderr } = await up(disk);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `The disk is full: there was no room to write ${folder}. ${REMEDY}\n`,
    });
    await disk.makeRoom();
    expect(await readdir(disk.from(folder))).toEqual([]);
    await expectNothingRuns();
  });

  it('has no room for a database', { timeout: LONG_MS }, async () => {
    const disk = await mount(join(aFolder(), 'postgres'), '8m');
    const { code, stdout, stderr } = await up(disk);
    const where = join(folder, 'postgres', 'cluster');
    expect(lastLine(stderr)).toBe(`The disk is full: PostgreSQL had no room to write ${where}. ${REMEDY}`);
    expect(stderr.match(/full/g)).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    await expectNothingRuns();
  });

  it('has no room for the Temporal server, whose database is stopped again', { timeout: LONG_MS }, async () => {
    const disk = await mount(join(aFolder(), 'temporal'), '64k');
    const { code, stdout, stderr } = await up(disk);
    const where = join(folder, 'temporal');
    expect(lastLine(stderr)).toBe(`The disk is full: 0 MB are free at ${where}. ${REMEDY}`);
    expect(stderr.match(/full/g)).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    await expectNothingRuns();
  });
});

describe.skipIf(whyNot)('a disk that is full when a letter is to leave', () => {
  afterEach(tidy);

  it('keeps no part of it, and all of it once there is room', async () => {
    const disk = await mount(aFolder(), '1m');
    const outbox = createOutbox(disk.from(folder));
    const letter = {
      key: 'EHC-00000000/L1',
      caseRef: 'EHC-00000000',
      letterId: 'L1',
      to: { id: 'parent-1', role: 'parent' as const, name: 'A. Parent' },
      medium: 'post' as const,
      title: 'A letter',
      html: '<p>A letter</p>',
      hash: 'f'.repeat(64),
      version: 1,
      enclosures: [],
    };
    await disk.fill();
    await expect(outbox.send(letter)).rejects.toThrow('ENOSPC');
    expect(await readdir(disk.from(join(folder, letter.caseRef)))).toEqual([]);
    expect(await outbox.wasSent(letter, new Date())).toEqual({ state: 'not-sent' });
    await disk.makeRoom();
    await outbox.send(letter);
    expect((await readdir(disk.from(join(folder, letter.caseRef)))).sort()).toEqual(['L1.html', 'L1.json']);
  });
});

const SEED = 'full disk';
const CASES = 10;

describe.skipIf(whyNot)('a disk that is full while everything runs', () => {
  let disk: SmallDisk;
  let installed: Up;
  let connection: Connection;
  let pool: pg.Pool;
  let callers: Callers;
  let cases: SampleCase[];
  let done = false;

  beforeAll(async () => {
    disk = await mount(aFolder(), '800m');
    installed = await startUp(['--no-sample', ...(await ports())], { EHCNA_DATA_DIR: folder }, disk.inside);
    const { temporal, namespace, database } = installed.installation;
    connection = await Connection.connect({ address: temporal });
    pool = new pg.Pool({ connectionString: database, max: 10 });
    pool.on('error', () => undefined);
    const key = (await readFile(disk.from(join(folder, 'child-key')), 'utf8')).trim();
    const authority = (await readFile(disk.from(join(folder, 'keys')), 'utf8')).trim();
    const keys = openCaseKeys(pool, keyringOf(authority));
    const signer = trainingSigner(await trainingIssuerMadeIn(disk.from(folder)));
    const client = new Client({ connection, namespace, dataConverter: clientConverter(keys) });
    callers = new Callers(Ehcna.over(client, pool, { keys, childKey: key, signer }), () => !done);
    cases = await caseloadOf(join(packageRoot, 'policy', 'default.yaml'), CASES, SEED);
  }, LONG_MS);

  // Whatever failed: the callers end, and the servers can be stopped in good order.
  afterEach(async () => {
    done = true;
    await disk.makeRoom();
  });

  afterAll(async () => {
    await pool?.end();
    await connection?.close();
    await installed?.stop();
    await tidy();
  }, LONG_MS);

  const command = (...words: string[]): Promise<Answer> => ehcna(words, { EHCNA_DATA_DIR: folder }, disk.inside);

  const saidBy = (text: string): Promise<void> =>
    vi.waitFor(() => expect(installed.stderr()).toContain(text), { timeout: 60_000, interval: 100 });

  const evidence = async (): Promise<Evidence> => {
    const client = new Client({ connection, namespace: installed.installation.namespace });
    return settled(() => gather(callers.ehcna, client, disk.from(installed.installation.outbox)), callers.given);
  };

  const takeUp = async (one: SampleCase, n: number): Promise<void> => {
    await callers.persist(() => callers.ehcna.takeOver(one.caseRef, one.events));
    await callers.callAbout(one, new Draw(`${SEED} ${n}`));
  };

  /** A file of schools, of which the database has none yet. It lies where there is room. */
  const register = async (): Promise<string> => {
    const school = {
      URN: '999901',
      'LA (code)': '999',
      'LA (name)': 'Northmere',
      EstablishmentName: 'Hillside School',
      'TypeOfEstablishment (code)': '01',
      'TypeOfEstablishment (name)': 'Community school',
      'EstablishmentStatus (name)': 'Open',
      'Section41Approved (name)': 'Not applicable',
    };
    const file = join(folder, 'edubasealldata.csv');
    await writeFile(file, `${Object.keys(school).join(',')}\n${Object.values(school).join(',')}\n`);
    return file;
  };

  /** Nobody has had an answer for a while. */
  const standstill = async (): Promise<void> => {
    for (let before = -1; before !== callers.given.length; await pause(4_000)) before = callers.given.length;
  };

  it('is told of; work waits and goes on once there is room, and nothing is lost', { timeout: LONG_MS }, async () => {
    const work = cases.slice(0, CASES / 2).map(takeUp);
    await vi.waitFor(() => expect(callers.given.length).toBeGreaterThan(CASES), { timeout: 60_000 });
    await disk.fill();
    await saidBy(`The disk is full: 0 MB are free at ${folder}. Free some space: until then work waits`);
    const more = cases.slice(CASES / 2).map((one, i) => takeUp(one, i + CASES / 2));
    await standstill();
    const [first] = cases;
    const stoodAt = callers.given.length;
    let answered = false;
    const waiting = command(
      'case',
      'contact',
      first?.caseRef ?? '',
      '--channel',
      'telephone',
      '--direction',
      'to-family',
    ).finally(() => (answered = true));
    // PostgreSQL cannot extend its files, and somebody who reaches it from elsewhere is told so.
    const elsewhere = await ehcna(['providers', 'import', await register()], {
      DATABASE_URL: installed.installation.database,
    });
    expect(elsewhere).toMatchObject({ code: 3, stdout: '' });
    expect(elsewhere.stderr).toMatch(
      /^The disk of the database is full: [^\n]*No space left on device[^\n]*\. Free some space there, and try again\.\n$/,
    );
    expect({ given: callers.given.length, answered }).toEqual({ given: stoodAt, answered: false });
    await disk.makeRoom();
    await saidBy(`There is room at ${folder} again`);
    expect(await waiting).toMatchObject({ code: 0, stderr: '' });
    await vi.waitFor(() => expect(callers.given.length).toBeGreaterThan(stoodAt + CASES), { timeout: 90_000 });
    done = true;
    await Promise.all([...work, ...more]);
    const after = await evidence();
    console.log(
      `${callers.given.length} commands, ${callers.sentAgain} sent again; ${after.rows.length} events; ` +
        `${lettersRequested(after)} letters asked for, ${after.envelopes.length} sent; lost 0, doubled 0`,
    );
    // Nothing died of it, the worker least of all, whose log is on that disk.
    expect(installed.stderr()).not.toContain('has ended unexpectedly');
    expect(installed.pids.filter((pid) => !isAlive(pid))).toEqual([]);
  });

  it('stops PostgreSQL when its log cannot grow: a clear answer, and it comes back by itself', {
    timeout: LONG_MS,
  }, async () => {
    const before = await evidence();
    await disk.fill();
    const askForMore = async () => {
      for (let n = 0; n < 20; n += 1)
        await pool.query('select pg_switch_wal()').then(() => pool.query('select pg_current_xact_id()'));
    };
    await expect(askForMore()).rejects.toThrow();
    await saidBy('PostgreSQL did not start: The disk is full: ');
    const { code, stdout, stderr } = await command('case', 'list');
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: '',
      stderr: `The disk is full: 0 MB are free at ${folder}. Free some space. What was sent may be carried out then; sending it again is safe.\n`,
    });
    await disk.makeRoom();
    await saidBy('PostgreSQL is running again.');
    expect(await command('ledger', 'verify')).toMatchObject({ code: 0 });
    expect((await evidence()).rows).toEqual(before.rows);
    const { accepted } = await callers.ehcna.open(familyRequest(), { role: 'caseworker', id: 'cw-1' });
    expect(accepted).toBe(true);
  });
});

/** A process that is killed while it keeps documents leaves no row without its whole object, and loses none that it told of. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDocuments } from '../../activities/objects/check.js';
import { folderStore } from '../../activities/objects/folder.js';
import { keptRows } from '../../activities/objects/kept-rows.js';
import { sweep } from '../../activities/objects/sweep.js';
import { documentsUnder } from '../../activities/letter-documents.js';
import { createLedger } from '../../activities/ledger.js';
import { caseRefFrom } from '../../domain/ids.js';
import { project } from '../../domain/projection.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { packageRoot } from '../../workers/platform/places.js';
import { ehcna } from '../command.js';
import { type FreshDatabase, freshDatabase } from '../environment.js';

const KILLS = 40;
const DAY_MS = 24 * 60 * 60 * 1_000;
const CASE = caseRefFrom([3, 1, 4, 1, 5, 9, 2, 6]);

let database: FreshDatabase;
let pool: pg.Pool;
let folder: string;
const keysText = newKey('killed');

beforeAll(async () => {
  // The writer runs what is built.
  await ehcna(['--version']);
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  folder = await mkdtemp(join(tmpdir(), 'ehcna-killed-'));
}, 120_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** What it said is kept before it was killed, a moment after the first. */
const killedWriter = async (round: number): Promise<string[]> => {
  const script = join(packageRoot, 'test', 'documents', 'writer.mjs');
  const child = spawn(process.execPath, [script, packageRoot, database.url, keysText, folder, CASE, String(round)]);
  let told = '';
  let faults = '';
  child.stderr.on('data', (chunk) => (faults += String(chunk)));
  const ended = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      told += String(chunk);
      resolve();
    });
    ended.then(() => reject(new Error(`The writer ended: ${faults}`)), reject);
  });
  await pause((round * 7) % 40);
  child.kill('SIGKILL');
  await ended;
  return told.split('\n').slice(0, -1);
};

it(`a process killed ${KILLS} times leaves no row without a whole object, and every document that it told of`, async () => {
  const told: string[] = [];
  for (let round = 1; round <= KILLS; round += 1) told.push(...(await killedWriter(round)));
  const objects = folderStore(folder);
  const keys = openCaseKeys(pool, keyringOf(keysText));
  const keeping = documentsUnder(keys, { objects, largestBytes: 1 });
  const checked = await checkDocuments({ pool, ledger: createLedger(pool, project, { keys }), objects, keeping });
  expect(checked.faults).toEqual([]);
  expect(checked.inStore).toBeGreaterThanOrEqual(KILLS);

  const kept = new Set<string>();
  for await (const { id } of keptRows(pool)) kept.add(id);
  expect(told.filter((id) => !kept.has(id))).toEqual([]);

  // What the kills left is found a day later, and what belongs to a document stays.
  const at = { dryRun: false, many: true };
  expect(await sweep(pool, objects, { ...at, now: Date.now() })).toMatchObject({ removed: 0, unfinished: 0 });
  const swept = await sweep(pool, objects, { ...at, now: Date.now() + DAY_MS + 60_000 });
  expect(swept.objects - swept.removed).toBe(checked.inStore);
  // Three lanes were at work each time, so that some were in the middle of one.
  expect(swept.unfinished + swept.removed).toBeGreaterThan(0);
  expect(
    (await checkDocuments({ pool, ledger: createLedger(pool, project, { keys }), objects, keeping })).faults,
  ).toEqual([]);
}, 120_000);

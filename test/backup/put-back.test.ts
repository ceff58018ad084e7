/**
 * A database that is put back to an earlier day than the engine: what runs knows facts that the ledger does not. Its runs are
 * ended and every case goes on from what the ledger has.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadBackup } from '../../activities/backup/load.js';
import { takeBackup } from '../../activities/backup/write.js';
import { Ehcna } from '../../client/ehcna.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { trustedIssuers } from '../../keys/identity.js';
import { restore } from '../../client/restore.js';
import { assessmentId } from '../../domain/ids.js';
import { packageRoot } from '../../workers/platform/places.js';
import { type RunningWorker, startWorker } from '../../workers/worker.js';
import { familyRequest } from '../cli/requests.js';
import { type FreshDatabase, freshDatabase, workflowBundlePath } from '../environment.js';
import { openWorld, type World } from '../world.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const lead = { role: 'assessment-lead', id: 'al-1' } as const;
const yes = {
  outcome: 'assess',
  mayHaveSen: true,
  mayNeedPlan: true,
  reasons: 'Little progress.',
  withoutPanel: 'Urgent',
} as const;

let world: World;
let earlier: FreshDatabase;
let pool: pg.Pool;
let worker: RunningWorker;
let ehcna: Ehcna;
let ahead: string;
let untouched: string;
let later: string;

/** Its letters have gone, and nothing more is written. */
const quiet = async (): Promise<void> => {
  const events = async () => (await world.pool.query('select from ledger')).rowCount;
  for (let before = await events(); ; before = await events()) {
    await pause(1_500);
    const { rowCount: unsent } = await world.pool.query(`select from letters where state = 'requested'`);
    if (unsent === 0 && (await events()) === before) return;
  }
};

beforeAll(async () => {
  world = await openWorld();
  ahead = (await world.ehcna.open(familyRequest(), officer)).caseRef;
  untouched = (await world.ehcna.open(familyRequest(), officer)).caseRef;
  await quiet();
  const { file } = await takeBackup(world.pool, join(world.dataDir, 'of-yesterday.gz'));
  await world.ehcna.command(ahead, 'decideToAssess', yes, lead);
  later = (await world.ehcna.open(familyRequest(), officer)).caseRef;
  await world.stopWorkers();

  earlier = await freshDatabase();
  pool = new pg.Pool({ connectionString: earlier.url, max: 5 });
  pool.on('error', () => undefined);
  ehcna = Ehcna.over(world.client, pool, {
    keys: openCaseKeys(pool, world.keyring),
    childKey: world.childKey,
    signer: world.signer,
  });
  await loadBackup(pool, ehcna.ledger, file);
  const { address, namespace, outboxDir, childKey, keyring, signer, issuer } = world;
  worker = await startWorker({
    connection: { address },
    namespace,
    databaseUrl: earlier.url,
    outboxDir,
    childKey,
    keyring,
    signer,
    issuers: trustedIssuers(issuer.publicKey),
    policyPath: join(packageRoot, 'policy', 'default.yaml'),
    bundlePath: workflowBundlePath(),
  });
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await pool?.end();
  await world?.stop();
  await earlier?.drop();
});

it('says what would be ended, and which cases the ledger does not know', async () => {
  const found = await restore(ehcna, { endRunning: true, dryRun: true });
  expect(found).toMatchObject({ assessments: 2, started: 0, strangers: [later] });
  expect(found.ended).toBeGreaterThanOrEqual(3);
  expect((await ehcna.state(ahead)).stage).toBe('gathering-advice');
});

it('ends the runs and starts each case from what the ledger has', { timeout: 60_000 }, async () => {
  const restored = await restore(ehcna, { endRunning: true });
  expect(restored).toMatchObject({ running: 0, strangers: [later] });
  expect(restored.started).toBeGreaterThanOrEqual(2);
  const recorded = async (ref: string): Promise<number> => (await ehcna.ledger.read(assessmentId(ref))).length;
  for (const ref of [ahead, untouched]) {
    await expect.poll(async () => (await ehcna.state(ref)).seq, { timeout: 20_000 }).toBe(await recorded(ref));
    expect((await ehcna.state(ref)).stage).toBe('considering');
  }
  const { status } = await world.client.workflow.getHandle(assessmentId(later)).describe();
  expect(status.name).toBe('TERMINATED');
  expect(await recorded(later)).toBe(0);
});

it('lets what was lost be recorded again', { timeout: 60_000 }, async () => {
  await ehcna.command(ahead, 'decideToAssess', yes, lead);
  expect((await ehcna.state(ahead)).stage).toBe('gathering-advice');
  expect((await ehcna.ledger.verify()).faults).toEqual([]);
});

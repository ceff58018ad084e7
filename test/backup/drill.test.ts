/** The drill of `npm run disaster`, with few cases: all is lost but the backup, and every case is again where it was. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Drill, drill } from '../../client/disaster/drill.js';
import { packageRoot } from '../../workers/platform/places.js';
import { rulesOf } from '../trust/caseload.js';
import { openWorld, type World } from '../world.js';

const CASES = 20;
let lost: World;
let again: World;
let result: Drill;

beforeAll(async () => {
  lost = await openWorld({ worker: false });
  result = await drill({
    cases: CASES,
    rules: await rulesOf(`${packageRoot}/policy/default.yaml`),
    folder: lost.dataDir,
    site: lost,
    begin: async () => (again = await openWorld({ worker: false, keysOf: lost })),
  });
}, 300_000);
afterAll(async () => {
  await again?.stop();
  await lost?.stop();
});

it('brings every case back to the stage, the event and the deadlines at which it was', async () => {
  expect(result.differing).toEqual([]);
  expect(result.started).toBeGreaterThan(CASES);
  expect((await again.ehcna.ledger.verify()).faults).toEqual([]);
  expect(await again.ehcna.ledger.streams()).toEqual(await lost.ehcna.ledger.streams());
});

it('times each step, and a reference beside them', () => {
  expect(result.steps).toHaveLength(9);
  for (const { ms } of result.steps) expect(ms).toBeGreaterThan(0);
});

/** Anything at all, sent to everything: refused in words or accepted, and never a process that cannot take its next step. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendFrom } from '../fuzz/foreign.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world?.stop());

it('1,000 inputs of a foreign client leave every process able to go on', { timeout: 300_000 }, async () => {
  // Again: `npm run soak -- --fuzz --count 1000 --seed N`.
  const seed = Date.now() % 1_000_000;
  const counts = await sendFrom(world, `fuzz ${seed}`, 1_000).catch((error: unknown) => {
    throw new Error(`With the seed ${seed}: ${(error as Error).message}`, { cause: error });
  });
  expect(counts.accepted).toBeGreaterThan(40);
  expect(counts.refused).toBeGreaterThan(300);
  expect(await world.ehcna.ledger.verify()).toMatchObject({ faults: [] });
});

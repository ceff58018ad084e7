/** A worker that remembers no case replays it from the start at every step: what it then does must be the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readScenario } from '../../client/rehearse/scenario.js';
import type { Theatre } from '../../client/rehearse/theatre.js';
import { assessmentId } from '../../domain/ids.js';
import { openTheatre } from '../rehearse/stage.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { expectNoTaskFailed } from './untouched.js';

let world: World;
let theatre: Theatre;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  theatre = await openTheatre(world, { maxCachedWorkflows: 0 });
});

afterAll(async () => {
  await theatre?.close();
  await world?.stop();
});

it('a story goes as told by a worker that keeps nothing in mind', { timeout: 180_000 }, async () => {
  const scenario = await readScenario('withdrawn');
  if (!scenario) throw new Error('no scenario withdrawn');
  const { faults, caseRef } = await theatre.perform(scenario);
  expect(faults).toEqual([]);
  await expectNoTaskFailed(world.client, assessmentId(caseRef));
});

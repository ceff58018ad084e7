/** Sequences against the workflow on a real server, as many as asked for; every tenth part by a worker that keeps no case. */
import { afterAll, beforeAll, it } from 'vitest';
import { drawn, playBeside } from '../trust/play.js';
import { openStage } from '../trust/stage.js';
import { inParts, soakOf } from './settings.js';

let stages: Awaited<ReturnType<typeof openStage>>[];

beforeAll(async () => {
  stages = [await openStage(), await openStage(0)];
});

afterAll(async () => {
  for (const stage of stages ?? []) await stage.close();
});

it('a case does what the model says, to the field', { timeout: 0 }, () =>
  inParts(soakOf(2_000), 50, 'sequences', async (seed, howMany) => {
    const stage = stages[seed % 10 === 0 ? 1 : 0];
    if (stage) console.error(JSON.stringify(await playBeside(stage, drawn(seed, howMany))));
  }),
);

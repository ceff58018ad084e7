/** Sequences against the workflow on a real server, as many as asked for; of every tenth part some are replayed. */
import { afterAll, beforeAll, it } from 'vitest';
import { drawn, playBeside } from '../trust/play.js';
import { expectTheyRepeat } from '../trust/replayed.js';
import { openStage } from '../trust/stage.js';
import { inParts, soakOf } from './settings.js';

let stage: Awaited<ReturnType<typeof openStage>>;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage?.close());

it('a case does what the model says, to the field', { timeout: 0 }, () =>
  inParts(soakOf(2_000), 50, 'sequences', async (seed, howMany) => {
    console.error(JSON.stringify(await playBeside(stage, drawn(seed, howMany))));
    if (seed % 10 === 0) await expectTheyRepeat(stage.world, Math.min(howMany, 10), seed);
  }),
);

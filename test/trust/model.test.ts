/** The model's turns against real cases on a real server, with time moved by the server itself. */
import { afterAll, beforeAll, it } from 'vitest';
import { playBeside } from './play.js';
import { openStage } from './stage.js';

let stage: Awaited<ReturnType<typeof openStage>>;
let uncached: Awaited<ReturnType<typeof openStage>>;

beforeAll(async () => {
  stage = await openStage();
  uncached = await openStage(0);
});

afterAll(async () => {
  await stage?.close();
  await uncached?.close();
});

it('a case does what the model says, to the field', { timeout: 300_000 }, () =>
  playBeside(stage, { seed: Number(process.env.SEED ?? Date.now() % 1e6), count: Number(process.env.N ?? 90) }),
);

it('and so does one that is replayed from the start at every step', { timeout: 300_000 }, () =>
  playBeside(uncached, { seed: Number(process.env.SEED ?? Date.now() % 1e6), count: Number(process.env.N0 ?? 10) }),
);

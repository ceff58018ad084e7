/** The model's turns against real cases on a real server, with time moved by the server itself. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEEDS } from '../domain/seeds.js';
import { drawn, playBeside } from './play.js';
import { openStage } from './stage.js';

let stage: Awaited<ReturnType<typeof openStage>>;
let uncached: Awaited<ReturnType<typeof openStage>>;

beforeAll(async () => {
  // Not none: the engine drops an activity within a task of a case for which there is no room at all.
  [stage, uncached] = await Promise.all([openStage(), openStage(1)]);
});

afterAll(async () => {
  await stage?.close();
  await uncached?.close();
});

const anySeed = (): number => Date.now() % 1_000_000;

it('90 cases do what the model says, to the field', { timeout: 400_000 }, async () => {
  const { accepted, refused, events, letters, lettersRefused } = await playBeside(stage, drawn(anySeed(), 90));
  expect(accepted).toBeGreaterThan(60);
  expect(refused).toBeGreaterThan(5);
  expect(events).toBeGreaterThan(900);
  expect(letters).toBeGreaterThan(10 * Number(lettersRefused));
});

it(
  'and so do 10 of which a worker keeps one in mind, so that it replays the others from the start',
  { timeout: 400_000 },
  () => playBeside(uncached, drawn(anySeed(), 10)),
);

it('and so do those that once did not', { timeout: 400_000 }, () =>
  playBeside(
    stage,
    SEEDS.map(([, sequence]) => sequence),
  ),
);

/** The model's turns against real cases on a real server, with time moved by the server itself. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEEDS } from '../domain/seeds.js';
import { drawn, playBeside } from './play.js';
import { expectTheyRepeat } from './replayed.js';
import { openStage } from './stage.js';

let stage: Awaited<ReturnType<typeof openStage>>;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage?.close());

const anySeed = (): number => Date.now() % 1_000_000;

it('100 cases do what the model says, to the field', { timeout: 400_000 }, async () => {
  const { accepted, refused, events, letters, lettersRefused } = await playBeside(stage, drawn(anySeed(), 100));
  expect(accepted).toBeGreaterThan(60);
  expect(refused).toBeGreaterThan(5);
  expect(events).toBeGreaterThan(900);
  expect(letters).toBeGreaterThan(10 * Number(lettersRefused));
});

it('and 10 of them repeat themselves from the start, cut before each step', { timeout: 200_000 }, () =>
  expectTheyRepeat(stage.world, 10),
);

it('and so do those that once did not', { timeout: 400_000 }, () =>
  playBeside(
    stage,
    SEEDS.map(([, sequence]) => sequence),
  ),
);

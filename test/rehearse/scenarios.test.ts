/**
 * Every rehearsal is a workflow test: the real server, the real database, the statute's own durations. A story of many plans
 * is played with fewer, some of each kind of child; `ehcna rehearse` plays all.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScenario, scenarioNames } from '../../client/rehearse/scenario.js';
import type { Theatre } from '../../client/rehearse/theatre.js';
import { openWorld, type World } from '../world.js';
import { openTheatre } from './stage.js';

let world: World;
let theatre: Theatre;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  theatre = await openTheatre(world);
});

afterAll(async () => {
  await theatre?.close();
  await world?.stop();
});

/** A life takes minutes, and is told once: test/plans/life.test.ts. */
const ELSEWHERE = ['plan-to-25'];

const FEWER: Readonly<Record<string, number>> = { 'phase-transfer-primary': 24, 'post16-cease': 10 };

describe('rehearsals', async () => {
  for (const name of (await scenarioNames()).filter((one) => !ELSEWHERE.includes(one))) {
    it(`goes as ${name} tells it`, { timeout: 240_000 }, async () => {
      const scenario = await readScenario(name);
      if (!scenario) throw new Error(`no scenario ${name}`);
      const { faults, timeline } = await theatre.perform(scenario, undefined, { count: FEWER[name] });
      expect(faults, timeline.map((e) => `${e.on} day ${e.day} ${e.type} ${e.words}`).join('\n')).toEqual([]);
    });
  }
});

/**
 * One plan from age 4 to 25 on the real server, its time moved: every review in time and every transfer by its date, counted
 * here again with JavaScript's own dates; and what its processes keep of twenty-one years.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Performance } from '../../client/rehearse/rehearse.js';
import { readScenario } from '../../client/rehearse/scenario.js';
import type { Theatre } from '../../client/rehearse/theatre.js';
import { openTheatre } from '../rehearse/stage.js';
import { openWorld, type World } from '../world.js';

let world: World;
let theatre: Theatre;
let life: Performance;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  theatre = await openTheatre(world);
  const scenario = await readScenario('plan-to-25');
  if (!scenario) throw new Error('no scenario plan-to-25');
  life = await theatre.perform(scenario);
}, 420_000);
afterAll(async () => {
  await theatre?.close();
  await world?.stop();
});

const words = (type: string): { on: string; words: string }[] => life.timeline.filter((entry) => entry.type === type);

const after = (iso: string, years: number): string => {
  const [y = 0, m = 1, d = 1] = iso.split('-').map(Number);
  return new Date(Date.UTC(y + years, m - 1, d)).toISOString().slice(0, 10);
};

describe('a plan from 4 to 25', () => {
  it('goes as its story tells it', () => {
    expect(life.faults).toEqual([]);
  });

  it('is reviewed within twelve months of being made, and of each decision', () => {
    const [held] = words('plan.held');
    const made = /plan of (\S+)/.exec(held?.words ?? '')?.[1] ?? '';
    const lighter = words('review.opened').flatMap((e) => (/^review (\d+) .*under-5/.exec(e.words) ?? [])[1] ?? []);
    const notified = words('review.ended').flatMap((e) => {
      const [, n = '', on = ''] = /^review (\d+) over: \w+, notified (\S+)$/.exec(e.words) ?? [];
      return lighter.includes(n) ? [] : [on];
    });
    expect(lighter.length).toBeGreaterThan(0);
    expect(notified.length).toBeGreaterThan(21);
    let last = made;
    for (const on of notified) {
      expect(on > last && on <= after(last, 1), `${last} to ${on}`).toBe(true);
      last = on;
    }
  });

  it('names the next school, and the college, before the date of each transfer', () => {
    // In nursery in the school year that the story begins in.
    const year = Number(words('plan.held')[0]?.on.slice(0, 4));
    const made = words('amendment.made').map((e) => e.on);
    const [school = '', secondary = '', college = '', ...more] = made;
    expect(more).toEqual([]);
    for (const [on, by] of [
      [school, `${year + 1}-02-15`],
      [secondary, `${year + 8}-02-15`],
      [college, `${year + 13}-03-31`],
    ] as const)
      expect(on < by && on > after(by, -1), `${on} before ${by}`).toBe(true);
  });

  it('lapses after the academic year of the 25th birthday', () => {
    const year = Number(words('plan.held')[0]?.on.slice(0, 4));
    expect(words('plan.lapsed').map((e) => e.on)).toEqual([`${year + 22}-08-01`]);
  });

  it('keeps histories that stay short', async () => {
    const lengths = await Promise.all(
      life.processes.map(
        async (id) => (await theatre.client.workflow.getHandle(id).fetchHistory()).events?.length ?? 0,
      ),
    );
    const [plan = 0, ...reviews] = lengths;
    console.log(
      `21 years: the plan's history holds ${plan} events, its ${reviews.length} reviews ${Math.max(...reviews)} at most`,
    );
    expect(plan).toBeLessThan(1_500);
    expect(Math.max(...reviews)).toBeLessThan(400);
  });
});

/** `ehcna rehearse` with a story of many plans, as a user runs it: on servers of its own. */
import { describe, expect, it } from 'vitest';
import { ehcna } from '../command.js';

describe('ehcna rehearse', () => {
  it('plays a story of many plans with fewer, and says what came of it', { timeout: 240_000 }, async () => {
    const { code, stdout, stderr } = await ehcna(['rehearse', 'post16-cease', '--count', '7', '--json']);
    expect(code, stderr).toBe(0);
    const told = JSON.parse(stdout) as {
      count: number;
      of: number;
      faults: string[];
      stages: Record<string, number>;
      weeks: { to: string; left: number }[];
      kinds: Record<string, { plans: number; done: number }>;
    };
    expect(told).toMatchObject({ name: 'post16-cease', count: 7, of: 100, faults: [], missed: [] });
    expect(told.stages).toEqual({ ceased: 5, held: 2 });
    expect(Object.values(told.kinds).map(({ plans }) => plans)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(told.weeks.at(-1)?.left).toBe(2);
  });

  it('refuses a cohort that is too small for a child of each kind', { timeout: 120_000 }, async () => {
    const { code, stderr } = await ehcna(['rehearse', 'post16-cease', '--count', '3']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('A cohort of 3 cannot hold a child of each of its 7 kinds');
  });
});

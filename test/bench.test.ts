/**
 * The bench runs, with next to nothing in it, so that it cannot rot. What it counts is the same on any machine and keeps its
 * budgets here; what it times is for a quiet machine and is only looked at for being there (docs/performance.md).
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../bench/row.js';
import { packageRoot } from '../workers/platform/places.js';
import { run } from '../workers/platform/processes.js';

const LIMIT_MS = 240_000;
const MEASURED = ['case', 'bytes', 'replay', 'latency', 'lists'];

/** Each begins with one of these. */
const WANTED = [
  'case: processor time of one whole assessment',
  'case: events in all',
  'case: events a step',
  'case: billable actions a step',
  'case: calls of Temporal for lists',
  'bytes: history of a case that was just opened',
  'replay: processor time',
  'latency: a command to its row in the list',
  'scale: worklist by due date',
  'scale: authority-by-breach counts',
  'scale: case show',
];

let rows: Row[];

beforeAll(async () => {
  const args = ['run', 'bench', '--silent', '--', '--tiny', '--json', '--only', MEASURED.join(',')];
  const { code, stdout, stderr } = await run('npm', args, { cwd: packageRoot, timeoutMs: LIMIT_MS });
  expect(code, stderr).toBe(0);
  rows = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Row[];
}, LIMIT_MS);

describe('the bench', () => {
  it.each(WANTED)('has a row "%s …" with its reference', (name) => {
    const found = rows.filter(({ row }) => row.startsWith(name));
    expect(found).not.toEqual([]);
    for (const { reference, value } of found) {
      expect(typeof reference).toBe('number');
      expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('finds the case within what may be counted: events, actions, calls', () => {
    const counted = rows.filter(({ unit, budget }) => budget !== null && ['events', 'actions', 'calls'].includes(unit));
    expect(counted).toHaveLength(4);
    expect(counted.filter(({ met }) => met !== true)).toEqual([]);
  });

  it('plays to the skeleton what it plays to the case', () => {
    const events = rows.find(({ row }) => row.startsWith('case: events in all (reference'));
    expect(events?.ratio).toBeGreaterThan(0.95);
    expect(events?.ratio).toBeLessThan(1.05);
  });
});

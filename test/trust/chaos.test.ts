/**
 * Everything is killed at random moments while people work: workers between an effect and its completion above all, the
 * Temporal server, PostgreSQL. Nothing is lost, nothing doubled, no timer early or silent, no case stuck.
 */
import { describe, expect, it } from 'vitest';
import { familyRequest } from '../cli/requests.js';
import { openWorld } from '../world.js';
import { type Evidence, factsOf, findings, saying } from './auditor.js';
import { clocksIn } from './chaos/clocks.js';
import { standings } from './chaos/processes.js';
import { type Aftermath, inWords, Storm } from './chaos/storm.js';

const EFFECTS = 200;
const KILLS = 25;

let aftermath: Aftermath;

it('a storm of kills loses nothing and doubles nothing', { timeout: 600_000 }, async () => {
  const told = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
  aftermath = await Storm.run({ effects: EFFECTS, kills: KILLS, seed: 'storm', workers: 3, callers: 40, told });
  const { report } = aftermath;
  console.log(inWords(report));
  expect(report.findings).toEqual([]);
  expect(report.effects.total).toBeGreaterThanOrEqual(EFFECTS);
  expect(report.kills.total).toBeGreaterThanOrEqual(KILLS);
  expect(report.kills['worker between an effect and its completion']).toBeGreaterThan(4);
  expect(report.kills['Temporal server']).toBeGreaterThan(0);
  expect(report.kills['PostgreSQL']).toBeGreaterThan(0);
  expect(report.timers.inTheStorm).toBeGreaterThan(0);
  expect(report.commands.sentAgain).toBeGreaterThan(0);
});

describe('the one who looks afterwards finds', () => {
  const found = (change: Partial<Evidence>): string[] =>
    findings({ ...aftermath.evidence, ...change }, aftermath.given);
  const indexOf = (type: string): number => {
    const index = factsOf(aftermath.evidence.rows).findLastIndex((fact) => fact.type === type);
    if (index < 0) throw new Error(`no ${type} in the ledger`);
    return index;
  };

  it('a fact that was lost', () => {
    const last = aftermath.given.findLast((one) => one.accepted);
    const facts = factsOf(aftermath.evidence.rows) as { commandId?: string }[];
    const rows = aftermath.evidence.rows.filter((_, i) => facts[i]?.commandId !== last?.commandId);
    expect(found({ rows }).filter((one) => one.startsWith('lost:'))).toHaveLength(1);
  });

  it('a letter that Notify has twice, one that it lacks, and one that lies in the outbox twice', () => {
    const { posted = [], envelopes } = aftermath.evidence;
    expect(found({ posted: [...posted, posted[0] ?? ''] })).toEqual([expect.stringMatching(/^doubled: .* 2 times/)]);
    expect(found({ posted: posted.slice(1) })).toEqual([expect.stringMatching(/^lost: .*Notify does not have it/)]);
    expect(found({ envelopes: envelopes.flatMap((one, i) => (i === 0 ? [one, one] : [one])) })).toEqual([
      expect.stringMatching(/^doubled: /),
    ]);
  });

  it('a letter that was dispatched and one that a person was asked about as well', () => {
    const { rows } = aftermath.evidence;
    const index = indexOf('letter.dispatched');
    const row = rows[index];
    if (!row) throw new Error('no letter');
    const again = saying(row, (fact) => ({ ...fact, type: 'letter.refused' }));
    expect(found({ rows: [...rows, again] }).join('\n')).toContain('was dispatched 2 times');
  });

  it('a timer that struck on the last day of its limit', () => {
    const { rows } = aftermath.evidence;
    const index = indexOf('clock.missed');
    const facts = factsOf(rows);
    const isSame = (key: unknown, i: number): boolean =>
      rows[i]?.stream === rows[index]?.stream && key === facts[index]?.data.key;
    const due = facts.find((fact, i) => fact.type === 'clock.started' && isSame(fact.data.key, i))?.data.due;
    const early = rows.map((row, i) =>
      i === index ? saying(row, () => ({ recordedAt: `${String(due)}T20:00:00.000Z` })) : row,
    );
    expect(clocksIn(early, aftermath.standing.now).faults).toEqual([expect.stringMatching(/^early: /)]);
  });

  it('a timer that never struck', () => {
    const { rows } = aftermath.evidence;
    const { now } = aftermath.standing;
    const later = new Map([...now].map(([id, at]) => [id, at + 400 * 86_400_000]));
    expect(clocksIn(rows, later).faults.every((one) => one.startsWith('unfired:'))).toBe(true);
    expect(clocksIn(rows, later).faults.length).toBeGreaterThan(5);
  });

  it('a case that is stuck', { timeout: 60_000 }, async () => {
    const world = await openWorld({ worker: false });
    const request = world.ehcna.open(familyRequest(), { role: 'caseworker', id: 'cw-1' }, 'nobody works');
    request.catch(() => undefined);
    const ids = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const { workflowId } of world.client.workflow.list()) found.push(workflowId);
      return found;
    };
    const running = async () => standings(world.client, await ids());
    await expect.poll(async () => (await running()).faults, { timeout: 40_000 }).not.toEqual([]);
    expect((await running()).faults.join('\n')).toContain('is not at rest: workflow task');
    await world.stop();
  });
});

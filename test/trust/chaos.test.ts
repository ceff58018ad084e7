/**
 * Everything is killed at random moments while people work: workers between an effect and its completion above all, the
 * Temporal server, PostgreSQL. Nothing is lost, nothing doubled, no timer early or silent, no case stuck.
 */
import { expect, it } from 'vitest';
import { type Aftermath, inWords, Storm } from './chaos/storm.js';

const EFFECTS = 200;
const KILLS = 25;

let aftermath: Aftermath;

it('a storm of kills loses nothing and doubles nothing', { timeout: 600_000 }, async () => {
  const told = (line: string) => console.log(line);
  aftermath = await Storm.run({ effects: EFFECTS, kills: KILLS, seed: 'storm', workers: 3, callers: 40, told });
  const { report } = aftermath;
  console.log(inWords(report));
  expect(report.findings).toEqual([]);
  expect(report.effects.total).toBeGreaterThanOrEqual(EFFECTS);
  expect(report.kills.total).toBeGreaterThanOrEqual(KILLS);
  expect(report.kills['worker between an effect and its completion']).toBeGreaterThan(4);
  expect(report.timers.inTheStorm).toBeGreaterThan(0);
  expect(report.commands.sentAgain).toBeGreaterThan(0);
});

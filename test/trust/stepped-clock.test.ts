/**
 * The clock of the worker's machine is stepped by more than a day, forward and back. Law goes by the engine's clock: no
 * limit is missed or met early, and what is recorded bears the engine's time.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, startOfLondonDay } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { assessmentId, panelId } from '../../domain/ids.js';
import type { CaseRef } from '../../domain/ids.js';
import { packageRoot } from '../../workers/platform/places.js';
import type { Service } from '../../workers/platform/supervision.js';
import { startOwnProcess } from '../../workers/platform/worker-process.js';
import { familyRequest, today } from '../cli/requests.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { gather, settled } from './auditor.js';
import { clocksIn } from './chaos/clocks.js';
import { standings } from './chaos/processes.js';
import { byTheClockOf, letPass } from './waiting.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const contact = { channel: 'telephone', direction: 'to-family', note: 'Spoke with the family.' } as const;
const STEP_MS = 30 * 3_600_000;
const MINUTE = 60_000;

let world: World;
let worker: Service;
let caseRef: CaseRef;
let due: CivilDate;

const stepClock = (ms: number): void => writeFileSync(join(world.dataDir, 'offset'), String(ms));

beforeAll(async () => {
  world = await openWorld({ worker: false });
  stepClock(0);
  worker = await startOwnProcess({
    command: 'worker',
    settings: world.environment,
    logFile: join(world.dataDir, 'worker.log'),
    program: [join(packageRoot, 'test', 'trust', 'chaos', 'stepped-worker.mjs'), join(world.dataDir, 'offset')],
  });
  ({ caseRef } = await world.ehcna.open(familyRequest(), officer));
  const { deadlines } = await world.ehcna.state(caseRef);
  const running = Object.values(deadlines).flatMap((d) =>
    d.state === 'running' && d.breachable && d.due ? d.due : [],
  );
  due = running.sort()[0] as CivilDate;
}, 120_000);

afterAll(async () => {
  await worker?.stop();
  await world?.stop();
});

const events = () => world.ehcna.ledger.read(assessmentId(caseRef));
const missed = async (): Promise<number> => (await events()).filter((event) => event.type === 'clock.missed').length;
const passUntil = async (instant: number): Promise<void> => {
  const wait = { client: world.client, workflowId: assessmentId(caseRef) };
  const { now } = await standings(world.client, [wait.workflowId]);
  await letPass(instant - (now.get(wait.workflowId) ?? 0), wait);
};

it.each([
  ['forward', STEP_MS],
  ['back', -STEP_MS],
])('what is recorded bears the engine’s time, were the clock stepped %s by 30 hours', async (way, ms) => {
  const before = Date.now();
  stepClock(ms);
  await world.ehcna.command(caseRef, 'recordContact', contact, officer, `stepped-${way}`);
  const recorded = (await events()).find((event) => event.commandId === `stepped-${way}`);
  expect(Math.abs(Date.parse(recorded?.recordedAt ?? '') - before)).toBeLessThan(2 * MINUTE);
  expect(recorded?.occurredOn).toBe(today());
  expect(await missed()).toBe(0);
  // The worker does believe its clock: what it sends by itself bears it.
  await world.ehcna.open(familyRequest(), officer);
  const sent = async (): Promise<number> =>
    (
      await world.pool.query('select from dispatches where abs(extract(epoch from sent_at) - $1) < 600', [
        (before + ms) / 1_000,
      ])
    ).rowCount ?? 0;
  await expect.poll(sent, { timeout: 20_000 }).toBeGreaterThan(0);
});

it('a limit is not missed on its last day by a clock that says tomorrow', { timeout: 60_000 }, async () => {
  stepClock(STEP_MS);
  await passUntil(startOfLondonDay(addDays(due, 1)) - 5 * MINUTE);
  await byTheClockOf(world, assessmentId(caseRef)).command(caseRef, 'recordContact', contact, officer);
  expect(await missed()).toBe(0);
});

it('and is missed once the day is over by a clock that says yesterday', { timeout: 60_000 }, async () => {
  stepClock(-STEP_MS);
  await passUntil(startOfLondonDay(addDays(due, 1)) + MINUTE);
  await expect.poll(missed, { timeout: 20_000 }).toBeGreaterThan(0);
  const { rows, running } = await settled(() => gather(world.ehcna, world.client, world.outboxDir));
  const { now, faults } = await standings(world.client, running);
  expect(faults).toEqual([]);
  const clocks = clocksIn(rows, now);
  expect(clocks.faults).toEqual([]);
  expect(clocks.struck.length).toBeGreaterThan(0);
});

it.each([
  ['forward', STEP_MS],
  ['back', -STEP_MS],
])('a panel and a case believe each other, were the clock stepped %s', { timeout: 60_000 }, async (_way, ms) => {
  stepClock(ms);
  // Stuck for so long that it is for a panel, which begins with it.
  const request = familyRequest({ receivedOn: addDays(today(), -20) });
  const { caseRef: stuck } = await world.ehcna.open(request, officer);
  const agenda = async () => (await world.ehcna.panelState('multi-agency')).agenda.map((e) => e.caseRef);
  await expect.poll(() => agenda().catch(() => []), { timeout: 20_000 }).toContain(stuck);
  const meetings = async () => (await world.ehcna.state(stuck)).referrals.map((r) => r.meetingOn);
  await expect.poll(meetings, { timeout: 20_000 }).toEqual([expect.any(String)]);
  expect((await world.ehcna.state(stuck)).unexpected).toEqual([]);
  await world.client.workflow.getHandle(panelId('multi-agency')).terminate('so that the next one is started');
});

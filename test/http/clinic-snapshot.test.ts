/** The Monday clinic is kept by a Schedule of a real server, once a day, and read as it was kept. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listSnapshots } from '../../activities/clinic/snapshots.js';
import { sampleCases } from '../../client/sample/caseload.js';
import { londonDate } from '../../domain/civil-date.js';
import { CLINIC_SCHEDULE_ID } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { scheduleClinicSnapshots } from '../../workers/clinic.js';
import { readPolicy } from '../../workers/policy-file.js';
import { openWorld, type World } from '../world.js';
import { serve, type Served } from './served.js';

let world: World;
let served: Served;
const today = londonDate(Date.now());

beforeAll(async () => {
  world = await openWorld();
  served = await serve(world);
});
afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

const addCases = async (size: number, seed: string): Promise<void> => {
  const { version, policy } = await readPolicy('policy/default.yaml');
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  for (const { caseRef, events } of sampleCases({ today, rules, size, seed }))
    await world.ehcna.ledger.append(`assessment/${caseRef}`, events);
};

const fired = async (): Promise<number> =>
  (await world.client.schedule.getHandle(CLINIC_SCHEDULE_ID).describe()).info.numActionsTaken;

const finished = async (n: number): Promise<void> => {
  const count = async (): Promise<number> =>
    (await world.client.workflow.count('WorkflowType = "clinicSnapshot" and ExecutionStatus = "Completed"')).count;
  while ((await count()) < n) await pause(100);
};

it('is made once, for Mondays at eight in London, and left as an operator has set it', async () => {
  await scheduleClinicSnapshots(world.client);
  const schedule = world.client.schedule.getHandle(CLINIC_SCHEDULE_ID);
  const { spec, policies, info } = await schedule.describe();
  expect(spec.timezone).toBe('Europe/London');
  expect(policies.catchupWindow).toBe(6 * 86_400_000);
  const [next] = info.nextActionTimes;
  expect(
    next &&
      new Intl.DateTimeFormat('en-GB', {
        weekday: 'long',
        hour: '2-digit',
        minute: '2-digit',
        timeZone: 'Europe/London',
      }).format(next),
  ).toBe('Monday 08:00');
  await schedule.pause('by an operator');
  await scheduleClinicSnapshots(world.client);
  expect((await schedule.describe()).state.paused).toBe(true);
  await schedule.unpause();
});

it('keeps the figures of the day, shows them as they were when cases came in later, and keeps a day once', async () => {
  await addCases(5, 'before');
  const schedule = world.client.schedule.getHandle(CLINIC_SCHEDULE_ID);
  await schedule.trigger();
  await finished(1);
  await addCases(4, 'after');
  await schedule.trigger();
  await finished(2);
  expect(await fired()).toBe(2);
  expect((await listSnapshots(world.pool)).map(({ on }) => on)).toEqual([today]);

  const { key } = await served.client();
  const page = async (path: string) => (await served.ask('GET', path, { key, headers: { accept: 'text/html' } })).text;
  const open = (html: string): string => /data-figure="work\.open">(\d+)</.exec(html)?.[1] ?? '';
  expect(open(await page(`/clinic/snapshots/${today}`))).toBe('5');
  expect(open(await page('/clinic'))).toBe('9');
  expect(await page('/clinic/snapshots')).toContain(`href="/clinic/snapshots/${today}"`);
  expect((await served.ask('GET', '/clinic/snapshots/2020-01-06', { key })).status).toBe(404);
});

it('is changed and taken away by nobody', async () => {
  for (const statement of [
    "update clinic_snapshots set law_version = ''",
    'delete from clinic_snapshots',
    'truncate clinic_snapshots',
  ])
    await expect(world.pool.query(statement)).rejects.toThrow('append-only');
});

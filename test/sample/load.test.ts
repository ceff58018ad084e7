import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSampleCaseload } from '../../client/sample/load.js';
import type { LoadOptions } from '../../client/sample/load.js';
import { SAMPLE_SEED, sampleRefs } from '../../client/sample/caseload.js';
import { finishedRefs, finishedSamples } from '../../client/sample/finished/caseload.js';
import { samplePlanRefs } from '../../client/sample/plans/caseload.js';
import { restore } from '../../client/restore.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { readPolicy } from '../../workers/policy-file.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { terminalOf } from '../cli/terminal.js';
import { familyRequest } from '../cli/requests.js';

const SIZE = 25;
const PLANS = 20;
const FINISHED = 15;
let world: World;
let options: LoadOptions;
/** Plans that finished assessments ended in. */
let held: number;
const said: string[] = [];

beforeAll(async () => {
  world = await openWorld();
  const { version, policy } = await readPolicy('policy/default.yaml');
  options = {
    rules: { lawVersion: LAW_VERSION, policyVersion: version, policy },
    today: londonDate(Date.now()),
    progress: (line) => said.push(line),
    size: SIZE,
    plans: PLANS,
    finished: FINISHED,
  };
}, 120_000);

afterAll(() => world?.stop());

const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await pause(100);
};

test('each case shows its stage, colour and whom it waits on in the live list once it is loaded', async () => {
  const loaded = await loadSampleCaseload(world.ehcna, options);
  expect(loaded).toMatchObject({ started: SIZE, finished: FINISHED, already: 0, leftOut: false });
  held = loaded.plans - PLANS;
  expect(held).toBeGreaterThan(3);
  expect(held).toBeLessThan(FINISHED);
  const seen: string[] = [];
  for await (const run of world.client.workflow.list({ query: 'WorkflowType = "assessment"' })) {
    expect(run.status.name).toBe('RUNNING');
    const attributes = Object.fromEntries(
      run.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    );
    expect(attributes).toMatchObject({
      Stage: expect.stringMatching(/^(considering|gathering-advice|drafting|draft-with-family)$/),
      Rag: expect.stringMatching(/^(red|amber|green)$/),
      WaitingOn: expect.any(String),
      NextDue: expect.any(Date),
    });
    seen.push(run.workflowId);
  }
  expect(seen.sort()).toEqual(
    sampleRefs({ size: SIZE })
      .map((ref) => `assessment/${ref}`)
      .sort(),
  );
});

test('referrals that are open are put on the agendas of their panels, and the cases hear of it', async () => {
  const open = async () =>
    (await Promise.all(sampleRefs({ size: SIZE }).map((ref) => world.ehcna.state(ref)))).flatMap((s) =>
      s.referrals.filter((r) => r.closedOn === null),
    );
  const referred = await open();
  expect(referred.length).toBeGreaterThan(0);
  await eventually(async () => (await open()).every((r) => r.meetingOn !== null && r.meetingOn >= options.today));
  const items = await world.ehcna.worklist.panelItems({ limit: 100 });
  expect(items.filter((item) => item.state === 'listed')).toHaveLength(referred.length);
});

test('nothing of the past is written or sent again', async () => {
  expect(existsSync(world.outboxDir) ? readdirSync(world.outboxDir) : []).toEqual([]);
  for (const ref of sampleRefs({ size: SIZE })) {
    const events = await world.ehcna.ledger.read(`assessment/${ref}`);
    const afterLoading = events.filter((e) => Date.parse(e.recordedAt) > Date.now() - 600_000).map((e) => e.type);
    expect(afterLoading.filter((type) => type !== 'panel.listed')).toEqual([]);
  }
});

test('plans run beside them with their reviews that are open, and the lists show them', async () => {
  const refs = samplePlanRefs({ plans: PLANS, seed: SAMPLE_SEED });
  const plans = await world.ehcna.worklist.plans({ open: true, limit: 100 });
  const ended = new Set(finishedRefs({ finished: FINISHED, seed: SAMPLE_SEED }));
  expect(
    plans
      .map((p) => p.caseRef)
      .filter((ref) => !ended.has(ref))
      .sort(),
  ).toEqual([...refs].sort());
  const open = await world.ehcna.worklist.reviews({ open: true, limit: 100 });
  expect(open.length).toBeGreaterThan(3);
  const running = async (type: string) =>
    (
      await world.client.workflow.count(
        `WorkflowType = "${type}" and ExecutionStatus = "Running" and Stage is not null`,
      )
    ).count;
  await eventually(
    async () => (await running('plan')) === PLANS + held && (await running('annualReview')) === open.length,
  );
  const ehcna = terminalOf(world);
  expect((await ehcna('plan', 'list')).out).toContain(`${PLANS + held} plans.`);
  expect((await ehcna('review', 'list')).out).toContain(open[0]?.caseRef);
  expect((await ehcna('tasks', 'list', '--role', 'provider')).out).toMatch(/review (arrange|hold|report)/);
  for (const { caseRef, n } of open)
    expect((await ehcna('review', 'show', caseRef, '--n', String(n))).out).toContain('ROLE');
  expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
  expect((await world.ehcna.ledger.rebuild()).differences).toEqual([]);
});

test('finished assessments are known with their ends, run no more, and those with a plan have it held', async () => {
  const refs = finishedRefs({ finished: FINISHED, seed: SAMPLE_SEED });
  const { rows } = await world.pool.query<{ ref: string; outcome: string; open: boolean; held: boolean | null }>(
    `select c.case_ref as ref, c.outcome, c.open, p.open as held
     from cases c left join plans p on p.case_ref = c.case_ref where c.case_ref = any($1::text[])`,
    [refs],
  );
  expect(rows).toHaveLength(FINISHED);
  expect(rows.filter((row) => row.open || row.outcome === null)).toEqual([]);
  expect(rows.filter((row) => (row.held === true) !== (row.outcome === 'final-plan'))).toEqual([]);
  expect(rows.filter((row) => row.held)).toHaveLength(held);
  for (const ref of rows.filter((row) => row.held).map((row) => row.ref))
    expect((await world.client.workflow.getHandle(`plan/${ref}`).describe()).status.name).toBe('RUNNING');
});

test('loading again, today or on another day, starts nothing', async () => {
  const again = { started: 0, finished: 0, plans: 0, already: SIZE + FINISHED, leftOut: false };
  expect(await loadSampleCaseload(world.ehcna, options)).toEqual(again);
  expect(await loadSampleCaseload(world.ehcna, { ...options, today: addDays(options.today, -3) })).toEqual(again);
});

test('a load that was cut short is completed', async () => {
  const more = { ...options, size: SIZE + 2, plans: PLANS + 3, finished: FINISHED + 2 };
  const loaded = await loadSampleCaseload(world.ehcna, more);
  expect(loaded).toMatchObject({ started: 2, finished: 2, already: SIZE + FINISHED, leftOut: false });
  const all = await world.ehcna.worklist.plans({ open: true, limit: 100 });
  expect(loaded.plans).toBe(all.length - PLANS - held);
  expect(loaded.plans).toBeGreaterThanOrEqual(3);
});

test('a plan whose facts a cut-short load did not come to is made from its assessment', async () => {
  const short = await openWorld();
  try {
    const only = { ...options, size: 0, plans: 0, finished: 4 };
    const samples = [...finishedSamples({ ...only, seed: SAMPLE_SEED })];
    for (const { streams } of samples)
      for (const { stream, events } of streams.filter((s) => s.stream.startsWith('assessment/')))
        await short.ehcna.ledger.append(stream, events);
    const plans = samples.filter(({ streams }) => streams.length > 1).length;
    expect(plans).toBeGreaterThan(0);
    expect(await loadSampleCaseload(short.ehcna, only)).toMatchObject({ finished: 0, plans, already: 4 });
    await eventually(async () => (await short.ehcna.worklist.plans({ open: true, limit: 10 })).length === plans);
  } finally {
    await short.stop();
  }
});

test('all of it is started again from the ledger once its processes are lost', async () => {
  const plans = (await world.ehcna.worklist.plans({ open: true, limit: 100 })).length;
  const restored = await restore(world.ehcna, { endRunning: true });
  expect(restored).toMatchObject({ assessments: SIZE + 2, plans, unknown: [], strangers: [] });
  const ours = async (type: string) =>
    (await world.client.workflow.count(`WorkflowType = "${type}" and ExecutionStatus = "Running"`)).count;
  await eventually(async () => (await ours('assessment')) === SIZE + 2 && (await ours('plan')) === plans);
  expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
});

test('somebody’s own caseload is left alone', async () => {
  const own = await openWorld();
  try {
    await own.ehcna.open(familyRequest(), { role: 'caseworker', id: 'cw-01' });
    expect(await loadSampleCaseload(own.ehcna, options)).toMatchObject({
      started: 0,
      finished: 0,
      plans: 0,
      already: 0,
      leftOut: true,
    });
    expect((await own.ehcna.worklist.cases()).length).toBe(1);
  } finally {
    await own.stop();
  }
});

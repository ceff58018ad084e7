/**
 * The Temporal server is lost with everything in it, while it runs the whole sample caseload. What the ledger holds is
 * enough to go on: on another server, which knows nothing, `ehcna restore` starts every open case, panel and plan again,
 * at the same stage with the same dates, and nobody gets a letter twice.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readScenario } from '../../client/rehearse/scenario.js';
import { Theatre } from '../../client/rehearse/theatre.js';
import type { Restored } from '../../client/restore.js';
import { SAMPLE_SEED, SAMPLE_SIZE } from '../../client/sample/caseload.js';
import type { AssessmentState, Stage } from '../../domain/assessment/state.js';
import { assessmentId, planId } from '../../domain/ids.js';
import type { PanelState } from '../../domain/panel/panel.js';
import { packageRoot } from '../../workers/platform/places.js';
import { familyRequest } from '../cli/requests.js';
import { ehcna } from '../command.js';
import { workflowBundlePath } from '../environment.js';
import { startOwnServer } from '../own-server.js';
import type { OwnServer } from '../own-server.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { gather, settled } from './auditor.js';
import type { Evidence } from './auditor.js';
import { caseloadOf } from './caseload.js';

const policyPath = join(packageRoot, 'policy', 'default.yaml');
/** Those that the sample lacks: opened here, their letters in the outbox. */
const OWN = 2;
const officer = { role: 'caseworker', id: 'cw-1' } as const;

interface Picture {
  states: Map<string, AssessmentState>;
  panels: Map<string, PanelState>;
  /** When each case next wakes by itself. */
  wakes: Map<string, unknown>;
  /** What a manager filters cases by. */
  listed: Map<string, string[]>;
  tasks: unknown[];
  evidence: Evidence;
  /** Every letter that left, and every file of the outbox: one written again is another file. */
  sent: unknown[];
}

let world: World;
let planned: string;
let before: Picture;
let server: OwnServer;
let again: World;

const listedBy = async (client: Client): Promise<Map<string, string[]>> => {
  const listed = new Map<string, string[]>();
  for await (const run of client.workflow.list({ query: `ExecutionStatus = 'Running'` })) {
    const shown = run.typedSearchAttributes.getAll().map(({ key, value }) => `${key.name} ${JSON.stringify(value)}`);
    listed.set(run.workflowId, shown.toSorted());
  }
  return listed;
};

const allSent = async ({ pool, outboxDir }: World): Promise<unknown[]> => {
  const { rows } = await pool.query<object>('select * from dispatches order by case_ref, letter_id');
  const files = (await readdir(outboxDir, { recursive: true })).sort();
  const written = files.map(async (file) => {
    const { ino, mtimeMs } = await stat(join(outboxDir, file));
    return { file, ino, mtimeMs };
  });
  return [...rows, ...(await Promise.all(written))];
};

/** Asks every process of a kind, a few at a time: a worker answers 200 questions at once too late for the server. */
const answers = async <T>(running: readonly string[], kind: string, ask: (id: string) => Promise<T>) => {
  const ids = running.filter((id) => id.startsWith(`${kind}/`)).sort();
  const found = new Map<string, T>();
  const takeTurns = async (): Promise<void> => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) found.set(id, await ask(id.slice(kind.length + 1)));
  };
  await Promise.all(Array.from({ length: 15 }, takeTurns));
  return found;
};

const evidenceOf = (at: World): Promise<Evidence> => settled(() => gather(at.ehcna, at.client, at.outboxDir));

/** Everything that a user could see, once all that was begun is done. */
const pictureOf = async (at: World): Promise<Picture> => {
  const evidence = await evidenceOf(at);
  const { running } = evidence;
  return {
    states: await answers(running, 'assessment', (ref) => at.ehcna.state(ref)),
    panels: await answers(running, 'panel', (id) => at.ehcna.panelState(id)),
    wakes: await answers(running, 'assessment', (ref) =>
      at.client.workflow.getHandle(assessmentId(ref)).query('nextWake'),
    ),
    listed: await listedBy(at.client),
    tasks: await at.ehcna.worklist.tasks({ limit: 10_000 }),
    evidence,
    sent: await allSent(at),
  };
};

/** A case shows its stage in the live list once it has read what the ledger holds of it. */
const allShown = ({ client }: World, cases: number): Promise<void> =>
  vi.waitFor(
    async () => {
      const { count } = await client.workflow.count('WorkflowType = "assessment" and Stage is not null');
      if (count < cases) throw new Error(`${count} of ${cases} cases show their stage`);
    },
    { timeout: 120_000, interval: 200 },
  );

/** One case from request to plan, with its time moved; its panels end with the story. */
const playToItsPlan = async (): Promise<string> => {
  const theatre = await Theatre.open({ ...world, policyPath, bundlePath: workflowBundlePath() });
  const scenario = await readScenario('on-time');
  if (!scenario) throw new Error('no scenario on-time');
  const { caseRef, faults } = await theatre.perform(scenario);
  await theatre.close();
  expect(faults).toEqual([]);
  return caseRef;
};

/** The sample caseload of today, and two cases of our own, one of them before a panel whatever the day. */
const fill = async (): Promise<void> => {
  const cases = await caseloadOf(policyPath, SAMPLE_SIZE, SAMPLE_SEED);
  await Promise.all(cases.map(({ caseRef, events }) => world.ehcna.takeOver(caseRef, events)));
  await allShown(world, SAMPLE_SIZE);
  const own = await Promise.all(Array.from({ length: OWN }, () => world.ehcna.open(familyRequest(), officer)));
  const stuck = { panel: 'stuck-cases', question: 'stuck', reason: 'Nobody answers.' } as const;
  await world.ehcna.command(own[0]?.caseRef ?? '', 'referToPanel', stuck, officer);
  for (const { caseRef } of own)
    await world.ehcna.command(caseRef, 'recordFamilyCall', { outcome: 'no-answer' }, officer);
  await allShown(world, SAMPLE_SIZE + OWN);
};

beforeAll(async () => {
  world = await openWorld({ worker: false });
  planned = await playToItsPlan();
  await world.startWorker();
  await fill();
  before = await pictureOf(world);
  await world.stopWorkers();
  server = await startOwnServer();
  again = await openWorld({ ledgerOf: world, address: server.address });
}, 300_000);

afterAll(async () => {
  await again?.stop();
  await server?.stop();
  await world?.stop();
});

/** As a user types it: a process of its own. */
const restoreCommand = async (...options: string[]): Promise<Restored & { seconds: number }> => {
  const { code, stdout, stderr } = await ehcna(['restore', '--json', ...options], again.environment);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Restored & { seconds: number };
};

const STAGES: readonly Stage[] = ['considering', 'gathering-advice', 'drafting', 'draft-with-family'];

describe('the sample caseload whose Temporal server is lost', () => {
  it('is at every stage, with panels, missed clocks and a plan', () => {
    const states = [...before.states.values()];
    expect(states).toHaveLength(SAMPLE_SIZE + OWN);
    const there: Record<string, boolean> = {
      ...Object.fromEntries(
        STAGES.map((stage) => [`a case at the stage ${stage}`, states.some((s) => s.stage === stage)]),
      ),
      'a case that is stuck': states.some((s) => s.stuck !== null),
      'a clock that was missed': states.some((s) => Object.values(s.deadlines).some((d) => d.state === 'missed')),
      'a consultation': states.some((s) => s.consultations.length > 0),
      'the multi-agency panel': before.panels.has('panel/multi-agency'),
      'the stuck-cases panel': before.panels.has('panel/stuck-cases'),
      'a plan': before.evidence.running.includes(planId(planned)),
      'a letter in the outbox': before.evidence.envelopes.length > 0,
    };
    expect(Object.keys(there).filter((what) => !there[what])).toEqual([]);
  });

  it('is counted without being touched', async () => {
    expect(await restoreCommand('--dry-run')).toMatchObject({
      assessments: SAMPLE_SIZE + OWN,
      panels: before.panels.size,
      plans: 1,
      started: 0,
      running: 0,
      unknown: [],
    });
    expect((await again.client.workflow.count()).count).toBe(0);
  });

  it('runs again, every process of it, by one command that says how many and how long', {
    timeout: 240_000,
  }, async () => {
    const began = performance.now();
    const { code, stdout, stderr } = await ehcna(['restore'], again.environment);
    expect(code, stderr).toBe(0);
    const all = before.evidence.running.length;
    const [, started, seconds] = /\. Started (\d+) in ([\d.]+) s; 0 ran already\.$/m.exec(stdout) ?? [];
    expect(stdout).toContain(
      `Should be running: ${SAMPLE_SIZE + OWN} assessments, ${before.panels.size} panels, 1 plan. Started ${all} in `,
    );
    expect(Number(started)).toBe(all);
    await allShown(again, SAMPLE_SIZE + OWN);
    const shown = (performance.now() - began) / 1_000;
    console.log(
      `${all} processes started in ${seconds} s; every case knew its stage ${shown.toFixed(1)} s after the command`,
    );
    expect(Number(seconds)).toBeGreaterThan(0);
    expect(Number(seconds)).toBeLessThanOrEqual(shown);

    const after = await pictureOf(again);
    expect(after.evidence.running.toSorted()).toEqual(before.evidence.running.toSorted());
    for (const [id, state] of after.states) expect(state, id).toEqual(before.states.get(id));
    expect(after.panels).toEqual(before.panels);
    expect(after.wakes).toEqual(before.wakes);
    expect(after.listed).toEqual(before.listed);
    expect(after.tasks).toEqual(before.tasks);
    // Nothing was written, and nothing sent.
    expect(after.evidence).toEqual({ ...before.evidence, running: after.evidence.running });
    expect(after.sent).toEqual(before.sent);
    expect(await again.ehcna.ledger.rebuild()).toMatchObject({ differing: 0 });
  });

  it('is not started twice', { timeout: 60_000 }, async () => {
    expect(await restoreCommand()).toMatchObject({ started: 0, running: before.evidence.running.length, retold: 0 });
    const evidence = await evidenceOf(again);
    expect(evidence.running.toSorted()).toEqual(before.evidence.running.toSorted());
    expect(evidence.rows).toEqual(before.evidence.rows);
    expect(await allSent(again)).toEqual(before.sent);
  });

  it('takes the next command, sends its letters, and tells the panel', { timeout: 120_000 }, async () => {
    const [id] = [...before.states].find(([, s]) => s.stage === 'considering') ?? [''];
    const ref = id.slice('assessment/'.length);
    const lead = { role: 'assessment-lead', id: 'lead-1' } as const;
    const reasons = 'Little progress.';
    await again.ehcna.command(
      ref,
      'decideToAssess',
      { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons, withoutPanel: 'Urgent' },
      lead,
    );
    const { caseRef } = await again.ehcna.open(familyRequest(), officer);
    expect((await again.ehcna.state(caseRef)).stage).toBe('considering');
    const evidence = await evidenceOf(again);
    expect(evidence.envelopes.length).toBeGreaterThan(before.evidence.envelopes.length);
  });

  it('has its panels recommend, and the case hears of it', { timeout: 60_000 }, async () => {
    const panel = 'stuck-cases';
    const [entry] = (await again.ehcna.panelState(panel)).agenda;
    if (!entry) throw new Error('no case is on the agenda');
    const { caseRef, referralId } = entry;
    await again.ehcna.panelCommand(
      panel,
      'recommend',
      { caseRef, referralId, recommendation: 'Go on', reasons: 'It has waited.', actions: [] },
      { role: 'panel-clerk', id: 'clerk-1' },
    );
    const heard = async () =>
      (await again.ehcna.state(caseRef)).referrals.find((r) => r.id === referralId)?.recommendation;
    await expect.poll(heard, { timeout: 20_000 }).toBe('Go on');
    expect((await again.ehcna.panelState(panel)).agenda).not.toContainEqual(entry);
  });
});

/**
 * The Temporal server is lost with everything in it. What the ledger holds is enough to go on: every open case, panel and
 * plan runs again on an empty server, at the same stage with the same dates, and nobody gets a letter twice.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ehcna } from '../../client/ehcna.js';
import { readScenario } from '../../client/rehearse/scenario.js';
import { Theatre } from '../../client/rehearse/theatre.js';
import { restore } from '../../client/restore.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { assessmentId, planId } from '../../domain/ids.js';
import type { PanelState } from '../../domain/panel/panel.js';
import { packageRoot } from '../../workers/platform/places.js';
import { trustedIssuers } from '../../keys/identity.js';
import { prepareNamespace } from '../../workers/platform/temporal-server.js';
import { startWorker } from '../../workers/worker.js';
import type { RunningWorker } from '../../workers/worker.js';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js';
import { familyRequest } from '../cli/requests.js';
import { workflowBundlePath } from '../environment.js';
import { onceKnown, openWorld } from '../world.js';
import type { World } from '../world.js';
import { gather, settled } from './auditor.js';
import type { Evidence } from './auditor.js';
import { caseloadOf } from './caseload.js';

const policyPath = join(packageRoot, 'policy', 'default.yaml');
const CASES = 24;
const officer = { role: 'caseworker', id: 'cw-1' } as const;

interface Picture {
  states: Map<string, AssessmentState>;
  panels: Map<string, PanelState>;
  /** When each case next wakes by itself. */
  wakes: Map<string, unknown>;
  tasks: unknown[];
  evidence: Evidence;
}

let world: World;
let planned: string;
let before: Picture;

const empty = { connection: undefined as Connection | undefined, worker: undefined as RunningWorker | undefined };
let client: Client;
let ehcna: Ehcna;

/** Everything that a user could see, once all that was begun is done. */
const pictureOf = async (by: Ehcna): Promise<Picture> => {
  const evidence = await settled(() => gather(by, by.client, world.outboxDir));
  const of = async <T>(kind: string, ask: (id: string) => Promise<T>): Promise<Map<string, T>> => {
    const ids = evidence.running.filter((id) => id.startsWith(`${kind}/`)).sort();
    return new Map(
      await Promise.all(ids.map(async (id): Promise<[string, T]> => [id, await ask(id.slice(kind.length + 1))])),
    );
  };
  return {
    states: await of('assessment', (ref) => by.state(ref)),
    panels: await of('panel', (id) => by.panelState(id)),
    wakes: await of('assessment', (ref) => by.client.workflow.getHandle(assessmentId(ref)).query('nextWake')),
    tasks: await by.worklist.tasks({ limit: 10_000 }),
    evidence,
  };
};

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

beforeAll(async () => {
  world = await openWorld({ worker: false });
  planned = await playToItsPlan();
  const worker = await world.startWorker();
  const cases = await caseloadOf(policyPath, CASES, 'lost server');
  await Promise.all(cases.map(({ caseRef, events }) => world.ehcna.takeOver(caseRef, events)));
  for (const { caseRef } of [
    await world.ehcna.open(familyRequest(), officer),
    await world.ehcna.open(familyRequest(), officer),
  ])
    await world.ehcna.command(caseRef, 'recordFamilyCall', { outcome: 'no-answer' }, officer);
  before = await pictureOf(world.ehcna);
  await worker.stop();
  client = await emptyServer();
  ehcna = Ehcna.over(client, world.pool, world.secrets);
}, 180_000);

afterAll(async () => {
  await empty.worker?.stop();
  await empty.connection?.close();
  await world?.stop();
});

/** A namespace that knows nothing, with a worker on the same database and outbox: a server that was set up anew. */
const emptyServer = async (): Promise<Client> => {
  const namespace = `again-${randomBytes(6).toString('hex')}`;
  const { address } = world;
  await onceKnown(() => prepareNamespace({ address }, namespace, SEARCH_ATTRIBUTES));
  empty.connection = await Connection.connect({ address });
  const { dataConverter } = world.client.options;
  const fresh = new Client({ connection: empty.connection, namespace, dataConverter });
  await onceKnown(() => fresh.workflow.count('Stage = "none"'));
  const { databaseUrl, outboxDir, childKey, keyring, issuer, secrets } = world;
  empty.worker = await startWorker({
    connection: { address },
    namespace,
    databaseUrl,
    outboxDir,
    childKey,
    keyring,
    issuers: trustedIssuers(issuer.publicKey),
    signer: secrets.signer,
    policyPath,
    bundlePath: workflowBundlePath(),
  });
  return fresh;
};

describe('a caseload whose Temporal server is lost', () => {
  it('is at every stage, with panels, missed clocks and a plan', () => {
    const states = [...before.states.values()];
    expect(states.length).toBe(CASES + 2);
    expect(new Set(states.map((s) => s.stage))).toEqual(
      new Set(['considering', 'gathering-advice', 'drafting', 'draft-with-family']),
    );
    expect(states.filter((s) => s.stuck !== null)).not.toEqual([]);
    expect(states.flatMap((s) => Object.values(s.deadlines)).filter((d) => d.state === 'missed')).not.toEqual([]);
    expect(states.flatMap((s) => s.consultations)).not.toEqual([]);
    expect(before.panels.size).toBeGreaterThan(1);
    expect(before.evidence.running).toContain(planId(planned));
  });

  it('is counted without being touched', async () => {
    const counted = await restore(ehcna, { dryRun: true });
    expect(counted).toMatchObject({
      assessments: CASES + 2,
      panels: before.panels.size,
      plans: 1,
      started: 0,
      running: 0,
      unknown: [],
    });
    expect((await client.workflow.count()).count).toBe(0);
  });

  it('runs again, every process of it', { timeout: 120_000 }, async () => {
    expect(await restore(ehcna)).toMatchObject({ started: before.evidence.running.length, running: 0 });
    const after = await pictureOf(ehcna);
    expect(after.evidence.running.toSorted()).toEqual(before.evidence.running.toSorted());
    for (const [id, state] of after.states) expect(state, id).toEqual(before.states.get(id));
    expect(after.panels).toEqual(before.panels);
    expect(after.wakes).toEqual(before.wakes);
    expect(after.tasks).toEqual(before.tasks);
    // Nothing was written, and nothing sent.
    expect(after.evidence.rows).toEqual(before.evidence.rows);
    expect(after.evidence.envelopes).toEqual(before.evidence.envelopes);
    expect(await ehcna.ledger.rebuild()).toMatchObject({ differing: 0 });
  });

  it('is not started twice', async () => {
    const again = await restore(ehcna);
    expect(again.started).toBe(0);
    expect(again.running).toBe(before.evidence.running.length);
    const { evidence } = await pictureOf(ehcna);
    expect(evidence.running.toSorted()).toEqual(before.evidence.running.toSorted());
    expect(evidence.rows).toEqual(before.evidence.rows);
  });

  it('takes the next command, sends its letters, and tells the panel', { timeout: 120_000 }, async () => {
    const [id] = [...before.states].find(([, s]) => s.stage === 'considering') ?? [''];
    const ref = id.slice('assessment/'.length);
    const lead = { role: 'assessment-lead', id: 'lead-1' } as const;
    const reasons = 'Little progress.';
    await ehcna.command(
      ref,
      'decideToAssess',
      { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons, withoutPanel: 'Urgent' },
      lead,
    );
    const { evidence } = await pictureOf(ehcna);
    expect(evidence.envelopes.length).toBeGreaterThan(before.evidence.envelopes.length);
    const { caseRef } = await ehcna.open(familyRequest(), officer);
    expect((await ehcna.state(caseRef)).stage).toBe('considering');
  });

  it('has its panels recommend, and the case hears of it', { timeout: 60_000 }, async () => {
    const [panel] = [...before.panels.keys()].map((id) => id.slice('panel/'.length));
    const [entry] = (await ehcna.panelState(panel ?? '')).agenda;
    if (!panel || !entry) throw new Error('no case is on an agenda');
    const { caseRef, referralId } = entry;
    await ehcna.panelCommand(
      panel,
      'recommend',
      { caseRef, referralId, recommendation: 'Go on', reasons: 'It has waited.', actions: [] },
      { role: 'panel-clerk', id: 'clerk-1' },
    );
    const heard = async () => (await ehcna.state(caseRef)).referrals.find((r) => r.id === referralId)?.recommendation;
    await expect.poll(heard, { timeout: 20_000 }).toBe('Go on');
    expect((await ehcna.panelState(panel)).agenda).not.toContainEqual(entry);
  });
});

/**
 * Who may do what is settled by the process itself, so the `temporal` command line, the Temporal UI and any SDK meet the
 * same door as our own clients. Every task here replays its case from the start: what was decided about a caller once is
 * decided alike each time.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { createActivities, type Dependencies } from '../../activities/index.js';
import { jump } from '../../client/clock/execution.js';
import { newCaseRef } from '../../client/ehcna.js';
import { revokeIdentity } from '../../client/identities.js';
import { COMMAND_LIFETIME_MS, FACT_LIFETIME_MS } from '../../domain/caller.js';
import { History } from '../../domain/assessment/history.js';
import type { Actor, AnyEvent } from '../../domain/events.js';
import { assessmentId, panelId, planId, TASK_QUEUE } from '../../domain/ids.js';
import { assertionBy, type Sending } from '../../keys/assertion.js';
import { issue, newIssuer } from '../../keys/identity.js';
import { readConfig } from '../../workers/config.js';
import { cacheDir, packageRoot } from '../../workers/platform/places.js';
import { run } from '../../workers/platform/processes.js';
import { quiet } from '../../workers/platform/progress.js';
import { findTemporal } from '../../workers/platform/temporal-executable.js';
import { familyRequest } from '../cli/requests.js';
import { SYSTEM } from '../../domain/events.js';
import { holdPlan } from '../../domain/plan/decide.js';
import { recordPlan } from '../../domain/plan/evolve.js';
import { blankPlan } from '../../domain/plan/state.js';
import { holding } from '../plans/samples.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { rulesOf } from './caseload.js';
import { expectNoTaskFailed } from './untouched.js';

const lead: Actor = { role: 'assessment-lead', id: 'lead-7' };
const caseworker: Actor = { role: 'caseworker', id: 'cw-14' };
const manager: Actor = { role: 'manager', id: 'm-2' };
const NOBODY = { role: 'unidentified', id: 'unidentified' };
const MINUTE = 60_000;

const decision = {
  outcome: 'assess',
  mayHaveSen: true,
  mayNeedPlan: true,
  reasons: 'Little progress.',
  withoutPanel: 'Urgent',
};
const evidence = (evidenceId: string) => ({ evidenceId, kind: 'report', from: 'school', title: 'A report' });

const policyPath = join(packageRoot, 'policy', 'default.yaml');

let world: World;
/** Another program: no code of ours. */
let foreign: Client;
let temporal: string;
let caseRef: string;
let workflowId: string;

beforeAll(async () => {
  world = await openWorld({ maxCachedWorkflows: 0 });
  foreign = new Client({ connection: world.client.connection, namespace: world.namespace });
  const config = readConfig();
  const { cliPath } = config.temporal;
  temporal = (await findTemporal({ cliPath, searchPath: config.searchPath, cacheDir: cacheDir(), progress: quiet }))
    .path;
  ({ caseRef } = await world.ehcna.open(familyRequest(), caseworker));
  workflowId = assessmentId(caseRef);
}, 120_000);

afterAll(() => world?.stop());

/** What came from outside; letters go out meanwhile. */
const ledger = async (): Promise<AnyEvent[]> =>
  (await world.ehcna.ledger.read(workflowId)).filter((event) => event.by.role !== 'system');

/** What an identity of this installation signs; anything of it may be changed. */
const signed = (by: Actor, call: string, body: unknown, changes: Partial<Sending> & { days?: number } = {}) => {
  const identity = issue(world.issuer, by, { now: Date.now() - 60 * MINUTE, days: changes.days ?? 30 });
  return assertionBy(identity, {
    namespace: world.namespace,
    workflowId,
    call,
    body,
    now: Date.now(),
    lifetimeMs: call.startsWith('signal:') ? FACT_LIFETIME_MS : COMMAND_LIFETIME_MS,
    ...changes,
  });
};

const byForeignIssuer = (by: Actor, call: string, body: unknown) => {
  const identity = issue(newIssuer(), by, { now: Date.now(), days: 30 });
  const [namespace, now, lifetimeMs] = [world.namespace, Date.now(), COMMAND_LIFETIME_MS];
  return assertionBy(identity, { namespace, workflowId, call, body, now, lifetimeMs });
};

const dotted = ({ assertion }: { assertion: string }): string[] => assertion.split('.');

/** The certificate of one over the claims of another. */
const spliced = (of: { assertion: string }, onto: { assertion: string }) => ({
  assertion: [...dotted(of).slice(0, 2), ...dotted(onto).slice(2)].join('.'),
});

const temporalUpdate = (name: string, ...inputs: unknown[]) =>
  run(temporal, [
    'workflow',
    'update',
    'execute',
    `--address=${world.address}`,
    `--namespace=${world.namespace}`,
    `--workflow-id=${workflowId}`,
    `--name=${name}`,
    ...inputs.flatMap((input) => ['--input', JSON.stringify(input)]),
  ]);

/** The answer itself is encrypted, and without a codec server the command line cannot show it. */
const expectAnswered = ({ stderr }: { stderr: string }): void =>
  expect(stderr).toContain('encoding binary/encrypted: payload encoding is not supported');

const update = 'update:decideToAssess';

describe('through the `temporal` command line', () => {
  const refused: [string, () => unknown[], RegExp][] = [
    ['nobody’s assertion', () => [decision], /This is done by assessment-lead, manager; the call carried no assertion/],
    [
      'a caseworker’s for what a manager decides',
      () => [decision, signed(caseworker, update, decision)],
      /This is done by assessment-lead, manager; it was sent as caseworker/,
    ],
    [
      'an auditor’s',
      () => [decision, signed({ role: 'auditor', id: 'a-1' }, update, decision)],
      /it was sent as auditor/,
    ],
    [
      'a body that says it is by somebody else',
      () => {
        const body = { ...decision, by: manager };
        return [body, signed(caseworker, update, body)];
      },
      /by names somebody else than who called: the assertion says caseworker cw-14/,
    ],
    [
      'no assertion and a body that says who it is by',
      () => [{ ...decision, by: manager }],
      /by names somebody else than who called: the call has no assertion/,
    ],
    [
      'an assertion for another case',
      () => [decision, signed(lead, update, decision, { workflowId: assessmentId(newCaseRef()) })],
      /was made for update:decideToAssess of assessment\/EHC-/,
    ],
    [
      'an assertion for another command',
      () => [decision, signed(lead, 'update:decideToIssue', decision)],
      /was made for update:decideToIssue/,
    ],
    [
      'an assertion for another body',
      () => [decision, signed(lead, update, { ...decision, outcome: 'refuse' })],
      /was made for another body/,
    ],
    [
      'an assertion for another namespace',
      () => [decision, signed(lead, update, decision, { namespace: 'elsewhere' })],
      /was made for another namespace/,
    ],
    [
      'an expired assertion',
      () => [decision, signed(lead, update, decision, { now: Date.now() - 20 * MINUTE })],
      /was good until .*: send it again, signed anew/,
    ],
    [
      'an assertion from the future',
      () => [decision, signed(lead, update, decision, { now: Date.now() + 20 * MINUTE })],
      /was made at .*, and it is /,
    ],
    [
      'an assertion that claims to be good for a day',
      () => [decision, signed(lead, update, decision, { lifetimeMs: 24 * 60 * MINUTE })],
      /may be good for 5 minutes at most/,
    ],
    [
      'an identity whose time is over',
      () => [decision, signed(lead, update, decision, { days: 0 })],
      /The identity of assessment-lead lead-7 was good until/,
    ],
    [
      'an identity of another issuer',
      () => [decision, byForeignIssuer(lead, update, decision)],
      /issued by somebody whom the workers do not know/,
    ],
    [
      'a lead’s certificate over a caseworker’s signature',
      () => [decision, spliced(signed(lead, update, decision), signed(caseworker, update, decision))],
      /was not signed by the identity it names/,
    ],
    ['something that is no assertion', () => [decision, { assertion: 'let me in' }], /is no assertion/],
    ['an assertion of another form', () => [decision, 'let me in'], /is no assertion/],
  ];
  it.each(refused)('%s is refused, and nothing is recorded', async (_what, inputs, words) => {
    const before = await ledger();
    const { code, stderr } = await temporalUpdate('decideToAssess', ...inputs());
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(words);
    expect(code).not.toBe(0);
    expect(await ledger()).toEqual(before);
  });

  it('what policy opens is done, and recorded as nobody’s', async () => {
    const before = await ledger();
    expectAnswered(await temporalUpdate('addEvidence', evidence('E-open')));
    const added = (await ledger()).slice(before.length).filter((e) => e.type === 'evidence.added');
    expect(added).toMatchObject([{ by: NOBODY, data: { evidenceId: 'E-open' } }]);
  });

  it('a right assertion is accepted, and the ledger says whose', async () => {
    expectAnswered(await temporalUpdate('decideToAssess', decision, signed(lead, update, decision)));
    const decided = (await ledger()).filter((e) => e.type === 'assessment.decided');
    expect(decided).toMatchObject([{ by: lead }]);
  });

  it('the same assertion again does nothing again', async () => {
    const body = evidence('E-twice');
    const once = signed(caseworker, 'update:addEvidence', body);
    for (const _ of [1, 2]) expectAnswered(await temporalUpdate('addEvidence', body, once));
    expect((await ledger()).filter((e) => e.data.evidenceId === 'E-twice')).toHaveLength(1);
  });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const payload = (encoding: string, value: unknown) => ({
  metadata: { encoding: bytes(encoding) },
  data: bytes(JSON.stringify(value)),
});

const refusalOf = async (asked: Promise<unknown>): Promise<string> => {
  const error: unknown = await asked.then(
    () => 'went through',
    (e: unknown) => e,
  );
  const failed = error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError;
  const cause = failed ? error.cause : error;
  expect(cause).toBeInstanceOf(ApplicationFailure);
  return `${(cause as ApplicationFailure).type} ${(cause as ApplicationFailure).message}`;
};

/** It was carried out, and answered: the answer is encrypted, and nothing to a client without our keys. */
const carriedOut = async (asked: Promise<unknown>): Promise<void> => {
  await expect(asked).rejects.toThrow('Unknown encoding: binary/encrypted');
};

describe('through another SDK', () => {
  it('a manager’s command without an assertion is refused', async () => {
    const asked = foreign.workflow.getHandle(workflowId).executeUpdate('withdraw', { args: [{ reason: 'No.' }] });
    expect(await refusalOf(asked)).toMatch(/Refused:not-identified/);
  });

  it('the encoding that a worker makes of a checked assertion is no way in', async () => {
    const vouched = {
      ...manager,
      workflowId,
      call: 'update:withdraw',
      nonce: 'n',
      issuedAt: Date.now(),
      expiresAt: Date.now() + MINUTE,
      identityUntil: Date.now() + MINUTE,
      issuerFrom: 0,
      issuerUntil: null,
      revokedFrom: null,
    };
    const before = await ledger();
    const forged = payload('ehcna/caller', { vouched });
    for (const payloads of [
      [payload('json/plain', { reason: 'No.' }), forged],
      [forged, forged],
    ]) {
      const { outcome } = await foreign.workflowService.updateWorkflowExecution({
        namespace: world.namespace,
        workflowExecution: { workflowId },
        request: {
          meta: { updateId: `forged-${payloads.length}-${Math.random()}` },
          input: { name: 'withdraw', args: { payloads } },
        },
        waitPolicy: { lifecycleStage: 3 },
      });
      expect(outcome?.failure?.message).toMatch(/was not signed by the identity it names/);
    }
    await expectNoTaskFailed(world.client, workflowId);
    expect(await ledger()).toEqual(before);
  });

  it('a fact that nobody signed is kept as nobody’s, and becomes a task', async () => {
    const before = await ledger();
    const fact = { id: 'fact-1', type: 'withdraw', reason: 'They asked.' };
    await foreign.workflow.getHandle(workflowId).signal('reportFact', fact);
    await expect.poll(async () => (await ledger()).length, { timeout: 15_000 }).toBeGreaterThan(before.length);
    const [kept] = (await ledger()).slice(before.length);
    expect(kept).toMatchObject({ type: 'fact.unexpected', by: NOBODY, data: { factId: 'fact-1' } });
    expect(String(kept?.data.why)).toMatch(/carried no assertion/);
    const tasks = await world.ehcna.worklist.tasks({ caseRef, limit: 500 });
    expect(tasks.filter((t) => t.closedBy === 'case resolve-unexpected')).not.toEqual([]);
  });

  it('a fact of somebody who may not is kept under their name, and leaves its id to whoever may', async () => {
    const before = await ledger();
    const fact = { id: 'fact-1', type: 'recordContact', channel: 'telephone', direction: 'to-family', note: 'Called' };
    const handle = foreign.workflow.getHandle(workflowId);
    await handle.signal(
      'reportFact',
      { ...fact, id: 'fact-2' },
      signed({ role: 'family', id: 'p-1' }, 'signal:reportFact', { ...fact, id: 'fact-2' }),
    );
    await handle.signal('reportFact', fact, signed(caseworker, 'signal:reportFact', fact));
    await expect.poll(async () => (await ledger()).length, { timeout: 15_000 }).toBeGreaterThan(before.length + 1);
    expect((await ledger()).slice(before.length)).toMatchObject([
      { type: 'fact.unexpected', by: { role: 'family', id: 'p-1' } },
      { type: 'contact.made', by: caseworker, commandId: 'fact-1' },
    ]);
  });

  it('a fact may wait for a worker for days, and after a week is put before a person', async () => {
    const before = await ledger();
    const day = 24 * 60 * MINUTE;
    const handle = foreign.workflow.getHandle(workflowId);
    for (const days of [3, 8]) {
      const fact = {
        id: `waited-${days}`,
        type: 'recordContact',
        channel: 'e-mail',
        direction: 'from-family',
        note: 'Wrote',
      };
      await handle.signal(
        'reportFact',
        fact,
        signed(caseworker, 'signal:reportFact', fact, { now: Date.now() - days * day }),
      );
    }
    await expect.poll(async () => (await ledger()).length, { timeout: 15_000 }).toBeGreaterThan(before.length + 1);
    const kept = (await ledger()).slice(before.length);
    expect(kept).toMatchObject([
      { type: 'contact.made', by: caseworker },
      { type: 'fact.unexpected', by: NOBODY },
    ]);
    expect(String(kept[1]?.data.why)).toMatch(/was good until/);
  });

  it('an assertion of an instant that no calendar has proves nobody', async () => {
    const before = await ledger();
    const handle = foreign.workflow.getHandle(workflowId);
    for (const [i, now] of [Number.MAX_SAFE_INTEGER - FACT_LIFETIME_MS, Number.MIN_SAFE_INTEGER].entries()) {
      const fact = { id: `no-day-${i}`, type: 'recordContact', channel: 'e-mail', direction: 'from-family', note: 'X' };
      await handle.signal('reportFact', fact, signed(caseworker, 'signal:reportFact', fact, { now }));
    }
    await expect.poll(async () => (await ledger()).length, { timeout: 15_000 }).toBeGreaterThan(before.length + 1);
    await expectNoTaskFailed(world.client, workflowId);
    expect((await ledger()).slice(before.length)).toMatchObject([
      { type: 'fact.unexpected', by: NOBODY },
      { type: 'fact.unexpected', by: NOBODY },
    ]);
  });

  it('a revoked identity counts no more, by the clock of the case', { timeout: 60_000 }, async () => {
    const gone: Actor = { role: 'caseworker', id: 'gone' };
    const at = Date.now() + 3 * MINUTE;
    const add = (evidenceId: string, now: number) => {
      const body = evidence(evidenceId);
      const args: [unknown, unknown] = [body, signed(gone, 'update:addEvidence', body, { now })];
      return foreign.workflow.getHandle(workflowId).executeUpdate('addEvidence', { args });
    };
    await carriedOut(add('E-before', Date.now()));
    await revokeIdentity(world.pool, gone, { reason: 'Left', by: 'test' });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await carriedOut(add('E-before-it-counts', Date.now()));
    expect(await jump(world.client, workflowId, at)).toBe(true);
    expect(await refusalOf(add('E-after', at))).toMatch(/Refused:identity-revoked .*caseworker gone was revoked from/);
    // A thief may write any date; the case has its own.
    expect(await refusalOf(add('E-dated-back', at - 2 * MINUTE))).toMatch(/Refused:identity-revoked/);
    await expectNoTaskFailed(world.client, workflowId);
    const ids = (await ledger()).map((e) => e.data.evidenceId).filter((id) => String(id).startsWith('E-before'));
    expect(ids).toEqual(['E-before', 'E-before-it-counts']);
  });
});

describe('starting a process', () => {
  const start = async (type: string, id: string, args: unknown[], options: object = {}) => {
    const handle = await foreign.workflow.start(type, { workflowId: id, taskQueue: TASK_QUEUE, args, ...options });
    return refusalOf(handle.result());
  };

  const startedBy = (by: Actor | undefined, type: string, id: string, body: object) =>
    start(type, id, by ? [body, signed(by, `start:${type}`, body, { workflowId: id })] : [body]);

  const past = async () => {
    const ref = newCaseRef();
    return { ref, events: new History(ref, familyRequest(), await rulesOf(policyPath), caseworker).events };
  };

  it('as a request is refused where policy does not open it', async () => {
    const ref = newCaseRef();
    const body = { caseRef: ref, request: familyRequest() };
    expect(await startedBy(undefined, 'assessment', assessmentId(ref), body)).toMatch(
      /Refused:not-identified A request/,
    );
    const other = newCaseRef();
    const said = { ...body, caseRef: other, by: caseworker };
    expect(await startedBy(undefined, 'assessment', assessmentId(other), said)).toMatch(/Refused:wrong-identity/);
    for (const r of [ref, other]) expect(await world.ehcna.ledger.read(assessmentId(r))).toEqual([]);
  });

  it('as a request by an integrator is recorded as theirs', async () => {
    const ref = newCaseRef();
    const id = assessmentId(ref);
    const portal: Actor = { role: 'integrator', id: 'school-portal' };
    const body = { caseRef: ref, request: familyRequest() };
    const args = [body, signed(portal, 'start:assessment', body, { workflowId: id })];
    const handle = await foreign.workflow.start('assessment', { workflowId: id, taskQueue: TASK_QUEUE, args });
    await carriedOut(handle.executeUpdate('awaitIntake'));
    const [first] = await world.ehcna.ledger.read(id);
    expect(first).toMatchObject({ type: 'request.received', by: portal });
  });

  it('from its past is for a manager or our own processes', async () => {
    const { ref, events } = await past();
    const id = assessmentId(ref);
    for (const by of [undefined, caseworker])
      expect(await startedBy(by, 'assessment', id, { caseRef: ref, events })).toMatch(
        /Refused:(not-identified|wrong-role) Taking over a case/,
      );
    expect(await world.ehcna.ledger.read(id)).toEqual([]);
  });

  it('again after it was lost is for a manager or our own processes', async () => {
    const { ref, events } = await past();
    const id = assessmentId(ref);
    await world.ehcna.takeOver(ref, events, manager);
    await expect.poll(async () => (await world.ehcna.ledger.read(id)).length).toBeGreaterThan(0);
    await world.client.workflow.getHandle(id).terminate();
    for (const by of [undefined, caseworker])
      expect(await startedBy(by, 'assessment', id, { caseRef: ref })).toMatch(
        /Refused:(not-identified|wrong-role) Starting a case again/,
      );
  });

  it('that only looks like a new run is refused like any other', { timeout: 60_000 }, async () => {
    const { ref, events } = await past();
    const id = assessmentId(ref);
    await world.ehcna.takeOver(ref, events, manager);
    await expect.poll(async () => (await world.ehcna.ledger.read(id)).length).toBeGreaterThan(0);
    await world.client.workflow.getHandle(id).terminate();
    await world.stopWorkers();
    const retry = { initialInterval: '1s', maximumAttempts: 20 };
    const handle = await foreign.workflow.start('assessment', {
      workflowId: id,
      taskQueue: TASK_QUEUE,
      args: [{ caseRef: ref }],
      retry,
      workflowRunTimeout: '5s',
    });
    await expect
      .poll(async () => (await world.client.workflow.getHandle(id).describe()).runId, { timeout: 20_000 })
      .not.toBe(handle.firstExecutionRunId);
    await world.startWorker();
    expect(await refusalOf(world.client.workflow.getHandle(id).result())).toMatch(
      /Refused:not-identified Starting a case again/,
    );
  });

  it('as a panel or a plan is for a manager or our own processes', async () => {
    const panel = { ...parse(readFileSync(policyPath, 'utf8')).panels[0], id: 'mine' };
    expect(await startedBy(undefined, 'panel', panelId('mine'), { panel })).toMatch(
      /Refused:not-identified Starting a panel/,
    );
    expect(await startedBy(caseworker, 'panel', panelId('mine'), { panel })).toMatch(
      /Refused:wrong-role Starting a panel/,
    );
    const plan = { caseRef: newCaseRef(), madeOn: '2026-01-05' };
    expect(await startedBy(undefined, 'plan', planId(plan.caseRef), plan)).toMatch(
      /Refused:not-identified Starting a plan/,
    );
    expect(await world.ehcna.ledger.read(panelId('mine'))).toEqual([]);
  });

  it('as a plan that was refused takes nobody’s place', async () => {
    const caseRef = newCaseRef();
    const id = planId(caseRef);
    await startedBy(undefined, 'plan', id, { caseRef, holding: holding() });
    await world.ehcna.ledger.append(
      id,
      recordPlan(blankPlan(caseRef), holdPlan(blankPlan(caseRef), holding(), '2026-03-10'), {
        recordedAt: new Date().toISOString(),
        by: SYSTEM,
      }).recorded as never,
    );
    const { startPlan } = createActivities({ client: world.client, signer: world.secrets.signer } as Dependencies);
    const now = { currentAttemptScheduledTimestampMs: Date.now() };
    await new MockActivityEnvironment(now).run(startPlan, caseRef, '2026-03-10');
    await expect
      .poll(() => world.client.workflow.getHandle(id).query('state'))
      .toMatchObject({ caseRef, madeOn: '2026-03-10' });
    await world.client.workflow.getHandle(id).terminate();
  });
});

describe('what an authority opens', () => {
  let open: World;
  afterAll(() => open?.stop());

  it('may be a request, which is then nobody’s', async () => {
    const policy = parse(readFileSync(policyPath, 'utf8')) as object;
    const path = join(world.dataDir, 'open.yaml');
    await writeFile(path, stringify({ ...policy, openToUnidentified: ['request'] }));
    open = await openWorld({ policyPath: path });
    const ref = newCaseRef();
    const [id, client] = [
      assessmentId(ref),
      new Client({ connection: open.client.connection, namespace: open.namespace }),
    ];
    const args = [{ caseRef: ref, request: familyRequest() }];
    const handle = await client.workflow.start('assessment', { workflowId: id, taskQueue: TASK_QUEUE, args });
    await carriedOut(handle.executeUpdate('awaitIntake'));
    const [first] = await open.ehcna.ledger.read(id);
    expect(first).toMatchObject({ type: 'request.received', by: NOBODY });
    const asked = handle.executeUpdate('addEvidence', { args: [evidence('E-1')] });
    expect(await refusalOf(asked)).toMatch(/Refused:not-identified/);
  });
});

/**
 * Any Temporal SDK may speak to a case. Whatever it sends is answered in words or kept as a task; nothing it sends can
 * stop a case from taking its next step.
 */
import { randomBytes } from 'node:crypto';
import { QueryNotRegisteredError, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { History } from '../../domain/assessment/history.js';
import { asAssessmentEvents } from '../../domain/assessment/evolve.js';
import { assessmentId, panelId, planId, TASK_QUEUE } from '../../domain/ids.js';
import { COMMAND_LIFETIME_MS } from '../../domain/caller.js';
import { isActor, SYSTEM, type Actor } from '../../domain/events.js';
import { newCaseRef } from '../../client/ehcna.js';
import { restore } from '../../client/restore.js';
import { latestRun, runs } from '../../client/runs.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';
import { familyRequest, today } from '../cli/requests.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { expectNoTaskFailed } from './untouched.js';

const MEGABYTE = 1_048_576;
const officer = { role: 'caseworker', id: 'cw-1' } as const;
const manager = { role: 'manager', id: 'm-1' } as const;

let world: World;
/** A case that all of this is done to. */
let caseRef: string;

beforeAll(async () => {
  world = await openWorld();
  const opened = await world.ehcna.open(familyRequest(), officer);
  expect(opened.accepted).toBe(true);
  ({ caseRef } = opened);
});

afterAll(() => world?.stop());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const payload = (encoding: string, data: string) => ({ metadata: { encoding: bytes(encoding) }, data: bytes(data) });

/** In forms that no client of ours would write. */
const UNREADABLE = {
  'lists nested a hundred thousand deep': payload('json/plain', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  'JSON that is none': payload('json/plain', '{"id":'),
  'raw bytes': payload('binary/plain', '\u0000\u0001'),
  'a megabyte of raw bytes': payload('binary/plain', 'x'.repeat(MEGABYTE)),
  'an encoding that nobody knows': payload('text/morse', '... --- ...'),
  'no encoding at all': { metadata: {}, data: bytes('{}') },
  'what is marked as encrypted and is not': payload('binary/encrypted', 'x'.repeat(100)),
  "what names the authority's key and was not written with it": {
    metadata: { encoding: bytes('binary/encrypted'), 'encryption-key-id': bytes('authority') },
    data: bytes('x'.repeat(100)),
  },
  'what names the key of another case': {
    metadata: { encoding: bytes('binary/encrypted'), 'encryption-key-id': bytes('EHC-00000000') },
    data: bytes('x'.repeat(100)),
  },
  nothing: payload('binary/null', ''),
};

interface Start {
  type?: string;
  workflowId: string;
  args: unknown[];
}

/** What is sent, with the signature of whoever may send anything: what is refused is refused for what it is. */
const byManager = (workflowId: string, call: string, args: unknown[]): unknown[] =>
  args.length === 1 ? [...args, signed(workflowId, call, args[0], manager)] : args;

const signed = (workflowId: string, call: string, body: unknown, by: Actor) =>
  world.secrets.signer.sign(by, {
    namespace: world.namespace,
    workflowId,
    call,
    body,
    now: Date.now(),
    lifetimeMs: COMMAND_LIFETIME_MS,
  });

/** Starts it, and gives the words with which it was refused. */
const refusedStart = async ({ type = 'assessment', workflowId, args }: Start): Promise<ApplicationFailure> => {
  const handle = await world.client.workflow.start(type, {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: byManager(workflowId, `start:${type}`, args),
  });
  return refusalOf(workflowId, handle.result());
};

const refusalOf = async (workflowId: string, result: Promise<unknown>): Promise<ApplicationFailure> => {
  const outcome = await Promise.race([
    result.then(
      () => 'went through',
      (error: unknown) => error,
    ),
    new Promise((resolve) => setTimeout(resolve, 15_000, 'no answer')),
  ]);
  await expectNoTaskFailed(world.client, workflowId);
  const failed = outcome instanceof WorkflowFailedError || outcome instanceof WorkflowUpdateFailedError;
  expect(failed ? outcome.cause : outcome).toBeInstanceOf(ApplicationFailure);
  const failure = (outcome as WorkflowFailedError).cause as ApplicationFailure;
  expect(failure.type).toMatch(/^Refused:/);
  expect(failure.message.length).toBeLessThan(5_000);
  return failure;
};

const inFlight = async () => {
  const { version, policy } = await readPolicy(`${packageRoot}/policy/default.yaml`);
  const ref = newCaseRef();
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  return { ref, events: new History(ref, familyRequest(), rules, officer).events };
};

describe('a start that is no case is refused in words', () => {
  const starts: [string, (ref: string) => unknown[]][] = [
    ['nothing', () => []],
    ['null', () => [null]],
    ['a number', () => [7]],
    ['a text', () => ['assessment']],
    ['a list', () => [[]]],
    ['a reference that is a number', () => [{ caseRef: 5 }]],
    ['a reference in another form', () => [{ caseRef: 'CASE-1' }]],
    ["another case's reference", () => [{ caseRef: newCaseRef() }]],
    ['a case that the ledger does not know', (ref) => [{ caseRef: ref }]],
    ['a request that is null', (ref) => [{ caseRef: ref, request: null }]],
    ['a request that is a text', (ref) => [{ caseRef: ref, request: 'please' }]],
    ['a request without a child', (ref) => [{ caseRef: ref, request: { ...familyRequest(), child: undefined } }]],
    ['a request from the future', (ref) => [{ caseRef: ref, request: familyRequest({ receivedOn: '2999-01-01' }) }]],
    ['a request by nobody', (ref) => [{ caseRef: ref, request: familyRequest(), by: 'me' }]],
    [
      'a request by a role that is none',
      (ref) => [{ caseRef: ref, request: familyRequest(), by: { role: 'king', id: 'a' } }],
    ],
    ['a request with a blank name', (ref) => [{ caseRef: ref, request: familyRequest({ representations: '   ' }) }]],
    ['events that are a text', (ref) => [{ caseRef: ref, events: 'x' }]],
    ['no events', (ref) => [{ caseRef: ref, events: [] }]],
    ['events that are numbers', (ref) => [{ caseRef: ref, events: [1, 2] }]],
    ['an event that is null', (ref) => [{ caseRef: ref, events: [null] }]],
    [
      'an event of a kind that is none',
      (ref) => [
        {
          caseRef: ref,
          events: [
            { seq: 1, type: 'request.received', by: officer },
            { seq: 2, type: 'constructor', by: officer },
          ],
        },
      ],
    ],
  ];
  it.each(starts)('%s', async (_what, args) => {
    const ref = newCaseRef();
    await refusedStart({ workflowId: assessmentId(ref), args: args(ref) });
    expect(await world.ehcna.ledger.read(assessmentId(ref))).toEqual([]);
  });

  const distortions: [string, (events: Record<string, unknown>[]) => unknown[]][] = [
    ['without the request', (events) => events.slice(1)],
    ['with a gap', (events) => events.filter((_, i) => i !== 1)],
    ['with one fact twice', (events) => [...events, events.at(-1)]],
    ['by nobody', (events) => events.map((e) => ({ ...e, by: undefined }))],
    ['with data that are none', (events) => events.map((e, i) => (i === 2 ? { ...e, data: 'x' } : e))],
    [
      'with a field too many',
      (events) => events.map((e, i) => (i === 2 ? { ...e, data: { ...(e.data as object), extra: 1 } } : e)),
    ],
    ['with a date that does not exist', (events) => events.map((e) => ({ ...e, occurredOn: '2026-02-30' }))],
    ['recorded at no time', (events) => events.map((e) => ({ ...e, recordedAt: 'yesterday' }))],
  ];
  it.each(distortions)('a case in flight %s', async (_what, distort) => {
    const { ref, events } = await inFlight();
    const args = [{ caseRef: ref, events: distort(events as unknown as Record<string, unknown>[]) }];
    await refusedStart({ workflowId: assessmentId(ref), args });
    expect(await world.ehcna.ledger.read(assessmentId(ref))).toEqual([]);
  });

  it.each(Object.entries(UNREADABLE))('in the form of %s', async (_what, given) => {
    const workflowId = assessmentId(newCaseRef());
    await world.client.workflowService.startWorkflowExecution({
      namespace: world.namespace,
      workflowId,
      requestId: randomBytes(8).toString('hex'),
      workflowType: { name: 'assessment' },
      taskQueue: { name: TASK_QUEUE },
      input: { payloads: [given] },
    });
    await refusalOf(workflowId, world.client.workflow.getHandle(workflowId).result());
  });

  it('a second history for a case that the ledger has, once its process has ended', async () => {
    const { ref, events } = await inFlight();
    await world.ehcna.takeOver(ref, events);
    await world.ehcna.command(ref, 'withdraw', { reason: 'They moved on.' }, officer).catch(() => undefined);
    // It may have ended by itself already.
    await world.client.workflow
      .getHandle(assessmentId(ref))
      .terminate()
      .catch(() => undefined);
    const before = await world.ehcna.ledger.read(assessmentId(ref));
    const another = events.map((e) => ({ ...e, recordedAt: '2026-01-01T00:00:00.000Z' }));
    const failure = await refusedStart({ workflowId: assessmentId(ref), args: [{ caseRef: ref, events: another }] });
    expect(failure.message).toContain('is there already and is another');
    await refusedStart({ workflowId: assessmentId(ref), args: [{ caseRef: ref, request: familyRequest() }] });
    expect(await world.ehcna.ledger.read(assessmentId(ref))).toEqual(before);
  });
});

const MEMOS = {
  'that nobody can read': payload('text/morse', '... --- ...'),
  'nested without end': payload('json/plain', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
};

it.each(Object.entries(MEMOS))(
  'a memo %s keeps no process from its work, nor from those who restore, move or erase',
  async (_what, note) => {
    const ref = newCaseRef();
    const workflowId = assessmentId(ref);
    const body = { caseRef: ref, request: familyRequest() };
    const args = [body, signed(workflowId, 'start:assessment', body, officer)];
    await world.client.workflowService.startWorkflowExecution({
      namespace: world.namespace,
      workflowId,
      requestId: randomBytes(8).toString('hex'),
      workflowType: { name: 'assessment' },
      taskQueue: { name: TASK_QUEUE },
      input: { payloads: args.map((arg) => payload('json/plain', JSON.stringify(arg))) },
      memo: { fields: { note } },
    });
    await world.client.workflow.getHandle(workflowId).executeUpdate('awaitIntake');
    const listed = async () => {
      const found: string[] = [];
      for await (const run of runs(world.client, `WorkflowId = '${workflowId}'`)) found.push(run.workflowId);
      return found;
    };
    await expect.poll(listed, { timeout: 15_000 }).toEqual([workflowId]);
    expect((await restore(world.ehcna, { endRunning: true, dryRun: true })).ended).toBeGreaterThan(0);
    expect(await latestRun(world.client, workflowId)).toMatch(/^[0-9a-f-]{36}$/);
  },
);

describe('a process of a type that is none is refused in words', () => {
  it.each(['burnTheFile', 'unknown', 'x'.repeat(900)])('%s', async (type) => {
    const failure = await refusedStart({ type, workflowId: `none-${randomBytes(4).toString('hex')}`, args: [{}] });
    expect(failure.type).toBe('Refused:unknown-process');
  });
});

describe('a panel or a plan that is none is refused in words', () => {
  const panel = {
    id: 'own',
    name: 'Own panel',
    everyWeeks: 1,
    anchor: '2025-01-08',
    except: [],
    papersDaysBefore: 1,
    recordWithinDays: 2,
  };
  const starts: [string, string, string, unknown[]][] = [
    ['a panel of nothing', 'panel', panelId('own'), []],
    ['a panel of null', 'panel', panelId('own'), [null]],
    ['a panel under another name', 'panel', panelId('own'), [{ panel: { ...panel, id: 'other' } }]],
    ['a panel without a calendar', 'panel', panelId('own'), [{ panel: { id: 'own', name: 'Own panel' } }]],
    ['a panel that never meets', 'panel', panelId('own'), [{ panel: { ...panel, everyWeeks: 0 } }]],
    ['a plan of nothing', 'plan', planId('EHC-00000000'), []],
    ['a plan made on no day', 'plan', planId('EHC-00000000'), [{ caseRef: 'EHC-00000000', madeOn: 'Monday' }]],
    ['a plan under another name', 'plan', planId('EHC-00000000'), [{ caseRef: 'EHC-00000001', madeOn: '2026-01-05' }]],
  ];
  it.each(starts)('%s', async (_what, type, workflowId, args) => {
    await refusedStart({ type, workflowId, args });
    expect(await world.ehcna.ledger.read(workflowId)).toEqual([]);
  });
});

describe('a command that is none is refused in words', () => {
  const byWhomItSays = (workflowId: string, type: string, args: unknown[]): [unknown, unknown?] => {
    const { by } = (args[0] ?? {}) as { by?: unknown };
    if (args.length !== 1) return args as [unknown];
    return [args[0], signed(workflowId, `update:${type}`, args[0], isActor(by) ? by : officer)];
  };

  const call = { outcome: 'no-answer', by: officer };
  const commands: [string, string, unknown[], RegExp][] = [
    ['nothing', 'recordContact', [], /malformed/],
    ['null', 'recordContact', [null], /malformed/],
    ['a number', 'recordFamilyCall', [3], /malformed/],
    ['a list', 'recordFamilyCall', [[call]], /malformed/],
    ['one by nobody', 'recordFamilyCall', [{ outcome: 'no-answer' }, null], /not-identified/],
    ['one by a role that is none', 'recordFamilyCall', [{ ...call, by: { role: 'king', id: 'a' } }], /wrong-identity/],
    [
      'one by who may not give it',
      'recordFamilyCall',
      [{ ...call, by: { role: 'family', id: 'parent-1' } }],
      /wrong-role/,
    ],
    ['one with a blank text', 'recordFamilyCall', [{ ...call, sectionA: '  \n ' }], /malformed/],
    ['one with a megabyte of text', 'recordFamilyCall', [{ ...call, sectionA: 'x'.repeat(MEGABYTE) }], /malformed/],
    [
      'one with a field whose name is a megabyte',
      'recordFamilyCall',
      [{ ...call, ['x'.repeat(MEGABYTE)]: 1 }],
      /malformed/,
    ],
    [
      'one with fifty thousand fields',
      'recordFamilyCall',
      [{ ...call, ...Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`f${i}`, i])) }],
      /malformed/,
    ],
    [
      'one with a list nested three thousand deep',
      'recordFamilyCall',
      [{ ...call, sectionA: nested(3_000) }],
      /malformed/,
    ],
    [
      'one with a fact that does not exist',
      'correctFact',
      [{ fact: '__proto__', to: 'x', evidence: 'y', by: officer }],
      /malformed/,
    ],
    [
      'one about a thing that does not exist',
      'submitAdvice',
      [{ adviceId: 'A99', author: 'Nobody', by: officer }],
      /./,
    ],
    ['one of a day to come', 'recordFamilyCall', [{ ...call, occurredOn: '2099-01-01' }], /in-the-future/],
    ['one of a day that does not exist', 'recordFamilyCall', [{ ...call, occurredOn: '2026-02-30' }], /malformed/],
    [
      'one with an address that is a megabyte',
      'requestAdvice',
      [
        {
          kind: 'other',
          basis: 'h',
          reason: 'Asked',
          person: { name: 'A', email: `${'a.'.repeat(MEGABYTE / 2)}@x` },
          by: officer,
        },
      ],
      /malformed/,
    ],
  ];
  it.each(commands)('%s', async (_what, type, args, code) => {
    const workflowId = assessmentId(caseRef);
    const failure = await refusalOf(
      workflowId,
      world.client.workflow.getHandle(workflowId).executeUpdate(type, { args: byWhomItSays(workflowId, type, args) }),
    );
    expect(failure.type).toMatch(code);
  });

  it('one that does not exist', async () => {
    const handle = world.client.workflow.getHandle(assessmentId(caseRef));
    for (const type of ['burnTheFile', 'constructor', '__proto__']) {
      await expect(handle.executeUpdate(type, { args: [{}] })).rejects.toThrow(WorkflowUpdateFailedError);
    }
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });

  it('one to a panel', async () => {
    await startPanel('own-updates');
    const workflowId = panelId('own-updates');
    const handle = world.client.workflow.getHandle(workflowId);
    for (const args of [[], [null], [{ by: officer }], ['x']])
      await refusalOf(workflowId, handle.executeUpdate('recommend', { args: args as [unknown] }));
  });
});

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

const startPanel = async (id: string): Promise<void> => {
  const panel = {
    id,
    name: 'Own panel',
    everyWeeks: 1,
    anchor: '2025-01-08',
    except: [],
    papersDaysBefore: 1,
    recordWithinDays: 2,
  };
  const workflowId = panelId(id);
  const args = byManager(workflowId, 'start:panel', [{ panel }]);
  await world.client.workflow.start('panel', { workflowId, taskQueue: TASK_QUEUE, args });
};

const unexpected = async (): Promise<string[]> => (await world.ehcna.state(caseRef)).unexpected.map((u) => u.factId);

describe('a fact that does not fit is kept and becomes a task', () => {
  const facts: [string, unknown][] = [
    ['null', null],
    ['a number', 7],
    ['a text', 'hello'],
    ['a megabyte of text', 'x'.repeat(MEGABYTE)],
    ['a list', [1, 2, 3]],
    ['nothing in it', {}],
    ['an unknown kind', { id: 'f-unknown', type: 'burnTheFile', by: officer }],
    ['a kind that every object has', { id: 'f-constructor', type: 'constructor', by: officer }],
    ['a kind that is a prototype', JSON.parse('{"id":"f-proto","type":"__proto__","__proto__":{"x":1}}')],
    ['a kind that is blank', { id: 'f-blank', type: '   ', by: officer }],
    ['a kind that is a megabyte', { id: 'f-long', type: 'x'.repeat(MEGABYTE), by: officer }],
    ['a kind that is no text', { id: 'f-object', type: {}, by: officer }],
    ['an id that is no id', { id: '../../etc', type: 'recordContact', by: officer }],
    ['nobody who says it', { id: 'f-nobody', type: 'submitAdvice', adviceId: 'A1', author: 'X' }],
    [
      'somebody who may not',
      {
        id: 'f-role',
        type: 'decideToAssess',
        outcome: 'refuse',
        mayHaveSen: false,
        mayNeedPlan: false,
        reasons: 'no',
        by: { role: 'family', id: 'x' },
      },
    ],
    [
      'a change of policy',
      { id: 'f-policy', type: 'changePolicy', version: 'x', reason: 'y', by: { role: 'manager', id: 'm' } },
    ],
    ['zero bytes and halves of characters in it', { id: 'f-zero', type: 'a\u0000b\ud800', by: officer }],
    [
      'a hundred thousand fields',
      {
        id: 'f-wide',
        type: 'recordContact',
        by: officer,
        ...Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, i])),
      },
    ],
  ];
  it.each(facts)('%s', async (_what, fact) => {
    const before = await unexpected();
    await world.client.workflow.getHandle(assessmentId(caseRef)).signal('reportFact', fact);
    await expect.poll(unexpected, { timeout: 15_000 }).toHaveLength(before.length + 1);
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });

  it.each(Object.entries(UNREADABLE))('in the form of %s', async (_what, given) => {
    const before = await unexpected();
    await world.client.workflowService.signalWorkflowExecution({
      namespace: world.namespace,
      workflowExecution: { workflowId: assessmentId(caseRef) },
      signalName: 'reportFact',
      input: { payloads: [given] },
    });
    await expect.poll(unexpected, { timeout: 15_000 }).toHaveLength(before.length + 1);
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });

  it.each([
    'whatIsThis',
    'refer',
    ' ',
    'x'.repeat(900),
    '__temporal_x',
    '__temporal_workflow_stream_publish',
    '__stack_trace',
  ])('a signal that no case knows (%#)', async (name) => {
    const before = await unexpected();
    await world.client.workflow.getHandle(assessmentId(caseRef)).signal(name, { some: 'thing' });
    await expect.poll(unexpected, { timeout: 15_000 }).toHaveLength(before.length + 1);
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });

  it('once, however often its id is sent', async () => {
    const before = await unexpected();
    const fact = { id: 'f-again', type: 'burnTheFile', by: officer };
    for (let i = 0; i < 5; i += 1)
      await world.client.workflow.getHandle(assessmentId(caseRef)).signal('reportFact', fact);
    // What comes after them shows that they have been taken.
    await world.client.workflow.getHandle(assessmentId(caseRef)).signal('reportFact', { ...fact, id: 'f-last' });
    await expect.poll(unexpected, { timeout: 15_000 }).toEqual([...before, 'f-again', 'f-last']);
  });

  it('each with its place in the ledger and a task for a person', async () => {
    await expect
      .poll(
        async () =>
          (await world.ehcna.ledger.read(assessmentId(caseRef))).filter((e) => e.type === 'fact.unexpected').length,
      )
      .toBe((await unexpected()).length);
    const tasks = await world.ehcna.worklist.tasks({ caseRef, limit: 500 });
    expect(tasks.filter((t) => t.closedBy === 'case resolve-unexpected')).toHaveLength((await unexpected()).length);
    expect(await world.ehcna.ledger.verify()).toMatchObject({ faults: [] });
  });
});

describe('a signal that a panel cannot take', () => {
  it('is passed over, and the next one is taken', async () => {
    await startPanel('own-signals');
    const handle = world.client.workflow.getHandle(panelId('own-signals'));
    const bySystem = (signal: string, body: unknown) => signed(handle.workflowId, `signal:${signal}`, body, SYSTEM);
    for (const signal of ['refer', 'remove', 'whatIsThis'])
      for (const args of [[], [null], [5], ['x'], [{ caseRef: 'x' }], [[]]]) {
        await handle.signal(signal, ...args);
        await handle.signal(signal, args[0], bySystem(signal, args[0]));
      }
    for (const input of Object.values(UNREADABLE))
      for (const signalName of ['refer', 'remove'])
        await world.client.workflowService.signalWorkflowExecution({
          namespace: world.namespace,
          workflowExecution: { workflowId: handle.workflowId },
          signalName,
          input: { payloads: [input] },
        });
    const referral = { caseRef, referralId: 'P7', question: 'stuck', reason: 'It waits.', referredOn: today() };
    // Whoever is no process of ours is passed over, whatever they send.
    await handle.signal('refer', { ...referral, referralId: 'P6' });
    await handle.signal('refer', referral, bySystem('refer', referral));
    await handle.signal('remove', { ...referral, reason: 'It was heard.' });
    await handle.signal('remove', { ...referral, reason: 5 }, bySystem('remove', { ...referral, reason: 5 }));
    await handle.signal('remove', null);
    const agenda = async () => (await world.ehcna.panelState('own-signals')).agenda.map((e) => e.referralId);
    await expect.poll(agenda, { timeout: 15_000 }).toEqual(['P7']);
    await expectNoTaskFailed(world.client, handle.workflowId);
  });
});

describe('a query that cannot be answered', () => {
  it('is refused, and harms nothing', async () => {
    const handle = world.client.workflow.getHandle(assessmentId(caseRef));
    await expect(handle.query('whatIsThis')).rejects.toThrow(QueryNotRegisteredError);
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });
});

it('the case goes on after all of it', async () => {
  const contact = { outcome: 'no-answer' } as const;
  const { events } = await world.ehcna.command(caseRef, 'recordFamilyCall', contact, officer);
  expect(events).toContain('family.called');
  const state = await world.ehcna.state(caseRef);
  expect(state.seq).toBe(asAssessmentEvents(await world.ehcna.ledger.read(assessmentId(caseRef))).length);
  await expectNoTaskFailed(world.client, assessmentId(caseRef));
});

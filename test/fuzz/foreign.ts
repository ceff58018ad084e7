/**
 * A foreign client that sends anything to everything, by the server's own interface: to cases at every stage, to a panel and
 * a plan, and as starts of new ones. After each round, every process must have taken all its steps.
 */
import { randomUUID } from 'node:crypto';
import { isGrpcServiceError, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { expect } from 'vitest';
import { pause } from '../../client/clock/execution.js';
import { newCaseRef } from '../../client/ehcna.js';
import { Draw } from '../../client/sample/draw.js';
import { type AssessmentEvent, asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { ASSESSMENT_COMMANDS, PANEL_COMMANDS } from '../../domain/generated/commands.js';
import { assessmentId, panelId, planId, TASK_QUEUE } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { familyRequest } from '../cli/requests.js';
import { POLICY } from '../domain/case.js';
import { type Opening, Run, STARTS } from '../domain/model.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import type { World } from '../world.js';
import { foreignCommand } from './commands.js';
import { distorted } from './distort.js';
import { type Payload, ROOM_FOR_AN_ANSWER, wire } from './payloads.js';

const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const RESOURCE_EXHAUSTED = 8;
const FAILED_PRECONDITION = 9;

/** Longer than anything takes on a slow machine: no answer by then is none. */
const PATIENCE_MS = 90_000;

const OFFICER = { role: 'caseworker', id: 'cw-1' } as const;

const PANEL = {
  id: 'fuzzed',
  name: 'Fuzzed panel',
  everyWeeks: 1,
  anchor: '2025-01-08',
  except: [],
  papersDaysBefore: 1,
  recordWithinDays: 2,
};

const BEGINNING = { request: 0, assessing: 14, drafting: 42, served: 52, placed: 62 } as const;

const FROM: Opening = {
  source: 'school',
  parents: 2,
  setting: 'school',
  born: '2012-05-05',
  sensoryNeed: 'hearing',
  serviceFamily: true,
  socialWorker: false,
  panelRequired: false,
  allowType: true,
  turnedAway: false,
  upTo: 'request',
};

type Outcome = temporal.api.update.v1.IOutcome;

export type Counts = Record<
  'accepted' | 'refused' | 'signals' | 'queries' | 'starts' | 'turnedAwayByTheServer',
  number
>;

/** A case that things are sent to, and what it has said that it accepted. */
interface Target {
  caseRef: string;
  state: AssessmentState;
  accepted: string[];
  signals: string[];
  /** How many facts it began with. */
  begun: number;
}

export class ForeignClient {
  readonly counts: Counts = {
    accepted: 0,
    refused: 0,
    signals: 0,
    queries: 0,
    starts: 0,
    turnedAwayByTheServer: 0,
  };
  private readonly draw: Draw;

  constructor(
    private readonly world: World,
    seed: string,
  ) {
    this.draw = new Draw(seed);
  }

  /** Sends so many things, to as many cases at once as there are stages. */
  async send(howMany: number): Promise<Counts> {
    await this.openPanel();
    const each = Math.ceil(howMany / (STARTS.length + 1));
    const all = await Promise.allSettled([...STARTS.map((upTo) => this.harass(upTo, each)), this.harassTheRest(each)]);
    for (const one of all) if (one.status === 'rejected') throw one.reason;
    return this.counts;
  }

  private get service() {
    return this.world.client.workflowService;
  }

  // Cases.

  private async harass(upTo: Opening['upTo'], howMany: number): Promise<void> {
    for (let left = howMany; left > 0; left -= 40) {
      const target = await this.open(upTo);
      for (let i = 0; i < Math.min(left, 40); i += 1) {
        await this.sendOne(target);
        if (i % 10 === 9) await this.look(target);
      }
      await this.examine(target);
    }
  }

  /** A case in flight, taken over with facts of the model's making. */
  private async open(upTo: Opening['upTo']): Promise<Target> {
    const caseRef = newCaseRef();
    const received = addDays(londonDate(Date.now()), -BEGINNING[upTo] - 1);
    const place = { ref: caseRef, received, policy: POLICY, policyVersion: 'fuzzed', childName: `Testing ${caseRef}` };
    const { events, state } = new Run({ ...FROM, upTo }, {}, place);
    await this.world.ehcna.takeOver(caseRef, events);
    return { caseRef, state, accepted: [], signals: [], begun: events.length };
  }

  private async sendOne(target: Target): Promise<void> {
    const { draw } = this;
    const today = londonDate(Date.now());
    const { type, command } = foreignCommand(target.state, today, draw);
    const workflowId = assessmentId(target.caseRef);
    const way = draw.weighted([
      ['update', 6],
      ['signal', 3],
      ['unknown', 0.7],
      ['query', 0.3],
    ]);
    if (way === 'update') {
      const answer = await this.update(workflowId, type, wire(command, draw, 0.004, ROOM_FOR_AN_ANSWER));
      target.accepted.push(...(answer ?? []));
    } else if (way === 'signal') {
      const id = draw.chance(0.8) ? `S-${randomUUID()}` : distorted('S-1', draw);
      target.signals.push(String(id));
      await this.signal(workflowId, 'reportFact', wire({ ...(command as object), id, type }, draw, 0.004));
    } else if (way === 'unknown') {
      const name = draw.of(['burnTheFile', '__proto__', 'constructor', 'refer', ' ', 'x'.repeat(900)]);
      if (draw.chance(0.5)) await this.update(workflowId, name, wire(command, draw));
      else await this.signal(workflowId, name, wire(command, draw));
    } else await this.query(workflowId);
  }

  /** What it knows now, so that what is sent next may fit. */
  private async look(target: Target): Promise<void> {
    const handle = this.world.client.workflow.getHandle(assessmentId(target.caseRef));
    target.state = await handle.query<AssessmentState>('state');
  }

  /** It answers, failed no task, and its ledger holds what it accepted and nothing of what it refused. */
  private async examine(target: Target): Promise<void> {
    const { caseRef, accepted } = target;
    await expectNoTaskFailed(this.world.client, assessmentId(caseRef));
    await this.look(target);
    await expect
      .poll(async () => (await this.world.ehcna.ledger.read(assessmentId(caseRef))).length, { timeout: PATIENCE_MS })
      .toBeGreaterThanOrEqual(target.state.seq);
    const events = asAssessmentEvents(await this.world.ehcna.ledger.read(assessmentId(caseRef)));
    const folded = JSON.parse(JSON.stringify(foldEvents(caseRef, events.slice(0, target.state.seq))));
    expect(target.state, caseRef).toEqual(folded);
    const said = events.slice(target.begun).filter((e) => !this.isOthers(target, e));
    expect(said.map((e) => e.type).sort(), caseRef).toEqual([...accepted].sort());
  }

  /** Of the system, of a panel that heard of the case, or come by a signal, which nobody answers. */
  private isOthers({ signals }: Target, { by, type, commandId }: AssessmentEvent): boolean {
    const bySignal = commandId !== undefined && (signals.includes(commandId) || commandId.startsWith('seq-'));
    return by.id === 'ehcna' || by.id.startsWith('panel-') || type === 'fact.unexpected' || bySignal;
  }

  // The server's interface.

  /** The facts it came to; undefined where it was refused, which must be in words. */
  private async update(workflowId: string, name: string, payloads: Payload[]): Promise<string[] | undefined> {
    const request = {
      namespace: this.world.namespace,
      workflowExecution: { workflowId },
      waitPolicy: { lifecycleStage: 3 },
      request: {
        meta: { updateId: randomUUID(), identity: 'foreign' },
        input: { name, args: { payloads } },
      },
    };
    let outcome: Outcome | null | undefined;
    // The server answers without an outcome where it takes long; the same update is then asked after once more.
    for (const until = Date.now() + PATIENCE_MS; !outcome && Date.now() < until; ) {
      const answer = await this.asked(() => this.service.updateWorkflowExecution(request));
      if (!answer) return undefined;
      ({ outcome } = answer);
    }
    const { failure, success } = outcome ?? {};
    if (success) {
      this.counts.accepted += 1;
      const [first] = success.payloads ?? [];
      const result = JSON.parse(new TextDecoder().decode(first?.data ?? new Uint8Array())) as { events?: string[] };
      return result.events ?? [];
    }
    this.counts.refused += 1;
    const type = failure?.applicationFailureInfo?.type ?? '';
    const unknown = !Object.hasOwn(ASSESSMENT_COMMANDS, name) && !Object.hasOwn(PANEL_COMMANDS, name);
    // The case ended while it was asked.
    const over = type === 'AcceptedUpdateCompletedWorkflow';
    if (!type.startsWith('Refused:') && !unknown && !over)
      throw new Error(`${workflowId} answered ${name} with ${type}: ${failure?.message?.slice(0, 300)}`);
    if (!failure?.message || failure.message.length > 6_000)
      throw new Error(`${name} is not refused in words: ${type}`);
    return undefined;
  }

  private async signal(workflowId: string, signalName: string, payloads: Payload[]): Promise<void> {
    this.counts.signals += 1;
    await this.asked(() =>
      this.service.signalWorkflowExecution({
        namespace: this.world.namespace,
        workflowExecution: { workflowId },
        signalName,
        input: { payloads },
      }),
    );
  }

  private async query(workflowId: string): Promise<void> {
    this.counts.queries += 1;
    const { draw } = this;
    const queryType = draw.of([
      'state',
      'nextWake',
      'whatIsThis',
      '__proto__',
      '__temporal_workflow_metadata',
      '__stack_trace',
    ]);
    const payloads = wire(distorted({ a: [1, 'x'] }, draw), draw);
    await this.asked(() =>
      this.service.queryWorkflow({
        namespace: this.world.namespace,
        execution: { workflowId },
        query: { queryType, queryArgs: { payloads } },
      }),
    );
  }

  /** What the server itself turns away never reaches a process; anything else that it says is a fault. */
  private async asked<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.world.client.connection.withDeadline(Date.now() + PATIENCE_MS, ask);
    } catch (error) {
      const code = isGrpcServiceError(error) ? Number(error.code) : undefined;
      const expected = [INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED, FAILED_PRECONDITION];
      if (code === undefined || !expected.includes(code)) throw error;
      this.counts.turnedAwayByTheServer += 1;
      return undefined;
    }
  }

  // A panel, a plan, and what is started.

  private async openPanel(): Promise<void> {
    const { workflow } = this.world.client;
    const start = { taskQueue: TASK_QUEUE, workflowIdConflictPolicy: 'USE_EXISTING' as const };
    await workflow.start('panel', { ...start, workflowId: panelId(PANEL.id), args: [{ panel: PANEL }] });
    const caseRef = 'EHC-00000000';
    await workflow.start('plan', { ...start, workflowId: planId(caseRef), args: [{ caseRef, madeOn: '2026-01-05' }] });
  }

  private async harassTheRest(howMany: number): Promise<void> {
    for (let i = 0; i < howMany; i += 1) {
      await this.draw.weighted<() => Promise<void>>([
        [() => this.start(), 1],
        [() => this.harassPanel(), 1.4],
        [() => this.harassPlan(), 0.3],
      ])();
      if (i % 40 === 39) await this.examineTheRest();
    }
    await this.examineTheRest();
  }

  private async examineTheRest(): Promise<void> {
    for (const workflowId of [panelId(PANEL.id), planId('EHC-00000000')]) {
      await this.world.client.workflow.getHandle(workflowId).query('state');
      await expectNoTaskFailed(this.world.client, workflowId);
    }
    expect(await this.world.ehcna.ledger.read(planId('EHC-00000000'))).toEqual([]);
  }

  private async harassPanel(): Promise<void> {
    const { draw } = this;
    const workflowId = panelId(PANEL.id);
    const by = { role: 'panel-clerk', id: 'clerk-1' };
    if (draw.chance(0.4)) {
      const [name, check] = draw.of(Object.entries(PANEL_COMMANDS) as never as [[string, { example: object }]]);
      const given = distorted({ ...check.example, by }, draw);
      await this.update(workflowId, name, wire(given, draw, 0.004, ROOM_FOR_AN_ANSWER));
      return;
    }
    const caseRef = draw.chance(0.5) ? newCaseRef() : 'EHC-7K2M9QXA';
    const referral = { caseRef, referralId: 'P1', question: 'stuck', reason: 'It waits.', referredOn: '2026-11-02' };
    const name = draw.of(['refer', 'remove', 'whatIsThis', 'reportFact']);
    await this.signal(workflowId, name, wire(distorted(referral, draw), draw, 0.004));
  }

  private async harassPlan(): Promise<void> {
    const { draw } = this;
    const given = wire(distorted({ caseRef: 'EHC-00000000', madeOn: '2026-01-05' }, draw), draw);
    if (draw.chance(0.5)) await this.query(planId('EHC-00000000'));
    else await this.signal(planId('EHC-00000000'), draw.of(['whatIsThis', '__proto__']), given);
  }

  /** Started with anything: refused in words, or a process that answers. */
  private async start(): Promise<void> {
    const { draw } = this;
    this.counts.starts += 1;
    const caseRef = newCaseRef();
    const own = `fuzzed-${randomUUID().slice(0, 8)}`;
    const [name, workflowId, input] = draw.of([
      ['assessment', assessmentId(caseRef), { caseRef, request: familyRequest(), by: OFFICER }],
      ['assessment', assessmentId(caseRef), { caseRef, events: this.inFlight(caseRef) }],
      ['panel', panelId(own), { panel: { ...PANEL, id: own } }],
      ['plan', planId(caseRef), { caseRef, madeOn: '2026-01-05' }],
    ] as const);
    const started = await this.asked(() =>
      this.service.startWorkflowExecution({
        namespace: this.world.namespace,
        workflowId,
        requestId: randomUUID(),
        workflowType: { name },
        taskQueue: { name: TASK_QUEUE },
        input: { payloads: wire(distorted(input, draw), draw, 0.004) },
      }),
    );
    if (started) await this.settledOrRefused(workflowId);
  }

  private inFlight(caseRef: string): unknown {
    const received = addDays(londonDate(Date.now()), -1);
    const place = {
      ref: caseRef,
      received,
      policy: POLICY,
      policyVersion: LAW_VERSION,
      childName: `Testing ${caseRef}`,
    };
    return new Run(FROM, {}, place).events;
  }

  private async settledOrRefused(workflowId: string): Promise<void> {
    const handle = this.world.client.workflow.getHandle(workflowId);
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(50)) {
      const { raw, status } = await handle.describe();
      const busy = raw.pendingWorkflowTask || (raw.pendingActivities ?? []).length > 0;
      if ((raw.pendingWorkflowTask?.attempt ?? 1) > 1) break;
      if (status.name === 'RUNNING' && busy) continue;
      await expectNoTaskFailed(this.world.client, workflowId);
      if (status.name === 'RUNNING') return void (await handle.query('state'));
      if (status.name === 'COMPLETED') return;
      const error = await handle.result().catch((e: unknown) => e);
      const cause = error instanceof WorkflowFailedError ? error.cause : error;
      if (cause instanceof ApplicationFailure && cause.type?.startsWith('Refused:')) return;
      throw new Error(`${workflowId} ended in another way than a refusal: ${String(cause).slice(0, 500)}`);
    }
    await expectNoTaskFailed(this.world.client, workflowId);
    throw new Error(`${workflowId} does not come to rest`);
  }
}

/**
 * A foreign client that sends anything to everything, by the server's own interface: to cases at every stage, to a panel and
 * a plan, and as starts of new ones; by people who may, who may not, and by nobody. After each round every process must have
 * taken all its steps, and do what is rightly asked of it.
 */
import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect } from 'vitest';
import { look, pause } from '../../client/clock/execution.js';
import { newCaseRef } from '../../client/ehcna.js';
import { Draw } from '../../client/sample/draw.js';
import { type AssessmentEvent, asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { CommandCheck } from '../../domain/command-check.js';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { type Actor, SYSTEM } from '../../domain/events.js';
import { PANEL_COMMANDS, PLAN_COMMANDS, REVIEW_COMMANDS } from '../../domain/generated/commands.js';
import { annualReviewId, assessmentId, panelId, planId, TASK_QUEUE } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { familyRequest } from '../cli/requests.js';
import { POLICY } from '../domain/case.js';
import { type Opening, Run, STARTS } from '../domain/model.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { holding } from '../plans/samples.js';
import type { World } from '../world.js';
import { Callers } from './callers.js';
import { bornOn, foreignCommand } from './commands.js';
import { distorted } from './distort.js';
import { type Counts, Door, PATIENCE_MS, type Sent } from './door.js';
import { type Payload, wire } from './payloads.js';

const OFFICER: Actor = { role: 'caseworker', id: 'cw-1' };
const MANAGER: Actor = { role: 'manager', id: 'm-1' };
const CLERK: Actor = { role: 'panel-clerk', id: 'clerk-1' };

const PANEL = {
  id: 'fuzzed',
  name: 'Fuzzed panel',
  everyWeeks: 1,
  anchor: '2025-01-08',
  except: [],
  papersDaysBefore: 1,
  recordWithinDays: 2,
};

/** Held since long enough that its review is open. */
const PLAN = { caseRef: 'EHC-00000000', holding: holding({ madeOn: addDays(londonDate(Date.now()), -300) }) };
const REVIEW = annualReviewId(PLAN.caseRef, 1);

const BEGINNING = { request: 0, assessing: 14, drafting: 42, served: 52, placed: 62 } as const;

const FROM: Opening = bornOn('2012-05-05');

const CONTACT = { channel: 'telephone', direction: 'to-family', note: 'Called' } as const;

/** How often something is as large as the server lets pass. */
const HUGE = 0.004;

const UNKNOWN = ['burnTheFile', '__proto__', 'constructor', 'refer', ' ', 'x'.repeat(900), '__temporal_x'] as const;

const QUERIES = [
  'state',
  'nextWake',
  'whatIsThis',
  '__proto__',
  '__temporal_workflow_metadata',
  '__stack_trace',
  '__enhanced_stack_trace',
] as const;

/** A case that things are sent to, and what it has said that it accepted. */
interface Target {
  caseRef: string;
  state: AssessmentState;
  accepted: string[];
  signals: string[];
  /** How many facts it began with. */
  begun: number;
}

/** Sends so many things, to as many cases at once as there are stages. What is sent follows from the seed. */
/** A signal without a name of its own is known by the run that it came to, and its place among those. */
const UNNAMED = /^[0-9a-f-]{36}-\d+$/;

export const sendFrom = async (world: World, seed: string, howMany: number): Promise<Counts> => {
  const door = await Door.open(world);
  const client = (what: string) => new ForeignClient(world, door, new Draw(`${seed} ${what}`));
  const each = Math.ceil(howMany / (STARTS.length + 1));
  try {
    const all = await Promise.allSettled([
      ...STARTS.map((upTo) => client(upTo).harass(upTo, each)),
      client('the rest').harassTheRest(each),
    ]);
    for (const one of all) if (one.status === 'rejected') throw one.reason;
    return door.counts;
  } finally {
    await door.close();
  }
};

class ForeignClient {
  private readonly callers: Callers;

  constructor(
    private readonly world: World,
    private readonly door: Door,
    private readonly draw: Draw,
  ) {
    this.callers = new Callers(world.issuer, world.namespace, draw);
  }

  /** A message in whatever form, with whatever proves who sends it. */
  private by(by: Actor, workflowId: string, call: string, body: unknown): Sent {
    const { draw } = this;
    const form = wire(body, draw, HUGE);
    const payloads = form.length === 1 ? [...form, ...this.callers.beside(by, { workflowId, call, body })] : form;
    const name = call.slice(call.indexOf(':') + 1);
    return { workflowId, name, payloads: draw.chance(0.02) ? payloads.toReversed() : payloads, header: this.fields() };
  }

  /** Headers and memos are payloads too. */
  private fields(): Record<string, Payload> {
    const { draw } = this;
    if (draw.chance(0.9)) return {};
    const [first] = wire(distorted({ a: [1, 'x'] }, draw), draw);
    return first ? { [draw.of(['x', '_tracer-data', 'constructor', ''])]: first } : {};
  }

  // Cases.

  async harass(upTo: Opening['upTo'], howMany: number): Promise<void> {
    for (let left = howMany; left > 0; ) {
      const target = await this.open(upTo);
      for (let i = 0; i < 40 && left > 0 && target.state.stage !== 'finished'; i += 1, left -= 1) {
        await this.sendOne(target);
        if (i % 5 === 4) await this.look(target);
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
    const known = async () => (await this.world.ehcna.state(caseRef)).seq;
    await expect.poll(known, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(state.seq);
    return { caseRef, state, accepted: [], signals: [], begun: events.length };
  }

  private async sendOne(target: Target): Promise<void> {
    const { draw, door } = this;
    const { type, command, by } = foreignCommand(target.state, londonDate(Date.now()), draw);
    const workflowId = assessmentId(target.caseRef);
    const way = draw.weighted([
      ['update', 6],
      ['signal', 3],
      ['unknown', 0.7],
      ['query', 0.3],
    ]);
    if (way === 'update') {
      const sent = this.by(by, workflowId, `update:${type}`, command);
      // The same again, as whoever listened might send it.
      for (let times = draw.chance(0.05) ? 2 : 1; times > 0; times -= 1)
        target.accepted.push(...((await door.update(sent)) ?? []));
    } else if (way === 'signal') {
      const id = draw.chance(0.8) ? `S-${randomUUID()}` : distorted('S-1', draw);
      target.signals.push(String(id));
      await door.signal(this.by(by, workflowId, 'signal:reportFact', { ...(command as object), id, type }));
    } else if (way === 'unknown') {
      const name = draw.of(UNKNOWN);
      if (draw.chance(0.5)) await door.update(this.by(by, workflowId, `update:${name}`, command));
      else await door.signal(this.by(by, workflowId, `signal:${name}`, command));
    } else await this.query(workflowId);
  }

  private query(workflowId: string): Promise<void> {
    const { draw } = this;
    return this.door.query(this.by(OFFICER, workflowId, `:${draw.of(QUERIES)}`, distorted({ a: [1, 'x'] }, draw)));
  }

  /** What it knows now, so that what is sent next may fit. */
  private async look(target: Target): Promise<void> {
    const workflowId = assessmentId(target.caseRef);
    await expectNoTaskFailed(this.world.client, workflowId);
    target.state = await this.world.client.workflow.getHandle(workflowId).query<AssessmentState>('state');
  }

  /**
   * It answers, failed no task, its ledger holds what it accepted and nothing of what it refused, and it does what is
   * rightly asked of it.
   */
  private async examine(target: Target): Promise<void> {
    const { caseRef, accepted } = target;
    const { ledger } = this.world.ehcna;
    await this.look(target);
    await expect
      .poll(async () => (await ledger.read(assessmentId(caseRef))).length, { timeout: PATIENCE_MS })
      .toBeGreaterThanOrEqual(target.state.seq);
    const events = asAssessmentEvents(await ledger.read(assessmentId(caseRef)));
    const folded = JSON.parse(JSON.stringify(foldEvents(caseRef, events.slice(0, target.state.seq))));
    expect(target.state, caseRef).toEqual(folded);
    const said = events.slice(target.begun).filter((e) => !this.isOthers(target, e));
    expect(said.map((e) => e.type).sort(), caseRef).toEqual([...accepted].sort());
    if (target.state.stage === 'finished') return;
    const answer = await this.world.ehcna.command(caseRef, 'recordContact', CONTACT, OFFICER);
    expect(answer.events, caseRef).toEqual(['contact.made']);
  }

  /** Of the system, of a panel that heard of the case, or come by a signal, which nobody answers. */
  private isOthers({ signals }: Target, { by, type, commandId = '' }: AssessmentEvent): boolean {
    const id = commandId.replace(/^unidentified:/, '');
    const bySignal = signals.includes(id) || UNNAMED.test(id);
    return by.id === 'ehcna' || by.id.startsWith('panel-') || type === 'fact.unexpected' || bySignal;
  }

  // A panel, a plan, and what is started.

  private async openPanel(): Promise<void> {
    const { client, ehcna } = this.world;
    for (const [type, workflowId, input] of [
      ['panel', panelId(PANEL.id), { panel: PANEL }],
      ['plan', planId(PLAN.caseRef), PLAN],
    ] as const) {
      const args = await ehcna.starting(workflowId, type, input, SYSTEM);
      const options = { workflowId, taskQueue: TASK_QUEUE, workflowIdConflictPolicy: 'USE_EXISTING' as const };
      await client.workflow.start(type, { ...options, args });
    }
  }

  async harassTheRest(howMany: number): Promise<void> {
    await this.openPanel();
    for (let i = 0; i < howMany; i += 1) {
      await this.draw.weighted<() => Promise<void>>([
        [() => this.start(), 1],
        [() => this.harassPanel(), 1.4],
        [() => this.harassPlan(), 1],
      ])();
      if (i % 40 === 39) await this.examineTheRest();
    }
    await this.examineTheRest();
  }

  private async examineTheRest(): Promise<void> {
    const { client, ehcna } = this.world;
    const caseRef = newCaseRef();
    const referral = { caseRef, referralId: 'P1', question: 'stuck', reason: 'It waits.', referredOn: '2026-11-02' };
    const panel = client.workflow.getHandle(panelId(PANEL.id));
    await panel.signal('refer', ...(await ehcna.tell(panelId(PANEL.id), 'refer', referral, SYSTEM)));
    await expect
      .poll(async () => JSON.stringify(await ehcna.panelState(PANEL.id)), { timeout: PATIENCE_MS })
      .toContain(caseRef);
    for (const workflowId of [planId(PLAN.caseRef), REVIEW])
      await expect
        .poll(
          () =>
            client.workflow
              .getHandle(workflowId)
              .query('state')
              .catch(() => null),
          { timeout: PATIENCE_MS },
        )
        .toMatchObject({ caseRef: PLAN.caseRef });
    for (const workflowId of [panelId(PANEL.id), planId(PLAN.caseRef), REVIEW])
      await expectNoTaskFailed(client, workflowId);
  }

  private async harassPanel(): Promise<void> {
    const { draw } = this;
    const workflowId = panelId(PANEL.id);
    if (draw.chance(0.4)) {
      const commands = Object.entries(PANEL_COMMANDS) as [[string, CommandCheck], ...[string, CommandCheck][]];
      const [name, { example }] = draw.of(commands);
      await this.door.update(this.by(CLERK, workflowId, `update:${name}`, distorted(JSON.parse(example), draw)));
      return;
    }
    const caseRef = draw.chance(0.5) ? newCaseRef() : 'EHC-7K2M9QXA';
    const referral = { caseRef, referralId: 'P1', question: 'stuck', reason: 'It waits.', referredOn: '2026-11-02' };
    const name = draw.of(['refer', 'remove', 'nudge', 'whatIsThis', 'reportFact']);
    const by = draw.chance(0.7) ? SYSTEM : CLERK;
    await this.door.signal(this.by(by, workflowId, `signal:${name}`, distorted(referral, draw)));
  }

  private async harassPlan(): Promise<void> {
    const { draw } = this;
    const [workflowId, commands] = draw.of([
      [planId(PLAN.caseRef), PLAN_COMMANDS],
      [REVIEW, REVIEW_COMMANDS],
    ] as const);
    if (draw.chance(0.2)) return this.query(workflowId);
    if (draw.chance(0.5)) {
      const known = Object.entries(commands) as [[string, CommandCheck], ...[string, CommandCheck][]];
      const [name, { example }] = draw.of(known);
      await this.door.update(this.by(OFFICER, workflowId, `update:${name}`, distorted(JSON.parse(example), draw)));
      return;
    }
    const name = draw.of(['reviewEnded', 'reportFact', 'nudge', 'whatIsThis', '__proto__', '__temporal_x']);
    const by = draw.chance(0.3) ? SYSTEM : OFFICER;
    const body = draw.chance(0.5) ? PLAN : { n: 1, outcome: 'cease', heldOn: null, notifiedOn: 'soon', phase: null };
    await this.door.signal(this.by(by, workflowId, `signal:${name}`, distorted(body, draw)));
  }

  /** Started with anything: refused in words, or a process that answers. */
  private async start(): Promise<void> {
    const { draw } = this;
    const caseRef = newCaseRef();
    const own = `fuzzed-${randomUUID().slice(0, 8)}`;
    const [name, workflowId, input, by] = draw.of([
      ['assessment', assessmentId(caseRef), { caseRef, request: familyRequest() }, OFFICER],
      ['assessment', assessmentId(caseRef), { caseRef, events: this.inFlight(caseRef) }, MANAGER],
      ['assessment', assessmentId(caseRef), { caseRef }, MANAGER],
      ['panel', panelId(own), { panel: { ...PANEL, id: own } }, SYSTEM],
      ['plan', planId(caseRef), { caseRef, madeOn: '2026-01-05' }, SYSTEM],
      ['plan', planId(caseRef), { caseRef, holding: PLAN.holding }, SYSTEM],
      ['annualReview', annualReviewId(caseRef, 1), { caseRef, n: 1 }, SYSTEM],
      ['anchor', own, {}, SYSTEM],
      ['burnTheFile', own, {}, SYSTEM],
    ] as const);
    const sent = this.by(by, workflowId, `start:${name}`, distorted(input, draw));
    const first = this.by(OFFICER, workflowId, 'signal:reportFact', distorted({ id: 'S-0', ...CONTACT }, draw));
    const signal = draw.chance(0.2)
      ? { name: draw.of(['reportFact', 'nudge', ...UNKNOWN]), payloads: first.payloads }
      : undefined;
    if (await this.door.start({ ...sent, memo: this.fields(), signal })) await this.settledOrRefused(workflowId);
  }

  private inFlight(caseRef: string): unknown {
    const received = addDays(londonDate(Date.now()), -1);
    const rules = { policy: POLICY, policyVersion: LAW_VERSION };
    return new Run(FROM, {}, { ref: caseRef, received, childName: `Testing ${caseRef}`, ...rules }).events;
  }

  private async settledOrRefused(workflowId: string): Promise<void> {
    const handle = this.world.client.workflow.getHandle(workflowId);
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(50)) {
      const { open, busy, taskAttempt } = await look(this.world.client, workflowId);
      if (taskAttempt > 1) break;
      if (busy !== null) continue;
      await expectNoTaskFailed(this.world.client, workflowId);
      if (open) return void (await handle.query('nextWake'));
      const error = await handle.result().then(
        () => undefined,
        (e: unknown) => e,
      );
      if (error === undefined) return;
      const cause = error instanceof WorkflowFailedError ? error.cause : error;
      if (cause instanceof ApplicationFailure && cause.type?.startsWith('Refused:')) return;
      throw new Error(`${workflowId} ended in another way than a refusal`, { cause });
    }
    await expectNoTaskFailed(this.world.client, workflowId);
    throw new Error(`${workflowId} does not come to rest`);
  }
}

/**
 * A needs assessment from request to final plan (Children and Families Act 2014 ss36-40; SI 2014/1530 regs 3-14). One
 * durable process a case. It starts from its facts: a new request, a case taken over in flight, a new run and a restore
 * differ only in how many there are. Lateness never stops it; only a decision, a withdrawal, a move or a death ends it.
 */
import {
  ActivityFailure,
  condition,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { nextWakeOn } from '../domain/assessment/agenda.js';
import type { AssessmentEvent } from '../domain/assessment/evolve.js';
import { blank, evolve } from '../domain/assessment/evolve.js';
import { faultInHandedOver } from '../domain/assessment/handed-over.js';
import {
  decide,
  decideDispatched,
  decideIntake,
  decideNotSent,
  decideOnTime,
  decideRequest,
  decideUnexpected,
  isRefusal,
  record,
} from '../domain/assessment/decide.js';
import type { Command } from '../domain/assessment/decide.js';
import type { NewEvent } from '../domain/assessment/event-shapes.js';
import { refuseOthersCheck } from '../domain/assessment/draft.js';
import type { AssessmentRequest, CommandOf } from '../domain/assessment/command-shapes.js';
import type { Letter } from '../domain/letters.js';
import type { LetterOrder, PlanText, SentOrNot } from '../activities/index.js';
import type { AssessmentState, Outcome } from '../domain/assessment/state.js';
import { MAY_OPEN, requestFault } from '../domain/assessment/intake.js';
import { assessedRecently, isFinished } from '../domain/assessment/state.js';
import { currentDetails, inHandsOf, nextDue, rag, waitingOn } from '../domain/assessment/summary.js';
import { hear, mustBe, namedByNobody, notIdentified, spokenBy } from '../domain/caller.js';
import type { Caller, Heard } from '../domain/caller.js';
import { checkCommand, faultsAgainst } from '../domain/command-check.js';
import { startOfLondonDay } from '../domain/civil-date.js';
import { refuse, SYSTEM } from '../domain/events.js';
import type { Actor, Refusal } from '../domain/events.js';
import { ASSESSMENT_COMMANDS, REQUEST_SCHEMA } from '../domain/generated/commands.js';
import { assessmentId, isCaseRef } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import {
  claimChild,
  currentRules,
  policyByVersion,
  recall,
  sendAtOnce,
  sendLetter,
  startPlan,
  takeOver,
  tellPanel,
} from './activities.js';
import {
  asFields,
  beginNewRun,
  Desk,
  heardAsUpdate,
  isNewRun,
  MAY_RESTORE,
  onNudge,
  refusalFailure,
  senderOf,
  shouldContinueAsNew,
  starterOf,
  today,
} from './desk.js';
import type { Decision, Trade } from './desk.js';
import { KEYS } from './search-attributes.js';
import { onceOpen } from './not-yet-readable.js';

export interface AssessmentInput {
  caseRef: string;
  /** A new request, and who recorded it. */
  request?: AssessmentRequest;
  by?: Actor;
  /** The case so far, for one taken over in flight. With neither, the ledger holds it: a new run, a restore. */
  events?: AssessmentEvent[];
}

export interface AssessmentResult {
  caseRef: string;
  outcome: Outcome | null;
  finishedOn: string | null;
}

/** What a command came to. */
export interface CommandResult {
  events: string[];
  stage: string;
  outcome: string | null;
}

export interface Intake {
  accepted: boolean;
  reason?: string | undefined;
  explanation?: string | undefined;
  otherCase?: string | null | undefined;
  /** Taken up, with something the officer must know. */
  warning?: string | undefined;
}

export const nextWakeQuery = defineQuery<{ at: number | null }>('nextWake');
export const stateQuery = defineQuery<AssessmentState>('state');
export const intakeUpdate = defineUpdate<Intake>('awaitIntake');
export const factSignal = defineSignal<[unknown, unknown]>('reportFact');

export async function assessment(input: AssessmentInput, assertion?: unknown): Promise<AssessmentResult> {
  const casework = new Casework(ownCaseRef(input));
  const starter = starterOf(assertion);
  // Before anything is awaited: what comes in with the start must find a door.
  casework.listen();
  await casework.open(input, starter);
  await casework.takeUp();
  for (;;) {
    casework.passTime();
    await casework.followThrough();
    casework.show();
    if (casework.isDone()) break;
    if (shouldContinueAsNew()) await casework.beginNewRun();
    await casework.sleep();
  }
  await casework.windUp();
  return casework.result();
}

/** A process of another name, or one that was handed anything else than a case, would write into a stream not its own. */
const ownCaseRef = (input: unknown): string => {
  const { caseRef } = asFields(input);
  if (isCaseRef(caseRef) && workflowInfo().workflowId === assessmentId(caseRef)) return caseRef;
  throw refusalFailure(
    refuse('wrong-reference', 'caseRef must be a case reference, and the workflow ID assessment/ and that reference'),
  );
};

/** Events that somebody outside the case is to act on. */
const HEARD_OUTSIDE: ReadonlySet<AssessmentEvent['type']> = new Set([
  'letter.requested',
  'panel.referred',
  'panel.notNeeded',
  'plan.finalised',
]);

const wakeOf = (state: AssessmentState): string => nextWakeOn(state, today()) ?? '9999';

const CASEWORK: Trade<AssessmentState, NewEvent, AssessmentEvent> = {
  evolve,
  record,
  hasConsequence: (before, after, recorded) =>
    recorded.some(({ type }) => HEARD_OUTSIDE.has(type)) || wakeOf(after) < wakeOf(before),
};

class Casework {
  private readonly desk: Desk<AssessmentState, NewEvent, AssessmentEvent>;
  private isOpen = false;
  private isNew = false;
  /** Attributes as they were last set, by name. */
  private readonly shown = new Map<string, string>();
  private planStarted = false;
  /** Signals without a name of their own, counted: their order is history's, so each keeps its number. */
  private unnamed = 0;
  /** Letters handed over for sending and not yet reported on. */
  private readonly underWay = new Set<string>();

  constructor(caseRef: string) {
    this.desk = new Desk(assessmentId(caseRef), CASEWORK, blank(caseRef));
  }

  private get state(): AssessmentState {
    return this.desk.state;
  }

  /** The facts that the case starts from: a request, those handed over, or those that the ledger holds. */
  async open({ caseRef, request, by, events }: AssessmentInput, starter: Caller): Promise<void> {
    if (request !== undefined) await this.openRequest(request, spokenBy(starter, by));
    else if (events !== undefined) await this.openHandedOver(caseRef, events, starter);
    else await this.openAgain(caseRef, starter);
    this.isOpen = true;
  }

  private async openAgain(caseRef: string, starter: Caller): Promise<void> {
    if (!isNewRun()) refuseStart(mustBe(starter, MAY_RESTORE, 'Starting a case again'));
    this.desk.state = await this.recalled(caseRef);
  }

  private async recalled(caseRef: string): Promise<AssessmentState> {
    try {
      return await recall(caseRef);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      throw refusalFailure(refuse('unknown-case', error.cause?.message ?? `The ledger knows no case ${caseRef}`));
    }
  }

  /** A request from whoever sent it: refused for good, in words, where it is not one. */
  private async openRequest(request: AssessmentRequest, by: Actor | Refusal): Promise<void> {
    const faults = faultsAgainst(REQUEST_SCHEMA, request);
    if (faults.length > 0) throw refusalFailure(refuse('malformed', faults.join('; ')));
    if ('refused' in by) throw refusalFailure(by);
    refuseStart(requestFault(request, by, today()));
    const rules = await currentRules();
    if (by.role === 'unidentified' && !opens(rules.policy, 'request'))
      refuseStart(notIdentified('A request', MAY_OPEN));
    this.isNew = true;
    this.commit((state) => (state.seq === 0 ? decideRequest(state, { ...request, ...rules }) : []), by);
    await this.desk.writeFirst();
  }

  private async openHandedOver(caseRef: string, events: readonly AssessmentEvent[], starter: Caller): Promise<void> {
    refuseStart(mustBe(starter, MAY_RESTORE, 'Taking over a case'));
    const fault = faultInHandedOver(events);
    if (fault) throw refusalFailure(refuse('malformed', fault));
    await this.desk.writeHandedOver(events, (_stream, batch) => takeOver(caseRef, batch, today()));
    await this.tellPanels(events);
  }

  /** Everything a person or a system may say to the case while it runs. */
  listen(): void {
    setHandler(nextWakeQuery, () => ({ at: this.nextWakeAt() }), {
      description: 'The instant this case next wakes by itself',
    });
    setHandler(stateQuery, () => onceOpen(this.isOpen, this.state), { description: 'All that is known of the case' });
    setHandler(intakeUpdate, () => this.intake(), {
      description: 'Waits until the request was checked against the register',
    });
    for (const [type, check] of Object.entries(ASSESSMENT_COMMANDS)) {
      const update = defineUpdate<CommandResult, [unknown, unknown]>(type);
      setHandler(update, (command, assertion) => this.carryOut(type, heardAsUpdate(type, command, assertion)), {
        description: `${check.description}. Example: ${JSON.stringify(check.example)}`,
        validator: (command, assertion) => this.refuseIfWrong(type, heardAsUpdate(type, command, assertion)),
      });
    }
    setHandler(factSignal, (fact, assertion) => this.takeFact(fact, senderOf('reportFact', assertion)), {
      description: 'A fact from a system that cannot wait: {id, type, …the fields of that command}. Never dropped.',
    });
    onNudge(() => this.desk.nudge());
    setDefaultSignalHandler((name, ...args) => this.takeUnknown(name, args, senderOf(name, args[1])));
  }

  /** Checks a new request against the register of children, and starts the clocks or turns it away (s36, reg 4). */
  async takeUp(): Promise<void> {
    if (this.state.stage !== 'intake') return;
    const claim = await claimChild(this.state.caseRef);
    const found = { openCase: claim.openCase ?? null, planHeld: claim.planHeld, lastAssessedOn: claim.lastAssessedOn };
    this.commit((state) => decideIntake(state, found, today(), !this.isNew), SYSTEM);
  }

  passTime(): void {
    this.commit((state) => decideOnTime(state, today()), SYSTEM);
  }

  /** What follows from the facts: first the ledger, then panels, letters and the plan, until nothing new comes of it. */
  async followThrough(): Promise<void> {
    for (let written = await this.desk.write(); ; written = await this.desk.write()) {
      await Promise.all([this.tellPanels(written), this.sendLetters()]);
      if (!this.desk.hasUnwritten) break;
    }
    if (this.state.outcome !== 'final-plan' || this.planStarted) return;
    await startPlan(this.state.caseRef, this.state.finishedOn ?? today());
    this.planStarted = true;
  }

  /**
   * All letters that wait go out at once. What cannot go at once goes by itself, and the case goes on meanwhile: a mail server
   * that is away holds up no clock. Only what the ledger has is sent.
   */
  private async sendLetters(): Promise<void> {
    if (this.desk.hasUnwritten) return;
    const orders = this.state.letters.flatMap(({ id, state, letter }) =>
      state !== 'requested' || letter === null || this.underWay.has(id) ? [] : [this.orderFor(letter)],
    );
    if (orders.length === 0) return;
    for (const { letter } of orders) this.underWay.add(letter.id);
    const outcomes = await sendAtOnce(orders);
    orders.forEach((order, i) => {
      const outcome = outcomes[i];
      if (outcome === undefined || outcome.state === 'later') void this.sendInTime(order);
      else this.note(order.letter.id, outcome);
    });
  }

  private async sendInTime(order: LetterOrder): Promise<void> {
    this.note(order.letter.id, await this.dispatch(order));
  }

  private note(letterId: string, sent: SentOrNot): void {
    this.underWay.delete(letterId);
    this.commit(
      (state) =>
        sent.state === 'refused'
          ? decideNotSent(state, letterId, sent.reason, today())
          : decideDispatched(
              state,
              { letterId, channel: sent.channel, documentHash: sent.documentHash, version: sent.version },
              today(),
            ),
      SYSTEM,
    );
  }

  /** A letter that cannot be written or may not be sent is refused with its reason, and becomes a manager's task. */
  private async dispatch(order: LetterOrder): Promise<SentOrNot> {
    try {
      return await sendLetter(order);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      return { state: 'refused', reason: error.cause?.message ?? 'the letter could not be made' };
    }
  }

  private orderFor(letter: Letter): LetterOrder {
    return { caseRef: this.state.caseRef, letter, plan: this.planFor(letter) };
  }

  private planFor(letter: Letter): PlanText | null {
    const { draft, finalSections, finishedOn } = this.state;
    const encloses = (kind: string) => letter.enclosures.some((e) => e.kind === kind);
    if (encloses('final-plan') && finalSections) return { sections: finalSections, on: finishedOn ?? letter.on };
    return encloses('draft-plan') && draft ? { sections: draft.sections, on: draft.preparedOn } : null;
  }

  private async tellPanels(written: readonly AssessmentEvent[]): Promise<void> {
    for (const event of written) {
      if (event.type === 'panel.referred') {
        const { panel, referralId, question, reason } = event.data;
        const known = this.state.policy.panels.find((p) => p.id === panel);
        if (known && this.isAwaited(referralId)) {
          await tellPanel({
            panel: known,
            refer: { caseRef: this.state.caseRef, referralId, question, reason, referredOn: event.occurredOn },
          });
        }
      } else if (event.type === 'panel.notNeeded') {
        const referral = this.state.referrals.find((r) => r.id === event.data.referralId);
        const known = this.state.policy.panels.find((p) => p.id === referral?.panel);
        if (known)
          await tellPanel({
            panel: known,
            remove: { caseRef: this.state.caseRef, referralId: event.data.referralId, reason: event.data.reason },
          });
      }
    }
  }

  private isAwaited(referralId: string): boolean {
    return this.state.referrals.some((r) => r.id === referralId && r.closedOn === null);
  }

  /** What a manager sees in the Temporal UI. */
  show(): void {
    const due = nextDue(this.state);
    const attributes = [
      { key: KEYS.stage, value: this.state.outcome ?? this.state.stage },
      { key: KEYS.rag, value: isFinished(this.state) ? null : rag(this.state, today()) },
      { key: KEYS.waitingOn, value: inHandsOf(waitingOn(this.state)) },
      { key: KEYS.caseworker, value: this.state.caseworker?.id ?? null },
      { key: KEYS.locality, value: this.state.child.locality ?? null },
      { key: KEYS.cohortMonth, value: this.state.receivedOn.slice(0, 7) },
      { key: KEYS.nextDue, value: due?.early ? new Date(startOfLondonDay(due.early)) : null },
      { key: KEYS.stuck, value: this.state.stuck !== null },
    ];
    const changed = attributes.filter(({ key, value }) => this.shown.get(key.name) !== JSON.stringify(value));
    if (changed.length > 0) upsertSearchAttributes(changed as never);
    for (const { key, value } of changed) this.shown.set(key.name, JSON.stringify(value));
    setCurrentDetails(currentDetails(this.state, today()));
  }

  isDone(): boolean {
    return (
      isFinished(this.state) &&
      !this.desk.hasUnwritten &&
      !this.state.letters.some((l) => l.state === 'requested' || l.state === 'refused')
    );
  }

  async sleep(): Promise<void> {
    const on = nextWakeOn(this.state, today());
    await this.desk.sleep(on, `Until ${on ?? 'something comes in'}`);
  }

  /** Lets everybody who was let in finish, and writes what came of it. */
  async windUp(): Promise<void> {
    await this.desk.windUp(
      () => this.followThrough(),
      () => this.underWay.size === 0,
    );
  }

  /** A new run starts from the ledger, which holds every fact by now. */
  async beginNewRun(): Promise<void> {
    await this.windUp();
    await beginNewRun({ caseRef: this.state.caseRef });
  }

  result(): AssessmentResult {
    return { caseRef: this.state.caseRef, outcome: this.state.outcome, finishedOn: this.state.finishedOn };
  }

  private nextWakeAt(): number | null {
    const on = !this.isOpen || isFinished(this.state) ? null : nextWakeOn(this.state, today());
    return on === null ? null : startOfLondonDay(on);
  }

  private commit(
    decideThen: (state: AssessmentState) => NewEvent[] | Refusal,
    by: Actor,
    { commandId, asked = false }: { commandId?: string | undefined; asked?: boolean } = {},
  ): Decision<AssessmentEvent> {
    return this.desk.commit({ decide: decideThen, by, commandId, asked });
  }

  private refuseIfWrong(type: string, heard: Heard): void {
    const refusal = heard.refusal ?? this.refusalOf(type, heard.said);
    if (refusal) throw refusalFailure(refusal);
  }

  private refusalOf(type: string, command: object): Refusal | undefined {
    const check = Object.hasOwn(ASSESSMENT_COMMANDS, type) ? ASSESSMENT_COMMANDS[type] : undefined;
    if (!check) return { refused: true, code: 'unknown-command', reason: `There is no command ${type.slice(0, 50)}` };
    // Before the case is open its policy is not known: then this is asked again.
    const malformed = checkCommand(check, command, !this.isOpen || opens(this.state.policy, type));
    if (malformed) return malformed;
    const notTheirs = type === 'checkDraft' ? refuseOthersCheck(command as CommandOf<'checkDraft'>) : undefined;
    if (notTheirs) return notTheirs;
    // Whether a named policy exists is found out by asking the ledger, once the update is accepted.
    if (type === 'changePolicy' || !this.isOpen || this.isRepeat(command)) return undefined;
    const result = decide(this.state, { ...command, type } as Command, today());
    return isRefusal(result) ? result : undefined;
  }

  private isRepeat(command: object): boolean {
    const { commandId } = command as { commandId?: string };
    return commandId !== undefined && this.state.commandIds.includes(commandId);
  }

  private async carryOut(type: string, heard: Heard): Promise<CommandResult> {
    if (heard.refusal) throw refusalFailure(heard.refusal);
    const { said, by } = heard;
    const command = { ...said, type } as unknown as Command & { commandId?: string };
    await condition(() => this.isOpen);
    if (by.role === 'unidentified') this.refuseIfWrong(type, heard);
    if (this.isRepeat(command)) return this.answer([]);
    // Nobody in particular named it: so that it is known again should this worker die before it has answered.
    const commandId = command.commandId ?? namedByNobody(`${currentUpdateInfo()?.id}`);
    const decideThen = await this.deciderOf(type, command);
    const decision = this.commit(decideThen, by, { commandId, asked: true });
    return this.answer(await this.desk.written(decision));
  }

  private async deciderOf(type: string, command: Command): Promise<(state: AssessmentState) => NewEvent[] | Refusal> {
    if (type !== 'changePolicy') return (state) => decide(state, command, today());
    const { version, reason } = command as unknown as { version: string; reason: string };
    const policy = await policyByVersion(version);
    if (!policy) return () => refuse('unknown-policy', `No policy is recorded under version ${version}`);
    return () => [{ type: 'policy.changed', data: { version, policy, reason }, occurredOn: today() }];
  }

  private answer(recorded: readonly AssessmentEvent[]): CommandResult {
    return { events: recorded.map((e) => e.type), stage: this.state.stage, outcome: this.state.outcome };
  }

  private async intake(): Promise<Intake> {
    await condition(() => this.isOpen && this.state.stage !== 'intake');
    await this.desk.allWritten();
    const recently = assessedRecently(this.state);
    return {
      accepted: this.state.turnedAway === null,
      ...this.state.turnedAway,
      ...(recently
        ? { warning: `Assessed on ${recently}, less than six months before: decide within six weeks all the same` }
        : {}),
    };
  }

  /** A fact that fits is carried out as its command; one that does not is kept and becomes a task. */
  private async takeFact(fact: unknown, sender: Caller | Refusal): Promise<void> {
    await condition(() => this.isOpen && this.state.stage !== 'intake');
    const { id, type, ...fields } = asFields(fact);
    const factId = typeof id === 'string' && FACT_ID.test(id) ? id : this.nameOfUnnamed();
    const kind = typeof type === 'string' ? type : 'unnamed';
    const { said, by, refusal: notHeard } = hear(sender, { ...fields, commandId: factId });
    const commandId = String(said.commandId);
    if (this.state.commandIds.includes(commandId)) return;
    const refusal = notHeard ?? (kind === 'changePolicy' ? notBySignal : this.refusalOf(kind, said));
    if (refusal) {
      this.keepUnexpected(unexpected(factId, kind, refusal.reason), by, commandId);
      return;
    }
    // Taken again after a cut, it may no longer fit: still it is not dropped.
    const decideThen = (state: AssessmentState) => {
      const events = decide(state, { ...said, type: kind } as unknown as Command, today());
      return isRefusal(events) ? decideUnexpected(state, unexpected(factId, kind, events.reason), today()) : events;
    };
    this.commit(decideThen, by, { commandId });
  }

  private async takeUnknown(name: string, args: readonly unknown[], sender: Caller | Refusal): Promise<void> {
    await condition(() => this.isOpen);
    const why = `A signal ${name.slice(0, 50)} with ${args.length} arguments is not one this case knows`;
    const fact = unexpected(this.nameOfUnnamed(), name, why);
    this.keepUnexpected(fact, hear(sender, {}).by, fact.factId);
  }

  private keepUnexpected(fact: Unexpected, by: Actor, commandId: string): void {
    this.commit((state) => decideUnexpected(state, fact, today()), by, { commandId });
  }

  private nameOfUnnamed(): string {
    this.unnamed += 1;
    return `${workflowInfo().runId}-${this.unnamed}`;
  }
}

interface Unexpected {
  factId: string;
  what: string;
  why: string;
}

const unexpected = (factId: string, what: string, why: string): Unexpected => ({
  factId,
  what: what.slice(0, 50),
  why: why.slice(0, 500),
});

/** Whether local policy lets somebody unidentified give this. A policy recorded before there was the key opens nothing. */
const opens = (policy: Policy, type: string): boolean =>
  ((policy.openToUnidentified as readonly string[] | undefined) ?? []).includes(type);

const refuseStart = (refusal: Refusal | undefined): void => {
  if (refusal) throw refusalFailure(refusal);
};

const FACT_ID = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;

const notBySignal: Refusal = {
  refused: true,
  code: 'not-by-signal',
  reason: 'A change of policy is an update, not a fact to report',
};

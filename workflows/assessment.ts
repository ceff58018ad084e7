/**
 * A needs assessment from request to final plan (Children and Families Act 2014 ss36-40; SI 2014/1530 regs 3-14). One
 * durable process a case. It starts from its facts: a new request, a case taken over in flight, a new run and a restore
 * differ only in how many there are. Lateness never stops it; only a decision, a withdrawal, a move or a death ends it.
 */
import {
  ActivityFailure,
  condition,
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
import { blank, foldEvents } from '../domain/assessment/evolve.js';
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
import type { PlanText, SentOrNot } from '../activities/index.js';
import type { AssessmentState, Outcome } from '../domain/assessment/state.js';
import { MAY_OPEN, requestFault } from '../domain/assessment/intake.js';
import { assessedRecently, isFinished } from '../domain/assessment/state.js';
import { currentDetails, nextDue, rag, waitingOn } from '../domain/assessment/summary.js';
import { hear, mustBe, notIdentified, spokenBy } from '../domain/caller.js';
import type { Caller, Heard } from '../domain/caller.js';
import { checkCommand, faultsAgainst } from '../domain/command-check.js';
import { startOfLondonDay } from '../domain/civil-date.js';
import { refuse, SYSTEM } from '../domain/events.js';
import type { Actor, AnyEvent, Refusal } from '../domain/events.js';
import { ASSESSMENT_COMMANDS, REQUEST_SCHEMA } from '../domain/generated/commands.js';
import { assessmentId, isCaseRef } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import {
  claimChild,
  currentRules,
  policyByVersion,
  recall,
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
  recordedAt,
  refusalFailure,
  senderOf,
  shouldContinueAsNew,
  starterOf,
  today,
} from './desk.js';
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

class Casework {
  private state: AssessmentState;
  private readonly desk: Desk;
  private isOpen = false;
  private isNew = false;
  private shown = '';
  private planStarted = false;
  /** Letters handed over for sending and not yet reported on. */
  private readonly underWay = new Set<string>();

  constructor(caseRef: string) {
    this.state = blank(caseRef);
    this.desk = new Desk(assessmentId(caseRef));
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
    this.openWith(await this.recalled(caseRef), []);
  }

  private async recalled(caseRef: string): Promise<AssessmentState> {
    try {
      return await recall(caseRef);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      throw refusalFailure(refuse('unknown-case', error.cause?.message ?? `The ledger knows no case ${caseRef}`));
    }
  }

  private openWith(state: AssessmentState, unwritten: readonly AssessmentEvent[]): void {
    this.state = state;
    this.desk.openAt(state.seq - unwritten.length);
    this.desk.put(unwritten);
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
    const events = decideRequest(this.state, { ...request, ...rules });
    const { state, recorded } = record(this.state, events, { recordedAt: recordedAt(), by });
    this.isNew = true;
    this.openWith(state, recorded);
    await this.desk.writeFirst();
  }

  private async openHandedOver(caseRef: string, events: readonly AssessmentEvent[], starter: Caller): Promise<void> {
    refuseStart(mustBe(starter, MAY_RESTORE, 'Taking over a case'));
    const fault = faultInHandedOver(events);
    if (fault) throw refusalFailure(refuse('malformed', fault));
    this.desk.put(events);
    const written = await this.desk.writeFirst((_stream, batch) => takeOver(caseRef, batch, today()));
    this.state = foldEvents(caseRef, events);
    await this.tellPanels(written);
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
    this.commit(decideIntake(this.state, found, today(), !this.isNew), SYSTEM);
  }

  passTime(): void {
    this.commit(decideOnTime(this.state, today()), SYSTEM);
  }

  /** What follows from the facts: first the ledger, then panels, letters and the plan, until nothing new comes of it. */
  async followThrough(): Promise<void> {
    for (let written = await this.desk.write(); written.length > 0; written = await this.desk.write()) {
      await this.tellPanels(written);
      this.sendLetters();
    }
    this.sendLetters();
    if (this.state.outcome !== 'final-plan' || this.planStarted) return;
    await startPlan(this.state.caseRef, this.state.finishedOn ?? today());
    this.planStarted = true;
  }

  /**
   * All letters that wait go out at once, and the case goes on meanwhile: a mail server that is away holds up no clock. Only
   * what the ledger has is sent.
   */
  private sendLetters(): void {
    if (this.desk.hasUnwritten) return;
    for (const { id, state, letter } of this.state.letters) {
      if (state !== 'requested' || letter === null || this.underWay.has(id)) continue;
      this.underWay.add(id);
      void this.send(letter);
    }
  }

  private async send(letter: Letter): Promise<void> {
    const sent = await this.dispatch(letter);
    this.underWay.delete(letter.id);
    if (sent.state === 'refused') {
      this.commit(decideNotSent(this.state, letter.id, sent.reason, today()), SYSTEM);
      return;
    }
    const { channel, documentHash, version } = sent;
    this.commit(decideDispatched(this.state, { letterId: letter.id, channel, documentHash, version }, today()), SYSTEM);
  }

  /** A letter that cannot be written or may not be sent is refused with its reason, and becomes a manager's task. */
  private async dispatch(letter: Letter): Promise<SentOrNot> {
    try {
      return await sendLetter({ caseRef: this.state.caseRef, letter, plan: this.planFor(letter) });
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      return { state: 'refused', reason: error.cause?.message ?? 'the letter could not be made' };
    }
  }

  private planFor(letter: Letter): PlanText | null {
    const { draft, finalSections, finishedOn } = this.state;
    const encloses = (kind: string) => letter.enclosures.some((e) => e.kind === kind);
    if (encloses('final-plan') && finalSections) return { sections: finalSections, on: finishedOn ?? letter.on };
    return encloses('draft-plan') && draft ? { sections: draft.sections, on: draft.preparedOn } : null;
  }

  private async tellPanels(written: readonly AnyEvent[]): Promise<void> {
    for (const event of written as unknown as AssessmentEvent[]) {
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
    const waiting = waitingOn(this.state);
    const due = nextDue(this.state);
    const attributes = [
      { key: KEYS.stage, value: this.state.outcome ?? this.state.stage },
      { key: KEYS.rag, value: isFinished(this.state) ? null : rag(this.state, today()) },
      { key: KEYS.waitingOn, value: waiting.on },
      { key: KEYS.caseworker, value: this.state.caseworker?.id ?? null },
      { key: KEYS.locality, value: this.state.child.locality ?? null },
      { key: KEYS.cohortMonth, value: this.state.receivedOn.slice(0, 7) },
      { key: KEYS.nextDue, value: due?.early ? new Date(startOfLondonDay(due.early)) : null },
      { key: KEYS.stuck, value: this.state.stuck !== null },
    ];
    const seen = JSON.stringify(attributes.map((a) => a.value));
    if (seen !== this.shown) upsertSearchAttributes(attributes as never);
    this.shown = seen;
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

  private commit(events: readonly NewEvent[], by: Actor, commandId?: string): AssessmentEvent[] {
    if (events.length === 0) return [];
    const { state, recorded } = record(this.state, events, { recordedAt: recordedAt(), by, commandId });
    this.state = state;
    this.desk.put(recorded);
    return recorded;
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
    const events = await this.eventsOf(type, command);
    if (isRefusal(events)) throw refusalFailure(events);
    const recorded = this.commit(events, by, command.commandId);
    await this.desk.written(recorded.at(-1)?.seq ?? 0);
    return this.answer(recorded);
  }

  private async eventsOf(type: string, command: Command): Promise<NewEvent[] | Refusal> {
    if (type !== 'changePolicy') return decide(this.state, command, today());
    const { version, reason } = command as unknown as { version: string; reason: string };
    const policy = await policyByVersion(version);
    if (!policy)
      return { refused: true, code: 'unknown-policy', reason: `No policy is recorded under version ${version}` };
    return [{ type: 'policy.changed', data: { version, policy, reason }, occurredOn: today() }];
  }

  private answer(recorded: readonly AssessmentEvent[]): CommandResult {
    return { events: recorded.map((e) => e.type), stage: this.state.stage, outcome: this.state.outcome };
  }

  private async intake(): Promise<Intake> {
    await condition(() => this.isOpen && this.state.stage !== 'intake');
    await this.desk.written(this.state.seq);
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
    const factId =
      typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/.test(id) ? id : `seq-${this.state.seq + 1}`;
    const kind = typeof type === 'string' ? type : 'unnamed';
    const heard = hear(sender, { ...fields, commandId: factId });
    const commandId = String(heard.said.commandId);
    if (this.state.commandIds.includes(commandId)) return;
    const refusal = heard.refusal ?? (kind === 'changePolicy' ? notBySignal : this.refusalOf(kind, heard.said));
    const events = refusal ?? decide(this.state, { ...heard.said, type: kind } as unknown as Command, today());
    if (isRefusal(events)) this.keepUnexpected(factId, kind, events.reason, heard.by, commandId);
    else this.commit(events, heard.by, commandId);
  }

  private async takeUnknown(name: string, args: readonly unknown[], sender: Caller | Refusal): Promise<void> {
    await condition(() => this.isOpen);
    const why = `A signal ${name.slice(0, 50)} with ${args.length} arguments is not one this case knows`;
    this.keepUnexpected(`seq-${this.state.seq + 1}`, name, why, hear(sender, {}).by);
  }

  private keepUnexpected(factId: string, what: string, why: string, by: Actor, commandId?: string): void {
    const fact = { factId, what: what.slice(0, 50), why: why.slice(0, 500) };
    this.commit(decideUnexpected(this.state, fact, today()), by, commandId);
  }
}

/** Whether local policy lets somebody unidentified give this. A policy recorded before there was the key opens nothing. */
const opens = (policy: Policy, type: string): boolean =>
  ((policy.openToUnidentified as readonly string[] | undefined) ?? []).includes(type);

const refuseStart = (refusal: Refusal | undefined): void => {
  if (refusal) throw refusalFailure(refusal);
};

const notBySignal: Refusal = {
  refused: true,
  code: 'not-by-signal',
  reason: 'A change of policy is an update, not a fact to report',
};

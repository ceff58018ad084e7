/**
 * What every process about one child does alike: hears commands and facts through one door, takes the decision, writes it
 * down, sends the letters that follow, shows a manager where it stands. What it decides is its domain's.
 */
import {
  ActivityFailure,
  condition,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { LetterOrder, PlanText, SentOrNot } from '../activities/index.js';
import { startOfLondonDay } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import { hear, mustBe, namedByNobody } from '../domain/caller.js';
import type { Caller, Heard } from '../domain/caller.js';
import { checkCommand } from '../domain/command-check.js';
import type { CommandCheck } from '../domain/command-check.js';
import { SYSTEM } from '../domain/events.js';
import type { Actor, Refusal } from '../domain/events.js';
import type { Letter } from '../domain/letters.js';
import type { Dispatched } from '../domain/matter/correspondence.js';
import { isOwed } from '../domain/matter/state.js';
import { wakeInWords } from '../domain/matter/summary.js';
import type { MatterState } from '../domain/matter/state.js';
import type { Policy } from '../domain/policy.js';
import { sendAtOnce, sendLetter } from './activities.js';
import {
  asFields,
  Desk,
  heardAsUpdate,
  MAY_RESTORE,
  onNudge,
  refusalFailure,
  senderOf,
  isNewRun,
  today,
} from './desk.js';
import type { Decision, Trade } from './desk.js';
import { Lists } from './lists.js';
import { onceOpen } from './not-yet-readable.js';

/** What a command came to. */
export interface CommandResult {
  events: string[];
  stage: string;
  outcome: string | null;
}

export interface Said {
  type: string;
  commandId?: string;
}

export interface Unexpected {
  factId: string;
  what: string;
  why: string;
}

/** The domain of a process: what it decides, given what is known and what day it is. */
export interface Practice<State extends MatterState, New, Placed> extends Trade<State, New, Placed> {
  commands: Readonly<Record<string, CommandCheck>>;
  decide(state: State, command: Said, on: CivilDate): New[] | Refusal;
  decideOnTime(state: State, on: CivilDate): New[];
  decideDispatched(state: State, sent: Dispatched, on: CivilDate): New[];
  decideNotSent(state: State, letterId: string, reason: string, on: CivilDate): New[];
  decideUnexpected(state: State, fact: Unexpected, on: CivilDate): New[];
  isFinished(state: State): boolean;
  nextWakeOn(state: State, on: CivilDate): CivilDate | null;
}

const wakeQuery = defineQuery<{ at: number | null }>('nextWake');
const factSignal = defineSignal<[unknown, unknown]>('reportFact');

interface Asked {
  commandId?: string | undefined;
  asked?: boolean;
}

export abstract class Casework<
  State extends MatterState,
  New extends object,
  Placed extends { seq: number; type: string; commandId?: string },
> {
  protected readonly desk: Desk<State, New, Placed>;
  protected isOpen = false;
  protected readonly lists = new Lists();
  /** Signals without a name of their own, counted: their order is history's, so each keeps its number. */
  private unnamed = 0;
  /** Letters handed over for sending and not yet reported on. */
  private readonly underWay = new Set<string>();

  constructor(
    stream: string,
    protected readonly practice: Practice<State, New, Placed>,
    blank: State,
    /** What it is called in the descriptions that a manager reads. */
    private readonly name: string,
  ) {
    this.desk = new Desk(stream, practice, blank);
  }

  /** What a command came to, to tell whoever gave it. */
  protected abstract answer(recorded: readonly Placed[]): CommandResult;
  /** A plan that goes with a letter. */
  protected abstract planFor(letter: Letter): PlanText | null;
  /** Follows from what was written, besides letters. */
  protected abstract tell(written: readonly Placed[]): Promise<void>;

  protected get state(): State {
    return this.desk.state;
  }

  /** Whether it can be spoken to: its facts are known, and it has been taken up. */
  protected get isReady(): boolean {
    return this.isOpen;
  }

  /** Everything a person or a system may say to the process while it runs. */
  listen(): void {
    setHandler(wakeQuery, () => ({ at: this.nextWakeAt() }), {
      description: `The instant this ${this.name} next wakes by itself, in milliseconds. Takes no argument`,
    });
    setHandler(defineQuery<State>('state'), () => onceOpen(this.isOpen, this.state), {
      description: `All that is known of the ${this.name}. Takes no argument`,
    });
    this.listenBesides();
    for (const [type, check] of Object.entries(this.practice.commands)) {
      const update = defineUpdate<CommandResult, [unknown, unknown]>(type);
      setHandler(update, (command, assertion) => this.carryOut(type, heardAsUpdate(type, command, assertion)), {
        description: `${check.description}. Example: ${check.example}`,
        validator: (command, assertion) => this.refuseIfWrong(type, heardAsUpdate(type, command, assertion)),
      });
    }
    setHandler(factSignal, (fact, assertion) => this.takeFact(fact, senderOf('reportFact', assertion)), {
      description: `A fact from a system that cannot wait: id, the type of a command, and that command's fields. Never dropped: what does not fit becomes a task. Example: ${factExample(this.practice.commands)}`,
    });
    onNudge(() => this.desk.nudge());
    setDefaultSignalHandler((name, ...args) => this.takeUnknown(name, args, senderOf(name, args[1])));
  }

  /** Doors that only this kind of process has. */
  protected listenBesides(): void {
    // None unless a process has some.
  }

  passTime(): void {
    this.commit((state) => this.practice.decideOnTime(state, today()), SYSTEM);
  }

  /** What follows from the facts: first the ledger, then whoever is to hear of it, and letters, until nothing new comes of it. */
  async followThrough(): Promise<void> {
    for (let written = await this.desk.write(); ; written = await this.desk.write()) {
      await Promise.all([this.tell(written), this.sendLetters()]);
      if (!this.desk.hasUnwritten) break;
    }
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
          ? this.practice.decideNotSent(state, letterId, sent.reason, today())
          : this.practice.decideDispatched(
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

  isDone(): boolean {
    return this.practice.isFinished(this.state) && !this.desk.hasUnwritten && !this.state.letters.some(isOwed);
  }

  async sleep(): Promise<void> {
    const on = this.practice.nextWakeOn(this.state, today());
    await this.desk.sleep(on, wakeInWords(this.state, on));
  }

  /** Lets everybody who was let in finish, and writes what came of it. */
  async windUp(): Promise<void> {
    await this.desk.windUp(
      () => this.followThrough(),
      () => this.underWay.size === 0,
    );
  }

  private nextWakeAt(): number | null {
    const on =
      !this.isOpen || this.practice.isFinished(this.state) ? null : this.practice.nextWakeOn(this.state, today());
    return on === null ? null : startOfLondonDay(on);
  }

  protected commit(
    decideThen: (state: State) => New[] | Refusal,
    by: Actor,
    { commandId, asked = false }: Asked = {},
  ): Decision<Placed> {
    return this.desk.commit({ decide: decideThen, by, commandId, asked });
  }

  private refuseIfWrong(type: string, heard: Heard): void {
    const refusal = heard.refusal ?? this.refusalOf(type, heard.said);
    if (refusal) throw refusalFailure(refusal);
  }

  private refusalOf(type: string, command: object): Refusal | undefined {
    const { commands } = this.practice;
    const check = Object.hasOwn(commands, type) ? commands[type] : undefined;
    if (!check) return { refused: true, code: 'unknown-command', reason: `There is no command ${type.slice(0, 50)}` };
    // Before the case is open its policy is not known: then this is asked again.
    const malformed = checkCommand(check, command, !this.isOpen || opens(this.state.policy, type));
    if (malformed) return malformed;
    const notTheirs = this.refuseOthers(type, command);
    if (notTheirs) return notTheirs;
    if (this.isDecidedOutside(type) || !this.isOpen || this.isRepeat(command)) return undefined;
    const result = this.practice.decide(this.state, { ...command, type }, today());
    return isRefusal(result) ? result : undefined;
  }

  /** Who may not give this though their role may. */
  protected refuseOthers(_type: string, _command: object): Refusal | undefined {
    return undefined;
  }

  /** What can only be decided by asking the ledger, once the update is accepted. */
  protected isDecidedOutside(_type: string): boolean {
    return false;
  }

  private isRepeat(command: object): boolean {
    const { commandId } = command as { commandId?: string };
    return commandId !== undefined && this.state.commandIds.includes(commandId);
  }

  private async carryOut(type: string, heard: Heard): Promise<CommandResult> {
    if (heard.refusal) throw refusalFailure(heard.refusal);
    const { said, by } = heard;
    const command: Said = { ...said, type };
    await condition(() => this.isOpen);
    if (by.role === 'unidentified') this.refuseIfWrong(type, heard);
    if (this.isRepeat(command)) return this.answer([]);
    // Nobody in particular named it: so that it is known again should this worker die before it has answered.
    const commandId = command.commandId ?? namedByNobody(`${currentUpdateInfo()?.id}`);
    const decideThen = await this.deciderOf(type, command);
    const decision = this.commit(decideThen, by, { commandId, asked: true });
    return this.answer(await this.desk.written(decision));
  }

  protected async deciderOf(_type: string, command: Said): Promise<(state: State) => New[] | Refusal> {
    return (state) => this.practice.decide(state, command, today());
  }

  /** A fact that fits is carried out as its command; one that does not is kept and becomes a task. */
  private async takeFact(fact: unknown, sender: Caller | Refusal): Promise<void> {
    await condition(() => this.isReady);
    const { id, type, ...fields } = asFields(fact);
    const factId = typeof id === 'string' && FACT_ID.test(id) ? id : this.nameOfUnnamed();
    const kind = typeof type === 'string' ? type : 'unnamed';
    const { said, by, refusal: notHeard } = hear(sender, { ...fields, commandId: factId });
    const commandId = String(said.commandId);
    if (this.state.commandIds.includes(commandId)) return;
    const refusal = notHeard ?? (this.isDecidedOutside(kind) ? notBySignal : this.refusalOf(kind, said));
    if (refusal) {
      this.keepUnexpected(unexpected(factId, kind, refusal.reason), by, commandId);
      return;
    }
    // Taken again after a cut, it may no longer fit: still it is not dropped.
    const decideThen = (state: State) => {
      const events = this.practice.decide(state, { ...said, type: kind }, today());
      return isRefusal(events)
        ? this.practice.decideUnexpected(state, unexpected(factId, kind, events.reason), today())
        : events;
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
    this.commit((state) => this.practice.decideUnexpected(state, fact, today()), by, { commandId });
  }

  private nameOfUnnamed(): string {
    this.unnamed += 1;
    return `${workflowInfo().runId}-${this.unnamed}`;
  }
}

/** By its first command that systems may give. */
const factExample = (commands: Readonly<Record<string, CommandCheck>>): string => {
  const all = Object.entries(commands);
  const [type, check] = all.find(([, { roles }]) => roles.includes('integrator')) ?? all[0] ?? ['', { example: '{}' }];
  return JSON.stringify({ id: 'portal-17', type, ...(JSON.parse(check.example) as object) });
};

const unexpected = (factId: string, what: string, why: string): Unexpected => ({
  factId,
  what: what.slice(0, 50),
  why: why.slice(0, 500),
});

const isRefusal = <New>(result: New[] | Refusal): result is Refusal => !Array.isArray(result);

/** Whether local policy lets somebody unidentified give this. A policy recorded before there was the key opens nothing. */
export const opens = (policy: Policy, type: string): boolean =>
  ((policy.openToUnidentified as readonly string[] | undefined) ?? []).includes(type);

export const refuseStart = (refusal: Refusal | undefined): void => {
  if (refusal) throw refusalFailure(refusal);
};

/** A run that nobody but the one before it began needs nobody's leave. */
export const mayStartAgain = (starter: Caller, what: string): void => {
  if (!isNewRun()) refuseStart(mustBe(starter, MAY_RESTORE, what));
};

const FACT_ID = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;

const notBySignal: Refusal = {
  refused: true,
  code: 'not-by-signal',
  reason: 'A change of policy is an update, not a fact to report',
};

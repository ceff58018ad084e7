/**
 * One case on the real server with the model beside it: both are given the same turns. The ledger says in which order things
 * came (letters go all at once); the model must come to each of them by itself, to the field, and to nothing else.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Rehearsal } from '../../client/clock/test-clock.js';
import { WorldClock } from '../../client/clock/test-clock.js';
import { Ehcna, newCaseRef, Refused } from '../../client/ehcna.js';
import { nextWakeOn } from '../../domain/assessment/agenda.js';
import type { CommandType } from '../../domain/assessment/command-shapes.js';
import {
  type Command,
  decide,
  decideDispatched,
  decideIntake,
  decideNotSent,
  decideOnTime,
  decideRequest,
  decideUnexpected,
  isRefusal,
  record,
} from '../../domain/assessment/decide.js';
import type { NewEvent } from '../../domain/assessment/event-shapes.js';
import { type AssessmentEvent, asAssessmentEvents, blank } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { addDays, type CivilDate, londonDate, startOfLondonDay } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { SYSTEM } from '../domain/case.js';
import {
  actorFor,
  asksFor,
  commandFor,
  type Given,
  type Opening,
  type Place,
  Run,
  type Sequence,
  type Turn,
} from '../domain/model.js';
import type { World } from '../world.js';
import { expectNoTaskFailed } from './untouched.js';

const OFFICER: Actor = { role: 'caseworker', id: 'tester' };

/** When people work: after noon, which is when the facts that a case starts from are said to have been recorded. */
const AFTERNOON_MS = 13 * 3_600_000;

const afternoonOf = (on: CivilDate): number => startOfLondonDay(on) + AFTERNOON_MS;

/** How many days the beginning of a sequence takes. */
const BEGINNING = { request: 0, assessing: 14, drafting: 42, served: 52, placed: 62 } as const;

/** What was put to the case, until the ledger has told what came of it. */
interface Put {
  commandId: string;
  by: Actor;
  come: (state: AssessmentState, today: CivilDate) => NewEvent[];
}

export interface Stage {
  world: World;
  rehearsal: Rehearsal;
  /** The rules that the worker gives to a new case. */
  rules: Pick<Place, 'policy' | 'policyVersion'>;
}

/** What was put to the case, and what its ledger then told. */
export type Counts = Record<'accepted' | 'refused' | 'letters' | 'lettersRefused' | 'events', number>;

export class Beside {
  private state: AssessmentState;
  private seen = 0;
  private put: Put | undefined;
  readonly counts: Counts = { accepted: 0, refused: 0, letters: 0, lettersRefused: 0, events: 0 };

  private constructor(
    private readonly stage: Stage,
    private readonly ehcna: Ehcna,
    private readonly clock: WorldClock,
    private readonly caseRef: string,
  ) {
    this.state = blank(caseRef);
  }

  /** Plays a sequence on both from the day it is begun, and throws where they differ. */
  static async play(stage: Stage, [from, turns]: Sequence): Promise<Beside> {
    const begins = addDays(londonDate(Date.now()), 1);
    const clock = new WorldClock(stage.rehearsal, { startAt: afternoonOf(begins), patienceMs: 120_000 });
    let beside: Beside | undefined;
    // What is sent to a case is signed by the case's own clock.
    const now = () => clock.now(beside?.id);
    const ehcna = Ehcna.over(clock.client, stage.world.pool, stage.world.secrets, { now });
    try {
      beside = await Beside.begin(stage, ehcna, clock, from, begins);
      for (const [i, turn] of turns.entries()) {
        if (!(await beside.isOpen())) break;
        await beside.take(turn, i, begins);
      }
      await beside.compare();
      await expectNoTaskFailed(stage.world.client, assessmentId(beside.caseRef));
      return beside;
    } finally {
      clock.close();
    }
  }

  /** A request that is opened, or a case in flight with all the facts that the model gave it. */
  private static async begin(
    stage: Stage,
    ehcna: Ehcna,
    clock: WorldClock,
    from: Opening,
    begins: CivilDate,
  ): Promise<Beside> {
    const received = addDays(begins, -BEGINNING[from.turnedAway ? 'request' : from.upTo]);
    const place = (ref: string): Place => ({ ...stage.rules, ref, received, childName: `Testing ${randomUUID()}` });
    if (from.upTo === 'request' || from.turnedAway) {
      const asked = place('');
      const { caseRef } = await ehcna.open(asksFor(from, asked), OFFICER);
      const beside = new Beside(stage, ehcna, clock, caseRef);
      beside.expectRequest(from, asked);
      await beside.follow();
      return beside;
    }
    const caseRef = newCaseRef();
    const begun = new Run(from, {}, place(caseRef));
    expect(begun.today).toBe(begins);
    await ehcna.takeOver(caseRef, begun.events);
    const beside = new Beside(stage, ehcna, clock, caseRef);
    beside.state = begun.state;
    beside.seen = begun.events.length;
    await beside.follow();
    return beside;
  }

  private expectRequest(from: Opening, place: Place): void {
    const rules = { lawVersion: LAW_VERSION, policy: place.policy, policyVersion: place.policyVersion };
    const request = decideRequest(this.state, { ...asksFor(from, place), ...rules });
    this.put = { commandId: '', by: OFFICER, come: () => request };
  }

  private get id(): string {
    return assessmentId(this.caseRef);
  }

  private async isOpen(): Promise<boolean> {
    const { status } = await this.stage.world.client.workflow.getHandle(this.id).describe();
    return status.name === 'RUNNING';
  }

  private async today(): Promise<CivilDate> {
    return londonDate(await this.clock.now(this.id));
  }

  private async take(turn: Turn, i: number, begins: CivilDate): Promise<void> {
    const today = await this.today();
    if (turn.days > 0) {
      await this.clock.advanceTo(afternoonOf(addDays(today > begins ? today : begins, turn.days)));
      await this.follow();
      if (!(await this.isOpen())) return;
    }
    if (turn.pick % 40 === 0) await this.report({ type: 'submitAdvice', adviceId: 'A99', author: 'Nobody' }, `F${i}`);
    else await this.give(turn, i);
    await this.follow();
    await this.compare();
  }

  /** By an update, or every third time by a signal, as a panel or a portal would. */
  private async give(turn: Turn, i: number): Promise<void> {
    const chosen = commandFor(this.state, turn, await this.today());
    if (turn.n % 3 === 0) return this.report(chosen, `G${i}`);
    const { type, ...body } = chosen;
    const by = actorFor(chosen);
    const commandId = randomUUID();
    const ask = (state: AssessmentState, today: CivilDate) =>
      decide(state, { ...chosen, by, commandId } as unknown as Command, today);
    const before = this.state;
    try {
      await this.ehcna.command(this.caseRef, type as CommandType, body as never, by, commandId);
      this.counts.accepted += 1;
      this.put = { commandId, by, come: (state, today) => accepted(ask(state, today)) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.counts.refused += 1;
      const result = ask(before, await this.today());
      const code = isRefusal(result) ? result.code : 'accepted';
      if (code !== error.refusal.code)
        throw new Error(`${type} was refused as ${error.refusal.code}; to the model it is ${code}`, { cause: error });
    }
  }

  private async report(chosen: Given, id: string): Promise<void> {
    const by = actorFor(chosen);
    const { type } = chosen;
    await this.ehcna.report(this.caseRef, { ...chosen, id, type: type as CommandType, by });
    const come = (state: AssessmentState, today: CivilDate): NewEvent[] => {
      const result = decide(state, { ...chosen, by, commandId: id } as unknown as Command, today);
      if (!isRefusal(result)) return result;
      return decideUnexpected(state, { factId: id, what: type, why: result.reason.slice(0, 500) }, today);
    };
    this.put = { commandId: id, by, come };
  }

  /** Goes along with the ledger from where it was left: each fact must be what the model comes to at that place. */
  private async follow(): Promise<void> {
    await this.clock.settle();
    const ledger = asAssessmentEvents(await this.stage.world.ehcna.ledger.read(this.id)).slice(this.seen);
    this.counts.events += ledger.length;
    while (ledger.length > 0) {
      const own = this.next(ledger[0] as AssessmentEvent);
      if (own.length === 0) throw new Error(`The model knows of no ${ledger[0]?.type} at ${ledger[0]?.seq}`);
      for (const event of own) sameFact(ledger.shift(), event);
      this.seen += own.length;
    }
    if (this.put) throw new Error(`Nothing in the ledger came of ${this.put.commandId}`);
    const left = decideOnTime(this.state, await this.today());
    if (this.state.stage !== 'intake' && left.length > 0) throw new Error(`${left[0]?.type} is due and did not happen`);
  }

  /** What the model puts at this place of the ledger, recorded. */
  private next(event: AssessmentEvent): AssessmentEvent[] {
    const { recordedAt } = event;
    const today = londonDate(Date.parse(recordedAt));
    const take = (events: readonly NewEvent[], by: Actor, commandId?: string): AssessmentEvent[] => {
      const { state, recorded } = record(this.state, events, { recordedAt, by, commandId });
      this.state = state;
      return recorded;
    };
    if (this.put && (event.commandId ?? '') === this.put.commandId) {
      const events = this.put.come(this.state, today);
      const { by, commandId } = this.put;
      this.put = undefined;
      return take(events, by, commandId || undefined);
    }
    if (event.type === 'letter.dispatched') {
      this.counts.letters += 1;
      return take(decideDispatched(this.state, event.data, today), SYSTEM);
    }
    if (event.type === 'letter.refused') {
      this.counts.lettersRefused += 1;
      return take(decideNotSent(this.state, event.data.letterId, event.data.reason, today), SYSTEM);
    }
    if (this.state.stage === 'intake')
      return take(decideIntake(this.state, { openCase: null, planHeld: false, lastAssessedOn: null }, today), SYSTEM);
    return take(decideOnTime(this.state, today), SYSTEM);
  }

  /** The whole state, when it wakes next, and that it has nothing left to do. */
  private async compare(): Promise<void> {
    const handle = this.stage.world.client.workflow.getHandle(this.id);
    expect(await handle.query('state')).toEqual(JSON.parse(JSON.stringify(this.state)));
    expect(this.state.letters.filter((l) => l.state === 'requested')).toEqual([]);
    const { raw, status } = await handle.describe();
    expect(raw.pendingActivities ?? []).toEqual([]);
    const over = this.state.stage === 'finished' && !this.state.letters.some((l) => l.state === 'refused');
    expect(status.name).toBe(over ? 'COMPLETED' : 'RUNNING');
    if (over || this.state.stage === 'finished') return;
    const { at } = await handle.query<{ at: number | null }>('nextWake');
    expect(at === null ? null : londonDate(at)).toBe(nextWakeOn(this.state, await this.today()));
  }
}

const accepted = (result: ReturnType<typeof decide>): NewEvent[] => {
  if (isRefusal(result)) throw new Error(`It was accepted; to the model it is ${result.code}: ${result.reason}`);
  return result;
};

const sameFact = (is: AssessmentEvent | undefined, should: AssessmentEvent): void => {
  const plain = JSON.parse(JSON.stringify(should)) as AssessmentEvent;
  if (isDeepStrictEqual(is, plain)) return;
  expect(is, `fact ${should.seq}, ${should.type}`).toEqual(plain);
};

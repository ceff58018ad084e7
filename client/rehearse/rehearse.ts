/**
 * Runs one story on a real server, moving time from one thing due to the next in everything that the story touches: the
 * case, the panels it is referred to, the plan it ends in. People's steps are the commands that people give.
 */
import { addDays, daysBetween, londonDate, startOfLondonDay } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { isBreached } from '../../domain/deadline.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { inWords } from '../../domain/words.js';
import { causeInWords } from '../../domain/matter/causes.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import type { WorldClock } from '../clock/test-clock.js';
import { Refused } from '../ehcna.js';
import type { Ehcna } from '../ehcna.js';
import type { Scenario, Step } from './scenario.js';
import { carryOut } from './steps.js';

export interface TimelineEntry {
  on: CivilDate;
  /** Days since the request was received. */
  day: number;
  type: string;
  words: string;
}

export interface Performance {
  caseRef: string;
  timeline: TimelineEntry[];
  state: AssessmentState;
  /** What the story expected and did not come true. Empty: it went as told. */
  faults: string[];
}

const MORNING_MS = 10 * 3_600_000;

/** The instant at which people do things on a day. */
const morningOf = (on: CivilDate): number => startOfLondonDay(on) + MORNING_MS;

export class Play {
  private readonly timeline: TimelineEntry[] = [];
  private caseRef = '';
  private receivedOn: CivilDate = '';
  private seen = 0;

  constructor(
    private readonly scenario: Scenario,
    /** Verbs over the clock's own client, so that what starts joins its world. */
    private readonly ehcna: Ehcna,
    private readonly clock: WorldClock,
    private readonly tell: (entry: TimelineEntry) => void = () => undefined,
  ) {}

  async perform(): Promise<Performance> {
    await this.open();
    for (const step of this.scenario.steps) await this.take(step);
    await this.finish();
    const state = await this.state();
    return { caseRef: this.caseRef, timeline: this.timeline, state, faults: this.faults(state) };
  }

  private async open(): Promise<void> {
    this.receivedOn = londonDate(await this.clock.now());
    const { request } = this.scenario;
    const opened = await this.ehcna.open(
      { ...request, receivedOn: this.receivedOn },
      { role: 'caseworker', id: 'rehearsal' },
    );
    this.caseRef = opened.caseRef;
    await this.look();
  }

  private async take(step: Step): Promise<void> {
    const on = await this.dateOf(step);
    const now = londonDate(await this.clock.now());
    if (on < now) throw new Error(`"${step.do}" is told for ${on} (${step.when}), and it is ${now} already`);
    if (on > now) await this.moveTo(morningOf(on));
    try {
      await carryOut(this.ehcna, this.caseRef, step, await this.state(), on);
      if (step.refused) throw new Error(`"${step.do}" on ${on} was to be refused (${step.refused}) and was accepted`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.refusal.code !== step.refused) {
        throw new Error(`"${step.do}" on ${on} (${step.when}) was refused as ${error.refusal.code}: ${error.message}`, {
          cause: error,
        });
      }
      this.add({
        on,
        day: daysBetween(this.receivedOn, on),
        type: 'refused',
        words: `${step.do} refused: ${error.message}`,
      });
    }
    await this.look();
  }

  /** Waits, if need be, for the event that a step follows. */
  private async dateOf(step: Step): Promise<CivilDate> {
    const [, day] = /^day (\d+)$/.exec(step.when) ?? [];
    if (day !== undefined) return addDays(this.receivedOn, Number(day));
    for (;;) {
      const on = this.dateIn(step.when, await this.state());
      if (on) return on;
      const due = await this.clock.moveToNextDue();
      await this.look();
      if (!due) throw new Error(`"${step.do}" waits for "${step.when}", which never comes`);
    }
  }

  private dateIn(when: string, state: AssessmentState): CivilDate | undefined {
    const [, question] = /^the (\w+) meeting$/.exec(when) ?? [];
    if (question)
      return state.referrals.find((r) => r.question === question && r.closedOn === null)?.meetingOn ?? undefined;
    const [, days, type] = /^(\d+) days after (.+)$/.exec(when) ?? [];
    const event = this.timeline.findLast((entry) => entry.type === type);
    return event ? addDays(event.on, Number(days)) : undefined;
  }

  /** Stops at each thing due on the way, so that the timeline is told as it happens. */
  private async moveTo(instant: number): Promise<void> {
    while (await this.clock.moveToNextDue({ until: instant })) await this.look();
    await this.clock.advanceTo(instant);
    await this.look();
  }

  private async finish(): Promise<void> {
    await this.clock.settle();
    await this.look();
  }

  private events(): Promise<AnyEvent[]> {
    return this.ehcna.ledger.read(assessmentId(this.caseRef));
  }

  private async state(): Promise<AssessmentState> {
    await this.clock.settle();
    return foldEvents(this.caseRef, asAssessmentEvents(await this.events()));
  }

  private async look(): Promise<void> {
    await this.clock.settle();
    const events = await this.events();
    for (const event of events.slice(this.seen)) {
      this.add({
        on: event.occurredOn,
        day: daysBetween(this.receivedOn, event.occurredOn),
        type: event.type,
        words: inWords(event),
      });
    }
    this.seen = events.length;
  }

  private add(entry: TimelineEntry): void {
    this.timeline.push(entry);
    this.tell(entry);
  }

  private faults(state: AssessmentState): string[] {
    const { expect } = this.scenario;
    return [
      ...(state.outcome === expect.outcome ? [] : [`The outcome is ${state.outcome ?? 'open'}, not ${expect.outcome}`]),
      ...Object.entries(expect.clocks).flatMap(([key, wanted]) => {
        const found = state.deadlines[key]?.state ?? 'never started';
        return found === wanted ? [] : [`The clock ${key} is ${found}, not ${wanted}`];
      }),
      ...Object.entries(expect.causes).flatMap(([key, wanted]) => {
        const found = state.deadlines[key]?.cause ?? 'none';
        return found === wanted ? [] : [`The cause of ${key} is ${found}, not ${wanted}`];
      }),
      ...this.orderFaults(),
      ...expect.never
        .filter((part) => this.timeline.some((e) => lineOf(e).includes(part)))
        .map((part) => `"${part}" happened`),
      ...expect.letters
        .filter((part) => !this.timeline.some((e) => e.type === 'letter.requested' && e.words.includes(part)))
        .map((part) => `No letter ${part}`),
    ];
  }

  private orderFaults(): string[] {
    let from = 0;
    for (const part of this.scenario.expect.inOrder) {
      const at = this.timeline.findIndex((entry, i) => i >= from && lineOf(entry).includes(part));
      if (at === -1) return [`"${part}" does not come where it should in the timeline`];
      from = at + 1;
    }
    return [];
  }
}

const lineOf = (entry: TimelineEntry): string => `${entry.type} ${entry.words}`;

/** What was on time, what was late and why. */
export const verdict = (state: AssessmentState): string[] => {
  const all = Object.values(state.deadlines).filter((d) => d.breachable && d.state !== 'void');
  return all.map((d) => {
    const done = d.doneOn ? `done ${d.doneOn}` : 'not done';
    const days = d.due && d.doneOn && d.doneOn > d.due ? `, ${daysBetween(d.due, d.doneOn)} days late` : '';
    const why = isBreached(d) && d.cause ? ` because ${causeInWords(d.cause)}` : '';
    const contested = d.contested ? ' (contested day)' : '';
    return `${isBreached(d) ? 'LATE   ' : d.state === 'excepted' ? 'EXCEPTED' : 'on time'} ${d.key}: due ${d.due ?? '-'}, ${done}${days}${contested}${why}`;
  });
};

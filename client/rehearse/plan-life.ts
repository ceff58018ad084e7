/** One plan of a cohort: in a world of its own, with what people do about it each time something happens. */
import { addDays, londonDate, maxDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { AnyEvent } from '../../domain/events.js';
import { annualReviewId, planId } from '../../domain/ids.js';
import type { CaseRef, StreamId } from '../../domain/ids.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import { firstWorkingDayOnOrAfter, lastWorkingDayOnOrBefore, nextWorkingDay } from '../../domain/law/counting.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { blankPlan } from '../../domain/plan/state.js';
import type { PlanEvent, PlanState } from '../../domain/plan/state.js';
import { evolveReview } from '../../domain/review/evolve.js';
import type { ReviewEvent } from '../../domain/review/evolve.js';
import { blankReview } from '../../domain/review/state.js';
import type { ReviewState } from '../../domain/review/state.js';
import { inWords } from '../../domain/words.js';
import type { WorldClock } from '../clock/test-clock.js';
import { Refused } from '../ehcna.js';
import type { Ehcna } from '../ehcna.js';
import { Draw } from '../sample/draw.js';
import type { Part } from './cast.js';
import type { CohortHabit } from './cohort-scenario.js';
import { sayOfPlan } from './plan-subject.js';
import { morningOf } from './rehearse.js';
import { holds, resolve } from './habits.js';

/** Something that is in the ledger, with its review as it stood then. */
export interface Heard {
  life: PlanLife;
  on: CivilDate;
  type: string;
  words: string;
  review: ReviewState | null;
  event: AnyEvent | null;
}

interface Waiting {
  on: CivilDate;
  habit: CohortHabit;
  /** Its place among the habits: on one day the earlier comes first. */
  place: number;
  /** The review in which it happened; null where it was in the plan itself. */
  n: number | null;
}

export interface Attends {
  mode: 'in-person' | 'remote' | 'none';
  reason: string;
}

export class PlanLife {
  state: PlanState;
  readonly reviews: ReviewState[] = [];
  /** Who attends the meeting, decided with those of the other plans. */
  attends: Attends | undefined;
  private readonly seen = new Map<StreamId, number>();
  private waiting: Waiting[] = [];
  private heard = 0;
  /** The next instant at which its processes wake by themselves, as they said when they were last looked at. */
  private due: number | null = null;

  constructor(
    readonly part: Part,
    private readonly seed: string,
    private readonly habits: readonly CohortHabit[],
    private readonly clock: WorldClock,
    private readonly ehcna: Ehcna,
    private readonly tell: (heard: Heard) => void,
  ) {
    this.state = blankPlan(part.caseRef);
  }

  get caseRef(): CaseRef {
    return this.part.caseRef;
  }

  get review(): ReviewState | null {
    return this.reviews.at(-1) ?? null;
  }

  /** The next day on which anything happens; null where only messages could bring something about. */
  get nextOn(): CivilDate | null {
    const [next] = this.waiting;
    const due = this.due === null ? null : londonDate(this.due);
    return next && (due === null || next.on < due) ? next.on : due;
  }

  get processes(): string[] {
    return [planId(this.caseRef), ...this.reviews.map(({ n }) => annualReviewId(this.caseRef, n))];
  }

  async begin(): Promise<void> {
    await this.ehcna.holdPlan(this.caseRef, this.part.holding);
    await this.look();
  }

  /** Everything that falls on this day, or was left of the days before it. */
  async live(day: CivilDate): Promise<void> {
    for (;;) {
      const [next] = this.waiting;
      const at = next ? morningOf(next.on) : Infinity;
      if (this.due !== null && this.due <= at) {
        if (londonDate(this.due) > day) break;
        await this.clock.moveToNextDue({ until: this.due });
      } else {
        if (!next || next.on > day) break;
        this.waiting.shift();
        if (!this.isMeantStill(next)) continue;
        await this.clock.advanceTo(at);
        await this.take(next);
      }
      await this.look();
    }
  }

  /** Steps that are to be taken on a day. */
  waitingOn(day: CivilDate, what: CohortHabit['do']): boolean {
    return this.waiting.some((one) => one.on <= day && one.habit.do === what && this.isMeantStill(one));
  }

  close(): void {
    this.clock.close();
  }

  /** Another review may have begun since: what was to be done about the one is not done to the other. */
  private isMeantStill({ habit, n }: Waiting): boolean {
    const review = n === null ? this.review : (this.reviews[n - 1] ?? null);
    return holds(habit, review);
  }

  private async take({ habit, on }: Waiting): Promise<void> {
    const say = (type: string, words: string): void =>
      this.tell({ life: this, on, type, words, review: this.review, event: null });
    const body = resolve(habit.with, { life: this, on, draw: this.draw(`${habit.do} ${this.review?.n ?? 0}`) });
    try {
      await sayOfPlan(this.ehcna, this.caseRef, habit, { ...body });
      if (habit.refused !== undefined)
        say('fault', `${habit.do} (${habit.after}) was to be refused (${habit.refused}) and was accepted`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const meant = error.refusal.code === habit.refused;
      say(
        meant ? 'refused' : 'fault',
        `${habit.do}${meant ? '' : ` (${habit.after})`} refused as ${error.refusal.code}: ${error.message}`,
      );
    }
  }

  private async look(): Promise<void> {
    this.due = (await this.clock.next())?.at ?? null;
    const found: { event: AnyEvent; n: number | null }[] = [];
    for (const event of await this.newIn(planId(this.caseRef))) {
      this.state = evolvePlan(this.state, event as unknown as PlanEvent);
      found.push({ event, n: null });
    }
    for (let n = 1; n <= this.state.reviews; n += 1)
      for (const event of await this.newIn(annualReviewId(this.caseRef, n))) found.push({ event, n });
    for (const one of found.sort((a, b) => (a.event.recordedAt < b.event.recordedAt ? -1 : 1))) this.hear(one);
  }

  private async newIn(stream: StreamId): Promise<AnyEvent[]> {
    const seen = this.seen.get(stream) ?? 0;
    const events = await this.ehcna.ledger.read(stream, seen);
    this.seen.set(stream, seen + events.length);
    return events;
  }

  private hear({ event, n }: { event: AnyEvent; n: number | null }): void {
    if (n !== null)
      this.reviews[n - 1] = evolveReview(
        this.reviews[n - 1] ?? blankReview(this.caseRef),
        event as unknown as ReviewEvent,
      );
    const review = n === null ? null : (this.reviews[n - 1] ?? null);
    const { type, occurredOn: on } = event;
    const heard: Heard = { life: this, on, type, words: inWords(event), review, event };
    this.tell(heard);
    this.habits.forEach((habit, place) => this.mayFollow(habit, place, heard));
    this.waiting.sort((a, b) => (a.on === b.on ? a.place - b.place : a.on < b.on ? -1 : 1));
  }

  private mayFollow(habit: CohortHabit, place: number, { type, words, on, event, review }: Heard): void {
    const n = review?.n ?? null;
    const [, first, last, after] = /^(\d+)(?: to (\d+))? days after (.+)$/.exec(habit.after) ?? [];
    const [, before] = /^(\d+) days before the meeting$/.exec(habit.after) ?? [];
    if (type !== (after ?? 'meeting.arranged') || !this.isMeant(habit, words)) return;
    if (before === undefined) {
      const days = this.draw(`${place} ${(this.heard += 1)}`).whole(Number(first), Number(last ?? first));
      this.waiting.push({ on: firstWorkingDayOnOrAfter(addDays(on, days), ENGLAND_AND_WALES), habit, place, n });
      return;
    }
    // A meeting that is moved is prepared for anew.
    this.waiting = this.waiting.filter((one) => one.place !== place);
    const meetingOn = String(event?.data.meetingOn);
    const day = lastWorkingDayOnOrBefore(addDays(meetingOn, -Number(before)), ENGLAND_AND_WALES);
    this.waiting.push({ on: maxDate(day, nextWorkingDay(on, ENGLAND_AND_WALES)), habit, place, n });
  }

  private isMeant({ of, share, saying, notSaying }: CohortHabit, words: string): boolean {
    const lot = share && this.part.lot(share.lots);
    return (
      (of === undefined || of.includes(this.part.kind.name)) &&
      (share === undefined || lot === undefined || (lot >= share.from && lot < share.to)) &&
      saying.every((one) => words.includes(one)) &&
      (notSaying === undefined || !words.includes(notSaying))
    );
  }

  private draw(what: string): Draw {
    return new Draw(`${this.seed} ${this.part.index} ${what}`);
  }
}

/** One plan of a cohort: in a world of its own, with what people do about it each time something happens. */
import { addDays, londonDate, maxDate } from '../../domain/civil-date.js';
import { annualReviewId, planId } from '../../domain/ids.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import { firstWorkingDayOnOrAfter, lastWorkingDayOnOrBefore, nextWorkingDay } from '../../domain/law/counting.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { blankPlan } from '../../domain/plan/state.js';
import { evolveReview } from '../../domain/review/evolve.js';
import { blankReview } from '../../domain/review/state.js';
import { inWords } from '../../domain/words.js';
import { Refused } from '../ehcna.js';
import { Draw } from '../sample/draw.js';
import { sayOfPlan } from './plan-subject.js';
import { morningOf } from './rehearse.js';
import { holds, resolve } from './habits.js';
export class PlanLife {
    part;
    seed;
    habits;
    clock;
    ehcna;
    tell;
    state;
    reviews = [];
    /** Who attends the meeting, decided with those of the other plans. */
    attends;
    seen = new Map();
    waiting = [];
    heard = 0;
    /** The next instant at which its processes wake by themselves, as they said when they were last looked at. */
    due = null;
    constructor(part, seed, habits, clock, ehcna, tell) {
        this.part = part;
        this.seed = seed;
        this.habits = habits;
        this.clock = clock;
        this.ehcna = ehcna;
        this.tell = tell;
        this.state = blankPlan(part.caseRef);
    }
    get caseRef() {
        return this.part.caseRef;
    }
    get review() {
        return this.reviews.at(-1) ?? null;
    }
    /** The next day on which anything happens; null where only messages could bring something about. */
    get nextOn() {
        const [next] = this.waiting;
        const due = this.due === null ? null : londonDate(this.due);
        return next && (due === null || next.on < due) ? next.on : due;
    }
    get processes() {
        return [planId(this.caseRef), ...this.reviews.map(({ n }) => annualReviewId(this.caseRef, n))];
    }
    async begin() {
        await this.ehcna.holdPlan(this.caseRef, this.part.holding);
        await this.look();
    }
    /** Everything that falls on this day, or was left of the days before it. */
    async live(day) {
        for (;;) {
            const [next] = this.waiting;
            const at = next ? morningOf(next.on) : Infinity;
            if (this.due !== null && this.due <= at) {
                if (londonDate(this.due) > day)
                    break;
                await this.clock.moveToNextDue({ until: this.due });
            }
            else {
                if (!next || next.on > day)
                    break;
                this.waiting.shift();
                if (!this.isMeantStill(next))
                    continue;
                await this.clock.advanceTo(at);
                await this.take(next);
            }
            await this.look();
        }
    }
    /** Steps that are to be taken on a day. */
    waitingOn(day, what) {
        return this.waiting.some((one) => one.on <= day && one.habit.do === what && this.isMeantStill(one));
    }
    close() {
        this.clock.close();
    }
    /** Another review may have begun since: what was to be done about the one is not done to the other. */
    isMeantStill({ habit, n }) {
        const review = n === null ? this.review : (this.reviews[n - 1] ?? null);
        return holds(habit, review);
    }
    async take({ habit, on }) {
        const say = (type, words) => this.tell({ life: this, on, type, words, review: this.review, event: null });
        const body = resolve(habit.with, { life: this, on, draw: this.draw(`${habit.do} ${this.review?.n ?? 0}`) });
        try {
            await sayOfPlan(this.ehcna, this.caseRef, habit, { ...body });
            if (habit.refused !== undefined)
                say('fault', `${habit.do} (${habit.after}) was to be refused (${habit.refused}) and was accepted`);
        }
        catch (error) {
            if (!(error instanceof Refused))
                throw error;
            const meant = error.refusal.code === habit.refused;
            say(meant ? 'refused' : 'fault', `${habit.do}${meant ? '' : ` (${habit.after})`} refused as ${error.refusal.code}: ${error.message}`);
        }
    }
    async look() {
        this.due = (await this.clock.next())?.at ?? null;
        const found = [];
        for (const event of await this.newIn(planId(this.caseRef))) {
            this.state = evolvePlan(this.state, event);
            found.push({ event, n: null });
        }
        for (let n = 1; n <= this.state.reviews; n += 1)
            for (const event of await this.newIn(annualReviewId(this.caseRef, n)))
                found.push({ event, n });
        for (const one of found.sort((a, b) => (a.event.recordedAt < b.event.recordedAt ? -1 : 1)))
            this.hear(one);
    }
    async newIn(stream) {
        const seen = this.seen.get(stream) ?? 0;
        const events = await this.ehcna.ledger.read(stream, seen);
        this.seen.set(stream, seen + events.length);
        return events;
    }
    hear({ event, n }) {
        if (n !== null)
            this.reviews[n - 1] = evolveReview(this.reviews[n - 1] ?? blankReview(this.caseRef), event);
        const review = n === null ? null : (this.reviews[n - 1] ?? null);
        const { type, occurredOn: on } = event;
        const heard = { life: this, on, type, words: inWords(event), review, event };
        this.tell(heard);
        this.habits.forEach((habit, place) => this.mayFollow(habit, place, heard));
        this.waiting.sort((a, b) => (a.on === b.on ? a.place - b.place : a.on < b.on ? -1 : 1));
    }
    mayFollow(habit, place, { type, words, on, event, review }) {
        const n = review?.n ?? null;
        const [, first, last, after] = /^(\d+)(?: to (\d+))? days after (.+)$/.exec(habit.after) ?? [];
        const [, before] = /^(\d+) days before the meeting$/.exec(habit.after) ?? [];
        if (type !== (after ?? 'meeting.arranged') || !this.isMeant(habit, words))
            return;
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
    isMeant({ of, share, saying, notSaying }, words) {
        const lot = share && this.part.lot(share.lots);
        return ((of === undefined || of.includes(this.part.kind.name)) &&
            (share === undefined || lot === undefined || (lot >= share.from && lot < share.to)) &&
            saying.every((one) => words.includes(one)) &&
            (notSaying === undefined || !words.includes(notSaying)));
    }
    draw(what) {
        return new Draw(`${this.seed} ${this.part.index} ${what}`);
    }
}
//# sourceMappingURL=plan-life.js.map
/** Lets a plan's past happen day by day, with its reviews. Every fact passes through decide(), and nothing is sent again. */
import { addDays, startOfLondonDay } from '../../../domain/civil-date.js';
import { SYSTEM } from '../../../domain/events.js';
import { annualReviewId, planId } from '../../../domain/ids.js';
import { nextPlanWakeOn } from '../../../domain/plan/agenda.js';
import { decideOnPlan, decideOnTimeOfPlan, decidePlanLetterSent, endReview, holdPlan, } from '../../../domain/plan/decide.js';
import { recordPlan } from '../../../domain/plan/evolve.js';
import { openingOf } from '../../../domain/plan/opening.js';
import { blankPlan, isPlanOver } from '../../../domain/plan/state.js';
import { yearGroupOf } from '../../../domain/school-year.js';
import { nextReviewWakeOn } from '../../../domain/review/agenda.js';
import { decideOnReview, decideOnTimeOfReview, decideReviewLetterSent, openReview, } from '../../../domain/review/decide.js';
import { reviewedIn } from '../../../domain/review/ended.js';
import { recordReview } from '../../../domain/review/evolve.js';
import { blankReview, isReviewOver } from '../../../domain/review/state.js';
import { workday } from '../diary.js';
import { DoesNotFit } from '../past.js';
import { reviewActs } from './acts.js';
const NOON_MS = 12 * 3_600_000;
const NOT_HELD = { channel: 'earlier', documentHash: 'not held', version: 0 };
/** One stream as it grows. */
class Stream {
    state;
    record;
    sent;
    events = [];
    constructor(state, record, sent) {
        this.state = state;
        this.record = record;
        this.sent = sent;
    }
    take(decided, on, by = SYSTEM) {
        if (!Array.isArray(decided))
            throw new DoesNotFit(`${this.state.caseRef}, on ${on}: ${decided.reason}`);
        const recordedAt = new Date(startOfLondonDay(on) + NOON_MS).toISOString();
        const { state, recorded } = this.record(this.state, decided, { recordedAt, by });
        this.state = state;
        this.events.push(...recorded);
        const [next] = this.state.letters.filter((l) => l.state === 'requested');
        if (next)
            this.take(this.sent(this.state, { letterId: next.id, ...NOT_HELD }, on), on);
    }
}
class ReviewStream extends Stream {
    acts;
    constructor(caseRef, acts) {
        super(blankReview(caseRef), recordReview, decideReviewLetterSent);
        this.acts = acts;
    }
}
export class PlanPast {
    given;
    plan;
    reviews = new Map();
    constructor(given) {
        this.given = given;
        this.plan = new Stream(blankPlan(given.caseRef), recordPlan, decidePlanLetterSent);
    }
    /** What happened before today, and what today's date brings about: by stream, the plan's last. */
    play() {
        const { caseRef, cast, today } = this.given;
        this.plan.take(holdPlan(this.plan.state, cast.holding, cast.heldOn), cast.heldOn);
        for (let day = cast.heldOn; day < today; day = this.nextDayAfter(day))
            this.live(day);
        this.live(today);
        const dawn = new Date(startOfLondonDay(today)).toISOString();
        const written = (events) => events.map((e) => (e.recordedAt > dawn ? { ...e, recordedAt: dawn } : e));
        return [
            ...[...this.reviews].map(([n, { events }]) => ({ stream: annualReviewId(caseRef, n), events: written(events) })),
            { stream: planId(caseRef), events: written(this.plan.events) },
        ];
    }
    live(day) {
        const { today } = this.given;
        this.plan.take(decideOnTimeOfPlan(this.plan.state, day), day);
        if (day < today && this.proposesOn() <= day)
            this.propose(day);
        this.openBegun(day);
        for (const [n, review] of this.reviews) {
            review.take(decideOnTimeOfReview(review.state, day), day);
            for (let next = review.acts[0]; day < today && next && next.on <= day; next = review.acts[0]) {
                review.acts.shift();
                const command = isReviewOver(review.state) ? undefined : next.does(review.state);
                if (command)
                    review.take(decideOnReview(review.state, { ...command, occurredOn: day }, day), day, command.by);
            }
            if (isReviewOver(review.state))
                this.end(n, review, day);
        }
    }
    proposesOn() {
        const { story, today } = this.given;
        const open = this.plan.state.amendment || this.plan.state.version > this.given.cast.holding.version;
        return story.amendment === undefined || open ? '9999-12-31' : workday(addDays(today, -story.amendment));
    }
    propose(day) {
        const by = { role: 'caseworker', id: this.plan.state.caseworker?.id ?? 'duty-01' };
        const said = {
            type: 'startAmendment',
            reasons: 'The therapy service has reported that weekly sessions are not enough.',
            amendments: 'Section F: speech and language therapy twice a week, 45 minutes each.',
        };
        this.plan.take(decideOnPlan(this.plan.state, { ...said, by, occurredOn: day }, day), day, by);
    }
    /** What the plan has begun is opened; a lighter look that gave way is stopped. */
    openBegun(day) {
        const { caseRef, story, rules, draw } = this.given;
        const { review, amendment, child } = this.plan.state;
        if (review?.instead)
            this.reviews.get(review.instead)?.take(stopped(this.reviews.get(review.instead), day), day);
        for (const n of [review?.n, amendment?.n]) {
            const opening = n === undefined || this.reviews.has(n) ? undefined : openingOf(this.plan.state, n, rules, day);
            if (n === undefined || !opening)
                continue;
            const acts = opening.kind === 'amendment' ? [] : reviewActs(day, story.pace, yearGroupOf(child.dateOfBirth, day), draw);
            const begun = new ReviewStream(caseRef, acts);
            this.reviews.set(n, begun);
            begun.take(openReview(begun.state, opening, day), day);
        }
    }
    end(n, { state }, day) {
        const reviewed = reviewedIn(state);
        if (reviewed && this.plan.state.review?.n === n)
            this.plan.take(endReview(this.plan.state, reviewed, day), day);
    }
    nextDayAfter(day) {
        const { today } = this.given;
        const wakes = [
            isPlanOver(this.plan.state) ? null : nextPlanWakeOn(this.plan.state, day),
            this.proposesOn(),
            ...[...this.reviews.values()].flatMap((r) => [nextReviewWakeOn(r.state, day), r.acts[0]?.on ?? null]),
        ];
        const [next] = wakes.filter((on) => on !== null && on > day).sort();
        return next === undefined || next > today ? today : next;
    }
}
const stopped = (review, day) => review === undefined || isReviewOver(review.state)
    ? []
    : decideOnReview(review.state, { type: 'stopReview', by: SYSTEM, reason: 'gives-way', occurredOn: day }, day);
//# sourceMappingURL=past.js.map
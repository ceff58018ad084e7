/** One decision being made on a plan. */
import { addDays } from '../civil-date.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { handoverDates } from '../law/moves.js';
import { MatterDeciding } from '../matter/deciding.js';
import { closeReferrals } from '../matter/referrals.js';
import { nextReview, nextTransfer } from './dates.js';
import { evolvePlan } from './evolve.js';
export class PlanDeciding extends MatterDeciding {
    /** A case numbers its letters; those of its plan are told apart. */
    get letterPrefix() {
        return 'P-';
    }
    evolve(state, event) {
        return evolvePlan(state, event);
    }
    causeOf() {
        return 'authority';
    }
    get begunOn() {
        return this.state.madeOn;
    }
    emit(type, data, on = this.on) {
        this.put(type, data, on);
    }
    /** s46: nobody decides it. */
    lapse(endedOn) {
        this.emit('plan.lapsed', { endedOn }, addDays(endedOn, 1));
        this.end('The plan has lapsed');
    }
    /** The plan is over: nothing is counted any more, and no panel need hear what was asked of it. */
    end(reason) {
        for (const key of Object.keys(this.state.deadlines))
            this.voidClock(key, reason);
        closeReferrals(this, reason);
    }
    /** What a clock of this rule is called that starts now: one that runs again has a number. */
    keyOf(ruleId) {
        const about = this.again(ruleId);
        return about === undefined ? ruleId : `${ruleId}:${about}`;
    }
    again(ruleId) {
        const before = Object.values(this.state.deadlines).filter((d) => d.ruleId === ruleId).length;
        return before === 0 ? undefined : String(before + 1);
    }
    /** A health commissioner's clock, which is shown and is no duty of the authority's. */
    startNumbered(ruleId, trigger) {
        const about = this.again(ruleId);
        this.startClock(ruleId, trigger, { breachable: false, ...(about === undefined ? {} : { about }) });
    }
    /** By the two days that r15(2) and (7) count from. */
    startHandover(ruleId, days) {
        const dates = handoverDates(ruleId, days, ENGLAND_AND_WALES, this.state.lawVersion);
        const clock = { key: this.keyOf(ruleId), ruleId, triggeredOn: days.aware, ...dates };
        this.note('clock.started', { ...clock, breachable: ruleId === 'move-transfer' });
    }
    /** A review that is open while a transfer comes near prepares for that too. */
    start(kind, reason, anchor) {
        const transfer = kind === 'under-5' ? null : nextTransfer(this.state, this.today);
        const lasts = kind === 'annual' ? (nextReview(this.state).early ?? this.on) : this.on;
        const phase = transfer && transfer.opensOn <= lasts ? { ruleId: transfer.ruleId, on: transfer.on } : null;
        const instead = this.state.review?.n ?? null;
        this.emit('review.started', { n: this.state.reviews + 1, kind, reason, anchor, phase, instead });
    }
}
//# sourceMappingURL=deciding.js.map
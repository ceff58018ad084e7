import { isOpen } from '../deadline.js';
import { MatterDeciding } from '../matter/deciding.js';
import { closeReferrals } from '../matter/referrals.js';
import { causeOf } from './cause.js';
import { evolve } from './evolve.js';
export class Deciding extends MatterDeciding {
    evolve(state, event) {
        return evolve(state, event);
    }
    causeOf(key) {
        return causeOf(this.state, key, this.today);
    }
    get begunOn() {
        return this.state.receivedOn;
    }
    emit(type, data, on = this.on) {
        this.put(type, data, on);
    }
    /** What the case was stuck for is there once its clock is settled. */
    settle(key, on = this.on) {
        const deadline = this.state.deadlines[key];
        const wasOpen = deadline !== undefined && isOpen(deadline);
        super.settle(key, on);
        if (wasOpen && this.state.stuck?.about === deadline.ruleId)
            this.unstick('What was late is done');
    }
    /** What the case was stuck for is there: its panel need not hear it. Actions that it named are chased all the same. */
    unstick(why) {
        this.closeReferrals(why, 'stuck');
        this.emit('case.unstuck', { reason: why });
    }
    closeReferrals(why, question) {
        closeReferrals(this, why, question);
    }
    /** The case is over: nothing is counted or heard any more, but for the clocks of a notice that is still owed. */
    end(reason, owed = []) {
        for (const key of Object.keys(this.state.deadlines))
            if (!owed.includes(key))
                this.voidClock(key, reason);
        this.closeReferrals(reason);
    }
}
//# sourceMappingURL=deciding.js.map
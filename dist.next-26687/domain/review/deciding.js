import { MatterDeciding } from '../matter/deciding.js';
import { closeReferrals } from '../matter/referrals.js';
import { isAmendment } from './amendment.js';
import { evolveReview } from './evolve.js';
import { hasReport } from './state.js';
/** Codes of what a review waited on when a date passed; the words for them are with all the others (assessment/cause.ts). */
const causeIn = (state, ruleId) => {
    if (ruleId === 'school-reply-15d')
        return 'provider-silent';
    const schools = state.convenedBy === 'school';
    if (ruleId === 'ar-invite-2w' || ruleId === 'ar-papers-2w')
        return schools ? 'school-arranges' : 'authority';
    if (ruleId === 'ar-report-2w')
        return schools ? 'report-late' : 'authority';
    if (isAmendment(state))
        return 'authority';
    if (state.heldOn === null)
        return 'meeting-not-held';
    return hasReport(state) || !schools ? 'authority' : 'report-late';
};
export class ReviewDeciding extends MatterDeciding {
    /** A case numbers its letters; those of a review are told apart by its number. */
    get letterPrefix() {
        return `R${this.state.n}-`;
    }
    get begunOn() {
        return this.state.plan.madeOn;
    }
    evolve(state, event) {
        return evolveReview(state, event);
    }
    causeOf(key) {
        return causeIn(this.state, this.state.deadlines[key]?.ruleId ?? key);
    }
    emit(type, data, on = this.on) {
        this.put(type, data, on);
    }
    /** To the panel that looks for placements. */
    refer(reason) {
        const referralId = `R${this.state.n}-P${this.state.referrals.length + 1}`;
        this.emit('panel.referred', {
            referralId,
            panel: this.state.policy.consultation.placementPanel,
            question: 'placement',
            reason,
        });
    }
    /** The review is over: nothing is counted any more, but for the clocks of a notice that is still owed. */
    end(reason, owed) {
        for (const key of Object.keys(this.state.deadlines))
            if (!owed.includes(key))
                this.voidClock(key, reason);
        closeReferrals(this, reason);
    }
}
//# sourceMappingURL=deciding.js.map
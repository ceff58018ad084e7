import { issueAnew } from '../matter/corrections.js';
import { isProposal } from './amendment.js';
import { respondByIfSentToday } from './decision.js';
import { isStopped } from './state.js';
/** By which a clock is met, or the family's own days begin. Of a review that was stopped nothing is to be notified. */
const isNotice = (state, letter) => !isStopped(state) && (letter.settles.length > 0 || isProposal(letter));
/** Of which no other copy went or is to go. */
export const isLastNotice = (state, letter) => letter !== undefined &&
    isNotice(state, letter) &&
    !state.letters.some((l) => l.id !== letter.id && l.notice === letter.notice && isNotice(state, l) && l.state !== 'resolved');
/** What is proposed goes with the plan that it would change, to the family and to schools that are consulted. */
const WITH_STANDING_PLAN = new Set([
    'review-amend',
    'amendment-proposal',
    'amendment-consultation',
]);
/** The family's days run from when it is served, not from when the first try was to be; the plan that goes along stands then. */
export const withNewPeriod = (d, again) => {
    const { notice, facts, enclosures } = again.letter;
    if (!WITH_STANDING_PLAN.has(notice))
        return again;
    const standing = enclosures.map((e) => (e.kind === 'final-plan' ? { ...e, version: d.state.plan.version } : e));
    const letter = {
        ...again.letter,
        facts: notice === 'amendment-consultation' ? facts : { ...facts, respondBy: respondByIfSentToday(d) },
        enclosures: standing,
    };
    return { ...again, letter };
};
/** What was owed to somebody who is gone is owed to the family that is there, also once the review is over. */
export const issueToWhoIsThere = (d, owedBefore) => issueAnew(d, owedBefore, (l) => isNotice(d.state, l), (again) => withNewPeriod(d, again));
//# sourceMappingURL=owed.js.map
/** The dates that the law gives a plan, years ahead: its next review and transfer, its last day by age, a stay by appeal. */
import { addDays, addMonths, ageOn } from '../civil-date.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { clockDates } from '../law/counting.js';
import { moveReviewDates } from '../law/moves.js';
import { phaseRule } from '../law/phases.js';
import { schoolYearOf, yearGroupOf } from '../school-year.js';
/** What a review that is begun for it is counted from. */
export const anchorOf = ({ ruleId, on, reviewedOrMade }) => ({
    ruleId,
    on,
    ...(reviewedOrMade === undefined ? {} : { reviewedOrMade }),
});
/** Of a plan that came from another authority, until it has been reviewed or reassessed here (r15(5)). */
const reviewAfterMove = ({ transfer, lastReviewOn, reassessedOn, madeOn, lawVersion, }) => {
    if (!transfer || [lastReviewOn, reassessedOn].some((on) => on !== null && on > transfer.transferredOn))
        return undefined;
    const reviewedOrMade = lastReviewOn ?? madeOn;
    const days = { transferred: transfer.transferredOn, reviewedOrMade };
    const dates = moveReviewDates(days, ENGLAND_AND_WALES, lawVersion);
    return { ruleId: 'move-review', on: transfer.transferredOn, reviewedOrMade, ...dates };
};
/**
 * When the next review of s44(1) is due: twelve months starting with the day the plan was made, or the last review's decision
 * notified; after a reassessment, twelve months from the final plan being sent (r27(4)); after a move, as r15(5) says.
 */
export const nextReview = (plan) => {
    const moved = reviewAfterMove(plan);
    if (moved)
        return moved;
    const { lastReviewOn, reassessedOn, madeOn, lawVersion } = plan;
    const anchor = reassessedOn
        ? { ruleId: 'ar-12m-reassess', on: reassessedOn }
        : lastReviewOn
            ? { ruleId: 'ar-12m-next', on: lastReviewOn }
            : { ruleId: 'ar-12m-first', on: madeOn };
    return { ...anchor, ...clockDates(anchor.ruleId, anchor.on, ENGLAND_AND_WALES, lawVersion) };
};
/** Before year 2 ends a child is taken to stay at its primary school, unless the school's last year is known. */
const lastYearOf = ({ lastYear }, yearGroup) => lastYear ?? (yearGroup <= LAST_OF_PRIMARY ? LAST_OF_PRIMARY : LAST_OF_SECONDARY);
const LAST_OF_PRIMARY = 6;
export const LAST_OF_SECONDARY = 11;
/**
 * The next transfer between phases of education (r18(1)) that was not prepared for yet, years ahead: by the year the child is
 * in and the last year that its school teaches. Transfers after 16 have no date of their own until one is planned.
 */
export const nextTransfer = (state, today) => {
    const { child, yearsAhead, transferredOn, lawVersion, policy } = state;
    for (let year = schoolYearOf(today) + 1;; year += 1) {
        const on = `${year}-09-01`;
        const yearGroup = yearGroupOf(child.dateOfBirth, addDays(on, -1)) + yearsAhead;
        if (yearGroup > LAST_OF_SECONDARY)
            return plannedTransfer(state);
        const ruleId = yearGroup < -1 || (transferredOn !== null && on <= transferredOn)
            ? null
            : phaseRule({ yearGroup, transferOn: on, lastYearOfSetting: lastYearOf(state, yearGroup) });
        if (ruleId === null || ruleId === 'phase-5m')
            continue;
        const dates = clockDates(ruleId, on, ENGLAND_AND_WALES, lawVersion);
        // A plan that came to be held after that date was prepared elsewhere, or is the preparation itself.
        if (dates.early === null || state.heldSince >= dates.early)
            continue;
        return { ruleId, on, ...dates, opensOn: addDays(dates.early, -7 * policy.reviews.transferOpenWeeksBefore) };
    }
};
/** After 16 the one that was planned, if it was not prepared for yet and was not known elsewhere in time. */
const plannedTransfer = (state) => {
    const { plannedTransition: on, transferredOn, heldSince, lawVersion, policy } = state;
    if (!on || (transferredOn !== null && on <= transferredOn))
        return null;
    const dates = clockDates('phase-5m', on, ENGLAND_AND_WALES, lawVersion);
    if (dates.early === null || heldSince >= dates.early)
        return null;
    return {
        ruleId: 'phase-5m',
        on,
        ...dates,
        opensOn: addDays(dates.early, -7 * policy.reviews.transferOpenWeeksBefore),
    };
};
/**
 * The last day on which a plan may be maintained (s46, r46): in further education the end of the academic year in which the
 * young person turns 25, otherwise the day before they turn 26, unless their course ends before.
 */
export const lastDayOf25 = (dateOfBirth, kind) => {
    if (kind !== 'post-16')
        return addDays(addMonths(dateOfBirth, 26 * 12), -1);
    const on = addMonths(dateOfBirth, 25 * 12);
    return `${Number(on.slice(0, 4)) + (on.slice(5) > '07-31' ? 1 : 0)}-07-31`;
};
/** The last day on which an appeal against ceasing can be brought, as far as the notice alone tells (s45(4)). */
export const appealTimeEndsOn = ({ ceaseNoticeOn, lawVersion }) => ceaseNoticeOn === null ? null : clockDates('cease-stay', ceaseNoticeOn, ENGLAND_AND_WALES, lawVersion).due;
/** The next lighter look at a child under five (Code 9.178); null from five on. */
export const underFiveOn = (state) => {
    const last = state.lastLookedAtOn ?? state.lastReviewOn ?? state.madeOn;
    const on = addMonths(last, state.policy.reviews.underFivesEveryMonths);
    return ageOn(state.child.dateOfBirth, on) < 5 ? on : null;
};
//# sourceMappingURL=dates.js.map
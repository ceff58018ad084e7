import { addWorkingDays, clockDates, count, lastWorkingDayOnOrBefore } from './counting.js';
import { rule } from './rules.js';
/**
 * By when the plan is transferred (`move-transfer`), or the new commissioner told (`move-icb`): on the day of the move where
 * the old body was aware of it 15 working days before, else within 15 working days beginning with the day it became aware.
 */
export const handoverDates = (ruleId, { moved, aware }, calendar, lawVersion) => {
    const notice = rule(ruleId, aware, lawVersion).limit?.n ?? 0;
    if (aware > addWorkingDays(moved, -notice, calendar))
        return clockDates(ruleId, aware, calendar, lawVersion);
    return { due: moved, early: moved, planBy: lastWorkingDayOnOrBefore(moved, calendar) };
};
/**
 * By when the new authority reviews the plan (`move-review`): the later of three months from the transfer and 12 from the
 * day the plan was last reviewed or, if it never was, made. s44(1)'s extra day is not r15(5)'s.
 */
export const moveReviewDates = ({ transferred, reviewedOrMade }, calendar, lawVersion) => {
    const fromTransfer = clockDates('move-review', transferred, calendar, lawVersion);
    const { laterOf } = rule('move-review', transferred, lawVersion);
    if (laterOf === undefined)
        return fromTransfer;
    const fromReview = count('Y', laterOf, reviewedOrMade, calendar);
    return fromReview.due > (fromTransfer.due ?? '') ? fromReview : fromTransfer;
};
//# sourceMappingURL=moves.js.map
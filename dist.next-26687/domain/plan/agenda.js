/** What time alone brings about in a plan: a review that opens, a date that passes, the last day that its age allows. */
import { addDays } from '../civil-date.js';
import { clockItem, nextOn, runItems } from '../matter/agenda.js';
import { anchorOf, lastDayOf25, nextReview, nextTransfer, underFiveOn } from './dates.js';
import { fundingItems } from './funding.js';
import { receiptItems } from './moves-out.js';
import { runsOn } from './moves-state.js';
import { isPlanOver } from './state.js';
/** Lighter reviews need less time ahead. */
const LIGHTER_DAYS_BEFORE = 28;
const reviewItems = (state, today) => {
    // A lighter look gives way to a review that the law asks for.
    if (isPlanOver(state) || (state.review !== null && state.review.kind !== 'under-5'))
        return [];
    const next = nextReview(state);
    const { early } = next;
    const anchor = anchorOf(next);
    const opensOn = early === null ? null : addDays(early, -7 * state.policy.reviews.openWeeksBefore);
    const kind = state.reassessedOn ? 'after-reassessment' : 'annual';
    const items = opensOn === null ? [] : [{ on: opensOn, happen: (d) => d.start(kind, null, anchor) }];
    const lighter = state.review === null && state.stage === 'held' ? underFiveOn(state) : null;
    if (lighter !== null && (opensOn === null || lighter < opensOn))
        items.push({ on: addDays(lighter, -LIGHTER_DAYS_BEFORE), happen: (d) => d.start('under-5', null, null) });
    const transfer = nextTransfer(state, today);
    if (transfer !== null)
        items.push({ on: transfer.opensOn, happen: (d) => d.start('phase-transfer', null, anchor) });
    // The one that comes first: it does for the others what it can.
    return items.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).slice(0, 1);
};
/** s46: nobody decides it, and no appeal stays it. */
const lapseItem = (state) => {
    const endedOn = lastDayOf25(state.child.dateOfBirth, state.institution?.kind);
    return { on: addDays(endedOn, 1), happen: (d) => d.lapse(endedOn) };
};
export const planAgenda = (state, today) => isPlanOver(state)
    ? []
    : [
        ...reviewItems(state, today),
        ...receiptItems(state, today),
        ...Object.values(state.deadlines).flatMap((deadline) => runsOn(deadline) ? [] : clockItem(deadline)),
        ...fundingItems(state),
        lapseItem(state),
    ];
export const runPlanAgenda = (d) => runItems(d, planAgenda);
/** A plan in which nothing is due for years sleeps until then. */
export const nextPlanWakeOn = (state, today) => nextOn(planAgenda(state, today), today);
//# sourceMappingURL=agenda.js.map
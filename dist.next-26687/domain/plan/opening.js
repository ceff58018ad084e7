import { yearGroupOf } from '../school-year.js';
import { placeOn } from './places.js';
import { isPlanOver } from './state.js';
/** What the review or the amendment of that number begins with, where it is open. */
export const openingOf = (state, n, rules, today) => {
    const { review, amendment, child, family, healthCommissioner, caseworker } = state;
    const { institution, regulation20 } = placeOn(state, today);
    if (isPlanOver(state))
        return undefined;
    const common = {
        n,
        child,
        family,
        institution,
        convenedBy: institution !== null && regulation20 ? 'school' : 'authority',
        yearGroup: yearGroupOf(child.dateOfBirth, today) + state.yearsAhead,
        plan: planStanding(state),
        caseworker,
        ...(healthCommissioner ? { healthCommissioner } : {}),
        ...rules,
    };
    if (review?.n === n) {
        const { kind, reason, anchor, phase } = review;
        return { ...common, kind, reason, anchor, phase };
    }
    if (amendment?.n !== n)
        return undefined;
    const { reasons, amendments, periodDays, noticeAlreadySentOn } = amendment;
    return {
        ...common,
        kind: 'amendment',
        reason: reasons,
        anchor: null,
        phase: null,
        amendment: { amendments, periodDays, noticeAlreadySentOn },
    };
};
const planStanding = ({ version, madeOn, sections }) => ({ version, madeOn, sections });
/** What a review or an amendment that is open is to know of a plan that has changed meanwhile. */
export const standingOf = (state, n) => {
    const { child, family, yearsAhead } = state;
    const { institution, regulation20 } = placeOn(state, state.lastEventOn);
    const open = state.review?.n === n ? state.review : state.amendment;
    return {
        plan: planStanding(state),
        family,
        child,
        setting: { institution, regulation20 },
        ...(open ? { yearGroup: yearGroupOf(child.dateOfBirth, open.startedOn) + yearsAhead } : {}),
    };
};
//# sourceMappingURL=opening.js.map
import { blankMatter } from '../matter/state.js';
import { schoolYearOf } from '../school-year.js';
export const REVIEW_STAGES = ['preparing', 'arranged', 'held', 'amending', 'finished'];
export const blankReview = (caseRef) => ({
    ...blankMatter(caseRef),
    n: 0,
    kind: 'annual',
    reason: null,
    child: undefined,
    institution: null,
    convenedBy: 'authority',
    yearGroup: 0,
    plan: undefined,
    anchor: null,
    phase: null,
    stage: 'preparing',
    openedOn: '',
    finishedOn: null,
    meetingOn: null,
    place: null,
    remote: false,
    flagged: null,
    attendance: null,
    advice: [],
    schoolReminders: 0,
    heldOn: null,
    adulthoodDiscussed: null,
    placementAtRisk: false,
    report: null,
    reportReminders: 0,
    reportChasers: 0,
    reportManagerOn: null,
    reading: null,
    ceasing: null,
    decision: null,
    proposal: null,
    answered: false,
    agrees: null,
    rebased: false,
    amended: null,
    abandonedOn: null,
    consultations: [],
    placement: null,
    referrals: [],
    queued: [],
    requestedSchool: null,
    highCost: null,
    legalRisk: null,
});
/** Transition is discussed from year 9 on (reg 20(6), 21(6)). */
export const ADULTHOOD_FROM = 9;
/** The year that the child is in on a day: a review that is opened in summer may meet in autumn. */
export const yearOn = ({ yearGroup, openedOn }, on) => yearGroup + schoolYearOf(on) - schoolYearOf(openedOn);
export const discussesAdulthood = (state, on) => yearOn(state, on) >= ADULTHOOD_FROM;
/** Read before anything is decided: what is said of leaving school, and whether the provision was there. */
export const mustBeRead = (state) => yearOn(state, state.heldOn ?? state.openedOn) >= 11;
/** In, and not sent back. */
export const hasReport = (state) => state.report !== null && state.report.state !== 'returned';
/** Likely cost that goes before the panel: as much as policy says, a year. A policy recorded before that says nothing. */
export const highCostIn = ({ policy }, change) => {
    const atLeast = policy.reviews.highCostPoundsAYear;
    return change && atLeast !== undefined && change.poundsAYear >= atLeast ? change.poundsAYear : null;
};
export const isReviewOver = (state) => state.stage === 'finished';
/** It ended without a decision: it was not needed, or its plan ended. */
export const isStopped = ({ stage, decision, amended, abandonedOn }) => stage === 'finished' &&
    (decision === null || (decision.outcome === 'amend' && amended === null && abandonedOn === null));
/** The clock of the review itself, where a limit asks for it. */
export const reviewClock = (state) => state.anchor?.ruleId ?? null;
//# sourceMappingURL=state.js.map
/**
 * An amendment without a review (r28): it goes as if the amendment were proposed after one, through r22's steps, with no meeting,
 * report or decision before them. It is no review for s44: it waits for none and puts none off.
 */
import { must } from '../matter/deciding.js';
export const isAmendment = ({ kind }) => kind === 'amendment';
/** What it is called where a review would be called one. */
export const calledIn = (state) => isAmendment(state) ? 'amendment' : 'review';
const AFTER_REVIEW = {
    period: 'ar-reps-15d',
    final: 'ar-final-8w',
    notAmended: 'ar-noamend-8w',
    outer: ['ar-final-12w'],
};
/** One limit for both ways in which it can end. */
const WITHOUT_REVIEW = {
    period: 'amend-no-review-15d',
    final: 'amend-no-review-8w',
    notAmended: 'amend-no-review-8w',
    outer: [],
};
/** The limits that an amendment is held to from the day its papers go. */
export const amendmentRules = (state) => isAmendment(state) ? WITHOUT_REVIEW : AFTER_REVIEW;
/** The family's copies of the papers of r22(2). */
export const isProposal = ({ notice, settles }) => notice === 'amendment-proposal' || settles.includes('ar-amend-notice-4w');
/** What has a place in a review alone. */
const OF_REVIEWS = new Set([
    'arrangeMeeting',
    'recordInvitations',
    'flagAttendance',
    'decideAttendance',
    'addReviewAdvice',
    'circulatePapers',
    'holdMeeting',
    'submitReport',
    'returnReport',
    'readReport',
    'decideReview',
]);
export const isOfReviewsAlone = (type) => OF_REVIEWS.has(type);
export const mustFitKind = (state, type) => must(!isAmendment(state) || !isOfReviewsAlone(type), 'not-a-review', `This is amendment ${state.n} of the plan, without a review: it has no meeting, report or decision. It ends with the amended plan (review finalise), or with notice that there is none (review no-amendment)`, 'r28, r22(3)-(4)');
/** Where the plan was amended meanwhile by another, whoever goes on says that what is made is made of that. */
export const mustBuildOnWhatStands = ({ plan, rebased }, builtOn) => {
    must(builtOn === undefined || builtOn === plan.version, 'superseded', `Version ${plan.version} of the plan stands, and this is built on version ${builtOn ?? ''}: make the amendments in the text that stands`, 'r22(3), r28');
    must(!rebased || builtOn !== undefined, 'superseded', `The plan was amended while this was open, and version ${plan.version} stands: make the amendments in its text, and say so (builtOn ${plan.version})`, 'r22(3), r28');
};
//# sourceMappingURL=amendment.js.map
/** Who is written to about a review, and what the letters tell them: no more than each must hold. */
import { addDays } from '../civil-date.js';
import { contactOf, headOf, healthCommissionerOf, socialCareOf } from '../matter/parties.js';
import { discussesAdulthood, reviewClock } from './state.js';
export const institution = (state) => (state.institution ? [headOf(state.institution)] : []);
/** The one that the amended plan names, where it is another. */
export const nextInstitution = (setting) => ({
    ...headOf(setting),
    id: 'next-setting',
    role: 'provider',
});
/** Those of regs 20(2) and 21(2) beside the family: the school, the commissioning body's professional, social care. */
export const invited = (state) => [
    ...institution(state),
    healthCommissionerOf(state.policy, state.healthCommissioner),
    socialCareOf(state.policy),
];
/** Who looks at a school's overdue reports. */
export const schoolsManager = ({ policy }) => {
    const contact = policy.reviews.schoolsManager ?? policy.services.find((s) => s.kinds.includes('education'))?.manager;
    return { id: 'schools-manager', role: 'service-manager', ...contactOf(contact ?? policy.authority.contact) };
};
/** Everyone to whom something may be sent: what the dispatcher holds each recipient against. */
export const partiesOfReview = (state) => [
    ...state.family,
    ...invited(state),
    schoolsManager(state),
    ...state.consultations.map((c) => c.to),
    ...(state.amended?.moves ? [nextInstitution(state.amended.moves.institution)] : []),
];
export const childName = (state) => ({ childName: state.child.name });
/** The cautious reading of when the review must be over; null where no limit asks for one. */
export const reviewDueOn = (state) => {
    const clock = reviewClock(state);
    return clock === null ? null : (state.deadlines[clock]?.early ?? null);
};
/** Weeks that an amendment can take after the meeting, where the review is to be over before a transfer. */
const AMENDING_WEEKS = 12;
/** What a school is given at least, however late the review is already. */
const ASKED_DAYS = 28;
/** The day by which the meeting is asked for, so that what the law gives for the rest of it is left. */
export const meetingBy = (state) => {
    const due = reviewDueOn(state);
    const transfer = state.phase && state.deadlines[state.phase.ruleId]?.early;
    const dates = [
        ...(due === null ? [] : [addDays(due, -7 * state.policy.reviews.meetingWeeksBefore)]),
        ...(transfer ? [addDays(transfer, -7 * AMENDING_WEEKS)] : []),
    ].sort((a, b) => (a < b ? -1 : 1));
    const soonest = addDays(state.openedOn, ASKED_DAYS);
    const wanted = state.kind === 'early' ? soonest : (dates[0] ?? soonest);
    return wanted < soonest ? soonest : wanted;
};
/** When the report is to be in: by law two weeks after the meeting, or by the day it was sent back for. */
export const reportDueOn = (state) => state.report?.state === 'returned' ? state.report.reviseBy : (state.deadlines['ar-report-2w']?.due ?? null);
export const requestFacts = (state) => ({
    reviewDueOn: reviewDueOn(state) ?? meetingBy(state),
    meetingBy: meetingBy(state),
});
export const invitationFacts = (state) => ({
    ...childName(state),
    meetingOn: state.meetingOn,
    place: state.place,
    remote: state.remote,
    adulthood: discussesAdulthood(state, state.meetingOn ?? state.openedOn),
});
export const reportFacts = (state) => ({ meetingOn: state.heldOn, dueOn: reportDueOn(state) });
//# sourceMappingURL=parties.js.map
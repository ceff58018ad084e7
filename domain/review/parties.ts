/** Who is written to about a review, and what the letters tell them: no more than each must hold. */
import { addDays } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Party } from '../letters.js';
import { contactOf, headOf, healthCommissionerOf, socialCareOf } from '../matter/parties.js';
import { discussesAdulthood, reviewClock } from './state.js';
import type { ReviewState } from './state.js';

export const institution = (state: ReviewState): Party[] => (state.institution ? [headOf(state.institution)] : []);

/** Those of regs 20(2) and 21(2) beside the family: the school, the commissioning body's professional, social care. */
export const invited = (state: ReviewState): Party[] => [
  ...institution(state),
  healthCommissionerOf(state.policy),
  socialCareOf(state.policy),
];

/** Who looks at a school's overdue reports. */
export const schoolsManager = ({ policy }: ReviewState): Party => {
  const contact = policy.reviews.schoolsManager ?? policy.services.find((s) => s.kinds.includes('education'))?.manager;
  return { id: 'schools-manager', role: 'service-manager', ...contactOf(contact ?? policy.authority.contact) };
};

/** Everyone to whom something may be sent: what the dispatcher holds each recipient against. */
export const partiesOfReview = (state: ReviewState): Party[] => [
  ...state.family,
  ...invited(state),
  schoolsManager(state),
];

export const childName = (state: ReviewState): { childName: string } => ({ childName: state.child.name });

/** The cautious reading of when the review must be over; null where no limit asks for one. */
export const reviewDueOn = (state: ReviewState): CivilDate | null => {
  const clock = reviewClock(state);
  return clock === null ? null : (state.deadlines[clock]?.early ?? null);
};

/** The day by which the meeting is asked for, so that what the law gives for the rest of it is left. */
export const meetingBy = (state: ReviewState): CivilDate => {
  const due = reviewDueOn(state);
  return due === null ? state.openedOn : addDays(due, -7 * state.policy.reviews.meetingWeeksBefore);
};

/** When the report is to be in: by law two weeks after the meeting, or by the day it was sent back for. */
export const reportDueOn = (state: ReviewState): CivilDate | null =>
  state.report?.state === 'returned' ? state.report.reviseBy : (state.deadlines['ar-report-2w']?.due ?? null);

export const requestFacts = (state: ReviewState) => ({
  reviewDueOn: reviewDueOn(state) ?? meetingBy(state),
  meetingBy: meetingBy(state),
});

export const invitationFacts = (state: ReviewState) => ({
  ...childName(state),
  meetingOn: state.meetingOn,
  place: state.place,
  remote: state.remote,
  adulthood: discussesAdulthood(state),
});

export const reportFacts = (state: ReviewState) => ({ meetingOn: state.heldOn, dueOn: reportDueOn(state) });

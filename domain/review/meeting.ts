/** The meeting of a review: arranged, invited to, prepared for, held (regs 20(1)-(6), 21(1)-(6)). */
import { aboutDocument, must } from '../matter/deciding.js';
import type { ReviewCommandOf } from './command-shapes.js';
import type { ReviewDeciding } from './deciding.js';
import { childName, institution, invitationFacts, invited, meetingBy, requestFacts } from './parties.js';
import { discussesAdulthood, yearOn } from './state.js';

/** Both are counted back from the meeting. */
const BEFORE_MEETING = ['ar-invite-2w', 'ar-papers-2w'];

const notYetHeld = (d: ReviewDeciding): void =>
  must(d.state.heldOn === null, 'meeting-held', `The meeting of this review was held on ${d.state.heldOn ?? ''}`);

/** The head is asked to hold the meeting (r20(1)). */
export const askForMeeting = (d: ReviewDeciding): void =>
  d.letters('review-request', institution(d.state), {
    facts: {
      ...childName(d.state),
      ...requestFacts(d.state),
      yearGroup: yearInWords(d.state.yearGroup),
      adulthood: discussesAdulthood(d.state, meetingBy(d.state)),
    },
  });

const yearInWords = (year: number): string => (year < 0 ? 'early years' : year === 0 ? 'reception' : `year ${year}`);

export const arrangeMeeting = (d: ReviewDeciding, c: ReviewCommandOf<'arrangeMeeting'>): void => {
  notYetHeld(d);
  must(
    c.meetingOn >= d.on,
    'meeting-past',
    `A meeting is arranged for a day to come: ${c.meetingOn} is before ${d.on}. One that was held is recorded as held`,
  );
  const moved = d.state.meetingOn !== null && d.state.meetingOn !== c.meetingOn;
  d.emit('meeting.arranged', {
    meetingOn: c.meetingOn,
    place: c.place ?? null,
    remote: c.remote ?? false,
    arrangedBy: c.by.role === 'provider' || c.by.role === 'integrator' ? 'school' : 'authority',
  });
  for (const rule of BEFORE_MEETING) {
    // To another day everyone is invited again; advice that was sent is sent.
    if (!d.state.deadlines[rule] || (moved && rule === 'ar-invite-2w')) d.startClock(rule, c.meetingOn);
    else if (moved) d.recalculate(rule, c.meetingOn, 'The meeting was moved');
  }
  if (d.state.convenedBy === 'school') return;
  // The authority arranges it, so it invites (reg 21(2)); a meeting that is moved is told of again.
  d.notice(
    'review-invitation',
    undefined,
    { facts: invitationFacts(d.state), settles: ['ar-invite-2w'] },
    invited(d.state),
  );
};

export const recordInvitations = (d: ReviewDeciding, c: ReviewCommandOf<'recordInvitations'>): void => {
  must(d.state.meetingOn !== null, 'not-arranged', 'No meeting is arranged yet: say when it is to be first', 'r20(2)');
  const sentOn = c.sentOn ?? d.on;
  d.mustHaveGone(sentOn);
  d.settle('ar-invite-2w', sentOn);
};

export const circulatePapers = (d: ReviewDeciding, c: ReviewCommandOf<'circulatePapers'>): void => {
  must(d.state.meetingOn !== null, 'not-arranged', 'No meeting is arranged yet: say when it is to be first', 'r20(4)');
  const sentOn = c.sentOn ?? d.on;
  d.mustHaveGone(sentOn);
  d.settle('ar-papers-2w', sentOn);
};

export const flagAttendance = (d: ReviewDeciding, c: ReviewCommandOf<'flagAttendance'>): void => {
  notYetHeld(d);
  d.emit('attendance.flagged', { reason: c.reason });
};

export const decideAttendance = (d: ReviewDeciding, c: ReviewCommandOf<'decideAttendance'>): void => {
  notYetHeld(d);
  d.emit('attendance.decided', { mode: c.mode, reason: c.reason });
};

/** Papers come in pieces, in any order, late and twice: what is there already is passed over. */
export const addReviewAdvice = (d: ReviewDeciding, c: ReviewCommandOf<'addReviewAdvice'>): void => {
  if (d.state.advice.some((a) => a.id === c.adviceId)) return;
  const { adviceId, from, title, findings } = c;
  const said = findings === undefined ? {} : { findings };
  d.emit('reviewAdvice.added', { adviceId, from, title, ...said, ...aboutDocument(c) });
};

export const holdMeeting = (d: ReviewDeciding, c: ReviewCommandOf<'holdMeeting'>): void => {
  notYetHeld(d);
  must(
    !discussesAdulthood(d.state, d.on) || c.adulthoodDiscussed !== undefined,
    'adulthood-missing',
    `From year 9 on the meeting considers preparing for adulthood: say whether it did (adulthoodDiscussed); this is year ${yearOn(d.state, d.on)}`,
    'r20(6), r21(6)',
  );
  d.emit('meeting.held', {
    attended: c.attended,
    adulthoodDiscussed: c.adulthoodDiscussed ?? null,
    placementAtRisk: c.placementAtRisk ?? false,
    note: c.note ?? null,
  });
  d.startClock('ar-report-2w', d.on);
  d.startClock('ar-decision-4w', d.on);
  // The report may have come before anybody said that the meeting was held.
  const { report } = d.state;
  if (report) d.settle('ar-report-2w', report.firstOn > d.on ? report.firstOn : d.on);
};

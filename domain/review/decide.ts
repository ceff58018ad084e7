/**
 * Decides what a command to a review comes to: the facts that happen, or a refusal that names what was wrong. Pure: today is
 * an argument.
 */
import { isCivilDate } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Refusal } from '../events.js';
import { assignCaseworker, recordContact, resolveRefused, resolveUnexpected, sendAgain } from '../matter/anytime.js';
import { letterDispatched, letterRefused } from '../matter/correspondence.js';
import type { Dispatched } from '../matter/correspondence.js';
import type { Letter } from '../letters.js';
import { attempt, must } from '../matter/deciding.js';
import { recordListing, recordRecommendation } from '../matter/referrals.js';
import type { LetterState } from '../matter/state.js';
import { runReviewAgenda } from './agenda.js';
import type { ReviewCommandOf, ReviewCommandType } from './command-shapes.js';
import {
  abandonAmendment,
  decideReview,
  finaliseAmendment,
  proposalMayHaveGone,
  recordReviewRepresentations,
  respondByIfSentToday,
} from './decision.js';
import { answerObjection, consultProviders, namePlacement, recordReply, releaseConsultation } from './consultation.js';
import { ReviewDeciding } from './deciding.js';
import type { NewReviewEvent, Opening } from './event-shapes.js';
import {
  addReviewAdvice,
  arrangeMeeting,
  circulatePapers,
  decideAttendance,
  flagAttendance,
  holdMeeting,
  recordInvitations,
} from './meeting.js';
import { childName, institution, meetingBy, partiesOfReview, requestFacts } from './parties.js';
import { readReport, returnReport, submitReport } from './report.js';
import { discussesAdulthood } from './state.js';
import type { ReviewState } from './state.js';

export type ReviewCommand = { [T in ReviewCommandType]: { type: T } & ReviewCommandOf<T> }[ReviewCommandType];

type Steps = { [T in ReviewCommandType]: (d: ReviewDeciding, command: ReviewCommandOf<T>) => void };

/** A notice to the family that meets a clock, of which no other copy went or is to go. */
const isLastNotice = ({ letters }: ReviewState, letter: LetterState | undefined): boolean =>
  letter !== undefined &&
  letter.settles.length > 0 &&
  !letters.some(
    (l) => l.id !== letter.id && l.notice === letter.notice && l.settles.length > 0 && l.state !== 'resolved',
  );

/** The family's days run from when it is served, not from when the first try was to be. */
const withNewPeriod = (d: ReviewDeciding, again: { letter: Letter; settles: string[] }) =>
  again.letter.notice === 'review-amend'
    ? { ...again, letter: { ...again.letter, facts: { ...again.letter.facts, respondBy: respondByIfSentToday(d) } } }
    : again;

const resolveLetter = (d: ReviewDeciding, c: ReviewCommandOf<'resolveLetter'>): void => {
  const known = d.state.letters.find((l) => l.id === c.letterId);
  // A decision that reaches nobody is not notified, and what is proposed to nobody is not answered.
  must(
    c.outcome !== 'not-needed' || !isLastNotice(d.state, known),
    'notice-owed',
    `${c.letterId} is the only copy of this notice for the family: send it again, or say that it went by other means`,
    'r20(10), r21(9), r22',
  );
  const again = resolveRefused(d, c);
  if (again) sendAgain(d, partiesOfReview(d.state), withNewPeriod(d, again));
  proposalMayHaveGone(d);
};

/** Only our own process says that a plan has ended; a person may end what the law does not ask for. */
const stopReview = (d: ReviewDeciding, c: ReviewCommandOf<'stopReview'>): void => {
  const byPlan = c.by.role === 'system';
  must(
    byPlan || (d.state.kind === 'under-5' && c.reason === 'not-needed'),
    'review-asked-for',
    'This review is asked for by law: it ends with a decision. A lighter look at a child under five may be stopped as not-needed',
    's44(1)',
  );
  d.emit('review.stopped', { reason: c.reason });
  d.end('The review is stopped', []);
};

const STEPS: Steps = {
  stopReview,
  arrangeMeeting,
  recordInvitations,
  flagAttendance,
  decideAttendance,
  addReviewAdvice,
  circulatePapers,
  holdMeeting,
  submitReport,
  returnReport,
  readReport,
  decideReview,
  consultProviders,
  releaseConsultation,
  recordReply,
  answerObjection,
  namePlacement,
  recordListing,
  recordRecommendation: (d, c) => recordRecommendation(d, c, 0),
  recordReviewRepresentations,
  finaliseAmendment,
  abandonAmendment,
  assignCaseworker: (d, c) => assignCaseworker(d, c, d.state.phase !== null),
  recordContact,
  resolveUnexpected,
  resolveLetter,
};

const AFTER_THE_END: ReadonlySet<ReviewCommandType> = new Set(['recordContact', 'resolveLetter', 'assignCaseworker']);

const checkWhen = (state: ReviewState, { type }: ReviewCommand, on: CivilDate, today: CivilDate): void => {
  must(isCivilDate(on), 'bad-date', 'occurredOn must be a date YYYY-MM-DD, and it is not one');
  must(on <= today, 'in-the-future', `occurredOn ${on} is after today, ${today}: only what has happened is recorded`);
  must(
    on >= state.plan.madeOn,
    'before-the-plan',
    `occurredOn ${on} is before the plan was made on ${state.plan.madeOn}`,
  );
  must(
    state.stage !== 'finished' || AFTER_THE_END.has(type),
    'review-finished',
    `This review is over (${state.decision?.outcome ?? ''}); the plan's next one is another`,
  );
};

/** What the command comes to today (London). `occurredOn` may be past; the clocks go by it. */
export const decideOnReview = (
  state: ReviewState,
  command: ReviewCommand,
  today: CivilDate,
): NewReviewEvent[] | Refusal => {
  const on = command.occurredOn ?? today;
  return attempt(() => {
    checkWhen(state, command, on, today);
    const deciding = new ReviewDeciding(state, today, on);
    (STEPS[command.type] as (d: ReviewDeciding, c: ReviewCommand) => void)(deciding, command);
    return deciding.events;
  });
};

/** The review begins: its clock starts where a limit asks for it, and the school is asked to hold the meeting (s44; r20(1)). */
export const openReview = (state: ReviewState, opening: Opening, today: CivilDate): NewReviewEvent[] => {
  const deciding = new ReviewDeciding(state, today, today);
  deciding.emit('review.opened', opening);
  for (const clock of [opening.anchor, opening.phase]) if (clock) deciding.startClock(clock.ruleId, clock.on);
  if (opening.convenedBy === 'school') {
    deciding.letters('review-request', institution(deciding.state), {
      facts: {
        ...childName(deciding.state),
        ...requestFacts(deciding.state),
        yearGroup: yearInWords(opening.yearGroup),
        adulthood: discussesAdulthood(deciding.state, meetingBy(deciding.state)),
      },
    });
  }
  return deciding.events;
};

const yearInWords = (year: number): string => (year < 0 ? 'early years' : year === 0 ? 'reception' : `year ${year}`);

/** What time alone has brought about by today. */
export const decideOnTimeOfReview = (state: ReviewState, today: CivilDate): NewReviewEvent[] => {
  const deciding = new ReviewDeciding(state, today, today);
  runReviewAgenda(deciding);
  return deciding.events;
};

export const decideReviewLetterSent = (state: ReviewState, sent: Dispatched, on: CivilDate): NewReviewEvent[] => {
  const deciding = new ReviewDeciding(state, on, on);
  letterDispatched(deciding, sent);
  proposalMayHaveGone(deciding);
  return deciding.events;
};

export const decideReviewLetterNotSent = (
  state: ReviewState,
  letterId: string,
  reason: string,
  on: CivilDate,
): NewReviewEvent[] => {
  const deciding = new ReviewDeciding(state, on, on);
  letterRefused(deciding, letterId, reason);
  return deciding.events;
};

/** A fact from a system that cannot wait and does not fit: kept, and put before a person. */
export const decideUnexpectedOfReview = (
  state: ReviewState,
  fact: { factId: string; what: string; why: string },
  today: CivilDate,
): NewReviewEvent[] => {
  const deciding = new ReviewDeciding(state, today, today);
  deciding.emit('fact.unexpected', fact);
  return deciding.events;
};

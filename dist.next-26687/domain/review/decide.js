/**
 * Decides what a command to a review comes to: the facts that happen, or a refusal that names what was wrong. Pure: today is
 * an argument.
 */
import { isCivilDate } from '../civil-date.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { moveReviewDates } from '../law/moves.js';
import { assignCaseworker, recordContact, resolveRefused, resolveUnexpected, sendAgain } from '../matter/anytime.js';
import { letterDispatched, letterRefused } from '../matter/correspondence.js';
import { mustNotLeaveUnasked, recordCeasingViews, withNewReplyBy } from '../matter/ceasing.js';
import { attempt, must } from '../matter/deciding.js';
import { recordListing, recordRecommendation } from '../matter/referrals.js';
import { isOwed } from '../matter/state.js';
import { runReviewAgenda } from './agenda.js';
import { calledIn, isAmendment, mustFitKind } from './amendment.js';
import { consultOnCeasing } from './consulting.js';
import { abandonAmendment, decideReview, finaliseAmendment, proposalMayHaveGone, recordReviewRepresentations, } from './decision.js';
import { answerObjection, consultProviders, namePlacement, recordReply, releaseConsultation } from './consultation.js';
import { ReviewDeciding } from './deciding.js';
import { beginAmendment, followPlan } from './following.js';
import { addReviewAdvice, arrangeMeeting, askForMeeting, circulatePapers, decideAttendance, flagAttendance, holdMeeting, recordInvitations, } from './meeting.js';
import { isLastNotice, withNewPeriod } from './owed.js';
import { partiesOfReview } from './parties.js';
import { readReport, returnReport, submitReport } from './report.js';
const resolveLetter = (d, c) => {
    const known = d.state.letters.find((l) => l.id === c.letterId);
    // A decision that reaches nobody is not notified, and what is proposed to nobody is not answered.
    must(c.outcome !== 'not-needed' || !isLastNotice(d.state, known), 'notice-owed', `${c.letterId} is the only copy of this notice for the family: send it again, or say that it went by other means`, 'r20(10), r21(9), r22');
    if (d.state.decision === null)
        mustNotLeaveUnasked(d.state, c);
    const again = resolveRefused(d, c);
    if (again)
        sendAgain(d, partiesOfReview(d.state), withNewReplyBy(d, withNewPeriod(d, again)));
    proposalMayHaveGone(d);
};
/** Only our own process says that a plan has ended; a person may end what the law does not ask for. */
const stopReview = (d, c) => {
    const byPlan = c.by.role === 'system';
    must(byPlan || !isAmendment(d.state), 'amendment-proposed', 'What was proposed to the family ends with the amended plan (review finalise), or with notice that there is none (review no-amendment)', 'r28, r22(3)-(4)');
    must(byPlan || (d.state.kind === 'under-5' && c.reason === 'not-needed'), 'review-asked-for', 'This review is asked for by law: it ends with a decision. A lighter look at a child under five may be stopped as not-needed', 's44(1)');
    // What is with the family already ends as the law has it end, whatever begins instead (r22(3)-(4)).
    if (c.reason === 'gives-way' && d.state.proposal !== null && d.state.stage === 'amending') {
        abandonAmendment(d, {
            ...c,
            reasons: 'A review of the whole plan begins now, and looks at this with everything else.',
        });
        return;
    }
    d.emit('review.stopped', { reason: c.reason });
    d.end(`The ${calledIn(d.state)} is stopped`, []);
};
const STEPS = {
    stopReview,
    followPlan,
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
    consultOnCeasing,
    recordCeasingViews,
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
const AFTER_THE_END = new Set([
    'recordContact',
    'resolveLetter',
    'assignCaseworker',
    'followPlan',
]);
/** What a review that is over still owes stops with the child's death. */
const stopsLetters = ({ letters }, command) => command.type === 'stopReview' && command.reason === 'died' && letters.some(isOwed);
const checkWhen = (state, command, on, today) => {
    const { type } = command;
    must(isCivilDate(on), 'bad-date', 'occurredOn must be a date YYYY-MM-DD, and it is not one');
    must(on <= today, 'in-the-future', `occurredOn ${on} is after today, ${today}: only what has happened is recorded`);
    must(on >= state.plan.madeOn, 'before-the-plan', `occurredOn ${on} is before the plan was made on ${state.plan.madeOn}`);
    must(state.stage !== 'finished' || AFTER_THE_END.has(type) || stopsLetters(state, command), 'review-finished', `This ${calledIn(state)} is over (${state.decision?.outcome ?? ''}); the plan's next one is another`);
    mustFitKind(state, type);
};
/** What the command comes to today (London). `occurredOn` may be past; the clocks go by it. */
export const decideOnReview = (state, command, today) => {
    const on = command.occurredOn ?? today;
    return attempt(() => {
        checkWhen(state, command, on, today);
        const deciding = new ReviewDeciding(state, today, on);
        STEPS[command.type](deciding, command);
        return deciding.events;
    });
};
/** The review begins: its clock starts where a limit asks for it, and the school is asked to hold the meeting (s44; r20(1)). */
export const openReview = (state, opening, today) => {
    const deciding = new ReviewDeciding(state, today, today);
    deciding.emit('review.opened', opening);
    if (opening.anchor?.reviewedOrMade)
        afterMove(deciding, opening.anchor.on, opening.anchor.reviewedOrMade);
    else if (opening.anchor)
        deciding.startClock(opening.anchor.ruleId, opening.anchor.on);
    if (opening.phase)
        deciding.startClock(opening.phase.ruleId, opening.phase.on);
    if (isAmendment(opening))
        beginAmendment(deciding, opening);
    else if (opening.convenedBy === 'school')
        askForMeeting(deciding);
    return deciding.events;
};
/** The later of two dates, of a plan that came from another authority (r15(5)). */
const afterMove = (d, transferred, reviewedOrMade) => {
    const dates = moveReviewDates({ transferred, reviewedOrMade }, ENGLAND_AND_WALES, d.state.lawVersion);
    const clock = { key: 'move-review', ruleId: 'move-review', triggeredOn: transferred, ...dates };
    d.emit('clock.started', { ...clock, breachable: true });
};
/** What time alone has brought about by today. */
export const decideOnTimeOfReview = (state, today) => {
    const deciding = new ReviewDeciding(state, today, today);
    runReviewAgenda(deciding);
    return deciding.events;
};
export const decideReviewLetterSent = (state, sent, on) => {
    const deciding = new ReviewDeciding(state, on, on);
    letterDispatched(deciding, sent);
    proposalMayHaveGone(deciding);
    return deciding.events;
};
export const decideReviewLetterNotSent = (state, letterId, reason, on) => {
    const deciding = new ReviewDeciding(state, on, on);
    letterRefused(deciding, letterId, reason);
    return deciding.events;
};
/** A fact from a system that cannot wait and does not fit: kept, and put before a person. */
export const decideUnexpectedOfReview = (state, fact, today) => {
    const deciding = new ReviewDeciding(state, today, today);
    deciding.emit('fact.unexpected', fact);
    return deciding.events;
};
//# sourceMappingURL=decide.js.map
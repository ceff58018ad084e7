/** What time alone brings about in a review: a date that passes, a school that is reminded, chased, escalated. */
import { addDays, daysBetween } from '../civil-date.js';
import { clockItem, lastDue, nextOn, runItems } from '../matter/agenda.js';
import { consultationItems } from '../matter/consultations.js';
import { isOwed } from '../matter/state.js';
import { isAmendment } from './amendment.js';
import { institution, meetingBy, reportDueOn, reportFacts, requestFacts, schoolsManager } from './parties.js';
import { hasReport, isReviewOver } from './state.js';
/** A school that arranges no meeting is reminded before the day by which it was asked for. */
const meetingItems = (state, today) => {
    if (state.convenedBy !== 'school' || state.meetingOn !== null || state.heldOn !== null)
        return [];
    const by = meetingBy(state);
    const dates = state.policy.reviews.remindSchoolDaysBefore.map((n) => addDays(by, -n));
    return lastDue(dates.filter((on) => on > state.openedOn), state.schoolReminders, today).map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('school.reminded', { about: 'meeting', step });
            d.letters('review-request-reminder', institution(d.state), { facts: requestFacts(d.state) });
        },
    }));
};
/** The report is chased from the school as advice is from its services (r20(7)). */
const reportItems = (state, today) => {
    const due = reportDueOn(state);
    if (state.convenedBy !== 'school' || state.heldOn === null || hasReport(state) || due === null)
        return [];
    const { remindDaysBefore, chaseDaysAfter, managerDaysAfter } = state.policy.reviews.report;
    const late = (d) => ({ ...reportFacts(d.state), daysLate: daysBetween(due, d.today) });
    const reminders = lastDue(remindDaysBefore.map((n) => addDays(due, -n)), state.reportReminders, today)
        .filter(() => today <= due)
        .map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('school.reminded', { about: 'report', step });
            d.letters('review-report-reminder', institution(d.state), { facts: reportFacts(d.state) });
        },
    }));
    const chasers = lastDue(chaseDaysAfter.map((n) => addDays(due, n)), state.reportChasers, today).map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('report.chased', { step });
            d.letters('review-report-chaser', institution(d.state), { facts: { ...late(d), step } });
        },
    }));
    const escalation = {
        on: addDays(due, managerDaysAfter),
        happen: (d) => {
            d.emit('report.escalated', {});
            d.letter('review-report-escalation', schoolsManager(d.state), { facts: late(d) });
        },
    };
    return [...reminders, ...chasers, ...(state.reportManagerOn === null ? [escalation] : [])];
};
export const reviewAgenda = (state, today) => {
    const owed = new Set(state.letters.filter(isOwed).flatMap((l) => l.settles));
    // A decision is not notified before its letter goes: until then its clock runs on, though the review is over.
    const clocks = Object.values(state.deadlines).filter(({ key }) => !isReviewOver(state) || owed.has(key));
    return [
        ...clocks.flatMap((deadline) => clockItem(deadline)),
        ...(isReviewOver(state) || isAmendment(state) ? [] : [...meetingItems(state, today), ...reportItems(state, today)]),
        ...(isReviewOver(state)
            ? []
            : state.consultations.flatMap((c) => consultationItems(state, c, today))),
    ];
};
export const runReviewAgenda = (d) => runItems(d, reviewAgenda);
/** The next date on which anything happens by itself, or null when only people can move the review. */
export const nextReviewWakeOn = (state, today) => nextOn(reviewAgenda(state, today), today);
//# sourceMappingURL=agenda.js.map
/**
 * How the law's periods are counted. Each method gives three dates: `early`, the cautious reading, which planning shows;
 * `due`, the later reading, after which alone a duty is in breach; and `planBy`, the last working day on or before
 * `early`. A deadline of an authority that falls on a weekend or bank holiday stays there: nothing rolls forward, except
 * in tribunal time.
 */
import { addDays, addMonths, dayOfWeek, isCivilDate, londonTime } from '../civil-date.js';
import { holidayOn } from './calendars/calendar.js';
import { rule } from './rules.js';
export const isWorkingDay = (d, calendar) => {
    const day = dayOfWeek(d);
    if (d < calendar.from || d > calendar.to) {
        throw new RangeError(`${d} is beyond the bank holidays known for ${calendar.name} (${calendar.from} to ${calendar.to}).`);
    }
    return !calendar.weekend.includes(day) && holidayOn(d, calendar) === null;
};
const step = (d, by, counts) => {
    let next = addDays(d, by);
    while (!counts(next))
        next = addDays(next, by);
    return next;
};
const steps = (d, n, counts) => {
    if (!Number.isSafeInteger(n))
        throw new RangeError(`Not a whole number of working days: ${n}.`);
    let at = d;
    for (let i = 0; i < Math.abs(n); i++)
        at = step(at, n < 0 ? -1 : 1, counts);
    return at;
};
/** The n-th working day after `d`, or before it where n is negative; `d` itself where n is 0. */
export const addWorkingDays = (d, n, calendar) => steps(d, n, (day) => isWorkingDay(day, calendar));
/** The first working day after `d`. */
export const nextWorkingDay = (d, calendar) => addWorkingDays(d, 1, calendar);
export const lastWorkingDayOnOrBefore = (d, calendar) => isWorkingDay(d, calendar) ? d : addWorkingDays(d, -1, calendar);
export const firstWorkingDayOnOrAfter = (d, calendar) => isWorkingDay(d, calendar) ? d : nextWorkingDay(d, calendar);
/**
 * When a document counts as received (IPSEA's account of the practice, not statute): e-mail the same day, or the next
 * working day if after 5pm or on a day not worked; first-class post the next working day; by hand the day itself. `sent`
 * is an instant in milliseconds, or a date where the hour is not known, which is taken as before 5pm.
 */
export const receivedByPractice = (method, sent, calendar) => {
    const at = typeof sent === 'number' ? londonTime(sent) : { date: sent, hour: 0, minute: 0 };
    const actual = at.date;
    if (method === 'hand')
        return { actual, deemed: addDays(actual, 0) };
    if (method === 'post')
        return { actual, deemed: nextWorkingDay(actual, calendar) };
    const afterFive = at.hour * 60 + at.minute > 17 * 60;
    const deemed = afterFive ? nextWorkingDay(actual, calendar) : firstWorkingDayOnOrAfter(actual, calendar);
    return { actual, deemed };
};
const asDays = ({ n, unit }) => {
    if (unit === 'weeks')
        return n * 7;
    if (unit === 'days')
        return n;
    throw new RangeError(`A limit in ${unit} is not counted in calendar days.`);
};
/** Months starting with the day: the day before the same day number, or the last of a month that has no such day. */
const monthsStartingWith = (d, months) => {
    const sameDay = addMonths(d, months);
    return sameDay.slice(8) === d.slice(8) ? addDays(sameDay, -1) : sameDay;
};
const beforeEvent = (event, { n, unit }, calendar) => {
    if (unit === 'working-days') {
        const due = addWorkingDays(event, -n, calendar);
        return { due, early: addWorkingDays(due, -1, calendar) };
    }
    const due = unit === 'months' ? addMonths(event, -n) : addDays(event, -asDays({ n, unit }));
    return { due, early: addDays(due, -1) };
};
const outsideTribunalTime = (d) => {
    const monthAndDay = d.slice(5);
    return monthAndDay.startsWith('08') || monthAndDay >= '12-25' || monthAndDay === '01-01';
};
/** TR r12: the n-th working day after the trigger, days in August and from 25 December to 1 January not counted. */
export const addTribunalDays = (d, n, calendar) => steps(d, n, (day) => isWorkingDay(day, calendar) && !outsideTribunalTime(day));
/** A last day in August, or from 25 December to 1 January, moves to the first working day after; others to the next one. */
const intoTribunalTime = (raw, calendar) => outsideTribunalTime(raw)
    ? step(raw, 1, (day) => isWorkingDay(day, calendar) && !outsideTribunalTime(day))
    : firstWorkingDayOnOrAfter(raw, calendar);
/**
 * The last day the tribunal may receive an appeal notice, by 5pm: the later of two months from the day the authority
 * sent its notice and one month from the mediation certificate (TR r20(1)(c)), moved by TR r12.
 */
export const appealNoticeBy = (noticeSent, certificate, calendar) => {
    const fromNotice = addMonths(noticeSent, 2);
    const fromCertificate = certificate === null ? fromNotice : addMonths(certificate, 1);
    return intoTribunalTime(fromCertificate > fromNotice ? fromCertificate : fromNotice, calendar);
};
const reading = (method, limit, from, calendar) => {
    switch (method) {
        case 'W':
        case 'D':
            return addDays(from, asDays(limit));
        case 'B':
            return addDays(from, asDays(limit) - 1);
        case 'Mo':
            return addMonths(from, limit.n);
        case 'Y':
            return monthsStartingWith(from, limit.n);
        case 'N':
            return addWorkingDays(from, limit.n, calendar);
        case 'Nb':
            return addWorkingDays(addDays(from, -1), limit.n, calendar);
        case 'R':
            return limit.unit === 'months'
                ? intoTribunalTime(addMonths(from, limit.n), calendar)
                : addTribunalDays(from, limit.n, calendar);
    }
};
const UNITS = {
    W: ['weeks'],
    D: ['days'],
    B: ['days', 'weeks'],
    Mo: ['months'],
    Y: ['months'],
    A: ['days', 'weeks', 'months', 'working-days'],
    N: ['working-days'],
    Nb: ['working-days'],
    R: ['working-days', 'months'],
};
const receiptOf = (trigger) => {
    const receipt = typeof trigger === 'string' ? { actual: trigger, deemed: trigger } : trigger;
    for (const d of [receipt.actual, receipt.deemed]) {
        if (!isCivilDate(d))
            throw new RangeError(`Not a date: ${JSON.stringify(d)}. Expected YYYY-MM-DD.`);
    }
    if (receipt.deemed < receipt.actual) {
        throw new RangeError(`Received by practice on ${receipt.deemed}, before it was sent on ${receipt.actual}.`);
    }
    return receipt;
};
const twoReadings = (method, limit, { actual, deemed }, calendar) => {
    if (method === 'A')
        return beforeEvent(deemed, limit, calendar);
    const due = reading(method, limit, deemed, calendar);
    const early = reading(method, limit, actual, calendar);
    // Some guidance counts the trigger as day 1; the High Court, as reported, does not.
    return {
        due,
        early: method === 'W' || method === 'D' ? addDays(early, -1) : early,
    };
};
/** Counts a period of a given length by a method. The trigger of A is the event itself. Needs a calendar that reaches `early`. */
export const count = (method, limit, trigger, calendar) => {
    if (!UNITS[method].includes(limit.unit) || !Number.isSafeInteger(limit.n) || limit.n < 1) {
        throw new RangeError(`Method ${method} does not count ${limit.n} ${limit.unit}.`);
    }
    const { due, early } = twoReadings(method, limit, receiptOf(trigger), calendar);
    return { due, early, planBy: lastWorkingDayOnOrBefore(early, calendar) };
};
/** "Before" a fixed date: the day before, and the date itself on the reading of those who say "by" it. */
export const countBeforeFixedDate = (date, calendar) => {
    const early = addDays(date, -1);
    return {
        due: date,
        early,
        planBy: lastWorkingDayOnOrBefore(early, calendar),
    };
};
/** On another reading the period ends a day later. */
const orDayLater = (counted) => ({ ...counted, due: addDays(counted.due, 1) });
/** s44(1) alone: twelve months starting with the day, or on another reading the day after that. */
export const countAnnualReview = (anchor, calendar) => orDayLater(count('Y', { n: 12, unit: 'months' }, anchor, calendar));
/**
 * The family's time to answer a draft (r13(1)(a)): at least 15 days beginning with the day of service, or the longer
 * period the notice states. The final plan must wait for the day after. Nothing in r13(1) lets the period be waived.
 */
export const representationPeriod = (served, days = 15) => {
    if (!Number.isSafeInteger(days) || days < 15) {
        throw new RangeError(`A period of ${days} days is shorter than the 15 days of SI 2014/1530 r13(1)(a).`);
    }
    return {
        lastDay: addDays(served, days - 1),
        earliestFinal: addDays(served, days),
    };
};
const NO_DATES = { due: null, early: null, planBy: null };
/** The date the law names, in the calendar year of the transfer it must come before. */
const fixedDateBefore = (transfer, { id, fixedDate }) => {
    const date = `${transfer.slice(0, 4)}-${fixedDate}`;
    if (transfer > date)
        return date;
    throw new RangeError(`A transfer on ${transfer} does not come after ${date}, the date ${id} sets for its year.`);
};
const datesOf = (found, trigger, calendar) => {
    const receipt = receiptOf(trigger);
    if (found.fixedDate)
        return countBeforeFixedDate(fixedDateBefore(receipt.deemed, found), calendar);
    if (found.limit === null || found.count === null || found.count === 'F')
        return NO_DATES;
    // Where the law protects a period, the later reading is the cautious one: the period may not be cut short.
    const from = found.atLeast ? receipt.deemed : receipt;
    const counted = count(found.count, found.limit, from, calendar);
    return found.orDayLater ? orDayLater(counted) : counted;
};
/**
 * The dates of a rule whose clock started on the trigger, by the version of the rule in force on that day; all null
 * where the law sets no limit. Of a duty before an event the trigger is the event: the meeting, or the day of the transfer.
 * `lawVersion` is the edition of the table the case is pinned to.
 */
export const clockDates = (ruleId, trigger, calendar, lawVersion) => datesOf(rule(ruleId, receiptOf(trigger).deemed, lawVersion), trigger, calendar);
/** Whether a duty done on a day was in time, and whether that day is one only the later reading allows. */
export const timeliness = (doneOn, { due, early }) => {
    const inTime = due === null || doneOn <= due;
    return { inTime, contested: inTime && early !== null && doneOn > early };
};
//# sourceMappingURL=counting.js.map
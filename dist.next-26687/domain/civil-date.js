const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
];
const MS_A_DAY = 86_400_000;
const MS_AN_HOUR = 3_600_000;
const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysInMonth = (year, month) => {
    if (month === 2)
        return isLeap(year) ? 29 : 28;
    return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};
/** The number that these digits write; not a number where one of them is none. Read by hand: cases count days all day. */
const digits = (text, from, to) => {
    let n = 0;
    for (let i = from; i < to; i += 1) {
        const digit = text.charCodeAt(i) - 48;
        if (digit < 0 || digit > 9)
            return Number.NaN;
        n = n * 10 + digit;
    }
    return n;
};
const parts = (d) => {
    if (typeof d !== 'string' || d.length !== 10 || d[4] !== '-' || d[7] !== '-')
        return null;
    const [year, month, day] = [digits(d, 0, 4), digits(d, 5, 7), digits(d, 8, 10)];
    if (!(year >= 1 && month >= 1 && day >= 1) || month > 12 || day > daysInMonth(year, month))
        return null;
    return { year, month, day };
};
const mustParse = (d) => {
    const found = parts(d);
    if (!found)
        throw new RangeError(`Not a date: ${JSON.stringify(d)}. Expected YYYY-MM-DD, a day that exists.`);
    return found;
};
const mustBeWhole = (n) => {
    if (!Number.isSafeInteger(n))
        throw new RangeError(`Not a whole number: ${n}.`);
    return n;
};
const write = (year, month, day) => {
    if (year < 1 || year > 9999)
        throw new RangeError(`Year ${year} is outside 0001 to 9999.`);
    return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};
// Day numbers count from 1 January 1970. A year is taken from 1 March, so that the leap day is its last, and 400 years
// are 146,097 days whichever 400 they are.
const DAYS_IN_400_YEARS = 146_097;
const DAYS_TO_1970 = 719_468;
const toDayNumber = ({ year, month, day }) => {
    const y = month <= 2 ? year - 1 : year;
    const cycle = Math.floor(y / 400);
    const yearOfCycle = y - cycle * 400;
    const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
    const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
    return cycle * DAYS_IN_400_YEARS + dayOfCycle - DAYS_TO_1970;
};
const fromDayNumber = (n) => {
    const z = n + DAYS_TO_1970;
    const cycle = Math.floor(z / DAYS_IN_400_YEARS);
    const dayOfCycle = z - cycle * DAYS_IN_400_YEARS;
    const yearOfCycle = Math.floor((dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
        365);
    const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
    const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
    const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
    return write(cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day);
};
const dayNumber = (d) => toDayNumber(mustParse(d));
export const isCivilDate = (v) => typeof v === 'string' && parts(v) !== null;
export const addDays = (d, n) => fromDayNumber(dayNumber(d) + mustBeWhole(n));
/** Days from the first to the second; negative when the second is earlier. */
export const daysBetween = (from, to) => dayNumber(to) - dayNumber(from);
/** The same day number `n` months on, or the last day of that month where it has no such day. */
export const addMonths = (d, n) => {
    const { year, month, day } = mustParse(d);
    const months = year * 12 + (month - 1) + mustBeWhole(n);
    const toYear = Math.floor(months / 12);
    const toMonth = months - toYear * 12 + 1;
    return write(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
};
/** 0 is Sunday, 6 is Saturday. */
export const dayOfWeek = (d) => (((dayNumber(d) + 4) % 7) + 7) % 7;
export const weekdayName = (d) => WEEKDAYS[dayOfWeek(d)];
/** As a letter writes it: `Wednesday 2 April 2025`. */
export const formatLong = (d) => {
    const { year, month, day } = mustParse(d);
    return `${weekdayName(d)} ${day} ${MONTHS[month - 1]} ${year}`;
};
export const firstOfMonth = (d) => {
    const { year, month } = mustParse(d);
    return write(year, month, 1);
};
const sorted = (dates) => {
    for (const d of dates)
        mustParse(d);
    return [...dates].sort();
};
/** The earliest of the dates given. */
export const minDate = (first, ...rest) => sorted([first, ...rest])[0];
/** The latest of the dates given. */
export const maxDate = (first, ...rest) => sorted([first, ...rest]).at(-1);
const lastSunday = (year, month) => {
    const last = write(year, month, 31);
    return dayNumber(last) - dayOfWeek(last);
};
/** British Summer Time: 01:00 UTC on the last Sunday of March to 01:00 UTC on the last of October (Summer Time Order 2002). */
const offsetMs = (epochMs) => {
    const year = mustParse(fromDayNumber(Math.floor(epochMs / MS_A_DAY))).year;
    const begins = lastSunday(year, 3) * MS_A_DAY + MS_AN_HOUR;
    const ends = lastSunday(year, 10) * MS_A_DAY + MS_AN_HOUR;
    return epochMs >= begins && epochMs < ends ? MS_AN_HOUR : 0;
};
/** The civil date and time in London at an instant (milliseconds since 1970 UTC), by the rule in force since 2002. */
export const londonTime = (epochMs) => {
    if (!Number.isFinite(epochMs))
        throw new RangeError(`Not an instant: ${epochMs}.`);
    const local = epochMs + offsetMs(epochMs);
    const day = Math.floor(local / MS_A_DAY);
    const minutes = Math.floor((local - day * MS_A_DAY) / 60_000);
    return {
        date: fromDayNumber(day),
        hour: Math.floor(minutes / 60),
        minute: minutes % 60,
    };
};
/** The civil date in London at an instant. */
export const londonDate = (epochMs) => londonTime(epochMs).date;
/** The instant of 00:00 in London on that date (the clocks never change at midnight). */
export const startOfLondonDay = (d) => {
    const midnightUtc = dayNumber(d) * MS_A_DAY;
    return midnightUtc - offsetMs(midnightUtc - MS_AN_HOUR);
};
/** Whole years of age. Someone born on 29 February has the birthday on 1 March in other years. */
export const ageOn = (dob, on) => {
    const [born, now] = [mustParse(dob), mustParse(on)];
    if (on < dob)
        throw new RangeError(`Born ${dob}, after ${on}.`);
    const hadBirthday = now.month > born.month || (now.month === born.month && now.day >= born.day);
    return now.year - born.year - (hadBirthday ? 0 : 1);
};
const schoolYear = (d) => {
    const { year, month } = mustParse(d);
    return month < 9 ? year - 1 : year;
};
/**
 * National-curriculum year by age: reception is 0, and a school year runs from 1 September. A child taught out of year
 * is in another; younger children are negative and students over 18 above 13.
 */
export const ncYearGroup = (dob, on) => schoolYear(on) - schoolYear(dob) - 5;
//# sourceMappingURL=civil-date.js.map
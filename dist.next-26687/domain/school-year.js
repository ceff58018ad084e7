/** The school year and what year of it a child is in, by age (England: years run from 1 September to 31 August). */
import { addDays, addMonths, daysBetween } from './civil-date.js';
/** The calendar year in which the school year of a day began. */
export const schoolYearOf = (on) => Number(on.slice(0, 4)) - (on.slice(5) < '09-01' ? 1 : 0);
/**
 * National curriculum year by age: 0 is reception, 11 the last of compulsory schooling, negative before. A child placed out of
 * year is in another, which the school knows.
 */
export const yearGroupOf = (dateOfBirth, on) => schoolYearOf(on) - schoolYearOf(dateOfBirth) - 5;
/**
 * The day on which somebody ceases to be of compulsory school age: the last Friday in June of the school year in which they turn
 * sixteen (Education Act 1996 s8(3); SI 1997/1970).
 */
export const schoolLeavingDate = (dateOfBirth) => {
    const year = schoolYearOf(addMonths(dateOfBirth, 16 * 12)) + 1;
    const last = `${year}-06-30`;
    return addDays(last, -((daysBetween(FRIDAY, last) % 7) + 7) % 7);
};
const FRIDAY = '1999-06-25';
//# sourceMappingURL=school-year.js.map
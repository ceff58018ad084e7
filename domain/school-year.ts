/** The school year and what year of it a child is in, by age (England: years run from 1 September to 31 August). */
import type { CivilDate } from './civil-date.js';

/** The calendar year in which the school year of a day began. */
export const schoolYearOf = (on: CivilDate): number => Number(on.slice(0, 4)) - (on.slice(5) < '09-01' ? 1 : 0);

/**
 * National curriculum year by age: 0 is reception, 11 the last of compulsory schooling, negative before. A child placed out of
 * year is in another, which the school knows.
 */
export const yearGroupOf = (dateOfBirth: CivilDate, on: CivilDate): number =>
  schoolYearOf(on) - schoolYearOf(dateOfBirth) - 5;

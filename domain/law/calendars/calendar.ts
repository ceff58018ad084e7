/**
 * What a calendar of working days is. "Working day" is not defined in reg 2, s83 or Education Act 1996 s579, so a
 * calendar is passed in and an authority may use another; the default leaves out Saturdays, Sundays and bank holidays.
 */
import type { CivilDate } from '../../civil-date.js';

export interface WorkingCalendar {
  name: string;
  source: string;
  /** When the published holidays were read from their source. */
  sourceDate: CivilDate;
  licence: string;
  /** First and last day the calendar knows. A date outside is refused rather than guessed. */
  from: CivilDate;
  to: CivilDate;
  /** After this day the holidays are computed, not published. */
  publishedTo: CivilDate;
  /** Days of the week not worked; 0 is Sunday. */
  weekend: readonly number[];
  /** Title by date, of the published ones. */
  holidays: Readonly<Record<CivilDate, string>>;
  /** The title of a day after `publishedTo` that the rules make a holiday, or null. */
  computed: (d: CivilDate) => string | null;
}

/** The title of a holiday, or null on a day that is none. */
export const holidayOn = (d: CivilDate, calendar: WorkingCalendar): string | null =>
  calendar.holidays[d] ?? (d > calendar.publishedTo ? calendar.computed(d) : null);

/**
 * The published measure, counted again from the records of the return: plans issued in the calendar year, and of them those
 * within twenty weeks of the request; with exceptions, and without those to which one applies.
 */
import { daysBetween } from '../civil-date.js';
import type { Census } from './census.js';
import type { PersonRecord } from './records.js';

/** Twenty weeks after the day of receipt (r13(2)), as Data to Insight counts it: at most so many days. */
const TWENTY_WEEKS = 140;

export interface Share {
  issued: number;
  within20: number;
  /** Null where none was issued. */
  percent: number | null;
}

export interface Timeliness {
  /** The calendar year. */
  year: number;
  including: Share;
  excluding: Share;
}

const shareOf = (plans: readonly { days: number }[]): Share => {
  const within20 = plans.filter(({ days }) => days <= TWENTY_WEEKS).length;
  const percent = plans.length === 0 ? null : Math.round((1_000 * within20) / plans.length) / 10;
  return { issued: plans.length, within20, percent };
};

export const timelinessOf = (persons: readonly PersonRecord[], { from, to }: Census): Timeliness => {
  const plans = persons.flatMap(({ requests }) =>
    requests.flatMap(({ request, assessment, namedPlan }) => {
      const [received, started] = [request.ReceivedDate, namedPlan?.StartDate];
      if (received === undefined || started === undefined || started < from || started > to) return [];
      return [{ days: daysBetween(received, started), isExcepted: assessment?.Week20 === '1' }];
    }),
  );
  return {
    year: Number(from.slice(0, 4)),
    including: shareOf(plans),
    excluding: shareOf(plans.filter(({ isExcepted }) => !isExcepted)),
  };
};

/**
 * How the Department for Education counts plans by time: days from the day on which the request was received to the day on
 * which the plan was made. docs/clinic.md says from where it is known. It is not the law's clock, which the table of law counts.
 */
export const MEASURE_DAYS = { within20: 140, within52: 364 } as const;

/** The bands of those who wait beyond twenty weeks, by their last day since the request. */
export const BAND_DAYS = { 'to-26w': 182, 'to-39w': 273, 'to-52w': 364 } as const;

/** How far ahead a manager looks for what falls due: as the ready list of the Temporal UI does (domain/views.ts). */
export const SOON_DAYS = 14;

/** How many weeks a cohort is followed. */
export const CURVE_WEEKS = 104;

/** In per cent to one decimal; null of none. */
export const percentOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((1000 * part) / whole) / 10;

/** What the clinic is narrowed to, as it stands in an address: a link is a view. */
import { addMonths, firstOfMonth, isCivilDate } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { refuse } from '../events.js';
import type { Refusal } from '../events.js';

export interface ClinicFilters {
  /** First days of the first and the last month that are counted. */
  from: CivilDate;
  to: CivilDate;
  /** The day on which it is counted: what happened later is not known yet. */
  on: CivilDate;
  locality?: string;
  /** The identifier of a member of staff. */
  caseworker?: string;
  /** Who asked for the assessment. */
  source?: string;
}

export const FILTER_NAMES = ['from', 'to', 'on', 'locality', 'caseworker', 'source'] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** As they come from an address or a command line; one given twice comes as a list. */
export type GivenFilters = Partial<Record<FilterName, string | string[] | undefined>>;

/** A year, with the month that is running as its last. */
const MONTHS_SHOWN = 12;
/** What a page can show. */
const MONTHS_AT_MOST = 60;

const MONTH = /^(19|20)\d\d-(0[1-9]|1[0-2])$/;
const CODES: Record<'locality' | 'caseworker' | 'source', { pattern: RegExp; expected: string }> = {
  locality: { pattern: /^[a-z][a-z0-9-]{0,39}$/, expected: 'a locality in lower case with hyphens, as in north-west' },
  caseworker: { pattern: /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/, expected: 'the identifier of a member of staff' },
  source: { pattern: /^[a-z][a-z0-9-]{0,39}$/, expected: 'a source of requests, as in parent or school' },
};

const wrong = (name: string, given: unknown, expected: string): Refusal =>
  refuse('bad-filter', `The filter ${name} is ${JSON.stringify(given).slice(0, 60)}; expected ${expected}.`);

const isGiven = (value: unknown): boolean => value !== undefined && value !== '';

/** The filters that were given, those not given as they are by default; or why they are none. Empty is not given. */
export const parseFilters = (given: GivenFilters, today: CivilDate): ClinicFilters | Refusal => {
  for (const name of FILTER_NAMES)
    if (isGiven(given[name]) && typeof given[name] !== 'string') return wrong(name, given[name], 'one value');
  const text = given as Partial<Record<FilterName, string>>;
  const on = isGiven(text.on) ? (text.on as string) : today;
  if (!isCivilDate(on) || !/^(19|20)/.test(on)) return wrong('on', text.on, 'a day, as in 2026-11-23');
  for (const name of ['from', 'to'] as const)
    if (isGiven(text[name]) && !MONTH.test(text[name] as string))
      return wrong(name, text[name], 'a month, as in 2026-04');
  const to = isGiven(text.to) ? `${text.to}-01` : firstOfMonth(on);
  const from = isGiven(text.from) ? `${text.from}-01` : addMonths(to, 1 - MONTHS_SHOWN);
  if (from > to) return wrong('from', text.from, `a month not after ${to.slice(0, 7)}, the last one counted`);
  if (addMonths(from, MONTHS_AT_MOST) <= to)
    return wrong('from', text.from, `at most ${MONTHS_AT_MOST} months to ${to.slice(0, 7)}`);
  const filters: ClinicFilters = { from, to, on };
  for (const name of ['locality', 'caseworker', 'source'] as const) {
    if (!isGiven(text[name])) continue;
    const { pattern, expected } = CODES[name];
    if (!pattern.test(text[name] as string)) return wrong(name, text[name], expected);
    filters[name] = text[name] as string;
  }
  return filters;
};

/** Read back by `parseFilters` on any day. */
export const writeFilters = (filters: ClinicFilters): Record<string, string> => {
  const { from, to, on, ...codes } = filters;
  return { from: from.slice(0, 7), to: to.slice(0, 7), on, ...codes };
};

/** As the part of an address after `?`. */
export const filtersInAddress = (filters: ClinicFilters): string =>
  new URLSearchParams(writeFilters(filters)).toString();

/** First days of the months that are counted, oldest first. */
export const monthsOf = ({ from, to }: Pick<ClinicFilters, 'from' | 'to'>): CivilDate[] => {
  const months: CivilDate[] = [];
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month);
  return months;
};

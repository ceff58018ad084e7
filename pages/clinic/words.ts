/** Codes of the clinic in words. */
import { LIMIT_RULES, LIMITS } from '../../domain/clinic/figures.js';
import type { Band, Limit, Month } from '../../domain/clinic/figures.js';
import { BAND_DAYS, MEASURE_DAYS } from '../../domain/clinic/measure.js';
import { formatLong } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { rule } from '../../domain/law/rules.js';
import { causeInWords } from '../../domain/matter/causes.js';

export const withCommas = (n: number): string => {
  const [whole = '', part] = String(n).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
};

/** `9 Apr 2026`, without the day of the week. */
export const formatDay = (day: CivilDate): string =>
  formatLong(day).replace(/^(?:[A-Za-z]+ )?(\d+) ([A-Z][a-z]{2})[a-z]* (\d{4})$/, '$1 $2 $3');
export const formatMonth = (month: Month): string => formatDay(month).replace(/^\d+ /, '');

/** As a sentence or a cell begins. */
export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A code as people say it: hyphens are spaces, and it begins a cell. */
export const plain = (code: string): string => upper(code.replaceAll('-', ' ').replaceAll(':', ': '));

const LIMIT_NAMES: Record<Limit, string> = {
  'decision-6w': 'Decision whether to assess',
  'decision-16w': 'Decision whether to issue',
  'final-20w': 'Final plan',
};

/** `6 weeks`: as the law table has it for the rule that the limit is counted by. */
const lengthOf = (limit: Limit): string => {
  const { limit: length } = rule(LIMIT_RULES[limit][0] as string);
  return length ? `${length.n} ${length.unit.replaceAll('-', ' ')}` : '';
};

export const LIMIT_WORDS = Object.fromEntries(
  LIMITS.map((limit) => [limit, `${LIMIT_NAMES[limit]} (${lengthOf(limit)})`]),
) as Record<Limit, string>;

const weeks = (days: number): number => days / 7;

/** Weeks of the measure that is published. */
export const MEASURE_WEEKS = weeks(MEASURE_DAYS.within20);

const [TO_26, TO_39, TO_52] = [BAND_DAYS['to-26w'], BAND_DAYS['to-39w'], BAND_DAYS['to-52w']].map(weeks);

export const BAND_WORDS: Record<Band, string> = {
  'to-26w': `${MEASURE_WEEKS} to ${TO_26} weeks`,
  'to-39w': `${TO_26} to ${TO_39} weeks`,
  'to-52w': `${TO_39} to ${TO_52} weeks`,
  'over-52w': `Over ${TO_52} weeks`,
};

export const causeWords = (cause: string): string =>
  cause === 'not-recorded' ? 'No cause recorded' : upper(causeInWords(cause));

/** Codes of the clinic in words. */
import type { Band, Limit, Month } from '../../domain/clinic/figures.js';
import { formatLong } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
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

export const LIMIT_WORDS: Record<Limit, string> = {
  'decision-6w': 'Decision whether to assess (6 weeks)',
  'decision-16w': 'Decision whether to issue (16 weeks)',
  'final-20w': 'Final plan (20 weeks)',
};

export const BAND_WORDS: Record<Band, string> = {
  'to-26w': '20 to 26 weeks',
  'to-39w': '26 to 39 weeks',
  'to-52w': '39 to 52 weeks',
  'over-52w': 'Over 52 weeks',
};

export const causeWords = (cause: string): string =>
  cause === 'not-recorded' ? 'No cause recorded' : upper(causeInWords(cause));

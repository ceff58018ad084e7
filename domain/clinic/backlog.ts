/** Why the published share falls while requests are dealt with sooner: old cases are finished, each counted as late. */
import type { BacklogNote, PublishedMeasure } from './figures.js';

const lateOf = ({ including: { issued, within20 } }: PublishedMeasure): number => issued.n - within20.n;

/** The two last years compared; null where the published share does not fall, or not because of old cases alone. */
export const backlogNote = (years: readonly PublishedMeasure[]): BacklogNote | null => {
  const [before, year] = years.slice(-2);
  if (!before || !year) return null;
  const [was, is] = [before.including.percent, year.including.percent];
  const [ownWas, ownIs] = [before.ownRequests.percent, year.ownRequests.percent];
  if (was === null || is === null || ownWas === null || ownIs === null) return null;
  const more = lateOf(year) - lateOf(before);
  if (is >= was || ownIs < ownWas || more <= 0) return null;
  return {
    year: year.year,
    sentence:
      `The published share ${year.soFar ? 'has fallen' : 'fell'} from ${was}% in ${before.year} to ${is}% in ${year.year}${year.soFar ? ' so far' : ''} ` +
      `because old cases were finished: ${lateOf(year)} plans were issued after more than twenty weeks, ${more} more than the year before. ` +
      `Of the requests whose twenty weeks ended in ${year.year}, ${ownIs}% were dealt with in time, against ${ownWas}% of those of ${before.year}.`,
  };
};

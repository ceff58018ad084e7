/**
 * The measure that the Department for Education publishes, as it is counted from the return: plans made in a calendar year, by
 * the days from receipt to plan, with and without those to which an exception applies. The clinic and the return count alike.
 */
import type pg from 'pg';
import { backlogNote } from '../../domain/clinic/backlog.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { Published, PublishedCounts, PublishedMeasure } from '../../domain/clinic/figures.js';
import { percentOf } from '../../domain/clinic/measure.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { PUBLISHED } from './catalogue.js';
import { count } from './counting.js';
import type { Counted } from './counting.js';
import { figureFrom, shareOf } from './sections.js';

const countsOf = (c: Counted, suffix: '' | 'Ex', year: string): PublishedCounts => {
  const issued = figureFrom(c, `published.issued${suffix}`, year);
  const within20 = figureFrom(c, `published.within20${suffix}`, year);
  return {
    issued,
    within20,
    within52: figureFrom(c, `published.within52${suffix}`, year),
    over52: figureFrom(c, `published.over52${suffix}`, year),
    percent: percentOf(within20.n, issued.n),
  };
};

const measureOf = (c: Counted, year: number, on: CivilDate): PublishedMeasure => {
  const key = String(year);
  return {
    year,
    soFar: on < `${key}-12-31`,
    including: countsOf(c, '', key),
    excluding: countsOf(c, 'Ex', key),
    ownRequests: shareOf(figureFrom(c, 'published.ownInTime', key), figureFrom(c, 'published.ownReckoned', key)),
  };
};

const YEARS = 3;

export const publishedOf = (c: Counted, on: CivilDate): Published => {
  const last = Number(on.slice(0, 4));
  const years = Array.from({ length: YEARS }, (_, i) => measureOf(c, last - YEARS + 1 + i, on));
  return { years, backlog: backlogNote(years) };
};

/** Of one year, over every case; as it was known on a day, at the end of the year unless said. */
export const publishedMeasure = async (
  client: pg.ClientBase | pg.Pool,
  year: number,
  on: CivilDate = `${year}-12-31`,
): Promise<PublishedMeasure> => {
  const filters: ClinicFilters = { from: `${year}-01-01`, to: `${year}-12-01`, on };
  return measureOf(await count(client, filters, PUBLISHED), year, on);
};

/** Of which day and which year a collection is: the census date in January, and the calendar year before it. */
import { addDays, dayOfWeek } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Sen2Status } from './status.js';

/** As programs that handle the return have them. All are the third Thursday of January. */
const KNOWN: Readonly<Record<number, CivilDate>> = {
  2023: '2023-01-19',
  2024: '2024-01-18',
  2025: '2025-01-16',
  2026: '2026-01-15',
  2027: '2027-01-21',
};

/** The first collection person by person. */
export const FIRST_COLLECTION = 2023;

export interface Census {
  /** The year by which the collection is called. */
  year: number;
  referenceDate: CivilDate;
  /** Whether that date is known, or is only the third Thursday of January. */
  status: Sen2Status;
  /** The calendar year that it collects. */
  from: CivilDate;
  to: CivilDate;
}

const THURSDAY = 4;

const thirdThursday = (year: number): CivilDate => {
  const first = `${year}-01-01`;
  return addDays(first, ((THURSDAY - dayOfWeek(first) + 7) % 7) + 14);
};

export const censusOf = (year: number): Census => ({
  year,
  referenceDate: KNOWN[year] ?? thirdThursday(year),
  status: KNOWN[year] === undefined ? 'position-inferred' : 'confirmed',
  from: `${year - 1}-01-01`,
  to: `${year - 1}-12-31`,
});

/** The collection that collects the calendar year of a day. */
export const censusAfter = (on: CivilDate): Census => censusOf(Number(on.slice(0, 4)) + 1);

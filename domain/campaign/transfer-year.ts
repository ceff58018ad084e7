/** Which campaign a transfer belongs to: that of the school year which it ends, or in which it falls. */
import type { CivilDate } from '../civil-date.js';
import { schoolYearOf } from '../school-year.js';

/** The first of September at which the campaign ends. */
export const campaignOf = (on: CivilDate): CivilDate =>
  on.slice(5) === '09-01' ? on : `${schoolYearOf(on) + 1}-09-01`;

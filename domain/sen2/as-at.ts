/** What was so on a day, whenever it was typed in and whatever happened since: corrections count, later steps do not. */
import type { CivilDate } from '../civil-date.js';

interface Fact {
  type: string;
  occurredOn: CivilDate;
}

/** What begins a stream, puts right what was wrong, or says a date of its own. */
const WHENEVER: ReadonlySet<string> = new Set([
  'request.received',
  'intake.checked',
  'request.turnedAway',
  'exception.recorded',
  'plan.held',
  'review.opened',
  'fact.corrected',
  'contact.corrected',
  'school.corrected',
  'sen2.recorded',
]);

export const asAt = <E extends Fact>(events: readonly E[], on: CivilDate): E[] =>
  events.filter(({ type, occurredOn }) => occurredOn <= on || WHENEVER.has(type) || type.startsWith('clock.'));

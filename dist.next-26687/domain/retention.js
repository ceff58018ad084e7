/**
 * How long a case is kept. No statute names a term: the authority's retention schedule does (policy, `retention`), and the
 * UK GDPR art 5(1)(e) says no longer than needed. A schedule that is not written lets nothing go.
 */
import { addMonths, maxDate } from './civil-date.js';
/** An EHC plan may be maintained until 25 (CFA 2014 s46). */
const OLDEST = 25;
const yearsAfter = (date, years) => addMonths(date, 12 * years);
/** The first day on which a finished case may be erased. */
export const keptUntil = (of, { yearsAfterEnd, yearsAfter25 }) => maxDate(yearsAfter(of.finishedOn, yearsAfterEnd), yearsAfter(of.dateOfBirth, OLDEST + yearsAfter25));
export const isHeld = (caseRef, { legalHolds }) => legalHolds.includes(caseRef);
//# sourceMappingURL=retention.js.map
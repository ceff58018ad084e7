/**
 * How long a case is kept. No statute names a term: the authority's retention schedule does (policy, `retention`), and the
 * UK GDPR art 5(1)(e) says no longer than needed. A schedule that is not written lets nothing go.
 */
import { addMonths, maxDate } from './civil-date.js';
import type { CivilDate } from './civil-date.js';
import type { CaseRef } from './ids.js';
import type { Policy } from './policy.js';

type Retention = NonNullable<Policy['retention']>;

/** An EHC plan may be maintained until 25 (CFA 2014 s46). */
const OLDEST = 25;

const yearsAfter = (date: CivilDate, years: number): CivilDate => addMonths(date, 12 * years);

/** The first day on which a finished case may be erased. */
export const keptUntil = (
  of: { dateOfBirth: CivilDate; finishedOn: CivilDate },
  { yearsAfterEnd, yearsAfter25 }: Retention,
): CivilDate => maxDate(yearsAfter(of.finishedOn, yearsAfterEnd), yearsAfter(of.dateOfBirth, OLDEST + yearsAfter25));

export const isHeld = (caseRef: CaseRef, { legalHolds }: Retention): boolean => legalHolds.includes(caseRef);

/** What records of the return are made of, and made from. */
import type { AssessmentState } from '../assessment/state.js';
import type { CaseRef } from '../ids.js';
import type { PlanState } from '../plan/state.js';
import type { ReviewState } from '../review/state.js';

/** By tag; what is not known has none. */
export type Values = Readonly<Record<string, string>>;

/** Whatever a council holds of one case reference, as it stood on one day. */
export interface CaseFile {
  caseRef: CaseRef;
  assessment?: AssessmentState;
  plan?: PlanState;
  reviews: readonly ReviewState[];
}

export const flag = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? '1' : '0';

/** Without what is not known. */
export const given = (values: Readonly<Record<string, string | null | undefined>>): Values =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));

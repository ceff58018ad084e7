/** All that goes on about one child under one case reference, and who of those who were written to still belongs to it. */
import { partiesOf } from '../assessment/letter-facts.js';
import type { AssessmentState } from '../assessment/state.js';
import type { Party } from '../letters.js';
import { partiesOfPlan } from '../plan/parties.js';
import type { PlanState } from '../plan/state.js';
import { partiesOfReview } from '../review/parties.js';
import type { ReviewState } from '../review/state.js';

export interface Matters {
  assessment: AssessmentState | null;
  plan: PlanState | null;
  /** In the order of their numbers; amendments without a review are among them. */
  reviews: ReviewState[];
}

/** What a status page shows, by who reads it. */
export type Audience = 'family' | 'school' | 'service';

const AUDIENCES: Partial<Record<Party['role'], Audience>> = {
  parent: 'family',
  'young-person': 'family',
  head: 'school',
  provider: 'school',
  service: 'service',
  'health-commissioner': 'service',
  'social-care': 'service',
};

/** Undefined for those who see no status page: another authority, higher education, whoever only is told or chased. */
export const audienceOf = (role: Party['role']): Audience | undefined => AUDIENCES[role];

export const isFamilyRole = (role: Party['role']): boolean => audienceOf(role) === 'family';

/** Where there is a plan, its family and its school are those who are told; an assessment that is over may know others. */
export const partiesNow = ({ assessment, plan, reviews }: Matters): Party[] => {
  if (!plan) return assessment && assessment.seq > 0 ? partiesOf(assessment) : [];
  const others = [...(assessment ? partiesOf(assessment) : []), ...reviews.flatMap(partiesOfReview)];
  return [...partiesOfPlan(plan), ...others.filter(({ role }) => !isFamilyRole(role) && role !== 'head')];
};

export type Gone = 'handed-over' | 'died' | 'not-a-party';

/** Of a child who is another authority's, or who has died, nothing more is shown to anybody. */
export const isOver = ({ assessment, plan }: Matters): Exclude<Gone, 'not-a-party'> | undefined => {
  if (assessment?.outcome === 'died' || plan?.stage === 'ended') return 'died';
  if (plan?.stage === 'transferred' || (plan === null && assessment?.outcome === 'moved-away')) return 'handed-over';
  return undefined;
};

/** Why whoever it was made for has lost the link; undefined where it stands. */
export const goneFrom = (matters: Matters, isThem: (party: Party) => boolean): Gone | undefined =>
  isOver(matters) ?? (partiesNow(matters).some(isThem) ? undefined : 'not-a-party');

export const GONE_WORDS: Record<Gone, string> = {
  'handed-over': 'the case was handed over to another authority',
  died: 'the child or young person has died',
  'not-a-party': 'the case does not write to this party any more',
};

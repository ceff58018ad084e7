/** By which rules the steps of an assessment are counted: those of a first assessment (regs 5, 10, 13) or of a reassessment (regs 25, 27). */
import type { AssessmentState } from './state.js';

export interface Limits {
  /** Whether to assess. */
  decision: string;
  /** Whether a plan is to be made; null where the law sets that decision no date of its own. */
  issue: string | null;
  /** The family's days to answer a draft. */
  period: string;
  final: string;
}

const FIRST: Limits = {
  decision: 'ehcna-decision-6w',
  issue: 'plan-decision-16w',
  period: 'draft-15d',
  final: 'plan-final-20w',
};

const AGAIN: Limits = {
  decision: 'reassess-decision-15d',
  issue: null,
  period: 'reassess-draft-15d',
  final: 'reassess-final-14w',
};

export const limitsOf = ({ reassesses }: Pick<AssessmentState, 'reassesses'>): Limits => (reassesses ? AGAIN : FIRST);

/** The version of the plan that the final plan is: a reassessed one follows that which was reassessed. */
export const finalVersionOf = ({ reassesses }: Pick<AssessmentState, 'reassesses'>): number =>
  (reassesses?.planVersion ?? 0) + 1;

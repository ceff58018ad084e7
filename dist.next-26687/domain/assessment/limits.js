const FIRST = {
    decision: 'ehcna-decision-6w',
    issue: 'plan-decision-16w',
    period: 'draft-15d',
    final: 'plan-final-20w',
};
const AGAIN = {
    decision: 'reassess-decision-15d',
    issue: null,
    period: 'reassess-draft-15d',
    final: 'reassess-final-14w',
};
export const limitsOf = ({ reassesses }) => (reassesses ? AGAIN : FIRST);
/** The version of the plan that the final plan is: a reassessed one follows that which was reassessed. */
export const finalVersionOf = ({ reassesses }) => (reassesses?.planVersion ?? 0) + 1;
//# sourceMappingURL=limits.js.map
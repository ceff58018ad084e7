export const as = (role, id) => ({ role, id });
export const LEAD = as('assessment-lead', 'lead-01');
export const caseworker = (state) => as('caseworker', state.caseworker?.id ?? 'duty-01');
export const inOrder = (acts) => [...acts].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
/** Where policy wants the panel heard first and it was not: the officer says why the decision is taken all the same. */
export const withoutPanel = (s, question, required) => required && !s.referrals.some((r) => r.question === question && r.recommendedOn)
    ? { withoutPanel: 'The panel had not heard it and the decision was owed' }
    : {};
//# sourceMappingURL=act.js.map
/** What a review of a plan begins with: the plan as it stands on that day. */
import type { CivilDate } from '../civil-date.js';
import type { Opening } from '../review/event-shapes.js';
import { yearGroupOf } from '../school-year.js';
import { interimOf } from './moves-state.js';
import { isPlanOver } from './state.js';
import type { PlanState } from './state.js';

/** What the review that is open begins with. */
export const openingOf = (
  state: PlanState,
  { lawVersion, policyVersion, policy }: Pick<Opening, 'lawVersion' | 'policyVersion' | 'policy'>,
  today: CivilDate,
): Opening | undefined => {
  const { review, child, family, healthCommissioner, caseworker } = state;
  // The school that the child goes to meanwhile is the one that knows it (r20(1)).
  const { institution, regulation20 } = interimOf(state) ?? state;
  if (review === null || isPlanOver(state)) return undefined;
  const { n, kind, reason, anchor, phase } = review;
  return {
    n,
    kind,
    reason,
    child,
    family,
    institution,
    convenedBy: institution !== null && regulation20 ? 'school' : 'authority',
    yearGroup: yearGroupOf(child.dateOfBirth, today) + state.yearsAhead,
    plan: { version: state.version, madeOn: state.madeOn, sections: state.sections },
    anchor,
    phase,
    caseworker,
    ...(healthCommissioner ? { healthCommissioner } : {}),
    lawVersion,
    policyVersion,
    policy,
  };
};

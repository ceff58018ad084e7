/** Who is written to about a plan beside its reviews. */
import type { Party } from '../letters.js';
import { headOf, healthCommissionerOf } from '../matter/parties.js';
import type { PlanState } from './state.js';

export const institution = (state: PlanState): Party[] => (state.institution ? [headOf(state.institution)] : []);

/** Everyone to whom something may be sent: what the dispatcher holds each recipient against. */
export const partiesOfPlan = (state: PlanState): Party[] => [
  ...state.family,
  ...institution(state),
  ...state.disclosures.map((d) => d.recipient),
  healthCommissionerOf(state.policy),
];

/** Who is written to about a plan beside its reviews. */
import type { Party } from '../letters.js';
import { contactOf, headOf, healthCommissionerOf } from '../matter/parties.js';
import type { PlanState } from './state.js';

export const institution = (state: PlanState): Party[] => (state.institution ? [headOf(state.institution)] : []);

export const commissioner = (state: PlanState): Party => healthCommissionerOf(state.policy, state.healthCommissioner);

/** Where the child goes until the plan is amended (r15(6)). */
export const interimInstitution = ({ interim }: PlanState): Party[] =>
  interim ? [{ ...headOf(interim.institution), id: 'interim-setting', role: 'provider' }] : [];

/** The team for special educational needs of the authority that the plan goes to. */
export const newAuthority = ({ movesTo }: PlanState): Party[] =>
  movesTo ? [{ id: 'new-authority', role: 'authority', ...contactOf(movesTo) }] : [];

/** The one that the plan came from, where it can be written to. */
export const oldAuthority = ({ transfer }: PlanState): Party[] =>
  transfer && (transfer.from.email ?? transfer.from.address)
    ? [{ id: 'old-authority', role: 'authority', ...contactOf(transfer.from) }]
    : [];

export const childName = (state: PlanState): { childName: string } => ({ childName: state.child.name });

/** Everyone to whom something may be sent: what the dispatcher holds each recipient against. */
export const partiesOfPlan = (state: PlanState): Party[] => [
  ...state.family,
  ...institution(state),
  ...interimInstitution(state),
  ...oldAuthority(state),
  ...newAuthority(state),
  ...state.disclosures.map((d) => d.recipient),
  commissioner(state),
];

import { contactOf, headOf, healthCommissionerOf } from '../matter/parties.js';
import { namedOn } from './places.js';
const headsOf = (institutions) => institutions.flatMap((known) => (known ? [headOf(known)] : []));
export const institution = (state, on = state.lastEventOn) => headsOf([namedOn(state, on).institution]);
export const commissioner = (state) => healthCommissionerOf(state.policy, state.healthCommissioner);
/** Where the child goes until the plan is amended (r15(6)). */
export const interimInstitution = ({ interim }) => interim ? [{ ...headOf(interim.institution), id: 'interim-setting', role: 'provider' }] : [];
/** The team for special educational needs of the authority that the plan goes to. */
export const newAuthority = ({ movesTo }) => movesTo ? [{ id: 'new-authority', role: 'authority', ...contactOf(movesTo) }] : [];
/** The one that the plan came from, where it can be written to. */
export const oldAuthority = ({ transfer }) => transfer && (transfer.from.email ?? transfer.from.address)
    ? [{ id: 'old-authority', role: 'authority', ...contactOf(transfer.from) }]
    : [];
export const childName = (state) => ({ childName: state.child.name });
/** Everyone to whom something may be sent: what the dispatcher holds each recipient against. */
export const partiesOfPlan = (state) => [
    ...state.family,
    ...headsOf([state.institution, state.beforeTransfer?.institution ?? null]),
    ...interimInstitution(state),
    ...oldAuthority(state),
    ...newAuthority(state),
    ...state.disclosures.map((d) => d.recipient),
    commissioner(state),
];
//# sourceMappingURL=parties.js.map
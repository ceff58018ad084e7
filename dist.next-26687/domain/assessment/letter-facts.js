import { headOf, healthCommissionerOf, socialCareOf } from '../matter/parties.js';
import { limitsOf } from './limits.js';
import { clockOf, isFamilyAdvice, isOutstanding } from './state.js';
export const childName = (state) => ({ childName: state.child.name });
/** What is told of a request that was received. */
export const receiptFacts = (state) => ({
    ...childName(state),
    receivedOn: state.receivedOn,
    decisionDueOn: state.deadlines[limitsOf(state).decision]?.due,
});
/** What is told of the decision to assess. */
export const willAssessFacts = (state) => ({
    ...childName(state),
    receivedOn: state.receivedOn,
    finalDueOn: state.deadlines['plan-final-20w']?.due,
});
/** The child's school, early-years provider or college: told of the request (reg 4(2)) and of the decisions. */
export const head = ({ child: { setting } }) => setting && headOf(setting);
export const healthCommissioner = ({ policy, reassesses }) => healthCommissionerOf(policy, reassesses?.healthCommissioner);
const socialCare = ({ policy }) => socialCareOf(policy);
/** Those of reg 4(2): the commissioning body, social care, and the head or principal. */
export const regulation42 = (state) => {
    const school = head(state);
    return [healthCommissioner(state), socialCare(state), ...(school ? [school] : [])];
};
/** The body that asked for the assessment, where it was not the family. */
export const requestingBody = (state) => {
    if (state.source === 'health')
        return [healthCommissioner(state)];
    if (state.source === 'social-care')
        return [socialCare(state)];
    const school = head(state);
    return state.source === 'school' && school ? [school] : [];
};
/** All who know of the case and must hear that it stopped: those of reg 4(2), whoever was asked for advice, providers. */
export const everyoneTold = (state) => {
    const all = [
        ...state.family,
        ...regulation42(state),
        ...state.advice.filter(isOutstanding).map((a) => a.to),
        ...state.consultations.map((c) => c.to),
    ];
    return all.filter((party, i) => all.findIndex((p) => p.id === party.id) === i);
};
/** Those of reg 10(1) and r4(2)(c)-(d), who are told that there will be no plan. */
export const regulation10 = (state) => {
    const school = head(state);
    return [healthCommissioner(state), ...(school ? [school] : [])];
};
export const adviceDueOn = (state, advice) => advice.reviseBy ?? state.deadlines[clockOf(advice)]?.due ?? null;
/** Each parent is asked, not the first alone (several may have parental responsibility). */
export const adviserParties = (state, advice) => isFamilyAdvice(advice) ? state.family : [advice.to];
export const adviceFacts = (state, advice) => ({
    adviceId: advice.id,
    service: advice.serviceName,
    adviceKind: advice.kind,
    dueOn: adviceDueOn(state, advice),
    statutory: advice.statutory,
});
/** Reg 6(3): with each request go the family's representations and evidence; with consent, section A and key outcomes. */
export const adviceRequestFacts = (state, advice) => {
    const shared = state.familyCall?.consentToShare ? state.familyCall : null;
    return {
        ...adviceFacts(state, advice),
        ...childName(state),
        sectionA: shared?.sectionA || null,
        keyOutcomes: shared?.keyOutcomes.join('\n') || null,
        representations: state.representations.join('\n\n') || null,
        evidence: state.evidence.map(evidenceInWords).join('\n\n') || null,
    };
};
/** Where a copy is with the letter, under which name; where the family gave it and it is not, that it is owed (reg 6(3)(b)). */
const evidenceInWords = ({ id, title, from, receivedOn, document }) => {
    const copy = document === 'kept' ? ` A copy is with this letter: evidence ${id}.` : ' A copy follows.';
    return `${title} (from ${from.replaceAll('-', ' ')}, ${receivedOn}).${from === 'family' ? copy : ''}`;
};
/** Everyone of the case to whom something may be sent: what the dispatcher holds each recipient against. */
export const partiesOf = (state) => [
    ...state.family,
    ...regulation42(state),
    ...state.advice.flatMap((a) => [a.to, ...(a.manager ? [a.manager] : [])]),
    ...state.consultations.map((c) => c.to),
    ...state.actions.map((a) => actionOwner(a)),
];
export const actionOwner = (action) => ({
    id: `owner-${action.id}`,
    role: 'action-owner',
    name: action.owner,
    ...(action.ownerEmail ? { email: action.ownerEmail } : {}),
});
//# sourceMappingURL=letter-facts.js.map
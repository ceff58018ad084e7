/** Asked for and not gone yet, or come back: it is still owed. */
export const isOwed = ({ state }) => state === 'requested' || state === 'refused';
/** What was written and had not gone, or came back, goes no more. */
export const owedNoMore = (letters, which) => letters.map((l) => (isOwed(l) && which(l) ? { ...l, state: 'resolved', letter: null } : l));
export const caseworkerOf = (given) => given ? { id: given.id, name: given.name, telephone: given.telephone ?? null, email: given.email ?? null } : null;
/** What is known before the first fact. */
export const blankMatter = (caseRef) => ({
    caseRef,
    seq: 0,
    family: [],
    caseworker: null,
    lawVersion: '',
    policyVersion: '',
    policy: undefined,
    deadlines: {},
    letters: [],
    unexpected: [],
    lastProgressOn: '',
    lastFamilyContactOn: null,
    lastEventOn: '',
    commandIds: [],
});
//# sourceMappingURL=state.js.map
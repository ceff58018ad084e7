import { adviceById } from './state.js';
/** Evidence is one document for ever; a correction of it is further evidence. */
export const EVIDENCE_VERSION = 1;
const evidenceEnclosure = ({ id }) => ({ kind: 'evidence', id, version: EVIDENCE_VERSION });
/** Reg 6(3)(b): a copy of the evidence that the family gave goes with each request for advice. */
export const familysEvidence = (state) => state.evidence.filter((e) => e.from === 'family' && e.document === 'kept').map(evidenceEnclosure);
/**
 * Reg 12(4): the advice obtained is appended to the plan (section K). What was returned for revision is not yet advice;
 * what is held elsewhere is named in section K and appended by hand.
 */
export const appendices = (state) => state.advice.flatMap((a) => {
    if (a.state === 'reused') {
        return state.evidence.filter((e) => e.id === a.evidenceId && e.document === 'kept').map(evidenceEnclosure);
    }
    const usable = a.state === 'submitted' || a.state === 'accepted';
    return usable && a.held !== 'nothing' ? [{ kind: 'advice', id: a.id, version: a.version }] : [];
});
/** The draft that stands and what is appended to it. */
export const draftWithAppendices = (state) => [
    { kind: 'draft-plan', id: 'plan', version: state.draft?.version ?? 1 },
    ...appendices(state),
];
/** The same enclosures in the versions that stand now. */
export const asTheyStand = (state, enclosures) => enclosures.map((e) => {
    if (e.kind === 'draft-plan')
        return { ...e, version: state.draft?.version ?? e.version };
    if (e.kind === 'advice')
        return { ...e, version: adviceById(state, e.id)?.version ?? e.version };
    return e;
});
//# sourceMappingURL=documents.js.map
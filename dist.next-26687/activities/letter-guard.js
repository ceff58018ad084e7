/** What the ledger knows of a case, of its plan or of a review of that, for holding a letter against before it goes. */
import { EVIDENCE_VERSION } from '../domain/assessment/documents.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { partiesOf } from '../domain/assessment/letter-facts.js';
import { finalVersionOf } from '../domain/assessment/limits.js';
import { annualReviewId, assessmentId, planId } from '../domain/ids.js';
import { foldPlan } from '../domain/plan/evolve.js';
import { partiesOfPlan } from '../domain/plan/parties.js';
import { foldReview } from '../domain/review/evolve.js';
import { partiesOfReview } from '../domain/review/parties.js';
/** Letters of a review carry its number: `R2-L5` is the fifth of review 2. */
const reviewOf = (letterId) => {
    const [, n] = /^R(\d+)-/.exec(letterId) ?? [];
    return n === undefined ? undefined : Number(n);
};
/** What was owed and is owed no more does not go, were it under way; what has gone is known by its dispatch. */
const stillAsked = ({ letters }, requested) => {
    const resolved = new Set(letters.filter((l) => l.state === 'resolved').map((l) => l.id));
    return requested.filter(({ id }) => !resolved.has(id));
};
const ofReview = async (ledger, caseRef, n) => {
    const events = (await ledger.read(annualReviewId(caseRef, n)));
    const state = foldReview(caseRef, events);
    if (state.seq === 0)
        return { parties: [], currentVersions: {}, letters: [] };
    return {
        parties: partiesOfReview(state),
        currentVersions: { 'final-plan/plan': state.amended?.version ?? state.plan.version },
        letters: stillAsked(state, events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : []))),
    };
};
/** Those that a plan sends beside its reviews: `P-L5`. */
const isOfPlan = (letterId) => letterId.startsWith('P-');
const adviceOf = async (ledger, caseRef) => {
    const { advice } = foldEvents(caseRef, asAssessmentEvents(await ledger.read(assessmentId(caseRef))));
    return Object.fromEntries(advice.map((a) => [`advice/${a.id}`, a.version]));
};
const ofPlan = async (ledger, caseRef) => {
    const events = (await ledger.read(planId(caseRef)));
    const state = foldPlan(caseRef, events);
    if (state.seq === 0)
        return { parties: [], currentVersions: {}, letters: [] };
    return {
        parties: partiesOfPlan(state),
        // Advice of the assessment goes along where the plan moves to another authority.
        currentVersions: { 'final-plan/plan': state.version, ...(await adviceOf(ledger, caseRef)) },
        letters: stillAsked(state, events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : []))),
    };
};
export const createReadCase = (ledger) => async (caseRef, letterId) => {
    if (isOfPlan(letterId))
        return ofPlan(ledger, caseRef);
    const review = reviewOf(letterId);
    if (review !== undefined)
        return ofReview(ledger, caseRef, review);
    const events = asAssessmentEvents(await ledger.read(assessmentId(caseRef)));
    const state = foldEvents(caseRef, events);
    const plans = {
        ...(state.draft ? { 'draft-plan/plan': state.draft.version } : {}),
        ...(state.finalSections ? { 'final-plan/plan': finalVersionOf(state) } : {}),
    };
    return {
        parties: state.seq === 0 ? [] : partiesOf(state),
        currentVersions: {
            ...plans,
            ...Object.fromEntries(state.advice.map((a) => [`advice/${a.id}`, a.version])),
            ...Object.fromEntries(state.evidence.map((e) => [`evidence/${e.id}`, EVIDENCE_VERSION])),
        },
        letters: stillAsked(state, events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : []))),
    };
};
//# sourceMappingURL=letter-guard.js.map
/** What is known of one assessment: the fold of its events. JSON-safe, so that it may cross any boundary. */
import { addMonths } from '../civil-date.js';
import { limitsOf } from './limits.js';
export const STAGES = [
    'intake',
    'considering',
    'gathering-advice',
    'drafting',
    'draft-with-family',
    'finished',
];
export const isFinished = (state) => state.stage === 'finished';
/** The authority considers of its own motion whether to reassess (s44(3)): until it has decided to, nobody is told. */
export const isOwnThought = ({ reassesses, decidedToAssessOn }) => reassesses?.requestedBy === 'authority' && decidedToAssessOn === null;
export const adviceById = (state, id) => state.advice.find((a) => a.id === id);
/** Asked and still not usable: not in, returned for revision, or in and unchecked does not count as outstanding. */
export const isOutstanding = (advice) => advice.state === 'requested' || advice.state === 'acknowledged' || advice.state === 'returned';
/** How scarce an adviser is: of several who are outstanding the case waits on the one hardest to come by, last on the family. */
export const scarcity = ({ kind }) => {
    const known = ['educational-psychology', 'medical', 'social-care', 'education'].indexOf(kind);
    return kind === 'parent' ? 9 : known < 0 ? 8 : known;
};
/** The family's period to answer the draft that was served is running, and it has not answered. */
export const familyHasTime = (state) => Object.values(state.deadlines).some((d) => d.ruleId === limitsOf(state).period && d.state === 'running') &&
    (state.representationsOn === null || state.representationsOn < (state.draft?.servedOn ?? ''));
/** What policy allows, and one more for every time the placement panel was heard: there must be a way on. */
export const allowedRounds = (state) => state.policy.consultation.rounds +
    state.referrals.filter((r) => r.question === 'placement' && r.recommendedOn !== null).length;
/** The clock of a request for advice: by law for a body of s31, by the Code for others. */
export const clockOf = (advice) => `${advice.statutory ? 'advice-6w' : 'advice-nons31-6w'}:${advice.id}`;
export const isFamilyAdvice = (advice) => advice.to.role === 'parent' || advice.to.role === 'young-person';
export const openDisagreements = (state) => state.disagreements.filter((d) => d.resolvedOn === null);
export const checksOutstanding = (state) => state.policy.draft.checks.filter((check) => !state.draft?.passed.includes(check));
/**
 * Assessed less than six months before: the request stands and the officer decides on it within six weeks, knowing that; but
 * the notice that the authority is considering is not owed (s36(6)-(7)).
 */
export const assessedRecently = (state) => state.lastAssessedOn && state.receivedOn < addMonths(state.lastAssessedOn, 6) ? state.lastAssessedOn : null;
//# sourceMappingURL=state.js.map
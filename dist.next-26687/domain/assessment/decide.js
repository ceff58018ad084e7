import { isCivilDate } from '../civil-date.js';
import { recordWith } from '../events.js';
import { assignCaseworker, recordContact, resolveUnexpected } from '../matter/anytime.js';
import { attempt, must } from '../matter/deciding.js';
import { letterDispatched, letterRefused } from '../matter/correspondence.js';
import { recordListing } from '../matter/referrals.js';
import { isOwed } from '../matter/state.js';
import { acknowledgeAdvice, checkAdvice, declineAdvice, requestAdvice, reuseAdvice, submitAdvice } from './advice.js';
import { runAgenda } from './agenda.js';
import { addEvidence, attachDocument, completeAction, excuseAdvice, recordDeath, recordException, recordFamilyCall, recordMove, recordRecommendation, referToPanel, withdraw, } from './anytime.js';
import { correctContact } from '../matter/corrections.js';
import { addParent, changeSetting, correctFact, removeParent } from './corrections.js';
import { answerObjection, consultProviders, namePlacement, recordReply } from './consultation.js';
import { resolveLetter } from './correspondence.js';
import { decideToAssess, decideToIssue } from './decisions.js';
import { Deciding } from './deciding.js';
import { checkDraft, finalisePlan, holdOfficerMeeting, holdPlanningMeeting, prepareDraft, recordRepresentations, resolveDisagreement, serveDraft, } from './draft.js';
import { evolve } from './evolve.js';
import { checkIntake } from './intake.js';
import { concludeReassessment, countFromNotice, decideToReassess, stopReassessment } from './reassessment.js';
const STEPS = {
    recordFamilyCall,
    addEvidence,
    decideToAssess,
    requestAdvice,
    reuseAdvice,
    acknowledgeAdvice,
    submitAdvice,
    checkAdvice,
    declineAdvice,
    excuseAdvice,
    decideToIssue,
    decideToReassess,
    concludeReassessment,
    stopReassessment,
    holdPlanningMeeting,
    prepareDraft,
    checkDraft,
    serveDraft,
    recordRepresentations,
    holdOfficerMeeting,
    resolveDisagreement,
    consultProviders,
    recordReply,
    answerObjection,
    namePlacement,
    finalisePlan,
    referToPanel,
    recordListing,
    recordRecommendation,
    completeAction,
    recordException,
    withdraw,
    recordMove,
    recordDeath,
    assignCaseworker,
    correctFact,
    correctContact,
    addParent,
    removeParent,
    changeSetting,
    attachDocument,
    recordContact,
    resolveUnexpected,
    resolveLetter,
};
/** Open after the end: the family may still be spoken to, a letter may still need sorting out, a wrong fact put right. */
const AFTER_THE_END = new Set([
    'recordContact',
    'resolveLetter',
    'correctFact',
    'correctContact',
    'assignCaseworker',
]);
/** What a reassessment that is over still owes stops with the child's death. */
const stopsLetters = ({ letters }, command) => command.type === 'stopReassessment' && command.reason === 'died' && letters.some(isOwed);
const checkWhen = (state, command, on, today) => {
    must(isCivilDate(on), 'bad-date', `occurredOn must be a date YYYY-MM-DD, and it is not one`);
    must(on <= today, 'in-the-future', `occurredOn ${on} is after today, ${today}: only what has happened is recorded`);
    must(on >= state.receivedOn || command.type === 'correctFact', 'before-the-request', `occurredOn ${on} is before the request was received on ${state.receivedOn}`);
    must(state.stage !== 'intake', 'not-checked-in', 'The request is still being checked against the register; try again in a moment');
    must(state.stage !== 'finished' || AFTER_THE_END.has(command.type) || stopsLetters(state, command), 'case-finished', `The case is finished (${state.outcome ?? ''})`);
};
export const isRefusal = (result) => !Array.isArray(result);
/** What the command comes to today (London). `occurredOn` may be past; the clocks go by it. */
export const decide = (state, command, today) => {
    const on = command.occurredOn ?? today;
    return attempt(() => {
        checkWhen(state, command, on, today);
        const deciding = new Deciding(state, today, on);
        STEPS[command.type](deciding, command);
        return deciding.events;
    });
};
/** What time alone has brought about by today. */
export const decideOnTime = (state, today) => {
    const deciding = new Deciding(state, today, today);
    runAgenda(deciding);
    return deciding.events;
};
export const decideIntake = (state, found, today, quiet = false) => {
    const deciding = new Deciding(state, today, today);
    if (state.stage === 'intake')
        checkIntake(deciding, found, quiet);
    return deciding.events;
};
export const decideDispatched = (state, sent, on) => {
    const deciding = new Deciding(state, on, on);
    letterDispatched(deciding, sent);
    countFromNotice(deciding);
    return deciding.events;
};
export const decideNotSent = (state, letterId, reason, on) => {
    const deciding = new Deciding(state, on, on);
    letterRefused(deciding, letterId, reason);
    return deciding.events;
};
/** A fact from a system that cannot wait and does not fit: kept, and put before a person. */
export const decideUnexpected = (state, fact, today) => {
    const deciding = new Deciding(state, today, today);
    deciding.emit('fact.unexpected', fact);
    return deciding.events;
};
export const decideRequest = (state, request) => {
    const deciding = new Deciding(state, request.receivedOn, request.receivedOn);
    deciding.emit('request.received', request);
    return deciding.events;
};
/** Gives events their place in the ledger, and folds them in. */
export const record = (state, events, recording) => recordWith(evolve, state, events, recording);
//# sourceMappingURL=decide.js.map
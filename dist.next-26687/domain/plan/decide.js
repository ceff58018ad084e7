/**
 * Decides what a command to a plan comes to: the facts that happen, or a refusal that names what was wrong. Pure: today is an
 * argument.
 */
import { isCivilDate } from '../civil-date.js';
import { assignCaseworker, recordContact, resolveRefused, resolveUnexpected, sendAgain } from '../matter/anytime.js';
import { letterDispatched, letterRefused } from '../matter/correspondence.js';
import { correctContact } from '../matter/corrections.js';
import { attempt, must } from '../matter/deciding.js';
import { runPlanAgenda } from './agenda.js';
import { mustNotLeaveUnasked, recordCeasingViews, withNewReplyBy } from '../matter/ceasing.js';
import { recordListing, recordRecommendation } from '../matter/referrals.js';
import { endAmendment, startAmendment, takeAmended } from './amending.js';
import { confirmCeased, keepPlan, recordCeaseAppeal } from './ceasing.js';
import { ceaseNoticeMayHaveGone, considerCeasing, decideCeasing, dropCeasing, mustNotWithhold } from './considering.js';
import { decideFunding, endFunding, monitorFunding, requestFunding } from './funding.js';
import { discloseToHigherEducation } from './higher-education.js';
import { addPlanParent, correctPlanFact, correctSchool, removePlanParent, takeOverAsYoungPerson, } from './corrections.js';
import { anchorOf, nextReview } from './dates.js';
import { PlanDeciding } from './deciding.js';
import { changeCommissioner, received, recordCommissionerRequest, recordCommissionerTold, recordPlacement, recordTransferNotice, } from './moves-in.js';
import { cancelMove, confirmReceipt, handOver, recordMoveOut } from './moves-out.js';
import { partiesOfPlan } from './parties.js';
import { askReassessment, endReassessment } from './reassessment.js';
import { planTransition } from './transition.js';
import { isPlanOver } from './state.js';
const STEPS = {
    startReview: (d, c) => {
        must(d.state.review === null || d.state.review.kind === 'under-5', 'review-open', `Review ${d.state.review?.n ?? ''} of this plan is open already`);
        // It is a review of s44 like any other: what is due by then is done by it.
        d.start('early', c.reason, anchorOf(nextReview(d.state)));
    },
    askReassessment,
    considerCeasing,
    recordViewsOnCeasing: recordCeasingViews,
    decideCeasing,
    dropCeasing,
    discloseToHigherEducation,
    requestFunding,
    decideFunding,
    monitorFunding,
    endFunding,
    recordListing,
    recordRecommendation: (d, c) => recordRecommendation(d, c, 0),
    startAmendment,
    recordAmended: (d, { n, version, sections, madeOn, moves }) => takeAmended(d, { n, version, sections, on: madeOn, moves: moves ?? null }),
    planTransition,
    recordCeaseAppeal,
    confirmCeased,
    endPlan: (d, c) => {
        d.emit('plan.ended', { reason: c.reason });
        d.end('The child or young person has died');
    },
    keepPlan,
    recordTransferNotice,
    recordPlacement,
    changeCommissioner,
    recordCommissionerTold,
    recordCommissionerRequest,
    recordMoveOut,
    handOver,
    confirmReceipt,
    cancelMove,
    correctContact,
    addParent: addPlanParent,
    removeParent: removePlanParent,
    takeOverAsYoungPerson,
    correctFact: correctPlanFact,
    correctSchool,
    assignCaseworker,
    recordContact,
    resolveUnexpected,
    resolveLetter: (d, c) => {
        mustNotWithhold(d, c);
        if (d.state.stage === 'held')
            mustNotLeaveUnasked(d.state, c);
        const again = resolveRefused(d, c);
        if (again)
            sendAgain(d, partiesOfPlan(d.state), withNewReplyBy(d, again));
        ceaseNoticeMayHaveGone(d);
    },
};
/** Open after the end: a letter may still need sorting out, the family may still be spoken to. */
const AFTER_THE_END = new Set([
    'recordContact',
    'resolveLetter',
    'assignCaseworker',
    'correctContact',
]);
export const decideOnPlan = (state, command, today) => {
    const on = command.occurredOn ?? today;
    return attempt(() => {
        must(isCivilDate(on), 'bad-date', 'occurredOn must be a date YYYY-MM-DD, and it is not one');
        must(on <= today, 'in-the-future', `occurredOn ${on} is after today, ${today}: only what has happened is recorded`);
        must(on >= state.madeOn, 'before-the-plan', `occurredOn ${on} is before the plan was made on ${state.madeOn}`);
        must(!isPlanOver(state) || AFTER_THE_END.has(command.type), 'plan-ended', `The plan ${state.stage} on ${state.endedOn ?? ''}`);
        const deciding = new PlanDeciding(state, today, on);
        STEPS[command.type](deciding, command);
        return deciding.events;
    });
};
export const decideUnexpectedOfPlan = (state, fact, today) => {
    const deciding = new PlanDeciding(state, today, today);
    deciding.emit('fact.unexpected', fact);
    return deciding.events;
};
export const decideOnTimeOfPlan = (state, today) => {
    const deciding = new PlanDeciding(state, today, today);
    if (state.seq > 0)
        runPlanAgenda(deciding);
    return deciding.events;
};
export const holdPlan = (state, holding, today) => {
    const deciding = new PlanDeciding(state, today, today);
    deciding.emit('plan.held', holding);
    received(deciding);
    return deciding.events;
};
/** What a review says when it is over; said twice, it happens once. */
export const endReview = (state, reviewed, today) => {
    // Of a plan that is over it changes nothing any more.
    if (isPlanOver(state))
        return [];
    const deciding = new PlanDeciding(state, today, today);
    if (state.amendment?.n === reviewed.n)
        endAmendment(deciding, reviewed);
    if (state.review?.n !== reviewed.n)
        return deciding.events;
    // The text first, so that one whose version another took is counted on.
    if (reviewed.amended && !state.review.amended && reviewed.amended.version <= state.version)
        takeAmended(deciding, { n: reviewed.n, ...reviewed.amended });
    deciding.emit('review.ended', reviewed);
    return deciding.events;
};
export const hearReassessed = (state, reassessed, today) => endReassessment(new PlanDeciding(state, today, today), reassessed);
export const decidePlanLetterSent = (state, sent, on) => {
    const deciding = new PlanDeciding(state, on, on);
    letterDispatched(deciding, sent);
    ceaseNoticeMayHaveGone(deciding);
    return deciding.events;
};
export const decidePlanLetterNotSent = (state, letterId, reason, on) => {
    const deciding = new PlanDeciding(state, on, on);
    letterRefused(deciding, letterId, reason);
    return deciding.events;
};
//# sourceMappingURL=decide.js.map
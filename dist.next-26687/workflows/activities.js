/** The activities as workflows see them, each group with the retry policy its meaning asks for, named once. */
import { ActivityFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
/** Tries for as long as it takes: the case waits, and goes on when what it needs is back. */
const UNTIL_DONE = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' };
/** Our own database and server: quick when up. */
const OWN = { startToCloseTimeout: '30 seconds', retry: UNTIL_DONE };
/** Leaves the building: slower, and retried more gently. A worker that was killed is known by its silence alone. */
const OUTSIDE = {
    startToCloseTimeout: '1 minute',
    retry: { ...UNTIL_DONE, initialInterval: '5s', maximumInterval: '10 minutes' },
};
/** A day's anchor: after most of a day there is the next one. */
const WITHIN_THE_DAY = { ...OUTSIDE, scheduleToCloseTimeout: '20 hours' };
/** After most of an hour the anchors wait in their file, and go with the next day's. */
const COPY = {
    ...OUTSIDE,
    startToCloseTimeout: '10 minutes',
    retry: { ...OUTSIDE.retry, maximumAttempts: 10 },
};
/**
 * Tried once within the workflow task that asks, where it costs a tenth of an activity of its own; a task may be held up no
 * longer than this.
 */
const AT_ONCE = { scheduleToCloseTimeout: '4 seconds', retry: { maximumAttempts: 1 } };
const own = proxyActivities(OWN);
const outside = proxyActivities(OUTSIDE);
const atOnce = proxyLocalActivities(AT_ONCE);
export const { anchorLedger } = proxyActivities(WITHIN_THE_DAY);
export const { postAnchors } = proxyActivities(COPY);
export const { tellCampaign, tellCase, startPlan, startReview, stopReview, tellPlan } = own;
export const { followPlan, tellPlanOfAmendment } = own;
export const { startReassessment, stopReassessment, tellReassessed } = own;
/** A local activity fails with its cause alone; whoever asks is to see the same failure however the activity was run. */
const asActivityFailure = (error) => {
    if (error instanceof ActivityFailure)
        return error;
    if (!(error instanceof TemporalFailure))
        throw error;
    return new ActivityFailure(error.message, 'local', undefined, 'NON_RETRYABLE_FAILURE', undefined, error);
};
/** What fails for good fails; whatever else stands in the way is waited out, as an activity of its own. */
const orElse = async (quick, patient) => {
    try {
        return await quick;
    }
    catch (error) {
        const failure = asActivityFailure(error);
        if (failure.cause instanceof ApplicationFailure && failure.cause.nonRetryable)
            throw failure;
        return patient();
    }
};
/** Quick when our database is up, and safe to ask again. */
const quickly = (name) => ((...args) => {
    const [now, later] = [atOnce[name], own[name]];
    return orElse(now(...args), () => later(...args));
});
export const recall = quickly('recall');
export const claimChild = quickly('claimChild');
export const currentRules = quickly('currentRules');
export const recallCampaign = quickly('recallCampaign');
export const recallPanel = quickly('recallPanel');
export const recallPlan = quickly('recallPlan');
export const recallReview = quickly('recallReview');
export const planMade = quickly('planMade');
export const policyByVersion = quickly('policyByVersion');
export const takeOver = quickly('takeOver');
/** What the UI's timeline says of a step holds numbers, kinds and roles, never a word of the case. */
const places = (events) => {
    const [first, last] = [events[0]?.seq, events.at(-1)?.seq];
    return first === last ? `event ${first}: ${events[0]?.type}` : `events ${first} to ${last}`;
};
/**
 * Writing within the workflow task puts a fact into the ledger before history has it. Where a caller's update is all that
 * tells of it, and something outside is to follow, history must have it first: an update that is never answered may be
 * given up, and a letter would wait for the case's next occasion. An activity that does nothing is what it takes.
 */
export const appendEvents = ({ inHistoryFirst }) => async (stream, events) => {
    const summary = places(events);
    if (inHistoryFirst)
        await own.enterHistory.executeWithOptions({ ...OWN, summary }, []);
    return orElse(atOnce.appendEvents(stream, events), () => own.appendEvents.executeWithOptions({ ...OWN, summary }, [stream, events]));
};
export const tellPanel = (message) => {
    const { panel, refer, remove } = message;
    const summary = `${panel.id}: ${refer ? `hear ${refer.referralId} (${refer.question})` : `strike ${remove?.referralId}`}`;
    return own.tellPanel.executeWithOptions({ ...OWN, summary }, [message]);
};
/** Those that could not go at once are `later`: to be sent one by one, for as long as it takes. */
export const sendAtOnce = async (orders) => {
    try {
        return await atOnce.sendLetters(orders);
    }
    catch (error) {
        asActivityFailure(error);
        return orders.map(() => ({ state: 'later' }));
    }
};
export const sendLetter = (order) => {
    const { id, notice, to } = order.letter;
    return outside.sendLetter.executeWithOptions({ ...OUTSIDE, summary: `${id}: ${notice} to ${to.role}` }, [order]);
};
//# sourceMappingURL=activities.js.map
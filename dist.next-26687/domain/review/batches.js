import { campaignOf } from '../campaign/transfer-year.js';
const askOf = ({ caseRef, n }, queued) => ({
    caseRef,
    n,
    consultationId: queued.consultationId,
    school: queued.urn ?? queued.to.name,
});
/** Facts after which a review, if it is over, sends nothing more. */
const ENDS = new Set([
    'review.decided',
    'amendment.made',
    'amendment.abandoned',
    'review.stopped',
]);
/** Undefined where nothing of it is the campaign's. */
export const toCampaign = (state, written) => {
    if (state.phase === null)
        return undefined;
    const queued = written.flatMap(({ type, data }) => type === 'consultation.queued' ? [data] : []);
    const dropped = state.stage === 'finished' && written.some(({ type }) => ENDS.has(type)) ? state.queued : [];
    if (queued.length + dropped.length === 0)
        return undefined;
    const { consultations: limits } = state.policy.campaign;
    return {
        on: campaignOf(state.phase.on),
        limits,
        ask: queued.map((q) => askOf(state, q)),
        drop: dropped.map((q) => askOf(state, q)),
    };
};
/** All that wait, told again after a loss: the campaign passes over what it knows. */
export const stillWaiting = (state) => state.stage === 'finished'
    ? undefined
    : toCampaign(state, state.queued.map((data) => ({ type: 'consultation.queued', data })));
//# sourceMappingURL=batches.js.map
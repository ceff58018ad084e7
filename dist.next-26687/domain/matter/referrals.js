import { must } from './deciding.js';
import { changeOne } from './evolve.js';
export const REFERRAL_FOLD = {
    'panel.referred': (s, d, on) => ({
        referrals: [
            ...s.referrals,
            {
                id: d.referralId,
                panel: d.panel,
                question: d.question,
                reason: d.reason,
                referredOn: on,
                meetingOn: null,
                recommendation: null,
                reasons: null,
                recommendedOn: null,
                closedOn: null,
            },
        ],
    }),
    'panel.listed': (s, d) => ({ referrals: changeOne(s.referrals, d.referralId, () => ({ meetingOn: d.meetingOn })) }),
    'panel.recommended': (s, d, on) => ({
        referrals: changeOne(s.referrals, d.referralId, () => ({
            recommendation: d.recommendation,
            reasons: d.reasons,
            recommendedOn: on,
            closedOn: on,
        })),
        lastProgressOn: on,
    }),
    'panel.notNeeded': (s, d, on) => ({
        referrals: changeOne(s.referrals, d.referralId, () => ({ reasons: d.reason, closedOn: on })),
    }),
};
export const openReferral = ({ referrals }, question) => referrals.find((r) => r.question === question && r.closedOn === null);
const openReferralById = (d, referralId) => {
    const referral = d.state.referrals.find((r) => r.id === referralId);
    must(referral !== undefined, 'unknown-referral', `referralId ${referralId} is not on this case; it has ${d.state.referrals.map((r) => r.id).join(', ') || 'none'}`);
    must(referral.closedOn === null, 'already-recommended', `${referralId} was closed on ${referral.closedOn ?? ''}`);
};
export const recordListing = (d, c) => {
    openReferralById(d, c.referralId);
    d.emit('panel.listed', { referralId: c.referralId, meetingOn: c.meetingOn });
};
/** `actionsSoFar`: actions are numbered in the life of a matter. */
export const recordRecommendation = (d, c, actionsSoFar) => {
    openReferralById(d, c.referralId);
    d.emit('panel.recommended', {
        referralId: c.referralId,
        recommendation: c.recommendation,
        reasons: c.reasons,
        actions: c.actions.map((a, i) => ({
            actionId: `X${actionsSoFar + i + 1}`,
            what: a.what,
            owner: a.owner,
            ownerEmail: a.ownerEmail ?? null,
            dueOn: a.dueOn,
        })),
    });
};
/** One that was heard, or struck, stays as it is. */
export const closeReferral = (d, { id, closedOn }, why) => {
    if (closedOn === null)
        d.emit('panel.notNeeded', { referralId: id, reason: why });
};
/** Once a question is decided its panel need not hear it. The panel keeps its own record; here it is closed. */
export const closeReferrals = (d, why, question) => {
    for (const { id, ...r } of d.state.referrals) {
        if (r.closedOn !== null || (question && r.question !== question))
            continue;
        d.emit('panel.notNeeded', { referralId: id, reason: why });
    }
};
/**
 * What panels are to be told of facts that were written: what they are to hear and still must, what they need not hear.
 * `replyTo` is the workflow ID that they answer; the assessment's where it is left out.
 */
export const toPanels = (state, written, replyTo) => written.flatMap(({ type, data, occurredOn }) => {
    if (type !== 'panel.referred' && type !== 'panel.notNeeded')
        return [];
    const { referralId } = data;
    const referral = state.referrals.find((r) => r.id === referralId);
    const panel = state.policy.panels.find((p) => p.id === referral?.panel);
    if (!panel || !referral)
        return [];
    const { caseRef } = state;
    if (type === 'panel.notNeeded') {
        const { reason } = data;
        return [{ panel, remove: { caseRef, referralId, reason } }];
    }
    const { question, reason, closedOn } = referral;
    if (closedOn !== null)
        return [];
    const refer = { caseRef, referralId, question, reason, referredOn: occurredOn, ...(replyTo ? { replyTo } : {}) };
    return [{ panel, refer }];
});
/** Referrals that no panel has listed yet, told again after a loss: a panel passes over what is on its agenda. */
export const notYetListed = (state, replyTo) => toPanels(state, state.referrals
    .filter((r) => r.meetingOn === null)
    .map((r) => ({ type: 'panel.referred', data: { referralId: r.id }, occurredOn: r.referredOn })), replyTo);
//# sourceMappingURL=referrals.js.map
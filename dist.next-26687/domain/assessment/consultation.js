import { answerObjection as answer, consultOne, consultationFacts, currentRound, isSettled, mayBeNamed, mustBeNew, namePlacement as name, providerParty, recordReply as reply, } from '../matter/consultations.js';
import { must } from '../matter/deciding.js';
import { openReferral } from '../matter/referrals.js';
import { draftWithAppendices } from './documents.js';
import { isHeldElsewhere } from './draft.js';
import { childName } from './letter-facts.js';
import { allowedRounds } from './state.js';
/** Every round that is allowed has been answered and nobody can be named. */
export const isExhausted = (state) => state.placement === null &&
    currentRound(state) >= allowedRounds(state) &&
    state.consultations.every((c) => isSettled(c)) &&
    !state.consultations.some(mayBeNamed);
export const consultProviders = (d, c) => {
    const { state } = d;
    must(state.stage === 'draft-with-family', 'wrong-stage', `Providers are consulted with the draft, once it is served; this case is at ${state.stage}`, 's39(2)');
    // Rounds are local policy, which cannot stand in the way of consulting the institution that the family requests (s39(2)).
    const requested = c.providers.every((p) => p.requestedByFamily);
    must(requested || state.placement === null, 'placement-named', 'A placement is already decided for section I; only a school that the family requests may still be consulted');
    const round = currentRound(state) + 1;
    const rounds = allowedRounds(state);
    if (c.noticeAlreadySentOn)
        d.mustHaveGone(c.noticeAlreadySentOn);
    const on = c.noticeAlreadySentOn ?? d.today;
    // Practice of today limits what may be begun, not what has happened: a round that went out before is a fact.
    must(requested || round <= rounds || c.noticeAlreadySentOn !== undefined, 'rounds-exhausted', `${rounds} rounds are allowed and all are used: the case goes to the ${state.policy.consultation.placementPanel} panel, after which there is one more`);
    must(c.noticeAlreadySentOn !== undefined || !isHeldElsewhere(state.draft?.sections), 'draft-not-held', 'The text of the served draft is not held here, so it cannot be enclosed: put it on the case first (draft prepare, basis representations)', 's38(2)');
    mustBeNew(state.consultations, c.providers);
    for (const given of c.providers) {
        const consultationId = `C${d.state.consultations.length + 1}`;
        const to = providerParty(given, consultationId);
        const { urn = null, section38, requestedByFamily = false } = given;
        const consultation = consultOne(d, { consultationId, round, to, urn, section38, requestedByFamily }, on);
        if (!c.noticeAlreadySentOn)
            d.letter('consultation', to, {
                facts: { ...consultationFacts(d.state, consultation), ...childName(d.state) },
                enclosures: draftWithAppendices(d.state),
            });
    }
};
/** When every round is used and nobody can be named, the placement panel looks for the way out. */
const referIfExhausted = (d) => {
    if (!isExhausted(d.state) || openReferral(d.state, 'placement'))
        return;
    const rounds = currentRound(d.state);
    d.emit('case.stuck', { reason: `No provider found in ${rounds} rounds of consultation`, about: 'consultation' });
    d.emit('panel.referred', {
        referralId: `P${d.state.referrals.length + 1}`,
        panel: d.state.policy.consultation.placementPanel,
        question: 'placement',
        reason: `No provider found in ${rounds} rounds of consultation`,
    });
};
export const recordReply = (d, c) => {
    must(d.state.stage !== 'finished', 'case-finished', `The case is finished (${d.state.outcome ?? ''})`);
    reply(d, c);
};
export const answerObjection = (d, c) => {
    answer(d, c);
    referIfExhausted(d);
};
export const namePlacement = (d, c) => {
    must(d.state.stage === 'draft-with-family', 'wrong-stage', `A placement is named after consultation; this case is at ${d.state.stage}`, 's39, s40');
    name(d, c, d.state.requestedSchool);
    d.closeReferrals('A placement was decided before the meeting', 'placement');
    if (d.state.stuck?.about === 'consultation')
        d.emit('case.unstuck', { reason: 'A placement was decided' });
};
//# sourceMappingURL=consultation.js.map
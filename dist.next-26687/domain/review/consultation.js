/**
 * Schools are consulted before one is named in the amended plan (s39(2), s40(3), r22). For a child who changes phase that
 * waits for its batch, so that one school is not asked about sixty children in a day.
 */
import { answerObjection as answer, consultationById, consultationFacts, consultOne, currentRound, isSettled, mayBeNamed, mustBeNew, nameInstitution, namePlacement as name, providerParty, recordReply as reply, sameProvider, } from '../matter/consultations.js';
import { must } from '../matter/deciding.js';
import { closeReferrals, openReferral } from '../matter/referrals.js';
import { childName } from './parties.js';
const asked = (state) => [
    ...state.consultations,
    ...state.queued,
];
/** A policy recorded before there was a campaign has no batches. */
const waitsForBatch = ({ phase, policy }) => phase !== null && policy.campaign !== undefined;
const send = (d, queued) => {
    const consultation = consultOne(d, queued, d.today);
    d.letter('amendment-consultation', queued.to, {
        facts: {
            ...consultationFacts(d.state, consultation),
            ...childName(d.state),
            amendments: d.state.decision?.amendments ?? null,
            startsOn: d.state.phase?.on ?? null,
        },
        enclosures: [{ kind: 'final-plan', id: 'plan', version: d.state.plan.version }],
    });
};
export const consultProviders = (d, c) => {
    const { state } = d;
    const sentOn = c.noticeAlreadySentOn;
    if (sentOn)
        d.mustHaveGone(sentOn);
    must(sentOn !== undefined || state.plan.sections !== null, 'plan-not-held', 'The text of the plan is not held here, so it cannot be enclosed: say when the consultation was sent (noticeAlreadySentOn)', 's39(2), s40(3)');
    must(state.placement === null || c.providers.every((p) => p.requestedByFamily), 'placement-named', 'A placement is already decided for section I; only a school that the family requests may still be consulted');
    mustBeNew(asked(state), c.providers);
    const round = Math.max(currentRound(state), ...state.queued.map((q) => q.round)) + 1;
    const first = state.consultations.length + state.queued.length + 1;
    const together = c.providers.map((given, i) => {
        const consultationId = `C${first + i}`;
        const { urn = null, section38, requestedByFamily = false } = given;
        return { consultationId, round, to: providerParty(given, consultationId), urn, section38, requestedByFamily };
    });
    if (c.atOnce && waitsForBatch(state))
        d.emit('consultation.hurried', { consultationIds: together.map((q) => q.consultationId), reason: c.atOnce });
    for (const queued of together)
        if (sentOn)
            consultOne(d, queued, sentOn);
        else if (waitsForBatch(state) && !c.atOnce)
            d.emit('consultation.queued', queued, d.today);
        else
            send(d, queued);
};
/** Told twice, it is sent once. */
export const releaseConsultation = (d, c) => {
    if (consultationById(d.state, c.consultationId))
        return;
    const queued = d.state.queued.find((q) => q.consultationId === c.consultationId);
    must(queued !== undefined, 'unknown-consultation', `consultationId ${c.consultationId} does not wait; those that do are ${d.state.queued.map((q) => q.consultationId).join(', ') || 'none'}`);
    send(d, queued);
};
export const recordReply = (d, c) => reply(d, c);
/** Every school asked has answered, none waits for its batch, and nobody can be named. */
const isExhausted = (state) => state.placement === null &&
    state.queued.length === 0 &&
    currentRound(state) >= state.policy.consultation.rounds &&
    state.consultations.every(isSettled) &&
    !state.consultations.some(mayBeNamed);
export const answerObjection = (d, c) => {
    answer(d, c);
    if (isExhausted(d.state) && !openReferral(d.state, 'placement'))
        d.refer(`No provider found in ${currentRound(d.state)} rounds of consultation`);
};
export const namePlacement = (d, c) => {
    name(d, c, d.state.requestedSchool);
    // What it costs the panel is to hear all the same.
    if (!d.state.highCost)
        closeReferrals(d, 'A placement was decided before the meeting', 'placement');
};
/** The consultation in which the institution that the amended plan names was asked; undefined where none was. */
const consultationFor = (state, moves) => moves.consultationId === undefined
    ? state.consultations.find((c) => sameProvider(c, moves.institution))
    : consultationById(state, moves.consultationId);
const isPresent = ({ institution }, { institution: next }) => institution !== null && (next.urn ? next.urn === institution.urn : next.name === institution.name);
/** The plan names what was decided: that it stays where it is, is said once that is decided otherwise. */
export const mustNotHavePlacement = (state) => {
    const decided = state.placement?.consultationId ?? null;
    const found = decided === null ? undefined : consultationById(state, decided);
    must(found === undefined || (state.institution !== null && sameProvider(found, state.institution)), 'another-placement', `The placement that was decided is that of ${decided ?? ''}, and moves is left out: moves names it, or decide another first (review name)`, 's39(2), s40(3)');
};
/**
 * What section I is to name was consulted, and did not object for good (s39(2), s39(4)). Answers with the risk in law that
 * there is all the same. Where policy does not ask for it, an institution that nobody consulted here is taken with that risk:
 * it may have been asked by other means, and a plan that names it stands.
 */
export const mayMoveTo = (d, moves, notConsulted) => {
    const { state } = d;
    must(moves.consultationId === undefined || consultationFor(state, moves) !== undefined, 'unknown-consultation', `consultationId ${moves.consultationId ?? ''} is not in this review; it has ${state.consultations.map((c) => c.id).join(', ') || 'none'}`);
    const found = consultationFor(state, moves);
    must(found === undefined || sameProvider(found, moves.institution), 'another-institution', `${found?.id ?? ''} is of another institution than moves names`, 's39(2)');
    const decided = state.placement?.consultationId ?? null;
    must(decided === null || found?.id === decided, 'another-placement', `The placement that was decided is that of ${decided ?? ''}: moves names it, or decide another first (review name)`);
    if (found)
        return nameInstitution(d, { consultationId: found.id, legalRiskAccepted: true });
    if (isPresent(state, moves))
        return null;
    must(notConsulted !== undefined || !state.policy.reviews.consultBeforeNaming, 'not-consulted', 'The institution that moves names was not consulted in this review: consult it first, or say in notConsulted why it was not or how it was', 's39(2), s40(3)');
    return notConsulted ? null : NOT_CONSULTED;
};
const NOT_CONSULTED = 'Named without a consultation that is recorded here, which s39(2) or s40(3) asks for';
//# sourceMappingURL=consultation.js.map
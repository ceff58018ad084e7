/** Consulting providers in rounds, their objections, and what may be named (s33, s38-40), on whichever matter. */
import { addDays, daysBetween } from '../civil-date.js';
import { lastDue } from './agenda.js';
import { must } from './deciding.js';
import { changeOne } from './evolve.js';
const one = (s, id, change) => ({
    consultations: changeOne(s.consultations, id, change),
});
export const CONSULTATION_FOLD = {
    'provider.consulted': (s, d, on) => ({
        consultations: [
            ...s.consultations,
            {
                id: d.consultationId,
                round: d.round,
                to: d.to,
                urn: d.urn,
                section38: d.section38,
                requestedByFamily: d.requestedByFamily,
                consultedOn: on,
                repliedOn: null,
                reply: null,
                grounds: [],
                answeredOn: null,
                objectionAccepted: null,
                reminders: 0,
                chasers: 0,
            },
        ],
        lastProgressOn: on,
    }),
    'provider.reminded': (s, d) => one(s, d.consultationId, () => ({ reminders: d.step })),
    'provider.chased': (s, d) => one(s, d.consultationId, () => ({ chasers: d.step })),
    'provider.replied': (s, d, on) => ({
        ...one(s, d.consultationId, () => ({ repliedOn: on, reply: d.reply, grounds: d.grounds })),
        lastProgressOn: on,
    }),
    'objection.answered': (s, d, on) => ({
        ...one(s, d.consultationId, () => ({ answeredOn: on, objectionAccepted: d.accepted })),
        lastProgressOn: on,
    }),
    'placement.named': (_s, d, on) => ({ placement: { ...d, on }, lastProgressOn: on }),
};
export const consultationById = ({ consultations }, id) => consultations.find((c) => c.id === id);
export const currentRound = ({ consultations }) => Math.max(0, ...consultations.map((c) => c.round));
/** A round is over when every provider in it has replied; an objection not accepted keeps the provider in play. */
export const isSettled = (c) => c.reply === 'can-meet-need' || (c.reply === 'cannot-meet-need' && c.answeredOn !== null);
export const mayBeNamed = (c) => c.reply === 'can-meet-need' || c.objectionAccepted === false;
export const providerParty = (given, id) => ({
    id: `provider-${id}`,
    role: 'provider',
    name: given.name,
    ...(given.email ? { email: given.email } : {}),
    ...(given.address ? { address: given.address } : {}),
    ...(given.urn ? { organisation: given.urn } : {}),
});
export const sameProvider = (c, p) => (p.urn ? c.urn === p.urn : c.to.name === p.name);
export const mustBeNew = (known, providers) => {
    const again = providers.find((p) => known.some((x) => sameProvider(x, p)));
    must(again === undefined, 'already-consulted', `${again?.name ?? ''} has been consulted already on this case`);
    const twice = providers.find((p, i) => providers.some((q, j) => j < i && (p.urn ? p.urn === q.urn : p.name === q.name)));
    must(twice === undefined, 'listed-twice', `${twice?.name ?? ''} is listed twice in this round`);
};
export const consultationDueOn = ({ deadlines }, c) => deadlines[`school-reply-15d:${c.id}`]?.due ?? c.consultedOn;
export const consultationFacts = (state, c) => ({
    consultationId: c.id,
    round: c.round,
    replyBy: consultationDueOn(state, c),
});
/** Code 9.83: the provider should answer in 15 days; its silence never holds anything up. */
export const consultOne = (d, consulted, on) => {
    d.emit('provider.consulted', consulted, on);
    d.startClock('school-reply-15d', on, { about: consulted.consultationId });
    return consultationById(d.state, consulted.consultationId);
};
export const consulted = ({ state }, id) => {
    const consultation = consultationById(state, id);
    must(consultation !== undefined, 'unknown-consultation', `consultationId ${id} is not on this case; it has ${state.consultations.map((c) => c.id).join(', ') || 'none'}`);
    return consultation;
};
export const recordReply = (d, c) => {
    const consultation = consulted(d, c.consultationId);
    must(consultation.repliedOn === null, 'already-replied', `${consultation.id} was answered on ${consultation.repliedOn ?? ''}`);
    must(d.on >= consultation.consultedOn, 'before-it-was-asked', `occurredOn ${d.on} is before ${consultation.id} was sent on ${consultation.consultedOn}`);
    const grounds = c.grounds ?? [];
    must(c.reply === 'can-meet-need' || grounds.length > 0, 'grounds-missing', 'An objection needs at least one ground: unsuitable, education-of-others or use-of-resources', 's39(4)');
    must(c.reply === 'cannot-meet-need' || grounds.length === 0, 'grounds-given', 'A provider that can meet need gives no grounds', 's39(4)');
    d.emit('provider.replied', { consultationId: consultation.id, reply: c.reply, grounds, text: c.text ?? null });
    d.settle(`school-reply-15d:${consultation.id}`);
};
export const answerObjection = (d, c) => {
    const consultation = consulted(d, c.consultationId);
    must(consultation.reply === 'cannot-meet-need' && consultation.answeredOn === null, 'nothing-to-answer', `${consultation.id} has no objection waiting for an answer`, 's39(4)');
    d.emit('objection.answered', { consultationId: consultation.id, accepted: c.accepted, reasons: c.reasons });
};
/** Answers with the risk in law that there is all the same; null where there is none. */
export const nameInstitution = (d, c) => {
    must(c.consultationId !== undefined, 'no-consultation', 'Naming an institution needs consultationId: it must have been consulted', 's39(2)');
    const consultation = consulted(d, c.consultationId);
    must(consultation.reply !== null || !consultation.section38 || c.legalRiskAccepted === true, 'no-reply', `${consultation.id} has not replied; naming it without a reply needs legalRiskAccepted`, 's39(2)');
    must(consultation.reply !== 'cannot-meet-need' || consultation.objectionAccepted === false, 'objection-open', `${consultation.id} objected; answer the objection first, and do not accept it, to name it all the same`, 's39(4)');
    must(consultation.section38 || consultation.reply === 'can-meet-need', 'no-duty-to-admit', `${consultation.id} is not a s38(3) institution and has not agreed: it would have no duty to admit`, 's43');
    if (consultation.objectionAccepted === false)
        return 'Named against the institution’s objection: expect a complaint to the Secretary of State';
    return consultation.reply === null ? 'Named without a reply' : null;
};
/** A requested s38(3) school must be named unless a ground of s39(4) holds (s39(3)-(5)): the risk of not doing so is said. */
const requestedNotNamed = (state, c, wish) => {
    const requested = state.consultations.find((x) => x.section38 && (x.requestedByFamily || (wish !== null && sameProvider(x, wish))));
    if (!requested && wish?.section38)
        return NOT_CONSULTED;
    if (!requested || requested.id === c.consultationId)
        return null;
    return requested.objectionAccepted === true
        ? null
        : 'The family’s requested school is not named and no ground of s39(4) is accepted: open to appeal on section I';
};
const NOT_CONSULTED = 'The school that the family requested was not consulted, as s39(2) requires, and is not named: open to appeal on section I';
const TYPE_RISK = 'Only a type of provision is named: no institution must admit, the family may appeal section I, and the duty to secure the provision (s42) stays';
export const namePlacement = (d, c, wish) => {
    const ofType = c.kind === 'type';
    must(!ofType || d.state.policy.consultation.allowType, 'type-not-allowed', 'Policy does not allow a plan that names only a type of provision', 's39(5), s40(2)');
    must(!ofType || c.typeOfProvision !== undefined, 'type-missing', 'kind is type: give typeOfProvision, which section I will name');
    must(!ofType || c.legalRiskAccepted === true, 'legal-risk', `${TYPE_RISK}; set legalRiskAccepted to go on`, 's39(5), s40(2)');
    const risks = [ofType ? TYPE_RISK : nameInstitution(d, c), requestedNotNamed(d.state, c, wish)].filter((r) => r !== null);
    d.emit('placement.named', {
        kind: c.kind,
        consultationId: c.consultationId ?? null,
        typeOfProvision: c.typeOfProvision ?? null,
        reasons: c.reasons,
        legalRisk: risks.join('. ') || null,
    });
};
/** Until it replies, or a placement is decided: reminded before its days are over, chased after. */
export const consultationItems = (state, c, today) => {
    if (c.repliedOn || state.placement)
        return [];
    const due = consultationDueOn(state, c);
    const policy = state.policy.consultation;
    const reminders = lastDue(policy.remindDaysBefore.map((n) => addDays(due, -n)).filter((on) => on > c.consultedOn), c.reminders, today)
        .filter(() => today <= due)
        .map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('provider.reminded', { consultationId: c.id, step });
            d.letter('consultation-reminder', c.to, { facts: consultationFacts(d.state, c) });
        },
    }));
    const chasers = lastDue(policy.chaseDaysAfter.map((n) => addDays(due, n)), c.chasers, today).map(({ step, on }) => ({
        on,
        happen: (d) => {
            d.emit('provider.chased', { consultationId: c.id, step });
            d.letter('consultation-chaser', c.to, {
                facts: { ...consultationFacts(d.state, c), daysLate: daysBetween(due, d.today), step },
            });
        },
    }));
    return [...reminders, ...chasers];
};
export const consultationTasks = (state, c, closedBy) => {
    if (state.placement)
        return [];
    if (c.reply === 'cannot-meet-need' && !c.answeredOn) {
        return [
            {
                key: `answer-objection:${c.id}`,
                role: 'caseworker',
                title: `Answer the objection of ${c.id}`,
                dueOn: addDays(c.repliedOn ?? c.consultedOn, state.policy.consultation.answerObjectionWithinDays),
                closedBy: closedBy.answer,
            },
        ];
    }
    if (c.repliedOn)
        return [];
    return [
        {
            key: `reply:${c.id}`,
            role: 'provider',
            title: `Reply to consultation ${c.id}`,
            dueOn: consultationDueOn(state, c),
            closedBy: closedBy.reply,
        },
    ];
};
export const consultationStateOf = (c) => {
    if (c.reply === null)
        return 'consulted';
    if (!c.answeredOn)
        return c.reply;
    return c.objectionAccepted ? 'objection-accepted' : 'objection-answered';
};
//# sourceMappingURL=consultations.js.map
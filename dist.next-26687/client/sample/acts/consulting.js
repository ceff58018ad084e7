import { addDays } from '../../../domain/civil-date.js';
import { schoolDay, workday } from '../diary.js';
import { consultationRounds } from '../schools.js';
import { as, caseworker } from './act.js';
export const consulting = (t) => {
    const { diary, pace, policy, person, draw, closures } = t;
    return consultationRounds(person.age, policy.consultation.rounds, draw).flatMap((providers, i) => {
        const on = workday(addDays(diary.servedOn, pace.consult + i * pace.round));
        const fruitless = i < pace.fruitless;
        const sent = {
            on,
            does: (s) => (isNeeded(s) ? { type: 'consultProviders', by: caseworker(s), providers } : undefined),
        };
        const offers = fruitless ? -1 : draw.whole(0, providers.length - 1);
        const replies = providers.flatMap(({ urn }, n) => {
            // Silence holds nothing up: those who do not answer are chased.
            if (!fruitless && n !== offers && draw.chance(0.25))
                return [];
            const repliedOn = schoolDay(addDays(on, draw.whole(7, pace.round - 6)), closures);
            return replying(urn ?? '', n === offers, repliedOn, draw);
        });
        const named = pace.named;
        const naming = offers >= 0 && named !== null
            ? [{ on: schoolDay(addDays(on, pace.round + named), closures), does: (s) => nameOffer(s) }]
            : [];
        return [sent, ...replies, ...naming];
    });
};
/** Another round, where nobody has offered a place and none is still expected. */
const isNeeded = (s) => s.stage === 'draft-with-family' && s.placement === null && !s.consultations.some((c) => c.reply === 'can-meet-need');
const replying = (urn, offers, on, draw) => {
    const grounds = draw.of([
        ['unsuitable'],
        ['education-of-others'],
        ['use-of-resources'],
        ['unsuitable', 'use-of-resources'],
    ]);
    const consulted = (s) => s.consultations.find((c) => c.urn === urn);
    const reply = {
        on,
        does: (s) => {
            const c = consulted(s);
            if (!c || c.repliedOn)
                return undefined;
            const by = as('provider', `school-${urn}`);
            if (offers)
                return { type: 'recordReply', by, consultationId: c.id, reply: 'can-meet-need' };
            return {
                type: 'recordReply',
                by,
                consultationId: c.id,
                reply: 'cannot-meet-need',
                grounds: [...grounds],
                text: 'We could not give what section F asks for.',
            };
        },
    };
    if (offers)
        return [reply];
    return [
        reply,
        {
            on: workday(addDays(on, draw.whole(1, 4))),
            does: (s) => {
                const c = consulted(s);
                return c?.reply === 'cannot-meet-need' && !c.answeredOn
                    ? {
                        type: 'answerObjection',
                        by: caseworker(s),
                        consultationId: c.id,
                        accepted: true,
                        reasons: 'The grounds are made out on what the school has sent.',
                    }
                    : undefined;
            },
        },
    ];
};
const nameOffer = (s) => {
    const offer = s.consultations.find((c) => c.reply === 'can-meet-need');
    return offer && !s.placement
        ? {
            type: 'namePlacement',
            by: caseworker(s),
            kind: 'institution',
            consultationId: offer.id,
            reasons: 'Can meet need; the family agrees.',
        }
        : undefined;
};
//# sourceMappingURL=consulting.js.map
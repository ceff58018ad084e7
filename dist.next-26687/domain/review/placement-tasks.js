/** What a person has to do in a review about where the child goes: consult, answer, decide, hear the panel, check payments. */
import { addDays } from '../civil-date.js';
import { consultationTasks, currentRound, isSettled, mayBeNamed } from '../matter/consultations.js';
import { openReferral } from '../matter/referrals.js';
/** So long before a transfer's date the schools are asked: fifteen days to answer, then a second round. */
const ASK_DAYS_BEFORE = 42;
const transferDate = ({ phase, deadlines }) => phase === null ? null : (deadlines[phase.ruleId]?.early ?? null);
const placing = (state) => {
    if (state.placement)
        return [];
    const by = transferDate(state);
    if (state.consultations.some(mayBeNamed))
        return [
            {
                key: 'name-placement',
                role: 'caseworker',
                title: 'Decide what section I names',
                dueOn: by,
                closedBy: 'review name',
            },
        ];
    if (state.queued.length > 0 || state.consultations.some((c) => !isSettled(c)))
        return [];
    const round = currentRound(state) + 1;
    // Of other reviews nobody can say that a school is to be consulted before one was.
    if (round === 1 && (by === null || state.decision?.outcome !== 'amend'))
        return [];
    return [
        {
            key: `consult-round:${round}`,
            role: 'caseworker',
            title: `Consult the schools or colleges that may be named, round ${round} (s39(2), s40(3))`,
            dueOn: by && addDays(by, -ASK_DAYS_BEFORE),
            closedBy: 'review consult',
        },
    ];
};
/** The panel stops no decision; that it was not heard is said until there is one. */
const hearing = (state) => {
    const referral = openReferral(state, 'placement');
    if (!referral)
        return [];
    const cost = state.highCost === null ? '' : `, likely to cost ${state.highCost} pounds a year`;
    return [
        {
            key: `panel:${referral.id}`,
            role: state.stage === 'amending' ? 'caseworker' : 'assessment-lead',
            title: `The placement panel has not been heard (${referral.id}${cost}): it meets ${referral.meetingOn ?? 'on a day that it will say'}`,
            dueOn: referral.meetingOn,
            closedBy: state.stage === 'amending' ? 'review finalise' : 'review decide',
        },
    ];
};
/** Section J holds what reg 12 and the budget regulations ask only where a payment is made; else it says that none is. */
const saysDirectPayment = ({ plan }) => {
    const words = plan.sections?.J.trim() ?? '';
    return /direct payment/i.test(words) && !/^(no\b|none|not)/i.test(words);
};
const payments = (state) => state.heldOn !== null && saysDirectPayment(state) && (state.reading?.personalBudget ?? null) === null
    ? [
        {
            key: 'direct-payment',
            role: 'caseworker',
            title: 'Review the direct payment of section J (SI 2014/1652 r11(2)(b)), and say in the reading what was found',
            dueOn: state.deadlines['ar-decision-4w']?.due ?? null,
            closedBy: 'review read',
        },
    ]
    : [];
export const placementTasks = (state) => state.stage === 'finished'
    ? []
    : [
        ...placing(state),
        ...hearing(state),
        ...state.consultations.flatMap((c) => consultationTasks(state, c, { answer: 'review answer-objection', reply: 'review reply' })),
        ...(state.stage === 'held' ? payments(state) : []),
    ];
//# sourceMappingURL=placement-tasks.js.map
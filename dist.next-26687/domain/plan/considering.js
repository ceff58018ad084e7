/** Ceasing to maintain a plan, considered and decided outside a review (s45; r29-r31). */
import { addDays, formatLong, maxDate } from '../civil-date.js';
import { consult, decidableOn, hasLeft, mayConsider, mustHaveConsulted, weigh } from '../matter/ceasing.js';
import { must } from '../matter/deciding.js';
import { isOwed } from '../matter/state.js';
import { commissioner, institution } from './parties.js';
const NOTICE = 'cease-notify';
/** r30: what a young person who stopped attending wishes is found out in a review, and that comes first. */
const mustHaveReviewed = (d, c) => {
    must(c.knownOn !== undefined, 'known-on-missing', `Of a young person who stopped attending it is said when that was known (knownOn): a review since then comes before ceasing`, 'r30');
    const last = d.state.lastReview;
    must(last !== null && last.heldOn !== null && last.heldOn >= c.knownOn && last.notifiedOn <= d.on, 'review-first', `That the young person stopped attending is known since ${formatLong(c.knownOn)}: a review whose meeting was held after that must have ended before ceasing is considered outside a review (plan review), or the review itself decides it`, 'r30');
};
export const considerCeasing = (d, c) => {
    must(d.state.stage === 'held', 'ceasing', `It is decided already that this plan ceases (notice ${d.state.ceaseNoticeOn ?? 'to go'})`, 's45');
    mayConsider(d, c);
    if (hasLeft(c.ground))
        mustHaveReviewed(d, c);
    consult(d, c, institution(d.state, d.today));
};
const considered = (d) => {
    const { stage, ceasing } = d.state;
    must(stage === 'held' && ceasing !== null, 'ceasing-not-considered', stage === 'held'
        ? 'Ceasing to maintain this plan is not considered: those concerned are consulted first (plan consider-ceasing)'
        : `The plan is ${stage} already`, 'r31(1)');
    return ceasing;
};
export const decideCeasing = (d, c) => {
    const { ground, consideredOn } = considered(d);
    mustHaveConsulted(d, 'plan consider-ceasing');
    const weighed = weigh(d, c);
    must(c.noticeAlreadySentOn === undefined || c.noticeAlreadySentOn > consideredOn, 'before-the-consultation', `It is considered since ${consideredOn}; a notice of what was decided did not go on ${c.noticeAlreadySentOn ?? ''}`, 'r31(1)');
    d.emit('ceasing.decided', { ground, reasons: c.reasons, weighed, sentOn: c.noticeAlreadySentOn ?? null });
    const facts = { childName: d.state.child.name, reasons: c.reasons };
    d.notice('cease', c.noticeAlreadySentOn, { facts, settles: [NOTICE] }, [
        ...institution(d.state),
        commissioner(d.state),
    ]);
};
export const dropCeasing = (d, c) => {
    considered(d);
    d.emit('ceasing.dropped', { reasons: c.reasons });
    const facts = { childName: d.state.child.name, reasons: c.reasons };
    d.notice('cease-dropped', c.noticeAlreadySentOn, { facts }, institution(d.state));
};
/** The family's copies of the notice that stands. */
const notices = ({ letters, noticeFrom }) => noticeFrom === null ? [] : letters.slice(noticeFrom).filter((l) => l.settles.includes(NOTICE));
/** One of them, while the decision stands. */
export const isCeaseNotice = (state, { id }) => state.stage === 'ceasing' && notices(state).some((l) => l.id === id);
/** Once the last of the family's copies has gone, the time for an appeal runs from that day. */
export const ceaseNoticeMayHaveGone = (d) => {
    if (d.state.stage !== 'ceasing' || d.state.ceaseNoticeOn !== null)
        return;
    const own = notices(d.state);
    const [first, ...rest] = own.flatMap((l) => l.dispatchedOn ?? []);
    if (first && !own.some(isOwed))
        d.emit('ceasing.notified', { on: maxDate(first, ...rest) });
};
/** A decision that reaches nobody is not notified. */
export const mustNotWithhold = ({ state }, c) => {
    const own = notices(state);
    must(c.outcome !== 'not-needed' ||
        !own.some((l) => l.id === c.letterId) ||
        own.some((l) => l.id !== c.letterId && l.state !== 'resolved'), 'notice-owed', `${c.letterId} is the only copy of this notice for the family: send it again, or say that it went by other means`, 'r31(2)-(3)');
};
export const consideringTasks = (state) => {
    if (state.stage !== 'held' || state.ceasing === null)
        return [];
    const on = decidableOn(state);
    return [
        {
            key: `ceasing:${state.ceasing.consideredOn}`,
            role: 'assessment-lead',
            title: `Decide whether the plan ceases (${state.ceasing.ground}), once those who were consulted have answered or their time is over`,
            dueOn: on && addDays(on, 5),
            closedBy: 'plan decide-ceasing',
        },
    ];
};
//# sourceMappingURL=considering.js.map
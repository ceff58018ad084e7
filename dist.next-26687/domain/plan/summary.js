/** A plan in a few words, for whoever looks at it in the Temporal UI. */
import { formatLong } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { clockTable } from '../matter/summary.js';
import { nextReview } from './dates.js';
import { interimOf, sentOnOf } from './moves-state.js';
import { isPlanOver } from './state.js';
import { planTasks } from './tasks.js';
/** The next date of a duty of the authority's: a clock of the plan itself, or its review while none is open. */
export const nextPlanDue = (state) => {
    if (isPlanOver(state))
        return null;
    const own = Object.values(state.deadlines).flatMap((clock) => clock.breachable && isOpen(clock) && clock.early !== null ? [clock.early] : []);
    const review = state.stage === 'held' && !state.review ? nextReview(state).early : null;
    return [...own, ...(review === null ? [] : [review])].sort()[0] ?? null;
};
const moveDetails = (state) => {
    const { moveOut } = state;
    const sentOn = sentOnOf(state);
    const interim = interimOf(state);
    return [
        ...(interim ? [`**Interim placement** from ${formatLong(interim.from)}, until the plan is amended.`] : []),
        ...(moveOut
            ? [
                `**To another authority** on ${formatLong(moveOut.movedOn)}: ${sentOn ? `sent ${formatLong(sentOn)}` : 'not sent yet'}.`,
            ]
            : []),
    ];
};
const standingIn = (state) => {
    const { stage, review, endedOn, ceaseNoticeOn, madeOn } = state;
    if (isPlanOver(state))
        return `**Over** since ${formatLong(endedOn ?? madeOn)}.`;
    if (review)
        return `**Review ${review.n}** (${review.kind}) is open since ${formatLong(review.startedOn)}.`;
    if (stage === 'ceasing')
        return `**To cease**: ${ceaseNoticeOn ? `notice of ${formatLong(ceaseNoticeOn)}` : 'its notice is to go'}.`;
    const next = nextReview(state);
    return `**Next review** due ${formatLong(next.early ?? madeOn)} (${next.ruleId}).`;
};
/** The whole plan for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const planDetails = (state, today) => {
    const [task] = planTasks(state);
    return [
        `**${state.caseRef}** · plan of ${formatLong(state.madeOn)}, version ${state.version}${state.stage === 'held' ? '' : ` · ${state.stage}`}`,
        '',
        standingIn(state),
        ...moveDetails(state),
        ...(state.reassessment
            ? [
                `**Reassessment** ${state.reassessment.caseRef}, asked for by the ${state.reassessment.requestedBy.replaceAll('-', ' ')} on ${formatLong(state.reassessment.askedOn)}, is open.`,
            ]
            : []),
        ...(state.amendment
            ? [`**Amendment ${state.amendment.n}** without a review is open since ${formatLong(state.amendment.startedOn)}.`]
            : []),
        ...(task ? [`**Next:** ${task.title} (${task.role}${task.dueOn ? `, due ${task.dueOn}` : ''}).`] : []),
        ...(Object.keys(state.deadlines).length > 0 ? ['', ...clockTable(state, today)] : []),
    ].join('\n');
};
//# sourceMappingURL=summary.js.map
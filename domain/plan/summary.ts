/** A plan in a few words, for whoever looks at it in the Temporal UI. */
import { formatLong } from '../civil-date.js';
import { nextReview } from './dates.js';
import type { PlanState } from './state.js';
import { planTasks } from './tasks.js';

/** The whole plan for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const planDetails = (state: PlanState): string => {
  const next = nextReview(state);
  const [task] = planTasks(state);
  return [
    `**${state.caseRef}** · plan of ${formatLong(state.madeOn)}, version ${state.version}${state.stage === 'held' ? '' : ` · ${state.stage}`}`,
    '',
    state.review
      ? `**Review ${state.review.n}** (${state.review.kind}) is open since ${formatLong(state.review.startedOn)}.`
      : state.stage === 'held'
        ? `**Next review** due ${formatLong(next.early ?? state.madeOn)} (${next.ruleId}).`
        : `**To cease**: notice of ${formatLong(state.ceaseNoticeOn ?? state.madeOn)}.`,
    ...(state.amendment
      ? [`**Amendment ${state.amendment.n}** without a review is open since ${formatLong(state.amendment.startedOn)}.`]
      : []),
    ...(task ? [`**Next:** ${task.title} (${task.role}${task.dueOn ? `, due ${task.dueOn}` : ''}).`] : []),
  ].join('\n');
};

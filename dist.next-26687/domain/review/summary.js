/** What people need to see of a review at a glance: whom it waits on, what is next, what is late and why. */
import { causeInWords } from '../matter/causes.js';
import { daysBetween, formatLong } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { clockTable } from '../matter/summary.js';
import { amendmentRules, isAmendment } from './amendment.js';
import { hasReport } from './state.js';
import { reviewTasks } from './tasks.js';
const REVIEW_STAGE_WORDS = {
    preparing: 'the meeting is to be arranged',
    arranged: 'the meeting is arranged',
    held: 'the meeting was held; report and decision are to come',
    amending: 'the plan is being amended',
    finished: 'the review is over',
};
/** Which one it is, and how it stands. */
export const reviewInWords = ({ n, kind, stage }) => isAmendment({ kind })
    ? `amendment ${n} without a review: ${stage === 'finished' ? 'it is over' : 'amendments are proposed'}`
    : `review ${n} (${kind}): ${REVIEW_STAGE_WORDS[stage]}`;
/** `school`, `caseworker`, `assessment-lead`, `family`, `nobody`, and since when. */
export const reviewWaitsOn = (state) => {
    const since = state.lastProgressOn;
    const convener = state.convenedBy === 'school' ? 'school' : 'caseworker';
    switch (state.stage) {
        case 'preparing':
        case 'arranged':
            return { on: convener, since };
        case 'held':
            return { on: hasReport(state) ? 'assessment-lead' : convener, since };
        case 'amending':
            return {
                on: state.deadlines[amendmentRules(state).period]?.state === 'running' && !state.answered
                    ? 'family'
                    : 'caseworker',
                since,
            };
        case 'finished':
            return { on: 'nobody', since };
    }
};
/** As `inHandsOf` has it for an assessment: `authority`, `school`, `family`, `nobody`. */
export const reviewInHandsOf = (state) => {
    const { on } = reviewWaitsOn(state);
    return on === 'school' || on === 'family' || on === 'nobody' ? on : 'authority';
};
/** The limits that are the authority's own to keep, by which a review is coloured. */
const AUTHORITY_RULES = /^(ar-12m|ar-decision|ar-amend-notice|ar-final|ar-noamend|amend-no-review|phase-|move-review)/;
const owed = (state) => Object.values(state.deadlines)
    .filter((d) => isOpen(d) && d.due !== null && d.breachable && AUTHORITY_RULES.test(d.ruleId))
    .sort((a, b) => ((a.early ?? '') < (b.early ?? '') ? -1 : 1));
/** The date that planning goes by: the cautious reading of the nearest clock of the authority. */
export const nextReviewDue = (state) => owed(state)[0];
export const reviewRag = (state, today) => {
    const clocks = owed(state);
    if (clocks.some((d) => d.state === 'missed'))
        return 'red';
    const [next] = clocks;
    return next?.early && daysBetween(today, next.early) <= state.policy.rag.amberDaysBefore ? 'amber' : 'green';
};
/** The whole review for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const reviewDetails = (state, today) => {
    const waiting = reviewWaitsOn(state);
    const [task] = reviewTasks(state);
    const late = Object.values(state.deadlines).filter((d) => d.state === 'missed');
    return [
        `**${state.caseRef}** · ${reviewInWords(state)}${state.decision ? ` (${state.decision.outcome})` : ''}`,
        '',
        ...late.map((d) => `**Late:** ${d.ruleId} was due ${formatLong(d.due ?? '')}, ${daysBetween(d.due ?? today, today)} days ago: ${causeInWords(d.cause ?? 'authority')}.`),
        `**Waiting on** ${waiting.on} since ${formatLong(waiting.since)}.`,
        `**Next:** ${task ? `${task.title} (${task.role}${task.dueOn ? `, due ${task.dueOn}` : ''})` : 'nothing for a person to do now'}.`,
        '',
        ...clockTable(state, today),
    ].join('\n');
};
//# sourceMappingURL=summary.js.map
/** What people need to see of a review at a glance: whom it waits on, what is next, what is late and why. */
import { daysBetween, formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import type { Deadline } from '../deadline.js';
import { clockInWords } from '../law/clock-words.js';
import { priorityOf } from '../matter/priority.js';
import { clockTable, daysLeft, lateLines, lettersTried, pageOf, sinceWords } from '../matter/summary.js';
import type { Tried } from '../matter/summary.js';
import { amendmentRules, isAmendment } from './amendment.js';
import { hasReport, isReviewOver } from './state.js';
import type { ReviewState } from './state.js';
import { reviewTasks } from './tasks.js';

const REVIEW_STAGE_WORDS: Record<ReviewState['stage'], string> = {
  preparing: 'the meeting is to be arranged',
  arranged: 'the meeting is arranged',
  held: 'the meeting was held; report and decision are to come',
  amending: 'the plan is being amended',
  finished: 'the review is over',
};

/** Which one it is, and how it stands. */
export const reviewInWords = ({ n, kind, stage }: Pick<ReviewState, 'n' | 'kind' | 'stage'>): string =>
  isAmendment({ kind })
    ? `amendment ${n} without a review: ${stage === 'finished' ? 'it is over' : 'amendments are proposed'}`
    : `review ${n} (${kind}): ${REVIEW_STAGE_WORDS[stage]}`;

/** `school`, `caseworker`, `assessment-lead`, `family`, `nobody`, and since when. */
export const reviewWaitsOn = (state: ReviewState): { on: string; since: CivilDate } => {
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
        on:
          state.deadlines[amendmentRules(state).period]?.state === 'running' && !state.answered
            ? 'family'
            : 'caseworker',
        since,
      };
    case 'finished':
      return { on: 'nobody', since };
  }
};

/** As `inHandsOf` has it for an assessment: `authority`, `school`, `family`, `nobody`. */
export const reviewInHandsOf = (state: ReviewState): string => {
  const { on } = reviewWaitsOn(state);
  return on === 'school' || on === 'family' || on === 'nobody' ? on : 'authority';
};

/** The limits that are the authority's own to keep, by which a review is coloured. */
const AUTHORITY_RULES = /^(ar-12m|ar-decision|ar-amend-notice|ar-final|ar-noamend|amend-no-review|phase-|move-review)/;

const owed = (state: ReviewState): Deadline[] =>
  Object.values(state.deadlines)
    .filter((d) => isOpen(d) && d.due !== null && d.breachable && AUTHORITY_RULES.test(d.ruleId))
    .sort((a, b) => ((a.early ?? '') < (b.early ?? '') ? -1 : 1));

/** The date that planning goes by: the cautious reading of the nearest clock of the authority. */
export const nextReviewDue = (state: ReviewState): Deadline | undefined => owed(state)[0];

export const reviewRag = (state: ReviewState, today: CivilDate): 'red' | 'amber' | 'green' => {
  const clocks = owed(state);
  if (clocks.some((d) => d.state === 'missed')) return 'red';
  const [next] = clocks;
  return next?.early && daysBetween(today, next.early) <= state.policy.rag.amberDaysBefore ? 'amber' : 'green';
};

const WAITED: Readonly<Record<string, string>> = {
  school: 'the school that arranges the review',
  family: 'the family',
  nobody: 'nobody',
};

const tried = (state: ReviewState): Tried[] => [
  ...lettersTried(state, (recipientId) => state.consultations.find((c) => c.to.id === recipientId)?.id),
  ...state.referrals.flatMap((r) => [
    { on: r.referredOn, what: `Referred to the ${r.panel.replaceAll('-', ' ')} panel (${r.id})` },
    ...(r.recommendedOn ? [{ on: r.recommendedOn, what: `Heard by the panel (${r.id})` }] : []),
  ]),
];

/** The whole review for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const reviewDetails = (state: ReviewState, today: CivilDate): string => {
  const waiting = reviewWaitsOn(state);
  const { caseRef, n, decision, caseworker, openedOn, meetingOn, heldOn } = state;
  const late = Object.values(state.deadlines).filter((d) => d.state === 'missed');
  const due = nextReviewDue(state);
  const amendment = isAmendment(state);
  return pageOf(
    {
      title: `${caseRef}: ${reviewInWords(state)}${decision ? ` (${decision.outcome})` : ''}`,
      notices: lateLines(late, today),
      facts: [
        ...(isReviewOver(state)
          ? []
          : [
              [
                'Waiting on',
                `${WAITED[waiting.on] ?? `the authority: ${waiting.on.replaceAll('-', ' ')}`}, ${sinceWords(waiting.since, today)}`,
              ] as const,
            ]),
        ...(due?.early
          ? [
              [
                'Next limit',
                `${clockInWords(due.ruleId).toLowerCase()}, ${formatLong(due.early)}, ${daysLeft(due.early, today)}`,
              ] as const,
            ]
          : []),
        ['Open since', formatLong(openedOn)],
        ...(amendment
          ? []
          : [
              [
                'Meeting',
                heldOn ? `held ${formatLong(heldOn)}` : meetingOn ? formatLong(meetingOn) : 'not arranged',
              ] as const,
            ]),
        ['Caseworker', caseworker?.id ?? '**nobody yet**'],
        ['Priority', priorityOf(state).band],
      ],
      tasks: reviewTasks(state),
      clocks: clockTable(state, today),
      tried: tried(state),
      locality: state.child.locality,
      command: `ehcna review show ${caseRef} --n ${n}`,
    },
    today,
  );
};

/** What kind of process it is, in lists: one before a transfer is that, whatever else it is. */
export const reviewType = (state: Pick<ReviewState, 'kind' | 'phase' | 'institution'>): string => {
  if (isAmendment(state)) return 'amendment';
  if (state.phase !== null || state.kind === 'phase-transfer') return 'phase-transfer';
  if (state.institution?.kind === 'post-16') return 'post-16-review';
  return state.kind === 'early' ? 'early-review' : 'annual-review';
};

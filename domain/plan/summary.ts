/** A plan in a few words, for whoever looks at it in the Temporal UI. */
import { daysBetween, formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import type { Deadline } from '../deadline.js';
import { priorityOf } from '../matter/priority.js';
import { clockTable, daysLeft, lateLines, lettersTried, pageOf, sinceWords } from '../matter/summary.js';
import type { Tried } from '../matter/summary.js';
import { nextReview } from './dates.js';
import { interimOf, sentOnOf } from './moves-state.js';
import { isPlanOver } from './state.js';
import type { PlanState } from './state.js';
import { planTasks } from './tasks.js';

/** The next date of a duty of the authority's: a clock of the plan itself, or its review while none is open. */
export const nextPlanDue = (state: PlanState): CivilDate | null => {
  if (isPlanOver(state)) return null;
  const own = Object.values(state.deadlines).flatMap((clock) =>
    clock.breachable && isOpen(clock) && clock.early !== null ? [clock.early] : [],
  );
  const review = state.stage === 'held' && !state.review ? nextReview(state).early : null;
  return [...own, ...(review === null ? [] : [review])].sort()[0] ?? null;
};

const ofTheAuthority = (state: PlanState): Deadline[] =>
  Object.values(state.deadlines).filter((clock) => clock.breachable && isOpen(clock));

/** By the plan's own clocks and its next review; what is open of it has a colour of its own. */
export const planRag = (state: PlanState, today: CivilDate): 'red' | 'amber' | 'green' | null => {
  if (isPlanOver(state)) return null;
  if (ofTheAuthority(state).some((clock) => clock.state === 'missed')) return 'red';
  const next = nextPlanDue(state);
  return next !== null && daysBetween(today, next) <= state.policy.rag.amberDaysBefore ? 'amber' : 'green';
};

export const planInHandsOf = (state: PlanState): 'authority' | 'nobody' =>
  planTasks(state).length > 0 ? 'authority' : 'nobody';

/** What kind of process it is, in lists. */
export const planType = ({ institution }: Pick<PlanState, 'institution'>): string =>
  institution?.kind === 'post-16' ? 'post-16-plan' : 'plan';

const moveFacts = (state: PlanState): [string, string][] => {
  const { moveOut } = state;
  const sentOn = sentOnOf(state);
  const interim = interimOf(state);
  return [
    ...(interim
      ? ([['Interim placement', `from ${formatLong(interim.from)}, until the plan is amended`]] as [string, string][])
      : []),
    ...(moveOut
      ? ([
          [
            'To another authority',
            `on ${formatLong(moveOut.movedOn)}: ${sentOn ? `sent ${formatLong(sentOn)}, its receipt is not confirmed` : 'not sent yet'}`,
          ],
        ] as [string, string][])
      : []),
  ];
};

const standing = (state: PlanState, today: CivilDate): [string, string] => {
  const { stage, review, endedOn, ceaseNoticeOn, madeOn } = state;
  if (isPlanOver(state)) return ['Over', sinceWords(endedOn ?? madeOn, today)];
  if (review) return [`Review ${review.n}`, `(${review.kind}) is open ${sinceWords(review.startedOn, today)}`];
  if (stage === 'ceasing')
    return ['To cease', ceaseNoticeOn ? `notice of ${formatLong(ceaseNoticeOn)}` : 'its notice is to go'];
  const next = nextReview(state);
  const on = next.early ?? madeOn;
  return ['Next review', `due ${formatLong(on)}, ${daysLeft(on, today)} (\`${next.ruleId}\`)`];
};

const openFacts = ({ reassessment, amendment }: PlanState): [string, string][] => [
  ...(reassessment
    ? ([
        [
          `Reassessment ${reassessment.caseRef}`,
          `asked for by the ${reassessment.requestedBy.replaceAll('-', ' ')} on ${formatLong(reassessment.askedOn)}, is open`,
        ],
      ] as [string, string][])
    : []),
  ...(amendment
    ? ([[`Amendment ${amendment.n}`, `without a review, is open since ${formatLong(amendment.startedOn)}`]] as [
        string,
        string,
      ][])
    : []),
];

const tried = (state: PlanState): Tried[] => [
  ...lettersTried(state),
  ...(state.moveOut?.managerOn
    ? [{ on: state.moveOut.managerOn, what: 'Receipt of the plan: put before a manager' }]
    : []),
  ...state.referrals.map((r) => ({
    on: r.referredOn,
    what: `Referred to the ${r.panel.replaceAll('-', ' ')} panel (${r.id})`,
  })),
];

/** The whole plan for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const planDetails = (state: PlanState, today: CivilDate): string => {
  const { caseRef, madeOn, version, stage, caseworker, lastProgressOn } = state;
  const tasks = planTasks(state);
  return pageOf(
    {
      title: `${caseRef}: plan of ${formatLong(madeOn)}, version ${version}${stage === 'held' ? '' : `, ${stage}`}`,
      notices: lateLines(
        ofTheAuthority(state).filter((clock) => clock.state === 'missed'),
        today,
      ),
      facts: [
        standing(state, today),
        ...moveFacts(state),
        ...openFacts(state),
        ...(isPlanOver(state)
          ? []
          : [
              [
                'Waiting on',
                tasks.length > 0 ? `the authority, ${sinceWords(lastProgressOn || madeOn, today)}` : 'nobody',
              ] as const,
            ]),
        ['Caseworker', caseworker?.id ?? '**nobody yet**'],
        ['Priority', priorityOf(state).band],
      ],
      tasks,
      clocks: clockTable(state, today),
      tried: tried(state),
      locality: state.child.locality,
      command: `ehcna plan show ${caseRef}`,
    },
    today,
  );
};

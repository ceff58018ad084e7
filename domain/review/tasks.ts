/** What a person has to do now in a review: derived from what is known, so a task opens and closes with the facts. */
import { addDays } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Role } from '../events.js';
import { addressesToRenew, lettersToSort, unexpectedToResolve } from '../matter/tasks.js';
import type { Task } from '../matter/tasks.js';
import { amendmentRules } from './amendment.js';
import { ceasingTasks } from './consulting.js';
import { meetingBy, reportDueOn } from './parties.js';
import { placementTasks } from './placement-tasks.js';
import { hasReport, isReviewOver, mustBeRead } from './state.js';
import type { ReviewState } from './state.js';

const due = (state: ReviewState, ruleId: string): CivilDate | null =>
  state.deadlines[ruleId]?.planBy ?? state.deadlines[ruleId]?.due ?? null;

const isRunning = (state: ReviewState, ruleId: string): boolean => state.deadlines[ruleId]?.doneOn === null;

/** Whoever convenes does what is before the meeting: the school through its provider role, or the caseworker. */
const arranger = (state: ReviewState): Role => (state.convenedBy === 'school' ? 'provider' : 'caseworker');

/** Why somebody of the authority should be there; the first that holds. */
export const attendancePriority = (state: ReviewState): string | null => {
  if (state.flagged) return 'the school says it is critical';
  if (state.kind === 'early') return 'the placement is at risk';
  // Whether a child is in care stands in no list.
  if (state.child.socialWorker) return 'a priority';
  if (state.policy.reviews.attendance.keyYears.includes(state.yearGroup)) return `key year (${state.yearGroup})`;
  return null;
};

const beforeMeeting = (state: ReviewState): Task[] => {
  const role = arranger(state);
  if (state.meetingOn === null)
    return [
      {
        key: 'arrange',
        role,
        title: 'Arrange the review meeting, and invite everyone whom the regulation names two weeks before',
        dueOn: meetingBy(state),
        closedBy: 'review arrange',
      },
    ];
  const priority = attendancePriority(state);
  return [
    ...(isRunning(state, 'ar-invite-2w')
      ? [
          {
            key: 'invite',
            role,
            title: 'See that everyone was invited two weeks before the meeting',
            dueOn: due(state, 'ar-invite-2w'),
            closedBy: 'review invited',
          },
        ]
      : []),
    ...(isRunning(state, 'ar-papers-2w')
      ? [
          {
            key: 'circulate',
            role,
            title: 'Obtain the advice and send it to everyone invited two weeks before the meeting',
            dueOn: due(state, 'ar-papers-2w'),
            closedBy: 'review circulate',
          },
        ]
      : []),
    ...(state.attendance === null && priority !== null
      ? [
          {
            key: 'attend',
            role: 'caseworker' as const,
            title: `Decide whether an officer attends the meeting of ${state.meetingOn}: ${priority}`,
            dueOn: addDays(state.meetingOn, -7),
            closedBy: 'review attend',
          },
        ]
      : []),
    {
      key: 'hold',
      role,
      title: `Record that the meeting of ${state.meetingOn} was held`,
      dueOn: state.meetingOn,
      closedBy: 'review hold',
    },
  ];
};

const afterMeeting = (state: ReviewState): Task[] => [
  ...(state.adulthoodDiscussed === false
    ? [
        {
          key: 'adulthood',
          role: 'caseworker' as const,
          title:
            'The meeting did not consider preparing for adulthood (r20(6), r21(6)): see that it is done, and say so in a contact',
          dueOn: due(state, 'ar-decision-4w'),
          closedBy: 'review contact',
        },
      ]
    : []),
  ...(hasReport(state)
    ? []
    : [
        {
          key: `report:${state.report?.version ?? 0}`,
          role: arranger(state),
          title: state.report
            ? 'Send the report again, complete'
            : 'Write the report of the meeting and send it to everyone invited',
          dueOn: reportDueOn(state),
          closedBy: 'review report',
        },
      ]),
  ...(mustBeRead(state) && state.report?.state === 'submitted'
    ? [
        {
          key: `read:${state.report.version}`,
          role: 'caseworker' as const,
          title: 'Read the report for the planned transition and the provision in section F',
          dueOn: addDays(state.report.submittedOn, 5),
          closedBy: 'review read',
        },
      ]
    : []),
  ...ceasingTasks(state),
  {
    key: 'decide',
    role: 'assessment-lead',
    title: 'Decide to maintain, amend or cease the plan, and notify',
    dueOn: due(state, 'ar-decision-4w'),
    closedBy: 'review decide',
  },
];

/** Devon: eight weeks and twelve are both computed, and the earlier is planned for; so is the date of a transfer. */
const earlier = (a: CivilDate | null, b: CivilDate | null): CivilDate | null =>
  a === null || (b !== null && b < a) ? b : a;

const amending = (state: ReviewState): Task[] =>
  state.proposal === null
    ? []
    : [
        {
          key: 'finalise',
          role: 'caseworker',
          title: `Amend the plan from ${addDays(state.proposal.periodEndsOn, 1)} on, or decide not to`,
          dueOn: [due(state, 'ar-final-12w'), state.phase && due(state, state.phase.ruleId)].reduce(
            earlier,
            due(state, amendmentRules(state).final),
          ),
          closedBy: 'review finalise',
        },
      ];

const BY_STAGE: Record<ReviewState['stage'], (state: ReviewState) => Task[]> = {
  preparing: beforeMeeting,
  arranged: beforeMeeting,
  held: afterMeeting,
  amending,
  finished: () => [],
};

export const reviewTasks = (state: ReviewState): Task[] => [
  ...BY_STAGE[state.stage](state),
  ...placementTasks(state),
  ...(isReviewOver(state) ? [] : [...unexpectedToResolve(state, 'review'), ...addressesToRenew(state, 'plan')]),
  ...lettersToSort(state, 'review'),
];

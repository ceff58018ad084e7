/** What a person has to do now in a review: derived from what is known, so a task opens and closes with the facts. */
import { addDays } from '../civil-date.js';
import { lettersToSort, unexpectedToResolve } from '../matter/tasks.js';
import { amendmentRules } from './amendment.js';
import { ceasingTasks } from './consulting.js';
import { meetingBy, reportDueOn } from './parties.js';
import { placementTasks } from './placement-tasks.js';
import { hasReport, isReviewOver, mustBeRead } from './state.js';
const due = (state, ruleId) => state.deadlines[ruleId]?.planBy ?? state.deadlines[ruleId]?.due ?? null;
const isRunning = (state, ruleId) => state.deadlines[ruleId]?.doneOn === null;
/** Whoever convenes does what is before the meeting: the school through its provider role, or the caseworker. */
const arranger = (state) => (state.convenedBy === 'school' ? 'provider' : 'caseworker');
/** Why somebody of the authority should be there; the first that holds. */
export const attendancePriority = (state) => {
    if (state.flagged)
        return 'the school says it is critical';
    if (state.kind === 'early')
        return 'the placement is at risk';
    // Whether a child is in care stands in no list.
    if (state.child.socialWorker)
        return 'a priority';
    if (state.policy.reviews.attendance.keyYears.includes(state.yearGroup))
        return `key year (${state.yearGroup})`;
    return null;
};
const beforeMeeting = (state) => {
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
                    role: 'caseworker',
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
const afterMeeting = (state) => [
    ...(state.adulthoodDiscussed === false
        ? [
            {
                key: 'adulthood',
                role: 'caseworker',
                title: 'The meeting did not consider preparing for adulthood (r20(6), r21(6)): see that it is done, and say so in a contact',
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
                role: 'caseworker',
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
const earlier = (a, b) => a === null || (b !== null && b < a) ? b : a;
const amending = (state) => state.proposal === null
    ? []
    : [
        {
            key: 'finalise',
            role: 'caseworker',
            title: `Amend the plan from ${addDays(state.proposal.periodEndsOn, 1)} on, or decide not to`,
            dueOn: [due(state, 'ar-final-12w'), state.phase && due(state, state.phase.ruleId)].reduce(earlier, due(state, amendmentRules(state).final)),
            closedBy: 'review finalise',
        },
    ];
const BY_STAGE = {
    preparing: beforeMeeting,
    arranged: beforeMeeting,
    held: afterMeeting,
    amending,
    finished: () => [],
};
export const reviewTasks = (state) => [
    ...BY_STAGE[state.stage](state),
    ...placementTasks(state),
    ...(isReviewOver(state) ? [] : unexpectedToResolve(state, 'review')),
    ...lettersToSort(state, 'review'),
];
//# sourceMappingURL=tasks.js.map
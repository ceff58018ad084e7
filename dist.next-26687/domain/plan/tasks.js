/** What a person has to do now about a plan, between and beside its reviews. */
import { addDays } from '../civil-date.js';
import { lettersToSort, unexpectedToResolve } from '../matter/tasks.js';
import { consideringTasks } from './considering.js';
import { appealTimeEndsOn } from './dates.js';
import { fundingTasks } from './funding.js';
import { moveTasks } from './moves-tasks.js';
import { reassessedDuringReview } from './reassessment.js';
import { isPlanOver } from './state.js';
export const planTasks = (state) => {
    // A letter that did not go is owed even when the plan is over.
    if (isPlanOver(state))
        return lettersToSort(state, 'plan');
    const ends = appealTimeEndsOn(state);
    const cease = 
    // Before its notice has gone there is a letter to sort.
    state.stage !== 'ceasing' || state.ceaseNoticeOn === null
        ? []
        : [
            {
                key: `cease:${state.ceaseNoticeOn ?? ''}`,
                role: 'assessment-lead',
                title: state.appealedOn
                    ? 'The appeal against ceasing is not determined: confirm or keep the plan when it is'
                    : 'Ask the tribunal whether an appeal was brought, and confirm that the plan ceases',
                dueOn: state.appealedOn ? null : ends && addDays(ends, 1),
                closedBy: 'plan cease',
            },
        ];
    return [
        ...cease,
        ...moveTasks(state),
        ...reassessedDuringReview(state),
        ...consideringTasks(state),
        ...fundingTasks(state),
        ...unexpectedToResolve(state, 'plan'),
        ...lettersToSort(state, 'plan'),
    ];
};
//# sourceMappingURL=tasks.js.map
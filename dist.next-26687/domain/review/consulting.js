/** Before a review decides that a plan ceases: the family is told and consulted, and the head consulted (reg 31(1)). */
import { addDays } from '../civil-date.js';
import { consult, consultsFirst, decidableOn, mayConsider } from '../matter/ceasing.js';
import { must } from '../matter/deciding.js';
import { institution } from './parties.js';
import { hasReport } from './state.js';
export const consultOnCeasing = (d, c) => {
    must(d.state.decision === null, 'decided', `This review was decided on ${d.state.decision?.on ?? ''}`, 'r31(1)');
    mayConsider(d, c);
    consult(d, c, institution(d.state));
};
/** What has to come before a decision to cease, and until when it is waited for. */
export const ceasingTasks = (state) => {
    if (!state.ceasing)
        return consultsFirst(state) && hasReport(state) && state.report?.recommendation === 'cease'
            ? [
                {
                    key: 'consult-ceasing',
                    role: 'assessment-lead',
                    title: 'The report recommends that the plan ceases: if it may, consult the family and the head first',
                    dueOn: addDays(state.report.submittedOn, 5),
                    closedBy: 'review consult-ceasing',
                },
            ]
            : [];
    const on = decidableOn(state);
    const { family, institution: head } = state.ceasing.answeredOn;
    return family && (head || !state.ceasing.institution)
        ? []
        : [
            {
                key: 'ceasing-views',
                role: 'caseworker',
                title: 'Record what the family and the head say of ceasing to maintain the plan',
                dueOn: on && addDays(on, -1),
                closedBy: 'review ceasing-views',
            },
        ];
};
//# sourceMappingURL=consulting.js.map
/** What a person has to do about a plan that came from another authority, or goes to one. */
import { addDays } from '../civil-date.js';
import { isOwed } from '../matter/state.js';
import { receiptDueOn } from './moves-out.js';
import { interimOf, sentOnOf } from './moves-state.js';
const dueOf = (state, key) => {
    const { early, due } = (key === null ? undefined : state.deadlines[key]) ?? {};
    return early ?? due ?? null;
};
const ifAny = (holds, task) => (holds ? [task] : []);
const inTasks = (state) => {
    const { transfer, transferNotice, practicable, institution, review, heldSince } = state;
    if (!transfer)
        return [];
    const interim = interimOf(state);
    return [
        ...ifAny(transferNotice === null, {
            key: 'transfer-notice',
            role: 'caseworker',
            title: 'Tell the family that the plan is ours now, whether an assessment is proposed, and when it is reviewed',
            dueOn: dueOf(state, 'move-6w'),
            closedBy: 'plan transfer-notice',
        }),
        ...ifAny(institution !== null && practicable === null, {
            key: 'placement',
            role: 'caseworker',
            title: 'Find out whether the institution named can still be attended after the move; arrange another where not',
            dueOn: heldSince,
            closedBy: 'plan placement',
        }),
        ...ifAny(practicable?.is === false && practicable.version === state.version && state.interim === null, {
            key: 'interim',
            role: 'caseworker',
            title: 'The institution named cannot be attended any more: arrange another until the plan is amended',
            dueOn: heldSince,
            closedBy: 'plan placement',
        }),
        ...ifAny(interim !== null, {
            key: `amend:${state.version}`,
            role: 'assessment-lead',
            title: 'The placement is an interim one, and section I names another: have the plan amended',
            dueOn: dueOfReview(state),
            closedBy: review === null ? 'plan amend' : 'review decide',
        }),
    ];
};
const dueOfReview = ({ transferNotice }) => transferNotice?.reviewBy ?? null;
const commissionerTasks = ({ telling, assessing, deadlines }) => {
    const tellBy = telling?.clock ? (deadlines[telling.clock]?.due ?? null) : null;
    return [
        ...ifAny(telling !== null, {
            key: `commissioner-told:${telling?.clock ?? ''}`,
            role: 'caseworker',
            title: 'Ask whether the old health commissioner has told the new one of the plan',
            dueOn: tellBy && addDays(tellBy, 1),
            closedBy: 'plan commissioner-told',
        }),
        ...ifAny(assessing !== null, {
            key: `assess:${assessing?.on ?? ''}`,
            role: 'assessment-lead',
            title: assessing?.by === 'health-commissioner'
                ? 'The new health commissioner asks for an assessment, which must be made: begin it'
                : 'An assessment was proposed to the family when the plan came: begin it',
            dueOn: assessing?.on ?? null,
            closedBy: 'plan reassess',
        }),
    ];
};
const outTasks = (state) => {
    const { moveOut, version } = state;
    if (moveOut === null)
        return [];
    const sentOn = sentOnOf(state);
    const underWay = state.letters.some((l) => l.settles.includes(moveOut.clock) && isOwed(l));
    const awaited = {
        key: `receipt:${moveOut.clock}`,
        role: 'caseworker',
        title: 'Ask the new authority whether it has the plan and the file',
        dueOn: receiptDueOn(state),
        closedBy: 'plan receipt-confirmed',
    };
    return [
        ...ifAny(sentOn === null && !underWay, {
            key: `hand-over:${moveOut.clock}`,
            role: 'caseworker',
            title: `Send the plan and the file to the new authority, on the day of the move, ${moveOut.movedOn}, or after it`,
            dueOn: dueOf(state, moveOut.clock),
            closedBy: 'plan hand-over',
        }),
        ...ifAny(moveOut.sentVersion !== null && moveOut.sentVersion !== version, {
            key: `hand-over:${moveOut.clock}:${version}`,
            role: 'caseworker',
            title: 'The plan was amended after it was sent: send the new authority the version that stands',
            dueOn: state.textOn,
            closedBy: 'plan hand-over',
        }),
        ...ifAny(sentOn !== null, awaited),
        ...ifAny(sentOn !== null && moveOut.managerOn !== null, {
            ...awaited,
            key: `receipt-manager:${moveOut.clock}`,
            role: 'manager',
            title: 'The new authority does not confirm that it has the plan and the file: speak to its manager',
            dueOn: moveOut.managerOn,
        }),
    ];
};
export const moveTasks = (state) => [
    ...inTasks(state),
    ...commissionerTasks(state),
    ...outTasks(state),
];
//# sourceMappingURL=moves-tasks.js.map
import { interimOf } from './moves-state.js';
/** The institution that section I names for that day. */
export const namedOn = (plan, on) => plan.beforeTransfer && on < plan.beforeTransfer.until ? plan.beforeTransfer : plan;
/** The institution that has the child on that day, and knows it (r20(1)). */
export const placeOn = (plan, on) => interimOf(plan) ?? namedOn(plan, on);
/** Section I names another. An amendment between one for a transfer and that transfer is taken to be of the next. */
export const movedBy = (s, { moves, on }, phase) => {
    const { institution, regulation20 } = placeOn(s, on);
    return {
        institution: moves.institution,
        regulation20: moves.regulation20,
        lastYear: moves.lastYear ?? null,
        ...(phase && on < phase.on ? { beforeTransfer: { institution, regulation20, until: phase.on } } : {}),
    };
};
//# sourceMappingURL=places.js.map
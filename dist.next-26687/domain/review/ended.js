/** Null of one that was stopped and decided nothing, but for a lighter look that somebody found not needed: the next is counted from it. */
export const reviewedIn = ({ n, decision, heldOn, amended, deadlines, phase, reading, kind, finishedOn, }) => {
    if (decision === null)
        return kind === 'under-5' && finishedOn !== null
            ? { n, outcome: 'maintain', heldOn, notifiedOn: finishedOn, amended: null, phase: null }
            : null;
    const { outcome, on } = decision;
    return {
        n,
        outcome: outcome === 'amend' && amended === null ? 'maintain' : outcome,
        heldOn,
        notifiedOn: deadlines['ar-decision-4w']?.doneOn ?? on,
        amended,
        phase: outcome === 'cease' ? null : phase,
        ...outlookOf(reading),
    };
};
/** What was read of what comes next; nothing, where nothing was. */
const outlookOf = (reading) => {
    if (!reading)
        return {};
    const { destination = null, outcomesAchieved = null, courseEndsOn = null } = reading;
    return destination === null && outcomesAchieved === null && courseEndsOn === null
        ? {}
        : { outlook: { destination, outcomesAchieved, courseEndsOn } };
};
//# sourceMappingURL=ended.js.map
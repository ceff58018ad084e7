export const started = (clock) => ({
    ...clock,
    state: 'running',
    doneOn: null,
    contested: false,
    cause: null,
    exceptionGround: null,
});
/** The duty was done `on` that date. An excepted limit does not bind, so a late one stays excepted. */
export const settled = (deadline, on) => {
    const inTime = deadline.due === null || on <= deadline.due;
    const state = inTime ? 'met' : deadline.exceptionGround ? 'excepted' : 'late';
    return {
        ...deadline,
        state,
        doneOn: on,
        contested: inTime && deadline.early !== null && on > deadline.early,
        cause: inTime ? null : deadline.cause,
    };
};
export const missed = (deadline, cause) => ({
    ...deadline,
    state: deadline.exceptionGround ? 'excepted' : 'missed',
    cause,
});
/** An exception disapplies the limit and puts no date in its place: the duty stays open, as soon as practicable. */
export const excepted = (deadline, ground) => ({
    ...deadline,
    exceptionGround: ground,
    state: deadline.state === 'missed' || deadline.state === 'late' ? 'excepted' : deadline.state,
});
/** Not yet done: running, missed, or excepted and still owed. */
export const isOpen = (deadline) => deadline.doneOn === null && deadline.state !== 'void';
export const isBreached = (deadline) => deadline.state === 'missed' || deadline.state === 'late';
//# sourceMappingURL=deadline.js.map
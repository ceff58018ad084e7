/** What a person or system may be in a case. Taken from who they proved to be, not from what they claim in a command. */
export const ROLES = [
    'caseworker',
    'assessment-lead',
    'manager',
    'panel-clerk',
    'clinical-lead',
    'ep-admin',
    'adviser',
    'provider',
    'family',
    'integrator',
    'auditor',
    'system',
    // Whoever sent no proof of who they are.
    'unidentified',
];
/** Our own processes, where they do something by themselves. */
export const SYSTEM = { role: 'system', id: 'ehcna' };
/** Who stands in the ledger for a call without an assertion: the Temporal UI's form, another program. */
export const UNIDENTIFIED = { role: 'unidentified', id: 'unidentified' };
const ACTOR_ID = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;
export const isActor = (value) => {
    const { role, id } = (value ?? {});
    return ROLES.includes(role) && typeof id === 'string' && ACTOR_ID.test(id);
};
export const refuse = (code, reason, rule) => ({
    refused: true,
    code,
    reason,
    ...(rule ? { rule } : {}),
});
/** Gives events their place in a stream's ledger, one after another, and folds them in. */
export const recordWith = (evolve, state, events, { recordedAt, by, commandId }) => {
    let next = state;
    const recorded = events.map((event) => {
        const placed = { ...event, seq: next.seq + 1, recordedAt, by, ...(commandId ? { commandId } : {}) };
        next = evolve(next, placed);
        return placed;
    });
    return { state: next, recorded };
};
/** Repeats come soon if at all; older ids need not be carried. */
const REMEMBERED = 200;
/** The commands a stream has dealt with, so that one that comes twice happens once. */
export const remember = (ids, id) => id === undefined || ids.includes(id) ? ids : [...ids, id].slice(-REMEMBERED);
//# sourceMappingURL=events.js.map
/** What a person has to do, as worklists show it, and the tasks that any matter can have. */
import { addDays } from '../civil-date.js';
/** `group` is the command group in which the matter's commands stand. */
export const unexpectedToResolve = ({ unexpected }, group) => unexpected
    .filter((u) => !u.resolved)
    .map((u) => ({
    key: `unexpected:${u.factId}`,
    role: 'caseworker',
    title: `Something came in that does not fit (${u.factId}): say what was done about it`,
    dueOn: addDays(u.on, 5),
    closedBy: `${group} resolve-unexpected`,
}));
/** A letter that did not go is owed even when the matter is over. */
export const lettersToSort = ({ letters }, group) => letters
    .filter((l) => l.state === 'refused')
    .map((l) => ({
    key: `letter:${l.id}`,
    role: 'manager',
    title: `Letter ${l.id} (${l.notice}) was not sent: find out why and send it`,
    dueOn: addDays(l.requestedOn, 1),
    closedBy: `${group} resolve-letter`,
}));
//# sourceMappingURL=tasks.js.map
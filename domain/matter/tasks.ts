/** What a person has to do, as worklists show it, and the tasks that any matter can have. */
import { addDays } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Role } from '../events.js';
import type { MatterState } from './state.js';

export interface Task {
  /** Unique in the matter for ever: a task that comes again has another number in its key. */
  key: string;
  role: Role;
  title: string;
  dueOn: CivilDate | null;
  closedBy: string;
}

/** `group` is the command group in which the matter's commands stand. */
export const unexpectedToResolve = ({ unexpected }: MatterState, group: string): Task[] =>
  unexpected
    .filter((u) => !u.resolved)
    .map((u) => ({
      key: `unexpected:${u.factId}`,
      role: 'caseworker',
      title: `Something came in that does not fit (${u.factId}): say what was done about it`,
      dueOn: addDays(u.on, 5),
      closedBy: `${group} resolve-unexpected`,
    }));

/** A letter that did not go is owed even when the matter is over. */
export const lettersToSort = ({ letters }: MatterState, group: string): Task[] =>
  letters
    .filter((l) => l.state === 'refused')
    .map((l) => ({
      key: `letter:${l.id}`,
      role: 'manager',
      title: `Letter ${l.id} (${l.notice}) was not sent: find out why and send it`,
      dueOn: addDays(l.requestedOn, 1),
      closedBy: `${group} resolve-letter`,
    }));

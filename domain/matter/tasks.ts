/** What a person has to do, as worklists show it, and the tasks that any matter can have. */
import { addDays } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Role } from '../events.js';
import { isUnreachable } from './reaching.js';
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
      title: l.undelivered
        ? `Letter ${l.id} (${l.notice}) was sent and did not arrive: find out where it is to go and send it`
        : `Letter ${l.id} (${l.notice}) was not sent: find out why and send it`,
      dueOn: addDays((l.undelivered && l.dispatchedOn) || l.requestedOn, 1),
      closedBy: `${group} resolve-letter`,
    }));

/** The family is written to by post meanwhile. */
export const addressesToRenew = (state: MatterState, group: string): Task[] =>
  (state.undeliverable ?? [])
    .filter((u) => state.family.some((p) => p.id === u.partyId && isUnreachable({ undeliverable: [u] }, p, u.on)))
    .map((u) => ({
      key: `address:${u.partyId}:${u.on}`,
      role: 'caseworker',
      title: `E-mail to ${u.partyId} came back: ask for another address, or take the consent to e-mail back`,
      dueOn: addDays(u.on, 5),
      closedBy: `${group} correct-contact`,
    }));

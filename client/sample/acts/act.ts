/** One thing that somebody did in a case, and what it is told from. */
import type { Command } from '../../../domain/assessment/decide.js';
import type { AssessmentState } from '../../../domain/assessment/state.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import type { Actor, Role } from '../../../domain/events.js';
import type { Closure } from '../../../domain/law/calendars/closures.js';
import type { Policy } from '../../../domain/policy.js';
import type { Diary } from '../diary.js';
import type { Draw } from '../draw.js';
import type { Person } from '../people.js';
import type { Pace } from '../stories.js';

/** A command with its date; none, where the case has no use for it by then. */
export interface Act {
  on: CivilDate;
  does(state: AssessmentState): Command | undefined;
}

export interface Telling {
  receivedOn: CivilDate;
  pace: Pace;
  diary: Diary;
  person: Person;
  policy: Policy;
  closures: readonly Closure[];
  /** An exception for the closure is claimed; decide() holds it against the law. */
  claimsClosure: boolean;
  draw: Draw;
}

export const as = (role: Role, id: string): Actor => ({ role, id });
export const LEAD = as('assessment-lead', 'lead-01');
export const caseworker = (state: AssessmentState): Actor => as('caseworker', state.caseworker?.id ?? 'duty-01');

export const inOrder = (acts: readonly Act[]): Act[] =>
  [...acts].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

/** Where policy wants the panel heard first and it was not: the officer says why the decision is taken all the same. */
export const withoutPanel = (s: AssessmentState, question: 'assess' | 'issue', required: boolean) =>
  required && !s.referrals.some((r) => r.question === question && r.recommendedOn)
    ? { withoutPanel: 'The panel had not heard it and the decision was owed' }
    : {};

/** Commands, almost right or quite wrong: from the examples of the catalogue and from what fits a case as it stands. */
import type { Draw } from '../../client/sample/draw.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { CommandCheck } from '../../domain/command-check.js';
import type { Actor, Role } from '../../domain/events.js';
import { ASSESSMENT_COMMANDS } from '../../domain/generated/commands.js';
import { actorFor, commandFor, type Opening } from '../domain/model.js';
import { distorted } from './distort.js';

const TYPES = Object.entries(ASSESSMENT_COMMANDS) as [[string, CommandCheck], ...[string, CommandCheck][]];

export interface Foreign {
  type: string;
  command: unknown;
  /** Whose command it is, whatever it says of that itself. */
  by: Actor;
}

const right = (state: AssessmentState, today: CivilDate, draw: Draw): Foreign => {
  if (draw.chance(0.5)) {
    const turn = {
      days: 0,
      pick: draw.whole(0, 9999),
      n: draw.whole(0, 9999),
      ago: draw.whole(0, 2),
      post: 'goes' as const,
    };
    const chosen = commandFor(state, turn, today);
    const { type, ...command } = chosen;
    return { type, command, by: actorFor(chosen) };
  }
  const [type, { example, roles }] = draw.of(TYPES);
  return { type, command: JSON.parse(example) as object, by: { role: roles[0] as Role, id: 'cw-1' } };
};

export const foreignCommand = (state: AssessmentState, today: CivilDate, draw: Draw): Foreign => {
  const { type, command, by } = right(state, today, draw);
  const given = draw.chance(0.3) ? { ...(command as object), by } : command;
  return { type, command: draw.chance(0.7) ? distorted(given, draw) : given, by };
};

/** A request with which nothing is out of the ordinary. */
export const bornOn = (born: string): Opening => ({
  source: 'school',
  parents: 2,
  setting: 'school',
  born,
  sensoryNeed: 'hearing',
  serviceFamily: true,
  socialWorker: false,
  panelRequired: false,
  allowType: true,
  turnedAway: false,
  upTo: 'request',
});

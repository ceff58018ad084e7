/** Commands at the domain's own door: refused in words, or facts that the ledger takes and the case can go on from. */
import { Draw } from '../../client/sample/draw.js';
import { type Command, decide, decideOnTime, isRefusal, record } from '../../domain/assessment/decide.js';
import { assessmentEventShapes } from '../../domain/assessment/event-shapes.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { currentDetails } from '../../domain/assessment/summary.js';
import { addDays, type CivilDate } from '../../domain/civil-date.js';
import { checkCommand } from '../../domain/command-check.js';
import { refuse, type Refusal } from '../../domain/events.js';
import { ASSESSMENT_COMMANDS } from '../../domain/generated/commands.js';
import { type Opening, Run, STARTS } from '../domain/model.js';
import { type Foreign, foreignCommand } from './commands.js';

const FROM: Opening = {
  source: 'school',
  parents: 2,
  setting: 'school',
  born: '2010-05-05',
  sensoryNeed: 'hearing',
  serviceFamily: true,
  socialWorker: false,
  panelRequired: false,
  allowType: true,
  turnedAway: false,
  upTo: 'request',
};

const mustBeInWords = ({ code, reason }: Refusal): void => {
  if (!/^[a-zA-Z0-9-]+$/.test(code) || reason === '' || reason.length > 6_000) throw new Error(`${code}: ${reason}`);
};

const outcome = (state: AssessmentState, today: CivilDate, { type, command }: Foreign) => {
  const check = ASSESSMENT_COMMANDS[type];
  const malformed = check ? checkCommand(check, command, false) : refuse('unknown-command', type);
  // A policy by its name is looked up outside.
  if (malformed || type === 'changePolicy') return malformed ?? [];
  return decide(state, { ...(command as object), type } as Command, today);
};

const mustGoOn = (
  state: AssessmentState,
  today: CivilDate,
  events: Exclude<ReturnType<typeof outcome>, Refusal>,
): void => {
  for (const { type, data } of events) {
    const { error } = assessmentEventShapes[type].safeParse(data);
    if (error) throw new Error(`It came to ${type}, which no ledger takes: ${error.message}`);
  }
  const recording = { recordedAt: '2026-01-01T00:00:00.000Z', by: { role: 'system', id: 'x' } } as const;
  const after = record(state, events, recording).state;
  currentDetails(after, today);
  decideOnTime(after, today);
  decideOnTime(after, addDays(today, 40));
};

/** Throws at the first that does anything else. */
export const knock = (seed: number, howMany: number): { malformed: number; refused: number; accepted: number } => {
  const runs = STARTS.map((upTo) => new Run({ ...FROM, upTo })) as [Run, ...Run[]];
  const draw = new Draw(`commands ${seed}`);
  const counts = { malformed: 0, refused: 0, accepted: 0 };
  for (let i = 0; i < howMany; i += 1) {
    const { state, today } = draw.of(runs);
    const foreign = foreignCommand(state, today, draw);
    try {
      const result = outcome(state, today, foreign);
      if (!isRefusal(result)) mustGoOn(state, today, result);
      else mustBeInWords(result);
      counts[isRefusal(result) ? (result.code === 'malformed' ? 'malformed' : 'refused') : 'accepted'] += 1;
    } catch (error) {
      const given = JSON.stringify(foreign).slice(0, 2_000);
      throw new Error(`${(error as Error).message}\nof seed ${seed}, input ${i}: ${given}`, { cause: error });
    }
  }
  return counts;
};

/** What holds of every case at every step, whatever is done to it and however late. */
import { nextWakeOn } from '../../domain/assessment/agenda.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
import type { NewEvent } from '../../domain/assessment/event-shapes.js';
import { partiesOf } from '../../domain/assessment/letter-facts.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { currentDetails } from '../../domain/assessment/summary.js';
import { openTasks } from '../../domain/assessment/tasks.js';
import type { Deadline } from '../../domain/deadline.js';
import type { Enclosure, Letter } from '../../domain/letters.js';
import { faultsOf } from '../../letters/catalogue.js';
import { disagreements } from './expected.js';
import { type Opening, Run, seedLine, type Step, type Turn, type Watcher } from './model.js';

const CLOSING_COMMANDS = new Set(Object.values(assessmentCommands).map(({ group, verb }) => `${group} ${verb}`));

/** May still be recorded of a case that is over. */
const AFTER_THE_END = new Set([
  'letter.requested',
  'letter.dispatched',
  'letter.refused',
  'letter.resolved',
  'clock.settled',
  'clock.missed',
  'clock.voided',
  'clock.recalculated',
  'contact.made',
  'fact.corrected',
  'contact.corrected',
  'caseworker.assigned',
  'fact.unexpected',
  'panel.recommended',
  'panel.notNeeded',
]);

const clockFault = (d: Deadline): string | undefined => {
  const inTime = d.doneOn !== null && (d.due === null || d.doneOn <= d.due);
  const fits: Record<Deadline['state'], boolean> = {
    running: d.doneOn === null,
    met: inTime,
    late: d.doneOn !== null && !inTime && d.exceptionGround === null,
    missed: d.doneOn === null && d.breachable && d.exceptionGround === null,
    excepted: !inTime && d.exceptionGround !== null,
    void: d.doneOn === null,
  };
  return fits[d.state] ? undefined : `${d.key} is ${d.state}: ${JSON.stringify(d)}`;
};

const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Undefined where nothing of that name can be enclosed. */
const versionThatStands = (state: AssessmentState, { kind, id }: Enclosure): number | undefined => {
  if (kind === 'draft-plan') return state.draft?.version;
  if (kind === 'final-plan') return state.finalSections ? 1 : undefined;
  if (kind === 'evidence') return state.evidence.some((e) => e.id === id && e.document === 'kept') ? 1 : undefined;
  const advice = state.advice.find((a) => a.id === id && a.held !== 'nothing');
  return kind === 'advice' ? advice?.version : undefined;
};

const letterFault = (state: AssessmentState, letter: Letter): string | undefined => {
  const faults = faultsOf(letter);
  if (faults.length > 0) return `${letter.notice} to ${letter.to.role}: ${faults.join('; ')}`;
  const known = partiesOf(state).filter((p) => p.id === letter.to.id);
  if (!known.some((p) => same(p, letter.to))) return `${letter.notice} to ${letter.to.id}, who is not a party`;
  const old = letter.enclosures.find((e) => e.version !== versionThatStands(state, e));
  return old ? `${letter.notice} encloses ${old.kind}/${old.id} ${old.version}, which does not stand` : undefined;
};

const movedWithoutARecalculation = (before: AssessmentState, after: AssessmentState, event: NewEvent): string[] =>
  before.deadlines === after.deadlines || event.type === 'clock.recalculated'
    ? []
    : Object.keys(before.deadlines)
        .filter((key) => before.deadlines[key]?.due !== after.deadlines[key]?.due)
        .map((key) => `${key} moved by ${event.type}`);

const eventFaults = (run: Run, steps: readonly Step[]): string[] => {
  const wasOver = steps[0]?.before.stage === 'finished';
  return steps
    .flatMap(({ before, event, after }) => [
      wasOver && !AFTER_THE_END.has(event.type) ? `${event.type} after the end` : '',
      before.outcome === 'died' && event.type.startsWith('letter.') ? `${event.type} after a death` : '',
      event.type === 'clock.started' && before.deadlines[event.data.key] ? `${event.data.key} twice` : '',
      // A fact that is typed in late happened before what is known already.
      after.lastProgressOn < before.lastProgressOn ? `${event.type} sets progress back` : '',
      event.type === 'letter.requested' ? (letterFault(run.state, event.data.letter) ?? '') : '',
      ...movedWithoutARecalculation(before, after, event),
    ])
    .filter((f) => f !== '');
};

const awaitsALetter = (state: AssessmentState, key: string): boolean =>
  state.letters.some((l) => l.settles.includes(key) && l.state !== 'dispatched');

const stateFaults = ({ state, today }: Run): string[] => {
  if (state.stage === 'intake') return [];
  const tasks = openTasks(state);
  const keys = tasks.map((t) => t.key);
  const wake = nextWakeOn(state, today);
  const clocks = Object.values(state.deadlines);
  const over = state.stage === 'finished';
  return [
    ...clocks.map((d) => clockFault(d) ?? ''),
    new Set(keys).size === keys.length ? '' : `two tasks with one key: ${keys.join(', ')}`,
    ...tasks.map((t) => (CLOSING_COMMANDS.has(t.closedBy) ? '' : `${t.key} is closed by ${t.closedBy}`)),
    wake !== null && wake <= today ? `it wakes on ${wake}, not after ${today}` : '',
    over || wake !== null || state.letters.some((l) => l.state === 'requested')
      ? ''
      : 'it is open and nothing wakes it',
    over || tasks.length > 0 ? '' : 'it is open and nobody has a task',
    ...clocks.map((d) =>
      over && d.state === 'running' && !awaitsALetter(state, d.key) ? `${d.key} runs on after the end` : '',
    ),
    over && state.referrals.some((r) => r.closedOn === null) ? 'a panel still expects a case that is over' : '',
    over && state.stuck ? 'a case that is over is stuck' : '',
    currentDetails(state, today).includes('Testing') ? "a child's name in the details managers see" : '',
  ].filter((f) => f !== '');
};

const none = (run: Run, faults: string[]): void => {
  const last = run.events.slice(-8).map((e) => e.type);
  if (faults.length > 0) throw new Error(`${faults.join('\n')}\non ${run.today}, after ${last.join(', ')}`);
};

/** A case that nothing happened to since it was last looked at, on the same day, is not looked at again. */
const watching = (): Watcher => {
  let seen: AssessmentState | undefined;
  let on = '';
  return {
    happened: (run, steps) => none(run, eventFaults(run, steps)),
    rested: (run) => {
      if (run.state === seen && run.today === on) return;
      none(run, stateFaults(run));
      [seen, on] = [run.state, run.today];
    },
  };
};

/**
 * Plays sequences from one beginning, holds the case against all of this as it goes, and what it came to against a second
 * reading. What it throws ends in the line that keeps the sequence as a test.
 */
export const hold = ([from, lists]: [Opening, Turn[][]]): void => {
  const begun = new Run(from, watching());
  for (const turns of lists) {
    try {
      const run = new Run(from, watching(), begun.place, begun).play(turns);
      none(run, disagreements(run));
    } catch (error) {
      throw new Error(`${(error as Error).message}\nKeep it in test/domain/seeds.ts:\n  ${seedLine([from, turns])}`, {
        cause: error,
      });
    }
  }
};

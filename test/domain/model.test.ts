/** What holds of every case, whatever is done to it and however late. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextWakeOn } from '../../domain/assessment/agenda.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
import { decideOnTime } from '../../domain/assessment/decide.js';
import { assessmentEventShapes, type NewEvent } from '../../domain/assessment/event-shapes.js';
import { evolve, foldEvents } from '../../domain/assessment/evolve.js';
import { partiesOf } from '../../domain/assessment/letter-facts.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { currentDetails, describeStatus, rag, waitingOn } from '../../domain/assessment/summary.js';
import { openTasks } from '../../domain/assessment/tasks.js';
import type { Deadline } from '../../domain/deadline.js';
import type { AnyEvent } from '../../domain/events.js';
import type { Enclosure, Letter } from '../../domain/letters.js';
import { project } from '../../domain/projection.js';
import { faultsOf } from '../../letters/catalogue.js';
import { REF } from './case.js';
import { type Opening, opening, Run, type Step, type Turn, turn, type Watcher } from './model.js';

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

const NO_FAULTS: Watcher = {
  happened: (run, steps) => none(run, eventFaults(run, steps)),
  rested: (run) => none(run, stateFaults(run)),
};

const scenario = (turns: { min: number; max: number }): fc.Arbitrary<[Opening, Turn[]]> =>
  fc.tuple(opening, fc.array(turn, { minLength: turns.min, maxLength: turns.max, size: 'max' }));

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};

/** A sequence that once failed. */
const DRAFT_CAME_BACK: [Opening, Turn[]] = [
  {
    source: 'parent',
    parents: 1,
    setting: 'school',
    born: '2010-05-05',
    sensoryNeed: 'none',
    serviceFamily: false,
    socialWorker: false,
    panelRequired: false,
    allowType: false,
    turnedAway: false,
    upTo: 'served',
  },
  [
    { days: 30, pick: 1, n: 0, ago: 0, post: 'goes' },
    { days: 0, pick: 8323, n: 1861, ago: 0, post: 'refused' },
    { days: 0, pick: 4674, n: 4137, ago: 0, post: 'goes' },
    { days: 0, pick: 0, n: 0, ago: 0, post: 'goes' },
    { days: 1, pick: 5633, n: 1857, ago: 0, post: 'goes' },
  ],
];

describe('every case, whatever is done to it', () => {
  it('starts no period anew when a draft that came back is settled after the end', () => {
    const [from, turns] = DRAFT_CAME_BACK;
    new Run(from, NO_FAULTS).play(turns);
  });

  it('keeps its clocks, letters, tasks and ends in order', () => {
    fc.assert(
      fc.property(scenario({ min: 3, max: 22 }), ([from, turns]) => {
        new Run(from, NO_FAULTS).play(turns);
      }),
      { numRuns: 10_000, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('reaches every end, and is refused and accepted often enough for the rest to mean something', () => {
    const ends = new Map<string, number>();
    let [refused, accepted] = [0, 0];
    fc.assert(
      fc.property(scenario({ min: 15, max: 40 }), ([from, turns]) => {
        const run = new Run(from).play(turns);
        const end = run.state.outcome ?? 'open';
        ends.set(end, (ends.get(end) ?? 0) + 1);
        refused += run.refused;
        accepted += run.accepted;
      }),
      { numRuns: 160, seed: 3 },
    );
    const all = [
      'turned-away',
      'refused-to-assess',
      'no-plan',
      'final-plan',
      'withdrawn',
      'moved-away',
      'died',
      'open',
    ];
    expect([...ends.keys()].sort()).toEqual(all.sort());
    expect(ends.get('final-plan')).toBeGreaterThan(9);
    expect(accepted / (accepted + refused)).toBeGreaterThan(0.4);
    expect(refused / (accepted + refused)).toBeGreaterThan(0.1);
  });

  it('is the same when its facts are replayed, and when it crosses a boundary as JSON', () => {
    fc.assert(
      fc.property(scenario({ min: 5, max: 25 }), ([from, turns]) => {
        const run = new Run(from).play(turns);
        expect(foldEvents(REF, run.events)).toEqual(run.state);
        expect(JSON.parse(JSON.stringify(run.state))).toEqual(run.state);
        expect(foldEvents(REF, JSON.parse(JSON.stringify(run.events)))).toEqual(run.state);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 4000 },
    );
  });

  it('records only facts in the shapes that the ledger accepts', () => {
    fc.assert(
      fc.property(scenario({ min: 5, max: 25 }), ([from, turns]) => {
        for (const event of new Run(from).play(turns).events) {
          const { success, error } = assessmentEventShapes[event.type].safeParse(event.data);
          expect(success, `${event.type}: ${error?.message}`).toBe(true);
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit: 4000 },
    );
  });

  it('is changed by its events alone: deciding, refusing and looking leave it as it was', () => {
    const watch: Watcher = {
      happened: (run) => {
        run.state = deepFreeze(run.state);
      },
      rested: ({ state, today }) => {
        if (state.stage === 'intake') return;
        decideOnTime(state, today);
        describeStatus(state);
        waitingOn(state);
        rag(state, today);
      },
    };
    fc.assert(
      fc.property(scenario({ min: 5, max: 25 }), ([from, turns]) => {
        new Run(from, watch).play(turns);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 4000 },
    );
  });

  it('has nothing left to do on a day once the day was seen to', () => {
    const watch: Watcher = {
      rested: ({ state, today }) => {
        if (state.stage === 'intake') return;
        const once = decideOnTime(state, today).reduce((s, e) => evolve(s, e), state);
        expect(decideOnTime(once, today)).toEqual([]);
      },
    };
    fc.assert(
      fc.property(scenario({ min: 5, max: 25 }), ([from, turns]) => {
        new Run(from, watch).play(turns);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 4000 },
    );
  });

  it('shows people rows whose keys are never used twice, and whose tasks open no later than they close', () => {
    fc.assert(
      fc.property(scenario({ min: 5, max: 25 }), ([from, turns]) => {
        const run = new Run(from).play(turns);
        const rows = project(`assessment/${REF}`, run.events as unknown as AnyEvent[]);
        const keys = rows?.tasks.map((t) => t.key) ?? [];
        expect(new Set(keys).size).toBe(keys.length);
        expect(
          rows?.tasks
            .filter((t) => t.closedOn === null)
            .map((t) => t.key.replace(/#\d+$/, ''))
            .sort(),
        ).toEqual(
          openTasks(run.state)
            .map((t) => t.key)
            .sort(),
        );
        expect(rows?.tasks.filter((t) => t.closedOn !== null && t.closedOn < t.openedOn)).toEqual([]);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 4000 },
    );
  });
});

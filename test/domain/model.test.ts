/** Random hands at the domain: what must hold of every case, and what a second and simpler reading says of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOnTime } from '../../domain/assessment/decide.js';
import { assessmentEventShapes } from '../../domain/assessment/event-shapes.js';
import { evolve, foldEvents } from '../../domain/assessment/evolve.js';
import { describeStatus, rag, waitingOn } from '../../domain/assessment/summary.js';
import { openTasks } from '../../domain/assessment/tasks.js';
import type { AnyEvent } from '../../domain/events.js';
import { project } from '../../domain/projection.js';
import { REF } from './case.js';
import { hold } from './invariants.js';
import { Run, sequence, sequences, type Watcher } from './model.js';
import { SEEDS } from './seeds.js';

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};

describe('every case, whatever is done to it', () => {
  it('keeps its clocks, letters, tasks and ends in order, and comes to what a second reading expects', {
    timeout: 300_000,
  }, () => {
    const [beginnings, fromEach] = [2_500, 4];
    fc.assert(fc.property(sequences({ min: 2, max: 14 }, fromEach), hold), { numRuns: beginnings });
  });

  it.each(SEEDS)('does so where it once did not: %s', (_wrong, [from, turns]) => hold([from, [turns]]));

  it('reaches every end, and is refused and accepted often enough for the rest to mean something', () => {
    const ends = new Map<string, number>();
    let [refused, accepted] = [0, 0];
    fc.assert(
      fc.property(sequence({ min: 15, max: 40 }), ([from, turns]) => {
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
      fc.property(sequence({ min: 5, max: 25 }), ([from, turns]) => {
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
      fc.property(sequence({ min: 5, max: 25 }), ([from, turns]) => {
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
      fc.property(sequence({ min: 5, max: 25 }), ([from, turns]) => {
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
      fc.property(sequence({ min: 5, max: 25 }), ([from, turns]) => {
        new Run(from, watch).play(turns);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 4000 },
    );
  });

  it('shows people rows whose keys are never used twice, and whose tasks open no later than they close', () => {
    fc.assert(
      fc.property(sequence({ min: 5, max: 25 }), ([from, turns]) => {
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

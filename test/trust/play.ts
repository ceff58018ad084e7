/** Plays sequences on a stage, several at once; a failure ends in the line that keeps it as a test. */
import fc from 'fast-check';
import { type Sequence, STARTS, seedLine, sequence } from '../domain/model.js';
import { Beside, type Counts, type Stage } from './beside.js';

/** Enough that the server is never idle. */
const AT_ONCE = 6;

/** Sequences from every beginning in turn. */
export const drawn = (seed: number, howMany: number): Sequence[] =>
  fc
    .sample(sequence({ min: 2, max: 5 }), { seed, numRuns: howMany })
    .map(([from, turns], i) => [{ ...from, upTo: STARTS[i % STARTS.length] ?? from.upTo }, turns]);

/** What the authority's policy says is one for all the cases of a stage. */
const underItsPolicy = ([from, turns]: Sequence): Sequence => [
  { ...from, panelRequired: false, allowType: true },
  turns,
];

/** Stops at the first that differs, once those under way have come to their end. */
export const playBeside = async (stage: Stage, sequences: readonly Sequence[]): Promise<Counts> => {
  const waiting = sequences.map(underItsPolicy);
  const total: Counts = { accepted: 0, refused: 0, letters: 0, lettersRefused: 0, events: 0 };
  const playOn = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const counts = await play(stage, next).catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
      for (const what of Object.keys(total) as (keyof Counts)[]) total[what] += counts[what];
    }
  };
  const all = await Promise.allSettled(Array.from({ length: AT_ONCE }, playOn));
  for (const one of all) if (one.status === 'rejected') throw one.reason;
  return total;
};

const play = async (stage: Stage, sequence: Sequence): Promise<Counts> => {
  try {
    return (await Beside.play(stage, sequence)).counts;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message}\nKeep it in test/domain/seeds.ts:\n  ${seedLine(sequence)}`, { cause: error });
  }
};

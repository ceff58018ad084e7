/** Draws sequences and plays them on a stage, several at once; a failure ends in the line that keeps it as a test. */
import fc from 'fast-check';
import { type Sequence, STARTS, seedLine, sequence } from '../domain/model.js';
import { Beside, type Stage } from './beside.js';

/** What the authority's policy says is one for all of a stage's cases; every beginning comes in turn. */
const underThePolicy = ([from, turns]: Sequence, i: number): Sequence => [
  { ...from, panelRequired: false, allowType: true, upTo: STARTS[i % STARTS.length] ?? from.upTo },
  turns,
];

export const drawn = (seed: number, count: number): Sequence[] =>
  fc.sample(sequence({ min: 2, max: 5 }), { seed, numRuns: count }).map(underThePolicy);

export const playBeside = async (
  stage: Stage,
  { seed, count, atOnce = 12 }: { seed: number; count: number; atOnce?: number },
): Promise<Record<string, number>> => {
  const waiting = drawn(seed, count);
  const total: Record<string, number> = {};
  const playOn = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { counts } = await Beside.play(stage, next).catch((error: unknown) => {
        waiting.length = 0;
        const { message } = error as Error;
        throw new Error(`${message}\nof seed ${seed}: ${seedLine(next as Sequence)}`, { cause: error });
      });
      for (const [what, n] of Object.entries(counts)) total[what] = (total[what] ?? 0) + n;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, playOn));
  return total;
};

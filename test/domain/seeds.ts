/**
 * Sequences that once found a fault, kept as tests: what was wrong, and the case with what was done to it. `npm run soak`
 * prints the line to add here (docs/testing.md).
 */
import type { Sequence } from './model.js';

export const SEEDS: readonly [wrong: string, sequence: Sequence][] = [];

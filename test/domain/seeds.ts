/**
 * Sequences that once found a fault, kept as tests: what was wrong, and the case with what was done to it. `npm run soak`
 * prints the line to add here (docs/testing.md).
 */
import type { Sequence } from './model.js';

export const SEEDS: readonly [wrong: string, sequence: Sequence][] = [
  [
    'a draft that came back, settled after the end, started a period anew',
    [
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
    ],
  ],
];

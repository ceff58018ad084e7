/**
 * How assessments of the last two years ended. Most of those asked for a year and more ago waited for a psychologist; then one
 * was found, so that what came later goes faster while the old cases are still being finished. From June to December the
 * published share of the year is therefore below that of the year before, though the year's own requests do better.
 */
import type { Draw } from '../draw.js';
import type { Pace } from '../stories.js';

export type Ending = 'plan' | 'no-plan' | 'refused' | 'withdrawn';

export interface FinishedStory {
  name: string;
  /** Out of 120. */
  share: number;
  ending: Ending;
  /** Days since the request, both included. */
  asked: readonly [number, number];
  /** Circumstances of the family's own, which the law excuses (reg 10(4)). */
  excepted?: boolean;
  pace(ordinary: Pace, draw: Draw): Pace;
}

const prompt = (p: Pace, draw: Draw): Pace => ({
  ...p,
  decide: draw.whole(15, 26),
  issue: draw.whole(2, 4),
  draft: draw.whole(7, 9),
  returnedOnce: false,
  answer: 'agrees',
  answered: draw.whole(8, 13),
  consult: 1,
  round: 21,
  named: draw.whole(1, 4),
});

const awaiting = (p: Pace, days: number, draw: Draw): Pace => ({
  ...prompt(p, draw),
  decide: draw.whole(25, 39),
  advice: {
    ...p.advice,
    'educational-psychology': { ...p.advice['educational-psychology'], in: days, acknowledged: draw.whole(4, 20) },
  },
});

const LATELY = [145, 330] as const;
const BEFORE = [400, 560] as const;
const LONG_AGO = [560, 760] as const;
const SPARED = [430, 640] as const;
const LEFT_WAITING = [400, 600] as const;

export const FINISHED_STORIES: readonly FinishedStory[] = [
  { name: 'a plan in good time, lately', share: 38, ending: 'plan', asked: LATELY, pace: prompt },
  { name: 'a plan in good time', share: 3, ending: 'plan', asked: BEFORE, pace: prompt },
  { name: 'a plan in good time, before others had to wait', share: 8, ending: 'plan', asked: SPARED, pace: prompt },
  {
    name: 'a plan after a long wait for a psychologist',
    share: 30,
    ending: 'plan',
    asked: LEFT_WAITING,
    pace: (p, draw) => awaiting(p, draw.whole(250, 370), draw),
  },
  {
    name: 'a plan after some wait for a psychologist',
    share: 2,
    ending: 'plan',
    asked: LONG_AGO,
    pace: (p, draw) => awaiting(p, draw.whole(70, 150), draw),
  },
  {
    name: 'a plan after the family was away',
    share: 3,
    ending: 'plan',
    asked: [280, 500],
    excepted: true,
    pace: (p, draw) => awaiting(p, draw.whole(80, 110), draw),
  },
  { name: 'no plan was needed', share: 10, ending: 'no-plan', asked: [130, 500], pace: prompt },
  { name: 'no assessment was needed', share: 17, ending: 'refused', asked: [50, 400], pace: prompt },
  { name: 'withdrawn', share: 9, ending: 'withdrawn', asked: [40, 500], pace: prompt },
];

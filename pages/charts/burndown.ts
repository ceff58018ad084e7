/** How many transfers are still to be prepared on each day, beside how many there should be by then. */
import type { Picture } from './drawing.js';
import { lineChart } from './line.js';

interface BurndownPoint {
  on: string;
  /** Still to be prepared. */
  left: number | null;
  /** Still to be prepared if all went to plan. */
  planned: number | null;
}

export interface BurndownChart extends Picture {
  points: readonly BurndownPoint[];
}

export const burndownChart = ({ points, ...picture }: BurndownChart): string =>
  lineChart({
    ...picture,
    categories: points.map(({ on }) => on),
    series: [
      { name: 'to do', values: points.map(({ left }) => left) },
      { name: 'planned', values: points.map(({ planned }) => planned) },
    ],
  });

/** Bars lying down, one under the other, each with its name and its number. Parts of a bar differ by pattern. */
import { at, escaped, nothingDrawn, type Picture, rule, svg, text, ticks, WIDTH, written } from './drawing.js';

interface Bar {
  name: string;
  /** One a part, in the order of `parts`. */
  values: readonly number[];
}

export interface BarChart extends Picture {
  bars: readonly Bar[];
  /** What the parts of a bar are; one for bars that are whole. */
  parts: readonly string[];
  unit?: '' | '%';
}

const LEFT = 230;
const RIGHT = 56;
const ROW = 34;
const BAR = 22;

const COLOURS = ['#1d70b8', '#942514', '#3d3d3d'] as const;

/** Whole, striped and dotted: told apart in black and white. */
const patterns = (id: string, parts: number): string[] =>
  parts < 2
    ? []
    : [
        '<defs>',
        `<pattern id="${id}-p1" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#ffffff"/><rect width="5" height="8" fill="${COLOURS[1]}"/></pattern>`,
        `<pattern id="${id}-p2" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#ffffff"/><circle cx="3" cy="3" r="2" fill="${COLOURS[2]}"/></pattern>`,
        '</defs>',
      ];

const fillOf = (id: string, part: number): string => (part === 0 ? COLOURS[0] : `url(#${id}-p${part})`);
const edgeOf = (part: number): string => COLOURS[part % COLOURS.length] ?? COLOURS[0];

const legend = ({ id, parts }: BarChart): string[] =>
  parts.length < 2
    ? []
    : parts.flatMap((name, i) => [
        `<rect x="${at(8 + i * 200)}" y="4" width="18" height="18" fill="${fillOf(id, i)}" stroke="${edgeOf(i)}"/>`,
        text(34 + i * 200, 18, name),
      ]);

const whole = (n: number | undefined): number => (typeof n === 'number' && Number.isFinite(n) && n > 0 ? n : 0);

export const barChart = (chart: BarChart): string => {
  const { bars, parts, unit = '' } = chart;
  const totals = bars.map(({ values }) => values.reduce((sum, n) => sum + whole(n), 0));
  if (bars.length === 0 || totals.every((n) => n === 0)) return nothingDrawn(chart);
  const scale = ticks(Math.max(...totals));
  const top = scale.at(-1) ?? 1;
  const head = parts.length < 2 ? 8 : 34;
  const height = head + bars.length * ROW + 6;
  const length = (n: number): number => (n / top) * (WIDTH - LEFT - RIGHT);
  return svg(chart, height, [
    ...patterns(chart.id, parts.length),
    ...legend(chart),
    rule(LEFT, head, LEFT, head + bars.length * ROW, 'stroke="#0b0c0c"'),
    ...bars.flatMap(({ name, values }, row) => {
      const y = head + row * ROW + (ROW - BAR) / 2;
      let x = LEFT;
      const drawn = parts.flatMap((part, i) => {
        const value = whole(values[i]);
        if (value === 0) return [];
        const here = x;
        x += length(value);
        const told = parts.length < 2 ? name : `${name}, ${part}`;
        return [
          `<rect x="${at(here)}" y="${at(y)}" width="${at(length(value))}" height="${BAR}" fill="${fillOf(chart.id, i)}" stroke="${edgeOf(i)}"><title>${escaped(`${told}: ${written(value, unit)}`)}</title></rect>`,
        ];
      });
      return [
        text(LEFT - 10, y + BAR - 5, name, 'text-anchor="end"'),
        ...drawn,
        text(x + 8, y + BAR - 5, written(totals[row] ?? 0, unit), 'class="app-chart__name"'),
      ];
    }),
  ]);
};

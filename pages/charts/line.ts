/** Lines over time. Each is told by its dashes, by the sign at its points and by its name at its end; never by colour alone. */
import { at, nothingDrawn, type Picture, rule, svg, text, ticks, WIDTH, written } from './drawing.js';

export interface Series {
  name: string;
  /** One a category; null where nothing is known (yet). */
  values: readonly (number | null)[];
}

export interface LineChart extends Picture {
  categories: readonly string[];
  series: readonly Series[];
  unit?: '' | '%';
  /** Of the scale, where it is not to follow the values. */
  top?: number;
}

/** Each more than 4.5 to 1 on white. */
const COLOURS = ['#1d70b8', '#942514', '#00703c', '#4c2c92', '#3d3d3d', '#a0416a', '#0b5f73', '#7a4a00'] as const;
const DASHES = ['', '8 4', '2 4', '12 4 2 4', '6 2', '4 8', '16 4', '2 2 8 2'] as const;
const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const;

const LEFT = 48;
const RIGHT = 150;
const TOP = 20;
const PLOT = 220;
const HEIGHT = TOP + PLOT + 44;
const LABEL_GAP = 17;

const mark = (shape: (typeof SHAPES)[number], x: number, y: number, colour: string, words: string): string => {
  const title = words === '' ? '' : `<title>${words}</title>`;
  const r = 4.5;
  if (shape === 'circle') return `<circle cx="${at(x)}" cy="${at(y)}" r="4" fill="${colour}">${title}</circle>`;
  const path = {
    square: `M${at(x - 4)} ${at(y - 4)}h8v8h-8z`,
    triangle: `M${at(x)} ${at(y - r)}l5 9h-10z`,
    diamond: `M${at(x)} ${at(y - 6)}l6 6l-6 6l-6 -6z`,
    cross: `M${at(x - r)} ${at(y - r)}l9 9m0 -9l-9 9`,
  }[shape];
  const paint = shape === 'cross' ? `fill="none" stroke="${colour}" stroke-width="2"` : `fill="${colour}"`;
  return `<path d="${path}" ${paint}>${title}</path>`;
};

interface Point {
  x: number;
  y: number;
  value: number;
  i: number;
}

/** A line is broken where a value is missing. */
const stretches = (points: readonly (Point | null)[]): Point[][] => {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (point) runs.at(-1)?.push(point);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
};

/** Names at the ends of lines, moved apart where they would cover each other. */
export const apart = (wanted: readonly number[], gap: number, lowest: number): number[] => {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y || a.i - b.i);
  let above = Number.NEGATIVE_INFINITY;
  for (const one of order) {
    one.y = Math.max(one.y, above + gap);
    above = one.y;
  }
  let below = lowest + gap;
  for (const one of order.toReversed()) {
    one.y = Math.min(one.y, below - gap);
    below = one.y;
  }
  const placed = wanted.map(() => 0);
  for (const { y, i } of order) placed[i] = y;
  return placed;
};

const isNumber = (n: number | null | undefined): n is number => typeof n === 'number' && Number.isFinite(n);

export const lineChart = (chart: LineChart): string => {
  const { categories, unit = '' } = chart;
  const drawn = chart.series
    .map((one, place) => ({ ...one, place }))
    .filter(({ values }) => values.some((value) => isNumber(value)));
  if (categories.length === 0 || drawn.length === 0) return nothingDrawn(chart);
  const scale = ticks(chart.top ?? Math.max(...drawn.flatMap(({ values }) => values.filter(isNumber))));
  const top = scale.at(-1) ?? 1;
  const width = WIDTH - LEFT - RIGHT;
  const x = (i: number): number => LEFT + (categories.length === 1 ? width / 2 : (i * width) / (categories.length - 1));
  const y = (n: number): number => TOP + PLOT - (Math.max(0, n) / top) * PLOT;
  const lines = drawn.map(({ name, values, place }) => ({
    name,
    place,
    points: categories.map((_, i) => {
      const value = values[i];
      return isNumber(value) ? { x: x(i), y: y(value), value, i } : null;
    }),
  }));
  return svg(chart, HEIGHT, [
    ...scale.map((n) => rule(LEFT, y(n), LEFT + width, y(n), `stroke="${n === 0 ? '#0b0c0c' : '#cecece'}"`)),
    ...scale.map((n) => text(LEFT - 8, y(n) + 5, written(n, unit), 'text-anchor="end"')),
    ...categoryLabels(categories, x),
    ...lines.flatMap((line) => drawnLine(line, categories, unit)),
    ...endLabels(lines, unit),
  ]);
};

/** As many as there is room for, and the last always. */
const categoryLabels = (categories: readonly string[], x: (i: number) => number): string[] => {
  const every = Math.max(1, Math.ceil(categories.length / 7));
  const last = categories.length - 1;
  return categories.flatMap((name, i) => {
    if ((last - i) % every !== 0) return [];
    const minor = (last - i) % (every * 2) === 0 ? '' : ' class="app-chart__minor"';
    return [text(x(i), TOP + PLOT + 22, name, `text-anchor="middle"${minor}`)];
  });
};

interface Line {
  name: string;
  place: number;
  points: readonly (Point | null)[];
}

const paintOf = (place: number) => ({
  colour: COLOURS[place % COLOURS.length] ?? COLOURS[0],
  dash: DASHES[place % DASHES.length] ?? '',
  shape: SHAPES[place % SHAPES.length] ?? 'circle',
});

const drawnLine = ({ name, place, points }: Line, categories: readonly string[], unit: '' | '%'): string[] => {
  const { colour, dash, shape } = paintOf(place);
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  const lines = stretches(points).filter((run) => run.length > 1);
  const told = (point: Point): string => `${name}, ${categories[point.i] ?? ''}: ${written(point.value, unit)}`;
  return [
    ...lines.map(
      (run) =>
        `<polyline points="${run.map((p) => `${at(p.x)},${at(p.y)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="2.5"${dashes}/>`,
    ),
    ...points.flatMap((point) => (point ? [mark(shape, point.x, point.y, colour, escapedTitle(told(point)))] : [])),
  ];
};

const escapedTitle = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The name and the last value of each line, beside its last point, joined to it where the name had to move. */
const endLabels = (lines: readonly Line[], unit: '' | '%'): string[] => {
  const ends = lines.flatMap((line) => {
    const last = line.points.findLast((point) => point !== null);
    return last ? [{ name: line.name, place: line.place, last }] : [];
  });
  const places = apart(
    ends.map(({ last }) => last.y),
    LABEL_GAP,
    TOP + PLOT,
  );
  const edge = WIDTH - RIGHT + 12;
  return ends.flatMap(({ name, place, last }, i) => {
    const { colour } = paintOf(place);
    const y = places[i] ?? last.y;
    return [
      rule(last.x + 6, last.y, edge, y, `stroke="${colour}" stroke-width="1"`),
      text(edge + 4, y + 5, `${name} ${written(last.value, unit)}`, `fill="${colour}" class="app-chart__name"`),
    ];
  });
};

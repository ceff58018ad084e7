import { expect, test } from 'vitest';
import { barChart } from '../../pages/charts/bars.js';
import { burndownChart } from '../../pages/charts/burndown.js';
import { ticks } from '../../pages/charts/drawing.js';
import { apart, lineChart } from '../../pages/charts/line.js';

const picture = { id: 'trend', title: 'Requests', description: 'Requests received a month.' };

const titles = (drawing: string): string[] =>
  [...drawing.matchAll(/<(?:circle|path|rect)[^>]*>\s*<title>([^<]*)<\/title>/g)].map(([, words = '']) => words);

test('a line chart tells each number of its data, and no other', () => {
  const drawing = lineChart({
    ...picture,
    categories: ['Jan', 'Feb', 'Mar'],
    series: [
      { name: 'schools', values: [4, 0, 17] },
      { name: 'parents', values: [2, null, 5] },
    ],
  });
  expect(titles(drawing)).toEqual([
    'schools, Jan: 4',
    'schools, Feb: 0',
    'schools, Mar: 17',
    'parents, Jan: 2',
    'parents, Mar: 5',
  ]);
  expect(drawing).toContain('>schools 17</text>');
  expect(drawing).toContain('>parents 5</text>');
});

test('a point stands as high as its number says', () => {
  const drawing = lineChart({ ...picture, categories: ['a', 'b'], series: [{ name: 's', values: [0, 10] }], top: 10 });
  const heights = [...drawing.matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"/g)].map(([, y]) => Number(y));
  const scale = [...drawing.matchAll(/<line x1="48" y1="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(heights).toEqual([Math.max(...scale), Math.min(...scale)]);
});

test('a bar is as long as its number says, and its parts add up to what is written beside it', () => {
  const drawing = barChart({
    ...picture,
    parts: ['in time', 'late'],
    bars: [
      { name: 'Drafting', values: [6, 4] },
      { name: 'Advice', values: [5, 0] },
    ],
  });
  expect(titles(drawing)).toEqual(['Drafting, in time: 6', 'Drafting, late: 4', 'Advice, in time: 5']);
  const widths = [...drawing.matchAll(/width="([\d.]+)" height="22"/g)].map(([, width]) => Number(width));
  expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(6 / 4, 2);
  expect((widths[0] ?? 0) / (widths[2] ?? 1)).toBeCloseTo(6 / 5, 2);
  expect(drawing).toContain('>10</text>');
  expect(drawing).toContain('>5</text>');
});

test('parts of a bar differ by pattern and lines by dash and sign, so that no colour is needed', () => {
  const bars = barChart({ ...picture, parts: ['a', 'b', 'c'], bars: [{ name: 'x', values: [1, 2, 3] }] });
  expect(new Set([...bars.matchAll(/height="22" fill="([^"]+)"/g)].map(([, fill]) => fill)).size).toBe(3);
  expect(bars).toMatch(/url\(#trend-p1\)[\s\S]*url\(#trend-p2\)/);
  const lines = lineChart({
    ...picture,
    categories: ['a', 'b'],
    series: ['one', 'two', 'three'].map((name, i) => ({ name, values: [i, i + 1] })),
  });
  const dashes = [...lines.matchAll(/<polyline[^>]*?(stroke-dasharray="[^"]+")?\/>/g)].map(([, dash]) => dash ?? '');
  expect(new Set(dashes).size).toBe(3);
});

test.each([
  ['a line chart of nothing', lineChart({ ...picture, categories: [], series: [] })],
  [
    'a line chart of months without cases',
    lineChart({ ...picture, categories: ['a'], series: [{ name: 's', values: [null] }] }),
  ],
  [
    'a line chart of noughts',
    lineChart({ ...picture, categories: ['a', 'b'], series: [{ name: 's', values: [0, 0] }] }),
  ],
  ['a line chart of one month', lineChart({ ...picture, categories: ['a'], series: [{ name: 's', values: [3] }] })],
  ['a share of nothing', lineChart({ ...picture, categories: ['a'], series: [{ name: 's', values: [0 / 0] }] })],
  ['a bar chart of nothing', barChart({ ...picture, bars: [], parts: ['all'] })],
  ['a bar chart of noughts', barChart({ ...picture, bars: [{ name: 'x', values: [0] }], parts: ['all'] })],
  ['a burn-down of nothing', burndownChart({ ...picture, points: [] })],
])('%s holds no number that is none', (_, drawing) => {
  expect(drawing).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(drawing).toMatch(/^<svg [^>]*role="img" aria-labelledby="trend-title trend-desc"/);
});

test('what is drawn of names is escaped', () => {
  const name = `<script>"x"</script> & 'co'`;
  const drawings = [
    lineChart({ id: 'a', title: name, description: name, categories: [name, 'b'], series: [{ name, values: [1, 2] }] }),
    barChart({ id: 'a', title: name, description: name, bars: [{ name, values: [1, 2] }], parts: [name, 'other'] }),
  ];
  for (const drawing of drawings) {
    expect(drawing).not.toContain('<script>');
    expect(drawing).toContain('&lt;script&gt;');
    expect(drawing).not.toMatch(/& /);
  }
});

test('a burn-down draws what is left beside what was planned', () => {
  const drawing = burndownChart({
    ...picture,
    points: [
      { on: '1 Sep', left: 60, planned: 60 },
      { on: '1 Oct', left: 48, planned: 40 },
    ],
  });
  expect(titles(drawing)).toEqual(['to do, 1 Sep: 60', 'to do, 1 Oct: 48', 'planned, 1 Sep: 60', 'planned, 1 Oct: 40']);
});

test.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [10, [0, 5, 10]],
  [100, [0, 25, 50, 75, 100]],
  [147, [0, 50, 100, 150]],
  [Number.NaN, [0, 1]],
])('a scale to %s has whole steps that reach it', (top, steps) => {
  expect(ticks(top)).toEqual(steps);
});

test('names at the ends of lines cover neither each other nor the months below', () => {
  const placed = apart([200, 201, 202, 60], 17, 220).toSorted((a, b) => a - b);
  for (const [i, y] of placed.slice(1).entries()) expect(y - (placed[i] ?? 0)).toBeGreaterThanOrEqual(17);
  expect(Math.max(...placed)).toBeLessThanOrEqual(220);
});

/** What a foreign client may make of a command: values of another kind, fields too many or too few, sizes nobody expects. */
import type { Draw } from '../../client/sample/draw.js';

type Json = unknown;

const nested = (depth: number): Json => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u200b\ufeff',
  '𝔄😀é\u0301',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '{{childName}}',
  "'; drop table events; --",
  '<script>alert(1)</script>',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e999',
] as const;

const ODD_DATES = [
  '2026-02-30',
  '2025-02-29',
  '0000-00-00',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '10000-01-01',
  '2026-13-01',
  '2026-1-1',
  '2026-01-01T00:00:00Z',
  '١٩٩٩-٠١-٠١',
  ' 2026-01-01',
  '2026-01-01\n',
  '2040-01-01',
] as const;

const ODD_NUMBERS = [0, -0, -1, 1.5, 15, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324] as const;

const ODD_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'type',
  'commandId',
  'x',
] as const;

/** Up to a tenth of a megabyte; whole megabytes are sent as payloads of their own. */
const long = (draw: Draw): string => draw.of(['x', ' ', '😀', '\n']).repeat(draw.of([100, 501, 20_001, 100_000]));

const oddText = (draw: Draw): string => {
  if (draw.chance(0.1)) return long(draw);
  return draw.chance(0.4) ? draw.of(ODD_DATES) : draw.of(ODD_TEXTS);
};

const oddValue = (draw: Draw): Json =>
  draw.weighted<() => Json>([
    [() => oddText(draw), 6],
    [() => draw.of(ODD_NUMBERS), 3],
    [() => draw.of([true, false, null]), 3],
    [() => [], 1],
    [() => ({}), 1],
    [() => nested(draw.of([2, 100, 1_000])), 0.3],
    [() => Array.from({ length: draw.of([1, 50, 6_000]) }, (_, i) => i), 0.3],
    [() => Object.fromEntries(Array.from({ length: draw.of([3, 200]) }, (_, i) => [`k${i}`, i])), 0.5],
  ])();

/** A value of the same kind, which may well fit. */
const another = (value: Json, draw: Draw): Json => {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return draw.chance(0.5) ? value + 1 : String(value);
  if (typeof value !== 'string') return oddValue(draw);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return draw.chance(0.5) ? draw.of(ODD_DATES) : `2026-11-${draw.whole(10, 30)}`;
  return draw.chance(0.5) ? `${value}${oddText(draw)}` : `${value}x`;
};

const isFilled = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** One change somewhere in a value; the value itself is left as it is. */
const changed = (value: Json, draw: Draw): Json => {
  if (Array.isArray(value) && value.length > 0 && draw.chance(0.8)) {
    const at = draw.whole(0, value.length - 1);
    if (draw.chance(0.15)) return value.filter((_, i) => i !== at);
    if (draw.chance(0.15)) return [...value, value[at]];
    return value.map((item: Json, i) => (i === at ? changed(item, draw) : item));
  }
  if (isFilled(value) && draw.chance(0.93)) {
    const keys = Object.keys(value) as [string, ...string[]];
    const key = draw.of(keys);
    const fields = Object.entries(value);
    if (draw.chance(0.12)) return Object.fromEntries(fields.filter(([k]) => k !== key));
    if (draw.chance(0.12)) return withField(value, draw.of(ODD_KEYS), oddValue(draw));
    return Object.fromEntries(fields.map(([k, v]: [string, Json]) => [k, k === key ? changed(v, draw) : v]));
  }
  return draw.chance(0.6) ? another(value, draw) : oddValue(draw);
};

/** As JSON brings it: `__proto__` is then a field like any other. */
const withField = (value: object, key: string, given: Json): Json =>
  JSON.parse(`${JSON.stringify(value).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(given)}}`);

/** None, one or a few changes: what is almost right comes furthest. */
export const distorted = (value: Json, draw: Draw): Json => {
  let given = value;
  for (
    let n = draw.weighted([
      [0, 2],
      [1, 5],
      [2, 2],
      [5, 1],
    ]);
    n > 0;
    n -= 1
  )
    given = changed(given, draw);
  return given;
};

/** Tables and dates as a terminal shows them. */
import { daysBetween } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';

/** Columns as wide as they need to be; the last one runs on. */
export const table = (head: readonly string[], body: readonly (readonly string[])[]): string => {
  const widths = head.map((title, i) => Math.max(title.length, ...body.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...body].map(line).join('\n');
};

export const orDash = (value: string | number | null | undefined): string =>
  value === null || value === undefined || value === '' ? '-' : String(value);

/** "3 left", "today", "12 over". Nothing is moved for a weekend: statute counts it. */
export const daysLeft = (due: CivilDate | null, today: CivilDate): string => {
  if (due === null) return '-';
  const left = daysBetween(today, due);
  if (left === 0) return 'today';
  return left > 0 ? `${left} left` : `${-left} over`;
};

export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Tables and dates as a terminal shows them. */
import { daysBetween } from '../../domain/civil-date.js';
/** Columns as wide as they need to be; the last one runs on. */
export const table = (head, body) => {
    const widths = head.map((title, i) => Math.max(title.length, ...body.map((row) => (row[i] ?? '').length)));
    const line = (cells) => cells
        .map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd();
    return [head, ...body].map(line).join('\n');
};
export const orDash = (value) => value === null || value === undefined || value === '' ? '-' : String(value);
/** "3 left", "today", "12 over". Nothing is moved for a weekend: statute counts it. */
export const daysLeft = (due, today) => {
    if (due === null)
        return '-';
    const left = daysBetween(today, due);
    if (left === 0)
        return 'today';
    return left > 0 ? `${left} left` : `${-left} over`;
};
export const counted = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
//# sourceMappingURL=table.js.map
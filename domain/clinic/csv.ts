/** Rows of a list as CSV (RFC 4180), for a spreadsheet. */
import { ROW_COLUMNS } from './figures.js';
import type { ClinicRow } from './figures.js';

/** A spreadsheet takes what begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const rowsAsCsv = (rows: readonly ClinicRow[]): string =>
  rows.map((row) => `${ROW_COLUMNS.map((column) => cell(row[column])).join(',')}\r\n`).join('');

/** A list of the clinic as CSV, read and sent a part at a time: all of it may be a hundred thousand rows. */
import { listBehind } from '../../activities/clinic/read.js';
import { type FigureId, ROW_COLUMNS } from '../../domain/clinic/figures.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { stringify } from 'csv-stringify/sync';
import type { HttpDesk, Principal } from './desk.js';
import { Problem } from './problem.js';

const ROWS_A_PART = 1_000;

/** What begins like this is a formula to a spreadsheet, whoever wrote it. */
const harmless = (cell: unknown): unknown =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;

const lines = (rows: readonly (readonly unknown[])[]): string =>
  stringify(
    rows.map((row) => row.map(harmless)),
    { record_delimiter: 'windows' },
  );

/** Refuses before anything is sent; what is read later is on the ledger before it goes. */
export const csvFile = async (
  { pool, access }: HttpDesk,
  who: Principal,
  figure: FigureId,
  filters: ClinicFilters,
): Promise<AsyncIterable<string>> => {
  const part = async (offset: number) => {
    const list = await listBehind(pool, figure, filters, { offset, limit: ROWS_A_PART });
    if ('refused' in list) throw new Problem(404, list.code, list.reason);
    await access.note(
      who.actor,
      list.rows.map(({ caseRef }) => caseRef),
    );
    return list;
  };
  const first = await part(0);
  return (async function* () {
    // Spreadsheets take a file for their own code page unless its first sign says otherwise.
    yield `\uFEFF${lines([ROW_COLUMNS])}`;
    for (let list = first; ; list = await part(list.offset + ROWS_A_PART)) {
      yield lines(list.rows.map((row) => ROW_COLUMNS.map((column) => row[column])));
      if (list.rows.length < ROWS_A_PART) return;
    }
  })();
};

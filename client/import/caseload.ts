/** A whole file, read and checked without asking anybody: its rows, and what is wrong with each that is wrong. */
import type { CivilDate } from '../../domain/civil-date.js';
import { checkRow } from './checks.js';
import { decode, readCsv } from './csv.js';
import { readHeader } from './header.js';
import { readRow } from './row.js';
import type { Fault, Row } from './row.js';

export interface RefusedRow {
  line: number;
  /** Null where the row is too broken to say. */
  externalRef: string | null;
  faults: Fault[];
}

export interface Caseload {
  /** The columns that the file has. */
  columns: string[];
  /** Rows in the file, sound or not. */
  count: number;
  sound: Row[];
  refused: RefusedRow[];
}

/** The council's reference of a row, where it is one: a pupil number that stands there is not repeated. */
const referenceOf = (row: Row, faults: readonly Fault[]): string | null =>
  faults.some((fault) => fault.column === 'external_ref') ? null : (row.get('external_ref') ?? null);

/** A child by pupil number, and by name and date of birth: either makes it the same child. */
const childKeys = (row: Row): string[] => {
  const upn = row.get('upn');
  const [name, born] = [row.get('child_name'), row.get('date_of_birth')];
  const spelt = name?.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
  return [...(upn ? [`upn ${upn}`] : []), ...(spelt && born ? [`name ${spelt}|${born}`] : [])];
};

/** The second row of the same case or the same child is the one refused. */
class Seen {
  private readonly references = new Map<string, number>();
  private readonly children = new Map<string, number>();

  faultsOf(row: Row): Fault[] {
    const reference = row.get('external_ref');
    const sameCase = reference === undefined ? undefined : this.references.get(reference);
    const sameChild = childKeys(row)
      .map((key) => this.children.get(key))
      .find((line) => line !== undefined);
    return [
      ...(sameCase === undefined ? [] : [{ column: 'external_ref', reason: `is the same as on line ${sameCase}` }]),
      ...(sameChild === undefined
        ? []
        : [
            {
              column: 'child_name',
              reason: `this row is about the same child as line ${sameChild}: one child, one row`,
            },
          ]),
    ];
  }

  note(row: Row): void {
    const reference = row.get('external_ref');
    if (reference !== undefined && !this.references.has(reference)) this.references.set(reference, row.line);
    for (const key of childKeys(row)) if (!this.children.has(key)) this.children.set(key, row.line);
  }
}

/** Throws {@link CaseloadUnusable} where the file as a whole cannot be used. */
export const readCaseload = (bytes: Uint8Array, today: CivilDate): Caseload => {
  const { header, records, faults } = readCsv(decode(bytes));
  const columns = readHeader(header);
  const refused: RefusedRow[] = faults.map(({ line, reason }) => ({ line, externalRef: null, faults: [{ reason }] }));
  const sound: Row[] = [];
  const seen = new Seen();
  for (const { line, fields } of records) {
    const { row, faults: unread } = readRow(line, columns, fields, today);
    const told = new Set(unread.flatMap((fault) => fault.column ?? []));
    const found = [...unread, ...checkRow(row, told, today), ...seen.faultsOf(row)];
    seen.note(row);
    if (found.length === 0) sound.push(row);
    else refused.push({ line, externalRef: referenceOf(row, found), faults: found });
  }
  return { columns, count: records.length + faults.length, sound, refused };
};

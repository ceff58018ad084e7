/** Caseload files of children who do not exist. */
import { join } from 'node:path';
import { LAW_VERSION } from '../../domain/law/rules.js';
import type { Rules } from '../../domain/assessment/history.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';

export type Cells = Record<string, string>;

let made = 0;

/** A request received on a day, of another child every time. */
export const requestRow = (receivedOn: string, cells: Cells = {}): Cells => {
  made += 1;
  return {
    external_ref: `NM-${String(made).padStart(4, '0')}`,
    received_on: receivedOn,
    source: 'parent',
    child_name: `Zebedee Invented-${made}`,
    date_of_birth: `2016-03-${String((made % 28) + 1).padStart(2, '0')}`,
    address: `${made} Secret Lane, Northmere`,
    parent1_name: `Parent Hidden-${made}`,
    ...cells,
  };
};

const quoted = (value: string): string => (/[",;\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

export interface WrittenFile {
  text: string;
  /** The first line of each row given, as an editor counts. */
  lines: number[];
}

/** A row may also be given as the text of its line, made of the columns. */
export type GivenRow = Cells | ((columns: readonly string[], line: (cells: Cells) => string) => string);

export const caseloadFile = (rows: readonly GivenRow[], delimiter = ','): WrittenFile => {
  const columns = [...new Set(rows.flatMap((row) => (typeof row === 'function' ? [] : Object.keys(row))))];
  const line = (cells: Cells): string => columns.map((column) => quoted(cells[column] ?? '')).join(delimiter);
  const texts = rows.map((row) => (typeof row === 'function' ? row(columns, line) : line(row)));
  let next = 2;
  const lines = texts.map((text) => {
    const first = next;
    next += text.split('\n').length;
    return first;
  });
  return { text: `${[columns.join(delimiter), ...texts].join('\r\n')}\r\n`, lines };
};

export const rules = async (): Promise<Rules> => {
  const { version, policy } = await readPolicy(join(packageRoot, 'policy', 'default.yaml'));
  return { lawVersion: LAW_VERSION, policyVersion: version, policy };
};

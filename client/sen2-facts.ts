/** What the SEN2 return asks of many cases at once, from a CSV file: a command a row, each accepted or refused by itself. */
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Actor } from '../domain/events.js';
import { isCaseRef } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import { assessmentCommands } from '../domain/assessment/command-shapes.js';
import { planCommands } from '../domain/plan/command-shapes.js';
import { type Ehcna, Refused } from './ehcna.js';

const OF_PLAN = planCommands.recordSen2Facts.shape.omit({ by: true, occurredOn: true, commandId: true });
const OF_CASE = assessmentCommands.recordSen2Facts.shape.omit({ by: true, occurredOn: true, commandId: true });

const FIELDS = Object.keys(OF_PLAN.shape);
const CASE = 'case';

export interface Said {
  /** The header is line 1. */
  line: number;
  caseRef: CaseRef | null;
  outcome: 'said' | 'unchanged' | 'refused';
  /** Of a refusal: names fields, and repeats nothing of what stands in them. */
  reason: string | null;
}

interface Row {
  line: number;
  cells: Record<string, string>;
}

const camel = (name: string): string => name.trim().replace(/-([a-z])/g, (_, c: string) => c.toUpperCase());

const fileFault = (reason: string): Refused => new Refused({ code: 'bad-file', reason });

/** Throws {@link Refused} where it is no such file. */
const rowsIn = (text: string): Row[] => {
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, { bom: true, columns: (names: string[]) => names.map(camel), info: true, trim: true });
  } catch {
    throw fileFault('The file is no CSV with one header line and rows of as many cells');
  }
  const names = Object.keys(records[0]?.record ?? {});
  const unknown = names.filter((name) => name !== CASE && !FIELDS.includes(name));
  if (!names.includes(CASE) || unknown.length > 0)
    throw fileFault(
      `The file needs rows, a column ${CASE}, and columns out of ${FIELDS.join(', ')}; not known: ${unknown.join(', ') || 'none'}`,
    );
  return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
};

const TRUTH: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  '1': true,
  no: false,
  false: false,
  '0': false,
};

const valueOf = (field: string, text: string): unknown => {
  const shape = (OF_PLAN.shape as Record<string, z.ZodOptional>)[field]?.unwrap();
  if (shape instanceof z.ZodBoolean) return TRUTH[text.toLowerCase()] ?? text;
  return shape instanceof z.ZodNumber ? Number(text) : text;
};

/** What is said in a row; a sentence where it cannot be. */
const saidIn = ({ cells }: Row, shape: z.ZodObject): Record<string, unknown> | string => {
  const filled = Object.entries(cells).filter(([name, text]) => name !== CASE && text !== '');
  const parsed = shape.safeParse(Object.fromEntries(filled.map(([name, text]) => [name, valueOf(name, text)])));
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.flatMap((i) => (i.code === 'unrecognized_keys' ? i.keys : [String(i.path[0])]));
  return `${[...new Set(names)].join(', ')}: not in the form that is expected, or not of a case without a plan`;
};

const sayRow = async (ehcna: Ehcna, row: Row, by: Actor): Promise<Said> => {
  const { line } = row;
  const caseRef = (row.cells[CASE] ?? '').toUpperCase();
  if (!isCaseRef(caseRef)) return { line, caseRef: null, outcome: 'refused', reason: 'case is no case reference' };
  const refused = (reason: string): Said => ({ line, caseRef, outcome: 'refused', reason });
  const isPlan = (await ehcna.worklist.plans({ caseRef, limit: 1 })).length > 0;
  const said = saidIn(row, isPlan ? OF_PLAN : OF_CASE);
  if (typeof said === 'string') return refused(said);
  try {
    await (isPlan
      ? ehcna.planCommand(caseRef, 'recordSen2Facts', said, by)
      : ehcna.command(caseRef, 'recordSen2Facts', said, by));
    return { line, caseRef, outcome: 'said', reason: null };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code } = error.refusal;
    if (code === 'no-change' || code === 'nothing-said') return { line, caseRef, outcome: 'unchanged', reason: null };
    return refused(error.message);
  }
};

const AT_ONCE = 5;

export const sayFacts = async (ehcna: Ehcna, text: string, by: Actor): Promise<Said[]> => {
  const rows = rowsIn(text);
  const said: Said[] = [];
  const waiting = rows.entries();
  const takeTurns = async (): Promise<void> => {
    for (const [i, row] of waiting) said[i] = await sayRow(ehcna, row, by);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return said;
};

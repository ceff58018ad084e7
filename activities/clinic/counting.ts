/** Counts figures: all that are counted of the same rows by the same keys in one statement. */
import type pg from 'pg';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { figureId } from './catalogue.js';
import type { Family } from './catalogue.js';
import { RELATIONS } from './relations.js';
import { statement, valuesOf } from './statement.js';
import type { Sql } from './statement.js';

/** By id: how many, and what was worked out over them. One that is not in it counts none. */
export class Counted {
  private readonly numbers = new Map<string, number>();
  private readonly apart = new Map<string, Set<string>>();

  put(id: string, keys: readonly string[], n: number | null): void {
    if (n === null) return;
    this.numbers.set(figureId(id, ...keys), n);
    const above = figureId(id, ...keys.slice(0, -1));
    if (keys.length > 0) this.apart.set(above, (this.apart.get(above) ?? new Set()).add(keys.at(-1) as string));
  }

  n(id: string, ...keys: readonly string[]): number {
    return this.numbers.get(figureId(id, ...keys)) ?? 0;
  }

  value(id: string, ...keys: readonly string[]): number | null {
    return this.numbers.get(figureId(id, ...keys)) ?? null;
  }

  /** The last keys under which there is something, in their own order. */
  keysOf(id: string, ...keys: readonly string[]): string[] {
    return [...(this.apart.get(figureId(id, ...keys)) ?? [])].sort();
  }
}

const WORKED = {
  median: (of: Sql) => `percentile_cont(0.5) within group (order by ${of})`,
  longest: (of: Sql) => `max(${of})`,
  sum: (of: Sql) => `sum(${of})`,
} as const;

interface Column {
  id: string;
  sql: Sql;
}

const columnsOf = ({ id, where, worked }: Family): Column[] => [
  { id, sql: `count(*) filter (where ${where})` },
  ...worked.map(({ id: of, how, of: sql }) => ({ id: of, sql: `${WORKED[how](sql)} filter (where ${where})` })),
];

/** Families that are counted of the same rows by the same keys. */
const groups = (
  families: readonly Family[],
): { relation: Family['relation']; keys: readonly string[]; of: Family[] }[] => {
  const found = new Map<string, { relation: Family['relation']; keys: readonly string[]; of: Family[] }>();
  for (const family of families) {
    if (family.within !== undefined) continue;
    for (const level of family.levels) {
      const keys = family.keys.slice(0, level);
      const name = `${family.relation} ${keys.join(' ')}`;
      const group = found.get(name) ?? { relation: family.relation, keys, of: [] };
      group.of.push(family);
      found.set(name, group);
    }
  }
  return [...found.values()];
};

const countOf = (
  filters: ClinicFilters,
  { relation, keys, of }: ReturnType<typeof groups>[number],
): { sql: Sql; columns: Column[] } => {
  const { sql, keys: named } = RELATIONS[relation];
  const columns = of.flatMap(columnsOf);
  const by = keys.map((key, i) => `${named[key] as Sql} as k${i}`);
  const selected = [...by, ...columns.map((c, i) => `(${c.sql})::float8 as c${i}`)].join(',\n       ');
  // Without keys, what no figure counts is passed over in the one row there is; with them it would make rows of its own.
  const any = of.map((f) => `(${f.where})`).join(' or ');
  const where = keys.length === 0 || of.some((f) => f.where === 'true') ? '' : `\nwhere ${any}`;
  const grouped = keys.length === 0 ? '' : `\ngroup by ${keys.map((_, i) => i + 1).join(', ')}`;
  return { sql: `select ${selected}\nfrom ${sql(filters)}${where}${grouped}`, columns };
};

export const count = async (
  client: pg.ClientBase | pg.Pool,
  filters: ClinicFilters,
  families: readonly Family[],
): Promise<Counted> => {
  const counted = new Counted();
  for (const group of groups(families)) {
    const { sql, columns } = countOf(filters, group);
    const { rows } = await client.query<Record<string, string | number | null>>(statement(sql, valuesOf(filters)));
    for (const row of rows) {
      const keys = group.keys.map((_, i) => String(row[`k${i}`]));
      for (const [i, { id }] of columns.entries()) counted.put(id, keys, row[`c${i}`] as number | null);
    }
  }
  return counted;
};

/**
 * Counts figures: all that are counted of the same rows in one pass over them. Each row says in a number, bit by bit, which
 * figures count it; rows that say the same are counted together, and what that comes to is added up here.
 */
import type pg from 'pg';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { figureId } from './catalogue.js';
import type { Family, Worked } from './catalogue.js';
import { RELATIONS } from './relations.js';
import type { RelationName } from './conditions.js';
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

/** A figure's bit in the number of its grouping set: as many as a number of PostgreSQL and of JavaScript has without its sign. */
const BITS = 31;

/** One of the grouping sets of a statement: figures that are counted by the same keys, or by the first of them. */
interface Apart {
  keys: readonly string[];
  of: Family[];
  /** What figures are worked out over; a row that its figure does not count has none. */
  values: Sql[];
}

/** Figures that count the same rows share what they are worked out over. */
const valuesOfFamily = ({ where, worked }: Family): Sql[] =>
  worked.map(({ of }) => `case when ${where} then (${of})::int end`);

const beginWith = (keys: readonly string[], first: readonly string[]): boolean =>
  first.every((key, i) => keys[i] === key);

/** As few sets as there can be: more values make more groups, so that a set takes in no figure with values that it has not. */
const setsOf = (families: readonly Family[]): Apart[] => {
  const sets: Apart[] = [];
  const longestFirst = [...families].sort((a, b) => b.keys.length - a.keys.length || b.worked.length - a.worked.length);
  for (const family of longestFirst) {
    const values = valuesOfFamily(family);
    const fits = ({ keys, of, values: has }: Apart): boolean =>
      of.length < BITS && beginWith(keys, family.keys) && values.every((v) => has.includes(v));
    const found = sets.find(fits);
    if (found) found.of.push(family);
    else sets.push({ keys: family.keys, of: [family], values });
  }
  return sets;
};

interface Pass {
  relation: RelationName;
  sets: Apart[];
}

const FIRST_ONLY = 'c.reassesses is null';

/** One pass a relation; first assessments are counted where all are read, if all are. */
const passesOf = (families: readonly Family[]): Pass[] => {
  const counted = families.filter(({ within }) => within === undefined);
  const all = counted.some(({ relation }) => relation === 'all');
  const read = counted.map(
    (family): Family =>
      all && family.relation === 'cases'
        ? { ...family, relation: 'all', where: `${FIRST_ONLY} and ${family.where}` }
        : family,
  );
  const relations = [...new Set(read.map(({ relation }) => relation))];
  return relations.map((relation) => ({ relation, sets: setsOf(read.filter((f) => f.relation === relation)) }));
};

const maskOf = ({ of }: Apart): Sql =>
  of.map(({ where }, bit) => `case when ${where} then ${2 ** bit} else 0 end`).join('\n    | ');

/**
 * Columns: the number of each set, then the keys and the values of all, then how many rows. Most rows are counted by few sets:
 * a key is worked out for those alone.
 */
const passSql = (filters: ClinicFilters, { relation, sets }: Pass): { sql: Sql; keys: string[]; values: Sql[] } => {
  const { sql, keys: named } = RELATIONS[relation];
  const keys = [...new Set(sets.flatMap((set) => set.keys))];
  const values = [...new Set(sets.flatMap((set) => set.values))];
  const masks = sets.map((_, i) => `m${i}`);
  const isIn = (has: (set: Apart) => boolean): Sql =>
    masks
      .filter((_, i) => has(sets[i] as Apart))
      .map((mask) => `${mask} <> 0`)
      .join(' or ');
  const keyed = keys.map(
    (key, i) => `case when ${isIn((s) => s.keys.includes(key))} then ${named[key] as Sql} end as k${i}`,
  );
  const valued = values.map((v, i) => `case when ${isIn((s) => s.values.includes(v))} then ${v} end as v${i}`);
  const names = [...masks, ...keys.map((_, i) => `k${i}`), ...values.map((_, i) => `v${i}`)];
  const grouped = sets.map((set, i) => {
    const by = [...set.keys.map((key) => `k${keys.indexOf(key)}`), ...set.values.map((v) => `v${values.indexOf(v)}`)];
    return `(${[...new Set([`m${i}`, ...by])].join(', ')})`;
  });
  return {
    sql: `select ${[...names, 'count(*)::int'].join(', ')}
from (select ${[...masks, ...keyed, ...valued].join(',\n  ')}
from (select c.*, ${sets.map((set, i) => `${maskOf(set)} as m${i}`).join(',\n  ')}
from ${sql(filters)} offset 0) c
where ${isIn(() => true)} offset 0) x
group by grouping sets (${grouped.join(', ')})`,
    keys,
    values,
  };
};

/** How often each value came, for what is worked out over all of them. */
class Spread {
  private readonly often = new Map<number, number>();
  private n = 0;

  add(value: number, n: number): void {
    this.often.set(value, (this.often.get(value) ?? 0) + n);
    this.n += n;
  }

  private at(place: number): number {
    let before = 0;
    for (const [value, n] of [...this.often].sort(([a], [b]) => a - b)) {
      before += n;
      if (place < before) return value;
    }
    return Number.NaN;
  }

  worked(how: Worked['how']): number {
    if (how === 'median') return (this.at(Math.floor((this.n - 1) / 2)) + this.at(Math.ceil((this.n - 1) / 2))) / 2;
    if (how === 'longest') return this.at(this.n - 1);
    return [...this.often].reduce((sum, [value, n]) => sum + value * n, 0);
  }
}

/** What the rows of a pass come to. */
class Sum {
  private readonly numbers = new Map<string, { id: string; keys: string[]; n: number }>();
  private readonly spreads = new Map<string, { id: string; keys: string[]; how: Worked['how']; spread: Spread }>();

  add(family: Family, keys: readonly string[], n: number, values: readonly (number | null)[]): void {
    for (const level of family.levels) {
      const by = keys.slice(0, level);
      const name = figureId(family.id, ...by);
      const number = this.numbers.get(name) ?? { id: family.id, keys: by, n: 0 };
      number.n += n;
      this.numbers.set(name, number);
      for (const [i, { id, how }] of family.worked.entries()) {
        const value = values[i] ?? null;
        if (value === null) continue;
        const of = figureId(id, ...by);
        const found = this.spreads.get(of) ?? { id, keys: by, how, spread: new Spread() };
        found.spread.add(value, n);
        this.spreads.set(of, found);
      }
    }
  }

  into(counted: Counted): void {
    for (const { id, keys, n } of this.numbers.values()) counted.put(id, keys, n);
    for (const { id, keys, how, spread } of this.spreads.values()) counted.put(id, keys, spread.worked(how));
  }
}

type Cell = string | number | null;

const addUp = (sum: Sum, { sets }: Pass, keys: readonly string[], values: readonly Sql[], row: readonly Cell[]) => {
  const at = row.findIndex((mask, i) => i < sets.length && mask !== null);
  const set = sets[at] as Apart;
  const keyAt = (key: string): string => String(row[sets.length + keys.indexOf(key)]);
  const valueAt = (value: Sql): Cell => row[sets.length + keys.length + values.indexOf(value)] ?? null;
  for (const [bit, family] of set.of.entries()) {
    if (((row[at] as number) & (2 ** bit)) === 0) continue;
    const worked = valuesOfFamily(family).map((v) => valueAt(v) as number | null);
    sum.add(family, family.keys.map(keyAt), row.at(-1) as number, worked);
  }
};

export const count = async (
  client: pg.ClientBase | pg.Pool,
  filters: ClinicFilters,
  families: readonly Family[],
): Promise<Counted> => {
  const counted = new Counted();
  for (const pass of passesOf(families)) {
    const { sql, keys, values } = passSql(filters, pass);
    const { rows } = await client.query<Cell[]>({ ...statement(sql, valuesOf(filters)), rowMode: 'array' });
    const sum = new Sum();
    for (const row of rows) addUp(sum, pass, keys, values, row);
    sum.into(counted);
  }
  return counted;
};

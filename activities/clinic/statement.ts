/** SQL with named values: `:on` stands for a value of that name, which is numbered where it is first used. */
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { addMonths } from '../../domain/civil-date.js';

export type Sql = string;

const TYPES: Readonly<Record<string, string>> = {
  on: 'date',
  from: 'date',
  until: 'date',
  week: 'int',
  limit: 'int',
  offset: 'int',
};

export type Values = Readonly<Record<string, string | number>>;

/** A cast keeps its two colons. */
const NAMED = /(?<!:):([a-z]\w*)/gi;

export const statement = (sql: Sql, values: Values): { text: string; values: (string | number)[] } => {
  const names: string[] = [];
  const text = sql.replace(NAMED, (_, name: string) => {
    if (values[name] === undefined) throw new Error(`The statement names :${name}, and no such value is given.`);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}::${TYPES[name] ?? 'text'}`;
  });
  return { text, values: names.map((name) => values[name] as string | number) };
};

export const valuesOf = ({ from, to, on, locality = '', caseworker = '', source = '' }: ClinicFilters): Values => ({
  on,
  from,
  until: addMonths(to, 1),
  locality,
  caseworker,
  source,
});

/** The return as one CSV file a module; rows of one person, and of one request, have that number in common. */
import { stringify } from 'csv-stringify/sync';
import { MODULES, tagsOf } from '../../domain/sen2/fields.js';
import type { Module } from '../../domain/sen2/fields.js';
import type { PersonRecord, RequestRecord } from '../../domain/sen2/records.js';
import type { Values } from '../../domain/sen2/values.js';
import type { Header } from './header.js';

const ROWS: Readonly<Record<Exclude<Module, 'Person'>, (r: RequestRecord) => readonly (Values | undefined)[]>> = {
  Requests: (r) => [r.request],
  Assessment: (r) => [r.assessment],
  NamedPlan: (r) => [r.namedPlan],
  PlanDetail: (r) => r.planDetail,
  ActivePlans: (r) => [r.activePlan],
  PlacementDetail: (r) => r.placementDetail,
  SENneed: (r) => r.senNeed,
};

const rowsOf = (module: Module, persons: readonly PersonRecord[]): string[][] => {
  const tags = tagsOf(module);
  const row = (ids: number[], values: Values): string[] => [
    ...ids.map(String),
    ...tags.map((tag) => values[tag] ?? ''),
  ];
  if (module === 'Person') return persons.map(({ person }, p) => row([p + 1], person));
  let request = 0;
  return persons.flatMap(({ requests }, p) =>
    requests.flatMap((r) => {
      request += 1;
      const ids = [p + 1, request];
      return ROWS[module](r).flatMap((values) => (values ? [row(ids, values)] : []));
    }),
  );
};

const asText = (rows: readonly (readonly string[])[]): string =>
  // A cell that a spreadsheet would run is text.
  stringify(rows as string[][], { record_delimiter: '\r\n', escape_formulas: true });

/** By file name. */
export const csvOf = (
  { collection, source, officers }: Header,
  persons: readonly PersonRecord[],
): Map<string, string> => {
  const header = { ...collection, ...source, ...officers };
  const files = new Map([['sen2.csv', asText([Object.keys(header), Object.values(header)])]]);
  for (const module of MODULES) {
    const ids = module === 'Person' ? ['personid'] : ['personid', 'requestid'];
    files.set(`${module.toLowerCase()}.csv`, asText([[...ids, ...tagsOf(module)], ...rowsOf(module, persons)]));
  }
  return files;
};

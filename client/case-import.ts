/** Takes over a council's caseload in flight from a CSV file (docs/import.md): each row becomes one case with its past. */
import { childIdentity } from '../domain/assessment/identity.js';
import type { Ehcna } from './ehcna.js';
import { CASES } from './import/case-checks.js';
import { importFile } from './import/importing.js';
import type { ImportOptions, ImportReport, Kind } from './import/importing.js';
import { notesOn, takeOver } from './import/taking-over.js';
import type { TakenOver, Taking } from './import/taking-over.js';

export type { ImportOptions, ImportReport } from './import/importing.js';

export const importCases = (ehcna: Ehcna, file: string, options: ImportOptions): Promise<ImportReport> =>
  importFile(ehcna, file, casesOf(ehcna, options), options);

const casesOf = (ehcna: Ehcna, options: ImportOptions): Kind<TakenOver> => {
  const taking: Taking = { ...options, recordedAt: new Date().toISOString() };
  return {
    sheet: CASES,
    holder: 'assessment',
    draw: (caseRef, row) => takeOver(caseRef, row, taking),
    childOf: ({ state }) => (state.outcome === null ? childIdentity(state.child) : null),
    against,
    start: (caseRef, { events }) => ehcna.takeOver(caseRef, events, options.by),
    notesOn: (row, { state }) => notesOn(row, state),
  };
};

const against: Kind<TakenOver>['against'] = ({ openCase, planHeld }) => {
  if (openCase)
    return {
      column: 'child_name',
      reason: `this child has an open case already, ${openCase}: add what the row tells to that case`,
    };
  if (planHeld)
    return {
      column: 'child_name',
      reason: 'this child has a plan already: a reassessment (reg 24) is no needs assessment',
    };
  return undefined;
};

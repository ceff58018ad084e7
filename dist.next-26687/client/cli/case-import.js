import { importCommand } from './import-file.js';
const HELP = `
The columns are in docs/import.md, with an example in docs/examples/caseload.csv. Faults, changes and notes go to stderr,
one a line, with the line of the file; the other rows are imported. Importing again takes over what was put right and
nothing twice.

Ends with 0 when every row is imported or was before, 1 when a row was refused or has changed since, 2 when the file as a
whole cannot be used (nothing is imported then), 3 when no server answers.

Examples:
  ehcna case import caseload.csv --dry-run
  ehcna case import caseload.csv --json > report.json`;
export const caseImportCommand = (connect) => importCommand(connect, {
    noun: 'case',
    description: 'Take over a caseload in flight from a CSV file: one row a case, with its dates.',
    properties: ['rows', 'imported', 'already', 'cases', 'refused', 'differing', 'notes'],
    help: HELP,
    load: async () => (await import('../case-import.js')).importCases,
});
//# sourceMappingURL=case-import.js.map
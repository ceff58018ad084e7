import { importCommand } from './import-file.js';
import { counted } from './table.js';
const HELP = `
The columns are in docs/import.md, with an example in docs/examples/plans.csv. Each plan knows at once when its next review is
due; one that is due soon or late is begun on the day of the import, and its letters go out. Faults, changes and notes go to
stderr, one a line, with the line of the file; the other rows are imported. Importing again takes over what was put right and
nothing twice.

Ends with 0 when every row is imported or was before, 1 when a row was refused or has changed since, 2 when the file as a
whole cannot be used (nothing is imported then), 3 when no server answers.

Examples:
  ehcna plan import plans.csv --dry-run
  ehcna plan import plans.csv --json > report.json`;
export const planImportCommand = (connect) => importCommand(connect, {
    noun: 'plan',
    description: 'Take over the plans that are held from a CSV file: one row a plan, with its last review.',
    properties: ['rows', 'imported', 'already', 'late', 'cases', 'refused', 'differing', 'notes'],
    help: HELP,
    load: async () => (await import('../plan-import.js')).importPlans,
    besides: ({ late }) => ` Late today: ${counted(late, 'review')}.`,
});
//# sourceMappingURL=plan-import.js.map
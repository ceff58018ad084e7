/** `ehcna case import FILE.csv`: takes a caseload in flight, and says of each row what became of it. */
import { Command } from 'commander';
import { londonDate } from '../../domain/civil-date.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import type { ImportReport } from '../case-import.js';
import type { Ehcna } from '../ehcna.js';
import { actorOf } from './catalogue.js';
import { EXIT, say, sayJson, tell, WrongUsage } from './outcome.js';
import { counted } from './table.js';

interface ImportFlags {
  dryRun?: boolean;
  json?: boolean;
  as?: string;
}

/** One line a fault, as an editor or a spreadsheet finds it. */
const tellRows = ({ refused, differing, notes }: ImportReport): void => {
  for (const { line, externalRef, faults } of refused)
    for (const { column, reason } of faults)
      tell(`line ${line}${externalRef ? ` (${externalRef})` : ''}: ${column ? `${column} ` : ''}${reason}`);
  for (const { line, externalRef, columns } of differing)
    tell(
      `line ${line} (${externalRef}): already imported, differs in: ${columns.join(', ')}; the case is as it stands`,
    );
  for (const { line, externalRef, note } of notes) tell(`line ${line} (${externalRef}): note: ${note}`);
};

const summaryOf = ({ rows, imported, already, refused, differing }: ImportReport, dryRun: boolean): string =>
  [
    `${counted(rows, 'row')}: ${imported} ${dryRun ? 'would be imported' : 'imported'}`,
    `${already} already imported${differing.length > 0 ? ` (${differing.length} changed since)` : ''}`,
    `${refused.length} refused.`,
  ].join(', ');

const PROGRESS_EVERY = 250;

/** A terminal sees it move; a log gets a line now and then. */
const progressOn =
  (stream: NodeJS.WriteStream) =>
  (done: number, of: number): void => {
    if (stream.isTTY) stream.write(`\r${done} of ${of} rows${done === of ? '\n' : ''}`);
    else if (done % PROGRESS_EVERY === 0 && done < of) tell(`${done} of ${of} rows …`);
  };

const runImport = async (connect: () => Promise<Ehcna>, file: string, flags: ImportFlags): Promise<void> => {
  const by = actorOf(flags.as, 'manager');
  const [{ importCases }, { readPolicy }, { readConfig }] = await Promise.all([
    import('../case-import.js'),
    import('../../workers/policy-file.js'),
    import('../../workers/config.js'),
  ]);
  const { version, policy } = await readPolicy(readConfig().policyPath);
  const ehcna = await connect();
  try {
    const report = await importCases(ehcna, file, {
      rules: { lawVersion: LAW_VERSION, policyVersion: version, policy },
      by: by(ehcna.signer),
      today: londonDate(Date.now()),
      dryRun: flags.dryRun ?? false,
      progress: progressOn(process.stderr),
    });
    if (flags.json) sayJson(report);
    else {
      tellRows(report);
      say(summaryOf(report, flags.dryRun ?? false));
    }
    if (report.refused.length + report.differing.length > 0) process.exitCode = EXIT.refused;
  } catch (error) {
    if (error instanceof Error && error.name === 'CaseloadUnusable') throw new WrongUsage(error.message);
    throw error;
  } finally {
    await ehcna.close();
  }
};

const HELP = `
The columns are in docs/import.md, with an example in docs/examples/caseload.csv. Faults, changes and notes go to stderr,
one a line, with the line of the file; the other rows are imported. Importing again takes over what was put right and
nothing twice.

Ends with 0 when every row is imported or was before, 1 when a row was refused or has changed since, 2 when the file as a
whole cannot be used (nothing is imported then), 3 when no server answers.

Examples:
  ehcna case import caseload.csv --dry-run
  ehcna case import caseload.csv --json > report.json`;

export const caseImportCommand = (connect: () => Promise<Ehcna>): Command =>
  new Command('import')
    .description('Take over a caseload in flight from a CSV file: one row a case, with its dates.')
    .argument('<file>', 'CSV with commas or semicolons, UTF-8 or Windows-1252')
    .option('--dry-run', 'read and check everything, start nothing')
    .option('--as <role[:id]>', 'who you are; manager and your user name if left out')
    .option('--json', 'print {"rows","imported","already","cases","refused","differing","notes"}')
    .addHelpText('after', HELP)
    .action((file: string, flags: ImportFlags) => runImport(connect, file, flags));

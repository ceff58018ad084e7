/** `ehcna … import FILE.csv`: takes over the rows of a file, and says of each what became of it. */
import { Command } from 'commander';
import { londonDate } from '../../domain/civil-date.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { actorOf } from './catalogue.js';
import { EXIT, say, sayJson, tell, WrongUsage } from './outcome.js';
import { counted } from './table.js';
/** One line a fault, as an editor or a spreadsheet finds it. */
const tellRows = ({ refused, differing, notes }, noun) => {
    for (const { line, externalRef, faults } of refused)
        for (const { column, reason } of faults)
            tell(`line ${line}${externalRef ? ` (${externalRef})` : ''}: ${column ? `${column} ` : ''}${reason}`);
    for (const { line, externalRef, columns } of differing)
        tell(`line ${line} (${externalRef}): already imported, differs in: ${columns.join(', ')}; the ${noun} is as it stands`);
    for (const { line, externalRef, note } of notes)
        tell(`line ${line} (${externalRef}): note: ${note}`);
};
const summaryOf = ({ rows, imported, already, refused, differing }, dryRun) => [
    `${counted(rows, 'row')}: ${imported} ${dryRun ? 'would be imported' : 'imported'}`,
    `${already} already imported${differing.length > 0 ? ` (${differing.length} changed since)` : ''}`,
    `${refused.length} refused.`,
].join(', ');
const PROGRESS_EVERY = 250;
/** A terminal sees it move; a log gets a line now and then. */
const progressOn = (stream) => (done, of) => {
    if (stream.isTTY)
        stream.write(`\r${done} of ${of} rows${done === of ? '\n' : ''}`);
    else if (done % PROGRESS_EVERY === 0 && done < of)
        tell(`${done} of ${of} rows …`);
};
const runImport = async (kind, { connect, file, flags }) => {
    const by = actorOf(flags.as, 'manager');
    const [importRows, { readPolicy }, { readConfig }] = await Promise.all([
        kind.load(),
        import('../../workers/policy-file.js'),
        import('../../workers/config.js'),
    ]);
    const { version, policy } = await readPolicy(readConfig().policyPath);
    const ehcna = await connect();
    try {
        const report = await importRows(ehcna, file, {
            rules: { lawVersion: LAW_VERSION, policyVersion: version, policy },
            by: by(ehcna.signer),
            today: londonDate(Date.now()),
            dryRun: flags.dryRun ?? false,
            progress: progressOn(process.stderr),
        });
        if (flags.json)
            sayJson(report);
        else {
            tellRows(report, kind.noun);
            say(`${summaryOf(report, flags.dryRun ?? false)}${kind.besides?.(report) ?? ''}`);
        }
        if (report.refused.length + report.differing.length > 0)
            process.exitCode = EXIT.refused;
    }
    catch (error) {
        if (error instanceof Error && error.name === 'CaseloadUnusable')
            throw new WrongUsage(error.message);
        throw error;
    }
    finally {
        await ehcna.close();
    }
};
export const importCommand = (connect, kind) => new Command('import')
    .description(kind.description)
    .argument('<file>', 'CSV with commas or semicolons, UTF-8 or Windows-1252')
    .option('--dry-run', 'read and check everything, start nothing')
    .option('--as <role[:id]>', 'who you are; manager and your user name if left out')
    .option('--json', `print {${kind.properties.map((property) => `"${property}"`).join(',')}}`)
    .addHelpText('after', kind.help)
    .action((file, flags) => runImport(kind, { connect, file, flags }));
//# sourceMappingURL=import-file.js.map
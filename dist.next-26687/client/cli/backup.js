/** `ehcna backup`: for the day on which the database is lost. */
import { Command } from 'commander';
import { withRecords } from './connect.js';
import { EXIT, say, sayJson, tell, WrongUsage } from './outcome.js';
import { counted } from './table.js';
const KEEP_IT = `It holds names, addresses and letters of children and families. Keep it encrypted, on another machine, where case records may be kept, and the child key apart from it (docs/disaster.md).`;
const inWords = ({ takenAt, schema, ledger, parts }) => `${takenAt}, ${schema.at(-1)}: ${counted(ledger.events, 'event')} in ${counted(ledger.streams, 'stream')}; ${parts
    .map(({ table, rows }) => `${table} ${rows}`)
    .join(', ')}.`;
const tellBroken = (broken) => {
    if (broken.length > 0)
        tell(`The chain does not hold in ${broken.join(', ')}: it was so in the database. Run: ehcna ledger verify`);
};
const take = async (target, json) => {
    const { takeBackup } = await import('../../activities/backup/write.js');
    const taken = await withRecords(({ pool }) => takeBackup(pool, target));
    if (json)
        sayJson(taken);
    else {
        say(`Written: ${taken.file} (${taken.bytes} bytes).`);
        say(inWords(taken));
    }
    if (taken.leftOut.length > 0)
        tell(`Not ours, and not in it: ${taken.leftOut.join(', ')}.`);
    tellBroken(taken.broken);
    tell(KEEP_IT);
};
const check = async (file, json) => {
    const { readBackup } = await import('../../activities/backup/format.js');
    const checked = await readBackup(file);
    if (json)
        sayJson(checked);
    else {
        say(`Whole: ${file}.`);
        say(inWords(checked));
    }
    tellBroken(checked.broken);
    if (checked.broken.length > 0)
        process.exitCode = EXIT.refused;
};
const tellLoaded = ({ backup, found, rebuilt, sending }) => {
    say(`Loaded: ${inWords(backup)}`);
    const faults = found.faults.length === 0 ? 'no fault' : counted(found.faults.length, 'fault');
    const rows = Object.values(rebuilt.rows).reduce((sum, n) => sum + n, 0);
    say(`The chains were verified (${faults}), and ${counted(rows, 'row')} made from them.`);
    if (sending > 0)
        say(`${counted(sending, 'letter')} under way when it was taken: the next attempt finds out whether it went.`);
    say('Now start the processes: ehcna restore');
};
const load = async (file, { despiteFaults = false, json = false }) => {
    const { loadBackup } = await import('../../activities/backup/load.js');
    const loaded = await withRecords(({ pool, ledger }) => loadBackup(pool, ledger, file, { despiteFaults }));
    if (!json)
        return tellLoaded(loaded);
    const { differences: _, ...rebuilt } = loaded.rebuilt;
    sayJson({ ...loaded, rebuilt });
};
const loadCommand = () => new Command('load')
    .alias('restore')
    .description('Load a backup into an empty database, check every chain, and make what people read from it.')
    .argument('<file>', 'a file that `ehcna backup` wrote')
    .option('--despite-faults', 'load a ledger whose chain did not hold when the backup was taken')
    .option('--json', 'print {"backup","found","rebuilt","sending"}')
    .addHelpText('after', `
Example:
  DATABASE_URL=postgresql://…/ehcna_new ehcna migrate
  DATABASE_URL=postgresql://…/ehcna_new ehcna backup load ehcna-2026-11-10T04-00-00Z.backup.gz
  ehcna restore

All of it or nothing, in one transaction. Refuses a database that has rows, a damaged file, and a file of a later version;
one of an earlier version is loaded where its tables still fit. \`ehcna restore\` then starts the processes.`)
    .action(load);
export const backupCommand = () => new Command('backup')
    .description('Keep everything that cannot be made again in one file: ledger, policies, documents, dispatches, register.')
    .argument('[target]', 'the file to write, or a folder in which it gets a name by its instant')
    .option('--verify <file>', 'check a backup, without a database')
    .option('--json', 'print the manifest: {"takenAt","schema","parts","ledger","broken", …}')
    .addHelpText('after', `
Examples:
  ehcna backup /mnt/backups/
  ehcna backup --verify /mnt/backups/ehcna-2026-11-10T04-00-00Z.backup.gz
  ehcna backup load /mnt/backups/ehcna-2026-11-10T04-00-00Z.backup.gz

One consistent moment; work goes on meanwhile. Needs no program of PostgreSQL's. The file is gzip over lines of JSON.
${KEEP_IT}`)
    .addCommand(loadCommand())
    .action((target, { verify, json = false }) => {
    if ((target === undefined) === (verify === undefined))
        throw new WrongUsage('Name the file or folder to write the backup to, or a file to check with --verify.');
    return verify === undefined ? take(target, json) : check(verify, json);
});
//# sourceMappingURL=backup.js.map
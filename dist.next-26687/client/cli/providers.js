/** `ehcna providers …`: the schools and colleges that may be consulted. */
import { Command } from 'commander';
import { importProviders, listProviders, mayBeRequested, providerByUrn, } from '../../activities/providers.js';
import { withRecords } from './connect.js';
import { wholeNumber } from './numbers.js';
import { NotThere, say, sayJson, tell, WrongUsage } from './outcome.js';
import { counted, orDash, table } from './table.js';
const BAD_ROWS_SHOWN = 100;
const tellImported = (done) => {
    for (const { line, reason } of done.badRows.slice(0, BAD_ROWS_SHOWN))
        tell(`line ${line}: ${reason}; passed over.`);
    const more = done.badRows.length - BAD_ROWS_SHOWN;
    if (more > 0)
        tell(`… and ${more} more.`);
    say(`${counted(done.read, 'provider')} read (${done.encoding}): ${done.added} new, ${done.changed} changed, ${done.same} as before; ${done.closed} of them closed. ${counted(done.badRows.length, 'bad row')}.`);
};
const importFile = (file, { json }) => withRecords(async ({ pool }) => {
    const done = await importProviders(pool, file, (lines) => tell(`${lines} lines …`));
    if (json)
        sayJson(done);
    else
        tellImported(done);
});
const inWords = (provider) => {
    const may = mayBeRequested(provider);
    if (may === null)
        return 'not known';
    if (!may)
        return 'no';
    return provider.attributes.section38 ?? 'section 41';
};
const list = (options) => withRecords(async ({ pool }) => {
    const found = await listProviders(pool, {
        ...(options.la === undefined ? {} : { laCode: options.la }),
        ...(options.name === undefined ? {} : { name: options.name }),
        closed: options.closed ?? false,
        limit: options.limit + 1,
    });
    const providers = found.slice(0, options.limit);
    const more = found.length > providers.length;
    if (options.json) {
        return sayJson({ more, providers: providers.map((p) => ({ ...p, mayBeRequested: mayBeRequested(p) })) });
    }
    if (providers.length === 0)
        return say('No such provider. Import them: ehcna providers import edubasealldata.csv');
    say(table(['URN', 'LA', 'STATUS', 'TYPE', 'S38(3)', 'POSTCODE', 'NAME'], providers.map((p) => [
        p.urn,
        orDash(p.laCode),
        orDash(p.status),
        orDash(p.type),
        inWords(p),
        orDash(p.postcode),
        p.name,
    ])));
    if (more)
        say(`\nThe first ${providers.length}; there are more (--limit).`);
});
const show = (urn, { json }) => withRecords(async ({ pool }) => {
    if (!/^\d{6}$/.test(urn))
        throw new WrongUsage('A URN is six digits.');
    const provider = await providerByUrn(pool, urn);
    if (!provider)
        throw new NotThere(`No provider ${urn} was imported.`);
    if (json)
        return sayJson({ ...provider, mayBeRequested: mayBeRequested(provider) });
    const { attributes, ...own } = provider;
    const lines = Object.entries({ ...own, ...attributes, 'may be requested (s38(3))': inWords(provider) });
    say(lines
        .map(([name, value]) => `${name.padEnd(26)}${Array.isArray(value) ? value.join('; ') : orDash(value === true ? 'yes' : value === false ? 'no' : value)}`)
        .join('\n'));
});
const IMPORT_HELP = `
Takes the file as it is published (Windows-1252), or saved again as UTF-8. Columns it does not know, and those that newer
files lack, do no harm. Run again with a newer file, it brings what changed up to date; twice the same changes nothing.

Example:
  ehcna providers import edubasealldata20260901.csv`;
export const providersCommand = () => new Command('providers')
    .description('Schools and colleges, from the Get Information About Schools file.')
    .addCommand(new Command('import')
    .description('Read edubasealldata*.csv; bad rows are reported by line and reason, and passed over.')
    .argument('<file>', 'the CSV file')
    .option('--json', 'print {"read","added","changed","same","closed","encoding","badRows":[{"line","reason"}]}')
    .addHelpText('after', IMPORT_HELP)
    .action(importFile))
    .addCommand(new Command('list')
    .description('Providers by name, the open ones unless asked otherwise.')
    .option('--la <code>', 'of one local authority, by its three digits')
    .option('--name <text>', 'with this in the name')
    .option('--closed', 'the closed ones too')
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .option('--json', 'print {"more","providers":[…]}')
    .addHelpText('after', '\nExample:\n  ehcna providers list --la 999 --name hillside')
    .action(list))
    .addCommand(new Command('show')
    .description('Everything kept of one provider.')
    .argument('<urn>', 'six digits')
    .option('--json', 'print one line of JSON')
    .addHelpText('after', '\nExample:\n  ehcna providers show 999901')
    .action(show));
//# sourceMappingURL=providers.js.map
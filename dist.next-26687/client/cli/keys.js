/** `ehcna keys`: the authority's keys, which wrap those of its cases. Keys themselves are printed by `new` alone. */
import { Command } from 'commander';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { keysInUse, rewrapAll } from '../../keys/rewrapping.js';
import { connectRecords, givenKeys } from './connect.js';
import { say, sayJson, WrongUsage } from './outcome.js';
import { counted, table } from './table.js';
const withKeys = async (work) => {
    const keyring = keyringOf(await givenKeys());
    const records = await connectRecords();
    try {
        await work(records, keyring);
    }
    finally {
        await records.close();
    }
};
const list = ({ json }) => withKeys(async ({ pool }, keyring) => {
    const keys = await keysInUse(pool, keyring);
    if (json)
        return sayJson({ first: keyring.first.name, keys });
    const standing = (name, given) => {
        if (!given)
            return 'NOT GIVEN: what it wraps cannot be read here';
        return name === keyring.first.name ? 'wraps new keys' : 'is read with';
    };
    say(table(['KEY', 'WRAPS', ''], keys.map(({ name, wraps, given }) => [name, String(wraps), standing(name, given)])));
});
const rotate = ({ json }) => withKeys(async ({ pool }, keyring) => {
    const rewrapped = await rewrapAll(pool, keyring);
    if (json)
        return sayJson({ first: keyring.first.name, rewrapped });
    say(`${counted(rewrapped, 'key')} wrapped again; all are under ${keyring.first.name} now.`);
});
const make = (name) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
        throw new WrongUsage('The name of a key is letters, digits and . _ -, for example 2027-01.');
    say(newKey(name));
};
export const keysCommand = () => new Command('keys')
    .description("The authority's keys: make one, see which are in use, take a new one into use.")
    .addCommand(new Command('new')
    .description('Print a new key, NAME:KEY, for EHCNA_KEYS. Keep it where no backup of the database is.')
    .argument('<name>', 'for example 2027-01')
    .addHelpText('after', '\nExample:\n  $ ehcna keys new 2027-01 >> /run/secrets/ehcna-keys')
    .action(make))
    .addCommand(new Command('list')
    .description("Name the keys that are given here, and how many cases' keys each wraps.")
    .option('--json', 'print {"first","keys":[{"name","wraps","given"}]}')
    .addHelpText('after', '\nExample:\n  $ ehcna keys list')
    .action(list))
    .addCommand(new Command('rotate')
    .description("Wrap every case's key again under the first key; safe to repeat. No record is rewritten.")
    .option('--json', 'print {"first","rewrapped"}')
    .addHelpText('after', `
Example:
  $ ehcna keys rotate

First give the new key to every process as the last in EHCNA_KEYS, and restart them; then make it the first, and restart
them again; then rotate. When \`ehcna keys list\` shows that the old one wraps nothing, it may go.`)
    .action(rotate));
//# sourceMappingURL=keys.js.map
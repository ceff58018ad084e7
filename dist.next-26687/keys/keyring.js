/**
 * The authority's own keys. They encrypt nothing but the data keys of its cases, so a new one is taken into use by wrapping
 * those again, and no record is rewritten. The first of them wraps; every one unwraps: a new key is first given to every
 * process as a reader, and then made the first.
 *
 * A key is written `NAME:KEY`, the key being 32 bytes in base64; several are separated by spaces or line ends. A key that a
 * key management service holds is written `NAME:exec:/path/of/program`: see {@link programKey}.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { madeOnce } from './made-once.js';
import { openBytes, sealBytes } from './seal.js';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const KEY_BYTES = 32;
const bound = (name, owner) => `data key\n${name}\n${owner}`;
const memoryKey = (name, key) => ({
    name,
    wrap: async (data, owner) => sealBytes(key, data, bound(name, owner)),
    unwrap: async (wrapped, owner) => openBytes(key, wrapped, bound(name, owner)),
});
const PROGRAM_PATIENCE_MS = 20_000;
/**
 * A key that stays in a key management service or a hardware module. The program is run as `program wrap NAME OWNER` or
 * `program unwrap NAME OWNER`, reads base64 on its input and answers base64: a few lines around `aws kms encrypt`, `az
 * keyvault key wrapKey`, `vault write transit/…`. It is asked once a case and process, and then remembered.
 */
const programKey = (name, program) => {
    const ask = (verb, owner, input) => new Promise((resolve, reject) => {
        const child = execFile(program, [verb, name, owner], { timeout: PROGRAM_PATIENCE_MS }, (error, stdout) => {
            const answer = Buffer.from(stdout.trim(), 'base64');
            // What the program says may hold the key: it is not repeated.
            if (error || answer.length === 0)
                reject(new Error(`${program} could not ${verb} under the key ${name}.`));
            else
                resolve(answer);
        });
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(input.toString('base64'));
    });
    return {
        name,
        wrap: (data, owner) => ask('wrap', owner, data),
        unwrap: (wrapped, owner) => ask('unwrap', owner, wrapped),
    };
};
const faultOf = (entry, n) => {
    const [name = '', kind = '', ...rest] = entry.split(':');
    if (!NAME.test(name) || kind === '')
        return `entry ${n} is not NAME:KEY`;
    if (kind === 'exec')
        return isAbsolute(rest.join(':')) ? undefined : `${name}: after exec: comes the absolute path of a program`;
    // Buffer.from passes over what is no base64, so the length alone proves little.
    if (rest.length > 0 || !/^[A-Za-z0-9+/]{43}=?$/.test(kind))
        return `${name}: a key is 32 bytes in base64`;
    return undefined;
};
const keyIn = (entry) => {
    const [name = '', kind = '', ...rest] = entry.split(':');
    return kind === 'exec' ? programKey(name, rest.join(':')) : memoryKey(name, Buffer.from(kind, 'base64'));
};
const repeated = (names) => [
    ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];
/** Names every fault of the text at once, and never a key. */
export const keyringFaults = (text) => {
    const entries = text.split(/\s+/).filter(Boolean);
    if (entries.length === 0)
        return ['expected at least one key, NAME:KEY'];
    const names = entries.map((entry) => entry.split(':')[0] ?? '');
    return [
        ...entries.map((entry, i) => faultOf(entry, i + 1)).filter((fault) => fault !== undefined),
        ...repeated(names).map((name) => `${name}: two keys have this name`),
    ];
};
/** Throws where {@link keyringFaults} finds any. */
export const keyringOf = (text) => {
    const faults = keyringFaults(text);
    if (faults.length > 0)
        throw new Error(`The authority's keys: ${faults.join('; ')}.`);
    const all = text.split(/\s+/).filter(Boolean).map(keyIn);
    return { first: all[0], all, named: (name) => all.find((key) => key.name === name) };
};
/** A new key as it is written in EHCNA_KEYS. */
export const newKey = (name) => `${name}:${randomBytes(KEY_BYTES).toString('base64')}`;
const fileIn = (dataDir) => join(dataDir, 'keys');
/** The text of the keys kept beside the data; undefined where none were made. */
export const keysIn = async (dataDir) => {
    try {
        return await readFile(fileIn(dataDir), 'utf8');
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
};
/** For an installation on one machine that sets none: made once, kept beside its data. Two starts make one. */
export const keysMadeIn = (dataDir) => madeOnce(fileIn(dataDir), () => `${newKey('made-here')}\n`);
//# sourceMappingURL=keyring.js.map
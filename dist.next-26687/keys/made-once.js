import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
const unless = (code) => (error) => {
    if (error.code !== code)
        throw error;
};
/**
 * The text of a file of secrets that an installation makes for itself, once. Of several that come at the same moment one
 * makes it, and all read that one whole: it is written aside and takes its place in one step.
 */
export const madeOnce = async (file, make) => {
    const there = await readFile(file, 'utf8').catch(unless('ENOENT'));
    if (there !== undefined)
        return there;
    await mkdir(dirname(file), { recursive: true });
    const aside = `${file}.${randomUUID()}`;
    try {
        await writeFile(aside, make(), { mode: 0o600, flag: 'wx' });
        await link(aside, file).catch(unless('EEXIST'));
    }
    finally {
        await rm(aside, { force: true });
    }
    return readFile(file, 'utf8');
};
//# sourceMappingURL=made-once.js.map
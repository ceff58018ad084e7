/**
 * The workflows packed for Temporal's sandbox. Packing takes seconds, so a pack is kept under the hash of what is in it
 * and made again only when that changes.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDir, packageRoot } from './platform/places.js';
import { quiet } from './platform/progress.js';
/** The compiled or the TypeScript files, whichever this module itself is one of. */
const own = fileURLToPath(import.meta.url);
const root = join(dirname(own), '..');
const extension = own.endsWith('.ts') ? '.ts' : '.js';
/** Everything that can be in a bundle: workflows import the domain and nothing else of ours. */
const sources = () => ['workflows', 'domain'].flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|cjs|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort());
const hashOfSources = () => {
    const hash = createHash('sha256').update('shared modules\n');
    hash.update(readFileSync(join(packageRoot, 'node_modules', '@temporalio', 'worker', 'package.json')));
    for (const file of sources())
        hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
    return hash.digest('hex').slice(0, 16);
};
const PREFIX = 'workflow-bundle.';
/** The path of an up-to-date bundle, for a worker's `workflowBundle: { codePath }`. */
export const workflowBundle = async (progress = quiet) => {
    const folder = root === packageRoot ? join(cacheDir(), 'workflow-bundles') : root;
    const path = join(folder, `${PREFIX}${hashOfSources()}.js`);
    if (!existsSync(path))
        await progress.during('Packing the workflows', () => pack(path));
    return path;
};
/**
 * Evaluated once a worker, for all its cases, and frozen: nothing in workflows/ or domain/ keeps anything between calls at the
 * top of a module. Evaluated by each case, as the SDK does otherwise, it was half of what a cached case takes.
 */
const SHARED = join(root, 'workflows', `index${extension}`);
const pack = async (path) => {
    const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
    const { code } = await bundleWorkflowCode({
        workflowsPath: SHARED,
        preloadModules: [SHARED],
        payloadConverterPath: join(root, 'workflows', `payload-converter${extension}`),
        failureConverterPath: join(root, 'workflows', 'failure-converter.cjs'),
        workflowInterceptorModules: [join(root, 'workflows', `reserved-names${extension}`)],
        logger: new DefaultLogger('ERROR'),
    });
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.${process.pid}`;
    await writeFile(part, code);
    await rename(part, path);
    await removeOthers(path);
};
const removeOthers = async (current) => {
    const old = readdirSync(dirname(current))
        .filter((name) => name.startsWith(PREFIX) && name.endsWith('.js'))
        .map((name) => join(dirname(current), name))
        .filter((path) => path !== current);
    // In the source folder another run of the tests may still be using one.
    if (root !== packageRoot)
        await Promise.all(old.map((path) => rm(path, { force: true })));
};
//# sourceMappingURL=workflow-bundle.js.map
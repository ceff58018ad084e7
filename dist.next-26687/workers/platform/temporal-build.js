/**
 * The Temporal server that a shared installation runs, without its image: built from Temporal's own module with Go, once,
 * and kept with the tool and the SQL that make its tables. Named as in the images, so that deploy/ finds them.
 */
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault } from './fault.js';
import { lastWords } from './last-words.js';
import { run } from './processes.js';
const MODULE = 'go.temporal.io/server';
/** What the images call the programs that the module calls `server` and `sql`. */
const PROGRAMS = { server: 'temporal-server', sql: 'temporal-sql-tool' };
const SCHEMA = ['schema', 'postgresql', 'v12'];
/** Ten minutes on two idle cores, the modules fetched. */
const BUILD_LIMIT_MS = 90 * 60_000;
export const findTemporalPrograms = async (options) => {
    const kept = join(options.cacheDir, 'temporal-server', options.version);
    if ((await versionOf(join(kept, PROGRAMS.server))) === options.version)
        return laidOut(kept, options, 'cache');
    await options.progress.during(`Building the Temporal server ${options.version} with Go, once, which takes minutes`, () => build(kept, options));
    return laidOut(kept, options, 'go install');
};
const laidOut = (folder, { version }, source) => ({
    version,
    source,
    folder,
    server: join(folder, PROGRAMS.server),
    schema: join(folder, ...SCHEMA),
});
const versionOf = async (path) => {
    const { code, stdout } = await run(path, ['--version'], { timeoutMs: 60_000 });
    return code === 0 ? /version (\S+)/.exec(stdout)?.[1] : undefined;
};
/** Built beside its place and renamed, so that a build cut short leaves nothing that looks whole. */
const build = async (kept, options) => {
    const { version, cacheDir } = options;
    const cache = join(cacheDir, 'temporal-server');
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(join(cache, '.building-'));
    try {
        const module = await downloaded(options);
        const packages = [`${MODULE}/cmd/server@v${version}`, `${MODULE}/cmd/tools/sql@v${version}`];
        await go(['install', ...packages], options, { GOBIN: folder });
        for (const [built, named] of Object.entries(PROGRAMS))
            await rename(join(folder, built), join(folder, named));
        await cp(join(module, ...SCHEMA), join(folder, ...SCHEMA), { recursive: true });
        const came = await versionOf(join(folder, PROGRAMS.server));
        if (came !== version)
            throw trouble(options, `what was built calls itself ${came ?? 'nothing'}`);
        await rm(kept, { recursive: true, force: true });
        await rename(folder, kept);
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
};
/** The folder of the module's source in Go's own cache. */
const downloaded = async (options) => {
    const told = await go(['mod', 'download', '-json', `${MODULE}@v${options.version}`], options);
    return JSON.parse(told).Dir;
};
const go = async (args, options, settings = {}) => {
    const env = { ...process.env, PATH: options.searchPath, ...settings };
    const { code, stdout, stderr, missing, timedOut } = await run('go', args, { env, timeoutMs: BUILD_LIMIT_MS });
    if (missing)
        throw trouble(options, 'Go is not installed');
    if (timedOut)
        throw trouble(options, `no end after ${BUILD_LIMIT_MS / 60_000} minutes`);
    if (code !== 0)
        throw trouble(options, lastWords(stderr) || `go ended with ${code}`);
    return stdout;
};
const trouble = ({ version }, why) => new PlatformFault(`Cannot build the Temporal server ${version} from its module: ${why}. Install Go 1.26 or later (https://go.dev/dl) and let it reach the module proxy that GOPROXY names; \`npm start\` needs neither.`);
//# sourceMappingURL=temporal-build.js.map
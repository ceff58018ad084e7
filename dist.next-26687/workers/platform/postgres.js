/**
 * A PostgreSQL server: the one named by DATABASE_URL, or one of our own on the loopback address. Our own survives being
 * killed: a server left running by a killed parent is taken over, and the mess left by a killed server is waited out.
 * For trying, tests and training; a shared installation has a real one (docker-compose.yml).
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { shortageAt } from './disk.js';
import { diskFull, explain, PlatformFault } from './fault.js';
import { freePort, isFree, LOOPBACK } from './ports.js';
import { accountForPostgres, canReach, postgresPrograms, } from './postgres-binaries.js';
import { commandLine, isAlive, run, stopProcess, watchChild, watchPid } from './processes.js';
const USER = 'ehcna';
const DATABASE = 'ehcna';
const READY_LIMIT_MS = 60_000;
/** A killed server's lock stands until its last child has gone: 1.8 s at worst in trials. */
const STALE_LOCK_LIMIT_MS = 15_000;
/** Fast shutdown (open transactions are rolled back), then immediate (recovered at the next start), then by force. */
const STOP_SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'];
const STOP_GRACE_MS = 10_000;
export const startPostgres = async (options) => {
    if (options.databaseUrl)
        return existing(options.databaseUrl);
    try {
        return await embedded(options);
    }
    catch (error) {
        throw explain(error, options.home);
    }
};
const existing = async (url) => {
    const why = await refusal(url);
    if (why)
        throw new PlatformFault(`Cannot use the database that DATABASE_URL names: ${why}. Correct it, or unset it to run one here.`);
    return { url, source: 'DATABASE_URL', exited: new Promise(() => undefined), stop: async () => undefined };
};
const embedded = async (options) => {
    const account = await accountForPostgres();
    const home = await reachableHome(options.home, account, options.progress);
    const cluster = {
        home,
        folder: join(home, 'cluster'),
        log: join(home, 'postgres.log'),
        password: await passwordIn(home, account),
        programs: postgresPrograms(account, { links: join(home, 'lib'), shared: sharedPrograms() }),
    };
    if (!existsSync(join(cluster.folder, 'PG_VERSION'))) {
        await options.progress.during('Preparing PostgreSQL', () => initialise(cluster, options.ephemeral ?? false));
    }
    const found = await takeOver(cluster);
    if (found)
        return found;
    return options.progress.during('Starting PostgreSQL', () => launch(cluster, options));
};
const OUTSIDE = '/var/lib/ehcna';
const sharedPrograms = () => join(OUTSIDE, 'postgres-programs');
/**
 * `wanted`, unless the account that runs PostgreSQL cannot get there (root's own home, say). Then a folder named after
 * it elsewhere, so that the next start finds the same one.
 */
const reachableHome = async (wanted, account, progress) => {
    await mkdir(wanted, { recursive: true });
    if (!account)
        return wanted;
    await chown(wanted, account.uid, account.gid);
    if (canReach(account, wanted))
        return wanted;
    const home = outsideHome(wanted);
    progress.line(`PostgreSQL runs as ${account.name}, who cannot reach ${wanted}; its data is in ${home}.`);
    await mkdir(home, { recursive: true, mode: 0o755 });
    await chown(home, account.uid, account.gid);
    return home;
};
const outsideHome = (wanted) => join(OUTSIDE, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
/** Deletes a server's data, wherever it had to be put, and stops one that a killed parent left running on it. */
export const removePostgres = async (wanted) => {
    for (const home of [wanted, outsideHome(wanted)]) {
        const folder = join(home, 'cluster');
        const lock = await lockFile(folder);
        if (lock && (await isOurs(lock.pid, folder)))
            await stopProcess(watchPid(lock.pid), STOP_SIGNALS, STOP_GRACE_MS);
        await rm(home, { recursive: true, force: true });
    }
};
const passwordIn = async (home, account) => {
    const file = join(home, 'password');
    if (!existsSync(file)) {
        await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
        if (account)
            await chown(file, account.uid, account.gid);
    }
    return (await readFile(file, 'utf8')).trim();
};
const asAccount = ({ account, libraryPath }, folder) => ({
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    cwd: folder,
    // PostgreSQL's messages are read by us, so they are asked for in English.
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...libraryPath },
});
const initialise = async (cluster, ephemeral) => {
    // Left by a start that was cut short: nothing in it was ever used.
    await rm(cluster.folder, { recursive: true, force: true });
    const args = [
        `--pgdata=${cluster.folder}`,
        `--username=${USER}`,
        `--pwfile=${join(cluster.home, 'password')}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        ...(ephemeral ? ['--no-sync'] : []),
    ];
    const made = await run(cluster.programs.initdb, args, {
        ...asAccount(cluster.programs, cluster.home),
        // Ctrl-C in a terminal is for us: what has been begun is finished, and then undone.
        detached: true,
    });
    if (made.code !== 0)
        throw trouble(made.stderr || made.stdout, cluster.folder);
};
const trouble = (output, folder) => {
    if (/No space left on device/i.test(output))
        return diskFull(`PostgreSQL had no room to write ${folder}`);
    // Its log lies there too, and may say nothing.
    const shortage = shortageAt(join(folder, '..'));
    if (shortage)
        return diskFull(shortage);
    if (/Permission denied/i.test(output)) {
        return new PlatformFault(`PostgreSQL may not write to ${folder}. Correct its permissions, or choose another folder with EHCNA_DATA_DIR.`);
    }
    const said = output
        .trim()
        .split('\n')
        .filter((line) => /error|fatal|panic/i.test(line))
        .at(-1) ?? output.trim().slice(-300);
    return new PlatformFault(`PostgreSQL did not start: ${said}. Its log is in ${join(folder, '..', 'postgres.log')}.`);
};
const lockFile = async (folder) => {
    const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
    const [pid, , , port] = text.split('\n').map(Number);
    return pid && port ? { pid, port } : undefined;
};
const isOurs = async (pid, folder) => isAlive(pid) && (await commandLine(pid)).includes(folder);
/** The server of this very folder, left running by a parent that was killed. */
const takeOver = async (cluster) => {
    const lock = await lockFile(cluster.folder);
    if (!lock || !(await isOurs(lock.pid, cluster.folder)))
        return undefined;
    const url = urlOf(cluster, lock.port, 'postgres');
    if (await refusal(url))
        return undefined;
    return running(cluster, watchPid(lock.pid), lock.port, 'embedded, found running');
};
const launch = async (cluster, options) => {
    const until = Date.now() + STALE_LOCK_LIMIT_MS;
    for (;;) {
        const port = await choosePort(cluster, options.port);
        const attempt = await tryLaunch(cluster, port, options.ephemeral ?? false);
        if ('process' in attempt) {
            await writeFile(join(cluster.home, 'port'), String(port));
            return running(cluster, attempt.process, port, 'embedded');
        }
        const passing = /postmaster\.pid|shared memory block|Address already in use/i.test(attempt.output);
        if (!passing || Date.now() > until)
            throw trouble(attempt.output, cluster.folder);
        await pause(250);
    }
};
/** The port of last time where it is still free, so that an address noted down stays right. */
const choosePort = async (cluster, wanted) => {
    if (wanted)
        return wanted;
    const last = Number(await readFile(join(cluster.home, 'port'), 'utf8').catch(() => ''));
    return last && (await isFree(last)) ? last : freePort();
};
const serverArguments = (cluster, port, ephemeral) => {
    const settings = [
        `listen_addresses=${LOOPBACK}`,
        'unix_socket_directories=',
        'max_connections=200',
        'timezone=UTC',
        // Safe against a killed server, not against a power cut. A commit is still written before it is answered: a case
        // whose last facts were lost with the server would wait for them for ever.
        ...(ephemeral ? ['fsync=off', 'full_page_writes=off'] : []),
    ];
    return ['-D', cluster.folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
};
const tryLaunch = async (cluster, port, ephemeral) => {
    const log = await open(cluster.log, 'a', 0o600);
    const from = (await stat(cluster.log)).size;
    try {
        const child = spawn(cluster.programs.postgres, serverArguments(cluster, port, ephemeral), {
            ...asAccount(cluster.programs, cluster.home),
            stdio: ['ignore', log.fd, log.fd],
            // Ctrl-C in a terminal goes to every process of the group; the database is to stop last, when we say so.
            detached: true,
        });
        const process = watchChild(child);
        child.unref();
        if (await answers(process, urlOf(cluster, port, 'postgres')))
            return { process };
        await stopProcess(process, ['SIGINT', 'SIGKILL'], 5_000);
        return { output: (await readFile(cluster.log, 'utf8')).slice(from) };
    }
    finally {
        await log.close();
    }
};
const answers = async (process, url) => {
    const until = Date.now() + READY_LIMIT_MS;
    while (!process.gone() && Date.now() < until) {
        if (!(await refusal(url)))
            return true;
        await pause(50);
    }
    return false;
};
/** Why a connection fails, or undefined when it does not. */
const refusal = async (url) => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
        await client.connect();
        await client.query('select 1');
        return undefined;
    }
    catch (error) {
        return error instanceof Error ? error.message || error.name : String(error);
    }
    finally {
        await client.end().catch(() => undefined);
    }
};
const urlOf = (cluster, port, database) => `postgresql://${USER}:${encodeURIComponent(cluster.password)}@${LOOPBACK}:${port}/${database}`;
const running = async (cluster, process, port, source) => {
    await ensureDatabase(urlOf(cluster, port, 'postgres'));
    return {
        url: urlOf(cluster, port, DATABASE),
        source,
        pid: process.pid,
        exited: process.exited,
        stop: () => stopProcess(process, STOP_SIGNALS, STOP_GRACE_MS),
    };
};
const ensureDatabase = async (url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
        const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
        if (!rowCount)
            await client.query(`create database ${DATABASE}`);
    }
    finally {
        await client.end();
    }
};
//# sourceMappingURL=postgres.js.map
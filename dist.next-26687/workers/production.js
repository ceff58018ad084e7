/**
 * What docker-compose.yml sets up, in the same steps and with the same settings, but without Docker: PostgreSQL, the real
 * Temporal server on two databases of it, the ledger in a third under a role of its own, and a worker. For trying the
 * shape an installation has, and for running tests, chaos and benchmarks on it; each process is restarted when it dies.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { composeService, versionOfImage } from './platform/compose-file.js';
import { explain, PlatformFault } from './platform/fault.js';
import { standGuard } from './platform/guard.js';
import { lastWords } from './platform/last-words.js';
import { cacheDir, packageRoot, temporaryFolder } from './platform/places.js';
import { startPostgres } from './platform/postgres.js';
import { run } from './platform/processes.js';
import { makeRoles, serverEnvironment, startTemporalServer, temporalPorts, writeTimeSkipping, } from './platform/production-server.js';
import { claimDataDir, forgetRunning, noteRunning } from './platform/running.js';
import { supervise } from './platform/supervision.js';
import { findTemporalPrograms } from './platform/temporal-build.js';
import { isPrepared } from './platform/temporal-server.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';
import { newKey } from '../keys/keyring.js';
import { trainingIssuerMadeIn } from '../keys/signer.js';
import { startOwnProcess } from './platform/worker-process.js';
import { Interrupted } from './up.js';
/** Starts everything; what had been started is stopped again when a step fails. */
export const startProduction = async (options) => {
    const undo = [];
    const stop = async () => {
        while (undo.length > 0)
            await undo.pop()?.();
    };
    try {
        return { ...(await start(options, undo)), stop };
    }
    catch (error) {
        await stop();
        throw explain(error, options.dataDir ?? 'the temporary folder');
    }
};
const start = async (options, undo) => {
    const { config, progress } = options;
    const programs = await programsOf(config, progress);
    const { version } = programs;
    const dataDir = await folderFor(options, undo);
    const values = settingsIn(dataDir);
    const watched = watching(dataDir, options.dataDir === undefined, undo);
    const keep = async (key, name, begin) => {
        if (options.signal.aborted)
            throw new Interrupted();
        const supervised = await supervise({
            name,
            start: begin,
            progress,
            started: ({ pid }) => watched.started(key, pid),
        });
        undo.push(() => supervised.stop());
        return supervised;
    };
    const postgres = await keepPostgres(keep, options, dataDir);
    const databases = await databasesOf(postgres.current().url, config.databaseUrl, values);
    const startServer = await serverOn(databases.temporal, {
        programs,
        values,
        folder: join(dataDir, 'temporal'),
        timeSkipping: options.timeSkipping ?? false,
        progress,
    });
    const temporal = await keep('temporal', 'The Temporal server', startServer);
    const address = temporal.current().address;
    const environment = {
        ...composeService('worker', values).environment,
        TEMPORAL_ADDRESS: address,
        DATABASE_URL: databases.ledger,
        EHCNA_DATA_DIR: dataDir,
        // Nobody has been given an identity: whoever tries it issues them, as on `npm start`.
        EHCNA_ISSUERS: '',
        EHCNA_IDENTITY: '',
    };
    await trainingIssuerMadeIn(dataDir);
    await job('migrate', environment, progress);
    await job('namespace', environment, progress);
    await keep('worker', 'The worker', () => progress.during('Starting the worker', () => startOwnProcess({ command: 'worker', settings: environment, logFile: join(dataDir, 'worker.log') })));
    const installation = {
        ready: true,
        temporal: address,
        namespace: environment['TEMPORAL_NAMESPACE'] ?? config.temporal.namespace,
        ui: null,
        codec: '',
        ingress: '',
        apiKey: null,
        database: databases.ledger,
        outbox: join(dataDir, 'outbox'),
        policy: config.policyPath,
        dataDir,
        temporalSource: `${programs.source}, server ${version}`,
        databaseSource: postgres.current().source,
        pid: process.pid,
    };
    return { installation: watched.note(installation), environment, adminDatabaseUrl: postgres.current().url };
};
const programsOf = async ({ searchPath }, progress) => {
    const version = versionOfImage(composeService('temporal', PLACEHOLDERS).image);
    const programs = await findTemporalPrograms({ version, searchPath, cacheDir: cacheDir(), progress });
    progress.line(`Temporal server: ${version}, from ${programs.source} (${programs.folder}).`);
    return programs;
};
/** Makes the server's tables; what it gives starts the server, again and again on the same ports. */
const serverOn = async (access, options) => {
    const { programs, values, folder, progress } = options;
    await makeSchema(programs.folder, programs.schema, access, values, progress);
    const ports = await temporalPorts();
    const settingsFile = options.timeSkipping ? join(folder, 'dynamicconfig.yaml') : undefined;
    if (settingsFile)
        await writeTimeSkipping(settingsFile);
    const environment = serverEnvironment(composeService('temporal', values).environment, access, ports, settingsFile);
    const logFile = join(folder, 'temporal.log');
    return () => startTemporalServer({ program: programs.server, environment, logFile, progress });
};
/**
 * For a harness that starts, kills and measures servers by itself: the real server on its PostgreSQL, with a namespace of ours
 * and with time that can be skipped. What it gives starts the server, again and again on the same ports.
 */
export const realTemporal = async (options) => {
    const { config, adminUrl, namespace, folder, progress } = options;
    const programs = await programsOf(config, progress);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const values = settingsIn(folder);
    const { temporal } = await databasesOf(adminUrl, undefined, values);
    const begin = await serverOn(temporal, { programs, values, folder, timeSkipping: true, progress });
    return async () => {
        const service = await begin();
        const server = {
            address: service.address,
            namespace,
            source: programs.source,
            exited: service.exited,
            stop: service.stop,
            ...(service.pid === undefined ? {} : { pid: service.pid }),
        };
        for (const until = Date.now() + PREPARED_LIMIT_MS; !(await isPrepared(server, SEARCH_ATTRIBUTES)); await pause(200)) {
            if (Date.now() < until)
                continue;
            await service.stop();
            throw new PlatformFault(`The Temporal server did not become ready. It said last: ${service.lastWords?.() ?? ''}`);
        }
        return server;
    };
};
/** From the opening of its port until all of its services answer. */
const PREPARED_LIMIT_MS = 120_000;
/** Reading an image's tag needs no secrets. */
const PLACEHOLDERS = {
    TEMPORAL_DB_PASSWORD: 'none',
    EHCNA_DB_PASSWORD: 'none',
    EHCNA_CHILD_KEY: 'none',
    EHCNA_KEYS: 'none',
    EHCNA_ISSUERS: 'none',
};
const folderFor = async ({ dataDir }, undo) => {
    const folder = dataDir ?? temporaryFolder();
    if (dataDir === undefined)
        undo.push(() => rm(folder, { recursive: true, force: true }));
    undo.push(await claimDataDir(folder));
    for (const name of ['temporal', 'outbox'])
        await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
    return folder;
};
/** The .env that deploy/README.md has an operator fill in, filled in once and kept. */
const settingsIn = (dataDir) => {
    const file = join(dataDir, '.env');
    if (!existsSync(file)) {
        const lines = Object.keys(PLACEHOLDERS).map((name) => `${name}=${name === 'EHCNA_KEYS' ? newKey('trial') : randomBytes(32).toString('hex')}`);
        writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    }
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
};
/** Processes by name: those that the guard is to stop should we be killed, and those a harness may kill. */
const watching = (dataDir, temporary, undo) => {
    const guard = standGuard(temporary ? [dataDir] : []);
    undo.push(() => guard.release());
    const pids = {};
    let noted;
    const write = () => {
        const installation = { ...noted, pids: { ...pids } };
        noteRunning(installation);
        return installation;
    };
    return {
        started: (key, pid) => {
            if (pid === undefined)
                return;
            pids[key] = pid;
            guard.watch(Object.values(pids));
            if (noted)
                write();
        },
        note: (installation) => {
            noted = installation;
            undo.push(() => forgetRunning(dataDir));
            return write();
        },
    };
};
const keepPostgres = (keep, { config, progress }, dataDir) => {
    let port;
    return keep('postgresql', 'PostgreSQL', async () => {
        const home = join(dataDir, 'postgres');
        // Every commit waits for the disk, as a real one's does.
        const server = await startPostgres({ databaseUrl: config.databaseUrl, home, port, progress });
        if (server.source !== 'DATABASE_URL')
            port = Number(new URL(server.url).port);
        return server;
    });
};
/** Temporal and the ledger as two roles on a server of ours; both as the one that DATABASE_URL names on another's. */
const databasesOf = async (url, given, values) => {
    const { hostname, port, username, password } = new URL(url);
    const server = { host: hostname, port: Number(port || 5432) };
    if (given) {
        return {
            temporal: { ...server, user: decodeURIComponent(username), password: decodeURIComponent(password) },
            ledger: url,
        };
    }
    const passwords = { temporal: values['TEMPORAL_DB_PASSWORD'] ?? '', ledger: values['EHCNA_DB_PASSWORD'] ?? '' };
    await makeRoles(url, passwords);
    return {
        temporal: { ...server, user: 'temporal', password: passwords.temporal },
        ledger: `postgresql://ledger:${passwords.ledger}@${server.host}:${server.port}/ledger`,
    };
};
/** deploy/temporal-schema.sh itself, with the tool and the SQL where the image has them. */
const makeSchema = async (programs, schema, access, values, progress) => {
    const env = {
        ...composeService('temporal-schema', values).environment,
        PATH: `${programs}:/usr/bin:/bin`,
        TEMPORAL_SCHEMA: schema,
        SQL_HOST: access.host,
        SQL_PORT: String(access.port),
        SQL_USER: access.user,
        SQL_PASSWORD: access.password,
    };
    const script = join(packageRoot, 'deploy', 'temporal-schema.sh');
    const { code, stdout, stderr } = await progress.during("Making the tables of Temporal's two databases", () => run('/bin/sh', [script], { env, cwd: packageRoot }));
    if (code !== 0)
        throw new PlatformFault(`deploy/temporal-schema.sh ended with ${code}: ${lastWords(stderr || stdout)}.`);
};
/** `restart: on-failure:5`, with Docker's pauses. */
const RESTARTS = 5;
const FIRST_PAUSE_MS = 100;
/** A service of the compose file that runs a command of ours and ends. */
const job = async (name, environment, progress) => {
    const env = { ...process.env, ...environment };
    for (let restarts = 0;; restarts += 1) {
        const { code, stderr } = await run(process.execPath, [join(packageRoot, 'bin', 'ehcna.mjs'), name], { env });
        if (code === 0) {
            progress.line(`ehcna ${name}: ${lastWords(stderr)}${restarts > 0 ? ` (restarted ${restarts} times)` : ''}`);
            return;
        }
        if (restarts === RESTARTS)
            throw new PlatformFault(`ehcna ${name} ended with ${code}: ${lastWords(stderr)}`);
        await pause(FIRST_PAUSE_MS * 2 ** restarts);
    }
};
//# sourceMappingURL=production.js.map
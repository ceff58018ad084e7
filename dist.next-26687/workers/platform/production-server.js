/**
 * The Temporal server as its image starts it: all four services in one process, configured by the environment alone
 * through the template inside the program, on PostgreSQL. What docker-compose.yml sets is passed on; what differs is only
 * where things are.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { parse, stringify } from 'yaml';
import { PlatformFault } from './fault.js';
import { lastWords } from './last-words.js';
import { packageRoot } from './places.js';
import { accepts, freePortUpTo, LOOPBACK } from './ports.js';
import { stopProcess, watchChild } from './processes.js';
import { TIME_SKIPPING } from './temporal-server.js';
const PORTS = [
    'FRONTEND_GRPC_PORT',
    'FRONTEND_HTTP_PORT',
    'FRONTEND_MEMBERSHIP_PORT',
    'HISTORY_GRPC_PORT',
    'HISTORY_MEMBERSHIP_PORT',
    'MATCHING_GRPC_PORT',
    'MATCHING_MEMBERSHIP_PORT',
    'WORKER_GRPC_PORT',
    'WORKER_MEMBERSHIP_PORT',
];
/** The server notes the ports of its services in PostgreSQL, in a column of two bytes with a sign, and dies of a higher one. */
const HIGHEST_PORT = 2 ** 15 - 1;
/** Free ones; a server that is started again keeps them, so that whoever is connected finds it. */
export const temporalPorts = async () => {
    const chosen = new Set();
    while (chosen.size < PORTS.length)
        chosen.add(await freePortUpTo(HIGHEST_PORT));
    const numbers = [...chosen];
    return Object.fromEntries(PORTS.map((name, i) => [name, numbers[i]]));
};
const SETTINGS_FILE = join(packageRoot, 'deploy', 'temporal-dynamicconfig.yaml');
/** Writes the settings of deploy/ to `file`, with those of {@link TIME_SKIPPING} in the place of its own. */
export const writeTimeSkipping = async (file) => {
    const others = Object.fromEntries(TIME_SKIPPING.map((setting) => {
        const [name = '', value = ''] = setting.split('=');
        return [name, [{ value: JSON.parse(value) }]];
    }));
    const settings = { ...parse(await readFile(SETTINGS_FILE, 'utf8')), ...others };
    await writeFile(file, stringify(settings), { mode: 0o600 });
};
/** What the compose file gives the server, on this machine's loopback address instead of Docker's network. */
export const serverEnvironment = (composed, access, ports, settingsFile = SETTINGS_FILE) => ({
    ...composed,
    POSTGRES_SEEDS: access.host,
    DB_PORT: String(access.port),
    POSTGRES_USER: access.user,
    POSTGRES_PWD: access.password,
    BIND_ON_IP: LOOPBACK,
    DYNAMIC_CONFIG_FILE_PATH: settingsFile,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
});
const READY_LIMIT_MS = 120_000;
/** Docker's own patience, after which it kills. */
const STOP_GRACE_MS = 10_000;
/** Starts it and waits, as the compose file's health check does, until its port accepts connections. */
export const startTemporalServer = ({ progress, ...options }) => progress.during('Starting the Temporal server', () => launch(options));
const launch = async (options) => {
    const log = openSync(options.logFile, 'a', 0o600);
    const from = statSync(options.logFile).size;
    const child = spawn(options.program, ['start'], {
        // Nothing of ours but the path: a variable of the user's own would be a setting of the server.
        env: { PATH: '/usr/bin:/bin', ...options.environment },
        stdio: ['ignore', log, log],
        // Ctrl-C in a terminal goes to every process of the group; the server is to outlive the worker by a moment.
        detached: true,
    });
    closeSync(log);
    const watched = watchChild(child);
    child.unref();
    const stop = () => stopProcess(watched, ['SIGTERM', 'SIGKILL'], STOP_GRACE_MS);
    const port = Number(options.environment['FRONTEND_GRPC_PORT']);
    for (const until = Date.now() + READY_LIMIT_MS; !(await accepts(port)); await pause(100)) {
        if (!watched.gone() && Date.now() < until)
            continue;
        await stop();
        throw new PlatformFault(`The Temporal server did not start: ${whatItSaid(options.logFile, from)}. Its log is ${options.logFile}.`);
    }
    return {
        address: `${LOOPBACK}:${port}`,
        pid: watched.pid,
        exited: watched.exited,
        lastWords: () => whatItSaid(options.logFile, from),
        stop,
    };
};
/** Which of its four services failed is seldom in the last line: the others tell of their end after it. */
const LINES_OF_LOG = 3;
const whatItSaid = (logFile, from) => lastWords(readFileSync(logFile).subarray(from).toString('utf8'), LINES_OF_LOG) || 'it said nothing';
/** The two roles of the compose file and the ledger's database (deploy/postgresql-init.sh), each where it is missing. */
export const makeRoles = async (adminUrl, passwords) => {
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    const missing = async (query, name) => (await admin.query(query, [name])).rowCount === 0;
    try {
        for (const [name, password] of Object.entries(passwords)) {
            if (!(await missing('select 1 from pg_roles where rolname = $1', name)))
                continue;
            // The image makes Temporal's role the server's superuser; the ledger's may do nothing outside its database.
            const may = name === 'temporal' ? 'superuser login' : 'login';
            await admin.query(`create role ${name} ${may} password ${pg.escapeLiteral(password)}`);
        }
        if (await missing('select 1 from pg_database where datname = $1', 'ledger'))
            await admin.query('create database ledger owner ledger');
    }
    finally {
        await admin.end();
    }
};
//# sourceMappingURL=production-server.js.map
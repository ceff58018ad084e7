/**
 * The Temporal server: the one named by TEMPORAL_ADDRESS, or a development server of our own on the loopback address,
 * with its web page. Either way it ends up with our namespace and search attributes.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { shortageAt } from './disk.js';
import { diskFull, explain, PlatformFault } from './fault.js';
import { lastWords } from './last-words.js';
import { accepts, freePort, LOOPBACK } from './ports.js';
import { commandLine, isAlive, stopProcess, watchChild, watchPid } from './processes.js';
/** What the dev server keeps of a closed case: its default of a day is gone before anybody has looked. */
const RETENTION_DAYS = 90;
const READY_LIMIT_MS = 60_000;
export const startTemporal = async (options) => {
    try {
        await mkdir(dirname(options.logFile), { recursive: true });
        return await options.progress.during('Starting the Temporal server', () => launch(options));
    }
    catch (error) {
        throw explain(error, dirname(options.logFile));
    }
};
const pidFile = (dbFile) => `${dbFile}.pid`;
/** Stops a server that a killed parent left running on this file: it holds the ports, and only one may write there. */
export const stopLeftover = async (dbFile) => {
    const pid = Number(await readFile(pidFile(dbFile), 'utf8').catch(() => ''));
    if (!pid || !isAlive(pid) || !(await commandLine(pid)).includes(dbFile))
        return;
    await stopProcess(watchPid(pid), ['SIGINT', 'SIGKILL'], 10_000);
};
const launch = async (options) => {
    // Between choosing a free port and binding it somebody else may take it; it is then chosen anew.
    for (let attempts = 3;; attempts -= 1) {
        const ports = await choosePorts(options);
        const attempt = await tryLaunch(options, ports);
        if ('process' in attempt)
            return attempt.server;
        const taken = /address already in use/i.test(attempt.output) && options.port === undefined;
        if (!taken || attempts === 1)
            throw trouble(attempt.output, options);
    }
};
const choosePorts = async ({ port, uiPort }) => ({
    port: port ?? (await freePort()),
    uiPort: uiPort ?? (await freePort()),
});
const serverArguments = (options, { port, uiPort }) => {
    const { dbFile, namespace, searchAttributes, timeSkipping } = options;
    const settings = [...LIMITS, ...(timeSkipping ? TIME_SKIPPING : []), ...(options.settings ?? [])];
    // Durable over a killed process, and 1.4 to 1.8 times as fast as the default for a file.
    const pragmas = ['journal_mode=wal', 'synchronous=normal'];
    return [
        `server start-dev --log-level warn --ip ${LOOPBACK} --port ${port}`.split(' '),
        uiPort === false ? ['--headless'] : ['--ui-port', String(uiPort)],
        options.uiCodecEndpoint && uiPort !== false ? ['--ui-codec-endpoint', options.uiCodecEndpoint] : [],
        ['--namespace', namespace],
        dbFile ? ['--db-filename', dbFile, ...pragmas.flatMap((pragma) => ['--sqlite-pragma', pragma])] : [],
        Object.entries(searchAttributes).flatMap(([name, kind]) => ['--search-attribute', `${name}=${kind}`]),
        settings.flatMap((setting) => ['--dynamic-config-value', setting]),
    ].flat();
};
/**
 * A process answers an update with the update itself, and no answer may be larger than two megabytes: one that came near
 * would be tried again for ever. The server turns it away at three quarters of that, which is half as much again as the
 * largest of ours. As deploy/temporal-dynamicconfig.yaml has it.
 */
export const LIMITS = ['history.maxInFlightUpdatePayloads=1572864'];
/**
 * What lets time be skipped at all, and quickly, as `key=value` in JSON; for tests and rehearsals only. By default a skip
 * waits a second for the timer queue to be read again, which is read at most twenty times a second, and the first task of a
 * continued-as-new run waits another second.
 */
export const TIME_SKIPPING = [
    'frontend.WorkflowTimeSkippingEnabled=true',
    'history.timerProcessorMaxTimeShift="10ms"',
    'history.timerProcessorMaxPollRPS=2000',
    'history.workflowIdReuseMinimalInterval="0s"',
];
const tryLaunch = async (options, ports) => {
    const log = openSync(options.logFile, 'a', 0o600);
    const from = statSync(options.logFile).size;
    const child = spawn(options.executable.path, serverArguments(options, ports), {
        stdio: ['ignore', log, log],
        // Ctrl-C in a terminal goes to every process of the group; the server is to outlive the worker by a moment.
        detached: true,
    });
    closeSync(log);
    const process = watchChild(child);
    child.unref();
    if (options.dbFile)
        writeFileSync(pidFile(options.dbFile), String(process.pid));
    const server = serverAt(options, ports, process);
    if (await becomesReady(server, process, options.searchAttributes))
        return { process, server };
    await server.stop();
    return { output: readFileSync(options.logFile, 'utf8').slice(from) };
};
const serverAt = (options, { port, uiPort }, process) => ({
    address: `${LOOPBACK}:${port}`,
    namespace: options.namespace,
    ...(uiPort === false ? {} : { uiUrl: `http://${LOOPBACK}:${uiPort}/namespaces/${options.namespace}/workflows` }),
    source: options.executable.source,
    pid: process.pid,
    exited: process.exited,
    stop: () => stopProcess(process, ['SIGINT', 'SIGKILL'], 10_000),
});
const becomesReady = async (server, process, searchAttributes) => {
    const until = Date.now() + READY_LIMIT_MS;
    const port = Number(server.address.split(':')[1]);
    while (!process.gone() && Date.now() < until) {
        if ((await accepts(port)) && (await isPrepared(server, searchAttributes)))
            return !process.gone();
        await pause(100);
    }
    return false;
};
/** The server answers on its port before it has made its namespace. */
export const isPrepared = async ({ address, namespace }, searchAttributes) => {
    try {
        await prepareNamespace({ address }, namespace, searchAttributes);
        return true;
    }
    catch (error) {
        if (isGrpcServiceError(error) || (error instanceof Error && /connect/i.test(error.message)))
            return false;
        throw error;
    }
};
const trouble = (output, { logFile, port }) => {
    const folder = dirname(logFile);
    if (/no space left on device|database or disk is full/i.test(output)) {
        return diskFull(`the Temporal server had no room to write ${folder}`);
    }
    // Its log lies there too, and may say nothing.
    const shortage = shortageAt(folder);
    if (shortage)
        return diskFull(shortage);
    if (/address already in use/i.test(output)) {
        return new PlatformFault(`Port ${port} or the port of the web page is in use. Stop the program that holds it, or choose others with --port and --ui-port.`);
    }
    const said = lastWords(output) || 'it ended without a word';
    return new PlatformFault(`The Temporal server did not start: ${said}. Its log is ${logFile}.`);
};
/** The server that TEMPORAL_ADDRESS names, given our namespace and search attributes where it lacks them. */
export const useTemporal = async (options) => {
    const { address } = options.connection;
    try {
        await prepareNamespace(options.connection, options.namespace, options.searchAttributes);
    }
    catch (error) {
        if (error instanceof PlatformFault)
            throw error;
        const said = isGrpcServiceError(error) ? error.details : error instanceof Error ? error.message : String(error);
        throw new PlatformFault(`Cannot use the Temporal server that TEMPORAL_ADDRESS names, ${address}: ${said}. Correct it, or unset it to run one here.`, 3, { cause: error });
    }
    const exited = new Promise(() => undefined);
    return { address, namespace: options.namespace, source: 'TEMPORAL_ADDRESS', exited, stop: async () => undefined };
};
/** Makes the namespace, its retention and its search attributes, each where it is missing. Safe to repeat. */
const GRPC_NOT_FOUND = 5;
/** A namespace that was just made is not known to every part of the server at once. */
const onceKnown = async (ask, attempts = 100) => {
    try {
        await ask();
    }
    catch (error) {
        if (attempts <= 1 || error.code !== GRPC_NOT_FOUND)
            throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
        await onceKnown(ask, attempts - 1);
    }
};
export const prepareNamespace = async (options, namespace, searchAttributes) => {
    const connection = await Connection.connect({ connectTimeout: '5s', ...options });
    try {
        await ensureNamespace(connection, namespace);
        await onceKnown(() => ensureSearchAttributes(connection, namespace, searchAttributes));
    }
    finally {
        await connection.close();
    }
};
const GRPC_ALREADY_EXISTS = 6;
const DAY_SECONDS = 86_400;
const unless = (code) => (error) => {
    if (!isGrpcServiceError(error) || error.code !== code)
        throw error;
    return undefined;
};
const ensureNamespace = async (connection, namespace) => {
    const service = connection.workflowService;
    const retention = { seconds: RETENTION_DAYS * DAY_SECONDS };
    const found = await service.describeNamespace({ namespace }).catch(unless(GRPC_NOT_FOUND));
    if (!found) {
        await service
            .registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention })
            .catch(unless(GRPC_ALREADY_EXISTS));
        return;
    }
    const kept = Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    // Only a dev server's day is lengthened; what an operator chose stays.
    if (kept > DAY_SECONDS)
        return;
    await service.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: retention } });
};
const ensureSearchAttributes = async (connection, namespace, wanted) => {
    const { IndexedValueType } = proto.temporal.api.enums.v1;
    const types = {
        Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
        Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
        Bool: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
    };
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = {};
    for (const [name, kind] of Object.entries(wanted)) {
        const known = customAttributes?.[name];
        if (known === undefined || known === null)
            missing[name] = types[kind];
        else if (known !== types[kind]) {
            throw new PlatformFault(`The namespace ${namespace} has a search attribute ${name} of another type than ${kind}. Use another namespace (TEMPORAL_NAMESPACE).`);
        }
    }
    if (Object.keys(missing).length === 0)
        return;
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
};
//# sourceMappingURL=temporal-server.js.map
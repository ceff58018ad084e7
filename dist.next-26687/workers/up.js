/**
 * Everything on one machine with one command: PostgreSQL, the Temporal server with its page, the worker. Each is
 * restarted when it dies. Stops them in the order in which they need each other.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../db/migrate.js';
import { keysMadeIn } from '../keys/keyring.js';
import { trainingIssuerMadeIn } from '../keys/signer.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';
import { codecTokenIn } from './codec-main.js';
import { freeMegabytes, watchDisk } from './platform/disk.js';
import { diskFull, explain, hasCode, PlatformFault } from './platform/fault.js';
import { standGuard } from './platform/guard.js';
import { cacheDir, temporaryFolder } from './platform/places.js';
import { accepts, freePort, LOOPBACK, requireFree } from './platform/ports.js';
import { removePostgres, startPostgres } from './platform/postgres.js';
import { claimDataDir, forgetRunning, noteRunning } from './platform/running.js';
import { supervise } from './platform/supervision.js';
import { findTemporal } from './platform/temporal-executable.js';
import { startTemporal, stopLeftover, useTemporal } from './platform/temporal-server.js';
import { startOwnProcess } from './platform/worker-process.js';
import { workflowBundle } from './workflow-bundle.js';
const DEFAULT_PORT = 7233;
const DEFAULT_UI_PORT = 8233;
/** A new cluster, the Temporal program with its packed form, and room for a caseload. */
const SPACE_WANTED_MB = 700;
/** Starts everything. What had been started is stopped again when a step fails or `signal` is aborted. */
export const up = async (options) => {
    const start = new Start(options);
    try {
        return await start.run();
    }
    catch (error) {
        await start.stop();
        throw explain(error, options.config.dataDir);
    }
};
/** Thrown between two steps when the user has asked to stop. */
export class Interrupted extends Error {
    name = 'Interrupted';
}
/** One start: remembers how to undo each step it has taken. */
class Start {
    options;
    undo = [];
    pids = new Map();
    guard;
    dataDir = '';
    constructor(options) {
        this.options = options;
    }
    async run() {
        const { config, progress } = this.options;
        await this.prepareFolder();
        const codec = await this.step(() => this.chooseCodec());
        const ingressUrl = await this.step(() => this.chooseIngress());
        const startServer = await this.longStep(() => this.findServer(codec));
        const postgres = await this.step(() => this.database());
        const ran = await this.step(() => migrate(postgres.current().url));
        if (ran.length > 0)
            progress.line(`Database: ${ran.length} migrations applied.`);
        const temporal = await this.step(() => this.keep('The Temporal server', startServer));
        const installation = {
            ...this.installation(postgres.current(), temporal.current(), codec),
            ingress: ingressUrl,
        };
        await this.step(() => this.keys());
        await this.step(async () => config.naming.issuers ?? (await trainingIssuerMadeIn(this.dataDir)));
        await this.longStep(() => workflowBundle(progress));
        await this.step(() => this.codecServer(installation, codec));
        await this.step(() => this.worker(installation));
        await this.step(() => this.ingress(installation));
        for (const hook of this.options.afterReady)
            await this.longStep(() => hook.run(installation, progress));
        noteRunning(installation);
        this.undo.push(() => forgetRunning(this.dataDir), watchDisk(this.dataDir, progress));
        if (config.databaseUrl)
            progress.line('The database is the one that DATABASE_URL names.');
        return { installation, stop: () => this.stop() };
    }
    /** In the opposite order of starting: ingress, worker, codec server, Temporal, PostgreSQL. */
    async stop() {
        while (this.undo.length > 0)
            await this.undo.pop()?.();
    }
    /** A step that starts something is seen through, so that it can be undone. */
    async step(work) {
        const { signal } = this.options;
        if (signal.aborted)
            throw new Interrupted();
        const result = await work().catch((error) => {
            // A step that the same Ctrl-C has spoilt is nothing to report.
            throw signal.aborted ? new Interrupted() : error;
        });
        if (signal.aborted)
            throw new Interrupted();
        return result;
    }
    /** A step that may take minutes and has nothing to undo is left where it is. */
    async longStep(work) {
        const { signal } = this.options;
        const interrupted = new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Interrupted()));
        });
        return this.step(() => Promise.race([work(), interrupted]));
    }
    async prepareFolder() {
        const { config, ephemeral, fresh, progress } = this.options;
        this.dataDir = ephemeral ? temporaryFolder() : config.dataDir;
        if (ephemeral)
            this.undo.push(() => rm(this.dataDir, { recursive: true, force: true }));
        try {
            this.undo.push(await claimDataDir(this.dataDir));
        }
        catch (error) {
            throw hasCode(error, 'ENOTDIR', 'ENOENT', 'EEXIST')
                ? new PlatformFault(`Cannot make the folder ${this.dataDir}. Name another with EHCNA_DATA_DIR.`)
                : error;
        }
        await requireSpace(this.dataDir);
        await stopLeftover(this.place('temporal', 'temporal.db'));
        if (fresh)
            await this.startOver(progress);
        // Cases and letters: nobody else's business. (.data itself stays open to pass through, for PostgreSQL's account.)
        for (const folder of [this.outbox(), this.place('temporal')])
            await mkdir(folder, { recursive: true, mode: 0o700 });
        const guard = standGuard(ephemeral ? [this.dataDir] : []);
        this.guard = guard;
        this.undo.push(() => guard.release());
    }
    place(...names) {
        return join(this.dataDir, ...names);
    }
    outbox() {
        return this.options.ephemeral ? this.place('outbox') : this.options.config.outboxDir;
    }
    /** Deletes what we made and nothing else: the folder may be one that the user keeps other things in. */
    async startOver(progress) {
        const { config } = this.options;
        if (config.databaseUrl)
            progress.line('--fresh leaves the database that DATABASE_URL names as it is.');
        if (config.temporal.external)
            progress.line('--fresh leaves the Temporal server that TEMPORAL_ADDRESS names as it is.');
        // Keys are thrown away with what they open, and never without it.
        const secrets = config.databaseUrl ? [] : ['child-key', 'keys'];
        // A process that goes on must read what was said to it as it did before.
        if (!config.temporal.external)
            secrets.push('issuing-key');
        await removePostgres(this.place('postgres'));
        for (const name of [
            'temporal',
            'outbox',
            'worker.log',
            'codec-server.log',
            'ingress.log',
            'codec-token',
            'api-key',
            ...secrets,
        ])
            await rm(this.place(name), { recursive: true, force: true });
        // They say what a ledger holds: where that is kept, so are they.
        if (config.databaseUrl)
            return;
        for (const name of ['anchors.jsonl', 'anchors.jsonl.posted', 'anchor-key'])
            await rm(this.place(name), { force: true });
    }
    async choosePorts() {
        const { config, ephemeral, port, uiPort } = this.options;
        const choose = async (wanted, usual, purpose, option) => {
            if (wanted === undefined && ephemeral)
                return freePort();
            await requireFree(wanted ?? usual, purpose, option);
            return wanted ?? usual;
        };
        return {
            temporal: await choose(port ?? config.temporal.port, DEFAULT_PORT, 'the Temporal server', '--port'),
            ui: await choose(uiPort ?? config.temporal.uiPort, DEFAULT_UI_PORT, 'the Temporal UI', '--ui-port'),
        };
    }
    async database() {
        const { config, ephemeral, progress } = this.options;
        let port;
        return this.keep('PostgreSQL', async () => {
            const home = this.place('postgres');
            const server = await startPostgres({ databaseUrl: config.databaseUrl, home, port, ephemeral, progress });
            // Whoever is connected comes back to the same address.
            if (server.source !== 'DATABASE_URL')
                port = Number(new URL(server.url).port);
            return server;
        });
    }
    /** The user's own server, reached, or the program to start one with. First, since it fails soonest. */
    async findServer(codec) {
        const { config, progress } = this.options;
        const { cliPath, namespace } = config.temporal;
        if (config.temporal.external) {
            const address = config.temporal.connection.address ?? 'localhost:7233';
            const connection = { ...config.temporal.connection, address };
            const use = () => useTemporal({ connection, namespace, searchAttributes: SEARCH_ATTRIBUTES });
            await use();
            progress.line(`Temporal server: ${address}, from TEMPORAL_ADDRESS.`);
            return use;
        }
        const ports = await this.choosePorts();
        const executable = await findTemporal({ cliPath, searchPath: config.searchPath, cacheDir: cacheDir(), progress });
        progress.line(`Temporal server: CLI ${executable.version}, from ${executable.source} (${executable.path}).`);
        return () => startTemporal({
            executable,
            namespace,
            port: ports.temporal,
            uiPort: ports.ui,
            // The page has no login, and so no token of its own to send.
            uiCodecEndpoint: `${codec.url}/${codec.token}`,
            // Kept in a file even when it is to be thrown away, so that a restart finds its cases.
            dbFile: this.place('temporal', 'temporal.db'),
            logFile: this.place('temporal', 'temporal.log'),
            searchAttributes: SEARCH_ATTRIBUTES,
            progress,
        });
    }
    settingsFor(installation) {
        return {
            ...(this.options.config.temporal.external ? {} : { TEMPORAL_ADDRESS: installation.temporal }),
            TEMPORAL_NAMESPACE: installation.namespace,
            DATABASE_URL: installation.database,
            DATABASE_URL_FILE: '',
            EHCNA_DATA_DIR: installation.dataDir,
            EHCNA_OUTBOX: installation.outbox,
            ...this.anchors(),
            EHCNA_POLICY: installation.policy,
            EHCNA_PUBLIC_URL: this.options.config.ingress.publicUrl ?? installation.ingress,
            // One worker on one machine: what it runs is the release.
            EHCNA_VERSIONING: 'auto-upgrade',
        };
    }
    /** Made beside the data where none are set; thrown away with them, and never before them. */
    async keys() {
        const { config, ephemeral } = this.options;
        if (config.keys !== undefined)
            return;
        if (ephemeral && config.databaseUrl)
            throw new PlatformFault('With --ephemeral and DATABASE_URL, EHCNA_KEYS must be set: keys that are thrown away would leave a database that nobody can read.', 1);
        await keysMadeIn(this.dataDir);
    }
    /** What opens payloads for the Temporal UI: its page must know where before it is started. */
    async chooseCodec() {
        const { config, uiPort } = this.options;
        const { port: wanted, tokens } = config.codec;
        const beside = (uiPort ?? config.temporal.uiPort ?? DEFAULT_UI_PORT) + 1;
        if (wanted !== undefined)
            await requireFree(wanted, 'the codec server', 'EHCNA_CODEC_PORT');
        const port = wanted ?? ((await accepts(beside)) || this.options.ephemeral ? await freePort() : beside);
        const token = tokens?.[0]?.token ?? (await codecTokenIn(this.dataDir));
        return { port, token, url: `http://${LOOPBACK}:${port}` };
    }
    /** Known before the worker starts: letters name it. */
    async chooseIngress() {
        const { config, uiPort } = this.options;
        const beside = (uiPort ?? config.temporal.uiPort ?? DEFAULT_UI_PORT) + 2;
        const wanted = config.ingress.port;
        if (wanted !== undefined)
            await requireFree(wanted, 'the ingress', 'EHCNA_INGRESS_PORT');
        const port = wanted ?? ((await accepts(beside)) || this.options.ephemeral ? await freePort() : beside);
        return `http://${LOOPBACK}:${port}`;
    }
    codecServer(installation, { port }) {
        const origin = this.options.config.codec.origin ?? (installation.ui ? new URL(installation.ui).origin : '');
        const settings = {
            ...this.settingsFor(installation),
            EHCNA_CODEC_PORT: String(port),
            EHCNA_CODEC_HOST: LOOPBACK,
            EHCNA_CODEC_ORIGIN: origin,
        };
        return this.keep('The codec server', () => startOwnProcess({ command: 'codec-server', settings, logFile: this.place('codec-server.log') }));
    }
    async ingress(installation) {
        const settings = {
            ...this.settingsFor(installation),
            EHCNA_INGRESS_PORT: new URL(installation.ingress).port,
            EHCNA_INGRESS_HOST: LOOPBACK,
            EHCNA_UI_URL: installation.ui ?? '',
        };
        return this.keep('The ingress', () => startOwnProcess({ command: 'ingress', settings, logFile: this.place('ingress.log') }));
    }
    worker(installation) {
        const settings = this.settingsFor(installation);
        const { progress } = this.options;
        return this.keep('The worker', () => progress.during('Starting the worker', () => startOwnProcess({ command: 'worker', settings, logFile: this.place('worker.log') })));
    }
    /** What is to be thrown away is anchored nowhere else. */
    anchors() {
        const { config, ephemeral } = this.options;
        if (!ephemeral)
            return { EHCNA_ANCHOR_FILE: config.anchors.file };
        return { EHCNA_ANCHOR_FILE: '', EHCNA_ANCHOR_WEBHOOK: '', EHCNA_ANCHOR_WEBHOOK_FILE: '' };
    }
    async keep(name, start) {
        const { progress } = this.options;
        const supervised = await supervise({ name, start, progress, started: ({ pid }) => this.note(name, pid) });
        this.undo.push(() => supervised.stop());
        return supervised;
    }
    note(name, pid) {
        if (pid === undefined)
            return;
        this.pids.set(name, pid);
        this.guard?.watch([...this.pids.values()]);
    }
    installation(postgres, temporal, codec) {
        return {
            ready: true,
            temporal: temporal.address,
            namespace: temporal.namespace,
            ui: temporal.uiUrl ?? null,
            codec: codec.url,
            ingress: '',
            apiKey: null,
            database: postgres.url,
            outbox: this.outbox(),
            policy: this.options.config.policyPath,
            dataDir: this.dataDir,
            temporalSource: temporal.source,
            databaseSource: postgres.source,
            pid: process.pid,
        };
    }
}
const requireSpace = async (folder) => {
    // A trial write first: a full quota shows in no number.
    const trial = join(folder, '.trial');
    try {
        await writeFile(trial, 'x'.repeat(4_096));
    }
    finally {
        await rm(trial, { force: true });
    }
    const free = freeMegabytes(folder);
    if (free < SPACE_WANTED_MB)
        throw diskFull(`${free} MB are free at ${folder}, ${SPACE_WANTED_MB} MB are needed`);
};
//# sourceMappingURL=up.js.map
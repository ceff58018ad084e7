/**
 * Where it is measured: one Temporal server and one PostgreSQL as `npm start` runs them, with the engine's time skipping on,
 * and the golden case recorded once at the beginning.
 */
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { scenarioIn } from '../client/rehearse/scenario.js';
import { Theatre } from '../client/rehearse/theatre.js';
import { migrate } from '../db/migrate.js';
import { assessmentId } from '../domain/ids.js';
import { openCaseKeys } from '../keys/case-keys.js';
import { clientConverter } from '../keys/data-converter.js';
import { issuerOf, newIssuer, pemOf } from '../keys/identity.js';
import { keyringOf, newKey } from '../keys/keyring.js';
import { trainingSigner } from '../keys/signer.js';
import { readConfig } from '../workers/config.js';
import { standGuard } from '../workers/platform/guard.js';
import { cacheDir, packageRoot, temporaryFolder } from '../workers/platform/places.js';
import { freePort } from '../workers/platform/ports.js';
import { startPostgres } from '../workers/platform/postgres.js';
import { progressOn } from '../workers/platform/progress.js';
import { findTemporal } from '../workers/platform/temporal-executable.js';
import { prepareNamespace, startTemporal } from '../workers/platform/temporal-server.js';
import { realTemporal } from '../workers/production.js';
import { workflowBundle } from '../workers/workflow-bundle.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';
import { cpuOf } from './cpu.js';
import { startRemote } from './remote.js';
import { openingOf, scoreOf } from './score.js';
import { bundleSkeleton, programOf } from './skeleton.js';
const NAMESPACE = 'bench';
export class Ground {
    folder;
    place;
    golden;
    skeletonBundle;
    client;
    pool;
    secrets;
    servers;
    remotes = [];
    staffed;
    played;
    constructor(folder, place, golden, skeletonBundle, client, pool, secrets, servers) {
        this.folder = folder;
        this.place = place;
        this.golden = golden;
        this.skeletonBundle = skeletonBundle;
        this.client = client;
        this.pool = pool;
        this.secrets = secrets;
        this.servers = servers;
    }
    /** @param production on the real Temporal server on PostgreSQL, instead of the development server on a file. */
    static async open(production = false) {
        const folder = temporaryFolder();
        const servers = await Servers.start(folder, production);
        try {
            const { policyPath } = readConfig();
            const place = {
                address: servers.temporal.address,
                namespace: NAMESPACE,
                databaseUrl: servers.postgres.url,
                outboxDir: join(folder, 'outbox'),
                policyPath,
                bundlePath: await workflowBundle(servers.progress),
                childKey: randomBytes(32).toString('hex'),
                keys: newKey('bench'),
                issuer: pemOf(newIssuer()),
            };
            await migrate(place.databaseUrl);
            const golden = await servers.progress.during('Playing the golden case', () => playGolden(place));
            const bundle = await servers.progress.during('Packing its skeleton', () => bundleSkeleton(programOf(golden.events), folder));
            const pool = new pg.Pool({ connectionString: place.databaseUrl, max: 5 });
            pool.on('error', () => undefined);
            const keys = openCaseKeys(pool, keyringOf(place.keys));
            const client = new Client({
                connection: await Connection.connect({ address: place.address }),
                namespace: NAMESPACE,
                dataConverter: clientConverter(keys),
            });
            await absorbPanels(client);
            const secrets = { keys, childKey: place.childKey, signer: trainingSigner(issuerOf(place.issuer)) };
            return new Ground(folder, place, golden, bundle, client, pool, secrets, servers);
        }
        catch (error) {
            await servers.stop();
            throw error;
        }
    }
    get progress() {
        return this.servers.progress;
    }
    /** A worker in a process of its own. */
    async worker(kind, more = {}) {
        const remote = this.remote('worker-process');
        const order = {
            place: this.place,
            ...(kind === 'skeleton' ? { skeletonBundle: this.skeletonBundle } : {}),
            ...more,
        };
        await remote.ask('start', order);
        return remote;
    }
    async caller() {
        const remote = this.remote('client-process');
        await remote.ask('connect', this.place, this.golden.score, this.golden.opening);
        return remote;
    }
    /** Started once, and kept until they are dismissed. */
    staff() {
        this.staffed ??= Promise.all([this.caller(), this.worker('ours'), this.worker('skeleton')]).then(([caller, ours, skeleton]) => ({ caller, ours, skeleton }));
        return this.staffed;
    }
    /** For a row that wants its own worker to have everything to itself. */
    async dismiss() {
        const staff = await this.staffed;
        this.staffed = undefined;
        if (staff)
            await Promise.all(Object.values(staff).map((remote) => remote.stop()));
    }
    /** A whole case of each kind, played when it is first asked for; gives their workflow IDs. */
    async wholeCases() {
        if (this.played)
            return this.played;
        const { caller } = await this.staff();
        const [ours = ''] = await caller.ask('playWhole', 'ours', 1);
        const [skeleton = ''] = await caller.ask('playWhole', 'skeleton', 1);
        this.played = { ours: assessmentId(ours), skeleton: `skeleton/${skeleton}` };
        return this.played;
    }
    remote(file) {
        const remote = startRemote(file);
        this.remotes.push(remote);
        this.watch();
        return remote;
    }
    watch() {
        this.servers.watch(this.remotes.map((r) => r.pid));
    }
    /** Processor time, in milliseconds, of the servers and of these processes while `work` is done. */
    async cpuOf(remotes, work) {
        return (await this.sharesOf(remotes, work)).reduce((sum, ms) => sum + ms, 0);
    }
    /** The same, each by itself: Temporal, PostgreSQL, and the processes in the order given. */
    async sharesOf(remotes, work) {
        const pids = [...this.servers.pids, ...remotes.map((r) => r.pid)];
        const before = pids.map((pid) => cpuOf([pid]));
        await work();
        return pids.map((pid, i) => cpuOf([pid]) - (before[i] ?? 0));
    }
    /** Kills Temporal and PostgreSQL and starts them again where they were. */
    async powerCut() {
        await this.servers.powerCut();
        this.watch();
    }
    async close() {
        await Promise.all(this.remotes.map((r) => r.stop()));
        this.staffed = undefined;
        await this.pool.end();
        await this.client.connection.close();
        await this.servers.stop();
    }
}
class Servers {
    folder;
    temporal;
    postgres;
    progress = progressOn(process.stderr);
    guard;
    port = 0;
    startReal;
    constructor(folder) {
        this.folder = folder;
        this.guard = standGuard([folder]);
    }
    static async start(folder, production) {
        const servers = new Servers(folder);
        servers.port = await freePort();
        servers.postgres = await servers.startPostgres();
        if (production) {
            servers.startReal = await realTemporal({
                config: readConfig(),
                adminUrl: servers.postgres.url,
                namespace: NAMESPACE,
                folder: join(folder, 'temporal'),
                progress: servers.progress,
            });
        }
        servers.temporal = await servers.startTemporal();
        servers.watch([]);
        return servers;
    }
    startPostgres(port) {
        return startPostgres({ home: join(this.folder, 'postgres'), port, progress: this.progress });
    }
    async startTemporal() {
        if (this.startReal)
            return this.startReal();
        const config = readConfig();
        const executable = await findTemporal({
            cliPath: config.temporal.cliPath,
            searchPath: config.searchPath,
            cacheDir: cacheDir(),
            progress: this.progress,
        });
        return startTemporal({
            executable,
            namespace: NAMESPACE,
            port: this.port,
            uiPort: false,
            dbFile: join(this.folder, 'temporal', 'temporal.db'),
            logFile: join(this.folder, 'temporal', 'temporal.log'),
            searchAttributes: SEARCH_ATTRIBUTES,
            timeSkipping: true,
            progress: this.progress,
        });
    }
    get pids() {
        return [this.temporal.pid, this.postgres.pid].filter((pid) => pid !== undefined);
    }
    watch(others) {
        this.guard.watch([...others, ...this.pids]);
    }
    async powerCut() {
        const port = Number(new URL(this.postgres.url).port);
        for (const pid of this.pids)
            process.kill(pid, 'SIGKILL');
        await Promise.all([this.temporal.exited, this.postgres.exited]);
        this.postgres = await this.startPostgres(port);
        this.temporal = await this.startTemporal();
    }
    async stop() {
        await this.temporal?.stop();
        await this.postgres?.stop();
        this.guard.release();
        await rm(this.folder, { recursive: true, force: true });
    }
}
/** In a namespace and a database of its own, with the panels that hear it. */
const playGolden = async (place) => {
    const namespace = 'golden';
    await prepareNamespace({ address: place.address }, namespace, SEARCH_ATTRIBUTES);
    const databaseUrl = await anotherDatabase(place.databaseUrl, namespace);
    const theatre = await Theatre.open({
        ...place,
        namespace,
        databaseUrl,
        keyring: keyringOf(place.keys),
        issuer: issuerOf(place.issuer),
    });
    try {
        const text = await readFile(join(packageRoot, 'bench', 'golden.yaml'), 'utf8');
        const { caseRef, faults, lettersSent } = await theatre.perform(scenarioIn('bench/golden.yaml', text));
        if (faults.length > 0)
            throw new Error(`The golden case did not go as told: ${faults.join('; ')}`);
        const workflowId = assessmentId(caseRef);
        const { events } = await theatre.client.workflow.getHandle(workflowId).fetchHistory();
        const score = await scoreOf(events ?? [], theatre.client);
        return { events: events ?? [], workflowId, letters: lettersSent, score, opening: openingOf(score) };
    }
    finally {
        await theatre.close();
    }
};
const anotherDatabase = async (url, name) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    const own = new URL(url);
    own.pathname = `/${name}`;
    await migrate(own.href);
    return own.href;
};
/**
 * A panel hears many cases; what it costs is not one case's. What a case tells its panels goes where nobody listens, and what
 * they said to the golden case is in its score.
 */
const absorbPanels = async (client) => {
    for (const panel of ['multi-agency', 'placement', 'stuck-cases'])
        await client.workflow.start('nobody', { workflowId: `panel/${panel}`, taskQueue: 'nobody' });
};
//# sourceMappingURL=ground.js.map
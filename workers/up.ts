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
import type { Config } from './config.js';
import { freeMegabytes, watchDisk } from './platform/disk.js';
import { diskFull, explain, hasCode, PlatformFault } from './platform/fault.js';
import { type Guard, standGuard } from './platform/guard.js';
import { cacheDir, temporaryFolder } from './platform/places.js';
import { accepts, freePort, LOOPBACK, requireFree } from './platform/ports.js';
import { removePostgres, startPostgres, type PostgresServer } from './platform/postgres.js';
import type { Progress } from './platform/progress.js';
import { claimDataDir, forgetRunning, type Installation, noteRunning } from './platform/running.js';
import { type Service, supervise, type Supervised } from './platform/supervision.js';
import { findTemporal } from './platform/temporal-executable.js';
import { startTemporal, stopLeftover, type TemporalServer, useTemporal } from './platform/temporal-server.js';
import { startOwnProcess } from './platform/worker-process.js';
import { workflowBundle } from './workflow-bundle.js';

/** Something done once everything runs, before it is called ready. */
export interface AfterReady {
  label: string;
  /** Left out with --no-sample. */
  sample: boolean;
  run(installation: Installation, progress: Progress): Promise<void>;
}

export interface UpOptions {
  config: Config;
  /** Throws away what an earlier run left. */
  fresh: boolean;
  /** A temporary folder and free ports; nothing is kept. */
  ephemeral: boolean;
  port?: number | undefined;
  uiPort?: number | undefined;
  afterReady: readonly AfterReady[];
  progress: Progress;
  /** Aborted when the user wants it stopped: starting then ends at the next step. */
  signal: AbortSignal;
}

export interface Running {
  installation: Installation;
  stop(): Promise<void>;
}

const DEFAULT_PORT = 7233;
const DEFAULT_UI_PORT = 8233;
/** A new cluster, the Temporal program with its packed form, and room for a caseload. */
const SPACE_WANTED_MB = 700;

/** Starts everything. What had been started is stopped again when a step fails or `signal` is aborted. */
export const up = async (options: UpOptions): Promise<Running> => {
  const start = new Start(options);
  try {
    return await start.run();
  } catch (error) {
    await start.stop();
    throw explain(error, options.config.dataDir);
  }
};

/** Thrown between two steps when the user has asked to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

interface Ports {
  temporal: number;
  ui: number;
}

interface CodecPlace {
  url: string;
  port: number;
  token: string;
}

/** One start: remembers how to undo each step it has taken. */
class Start {
  private readonly undo: Array<() => unknown> = [];
  private readonly pids = new Map<string, number>();
  private guard: Guard | undefined;
  private dataDir = '';

  constructor(private readonly options: UpOptions) {}

  async run(): Promise<Running> {
    const { config, progress } = this.options;
    await this.prepareFolder();
    const codec = await this.step(() => this.chooseCodec());
    const ingressUrl = await this.step(() => this.chooseIngress());
    const startServer = await this.longStep(() => this.findServer(codec));
    const postgres = await this.step(() => this.database());
    const ran = await this.step(() => migrate(postgres.current().url));
    if (ran.length > 0) progress.line(`Database: ${ran.length} migrations applied.`);
    const temporal = await this.step(() => this.keep('The Temporal server', startServer));
    const installation: Installation = {
      ...this.installation(postgres.current(), temporal.current(), codec),
      ingress: ingressUrl,
    };
    await this.step(() => this.keys());
    await this.step(async () => config.naming.issuers ?? (await trainingIssuerMadeIn(this.dataDir)));
    await this.longStep(() => workflowBundle(progress));
    await this.step(() => this.codecServer(installation, codec));
    await this.step(() => this.worker(installation));
    await this.step(() => this.ingress(installation));
    for (const hook of this.options.afterReady) await this.longStep(() => hook.run(installation, progress));
    noteRunning(installation);
    this.undo.push(() => forgetRunning(this.dataDir), watchDisk(this.dataDir, progress));
    if (config.databaseUrl) progress.line('The database is the one that DATABASE_URL names.');
    return { installation, stop: () => this.stop() };
  }

  /** In the opposite order of starting: ingress, worker, codec server, Temporal, PostgreSQL. */
  async stop(): Promise<void> {
    while (this.undo.length > 0) await this.undo.pop()?.();
  }

  /** A step that starts something is seen through, so that it can be undone. */
  private async step<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.options;
    if (signal.aborted) throw new Interrupted();
    const result = await work().catch((error: unknown) => {
      // A step that the same Ctrl-C has spoilt is nothing to report.
      throw signal.aborted ? new Interrupted() : error;
    });
    if (signal.aborted) throw new Interrupted();
    return result;
  }

  /** A step that may take minutes and has nothing to undo is left where it is. */
  private async longStep<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.options;
    const interrupted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Interrupted()));
    });
    return this.step(() => Promise.race([work(), interrupted]));
  }

  private async prepareFolder(): Promise<void> {
    const { config, ephemeral, fresh, progress } = this.options;
    this.dataDir = ephemeral ? temporaryFolder() : config.dataDir;
    if (ephemeral) this.undo.push(() => rm(this.dataDir, { recursive: true, force: true }));
    try {
      this.undo.push(await claimDataDir(this.dataDir));
    } catch (error) {
      throw hasCode(error, 'ENOTDIR', 'ENOENT', 'EEXIST')
        ? new PlatformFault(`Cannot make the folder ${this.dataDir}. Name another with EHCNA_DATA_DIR.`)
        : error;
    }
    await requireSpace(this.dataDir);
    await stopLeftover(this.place('temporal', 'temporal.db'));
    if (fresh) await this.startOver(progress);
    // Cases and letters: nobody else's business. (.data itself stays open to pass through, for PostgreSQL's account.)
    for (const folder of [this.outbox(), this.place('temporal')]) await mkdir(folder, { recursive: true, mode: 0o700 });
    const guard = standGuard(ephemeral ? [this.dataDir] : []);
    this.guard = guard;
    this.undo.push(() => guard.release());
  }

  private place(...names: string[]): string {
    return join(this.dataDir, ...names);
  }

  private outbox(): string {
    return this.options.ephemeral ? this.place('outbox') : this.options.config.outboxDir;
  }

  /** Deletes what we made and nothing else: the folder may be one that the user keeps other things in. */
  private async startOver(progress: Progress): Promise<void> {
    const { config } = this.options;
    if (config.databaseUrl) progress.line('--fresh leaves the database that DATABASE_URL names as it is.');
    if (config.temporal.external)
      progress.line('--fresh leaves the Temporal server that TEMPORAL_ADDRESS names as it is.');
    // Keys are thrown away with what they open, and never without it.
    const secrets = config.databaseUrl ? [] : ['child-key', 'keys', 'objects'];
    // A process that goes on must read what was said to it as it did before.
    if (!config.temporal.external) secrets.push('issuing-key');
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
    if (config.databaseUrl) return;
    for (const name of ['anchors.jsonl', 'anchors.jsonl.posted', 'anchor-key'])
      await rm(this.place(name), { force: true });
  }

  private async choosePorts(): Promise<Ports> {
    const { config, ephemeral, port, uiPort } = this.options;
    const choose = async (wanted: number | undefined, usual: number, purpose: string, option: string) => {
      if (wanted === undefined && ephemeral) return freePort();
      await requireFree(wanted ?? usual, purpose, option);
      return wanted ?? usual;
    };
    return {
      temporal: await choose(port ?? config.temporal.port, DEFAULT_PORT, 'the Temporal server', '--port'),
      ui: await choose(uiPort ?? config.temporal.uiPort, DEFAULT_UI_PORT, 'the Temporal UI', '--ui-port'),
    };
  }

  private async database(): Promise<Supervised<PostgresServer>> {
    const { config, ephemeral, progress } = this.options;
    let port: number | undefined;
    return this.keep('PostgreSQL', async () => {
      const home = this.place('postgres');
      const server = await startPostgres({ databaseUrl: config.databaseUrl, home, port, ephemeral, progress });
      // Whoever is connected comes back to the same address.
      if (server.source !== 'DATABASE_URL') port = Number(new URL(server.url).port);
      return server;
    });
  }

  /** The user's own server, reached, or the program to start one with. First, since it fails soonest. */
  private async findServer(codec: CodecPlace): Promise<() => Promise<TemporalServer>> {
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
    return () =>
      startTemporal({
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

  private settingsFor(installation: Installation): Record<string, string> {
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
  private async keys(): Promise<void> {
    const { config, ephemeral } = this.options;
    if (config.keys !== undefined) return;
    if (ephemeral && config.databaseUrl)
      throw new PlatformFault(
        'With --ephemeral and DATABASE_URL, EHCNA_KEYS must be set: keys that are thrown away would leave a database that nobody can read.',
        1,
      );
    await keysMadeIn(this.dataDir);
  }

  /** What opens payloads for the Temporal UI: its page must know where before it is started. */
  private async chooseCodec(): Promise<CodecPlace> {
    const { config, uiPort } = this.options;
    const { port: wanted, tokens } = config.codec;
    const beside = (uiPort ?? config.temporal.uiPort ?? DEFAULT_UI_PORT) + 1;
    if (wanted !== undefined) await requireFree(wanted, 'the codec server', 'EHCNA_CODEC_PORT');
    const port = wanted ?? ((await accepts(beside)) || this.options.ephemeral ? await freePort() : beside);
    const token = tokens?.[0]?.token ?? (await codecTokenIn(this.dataDir));
    return { port, token, url: `http://${LOOPBACK}:${port}` };
  }

  /** Known before the worker starts: letters name it. */
  private async chooseIngress(): Promise<string> {
    const { config, uiPort } = this.options;
    const beside = (uiPort ?? config.temporal.uiPort ?? DEFAULT_UI_PORT) + 2;
    const wanted = config.ingress.port;
    if (wanted !== undefined) await requireFree(wanted, 'the ingress', 'EHCNA_INGRESS_PORT');
    const port = wanted ?? ((await accepts(beside)) || this.options.ephemeral ? await freePort() : beside);
    return `http://${LOOPBACK}:${port}`;
  }

  private codecServer(installation: Installation, { port }: CodecPlace): Promise<Supervised<Service>> {
    const origin = this.options.config.codec.origin ?? (installation.ui ? new URL(installation.ui).origin : '');
    const settings = {
      ...this.settingsFor(installation),
      EHCNA_CODEC_PORT: String(port),
      EHCNA_CODEC_HOST: LOOPBACK,
      EHCNA_CODEC_ORIGIN: origin,
    };
    return this.keep('The codec server', () =>
      startOwnProcess({ command: 'codec-server', settings, logFile: this.place('codec-server.log') }),
    );
  }

  private async ingress(installation: Installation): Promise<Supervised<Service>> {
    const settings = {
      ...this.settingsFor(installation),
      EHCNA_INGRESS_PORT: new URL(installation.ingress).port,
      EHCNA_INGRESS_HOST: LOOPBACK,
      EHCNA_UI_URL: installation.ui ?? '',
    };
    return this.keep('The ingress', () =>
      startOwnProcess({ command: 'ingress', settings, logFile: this.place('ingress.log') }),
    );
  }

  private worker(installation: Installation): Promise<Supervised<Service>> {
    const settings = this.settingsFor(installation);
    const { progress } = this.options;
    return this.keep('The worker', () =>
      progress.during('Starting the worker', () =>
        startOwnProcess({ command: 'worker', settings, logFile: this.place('worker.log') }),
      ),
    );
  }

  /** What is to be thrown away is anchored nowhere else. */
  private anchors(): Record<string, string> {
    const { config, ephemeral } = this.options;
    if (!ephemeral) return { EHCNA_ANCHOR_FILE: config.anchors.file };
    return { EHCNA_ANCHOR_FILE: '', EHCNA_ANCHOR_WEBHOOK: '', EHCNA_ANCHOR_WEBHOOK_FILE: '' };
  }

  private async keep<S extends Service>(name: string, start: () => Promise<S>): Promise<Supervised<S>> {
    const { progress } = this.options;
    const supervised = await supervise({ name, start, progress, started: ({ pid }) => this.note(name, pid) });
    this.undo.push(() => supervised.stop());
    return supervised;
  }

  private note(name: string, pid: number | undefined): void {
    if (pid === undefined) return;
    this.pids.set(name, pid);
    this.guard?.watch([...this.pids.values()]);
  }

  private installation(postgres: PostgresServer, temporal: TemporalServer, codec: CodecPlace): Installation {
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

const requireSpace = async (folder: string): Promise<void> => {
  // A trial write first: a full quota shows in no number.
  const trial = join(folder, '.trial');
  try {
    await writeFile(trial, 'x'.repeat(4_096));
  } finally {
    await rm(trial, { force: true });
  }
  const free = freeMegabytes(folder);
  if (free < SPACE_WANTED_MB) throw diskFull(`${free} MB are free at ${folder}, ${SPACE_WANTED_MB} MB are needed`);
};

/**
 * An installation to be broken: PostgreSQL and the Temporal server on disk as in earnest, several workers, a GOV.UK Notify
 * that, like the real one, suppresses no duplicate. Whatever is killed comes back by itself.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { Ehcna } from '../../../client/ehcna.js';
import type { Draw } from '../../../client/sample/draw.js';
import { migrate } from '../../../db/migrate.js';
import { openCaseKeys } from '../../../keys/case-keys.js';
import { clientConverter } from '../../../keys/data-converter.js';
import { newIssuer, pemOf } from '../../../keys/identity.js';
import { keyringOf, newKey } from '../../../keys/keyring.js';
import type { Secrets } from '../../../keys/secrets.js';
import { trainingSigner } from '../../../keys/signer.js';
import { readConfig } from '../../../workers/config.js';
import { standGuard } from '../../../workers/platform/guard.js';
import { cacheDir, packageRoot, temporaryFolder } from '../../../workers/platform/places.js';
import { freePort } from '../../../workers/platform/ports.js';
import { type PostgresServer, startPostgres } from '../../../workers/platform/postgres.js';
import { quiet } from '../../../workers/platform/progress.js';
import type { Service } from '../../../workers/platform/supervision.js';
import { findTemporal } from '../../../workers/platform/temporal-executable.js';
import { startTemporal, type TemporalServer } from '../../../workers/platform/temporal-server.js';
import { realTemporal } from '../../../workers/production.js';
import { startOwnProcess } from '../../../workers/platform/worker-process.js';
import { SEARCH_ATTRIBUTES } from '../../../workflows/search-attributes.js';
import { type FakeNotify, NOTIFY_KEY, startNotify } from '../../letters/post-office.js';
import { Kept } from './kept.js';

export interface Breakable {
  seed: string;
  workers: number;
  /** How likely a worker is to kill itself at an activity, 0 to 1. */
  killChance: number;
  /** The real Temporal server on PostgreSQL instead of the development server. */
  production?: boolean;
}

/** What the harness kills by itself, each in every round, in an order that is drawn. Whoever runs beside them joins here. */
const ROUND = ['worker', 'worker', 'Temporal server', 'PostgreSQL'] as const;
type Victim = (typeof ROUND)[number];

export type Kills = Record<string, number>;

const NAMESPACE = 'chaos';

export class Installation {
  readonly policyPath = join(packageRoot, 'policy', 'default.yaml');
  private readonly undo: Array<() => Promise<unknown>> = [];
  private readonly kills: Kills = {};
  /** Those still to die in this round. */
  private round: Victim[] = [];
  /** Whether workers may die just now, of themselves or by Notify. */
  private mayDie = true;
  private readonly guard;
  private readonly childKey = randomBytes(32).toString('hex');
  private readonly keysText = newKey('chaos');
  private readonly issuer = newIssuer();
  private temporal!: Kept<TemporalServer>;
  private postgres!: Kept<PostgresServer>;
  private workers: Kept<Service>[] = [];
  notify!: FakeNotify;
  client!: Client;
  ehcna!: Ehcna;
  pool!: pg.Pool;
  secrets!: Secrets;

  private constructor(
    private readonly options: Breakable,
    readonly folder: string,
  ) {
    this.guard = standGuard([folder]);
  }

  static async start(options: Breakable): Promise<Installation> {
    const installation = new Installation(options, temporaryFolder());
    try {
      await installation.startAll();
      return installation;
    } catch (error) {
      await installation.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const step of this.undo.reverse()) await step();
    this.guard.release();
    await rm(this.folder, { recursive: true, force: true });
  }

  get outbox(): string {
    return join(this.folder, 'outbox');
  }

  /** Everything that was killed so far, by what it was and when. */
  countKills(): Kills {
    const counted = { ...this.kills };
    const own = existsSync(this.killLog) ? readFileSync(this.killLog, 'utf8').trim().split('\n') : [];
    for (const line of own) {
      const { when } = JSON.parse(line) as { when: 'before' | 'after' };
      const kind = when === 'after' ? 'worker between an effect and its completion' : 'worker just before an effect';
      counted[kind] = (counted[kind] ?? 0) + 1;
    }
    return counted;
  }

  /** Whether each kind of victim has died from outside. */
  hasKilledEach(): boolean {
    return ['worker at a random moment', 'Temporal server', 'PostgreSQL'].every((kind) => kind in this.kills);
  }

  async killOne(draw: Draw): Promise<void> {
    if (this.round.length === 0) this.round = draw.shuffled(ROUND);
    const victim = this.round[0] as Victim;
    // One that is away just now dies later.
    if (!(await this.of(victim, draw).kill())) return;
    this.round.shift();
    this.count(victim === 'worker' ? 'worker at a random moment' : victim);
  }

  /** GOV.UK Notify dies on a worker that it has taken a letter from, now and then. */
  letNotifyKill(draw: Draw): void {
    this.notify.taken = (path) => {
      const worker = this.workers[Number(/worker-(\d+)/.exec(path)?.[1])];
      if (draw.chance(0.15) && this.mayDie)
        void worker
          ?.kill()
          .then((killed) => killed && this.count('worker between Notify’s taking a letter and our record'));
    };
  }

  /** What GOV.UK Notify does for the next while: mostly what it should. */
  moodOfNotify(draw: Draw): void {
    this.notify.mood.post = draw.weighted([
      ['accept', 8],
      ['fail', 1],
      ['busy', 1],
      ['drop', 1],
      ['keep-and-fail', 1],
    ]);
  }

  /** Whether workers kill themselves just now. */
  letWorkersDie(may: boolean): void {
    this.mayDie = may;
    const sign = `${this.killLog}.calm`;
    if (may) rmSync(sign, { force: true });
    else writeFileSync(sign, '');
  }

  /** Nothing kills any more, and nothing fails. */
  calm(): void {
    this.letWorkersDie(false);
    this.notify.taken = () => undefined;
    this.notify.mood.post = 'accept';
  }

  private of(victim: Victim, draw: Draw): Kept<Service> {
    if (victim === 'Temporal server') return this.temporal;
    if (victim === 'PostgreSQL') return this.postgres;
    return draw.of(this.workers as [Kept<Service>, ...Kept<Service>[]]);
  }

  private count(kind: string): void {
    this.kills[kind] = (this.kills[kind] ?? 0) + 1;
  }

  private get killLog(): string {
    return join(this.folder, 'kills.jsonl');
  }

  private async startAll(): Promise<void> {
    await mkdir(this.outbox, { recursive: true });
    await writeFile(join(this.folder, 'issuing-key'), pemOf(this.issuer), { mode: 0o600 });
    this.notify = await startNotify();
    this.undo.push(() => this.notify.close());
    this.postgres = await this.keep(await this.postgresStart());
    const url = this.postgres.current?.url ?? '';
    await migrate(url);
    this.temporal = await this.keep(await this.temporalStart());
    const address = this.temporal.current?.address ?? '';
    await this.connect(address, url);
    this.workers = await Promise.all(
      Array.from({ length: this.options.workers }, (_, i) => this.keep(this.workerStart(i, address, url))),
    );
  }

  private async keep<S extends Service>(start: (nth: number) => Promise<S>): Promise<Kept<S>> {
    const kept = await Kept.running(async (nth) => {
      const service = await start(nth);
      this.pids.add(service.pid ?? 0);
      this.guard.watch([...this.pids]);
      void service.exited.then(() => this.pids.delete(service.pid ?? 0));
      return service;
    });
    this.undo.push(() => kept.stop());
    return kept;
  }

  private readonly pids = new Set<number>();

  private async postgresStart(): Promise<() => Promise<PostgresServer>> {
    const port = await freePort();
    return () => startPostgres({ home: join(this.folder, 'postgres'), port, progress: quiet });
  }

  private async temporalStart(): Promise<() => Promise<TemporalServer>> {
    if (this.options.production) return this.realTemporalStart();
    const { temporal, searchPath } = readConfig();
    const executable = await findTemporal({
      cliPath: temporal.cliPath,
      searchPath,
      cacheDir: cacheDir(),
      progress: quiet,
    });
    const port = await freePort();
    return () =>
      startTemporal({
        executable,
        namespace: NAMESPACE,
        port,
        uiPort: false,
        dbFile: join(this.folder, 'temporal.db'),
        logFile: join(this.folder, 'temporal.log'),
        searchAttributes: SEARCH_ATTRIBUTES,
        // Some cases have their time moved, so that dates fall due in the storm.
        timeSkipping: true,
        progress: quiet,
      });
  }

  private realTemporalStart(): Promise<() => Promise<TemporalServer>> {
    return realTemporal({
      config: readConfig(),
      adminUrl: this.postgres.current?.url ?? '',
      namespace: NAMESPACE,
      folder: join(this.folder, 'temporal'),
      progress: quiet,
    });
  }

  private workerStart(slot: number, address: string, databaseUrl: string): (nth: number) => Promise<Service> {
    const { seed, killChance } = this.options;
    return (nth) =>
      startOwnProcess({
        command: 'worker',
        settings: {
          TEMPORAL_ADDRESS: address,
          TEMPORAL_NAMESPACE: NAMESPACE,
          DATABASE_URL: databaseUrl,
          EHCNA_DATA_DIR: this.folder,
          EHCNA_OUTBOX: this.outbox,
          EHCNA_CHILD_KEY: this.childKey,
          EHCNA_KEYS: this.keysText,
          EHCNA_POLICY: this.policyPath,
          NOTIFY_API_KEY: NOTIFY_KEY,
          // Whose letter it is that Notify takes shows in the address.
          NOTIFY_BASE_URL: `${this.notify.url}/worker-${slot}`,
          NOTIFY_EMAIL_TEMPLATE: 'e-mail',
          NOTIFY_LETTER_TEMPLATE: 'letter',
        },
        logFile: join(this.folder, `worker-${slot}.log`),
        program: [
          join(packageRoot, 'test', 'trust', 'chaos', 'worker.mjs'),
          this.killLog,
          `${seed} worker ${slot}.${nth}`,
          String(killChance),
        ],
      });
  }

  private async connect(address: string, databaseUrl: string): Promise<void> {
    const connection = await Connection.connect({ address });
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    this.pool.on('error', () => undefined);
    const keys = openCaseKeys(this.pool, keyringOf(this.keysText));
    this.secrets = { keys, childKey: this.childKey, signer: trainingSigner(this.issuer) };
    this.client = new Client({ connection, namespace: NAMESPACE, dataConverter: clientConverter(keys) });
    this.ehcna = Ehcna.over(this.client, this.pool, this.secrets);
    this.undo.push(
      () => connection.close(),
      () => this.pool.end(),
    );
  }
}

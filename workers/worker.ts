/** The worker: runs the processes and does what they ask for. Any number may run at once. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Client, Connection } from '@temporalio/client';
import type { ConnectionOptions } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { LogLevel } from '@temporalio/worker';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import pg from 'pg';
import { type AnchorPlace, createAnchorKeeper } from '../activities/anchors/keep.js';
import { createActivities } from '../activities/index.js';
import { createLedger } from '../activities/ledger.js';
import { createReadCase } from '../activities/letter-guard.js';
import { createLetters } from '../activities/letters.js';
import type { LetterDependencies } from '../activities/letters.js';
import type { DocumentPlace } from '../activities/objects/object-store.js';
import { TASK_QUEUE } from '../domain/ids.js';
import { project } from '../domain/projection.js';
import { deploymentOptions, takeUpRelease } from './deployment.js';
import type { Versioning } from './deployment.js';
import { assertionCodec } from '../keys/assertion-codec.js';
import { AUTHORITY, openCaseKeys } from '../keys/case-keys.js';
import { clientConverter, workerConverter } from '../keys/data-converter.js';
import type { TrustedIssuer } from '../keys/identity.js';
import type { Keyring } from '../keys/keyring.js';
import { madeOnce } from '../keys/made-once.js';
import { openRevocations } from '../keys/revocations.js';
import { requireAllKeys } from '../keys/rewrapping.js';
import type { Signer } from '../keys/signer.js';
import { createOutages } from './outages.js';
import type { Outages } from './outages.js';
import { PlatformFault } from './platform/fault.js';
import { readPolicy } from './policy-file.js';
import { workerLogger } from './worker-log.js';

export interface WorkerOptions {
  connection: ConnectionOptions;
  namespace: string;
  databaseUrl: string;
  outboxDir: string;
  /** Where documents from outside lie; left out (rehearsals), none can be enclosed. */
  documents?: DocumentPlace;
  policyPath: string;
  bundlePath: string;
  /** Secret under which children's identities are hashed. */
  childKey: string;
  /** Under which everything about a child is written. */
  keyring: Keyring;
  /** Whose identities count. */
  issuers: readonly TrustedIssuer[];
  /** Signs as `system` for what processes tell each other. */
  signer: Signer;
  channels?: LetterDependencies['channels'];
  /** Where the ledger's anchors are kept; without, none can be taken. */
  anchors?: AnchorPlace;
  /** For rehearsals: the client through which processes reach each other, with the installation's data converter. */
  client?: Client;
  /** The release it runs; on none where it is left out (tests, rehearsals). */
  release?: { versioning: Exclude<Versioning, 'off'>; buildId: string };
  /** Cached cases; 0 makes every task replay from the start (tests). */
  maxCachedWorkflows?: number;
  /** What stands around every activity (tests). */
  aroundActivities?: ActivityInterceptorsFactory;
  /** WARN unless said; the first worker of a process decides. */
  logLevel?: LogLevel;
}

export interface RunningWorker {
  /** Rejects when the worker dies by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The secret for child keys of an installation that sets none: made once, kept beside its data. */
export const childKeyIn = async (dataDir: string): Promise<string> =>
  (await madeOnce(join(dataDir, 'child-key'), () => randomBytes(32).toString('hex'))).trim();

/** One a process: the engine's runtime takes its log once. */
let outages: Outages | undefined;

const takeOverLog = (level: LogLevel): Outages => {
  if (outages) return outages;
  outages = createOutages(workerLogger(level));
  // Forwarded, so that what the engine's core and client say takes the same way.
  const logging = { filter: { core: level === 'DEBUG' ? 'INFO' : 'WARN', other: 'ERROR' }, forward: {} } as const;
  Runtime.install({ logger: outages.logger, telemetryOptions: { logging } });
  return outages;
};

/** A database that accepts and then says nothing is away too: known before the activity that asks, and rolls back, is given up. */
const DATABASE_LIMITS = { connectionTimeoutMillis: 10_000, query_timeout: 12_000, keepAlive: true };

const poolOf = (connectionString: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString, max: 10, ...DATABASE_LIMITS });
  // A database that goes away is met by the query that needs it; unheard, this would end the process.
  pool.on('error', () => undefined);
  return pool;
};

export const startWorker = async (options: WorkerOptions): Promise<RunningWorker> => {
  const outages = takeOverLog(options.logLevel ?? 'WARN');
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    return await startWith(options, outages, opened, close);
  } catch (error) {
    await close();
    throw error;
  }
};

/** After a start that failed: the engine's runtime, begun for the log, would keep the process. */
export const endRuntime = (): Promise<void> => Runtime.instance().shutdown();

const startWith = async (
  options: WorkerOptions,
  outages: Outages,
  opened: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<RunningWorker> => {
  const openPool = (): pg.Pool => {
    const pool = poolOf(options.databaseUrl);
    opened.push(() => pool.end());
    return pool;
  };
  const pool = openPool();
  // A letter holds its connection for as long as it is on its way: those whose post is silent hold up no fact.
  const lettersPool = openPool();
  const policy = await readPolicy(options.policyPath);
  await requireAllKeys(pool, options.keyring);
  const keys = openCaseKeys(pool, options.keyring);
  const { namespace, issuers, signer } = options;
  const callers = assertionCodec({ namespace, issuers, revocations: openRevocations(pool) });
  const ledger = createLedger(pool, project, { childKeySecret: options.childKey, keys });
  await ledger.recordPolicy(policy.version, policy.policy);
  // What a worker says of a task that failed is under it: one that could not say it would end.
  await keys.keyFor(AUTHORITY);
  const own = options.client ? undefined : await reach(options.connection);
  opened.push(async () => own?.close());
  const client =
    options.client ?? new Client({ connection: own as Connection, namespace, dataConverter: clientConverter(keys) });
  const native = await NativeConnection.connect(options.connection as NativeConnectionOptions);
  opened.push(() => native.close());
  const letters = createLetters({
    pool: lettersPool,
    keys,
    outboxDir: options.outboxDir,
    documents: options.documents,
    channels: options.channels ?? {},
    authority: policy.policy.authority,
    readCase: createReadCase(ledger),
  });
  // The SDK takes down where each promise of a workflow was made. Four calls say where; ten cost a tenth of a case.
  setFlagsFromString('--stack-trace-limit=4');
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: options.bundlePath },
    activities: createActivities({
      ledger,
      letters,
      client,
      policy,
      signer,
      noted: outages.note,
      anchors: options.anchors && createAnchorKeeper(pool, options.anchors),
    }),
    dataConverter: workerConverter(keys, callers),
    interceptors: { activity: [outages.around, ...(options.aroundActivities ? [options.aroundActivities] : [])] },
    // After a crash the server waits this long for the old process before it gives its cases to another.
    stickyQueueScheduleToStartTimeout: '1s',
    shutdownGraceTime: '10s',
    ...(options.release
      ? { workerDeploymentOptions: deploymentOptions(options.release.versioning, options.release.buildId) }
      : {}),
    ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
  });
  const { release } = options;
  const ended = runToEnd(worker, close);
  const stop = async (): Promise<void> => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await ended;
  };
  if (release) {
    const taken = Promise.race([takeUpRelease(client, release.versioning, release.buildId), ended]);
    await taken.catch(async (error: unknown) => {
      await stop().catch(() => undefined);
      throw error;
    });
  }
  return { ended, stop };
};

const reach = async (connection: ConnectionOptions): Promise<Connection> => {
  try {
    return await Connection.connect(connection);
  } catch (cause) {
    throw new PlatformFault(`Cannot reach the Temporal server at ${connection.address}.`, undefined, { cause });
  }
};

const runToEnd = async (worker: Worker, close: () => Promise<void>): Promise<void> => {
  try {
    await worker.run();
  } finally {
    await close();
  }
};

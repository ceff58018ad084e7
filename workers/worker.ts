/** The worker: runs the processes and does what they ask for. Any number may run at once. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { ConnectionOptions } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import pg from 'pg';
import { createActivities } from '../activities/index.js';
import { createLedger } from '../activities/ledger.js';
import { createReadCase } from '../activities/letter-guard.js';
import { createLetters } from '../activities/letters.js';
import type { LetterDependencies } from '../activities/letters.js';
import { TASK_QUEUE } from '../domain/ids.js';
import { project } from '../domain/projection.js';
import { createOutages } from './outages.js';
import { readPolicy } from './policy-file.js';

export interface WorkerOptions {
  connection: ConnectionOptions;
  namespace: string;
  databaseUrl: string;
  outboxDir: string;
  policyPath: string;
  bundlePath: string;
  /** Secret under which children's identities are hashed. */
  childKey: string;
  channels?: LetterDependencies['channels'];
  /** For rehearsals: the client through which processes reach each other. */
  client?: Client;
  /** Cached cases; 0 makes every task replay from the start (tests). */
  maxCachedWorkflows?: number;
  /** What stands around every activity (tests). */
  aroundActivities?: ActivityInterceptorsFactory;
}

export interface RunningWorker {
  /** Rejects when the worker dies by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The secret for child keys of an installation that sets none: made once, kept beside its data. */
export const childKeyIn = async (dataDir: string): Promise<string> => {
  const file = join(dataDir, 'child-key');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    await mkdir(dataDir, { recursive: true });
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    return (await readFile(file, 'utf8')).trim();
  }
};

/** One a process: the engine's runtime takes its log once. */
const outages = createOutages(new DefaultLogger('WARN'));
let quietRuntime = false;

/** A database that accepts and then says nothing is away too: known before the activity that asks, and rolls back, is given up. */
const DATABASE_LIMITS = { connectionTimeoutMillis: 10_000, query_timeout: 12_000, keepAlive: true };

const openPool = (connectionString: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString, max: 10, ...DATABASE_LIMITS });
  // A database that goes away is met by the query that needs it; unheard, this would end the process.
  pool.on('error', () => undefined);
  return pool;
};

export const startWorker = async (options: WorkerOptions): Promise<RunningWorker> => {
  if (!quietRuntime)
    Runtime.install({
      logger: outages.logger,
      // What the engine's core has to say goes the same way.
      telemetryOptions: {
        logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      },
    });
  quietRuntime = true;
  const pool = openPool(options.databaseUrl);
  // A letter holds its connection for as long as it is on its way: those whose post is silent hold up no fact.
  const lettersPool = openPool(options.databaseUrl);
  const policy = await readPolicy(options.policyPath);
  const ledger = createLedger(pool, project, { childKeySecret: options.childKey });
  await ledger.recordPolicy(policy.version, policy.policy);
  const { namespace } = options;
  const own = options.client ? undefined : await Connection.connect(options.connection);
  const client = options.client ?? new Client({ connection: own as Connection, namespace });
  const native = await NativeConnection.connect(options.connection as NativeConnectionOptions);
  const letters = createLetters({
    pool: lettersPool,
    outboxDir: options.outboxDir,
    channels: options.channels ?? {},
    authority: policy.policy.authority,
    readCase: createReadCase(ledger),
  });
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: options.bundlePath },
    activities: createActivities({ ledger, letters, client, policy }),
    // After a crash the server waits this long for the old process before it gives its cases to another.
    stickyQueueScheduleToStartTimeout: '1s',
    shutdownGraceTime: '10s',
    interceptors: { activity: [outages.around, ...(options.aroundActivities ? [options.aroundActivities] : [])] },
    ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
  });
  const ended = runToEnd(worker, async () => {
    await native.close();
    await own?.close();
    await Promise.all([pool.end(), lettersPool.end()]);
  });
  return {
    ended,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
};

const runToEnd = async (worker: Worker, close: () => Promise<void>): Promise<void> => {
  try {
    await worker.run();
  } finally {
    await close();
  }
};

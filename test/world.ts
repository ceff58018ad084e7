/**
 * An installation of a test file's own, on the servers that the whole run shares: a namespace, a database, an outbox and
 * a running worker. Two files never meet: task queues and workflow IDs belong to a namespace.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import pg from 'pg';
import type { AnchorPlace } from '../activities/anchors/keep.js';
import { folderStore } from '../activities/objects/folder.js';
import { MIB } from '../activities/objects/object-store.js';
import { Ehcna } from '../client/ehcna.js';
import { openCaseKeys } from '../keys/case-keys.js';
import { clientConverter } from '../keys/data-converter.js';
import { type Keyring, keyringOf, newKey } from '../keys/keyring.js';
import { type Issuer, newIssuer, pemOf, trustedIssuers } from '../keys/identity.js';
import { type Signer, trainingSigner } from '../keys/signer.js';
import type { Secrets } from '../keys/secrets.js';
import { packageRoot } from '../workers/platform/places.js';
import { prepareNamespace } from '../workers/platform/temporal-server.js';
import { startWorker } from '../workers/worker.js';
import type { RunningWorker, WorkerOptions } from '../workers/worker.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';
import { type FreshDatabase, freshDatabase, temporalAddress, workflowBundlePath } from './environment.js';

export interface WorldOptions {
  /** Another world whose database, outbox and keys this one shares: an empty Temporal server beside a ledger that lives on. */
  ledgerOf?: World;
  /** Another world whose keys alone this one shares: an empty database beside a backup. */
  keysOf?: World;
  /** Another policy than policy/default.yaml. */
  policyPath?: string;
  /** False leaves the worker to the test. */
  worker?: boolean;
  /** Of another server than the one that the run shares. */
  address?: string;
  /** Where the worker keeps anchors; left out, it keeps none. */
  anchors?: AnchorPlace;
  /** 0 makes every task replay from the start. */
  maxCachedWorkflows?: number;
}

export interface World {
  ehcna: Ehcna;
  client: Client;
  pool: pg.Pool;
  address: string;
  namespace: string;
  databaseUrl: string;
  /** Holds the outbox; also what EHCNA_DATA_DIR may be set to. */
  dataDir: string;
  outboxDir: string;
  /** Of the store of documents. */
  objectsDir: string;
  childKey: string;
  keyring: Keyring;
  /** Whose identities count; its key is in the data folder too, so that the command line signs for anybody. */
  issuer: Issuer;
  signer: Signer;
  secrets: Secrets;
  /** What a child process needs to find this world. */
  environment: Record<string, string>;
  /** A worker on this world, for tests that stop one and start another, or want another than usual. */
  startWorker(over?: Partial<WorkerOptions>): Promise<RunningWorker>;
  /** Those that run; they may be stopped once. */
  stopWorkers(): Promise<void>;
  stop(): Promise<void>;
}

/** A namespace that was just made is not known everywhere at once. */
export const onceKnown = async (ask: () => Promise<unknown>, attempts = 150): Promise<void> => {
  try {
    await ask();
  } catch (error) {
    const early = isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause));
    if (!early || attempts <= 1) throw error;
    await pause(100);
    await onceKnown(ask, attempts - 1);
  }
};

const databaseFor = async ({ ledgerOf }: WorldOptions): Promise<FreshDatabase> =>
  ledgerOf ? { url: ledgerOf.databaseUrl, drop: async () => undefined } : freshDatabase();

export const openWorld = async (options: WorldOptions = {}): Promise<World> => {
  const address = options.address ?? temporalAddress();
  const namespace = `world-${randomBytes(6).toString('hex')}`;
  const childKey = (options.ledgerOf ?? options.keysOf)?.childKey ?? randomBytes(32).toString('hex');
  const keysText = (options.ledgerOf ?? options.keysOf)?.environment.EHCNA_KEYS ?? newKey('world');
  const [database, dataDir] = await Promise.all([
    databaseFor(options),
    mkdtemp(join(tmpdir(), 'ehcna-world-')),
    onceKnown(() => prepareNamespace({ address }, namespace, SEARCH_ATTRIBUTES)),
  ]);
  const connection = await Connection.connect({ address });
  const pool = new pg.Pool({ connectionString: database.url, max: 5 });
  pool.on('error', () => undefined);
  const keyring = keyringOf(keysText);
  const issuer = (options.ledgerOf ?? options.keysOf)?.issuer ?? newIssuer();
  await writeFile(join(dataDir, 'issuing-key'), pemOf(issuer), { mode: 0o600 });
  const signer = trainingSigner(issuer);
  const secrets = { keys: openCaseKeys(pool, keyring), childKey, signer };
  const client = new Client({ connection, namespace, dataConverter: clientConverter(secrets.keys) });
  await onceKnown(() => client.workflow.count('Stage = "none"'));
  const outboxDir = options.ledgerOf?.outboxDir ?? join(dataDir, 'outbox');
  const objectsDir = join(dirname(outboxDir), 'objects');
  const documents = { objects: folderStore(objectsDir), largestBytes: 20 * MIB };
  const workers: RunningWorker[] = [];
  const start = async (over: Partial<WorkerOptions> = {}): Promise<RunningWorker> => {
    const worker = await startWorker({
      connection: { address },
      namespace,
      databaseUrl: database.url,
      outboxDir,
      documents,
      policyPath: options.policyPath ?? join(packageRoot, 'policy', 'default.yaml'),
      bundlePath: workflowBundlePath(),
      childKey,
      ...(options.anchors ? { anchors: options.anchors } : {}),
      keyring,
      issuers: trustedIssuers(issuer.publicKey),
      signer,
      ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
      ...over,
    });
    workers.push(worker);
    return worker;
  };
  const stopWorkers = async (): Promise<void> => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  };
  if (options.worker ?? true) await start();
  return {
    ehcna: Ehcna.over(client, pool, secrets, { documents }),
    client,
    pool,
    address,
    namespace,
    databaseUrl: database.url,
    dataDir,
    outboxDir,
    objectsDir,
    childKey,
    keyring,
    issuer,
    signer,
    secrets,
    environment: {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      DATABASE_URL: database.url,
      EHCNA_DATA_DIR: dataDir,
      EHCNA_OUTBOX: outboxDir,
      EHCNA_OBJECTS: `folder:${objectsDir}`,
      EHCNA_CHILD_KEY: childKey,
      EHCNA_KEYS: keysText,
    },
    startWorker: start,
    stopWorkers,
    stop: async () => {
      await stopWorkers();
      await pool.end();
      await connection.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** The worker process: polls until it is told to stop, by a signal or by the end of the process that started it. */
import { Client, Connection } from '@temporalio/client';
import { anchorPlaceOf, startDailyAnchors } from './anchors.js';
import { documentPlaceOf } from '../activities/objects/opening.js';
import { channelsOf } from './channels.js';
import { CannotSign } from '../keys/signer.js';
import { workersTrust } from '../keys/trust.js';
import { type Config, readConfig } from './config.js';
import { buildIdOf } from './deployment.js';
import { keyringFor } from './keyring-for.js';
import { PlatformFault } from './platform/fault.js';
import { askedToStop, READY } from './platform/worker-process.js';
import { childKeyIn, endRuntime, startWorker } from './worker.js';
import type { WorkerOptions } from './worker.js';
import { workflowBundle } from './workflow-bundle.js';

/** Settles when the worker has stopped. `aroundActivities` is for tests, which start such a worker by a file of their own. */
export const runWorker = async (aroundActivities?: WorkerOptions['aroundActivities']): Promise<void> => {
  const config = readConfig();
  if (!config.databaseUrl)
    throw new PlatformFault('The worker needs DATABASE_URL. `npm start` sets everything up by itself.', 1);
  const bundlePath = await workflowBundle();
  const { versioning } = config;
  const worker = await startWorker({
    connection: config.temporal.connection,
    namespace: config.temporal.namespace,
    databaseUrl: config.databaseUrl,
    outboxDir: config.outboxDir,
    documents: documentPlaceOf(config.documents),
    policyPath: config.policyPath,
    bundlePath,
    childKey: config.childKey ?? (await childKeyIn(config.dataDir)),
    keyring: await keyringFor(config, 'worker'),
    ...trustOf(config),
    channels: channelsOf(config),
    ...(versioning === 'off' ? {} : { release: { versioning, buildId: buildIdOf(bundlePath) } }),
    anchors: await anchorPlaceOf(config),
    logLevel: config.logLevel.toUpperCase() as Uppercase<typeof config.logLevel>,
    ...(aroundActivities ? { aroundActivities } : {}),
  }).catch(async (error: unknown) => {
    await endRuntime();
    throw error;
  });
  try {
    await anchorEachDay(config);
    process.send?.(READY);
    await Promise.race([askedToStop(), worker.ended]);
  } finally {
    await worker.stop();
  }
};

const anchorEachDay = async ({ temporal }: Config): Promise<void> => {
  const connection = await Connection.connect(temporal.connection);
  try {
    await startDailyAnchors(new Client({ connection, namespace: temporal.namespace }));
  } finally {
    await connection.close();
  }
};

const trustOf = ({ naming, dataDir }: Config): ReturnType<typeof workersTrust> => {
  try {
    return workersTrust(naming, dataDir);
  } catch (error) {
    throw error instanceof CannotSign ? new PlatformFault(error.message, 1) : error;
  }
};

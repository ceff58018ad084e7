/** The worker process: polls until it is told to stop, by a signal or by the end of the process that started it. */
import { channelsOf } from './channels.js';
import { readConfig } from './config.js';
import { PlatformFault } from './platform/fault.js';
import { READY } from './platform/worker-process.js';
import { childKeyIn, startWorker } from './worker.js';
import type { WorkerOptions } from './worker.js';
import { workflowBundle } from './workflow-bundle.js';

/** Settles when the worker has stopped. `aroundActivities` is for tests, which start such a worker by a file of their own. */
export const runWorker = async (aroundActivities?: WorkerOptions['aroundActivities']): Promise<void> => {
  const config = readConfig();
  if (!config.databaseUrl)
    throw new PlatformFault('The worker needs DATABASE_URL. `npm start` sets everything up by itself.', 1);
  const worker = await startWorker({
    connection: config.temporal.connection,
    namespace: config.temporal.namespace,
    databaseUrl: config.databaseUrl,
    outboxDir: config.outboxDir,
    policyPath: config.policyPath,
    bundlePath: await workflowBundle(),
    childKey: config.childKey ?? (await childKeyIn(config.dataDir)),
    channels: channelsOf(config),
    ...(aroundActivities ? { aroundActivities } : {}),
  });
  process.send?.(READY);
  await Promise.race([askedToStop(), worker.ended]);
  await worker.stop();
};

const askedToStop = (): Promise<void> =>
  new Promise((resolve) => {
    const idle = setInterval(() => undefined, 60_000);
    const stop = () => {
      clearInterval(idle);
      if (process.connected) process.disconnect();
      resolve();
    };
    for (const name of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(name, stop);
  });

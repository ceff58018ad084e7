/** The worker process: polls until it is told to stop, by a signal or by the end of the process that started it. */
import { channelsOf } from './channels.js';
import { type Keyring, keyringOf, keysIn } from '../keys/keyring.js';
import { type Config, readConfig } from './config.js';
import { PlatformFault } from './platform/fault.js';
import { READY } from './platform/worker-process.js';
import { childKeyIn, startWorker } from './worker.js';
import { workflowBundle } from './workflow-bundle.js';

/** Settles when the worker has stopped. */
export const runWorker = async (): Promise<void> => {
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
    keyring: await keyringFor(config),
    channels: channelsOf(config),
  });
  process.send?.(READY);
  await Promise.race([askedToStop(), worker.ended]);
  await worker.stop();
};

/** A worker makes none: two that each made their own could not read each other's cases. */
const keyringFor = async ({ keys, dataDir }: Config): Promise<Keyring> => {
  const text = keys ?? (await keysIn(dataDir));
  if (text === undefined)
    throw new PlatformFault(
      'The worker needs EHCNA_KEYS, the same for every process. `ehcna keys new` makes one; docs/security.md tells how to keep it.',
      1,
    );
  return keyringOf(text);
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

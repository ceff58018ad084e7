/** The worker process: polls until it is told to stop, by a signal or by the end of the process that started it. */
import { readConfig } from './config.js';
import { READY } from './platform/worker-process.js';

/** Settles when the worker has stopped. */
export const runWorker = async (): Promise<void> => {
  readConfig();
  process.send?.(READY);
  await askedToStop();
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

/** A Temporal server of a test file's own: empty, in memory, and gone with the file however that ends. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../workers/config.js';
import { standGuard } from '../workers/platform/guard.js';
import { cacheDir, temporaryFolder } from '../workers/platform/places.js';
import { quiet } from '../workers/platform/progress.js';
import { findTemporal } from '../workers/platform/temporal-executable.js';
import { type DevServerOptions, startTemporal } from '../workers/platform/temporal-server.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';

export interface OwnServer {
  address: string;
  stop(): Promise<void>;
}

export const startOwnServer = async (
  options: Pick<DevServerOptions, 'timeSkipping' | 'settings'> = {},
): Promise<OwnServer> => {
  const folder = temporaryFolder();
  const guard = standGuard([folder]);
  const { temporal, searchPath } = readConfig();
  const executable = await findTemporal({
    cliPath: temporal.cliPath,
    searchPath,
    cacheDir: cacheDir(),
    progress: quiet,
  });
  const server = await startTemporal({
    executable,
    namespace: 'own',
    uiPort: false,
    logFile: join(folder, 'temporal.log'),
    searchAttributes: SEARCH_ATTRIBUTES,
    progress: quiet,
    ...options,
  });
  guard.watch([server.pid ?? 0]);
  return {
    address: server.address,
    stop: async () => {
      await server.stop();
      guard.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

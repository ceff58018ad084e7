/**
 * A Temporal server of a test file's own: empty, in memory, and gone with the file however that ends. Where the run was given
 * a server (EHCNA_TEST_TEMPORAL_ADDRESS) it is that one, on which a world's namespace is as empty, unless the file needs
 * settings that only a server of its own can have.
 */
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
  const given = process.env['EHCNA_TEST_TEMPORAL_ADDRESS'];
  if (given && !options.settings) return { address: given, stop: async () => undefined };
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

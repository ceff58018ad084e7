/**
 * One Temporal server that can skip time, one PostgreSQL server with a migrated database to copy, and one bundle of the
 * workflows, for the whole run. All of it is temporary and on free ports; nothing that is running is touched.
 * `npm run production -- COMMAND` names servers of its own instead (EHCNA_TEST_TEMPORAL_ADDRESS, EHCNA_TEST_DATABASE_URL). Time
 * stands fast on those unless --time-skipping is asked for, so --e2e runs only what needs none (vitest.production.config.ts).
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../db/migrate.js';
import { readConfig } from '../workers/config.js';
import { standGuard } from '../workers/platform/guard.js';
import { cacheDir, packageRoot, temporaryFolder } from '../workers/platform/places.js';
import { startPostgres } from '../workers/platform/postgres.js';
import { progressOn } from '../workers/platform/progress.js';
import { findTemporal } from '../workers/platform/temporal-executable.js';
import { startTemporal, type TemporalServer, useTemporal } from '../workers/platform/temporal-server.js';
import { workflowBundle } from '../workers/workflow-bundle.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';

declare module 'vitest' {
  export interface ProvidedContext {
    temporalAddress: string;
    temporalNamespace: string;
    /** A database that may create others; `templateDatabase` is one it can copy. */
    adminDatabaseUrl: string;
    templateDatabase: string;
    /** Empty where there are no workflows yet. */
    workflowBundlePath: string;
  }
}

const NAMESPACE = 'ehcna-test';
/** On a server that others use as well, a name of our own. */
const TEMPLATE = `template_ehcna_${process.pid}`;
const theirs = {
  temporal: process.env['EHCNA_TEST_TEMPORAL_ADDRESS'],
  database: process.env['EHCNA_TEST_DATABASE_URL'],
};
const progress = progressOn(process.stderr);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder();
  const guard = standGuard([folder]);
  // Started before anything else can fail: the guard has then at least a folder to delete.
  const undo: Array<() => Promise<unknown>> = [];
  const tidy = async () => {
    for (const step of undo.reverse()) await step();
    guard.release();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [postgres, temporal, bundle] = await Promise.all([
      startDatabase(folder, undo),
      startServer(folder, undo),
      bundleWorkflows(),
    ]);
    guard.watch([postgres.pid ?? 0, temporal.pid ?? 0].filter(Boolean));
    project.provide('temporalAddress', temporal.address);
    project.provide('temporalNamespace', temporal.namespace);
    project.provide('adminDatabaseUrl', postgres.url);
    project.provide('templateDatabase', TEMPLATE);
    project.provide('workflowBundlePath', bundle);
  } catch (error) {
    await tidy();
    throw error;
  }
  return tidy;
}

const startDatabase = async (folder: string, undo: Array<() => Promise<unknown>>) => {
  const home = join(folder, 'postgres');
  const server = await startPostgres({ databaseUrl: theirs.database, home, ephemeral: true, progress });
  undo.push(() => server.stop());
  await ask(server.url, `create database ${TEMPLATE}`);
  if (theirs.database) undo.push(() => ask(server.url, `drop database ${TEMPLATE} with (force)`));
  if (existsSync(join(packageRoot, 'db', 'migrations'))) await migrate(databaseIn(server.url, TEMPLATE));
  return server;
};

const ask = async (url: string, statement: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(statement);
  await admin.end();
};

const databaseIn = (url: string, name: string): string => {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
};

const startServer = async (folder: string, undo: Array<() => Promise<unknown>>) => {
  if (theirs.temporal) return useTheirs(theirs.temporal);
  const { temporal, searchPath } = readConfig();
  const executable = await findTemporal({ cliPath: temporal.cliPath, searchPath, cacheDir: cacheDir(), progress });
  progress.line(`Temporal CLI ${executable.version} from ${executable.source}`);
  const server = await startTemporal({
    executable,
    namespace: NAMESPACE,
    uiPort: false,
    logFile: join(folder, 'temporal.log'),
    searchAttributes: SEARCH_ATTRIBUTES,
    timeSkipping: true,
    progress,
  });
  undo.push(() => server.stop());
  return server;
};

const useTheirs = async (address: string): Promise<TemporalServer> => {
  progress.line(`Temporal server: ${address}, from EHCNA_TEST_TEMPORAL_ADDRESS`);
  return useTemporal({ connection: { address }, namespace: NAMESPACE, searchAttributes: SEARCH_ATTRIBUTES });
};

const bundleWorkflows = async (): Promise<string> =>
  existsSync(join(packageRoot, 'workflows', 'index.ts')) ? workflowBundle(progress) : '';

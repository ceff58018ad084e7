/**
 * How long a disaster takes to mend: `npm run disaster -- --cases 2000 [--json]`. Makes that many open cases from the sample
 * on servers of its own, backs them up, throws server and database away, and brings all of it back (docs/disaster.md). Run
 * after the TypeScript is compiled: it reads dist/. Nothing that runs is touched.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';

const root = resolve(import.meta.dirname, '..');
const dist = (path) => import(`${root}/dist/${path}`);
const { drill } = await dist('client/disaster/drill.js');
const { table } = await dist('client/cli/table.js');
const { LAW_VERSION } = await dist('domain/law/rules.js');
const { migrate } = await dist('db/migrate.js');
const { readConfig } = await dist('workers/config.js');
const { standGuard } = await dist('workers/platform/guard.js');
const { cacheDir, temporaryFolder } = await dist('workers/platform/places.js');
const { startPostgres } = await dist('workers/platform/postgres.js');
const { progressOn } = await dist('workers/platform/progress.js');
const { findTemporal } = await dist('workers/platform/temporal-executable.js');
const { startTemporal } = await dist('workers/platform/temporal-server.js');
const { readPolicy } = await dist('workers/policy-file.js');
const { startOwnProcess } = await dist('workers/platform/worker-process.js');
const { workflowBundle } = await dist('workers/workflow-bundle.js');
const { openCaseKeys } = await dist('keys/case-keys.js');
const { clientConverter } = await dist('keys/data-converter.js');
const { keyringOf, newKey } = await dist('keys/keyring.js');
const { newIssuer, pemOf } = await dist('keys/identity.js');
const { trainingSigner } = await dist('keys/signer.js');
const { SEARCH_ATTRIBUTES } = await dist('workflows/search-attributes.js');

const { values } = parseArgs({ options: { cases: { type: 'string', default: '2000' }, json: { type: 'boolean' } } });
const cases = Number(values.cases);
if (!Number.isInteger(cases) || cases < 1) {
  process.stderr.write('--cases: expected a whole number from 1.\n');
  process.exit(2);
}

const NAMESPACE = 'disaster';
const config = readConfig();
const progress = progressOn(process.stderr);
const folder = temporaryFolder();
const guard = standGuard([folder]);
const undo = [];
const childKey = randomBytes(32).toString('hex');
const keysText = newKey('drill');
const keyring = keyringOf(keysText);
const issuer = newIssuer();
const signer = trainingSigner(issuer);
await workflowBundle(progress);

/** A site of its own: an empty Temporal server on disk, and an empty database. Answers with how to lose it. */
const openSite = async (postgres, name) => {
  const { cliPath } = config.temporal;
  const executable = await findTemporal({ cliPath, searchPath: config.searchPath, cacheDir: cacheDir(), progress });
  const temporal = await startTemporal({
    executable,
    namespace: NAMESPACE,
    uiPort: false,
    dbFile: join(folder, `${name}.db`),
    logFile: join(folder, `${name}.log`),
    searchAttributes: SEARCH_ATTRIBUTES,
    progress,
  });
  guard.watch([postgres.pid, temporal.pid]);
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const connection = await Connection.connect({ address: temporal.address });
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined);
  // The worker finds the key of whoever issues identities where it would have made one.
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'issuing-key'), pemOf(issuer), { mode: 0o600 });
  const site = {
    client: new Client({
      connection,
      namespace: NAMESPACE,
      dataConverter: clientConverter(openCaseKeys(pool, keyring)),
    }),
    address: temporal.address,
    databaseUrl: url.href,
    childKey,
    keyring,
    signer,
    // A process of its own, as in earnest: what asks and counts takes nothing from it.
    startWorker: () =>
      startOwnProcess({
        command: 'worker',
        settings: {
          TEMPORAL_ADDRESS: temporal.address,
          TEMPORAL_NAMESPACE: NAMESPACE,
          DATABASE_URL: url.href,
          EHCNA_CHILD_KEY: childKey,
          EHCNA_KEYS: keysText,
          EHCNA_DATA_DIR: join(folder, name),
          EHCNA_OUTBOX: join(folder, 'outbox'),
        },
        logFile: join(folder, `${name}.worker.log`),
      }),
  };
  let there = true;
  const lose = async () => {
    if (!there) return;
    there = false;
    await connection.close();
    await pool.end();
    await temporal.stop();
  };
  undo.push(lose);
  return { site, lose };
};

const inWords = ({ steps, events, backupBytes, started, differing }) => {
  const rows = steps.map(({ step, ms }) => [(ms / 1_000).toFixed(1), (ms / cases).toFixed(1), step]);
  return [
    `${cases} open cases, ${events} events, a backup of ${(backupBytes / 1e6).toFixed(1)} MB; ${started} processes started.`,
    `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB; embedded PostgreSQL, Temporal development server.`,
    table(['seconds', 'ms a case', 'step'], rows),
    differing.length === 0
      ? `Each of the ${cases} cases is at the same stage, the same event and the same deadlines as before.`
      : `${differing.length} cases are not as they were: ${differing.slice(0, 10).join(', ')} …`,
  ].join('\n');
};

try {
  const postgres = await startPostgres({ home: join(folder, 'postgres'), progress });
  undo.push(() => postgres.stop());
  const { version, policy } = await readPolicy(config.policyPath);
  const first = await openSite(postgres, 'lost');
  const result = await drill({
    cases,
    rules: { lawVersion: LAW_VERSION, policyVersion: version, policy },
    folder,
    site: first.site,
    begin: async () => {
      await first.lose();
      return (await openSite(postgres, 'again')).site;
    },
    tell: (line) => progress.line(line),
  });
  process.stdout.write(`${values.json ? JSON.stringify(result) : inWords(result)}\n`);
  if (result.differing.length > 0) process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
  guard.release();
  await rm(folder, { recursive: true, force: true });
}

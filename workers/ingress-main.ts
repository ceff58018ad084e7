/** The ingress as a process: of an installation on one machine, or of a shared one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { documentPlaceOf } from '../activities/objects/opening.js';
import { openIngress } from '../client/http/open.js';
import type { RequestLine } from '../client/http/server.js';
import { openCaseKeys } from '../keys/case-keys.js';
import { clientConverter } from '../keys/data-converter.js';
import { type Config, readConfig } from './config.js';
import { keyringFor } from './keyring-for.js';
import { PlatformFault } from './platform/fault.js';
import { packageRoot } from './platform/places.js';
import { LOOPBACK } from './platform/ports.js';
import { askedToStop, READY } from './platform/worker-process.js';
import { readPolicy } from './policy-file.js';

export const DEFAULT_INGRESS_PORT = 8235;
/** A database that says nothing is away: who asks is told so before they give up. The longest reading is the clinic's. */
const DATABASE_LIMITS = { connectionTimeoutMillis: 5_000, query_timeout: 15_000, keepAlive: true };

const versionOf = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

/** Lines of JSON on standard output, as an orchestrator collects them. */
const logLine = (line: RequestLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const publicUrlOf = ({ ingress }: Config, port: number): string => {
  if (ingress.publicUrl !== undefined) return ingress.publicUrl;
  if (ingress.host === LOOPBACK) return `http://${LOOPBACK}:${port}`;
  throw new PlatformFault(
    `EHCNA_PUBLIC_URL is not set, and the ingress is to listen on ${ingress.host}: letters and links name the address that others reach it by.`,
    1,
  );
};

const isThisMachine = (url: string): boolean => [LOOPBACK, 'localhost', '[::1]'].includes(new URL(url).hostname);

/** Settles when the server has stopped. */
export const runIngress = async (): Promise<void> => {
  const config = readConfig();
  if (!config.databaseUrl)
    throw new PlatformFault('The ingress needs DATABASE_URL. `npm start` sets everything up by itself.', 1);
  const port = config.ingress.port ?? DEFAULT_INGRESS_PORT;
  const publicUrl = publicUrlOf(config, port);
  const keyring = await keyringFor(config, 'ingress');
  const { policy } = await readPolicy(config.policyPath);
  const pool = new pg.Pool({ connectionString: config.databaseUrl, max: 20, ...DATABASE_LIMITS });
  pool.on('error', () => undefined);
  const keys = openCaseKeys(pool, keyring);
  // Made at the first call, and again by itself whenever the server is back: the ingress begins without it.
  const connection = Connection.lazy({ ...config.temporal.connection, connectTimeout: 5_000 });
  const client = new Client({
    connection,
    namespace: config.temporal.namespace,
    dataConverter: clientConverter(keys),
  });
  const { host, ratePerMinute, trustedProxies, uiUrl, webhookNetworks, oidc } = config.ingress;
  // What others reach by another name, through a proxy on this machine, is not for training.
  const training = config.naming.issuers === undefined && host === LOOPBACK && isThisMachine(publicUrl);
  const ingress = await openIngress({
    client,
    pool,
    keys,
    childKey: config.childKey,
    documents: documentPlaceOf(config.documents),
    policy,
    publicUrl,
    uiUrl,
    oidc,
    training,
    webhookNetworks: training ? [...webhookNetworks, '127.0.0.0/8'] : webhookNetworks,
    host,
    port,
    ratePerMinute,
    trustedProxies,
    version: versionOf(),
    log: logLine,
  });
  process.stderr.write(`The ingress is at ${ingress.url}.\n`);
  process.send?.(READY);
  await askedToStop();
  await ingress.close();
  await connection.close();
  await pool.end();
};

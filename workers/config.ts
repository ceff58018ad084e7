/**
 * Everything that is set from outside, read once and checked; nothing else in the code reads the environment. A value
 * that may be a secret can also be given as the name of a file that holds it: `DATABASE_URL_FILE=/run/secrets/db`.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { VERSIONING } from './deployment.js';
import type { Versioning } from './deployment.js';
import { type ObjectsPlace, placeOf, type S3Credentials, WrongPlace } from '../activities/objects/place.js';
import { signingKey } from '../activities/anchors/anchor.js';
import { MIB } from '../activities/objects/object-store.js';
import { issuersFaults } from '../keys/identity.js';
import { keyringFaults } from '../keys/keyring.js';
import { PlatformFault } from './platform/fault.js';
import { defaultDataDir, packageRoot } from './platform/places.js';
import { LOOPBACK } from './platform/ports.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const url = (schemes: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    error: `expected an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });
const port = z.coerce.number({ error: 'expected a port number' }).int().min(1).max(65_535);

const isSigningKey = (text: string): boolean => {
  try {
    signingKey(text);
    return true;
  } catch {
    return false;
  }
};

const placeFault = (value: string): string | undefined => {
  try {
    placeOf(value);
    return undefined;
  } catch (error) {
    if (error instanceof WrongPlace) return error.message;
    throw error;
  }
};

/** Each may also be given as NAME_FILE. */
const SECRETS = [
  'DATABASE_URL',
  'EHCNA_ANCHOR_KEY',
  'EHCNA_ANCHOR_WEBHOOK',
  'EHCNA_CHILD_KEY',
  'EHCNA_CODEC_TOKENS',
  'EHCNA_ISSUERS',
  'EHCNA_KEYS',
  'EHCNA_S3_ACCESS_KEY_ID',
  'EHCNA_S3_SECRET_ACCESS_KEY',
  'NOTIFY_API_KEY',
  'SMTP_URL',
  'TEMPORAL_API_KEY',
] as const;

/** A way out of the building needs these as well. */
const NEEDED_WITH = [
  ['SMTP_URL', 'EHCNA_MAIL_FROM'],
  ['NOTIFY_API_KEY', 'NOTIFY_EMAIL_TEMPLATE'],
  ['NOTIFY_API_KEY', 'NOTIFY_LETTER_TEMPLATE'],
  ['EHCNA_S3_ACCESS_KEY_ID', 'EHCNA_S3_SECRET_ACCESS_KEY'],
] as const;

const environmentShape = z.object({
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'expected host:port, for example localhost:7233')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('ehcna'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_PROFILE: z.string().optional(),
  TEMPORAL_CONFIG_FILE: z.string().optional(),
  TEMPORAL_CLI_PATH: z.string().optional(),
  DATABASE_URL: url(['postgres', 'postgresql']).optional(),
  EHCNA_DATA_DIR: z.string().default(defaultDataDir()),
  EHCNA_OUTBOX: z.string().optional(),
  EHCNA_OBJECTS: z
    .string()
    .check(({ value, issues }) => {
      const fault = placeFault(value);
      if (fault !== undefined) issues.push({ code: 'custom', message: fault, input: undefined });
    })
    .optional(),
  EHCNA_DOCUMENT_LIMIT_MB: z.coerce
    .number({ error: 'expected the most megabytes that a document may have' })
    .int()
    .min(1)
    .max(1_000)
    .default(20),
  EHCNA_S3_ACCESS_KEY_ID: z.string().optional(),
  EHCNA_S3_SECRET_ACCESS_KEY: z.string().optional(),
  EHCNA_POLICY: z.string().default(join(packageRoot, 'policy', 'default.yaml')),
  EHCNA_ANCHOR_FILE: z.string().optional(),
  EHCNA_ANCHOR_KEY: z
    .string()
    .refine(isSigningKey, 'expected an Ed25519 private key: PEM, or the base64 of PKCS #8 on one line')
    .optional(),
  EHCNA_ANCHOR_WEBHOOK: url(['https', 'http']).optional(),
  EHCNA_CHILD_KEY: z.string().min(32, 'expected at least 32 characters').optional(),
  EHCNA_CODEC_HOST: z.string().default(LOOPBACK),
  EHCNA_CODEC_PORT: port.optional(),
  EHCNA_CODEC_ORIGIN: z
    .string()
    .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
      error:
        'expected the exact origin of the page, for example https://temporal.example.gov.uk, with nothing after it',
    })
    .optional(),
  EHCNA_CODEC_TOKENS: z
    .string()
    .regex(/^\s*([A-Za-z0-9][A-Za-z0-9:._-]{0,99}=\S{32,}\s*)+$/, 'expected NAME=TOKEN, of at least 32 characters each')
    .optional(),
  EHCNA_KEYS: z
    .string()
    .check(({ value, issues }) => {
      for (const message of keyringFaults(value)) issues.push({ code: 'custom', message, input: undefined });
    })
    .optional(),
  EHCNA_IDENTITY: z.string().optional(),
  EHCNA_INGRESS_HOST: z.string().default(LOOPBACK),
  EHCNA_INGRESS_PORT: port.optional(),
  EHCNA_INGRESS_RATE: z.coerce.number({ error: 'expected requests a minute' }).int().min(1).default(1_200),
  EHCNA_PUBLIC_URL: url(['https', 'http'])
    .refine(
      (value) => !/[?#]|\/$/.test(value),
      'expected an address without a slash at its end, and nothing after its path',
    )
    .optional(),
  EHCNA_TRUSTED_PROXIES: z
    .string()
    .regex(/^[0-9a-fA-F.:/,\s]+$/, 'expected addresses or networks, with commas between: 10.0.0.0/8')
    .optional(),
  EHCNA_UI_URL: url(['https', 'http']).optional(),
  EHCNA_ISSUERS: z
    .string()
    .check(({ value, issues }) => {
      for (const message of issuersFaults(value)) issues.push({ code: 'custom', message, input: undefined });
    })
    .optional(),
  EHCNA_ISSUING_KEY: z.string().optional(),
  EHCNA_MAIL_FROM: z.string().optional(),
  EHCNA_VERSIONING: z.enum(VERSIONING, { error: `expected one of ${VERSIONING.join(', ')}` }).default('pinned'),
  EHCNA_PORT: port.optional(),
  EHCNA_UI_PORT: port.optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'expected debug, info, warn or error' })
    .default('warn'),
  NOTIFY_API_KEY: z.string().optional(),
  NOTIFY_BASE_URL: url(['https', 'http']).optional(),
  NOTIFY_EMAIL_TEMPLATE: z.string().optional(),
  NOTIFY_LETTER_TEMPLATE: z.string().optional(),
  SMTP_URL: url(['smtp', 'smtps']).optional(),
  PATH: z.string().default(''),
});

export interface Config {
  temporal: {
    /** The user names a server of theirs, so that none is started. */
    external: boolean;
    namespace: string;
    /** Address, TLS and API key; `address` is only there when `external`. */
    connection: ConnectionOptions;
    cliPath: string | undefined;
    port: number | undefined;
    uiPort: number | undefined;
  };
  databaseUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
  /** The folder that letters are written to. Absolute. */
  outboxDir: string;
  /** Where documents from outside lie (a folder of the data folder unless said), with what opens it, and how large they may be. */
  documents: {
    /** Undefined where it is not said. */
    named: ObjectsPlace | undefined;
    place: ObjectsPlace;
    credentials: S3Credentials | undefined;
    /** Where what goes to a bucket waits for it, sealed. */
    spool: string;
    largestBytes: number;
  };
  /** The YAML file of local policy. Absolute. */
  policyPath: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Whether a case stays on the release of the code that its run began on. */
  versioning: Versioning;
  /** Where the ledger's anchors are kept (absolute), what signs them where it is set, and where copies are sent. */
  anchors: { file: string; key: string | undefined; webhook: string | undefined };
  /** Secret under which children's identities are hashed; one is made in the data folder where none is set. */
  childKey: string | undefined;
  /** The text of the authority's keys (keys/keyring.ts); `npm start` makes some in the data folder where none are set. */
  keys: string | undefined;
  /** The server that reads payloads in clear for people. */
  codec: {
    host: string;
    port: number | undefined;
    origin: string | undefined;
    /** Undefined where one is made in the data folder, for this machine alone. */
    tokens: { name: string; token: string }[] | undefined;
  };
  /** The HTTP server for other systems and for pages. */
  ingress: {
    host: string;
    port: number | undefined;
    /** The address that others reach it by, without a slash at its end. */
    publicUrl: string | undefined;
    /** Requests a minute that one client may send. */
    ratePerMinute: number;
    trustedProxies: string[];
    /** Of the Temporal UI's list of workflows, for links to it. */
    uiUrl: string | undefined;
  };
  /** The text of the public keys of those whose identities count, and the file of our own identity (keys/trust.ts). */
  naming: { issuers: string | undefined; identity: string | undefined };
  /** The file of the key that identities are issued with, where that is done. */
  issuingKeyPath: string | undefined;
  notify: { apiKey: string; baseUrl: string | undefined; emailTemplate: string; letterTemplate: string } | undefined;
  mail: { url: string; from: string } | undefined;
  /** Where programs are looked for: PATH. */
  searchPath: string;
}

/** Throws one {@link PlatformFault} that lists every fault. */
export const readConfig = (environment: Environment = process.env): Config => {
  const faults: string[] = [];
  // Compose files and CI settings pass a variable that is not set as an empty one.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== '' && value !== undefined),
  );
  const resolved = withSecretFiles(given as Record<string, string>, faults);
  const parsed = environmentShape.safeParse(resolved);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  for (const [name, needed] of NEEDED_WITH) {
    if (resolved[name] && !resolved[needed]) faults.push(`${needed}: needed where ${name} is set`);
  }
  if (resolved['EHCNA_OBJECTS']?.startsWith('s3://') && !resolved['EHCNA_S3_ACCESS_KEY_ID'])
    faults.push('EHCNA_S3_ACCESS_KEY_ID: needed where EHCNA_OBJECTS is a bucket');
  const connection = temporalConnection(resolved, faults);
  if (faults.length > 0 || !parsed.success) {
    throw new PlatformFault(`The configuration has ${counted(faults.length)}: ${faults.join('; ')}.`, 1);
  }
  return assemble(parsed.data, connection);
};

const counted = (faults: number): string => (faults === 1 ? 'a fault' : `${faults} faults`);

const withSecretFiles = (given: Record<string, string>, faults: string[]): Record<string, string> => {
  const resolved = { ...given };
  for (const name of SECRETS) {
    const file = given[`${name}_FILE`];
    if (file === undefined) continue;
    if (given[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set; keep one`);
    try {
      resolved[name] = readFileSync(file, 'utf8').trim();
    } catch {
      faults.push(`${name}_FILE: cannot read ${file}`);
    }
  }
  return resolved;
};

interface TemporalConnection {
  external: boolean;
  options: ConnectionOptions;
  namespace: string | undefined;
}

/** A server of the user's own is named by an address, or by a profile of Temporal's configuration file. */
const temporalConnection = (resolved: Record<string, string>, faults: string[]): TemporalConnection => {
  const named = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some((name) => resolved[name]);
  if (!named) return { external: false, options: {}, namespace: undefined };
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: resolved });
    return { external: true, options: defined(connectionOptions) as ConnectionOptions, namespace };
  } catch (error) {
    faults.push(`TEMPORAL_*: ${error instanceof Error ? error.message : String(error)}`);
    return { external: true, options: {}, namespace: undefined };
  }
};

const defined = (options: object) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const documentsOf = (values: z.infer<typeof environmentShape>, dataDir: string): Config['documents'] => {
  const { EHCNA_S3_ACCESS_KEY_ID: accessKeyId, EHCNA_S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  const named = values.EHCNA_OBJECTS === undefined ? undefined : placeOf(values.EHCNA_OBJECTS);
  return {
    named,
    place: named ?? { folder: join(dataDir, 'objects') },
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    spool: join(dataDir, 'incoming'),
    largestBytes: values.EHCNA_DOCUMENT_LIMIT_MB * MIB,
  };
};

const assemble = (values: z.infer<typeof environmentShape>, connection: TemporalConnection): Config => {
  const dataDir = resolve(values.EHCNA_DATA_DIR);
  return {
    temporal: {
      external: connection.external,
      namespace: connection.namespace ?? values.TEMPORAL_NAMESPACE,
      connection: connection.options,
      cliPath: values.TEMPORAL_CLI_PATH,
      port: values.EHCNA_PORT,
      uiPort: values.EHCNA_UI_PORT,
    },
    databaseUrl: values.DATABASE_URL,
    dataDir,
    outboxDir: resolve(values.EHCNA_OUTBOX ?? join(dataDir, 'outbox')),
    documents: documentsOf(values, dataDir),
    policyPath: resolve(values.EHCNA_POLICY),
    logLevel: values.LOG_LEVEL,
    versioning: values.EHCNA_VERSIONING,
    anchors: {
      file: resolve(values.EHCNA_ANCHOR_FILE ?? join(dataDir, 'anchors.jsonl')),
      key: values.EHCNA_ANCHOR_KEY,
      webhook: values.EHCNA_ANCHOR_WEBHOOK,
    },
    childKey: values.EHCNA_CHILD_KEY,
    keys: values.EHCNA_KEYS,
    codec: {
      host: values.EHCNA_CODEC_HOST,
      port: values.EHCNA_CODEC_PORT,
      origin: values.EHCNA_CODEC_ORIGIN,
      tokens: values.EHCNA_CODEC_TOKENS?.split(/\s+/)
        .filter(Boolean)
        .map((one) => ({ name: one.slice(0, one.indexOf('=')), token: one.slice(one.indexOf('=') + 1) })),
    },
    ingress: {
      host: values.EHCNA_INGRESS_HOST,
      port: values.EHCNA_INGRESS_PORT,
      publicUrl: values.EHCNA_PUBLIC_URL,
      ratePerMinute: values.EHCNA_INGRESS_RATE,
      trustedProxies: values.EHCNA_TRUSTED_PROXIES?.split(/[,\s]+/).filter(Boolean) ?? [],
      uiUrl: values.EHCNA_UI_URL,
    },
    naming: {
      issuers: values.EHCNA_ISSUERS,
      identity: values.EHCNA_IDENTITY === undefined ? undefined : resolve(values.EHCNA_IDENTITY),
    },
    issuingKeyPath: values.EHCNA_ISSUING_KEY === undefined ? undefined : resolve(values.EHCNA_ISSUING_KEY),
    notify: values.NOTIFY_API_KEY
      ? {
          apiKey: values.NOTIFY_API_KEY,
          baseUrl: values.NOTIFY_BASE_URL,
          emailTemplate: values.NOTIFY_EMAIL_TEMPLATE ?? '',
          letterTemplate: values.NOTIFY_LETTER_TEMPLATE ?? '',
        }
      : undefined,
    mail: values.SMTP_URL ? { url: values.SMTP_URL, from: values.EHCNA_MAIL_FROM ?? '' } : undefined,
    searchPath: values.PATH,
  };
};

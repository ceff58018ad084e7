/**
 * Finds the installation to talk to: the one that the environment names, else the one that runs on the data folder. What
 * is only read comes from the database, so it is there when the Temporal server is not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionOptions } from '@temporalio/client';
import type pg from 'pg';
import type { Documents } from '../../activities/letter-documents.js';
import type { DocumentPlace } from '../../activities/objects/object-store.js';
import type { Ledger } from '../../activities/ledger.js';
import type { Worklist } from '../../activities/worklist.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import type { TrustedIssuer } from '../../keys/identity.js';
import type { Naming } from '../../keys/trust.js';
import type { Ehcna } from '../ehcna.js';
import { endingOf, EXIT } from './outcome.js';

interface Place {
  /** Undefined where only a database is known. */
  temporal: { connection: ConnectionOptions; namespace: string } | undefined;
  databaseUrl: string | undefined;
  childKey: string | undefined;
  /** The text of the authority's keys. */
  keys: string | undefined;
  /** Whose identities count, and whose is used here. */
  naming: Naming;
  /** Where an installation for training keeps its own. */
  folders: readonly string[];
  issuingKeyPath: string | undefined;
  dataDir: string;
  /** Where documents from outside lie. */
  documents: DocumentPlace;
  /** Of an installation that runs on this machine. */
  runsOn: string | undefined;
}

/** A secret that the worker of this data folder uses. */
const secretIn = (file: 'child-key' | 'keys', folders: readonly string[]): string | undefined => {
  for (const folder of folders) {
    try {
      return readFileSync(join(folder, file), 'utf8').trim();
    } catch {
      // None was made there.
    }
  }
  return undefined;
};

export const findPlace = async (): Promise<Place> => {
  const [{ readConfig }, { findRunning }, { documentPlaceOf }] = await Promise.all([
    import('../../workers/config.js'),
    import('../../workers/platform/running.js'),
    import('../../activities/objects/opening.js'),
  ]);
  const config = readConfig();
  const running = findRunning(config.dataDir);
  const { external, connection, namespace } = config.temporal;
  const folders = [running?.dataDir ?? config.dataDir, config.dataDir] as const;
  const found = running && { connection: { address: running.temporal }, namespace: running.namespace };
  return {
    temporal: external ? { connection, namespace } : found,
    databaseUrl: config.databaseUrl ?? running?.database,
    // Without it a child met before is not known again.
    childKey: config.childKey ?? secretIn('child-key', folders),
    keys: config.keys ?? secretIn('keys', folders),
    naming: config.naming,
    issuingKeyPath: config.issuingKeyPath,
    folders,
    dataDir: config.dataDir,
    documents: documentPlaceOf({
      ...config.documents,
      place: config.documents.named ?? { folder: join(folders[0], 'objects') },
    }),
    runsOn: running?.dataDir,
  };
};

const nothingRuns = async ({ dataDir }: Place, missing: string): Promise<Error> => {
  const { PlatformFault } = await import('../../workers/platform/fault.js');
  return new PlatformFault(
    `Nothing runs on ${dataDir}, and ${missing} is not set. Start an installation with \`npm start\`, or name one (EHCNA_DATA_DIR, or TEMPORAL_ADDRESS and DATABASE_URL).`,
    3,
  );
};

const keysOf = async ({ keys, dataDir }: Place): Promise<string> => {
  if (keys !== undefined) return keys;
  const { PlatformFault } = await import('../../workers/platform/fault.js');

  throw new PlatformFault(
    `No key to read with: EHCNA_KEYS is not set, and there is no file ${join(dataDir, 'keys')}.`,
    1,
  );
};

/** The text of the authority's keys that this place is given. */
export const givenKeys = async (): Promise<string> => keysOf(await findPlace());

/** Whose identities count at this place. */
export const knownIssuers = async (): Promise<TrustedIssuer[]> => {
  const [{ naming, folders }, { issuersKnownTo }] = await Promise.all([findPlace(), import('../../keys/trust.js')]);
  return issuersKnownTo(naming, folders);
};

/** The whole installation. */
export const connect = async (): Promise<Ehcna> => {
  const place = await findPlace();
  const { temporal, databaseUrl, childKey } = place;
  if (!temporal) throw await nothingRuns(place, 'TEMPORAL_ADDRESS');
  if (!databaseUrl) throw await nothingRuns(place, 'DATABASE_URL');
  const keys = await keysOf(place);
  const [{ Ehcna }, { keyringOf }, { callersSigner }] = await Promise.all([
    import('../ehcna.js'),
    import('../../keys/keyring.js'),
    import('../../keys/trust.js'),
  ]);
  const signer = callersSigner(place.naming, place.folders);
  return Ehcna.connect({
    ...temporal,
    databaseUrl,
    childKey,
    keyring: keyringOf(keys),
    signer,
    documents: place.documents,
  });
};

/** What is recorded, without the engine. */
export interface Records {
  pool: pg.Pool;
  ledger: Ledger;
  worklist: Worklist;
  /** Undefined where no key is given to open them with. */
  documents: Documents | undefined;
  /** Undefined likewise. */
  keys: CaseKeys | undefined;
  place: DocumentPlace;
  close(): Promise<void>;
}

export const connectRecords = async (): Promise<Records> => {
  const place = await findPlace();
  if (!place.databaseUrl) throw await nothingRuns(place, 'DATABASE_URL');
  const [
    { default: pg },
    { createLedger },
    { createWorklist },
    { project },
    { openCaseKeys },
    { keyringOf },
    { documentsUnder },
  ] = await Promise.all([
    import('pg'),
    import('../../activities/ledger.js'),
    import('../../activities/worklist.js'),
    import('../../domain/projection.js'),
    import('../../keys/case-keys.js'),
    import('../../keys/keyring.js'),
    import('../../activities/letter-documents.js'),
  ]);
  const pool = new pg.Pool({ connectionString: place.databaseUrl, max: 3, connectionTimeoutMillis: 5_000 });
  // A connection that breaks while idle is met by the next query; unheard, it would end the process.
  pool.on('error', () => undefined);
  // Worklists and the chain can be read without a key; what was said of a child cannot.
  const keys = place.keys === undefined ? undefined : openCaseKeys(pool, keyringOf(place.keys));
  const ledger = createLedger(pool, project, { childKeySecret: place.childKey, keys });
  const documents = keys && documentsUnder(keys, place.documents);
  return {
    pool,
    ledger,
    worklist: createWorklist(pool),
    documents,
    keys,
    place: place.documents,
    close: () => pool.end(),
  };
};

/** Servers on a full disk fall silent: why is then to be seen on the disk, and not in what they say. */
const orFullDisk = async (error: unknown): Promise<unknown> => {
  if (endingOf(error).exit !== EXIT.unreachable) return error;
  const { runsOn } = await findPlace();
  if (runsOn === undefined) return error;
  const [{ shortageAt }, { PlatformFault }] = await Promise.all([
    import('../../workers/platform/disk.js'),
    import('../../workers/platform/fault.js'),
  ]);
  const shortage = shortageAt(runsOn);
  if (!shortage) return error;
  const meanwhile = 'What was sent may be carried out then; sending it again is safe.';
  return new PlatformFault(`The disk is full: ${shortage}. Free some space. ${meanwhile}`, 3, { cause: error });
};

const using = async <T extends { close(): Promise<void> }, R>(
  open: () => Promise<T>,
  work: (it: T) => Promise<R>,
): Promise<R> => {
  let it: T | undefined;
  try {
    it = await open();
    return await work(it);
  } catch (error) {
    throw await orFullDisk(error);
  } finally {
    await it?.close();
  }
};

export const withEhcna = <R>(work: (ehcna: Ehcna) => Promise<R>): Promise<R> => using(connect, work);
export const withRecords = <R>(work: (records: Records) => Promise<R>): Promise<R> => using(connectRecords, work);

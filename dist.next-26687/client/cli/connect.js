/**
 * Finds the installation to talk to: the one that the environment names, else the one that runs on the data folder. What
 * is only read comes from the database, so it is there when the Temporal server is not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endingOf, EXIT } from './outcome.js';
/** A secret that the worker of this data folder uses. */
const secretIn = (file, folders) => {
    for (const folder of folders) {
        try {
            return readFileSync(join(folder, file), 'utf8').trim();
        }
        catch {
            // None was made there.
        }
    }
    return undefined;
};
export const findPlace = async () => {
    const [{ readConfig }, { findRunning }] = await Promise.all([
        import('../../workers/config.js'),
        import('../../workers/platform/running.js'),
    ]);
    const config = readConfig();
    const running = findRunning(config.dataDir);
    const { external, connection, namespace } = config.temporal;
    const folders = [running?.dataDir ?? config.dataDir, config.dataDir];
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
        runsOn: running?.dataDir,
    };
};
const nothingRuns = async ({ dataDir }, missing) => {
    const { PlatformFault } = await import('../../workers/platform/fault.js');
    return new PlatformFault(`Nothing runs on ${dataDir}, and ${missing} is not set. Start an installation with \`npm start\`, or name one (EHCNA_DATA_DIR, or TEMPORAL_ADDRESS and DATABASE_URL).`, 3);
};
const keysOf = async ({ keys, dataDir }) => {
    if (keys !== undefined)
        return keys;
    const { PlatformFault } = await import('../../workers/platform/fault.js');
    throw new PlatformFault(`No key to read with: EHCNA_KEYS is not set, and there is no file ${join(dataDir, 'keys')}.`, 1);
};
/** The text of the authority's keys that this place is given. */
export const givenKeys = async () => keysOf(await findPlace());
/** Whose identities count at this place. */
export const knownIssuers = async () => {
    const [{ naming, folders }, { issuersKnownTo }] = await Promise.all([findPlace(), import('../../keys/trust.js')]);
    return issuersKnownTo(naming, folders);
};
/** The whole installation. */
export const connect = async () => {
    const place = await findPlace();
    const { temporal, databaseUrl, childKey } = place;
    if (!temporal)
        throw await nothingRuns(place, 'TEMPORAL_ADDRESS');
    if (!databaseUrl)
        throw await nothingRuns(place, 'DATABASE_URL');
    const keys = await keysOf(place);
    const [{ Ehcna }, { keyringOf }, { callersSigner }] = await Promise.all([
        import('../ehcna.js'),
        import('../../keys/keyring.js'),
        import('../../keys/trust.js'),
    ]);
    const signer = callersSigner(place.naming, place.folders);
    return Ehcna.connect({ ...temporal, databaseUrl, childKey, keyring: keyringOf(keys), signer });
};
export const connectRecords = async () => {
    const place = await findPlace();
    if (!place.databaseUrl)
        throw await nothingRuns(place, 'DATABASE_URL');
    const [{ default: pg }, { createLedger }, { createWorklist }, { project }, { openCaseKeys }, { keyringOf }, { documentsUnder },] = await Promise.all([
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
    const documents = keys && documentsUnder(keys);
    return { pool, ledger, worklist: createWorklist(pool), documents, keys, close: () => pool.end() };
};
/** Servers on a full disk fall silent: why is then to be seen on the disk, and not in what they say. */
const orFullDisk = async (error) => {
    if (endingOf(error).exit !== EXIT.unreachable)
        return error;
    const { runsOn } = await findPlace();
    if (runsOn === undefined)
        return error;
    const [{ shortageAt }, { PlatformFault }] = await Promise.all([
        import('../../workers/platform/disk.js'),
        import('../../workers/platform/fault.js'),
    ]);
    const shortage = shortageAt(runsOn);
    if (!shortage)
        return error;
    const meanwhile = 'What was sent may be carried out then; sending it again is safe.';
    return new PlatformFault(`The disk is full: ${shortage}. Free some space. ${meanwhile}`, 3, { cause: error });
};
const using = async (open, work) => {
    let it;
    try {
        it = await open();
        return await work(it);
    }
    catch (error) {
        throw await orFullDisk(error);
    }
    finally {
        await it?.close();
    }
};
export const withEhcna = (work) => using(connect, work);
export const withRecords = (work) => using(connectRecords, work);
//# sourceMappingURL=connect.js.map
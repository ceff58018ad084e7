/** The codec server as a process: of an installation on one machine, or of a shared one. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { createLedger } from '../activities/ledger.js';
import { project } from '../domain/projection.js';
import { openCaseKeys } from '../keys/case-keys.js';
import { madeOnce } from '../keys/made-once.js';
import { accessBook, PAYLOADS_DECODED } from '../activities/access-book.js';
import { startCodecServer } from './codec-server.js';
import { readConfig } from './config.js';
import { keyringFor } from './keyring-for.js';
import { PlatformFault } from './platform/fault.js';
import { LOOPBACK } from './platform/ports.js';
import { askedToStop, READY } from './platform/worker-process.js';
export const DEFAULT_CODEC_PORT = 8234;
const HERE = 'this-machine';
/** For an installation on one machine that sets none: made once, kept beside its data. */
export const codecTokenIn = async (dataDir) => (await madeOnce(join(dataDir, 'codec-token'), () => randomBytes(32).toString('base64url'))).trim();
const tokensOf = async ({ codec, dataDir }) => {
    const tokenInPath = codec.host === LOOPBACK;
    if (codec.tokens)
        return { tokens: codec.tokens, tokenInPath };
    if (!tokenInPath)
        throw new PlatformFault(`EHCNA_CODEC_TOKENS is not set, and the codec server is to listen on ${codec.host}: without it, on ${LOOPBACK} only.`, 1);
    return { tokens: [{ name: HERE, token: await codecTokenIn(dataDir) }], tokenInPath };
};
/** Settles when the server has stopped. */
export const runCodecServer = async () => {
    const config = readConfig();
    if (!config.databaseUrl)
        throw new PlatformFault('The codec server needs DATABASE_URL. `npm start` sets everything up by itself.', 1);
    const pool = new pg.Pool({ connectionString: config.databaseUrl, max: 4, connectionTimeoutMillis: 5_000 });
    pool.on('error', () => undefined);
    // It asks for a key each time: an erased one opens nothing from that moment.
    const keys = openCaseKeys(pool, await keyringFor(config, 'codec server'), 0);
    const book = accessBook(createLedger(pool, project, { keys }), PAYLOADS_DECODED);
    const server = await startCodecServer({
        keys,
        book,
        namespace: config.temporal.namespace,
        host: config.codec.host,
        port: config.codec.port ?? DEFAULT_CODEC_PORT,
        origin: config.codec.origin,
        ...(await tokensOf(config)),
    });
    process.stderr.write(`The codec server is at ${server.url}.\n`);
    process.send?.(READY);
    await askedToStop();
    await server.close();
    await book.close();
    await pool.end();
};
//# sourceMappingURL=codec-main.js.map
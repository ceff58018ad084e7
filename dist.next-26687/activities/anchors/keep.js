/**
 * Keeps the anchors of an installation: one file that only grows, and a copy of every line at a web address where one is
 * set. Both are outside the database; the copy is also out of reach of whoever holds this machine.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction } from '../ledger/transaction.js';
import { anchorLine, AnchorReading } from './anchor.js';
/** Of a file: where it stands, what it anchors, and its lines. Undefined where there is none. */
export const readAnchors = async (file, keys) => {
    const text = await readFile(file, 'utf8').catch((error) => {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    });
    if (text === undefined)
        return undefined;
    const lines = text.split('\n');
    // After the last line feed: nothing, or a line that was not written to its end.
    if (lines.at(-1) === '')
        lines.pop();
    const reading = new AnchorReading(keys);
    const anchored = [];
    for (const line of lines)
        anchored.push(...reading.take(line));
    return { anchors: reading.end(), anchored, lines };
};
const HEADS = `select stream, seq, hash from ledger_heads where seq > 0 order by stream collate "C"`;
const syncFolder = async (file) => {
    const folder = await open(dirname(file), 'r');
    try {
        await folder.sync();
    }
    finally {
        await folder.close();
    }
};
const append = async (file, line) => {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, 'a', 0o600);
    try {
        await handle.writeFile(`${line}\n`);
        await handle.sync();
    }
    finally {
        await handle.close();
    }
    await syncFolder(file);
};
/** A line whose writing was cut off was never answered for: it goes, so that the next begins where it began. */
const dropUnfinished = async (file) => {
    const bytes = await readFile(file).catch(() => undefined);
    if (!bytes || bytes.length === 0 || bytes.at(-1) === 10)
        return;
    const handle = await open(file, 'r+');
    try {
        await handle.truncate(bytes.lastIndexOf(10) + 1);
        await handle.sync();
    }
    finally {
        await handle.close();
    }
};
/** One at a time over all workers of this database. */
const ALONE = `select pg_advisory_xact_lock(hashtextextended('ehcna ledger anchors', 0))`;
export const createAnchorKeeper = (pool, { file, key, webhook }) => {
    const take = (moment, { once = false, whole = false } = {}) => inTransaction(pool, 'anchoring the ledger', async (client) => {
        await client.query(ALONE);
        await dropUnfinished(file);
        const found = await readAnchors(file);
        const { standing, faults } = found?.anchors ?? new AnchorReading().end();
        if (once && standing.day !== null && standing.day >= moment.day)
            return undefined;
        const { rows: heads } = await client.query(HEADS);
        const line = anchorLine(standing, heads, moment, key, whole || standing.n === 0 || faults.length > 0);
        await append(file, line);
        return takenOf(line, lostFrom(standing.heads, heads), faults.length);
    });
    const post = async (attempts = 1) => {
        if (!webhook)
            return 0;
        const noted = `${file}.posted`;
        const lines = (await readAnchors(file))?.lines ?? [];
        const posted = await readFile(noted, 'utf8').catch(() => '');
        // By its hash, since a line of the same number may be another: a new file, a replaced one.
        const after = lines.findIndex((line) => hashOf(line) === posted.trim()) + 1;
        for (const line of lines.slice(after)) {
            await deliver(webhook, line, attempts);
            await writeFile(`${noted}.new`, `${hashOf(line)}\n`, { mode: 0o600 });
            await rename(`${noted}.new`, noted);
        }
        return lines.length - after;
    };
    return { take, post };
};
const hashOf = (line) => createHash('sha256').update(line).digest('hex');
const takenOf = (line, lost, faults) => {
    const { n, day, streams, events, digest } = JSON.parse(line);
    return { n, day, streams, events, digest, lost, faults };
};
const lostFrom = (before, now) => {
    const there = new Map(now.map(({ stream, seq }) => [stream, seq]));
    return [...before.values()].filter(({ stream, seq }) => (there.get(stream) ?? 0) < seq).map(({ stream }) => stream);
};
const PATIENCE_MS = 10_000;
const BETWEEN_MS = 2_000;
/** The line itself is the message, signature and all: what was received, line by line, is a file of anchors. */
const deliver = async (webhook, line, attempts) => {
    for (let left = attempts;; left -= 1) {
        const fault = await attempt(webhook, line);
        if (fault === undefined)
            return;
        if (left <= 1)
            throw new Error(`The anchor was not taken at ${new URL(webhook).host}: ${fault}.`);
        await pause(BETWEEN_MS);
    }
};
const attempt = async (webhook, line) => {
    try {
        const { ok, status } = await fetch(webhook, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: `${line}\n`,
            redirect: 'error',
            signal: AbortSignal.timeout(PATIENCE_MS),
        });
        return ok ? undefined : `it answered ${status}`;
    }
    catch (error) {
        return error instanceof Error && error.name === 'TimeoutError'
            ? `no answer in ${PATIENCE_MS / 1_000} s`
            : 'it could not be reached';
    }
};
//# sourceMappingURL=keep.js.map
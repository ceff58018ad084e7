/**
 * The form of a backup: gzip over lines of JSON, so that any tool can read it. The first line says what it is; then each
 * table is a line with its columns followed by a line a row, every value as PostgreSQL writes it; the last line is the
 * manifest, with the number of rows and the SHA-256 of the lines of each table.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { canonicalJson, digestOf, firstHash, nextHash } from '../ledger/chain.js';
/** Raised when a reader of the older form would misread the newer one. */
export const FORMAT = 1;
/** The file is no backup, or not a whole one: says which, and never what is in it. */
export class UnusableBackup extends Error {
    name = 'UnusableFile';
}
export const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
export const manifestLine = (manifest) => JSON.stringify({ manifest, sha256: sha256(canonicalJson(manifest)) });
/** Sums up a table while its lines pass by. */
export class PartSum {
    table;
    hash = createHash('sha256');
    rows = -1;
    constructor(table) {
        this.table = table;
    }
    /** The line of its columns, then its rows. */
    add(line) {
        this.hash.update(`${line}\n`, 'utf8');
        this.rows += 1;
    }
    end() {
        return { table: this.table, rows: this.rows, sha256: this.hash.digest('hex') };
    }
}
/** Does the sums of the ledger in a backup, whose events come by stream and place. */
export class ChainSum {
    ends = new Map();
    heads = new Map();
    broken = new Set();
    events = 0;
    /** Takes a row of any table; only those of the ledger and its heads count. */
    add(table, columns, line) {
        if (table !== 'ledger' && table !== 'ledger_heads')
            return;
        const row = JSON.parse(line);
        const of = (name) => row[columns.indexOf(name)] ?? '';
        const end = { stream: of('stream'), seq: Number(of('seq')), hash: of('hash') };
        if (table === 'ledger_heads')
            this.heads.set(end.stream, end);
        else
            this.follow(end, of('body'), of('prev_hash'));
    }
    follow(event, body, previous) {
        const { stream, seq, hash } = event;
        const before = this.ends.get(stream) ?? { seq: 0, hash: firstHash(stream) };
        if (seq !== before.seq + 1 || previous !== before.hash || hash !== nextHash(previous, body))
            this.broken.add(stream);
        this.ends.set(stream, event);
        this.events += 1;
    }
    end() {
        for (const stream of new Set([...this.ends.keys(), ...this.heads.keys()])) {
            const [end, head] = [this.ends.get(stream), this.heads.get(stream)];
            if (end?.seq !== head?.seq || end?.hash !== head?.hash)
                this.broken.add(stream);
        }
        const heads = [...this.heads.values()];
        return {
            sum: { streams: heads.length, events: this.events, digest: digestOf(heads) },
            broken: [...this.broken].sort(),
        };
    }
}
const damaged = (file) => new UnusableBackup(`${file} is damaged: what it holds is not what was written. Use another backup.`);
const cutShort = (file) => new UnusableBackup(`${file} is cut short: its end is not there. Use another backup.`);
const noBackup = (file) => new UnusableBackup(`${file} is not a backup of ehcna. Expected a file that \`ehcna backup\` wrote.`);
/** What zlib and the file system say, in words. */
const inWords = (error, file) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'Z_BUF_ERROR')
        return cutShort(file);
    if (code.startsWith('Z_'))
        return damaged(file);
    if (code === 'ENOENT')
        return new UnusableBackup(`There is no file ${file}.`);
    if (['EISDIR', 'EACCES', 'EPERM'].includes(code))
        return new UnusableBackup(`Cannot read the file ${file}.`);
    return error;
};
const GZIP = 0x8b1f;
/** Our first line is short; what has none is something else, and is not read to its end. */
const FIRST_LINE_BYTES = 1_000_000;
/** Splits at line feeds alone: a line of JSON may hold every other separator. */
async function* linesOf(file) {
    const source = createReadStream(file);
    const unpacked = createGunzip();
    source.on('error', (error) => unpacked.destroy(error));
    source.once('data', (first) => {
        if (Buffer.from(first).length < 2 || Buffer.from(first).readUInt16LE(0) !== GZIP)
            unpacked.destroy(noBackup(file));
    });
    let parts = [];
    let first = true;
    try {
        for await (const chunk of source.pipe(unpacked)) {
            let from = 0;
            for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
                yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8');
                parts = [];
                first = false;
                from = at + 1;
            }
            if (first && parts.reduce((sum, { length }) => sum + length, 0) > FIRST_LINE_BYTES)
                throw noBackup(file);
            if (from < chunk.length)
                parts.push(chunk.subarray(from));
        }
    }
    catch (error) {
        throw inWords(error, file);
    }
    finally {
        source.destroy();
    }
    if (parts.length > 0)
        throw first ? noBackup(file) : cutShort(file);
}
const headerIn = (line, file) => {
    if (line === undefined)
        throw noBackup(file);
    let header = null;
    try {
        header = JSON.parse(line);
    }
    catch {
        // Something else that is packed with gzip.
    }
    if (header?.ehcna !== 'backup')
        throw noBackup(file);
    if (header.format !== FORMAT)
        throw new UnusableBackup(`${file} is a backup of form ${header.format}, and this version reads form ${FORMAT}. Use the version that wrote it.`);
    return header;
};
/** How many rows are handed on at a time. */
const ROWS_AT_ONCE = 200;
/** Where the reading of one file has got to. */
class Reading {
    file;
    header;
    reader;
    chain = new ChainSum();
    parts = [];
    open;
    manifest;
    constructor(file, header, reader) {
        this.file = file;
        this.header = header;
        this.reader = reader;
    }
    async take(line) {
        if (this.manifest)
            throw damaged(this.file);
        if (line.startsWith('['))
            return this.takeRow(line);
        await this.close();
        const said = JSON.parse(line);
        if (said.table && said.columns)
            return this.begin(said.table, said.columns, line);
        if (!said.manifest || said.sha256 !== sha256(canonicalJson(said.manifest)))
            throw damaged(this.file);
        this.manifest = said.manifest;
    }
    async begin(table, columns, line) {
        this.open = { table, columns, sum: new PartSum(table), waiting: [] };
        this.open.sum.add(line);
        await this.reader.table?.(table, columns);
    }
    async takeRow(line) {
        if (!this.open)
            throw damaged(this.file);
        const { table, columns, sum, waiting } = this.open;
        sum.add(line);
        this.chain.add(table, columns, line);
        waiting.push(line);
        if (waiting.length >= ROWS_AT_ONCE)
            await this.reader.rows?.(table, waiting.splice(0));
    }
    async close() {
        if (!this.open)
            return;
        const { table, sum, waiting } = this.open;
        if (waiting.length > 0)
            await this.reader.rows?.(table, waiting);
        this.parts.push(sum.end());
        this.open = undefined;
    }
    end() {
        if (!this.manifest)
            throw cutShort(this.file);
        const { sum, broken } = this.chain.end();
        const found = { ...this.header, parts: this.parts, ledger: sum };
        if (canonicalJson(found) !== canonicalJson(this.manifest))
            throw damaged(this.file);
        return { ...this.manifest, broken };
    }
}
/** Reads a backup from end to end and checks everything that its manifest says; throws {@link UnusableBackup}. */
export const readBackup = async (file, reader = {}) => {
    const lines = linesOf(file);
    try {
        const header = headerIn((await lines.next()).value, file);
        await reader.header?.(header);
        const reading = new Reading(file, header, reader);
        for await (const line of lines)
            await reading.take(line);
        return reading.end();
    }
    catch (error) {
        // A line that is not JSON.
        throw error instanceof SyntaxError ? damaged(file) : error;
    }
    finally {
        await lines.return(undefined);
    }
};
//# sourceMappingURL=format.js.map
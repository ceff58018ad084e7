/**
 * The form of a backup: gzip over lines of JSON, so that any tool can read it. The first line says what it is; then each
 * table is a line with its columns followed by a line a row, every value as PostgreSQL writes it; the last line is the
 * manifest, with the number of rows and the SHA-256 of the lines of each table.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { canonicalJson, digestOf, firstHash, type Head, nextHash } from '../ledger/chain.js';

/** Raised when a reader of the older form would misread the newer one. */
export const FORMAT = 1;

export interface Header {
  ehcna: 'backup';
  format: number;
  /** Instant of the snapshot. */
  takenAt: string;
  /** Migrations that had run, oldest first. */
  schema: string[];
}

interface Part {
  table: string;
  rows: number;
  sha256: string;
}

export interface Manifest extends Header {
  parts: Part[];
  ledger: { streams: number; events: number; digest: string };
}

/** The file is no backup, or not a whole one: says which, and never what is in it. */
export class UnusableBackup extends Error {
  override readonly name = 'UnusableFile';
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export const manifestLine = (manifest: Manifest): string =>
  JSON.stringify({ manifest, sha256: sha256(canonicalJson(manifest)) });

/** Sums up a table while its lines pass by. */
export class PartSum {
  private readonly hash: Hash = createHash('sha256');
  private rows = -1;

  constructor(private readonly table: string) {}

  /** The line of its columns, then its rows. */
  add(line: string): void {
    this.hash.update(`${line}\n`, 'utf8');
    this.rows += 1;
  }

  end(): Part {
    return { table: this.table, rows: this.rows, sha256: this.hash.digest('hex') };
  }
}

/** Does the sums of the ledger in a backup, whose events come by stream and place. */
export class ChainSum {
  private readonly ends = new Map<string, Head>();
  private readonly heads = new Map<string, Head>();
  private readonly broken = new Set<string>();
  private events = 0;

  /** Takes a row of any table; only those of the ledger and its heads count. */
  add(table: string, columns: readonly string[], line: string): void {
    if (table !== 'ledger' && table !== 'ledger_heads') return;
    const row = JSON.parse(line) as readonly (string | null)[];
    const of = (name: string): string => row[columns.indexOf(name)] ?? '';
    const end = { stream: of('stream'), seq: Number(of('seq')), hash: of('hash') };
    if (table === 'ledger_heads') this.heads.set(end.stream, end);
    else this.follow(end, of('body'), of('prev_hash'));
  }

  private follow(event: Head, body: string, previous: string): void {
    const { stream, seq, hash } = event;
    const before = this.ends.get(stream) ?? { seq: 0, hash: firstHash(stream) };
    if (seq !== before.seq + 1 || previous !== before.hash || hash !== nextHash(previous, body))
      this.broken.add(stream);
    this.ends.set(stream, event);
    this.events += 1;
  }

  end(): { sum: Manifest['ledger']; broken: string[] } {
    for (const stream of new Set([...this.ends.keys(), ...this.heads.keys()])) {
      const [end, head] = [this.ends.get(stream), this.heads.get(stream)];
      if (end?.seq !== head?.seq || end?.hash !== head?.hash) this.broken.add(stream);
    }
    const heads = [...this.heads.values()];
    return {
      sum: { streams: heads.length, events: this.events, digest: digestOf(heads) },
      broken: [...this.broken].sort(),
    };
  }
}

const damaged = (file: string): UnusableBackup =>
  new UnusableBackup(`${file} is damaged: what it holds is not what was written. Use another backup.`);

const cutShort = (file: string): UnusableBackup =>
  new UnusableBackup(`${file} is cut short: its end is not there. Use another backup.`);

const noBackup = (file: string): UnusableBackup =>
  new UnusableBackup(`${file} is not a backup of ehcna. Expected a file that \`ehcna backup\` wrote.`);

/** What zlib and the file system say, in words. */
const inWords = (error: unknown, file: string): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return cutShort(file);
  if (code.startsWith('Z_')) return damaged(file);
  if (code === 'ENOENT') return new UnusableBackup(`There is no file ${file}.`);
  if (['EISDIR', 'EACCES', 'EPERM'].includes(code)) return new UnusableBackup(`Cannot read the file ${file}.`);
  return error;
};

const GZIP = 0x8b1f;
/** Our first line is short; what has none is something else, and is not read to its end. */
const FIRST_LINE_BYTES = 1_000_000;

/** Splits at line feeds alone: a line of JSON may hold every other separator. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  source.once('data', (first) => {
    if (Buffer.from(first).length < 2 || Buffer.from(first).readUInt16LE(0) !== GZIP) unpacked.destroy(noBackup(file));
  });
  let parts: Buffer[] = [];
  let first = true;
  try {
    for await (const chunk of source.pipe(unpacked) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8');
        parts = [];
        first = false;
        from = at + 1;
      }
      if (first && parts.reduce((sum, { length }) => sum + length, 0) > FIRST_LINE_BYTES) throw noBackup(file);
      if (from < chunk.length) parts.push(chunk.subarray(from));
    }
  } catch (error) {
    throw inWords(error, file);
  } finally {
    source.destroy();
  }
  if (parts.length > 0) throw first ? noBackup(file) : cutShort(file);
}

const headerIn = (line: string | undefined, file: string): Header => {
  if (line === undefined) throw noBackup(file);
  let header: Partial<Header> | null = null;
  try {
    header = JSON.parse(line) as Partial<Header> | null;
  } catch {
    // Something else that is packed with gzip.
  }
  if (header?.ehcna !== 'backup') throw noBackup(file);
  if (header.format !== FORMAT)
    throw new UnusableBackup(
      `${file} is a backup of form ${header.format}, and this version reads form ${FORMAT}. Use the version that wrote it.`,
    );
  return header as Header;
};

export interface Reader {
  header?(header: Header): Promise<void>;
  table?(table: string, columns: string[]): Promise<void>;
  /** Lines as they stand in the file. */
  rows?(table: string, lines: string[]): Promise<void>;
}

export interface Checked extends Manifest {
  /** Streams whose chain does not hold: the ledger was so when the backup was taken. */
  broken: string[];
}

/** How many rows are handed on at a time. */
const ROWS_AT_ONCE = 200;

/** Where the reading of one file has got to. */
class Reading {
  private readonly chain = new ChainSum();
  private readonly parts: Part[] = [];
  private open: { table: string; sum: PartSum; columns: string[]; waiting: string[] } | undefined;
  private manifest: Manifest | undefined;

  constructor(
    private readonly file: string,
    private readonly header: Header,
    private readonly reader: Reader,
  ) {}

  async take(line: string): Promise<void> {
    if (this.manifest) throw damaged(this.file);
    if (line.startsWith('[')) return this.takeRow(line);
    await this.close();
    const said = JSON.parse(line) as { table?: string; columns?: string[]; manifest?: Manifest; sha256?: string };
    if (said.table && said.columns) return this.begin(said.table, said.columns, line);
    if (!said.manifest || said.sha256 !== sha256(canonicalJson(said.manifest))) throw damaged(this.file);
    this.manifest = said.manifest;
  }

  private async begin(table: string, columns: string[], line: string): Promise<void> {
    this.open = { table, columns, sum: new PartSum(table), waiting: [] };
    this.open.sum.add(line);
    await this.reader.table?.(table, columns);
  }

  private async takeRow(line: string): Promise<void> {
    if (!this.open) throw damaged(this.file);
    const { table, columns, sum, waiting } = this.open;
    sum.add(line);
    this.chain.add(table, columns, line);
    waiting.push(line);
    if (waiting.length >= ROWS_AT_ONCE) await this.reader.rows?.(table, waiting.splice(0));
  }

  private async close(): Promise<void> {
    if (!this.open) return;
    const { table, sum, waiting } = this.open;
    if (waiting.length > 0) await this.reader.rows?.(table, waiting);
    this.parts.push(sum.end());
    this.open = undefined;
  }

  end(): Checked {
    if (!this.manifest) throw cutShort(this.file);
    const { sum, broken } = this.chain.end();
    const found = { ...this.header, parts: this.parts, ledger: sum };
    if (canonicalJson(found) !== canonicalJson(this.manifest)) throw damaged(this.file);
    return { ...this.manifest, broken };
  }
}

/** Reads a backup from end to end and checks everything that its manifest says; throws {@link UnusableBackup}. */
export const readBackup = async (file: string, reader: Reader = {}): Promise<Checked> => {
  const lines = linesOf(file);
  try {
    const header = headerIn((await lines.next()).value as string | undefined, file);
    await reader.header?.(header);
    const reading = new Reading(file, header, reader);
    for await (const line of lines) await reading.take(line);
    return reading.end();
  } catch (error) {
    // A line that is not JSON.
    throw error instanceof SyntaxError ? damaged(file) : error;
  } finally {
    await lines.return(undefined);
  }
};

/** Takes a backup: one moment of the database, written as it is read, so that no size of caseload needs memory. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { inTransaction, portions } from '../ledger/transaction.js';
import { onDisk } from '../on-disk.js';
import { ChainSum, FORMAT, type Header, type Manifest, manifestLine, PartSum, UnusableBackup } from './format.js';
import { columnsOf, KEPT, schemaOf, strangersIn } from './tables.js';

export interface Taken extends Manifest {
  /** Absolute. */
  file: string;
  bytes: number;
  /** Tables in the database that are not ours, and are not in it. */
  leftOut: string[];
  /** Streams whose chain does not hold. */
  broken: string[];
}

/** The same text for the same value, whatever the server is set to. */
const PLAIN = `set local timezone = 'UTC'; set local datestyle = 'ISO'; set local bytea_output = 'hex'; set local extra_float_digits = 1`;

/** The chain is checked as it is read, and heads have one order. */
const ORDER: Record<string, string> = {
  ledger: 'order by stream collate "C", seq',
  ledger_heads: 'order by stream collate "C"',
};

/** Documents are in it: few at a time. */
const ROWS_AT_ONCE = 100;

interface Gathered {
  manifest?: Manifest;
  broken?: string[];
}

async function* linesOf(client: pg.PoolClient, header: Header, gathered: Gathered): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  const parts: Manifest['parts'] = [];
  const chain = new ChainSum();
  for (const table of KEPT) {
    const columns = (await columnsOf(client, table)).map(({ name }) => name);
    const sum = new PartSum(table);
    const first = JSON.stringify({ table, columns });
    sum.add(first);
    yield `${first}\n`;
    const select = `select json_build_array(${columns.map((c) => `"${c}"::text`).join(', ')})::text as line from ${table} ${ORDER[table] ?? ''}`;
    for await (const rows of portions<{ line: string }>(client, select, [], ROWS_AT_ONCE)) {
      for (const { line } of rows) {
        sum.add(line);
        chain.add(table, columns, line);
      }
      yield rows.map(({ line }) => `${line}\n`).join('');
    }
    parts.push(sum.end());
  }
  const { sum, broken } = chain.end();
  gathered.manifest = { ...header, parts, ledger: sum };
  gathered.broken = broken;
  yield `${manifestLine(gathered.manifest)}\n`;
}

/** `2026-11-10T04-00-00Z`: an instant that may stand in a file name everywhere. */
const named = (instant: string): string => `ehcna-${instant.slice(0, 19).replaceAll(':', '-')}Z.backup.gz`;

const fileFor = async (target: string, takenAt: string): Promise<string> => {
  const path = resolve(target);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return join(path, named(takenAt));
  if (found)
    throw new UnusableBackup(`${path} is there already. A backup replaces nothing: name another file, or a folder.`);
  if (target.endsWith('/')) {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return join(path, named(takenAt));
  }
  if (await stat(dirname(path)).catch(() => undefined)) return path;
  throw new UnusableBackup(`There is no folder ${dirname(path)} to write a backup to. Make it, or name another.`);
};

/** Has its name only once all of it is on disk. Readable by its owner alone: it is about children. */
export const takeBackup = async (pool: pg.Pool, target: string, now: Date = new Date()): Promise<Taken> => {
  const takenAt = now.toISOString();
  const file = await fileFor(target, takenAt);
  const unfinished = `${file}.${process.pid}.unfinished`;
  const gathered: Gathered = {};
  try {
    const leftOut = await inTransaction(
      pool,
      'taking a backup',
      async (client) => {
        await client.query(PLAIN);
        const header: Header = { ehcna: 'backup', format: FORMAT, takenAt, schema: await schemaOf(client) };
        const lines = Readable.from(linesOf(client, header, gathered), { objectMode: true, highWaterMark: 1 });
        await pipeline(lines, createGzip(), createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
        return strangersIn(client);
      },
      'repeatable read read only',
    );
    await onDisk(unfinished);
    const { size } = await stat(unfinished);
    await rename(unfinished, file);
    await onDisk(dirname(file));
    return { ...(gathered.manifest as Manifest), file, bytes: size, leftOut, broken: gathered.broken ?? [] };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};

/**
 * Objects that belong to nothing: a process ended between storing one and recording it. A day is longer than any document takes
 * to be recorded.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { ObjectStore } from './object-store.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const ASKED_AT_ONCE = 500;
/** So many may be the work of crashes; more, and of more than a fifth, is another database or an old one. */
const UNSUSPICIOUS = 20;

export interface Swept {
  objects: number;
  /** Keys of objects older than a day that no row names. */
  orphans: string[];
  removed: number;
  /** Files that waited to be stored, older than a day. */
  unfinished: number;
}

/** Far more belong to nothing than crashes leave: says why nothing was removed. */
export class TooMany extends Error {
  override readonly name = 'UnusableFile';
}

export interface Sweeping {
  now: number;
  dryRun: boolean;
  /** Remove however many there are. */
  many: boolean;
}

const unnamed = async (pool: pg.Pool, keys: readonly string[]): Promise<string[]> => {
  const { rows } = await pool.query<{ key: string }>(
    'select object_key as key from documents where object_key = any($1::text[])',
    [keys],
  );
  const named = new Set(rows.map(({ key }) => key));
  return keys.filter((key) => !named.has(key));
};

const sweepSpool = async (folder: string, before: number, dryRun: boolean): Promise<number> => {
  let found = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const file = await stat(path).catch(() => undefined);
    if (!file?.isFile() || file.mtimeMs > before) continue;
    found += 1;
    if (!dryRun) await rm(path, { force: true });
  }
  return found;
};

const find = async (
  pool: pg.Pool,
  objects: ObjectStore,
  before: number,
): Promise<{ all: number; orphans: string[] }> => {
  const orphans: string[] = [];
  let all = 0;
  let asked: string[] = [];
  const ask = async (): Promise<void> => {
    orphans.push(...(await unnamed(pool, asked)));
    asked = [];
  };
  for await (const { key, storedAt } of objects.list()) {
    all += 1;
    if (storedAt > before) continue;
    asked.push(key);
    if (asked.length === ASKED_AT_ONCE) await ask();
  }
  await ask();
  return { all, orphans };
};

/** Throws {@link TooMany} where this is hardly the database of this store. */
export const sweep = async (pool: pg.Pool, objects: ObjectStore, { now, dryRun, many }: Sweeping): Promise<Swept> => {
  const before = now - DAY_MS;
  const { all, orphans } = await find(pool, objects, before);
  if (!dryRun && !many && orphans.length > UNSUSPICIOUS && orphans.length * 5 > all)
    throw new TooMany(
      `Of ${all} objects in the store (${objects.name}) ${orphans.length} belong to no document of this database. Is it the database of this store, and not an older copy? Nothing was removed; --many removes them`,
    );
  if (!dryRun) for (const key of orphans) await objects.delete(key);
  const unfinished = await sweepSpool(await objects.spool(), before, dryRun);
  return { objects: all, orphans, removed: dryRun ? 0 : orphans.length, unfinished };
};

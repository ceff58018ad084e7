/** Objects in a folder of this machine, or one that it mounts. A kill at any moment leaves a whole object or none. */
import { createReadStream } from 'node:fs';
import { mkdir, opendir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { once } from 'node:events';
import { isCaseRef } from '../../domain/ids.js';
import { onDisk } from '../on-disk.js';
import { isObjectKey, requireKey, type ObjectHead, type ObjectStore } from './object-store.js';

/** What is being written; a dot keeps it apart from cases. */
export const INCOMING = '.incoming';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const orMissing = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const headOf = async (root: string, key: string): Promise<ObjectHead | undefined> => {
  const found = await orMissing(stat(join(root, key)));
  return found && { key, bytes: found.size, storedAt: found.mtimeMs };
};

async function* listed(root: string, caseRef: string): AsyncGenerator<ObjectHead> {
  for (const name of (await orMissing(readdir(join(root, caseRef)))) ?? []) {
    const key = `${caseRef}/${name}`;
    const head = isObjectKey(key) ? await headOf(root, key) : undefined;
    if (head) yield head;
  }
}

async function* listedAll(root: string): AsyncGenerator<ObjectHead> {
  const folder = await orMissing(opendir(root));
  if (!folder) return;
  for await (const { name } of folder) if (isCaseRef(name)) yield* listed(root, name);
}

export const folderStore = (root: string): ObjectStore => ({
  name: `folder ${root}`,
  spool: async () => {
    const incoming = join(root, INCOMING);
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    return incoming;
  },
  put: async (key, { path }) => {
    const target = join(root, requireKey(key));
    if (await orMissing(stat(target))) throw new Error(`An object lies under ${key} already; nothing is replaced.`);
    await onDisk(path);
    const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(path, target);
    await onDisk(dirname(target));
    if (made !== undefined) await onDisk(root);
  },
  get: async (key) => {
    const stream = createReadStream(join(root, requireKey(key)));
    return orMissing(once(stream, 'open').then((): Readable => stream));
  },
  head: (key) => headOf(root, requireKey(key)),
  delete: async (key) => rm(join(root, requireKey(key)), { force: true }),
  list: (caseRef) => (caseRef === undefined ? listedAll(root) : listed(root, caseRef)),
});

/** Documents that change place: out of PostgreSQL into the store, and from one store into another. */
import { createHash, randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { isErased } from '../../keys/case-keys.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { PieceSealer, sealPieces } from '../../keys/seal-object.js';
import { DocumentFaulty, type Keeping, purposeOf } from './keeping.js';
import { documentWord, type KeptRow, keptRows } from './kept-rows.js';
import { newObjectKey, type ObjectStore, type SealedFile } from './object-store.js';

/** Kinds that come from outside; what we compose stays where its dispatch is recorded. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['evidence', 'advice', 'representations']);

const spooled = async (
  folder: string,
  source: AsyncIterable<Uint8Array>,
): Promise<{ file: SealedFile; discard: () => Promise<void> }> => {
  const path = join(folder, randomBytes(16).toString('hex'));
  const discard = (): Promise<void> => rm(path, { force: true });
  const handle = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
      await handle.writeFile(chunk);
    }
  } catch (error) {
    await discard();
    throw error;
  } finally {
    await handle.close();
  }
  return { file: { path, bytes, sha256: hash.digest('hex') }, discard };
};

const MOVE = `
update documents set body = null, sealed = true, size = $5, object_key = $6, object_bytes = $7, object_hash = $8
where case_ref = $1 and kind = $2 and document_id = $3 and version = $4 and body is not null`;

export interface Moving {
  pool: pg.Pool;
  keys: CaseKeys;
  keeping: Keeping;
  objects: ObjectStore;
}

export interface Moved {
  moved: number;
  bytes: number;
  /** What is not what was kept stays where it is. */
  faulty: string[];
}

const sizeCounted = async function* (source: AsyncIterable<Buffer>, counted: { bytes: number }) {
  for await (const piece of source) {
    counted.bytes += piece.length;
    yield piece;
  }
};

const moveOne = async ({ pool, keys, keeping, objects }: Moving, row: KeptRow): Promise<number> => {
  const { caseRef } = row;
  const opened = await keeping.open(pool, caseRef, row);
  const key = await keys.keyFor(caseRef);
  if (!opened || isErased(key)) return 0;
  const counted = { bytes: 0 };
  const sealer = new PieceSealer(key, purposeOf(caseRef, row));
  const { file, discard } = await spooled(
    await objects.spool(),
    sealPieces(sealer, sizeCounted(opened.content, counted)),
  );
  try {
    const objectKey = newObjectKey(caseRef);
    await objects.put(objectKey, file);
    const { rowCount } = await pool.query(MOVE, [
      ...[caseRef, row.kind, row.id, row.version],
      ...[counted.bytes, objectKey, file.bytes, file.sha256],
    ]);
    // Another moved it meanwhile, or it was erased.
    if (rowCount !== 1) await objects.delete(objectKey);
    return rowCount === 1 ? counted.bytes : 0;
  } finally {
    await discard();
  }
};

/** What came from outside before there was a store. May be cut short and repeated. */
export const moveToStore = async (moving: Moving): Promise<Moved> => {
  const result: Moved = { moved: 0, bytes: 0, faulty: [] };
  for await (const row of keptRows(moving.pool, { inStore: false })) {
    if (!FROM_OUTSIDE.has(row.kind)) continue;
    try {
      const bytes = await moveOne(moving, row);
      if (bytes > 0) result.moved += 1;
      result.bytes += bytes;
    } catch (error) {
      if (!(error instanceof DocumentFaulty)) throw error;
      result.faulty.push(`${row.caseRef} ${documentWord(row)}`);
    }
  }
  return result;
};

export interface Copied {
  copied: number;
  there: number;
  bytes: number;
  /** `EHC-… evidence/E1@1`: the row names an object that is not in the store, or not what was put there. */
  faulty: string[];
}

/** Objects are never rewritten, so that a copy lacks only what is new. Nothing is opened: it needs no key. */
export const copyObjects = async (pool: pg.Pool, from: ObjectStore, to: ObjectStore): Promise<Copied> => {
  const result: Copied = { copied: 0, there: 0, bytes: 0, faulty: [] };
  const folder = await to.spool();
  for await (const row of keptRows(pool, { inStore: true })) {
    const key = row.objectKey as string;
    if ((await to.head(key))?.bytes === row.objectBytes) {
      result.there += 1;
      continue;
    }
    const stored = await from.get(key);
    const copy = stored && (await spooled(folder, stored));
    if (!copy || copy.file.sha256 !== row.objectHash) {
      await copy?.discard();
      result.faulty.push(`${row.caseRef} ${documentWord(row)}`);
      continue;
    }
    try {
      await to.put(key, copy.file);
    } finally {
      await copy.discard();
    }
    result.copied += 1;
    result.bytes += copy.file.bytes;
  }
  return result;
};

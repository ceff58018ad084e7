/**
 * Documents from outside: an object in the store and a row that says which. The row is written once the object is stored for
 * certain; where that is cut short, the object belongs to nothing and is swept away (sweep.ts).
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { refuse } from '../../domain/events.js';
import { isErased } from '../../keys/case-keys.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { DoesNotOpen, openPieces } from '../../keys/seal-object.js';
import { openBytes } from '../../keys/seal.js';
import { type Content, NotTaken, type Taken, takeIn } from './incoming.js';
import { type DocumentPlace, newObjectKey } from './object-store.js';

type Database = Pick<pg.ClientBase, 'query'>;

export interface DocumentName {
  kind: string;
  id: string;
  version: number;
}

export interface Incoming {
  content: Content;
  /** What the sender says it is; left out where nobody said. */
  declaredType?: string | undefined;
}

export interface KeptDocument extends DocumentName {
  /** SHA-256 of the document as it came, in hexadecimal. */
  hash: string;
  mediaType: string;
  bytes: number;
  /** False where the same document was kept under that name before. */
  isNew: boolean;
}

/** A document as it is kept, read piece by piece. */
export interface OpenedDocument extends DocumentName {
  hash: string;
  mediaType: string;
  /** In PostgreSQL, or in the store. */
  lies: 'database' | 'store';
  /** Throws {@link DocumentFaulty} where it is not what was kept; at the latest after its last piece. */
  content: AsyncIterable<Buffer>;
}

/** The document is gone from the store, or is not what was kept. */
export class DocumentFaulty extends Error {
  override readonly name = 'DocumentFaulty';
  constructor(
    readonly fault: 'missing' | 'changed',
    message: string,
  ) {
    super(message);
  }
}

export interface DocumentRow {
  hash: string;
  media_type: string;
  body: Buffer | null;
  sealed: boolean;
  object_key: string | null;
}

/** A document under another name, or in another case, does not open. */
export const purposeOf = (caseRef: string, { kind, id, version }: DocumentName): string =>
  `document\n${caseRef}\n${kind}\n${id}\n${version}`;

const wordOf = ({ kind, id, version }: DocumentName): string => `${kind}/${id} version ${version}`;

export const findRow = async (
  db: Database,
  caseRef: string,
  { kind, id, version }: DocumentName,
): Promise<DocumentRow | undefined> => {
  const { rows } = await db.query<DocumentRow>(
    `select hash, media_type, body, sealed, object_key from documents
     where case_ref = $1 and kind = $2 and document_id = $3 and version = $4`,
    [caseRef, kind, id, version],
  );
  return rows[0];
};

const INSERT = `
insert into documents
  (hash, case_ref, kind, document_id, version, media_type, sealed, size, object_key, object_bytes, object_hash)
select $1, $2, $3, $4, $5, $6, true, $7, $8, $9, $10
where not exists (select from case_keys where owner = $2 and erased_at is not null)
on conflict do nothing`;

const record = async (
  db: Database,
  caseRef: string,
  { kind, id, version }: DocumentName,
  { hash, mediaType, bytes, file }: Taken,
  objectKey: string,
): Promise<boolean> => {
  const values = [hash, caseRef, kind, id, version, mediaType, bytes, objectKey, file.bytes, file.sha256];
  return (await db.query(INSERT, values)).rowCount === 1;
};

/** Kinds that are about one child by their nature; evidence may be about brothers and sisters. */
const ONE_CHILDS: ReadonlySet<string> = new Set(['advice']);

const requireOwn = async (db: Database, caseRef: string, { kind }: DocumentName, hash: string): Promise<void> => {
  if (!ONE_CHILDS.has(kind)) return;
  const { rows } = await db.query<{ elsewhere: boolean }>(
    'select coalesce(bool_and(case_ref <> $1), false) as elsewhere from documents where hash = $2',
    [caseRef, hash],
  );
  if (!rows[0]?.elsewhere) return;
  const reason = `This document is kept for another case; it cannot be ${kind} on ${caseRef} as well`;
  throw new NotTaken(refuse('another-case', reason));
};

/** What of the same name is kept; refused where that is another document. */
const keptBefore = async (
  db: Database,
  caseRef: string,
  name: DocumentName,
  { hash, bytes }: Taken,
): Promise<KeptDocument | undefined> => {
  const row = await findRow(db, caseRef, name);
  if (!row) return undefined;
  if (row.hash === hash) return { ...name, hash, bytes, mediaType: row.media_type, isNew: false };
  const reason = `Another document is kept as ${wordOf(name)} of ${caseRef}; give this one a name of its own`;
  throw new NotTaken(refuse('another-document', reason));
};

export interface Keeping {
  /**
   * Keeps a document from outside under its name. The same document again is the same as once. Throws {@link NotTaken} where it
   * is not taken, or another is kept under that name. `db` may be a connection in a transaction: where that is rolled back,
   * nothing is kept.
   */
  keepIncoming(db: Database, caseRef: string, name: DocumentName, incoming: Incoming): Promise<KeptDocument>;
  /** Takes away what nothing refers to: the row first, so that no row is without its object. */
  takeBack(db: Database, caseRef: string, name: DocumentName): Promise<void>;
  /** Undefined where nothing is kept under that name. */
  open(db: Database, caseRef: string, name: DocumentName): Promise<OpenedDocument | undefined>;
}

const erased = (caseRef: string, on: string): NotTaken =>
  new NotTaken(refuse('erased', `${caseRef} was erased on ${on}; nothing is kept for it any more`));

const openWhole = (key: Buffer, body: Buffer, purpose: string): Buffer => {
  try {
    return openBytes(key, body, purpose);
  } catch (cause) {
    throw new DoesNotOpen('It was changed, or is not what it was kept as.', { cause });
  }
};

/** As it was written; throws {@link DoesNotOpen} or {@link DocumentFaulty}. */
async function* piecesOf(
  keys: CaseKeys,
  { objects }: DocumentPlace,
  db: Database,
  { caseRef, name, row }: { caseRef: string; name: DocumentName; row: DocumentRow },
): AsyncGenerator<Buffer> {
  if (!row.sealed) {
    yield row.body ?? Buffer.alloc(0);
    return;
  }
  const key = (await keys.findKeys([caseRef], db)).get(caseRef);
  if (!key || isErased(key)) throw new DoesNotOpen('Its key is gone.');
  if (row.object_key === null) {
    yield openWhole(key, row.body ?? Buffer.alloc(0), purposeOf(caseRef, name));
    return;
  }
  const stored = await objects.get(row.object_key);
  if (!stored)
    throw new DocumentFaulty(
      'missing',
      `${wordOf(name)} of ${caseRef} is not in the object store (${objects.name}), where its row says it is`,
    );
  yield* openPieces(key, purposeOf(caseRef, name), stored);
}

async function* checked(
  source: AsyncIterable<Buffer>,
  { caseRef, name, row }: { caseRef: string; name: DocumentName; row: DocumentRow },
): AsyncGenerator<Buffer> {
  const changed = (): DocumentFaulty =>
    new DocumentFaulty('changed', `${wordOf(name)} of ${caseRef} has been changed since it was kept`);
  const hash = createHash('sha256');
  try {
    for await (const piece of source) {
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    throw error instanceof DoesNotOpen ? changed() : error;
  }
  if (hash.digest('hex') !== row.hash) throw changed();
}

export const createKeeping = (keys: CaseKeys, place: DocumentPlace): Keeping => {
  const { objects, largestBytes } = place;

  const store = async (db: Database, caseRef: string, name: DocumentName, taken: Taken): Promise<KeptDocument> => {
    await requireOwn(db, caseRef, name, taken.hash);
    const before = await keptBefore(db, caseRef, name, taken);
    if (before) return before;
    const objectKey = newObjectKey(caseRef);
    await objects.put(objectKey, taken.file);
    if (await record(db, caseRef, name, taken, objectKey)) {
      const { hash, bytes, mediaType } = taken;
      return { ...name, hash, bytes, mediaType, isNew: true };
    }
    await objects.delete(objectKey);
    const meanwhile = await keptBefore(db, caseRef, name, taken);
    if (meanwhile) return meanwhile;
    throw erased(caseRef, (await keys.erasedOn(caseRef)) ?? 'an unknown day');
  };

  return {
    keepIncoming: async (db, caseRef, name, { content, declaredType }) => {
      const key = await keys.keyFor(caseRef);
      if (isErased(key)) throw erased(caseRef, key.erasedOn);
      const purpose = purposeOf(caseRef, name);
      const taken = await takeIn(content, { key, purpose, folder: await objects.spool(), largestBytes, declaredType });
      try {
        return await store(db, caseRef, name, taken);
      } finally {
        await taken.discard();
      }
    },
    takeBack: async (db, caseRef, { kind, id, version }) => {
      const { rows } = await db.query<{ object_key: string | null }>(
        `delete from documents where case_ref = $1 and kind = $2 and document_id = $3 and version = $4 returning object_key`,
        [caseRef, kind, id, version],
      );
      for (const { object_key: key } of rows) if (key !== null) await objects.delete(key);
    },
    open: async (db, caseRef, name) => {
      const row = await findRow(db, caseRef, name);
      if (!row) return undefined;
      const it = { caseRef, name, row };
      const lies = row.object_key === null ? 'database' : 'store';
      const content = checked(piecesOf(keys, place, db, it), it);
      return { ...name, hash: row.hash, mediaType: row.media_type, lies, content };
    },
  };
};

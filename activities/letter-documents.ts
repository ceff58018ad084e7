/**
 * The documents of a case as they were written: never rewritten, and found again by their hash. What is composed here lies in
 * PostgreSQL, beside the record of its dispatch; what came from outside in the object store (objects/keeping.ts).
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Enclosure } from '../domain/letters.js';
import { isErased } from '../keys/case-keys.js';
import type { CaseKeys } from '../keys/case-keys.js';
import { sealBytes } from '../keys/seal.js';
import { LetterFault } from '../letters/render.js';
import type { SealedDocument } from './channels/channel.js';
import {
  createKeeping,
  type DocumentName,
  DocumentFaulty,
  findRow,
  type Keeping,
  purposeOf,
} from './objects/keeping.js';
import { type DocumentPlace, NO_PLACE } from './objects/object-store.js';

export type { DocumentName } from './objects/keeping.js';

type Database = Pick<pg.ClientBase, 'query'>;

export const hashOf = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex');

export interface Documents extends Keeping {
  readonly place: DocumentPlace;
  find(db: Database, caseRef: string, name: DocumentName): Promise<SealedDocument | undefined>;
  /** True where the same bytes are held for another case and not for this one. */
  belongsToAnotherCase(db: Database, caseRef: string, hash: string): Promise<boolean>;
  /** Keeps a document under its name; false where another one stands under that name already. */
  keep(db: Database, caseRef: string, document: SealedDocument): Promise<boolean>;
  /** Keeps a letter under the version that has these bytes already, or the next one. Returns that version. */
  keepNextVersion(db: Database, caseRef: string, letter: Omit<SealedDocument, 'version'>): Promise<number>;
}

const belongsToAnotherCase = async (db: Database, caseRef: string, hash: string): Promise<boolean> => {
  const { rows } = await db.query<{ elsewhere: boolean }>(
    'select coalesce(bool_and(case_ref <> $1), false) as elsewhere from documents where hash = $2',
    [caseRef, hash],
  );
  return rows[0]?.elsewhere ?? false;
};

/** What does not open, or is changed, is given as it stands: it is not what its hash says, and is refused for that. */
const AS_IT_STANDS = Buffer.alloc(0);

/** Each is encrypted under the key of its case; its hash is that of what was written. */
export const documentsUnder = (keys: CaseKeys, place: DocumentPlace = NO_PLACE): Documents => {
  const keeping = createKeeping(keys, place);

  const find: Documents['find'] = async (db, caseRef, name) => {
    const opened = await keeping.open(db, caseRef, name);
    if (!opened) return undefined;
    const { kind, id, version, hash, mediaType, content } = opened;
    const pieces: Buffer[] = [];
    try {
      for await (const piece of content) pieces.push(piece);
    } catch (error) {
      if (!(error instanceof DocumentFaulty) || error.fault === 'missing') throw error;
      pieces.splice(0, pieces.length, AS_IT_STANDS);
    }
    return { kind, id, version, hash, mediaType, body: Buffer.concat(pieces) };
  };

  const keep: Documents['keep'] = async (db, caseRef, document) => {
    const { kind, id, version, hash, mediaType, body } = document;
    const key = await keys.keyFor(caseRef);
    if (isErased(key)) throw new LetterFault(`${caseRef} was erased on ${key.erasedOn}`);
    const sealed = sealBytes(key, body, purposeOf(caseRef, document));
    const { rowCount } = await db.query(
      `insert into documents (hash, case_ref, kind, document_id, version, media_type, body, sealed)
       values ($1, $2, $3, $4, $5, $6, $7, true) on conflict do nothing`,
      [hash, caseRef, kind, id, version, mediaType, sealed],
    );
    if (rowCount === 1) return true;
    return (await findRow(db, caseRef, { kind, id, version }))?.hash === hash;
  };

  const keepNextVersion: Documents['keepNextVersion'] = async (db, caseRef, letter) => {
    const { rows } = await db.query<{ same: number | null; next: number }>(
      `select max(version) filter (where hash = $4) as same, coalesce(max(version), 0) + 1 as next
       from documents where case_ref = $1 and kind = $2 and document_id = $3`,
      [caseRef, letter.kind, letter.id, letter.hash],
    );
    const { same, next } = rows[0] ?? { same: null, next: 1 };
    if (same !== null) return same;
    if (await keep(db, caseRef, { ...letter, version: next })) return next;
    // Another attempt took that number between the two questions.
    return keepNextVersion(db, caseRef, letter);
  };

  return { ...keeping, place, find, belongsToAnotherCase, keep, keepNextVersion };
};

export const nameOf = ({ kind, id, version }: Enclosure | DocumentName): string => `${kind}/${id} version ${version}`;

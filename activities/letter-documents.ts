/** The documents of a case as they were written: never rewritten, and found again by their hash. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Enclosure } from '../domain/letters.js';
import type { SealedDocument } from './channels/channel.js';

type Database = Pick<pg.ClientBase, 'query'>;

export interface DocumentName {
  kind: string;
  id: string;
  version: number;
}

export const hashOf = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex');

interface Row {
  hash: string;
  media_type: string;
  body: Buffer;
}

export const findDocument = async (
  db: Database,
  caseRef: string,
  { kind, id, version }: DocumentName,
): Promise<SealedDocument | undefined> => {
  const { rows } = await db.query<Row>(
    'select hash, media_type, body from documents where case_ref = $1 and kind = $2 and document_id = $3 and version = $4',
    [caseRef, kind, id, version],
  );
  const row = rows[0];
  return row && { kind, id, version, hash: row.hash, mediaType: row.media_type, body: row.body };
};

/** True where the same bytes are held for another case and not for this one. */
export const belongsToAnotherCase = async (db: Database, caseRef: string, hash: string): Promise<boolean> => {
  const { rows } = await db.query<{ elsewhere: boolean }>(
    'select coalesce(bool_and(case_ref <> $1), false) as elsewhere from documents where hash = $2',
    [caseRef, hash],
  );
  return rows[0]?.elsewhere ?? false;
};

/** Keeps a document under its name; false where another one stands under that name already. */
export const keepDocument = async (db: Database, caseRef: string, document: SealedDocument): Promise<boolean> => {
  const { kind, id, version, hash, mediaType, body } = document;
  await db.query(
    `insert into documents (hash, case_ref, kind, document_id, version, media_type, body)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [hash, caseRef, kind, id, version, mediaType, body],
  );
  const kept = await findDocument(db, caseRef, { kind, id, version });
  return kept?.hash === hash;
};

/** Keeps a letter under the version that has these bytes already, or the next one. Returns that version. */
export const keepNextVersion = async (
  db: Database,
  caseRef: string,
  letter: Omit<SealedDocument, 'version'>,
): Promise<number> => {
  const { rows } = await db.query<{ same: number | null; next: number }>(
    `select max(version) filter (where hash = $4) as same, coalesce(max(version), 0) + 1 as next
     from documents where case_ref = $1 and kind = $2 and document_id = $3`,
    [caseRef, letter.kind, letter.id, letter.hash],
  );
  const { same, next } = rows[0] ?? { same: null, next: 1 };
  if (same !== null) return same;
  if (await keepDocument(db, caseRef, { ...letter, version: next })) return next;
  // Another attempt took that number between the two questions.
  return keepNextVersion(db, caseRef, letter);
};

export const nameOf = ({ kind, id, version }: Enclosure | DocumentName): string => `${kind}/${id} version ${version}`;

/** The rows of documents, a few at a time and without what is in them. */
import type pg from 'pg';
import type { CaseRef } from '../../domain/ids.js';

export interface KeptRow {
  caseRef: CaseRef;
  kind: string;
  id: string;
  version: number;
  hash: string;
  mediaType: string;
  keptAt: string;
  /** Of the document; null where it was kept before that was written down. */
  bytes: number | null;
  objectKey: string | null;
  objectBytes: number | null;
  objectHash: string | null;
}

const COLUMNS = `case_ref as "caseRef", kind, document_id as id, version, hash, media_type as "mediaType",
  to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "keptAt",
  size::float8 as bytes, object_key as "objectKey", object_bytes::float8 as "objectBytes", object_hash as "objectHash"`;

const AT_ONCE = 200;

const NEXT = `select ${COLUMNS} from documents
where (case_ref, kind, document_id, version) > ($1, $2, $3, $4) and ($5::text is null or case_ref = $5)
  and ($6::boolean is null or (object_key is not null) = $6)
order by case_ref, kind, document_id, version limit ${AT_ONCE}`;

export interface Wanted {
  caseRef?: CaseRef | undefined;
  /** True for what lies in the store, false for what lies in PostgreSQL. */
  inStore?: boolean;
}

/** By case and name. */
export async function* keptRows(pool: pg.Pool, { caseRef, inStore }: Wanted = {}): AsyncGenerator<KeptRow> {
  let after: [string, string, string, number] = ['', '', '', 0];
  for (;;) {
    const { rows } = await pool.query<KeptRow>(NEXT, [...after, caseRef ?? null, inStore ?? null]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < AT_ONCE) return;
    after = [last.caseRef, last.kind, last.id, last.version];
  }
}

/** What is kept for a case, letters included, in the order in which it came. */
export const keptFor = async (pool: pg.Pool, caseRef: CaseRef): Promise<KeptRow[]> =>
  (
    await pool.query<KeptRow>(
      `select ${COLUMNS} from documents where case_ref = $1 order by created_at, kind, document_id, version`,
      [caseRef],
    )
  ).rows;

export const documentWord = ({ kind, id, version }: Pick<KeptRow, 'kind' | 'id' | 'version'>): string =>
  `${kind}/${id}@${version}`;

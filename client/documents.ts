/**
 * Documents that come from outside, and those that come with a command: evidence and advice. The document is kept for the case
 * first, then the command names it by its hash; where the command is refused, what was kept for it is taken away again.
 */
import type pg from 'pg';
import { NotTaken } from '../activities/objects/incoming.js';
import type { DocumentName, Incoming, KeptDocument } from '../activities/objects/keeping.js';
import { StoreUnreachable } from '../activities/objects/object-store.js';
import type { CommandOf } from '../domain/assessment/command-shapes.js';
import { EVIDENCE_VERSION } from '../domain/assessment/documents.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { adviceById } from '../domain/assessment/state.js';
import type { Actor } from '../domain/events.js';
import { assessmentId } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import type { CommandResult } from '../workflows/casework.js';
import { Refused, Unreachable } from './ehcna.js';
import type { Ehcna } from './ehcna.js';

/** Commands that a document may come with. */
export const WITH_DOCUMENT = ['addEvidence', 'submitAdvice', 'attachDocument'] as const;
export type WithDocument = (typeof WITH_DOCUMENT)[number];

/** A document from outside: its bytes, all at once or as they come, and what the sender says it is. */
export type IncomingDocument = Incoming;

/**
 * Keeps a document that comes from outside, whatever it came over: looked at, counted against the limit, hashed, sealed and
 * stored, with no more than a piece of it in memory, and then recorded. The same bytes under the same name again are the same
 * as once (`isNew` is false). Nothing asks here who may: that is the caller's, and of the command that names it.
 *
 * Throws {@link Refused}, whose code is `too-large` (413), `type-not-allowed` (415), `type-lies` or `empty` (422),
 * `another-document` or `another-case` (409), `erased` (410); nothing is then kept. A stream that is refused half-way is not
 * closed. Throws {@link Unreachable} where the store does not answer: asking again is safe.
 *
 * `db` may be a connection in a transaction: where that is rolled back nothing is kept, and the object is swept away.
 */
export const keepDocument = async (
  { pool, documents }: Pick<Ehcna, 'pool' | 'documents'>,
  caseRef: CaseRef,
  name: DocumentName,
  incoming: IncomingDocument,
  db: Pick<pg.ClientBase, 'query'> = pool,
): Promise<KeptDocument> => {
  try {
    return await documents.keepIncoming(db, caseRef, name, incoming);
  } catch (error) {
    if (error instanceof NotTaken) throw new Refused(error.refusal);
    throw error instanceof StoreUnreachable ? new Unreachable(error.message, { cause: error }) : error;
  }
};

/** Takes back what {@link keepDocument} has just kept and nothing refers to. */
export const takeBackDocument = (
  { pool, documents }: Pick<Ehcna, 'pool' | 'documents'>,
  caseRef: CaseRef,
  name: DocumentName,
) => documents.takeBack(pool, caseRef, name);

/** Under which name the document of this command is kept. */
export const documentNameFor = async (
  ehcna: Pick<Ehcna, 'ledger'>,
  caseRef: CaseRef,
  type: WithDocument,
  body: { evidenceId?: string | undefined; adviceId?: string | undefined },
): Promise<DocumentName> => {
  if (body.evidenceId !== undefined) return { kind: 'evidence', id: body.evidenceId, version: EVIDENCE_VERSION };
  const state = foldEvents(caseRef, asAssessmentEvents(await ehcna.ledger.read(assessmentId(caseRef))));
  const id = body.adviceId ?? '';
  const held = adviceById(state, id)?.version ?? 0;
  return { kind: 'advice', id, version: type === 'submitAdvice' ? held + 1 : held };
};

/** Keeps the document and carries out the command that it comes with, or neither. */
export const commandWithDocument = async <T extends WithDocument>(
  ehcna: Ehcna,
  caseRef: CaseRef,
  type: T,
  body: Omit<CommandOf<T>, 'by' | 'commandId'>,
  incoming: IncomingDocument,
  by: Actor,
  commandId?: string,
): Promise<CommandResult> => {
  const name = await documentNameFor(ehcna, caseRef, type, body as { evidenceId?: string; adviceId?: string });
  const { hash, isNew } = await keepDocument(ehcna, caseRef, name, incoming);
  try {
    const document = { documentHash: hash, ...(type === 'attachDocument' ? {} : { documentKept: true }) };
    return await ehcna.command(caseRef, type, { ...body, ...document }, by, commandId);
  } catch (error) {
    // Refused for good: nothing refers to it. Where the answer was lost it may be referred to, and stays.
    if (isNew && error instanceof Refused) await takeBackDocument(ehcna, caseRef, name);
    throw error;
  }
};

/** What is kept for a case, letters included, in the order in which it came. */
export const documentsOf = async (
  pool: pg.Pool,
  caseRef: CaseRef,
): Promise<(DocumentName & { mediaType: string; keptAt: string })[]> => {
  const { rows } = await pool.query<DocumentName & { mediaType: string; keptAt: string }>(
    `select kind, document_id as id, version, media_type as "mediaType",
            to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "keptAt"
     from documents where case_ref = $1 order by created_at, kind, document_id, version`,
    [caseRef],
  );
  return rows;
};

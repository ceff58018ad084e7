/**
 * Documents that come with a command: evidence and advice. The document is kept for the case first, then the command names it
 * by its hash; where the command is refused, what was kept for it is taken away again.
 */
import type pg from 'pg';
import { hashOf, nameOf } from '../activities/letter-documents.js';
import type { DocumentName } from '../activities/letter-documents.js';
import type { CommandOf } from '../domain/assessment/command-shapes.js';
import { EVIDENCE_VERSION } from '../domain/assessment/documents.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { adviceById } from '../domain/assessment/state.js';
import type { Actor } from '../domain/events.js';
import { assessmentId } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import type { CommandResult } from '../workflows/casework.js';
import { Refused } from './ehcna.js';
import type { Ehcna } from './ehcna.js';

/** Commands that a document may come with. */
export const WITH_DOCUMENT = ['addEvidence', 'submitAdvice', 'attachDocument'] as const;
export type WithDocument = (typeof WITH_DOCUMENT)[number];

export interface DocumentFile {
  mediaType: string;
  body: Buffer;
}

/** Under which name the document of this command is kept. */
const nameFor = async (
  ehcna: Ehcna,
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

/** True where it was not there before. */
const keep = async (
  { pool, documents }: Ehcna,
  caseRef: CaseRef,
  name: DocumentName,
  file: DocumentFile,
): Promise<boolean> => {
  const hash = hashOf(file.body);
  // The same bytes as another child's advice are that child's advice; evidence may be about brothers and sisters.
  if (name.kind === 'advice' && (await documents.belongsToAnotherCase(pool, caseRef, hash))) {
    throw new Refused({
      code: 'another-case',
      reason: `This document is kept for another case; it cannot be advice on ${caseRef} as well`,
    });
  }
  const before = await documents.find(pool, caseRef, name);
  if (!(await documents.keep(pool, caseRef, { ...name, ...file, hash }))) {
    throw new Refused({
      code: 'another-document',
      reason: `Another document is kept as ${nameOf(name)} of ${caseRef}; give this one a name of its own`,
    });
  }
  return before === undefined;
};

/** Keeps the document and carries out the command that it comes with, or neither. */
export const commandWithDocument = async <T extends WithDocument>(
  ehcna: Ehcna,
  caseRef: CaseRef,
  type: T,
  body: Omit<CommandOf<T>, 'by' | 'commandId'>,
  file: DocumentFile,
  by: Actor,
  commandId?: string,
): Promise<CommandResult> => {
  const name = await nameFor(ehcna, caseRef, type, body as { evidenceId?: string; adviceId?: string });
  const isNew = await keep(ehcna, caseRef, name, file);
  try {
    const document = { documentHash: hashOf(file.body), ...(type === 'attachDocument' ? {} : { documentKept: true }) };
    return await ehcna.command(caseRef, type, { ...body, ...document }, by, commandId);
  } catch (error) {
    // Refused for good: nothing refers to it. Where the answer was lost it may be referred to, and stays.
    if (isNew && error instanceof Refused) {
      await ehcna.pool.query(
        'delete from documents where case_ref = $1 and kind = $2 and document_id = $3 and version = $4',
        [caseRef, name.kind, name.id, name.version],
      );
    }
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

import { hashOf, nameOf } from '../activities/letter-documents.js';
import { EVIDENCE_VERSION } from '../domain/assessment/documents.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { adviceById } from '../domain/assessment/state.js';
import { assessmentId } from '../domain/ids.js';
import { Refused } from './ehcna.js';
/** Commands that a document may come with. */
export const WITH_DOCUMENT = ['addEvidence', 'submitAdvice', 'attachDocument'];
/** Under which name the document of this command is kept. */
const nameFor = async (ehcna, caseRef, type, body) => {
    if (body.evidenceId !== undefined)
        return { kind: 'evidence', id: body.evidenceId, version: EVIDENCE_VERSION };
    const state = foldEvents(caseRef, asAssessmentEvents(await ehcna.ledger.read(assessmentId(caseRef))));
    const id = body.adviceId ?? '';
    const held = adviceById(state, id)?.version ?? 0;
    return { kind: 'advice', id, version: type === 'submitAdvice' ? held + 1 : held };
};
/** True where it was not there before. */
const keep = async ({ pool, documents }, caseRef, name, file) => {
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
export const commandWithDocument = async (ehcna, caseRef, type, body, file, by, commandId) => {
    const name = await nameFor(ehcna, caseRef, type, body);
    const isNew = await keep(ehcna, caseRef, name, file);
    try {
        const document = { documentHash: hashOf(file.body), ...(type === 'attachDocument' ? {} : { documentKept: true }) };
        return await ehcna.command(caseRef, type, { ...body, ...document }, by, commandId);
    }
    catch (error) {
        // Refused for good: nothing refers to it. Where the answer was lost it may be referred to, and stays.
        if (isNew && error instanceof Refused) {
            await ehcna.pool.query('delete from documents where case_ref = $1 and kind = $2 and document_id = $3 and version = $4', [caseRef, name.kind, name.id, name.version]);
        }
        throw error;
    }
};
/** What is kept for a case, letters included, in the order in which it came. */
export const documentsOf = async (pool, caseRef) => {
    const { rows } = await pool.query(`select kind, document_id as id, version, media_type as "mediaType",
            to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "keptAt"
     from documents where case_ref = $1 order by created_at, kind, document_id, version`, [caseRef]);
    return rows;
};
//# sourceMappingURL=documents.js.map
/** The documents of a case as they were written: never rewritten, and found again by their hash. */
import { createHash } from 'node:crypto';
import { isErased } from '../keys/case-keys.js';
import { openBytes, sealBytes } from '../keys/seal.js';
import { LetterFault } from '../letters/render.js';
export const hashOf = (body) => createHash('sha256').update(body).digest('hex');
const belongsToAnotherCase = async (db, caseRef, hash) => {
    const { rows } = await db.query('select coalesce(bool_and(case_ref <> $1), false) as elsewhere from documents where hash = $2', [caseRef, hash]);
    return rows[0]?.elsewhere ?? false;
};
/** A document under another name, or in another case, does not open. */
const purposeOf = (caseRef, { kind, id, version }) => `document\n${caseRef}\n${kind}\n${id}\n${version}`;
/** Each is encrypted under the key of its case; its hash is that of what was written. */
export const documentsUnder = (keys) => {
    /** What does not open is given as it stands: it is not what its hash says, and is refused for that. */
    const opened = async (db, caseRef, name, body) => {
        const key = (await keys.findKeys([caseRef], db)).get(caseRef);
        if (!key || isErased(key))
            return body;
        try {
            return openBytes(key, body, purposeOf(caseRef, name));
        }
        catch {
            return body;
        }
    };
    const find = async (db, caseRef, { kind, id, version }) => {
        const { rows } = await db.query(`select hash, media_type, body, sealed from documents
       where case_ref = $1 and kind = $2 and document_id = $3 and version = $4`, [caseRef, kind, id, version]);
        const row = rows[0];
        if (!row)
            return undefined;
        const body = row.sealed ? await opened(db, caseRef, { kind, id, version }, row.body) : row.body;
        return { kind, id, version, hash: row.hash, mediaType: row.media_type, body };
    };
    const keep = async (db, caseRef, document) => {
        const { kind, id, version, hash, mediaType, body } = document;
        const key = await keys.keyFor(caseRef);
        if (isErased(key))
            throw new LetterFault(`${caseRef} was erased on ${key.erasedOn}`);
        const sealed = sealBytes(key, body, purposeOf(caseRef, document));
        const { rowCount } = await db.query(`insert into documents (hash, case_ref, kind, document_id, version, media_type, body, sealed)
       values ($1, $2, $3, $4, $5, $6, $7, true) on conflict do nothing`, [hash, caseRef, kind, id, version, mediaType, sealed]);
        if (rowCount === 1)
            return true;
        const kept = await find(db, caseRef, { kind, id, version });
        return kept?.hash === hash;
    };
    const keepNextVersion = async (db, caseRef, letter) => {
        const { rows } = await db.query(`select max(version) filter (where hash = $4) as same, coalesce(max(version), 0) + 1 as next
       from documents where case_ref = $1 and kind = $2 and document_id = $3`, [caseRef, letter.kind, letter.id, letter.hash]);
        const { same, next } = rows[0] ?? { same: null, next: 1 };
        if (same !== null)
            return same;
        if (await keep(db, caseRef, { ...letter, version: next }))
            return next;
        // Another attempt took that number between the two questions.
        return keepNextVersion(db, caseRef, letter);
    };
    return { find, belongsToAnotherCase, keep, keepNextVersion };
};
export const nameOf = ({ kind, id, version }) => `${kind}/${id} version ${version}`;
//# sourceMappingURL=letter-documents.js.map
/**
 * Names of things, made in one place. A case reference is opaque: it says nothing of the child, so it may stand in
 * workflow IDs, search attributes, logs and file names.
 */
/** `EHC-` and eight characters of Crockford's base 32 (no I, L, O, U), for example `EHC-7K2M9QXA`. */
const CASE_REF = /^EHC-[0-9A-HJKMNP-TV-Z]{8}$/;
export const CASE_REF_PATTERN = CASE_REF.source;
export const isCaseRef = (value) => typeof value === 'string' && CASE_REF.test(value);
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Makes a case reference of eight numbers from 0 to 255 (random for a new case, derived from a seed for a sample). */
export const caseRefFrom = (bytes) => `EHC-${Array.from({ length: 8 }, (_, i) => ALPHABET[(bytes[i] ?? 0) % 32]).join('')}`;
/** FNV-1a with Murmur's last mixing: spreads alike what differs little. */
const spread = (text) => {
    let hash = 0x811c9dc5;
    for (const letter of text)
        hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
};
/** The case that a plan's reassessment is: it follows from the plan, so whoever asks again gets the same. */
export const reassessmentRef = (planRef, n) => caseRefFrom(Array.from({ length: 8 }, (_, i) => spread(`reassessment ${n} of ${planRef}, ${i}`) % 256));
export const assessmentId = (ref) => `assessment/${ref}`;
export const planId = (ref) => `plan/${ref}`;
/** One process a review: they are numbered from 1 in the life of a plan. */
export const annualReviewId = (ref, n) => `annualReview/${ref}/${n}`;
/** The one process that anchors the ledger each day. */
export const ANCHOR_ID = 'anchor/ledger';
/** One process a transfer between phases: the first of September of its campaign. */
export const campaignId = (on) => `campaign/${on}`;
export const panelId = (panel) => `panel/${panel}`;
export const caseRefOf = (stream) => {
    const ref = stream.slice(stream.indexOf('/') + 1).split('/')[0];
    return isCaseRef(ref) ? ref : undefined;
};
/** A process about this child, which a panel may be asked to answer. */
export const isProcessOf = (ref, workflowId) => caseRefOf(workflowId) === ref && /^(assessment|plan|annualReview)\//.test(workflowId);
/** The one task queue; every process and activity of this version runs on it. */
export const TASK_QUEUE = 'ehcna';
//# sourceMappingURL=ids.js.map
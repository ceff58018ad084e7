/**
 * The parts that shapes of commands and facts are made of, whichever process they belong to. Imports zod: workflows take only
 * the types.
 */
import { z } from 'zod';
import { ROLES } from './events.js';
import { CASE_REF_PATTERN } from './ids.js';
export const text = z.string().trim().min(1).max(20_000);
export const line = z.string().trim().min(1).max(500);
export const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/);
export const caseRef = z.string().regex(new RegExp(CASE_REF_PATTERN));
/** Of our time: a year that nobody can mean is a slip, and days are counted from what is accepted. */
export const civilDate = z.iso.date().regex(/^(19|20)/);
/** SHA-256 of a document, in hexadecimal. */
export const documentHash = z.string().regex(/^[0-9a-f]{64}$/);
export const actorShape = z.strictObject({ role: z.enum(ROLES), id });
/** What every command carries. `occurredOn` is when it happened, today if left out; never in the future. */
export const envelope = {
    by: actorShape,
    occurredOn: civilDate.optional(),
    commandId: id.optional(),
};
export const officers = ['caseworker', 'assessment-lead', 'manager'];
/** A notice that already went out by other means (late keying): its date settles the clock and no letter is written. */
export const noticeAlreadySentOn = civilDate.optional();
/**
 * `documentKept`: the document itself is kept for the case under that hash, so that it goes with what must be sent with it;
 * the command line's --file sees to both. A hash without it is of a document that is held elsewhere.
 */
export const aboutDocument = { documentHash: documentHash.optional(), documentKept: z.boolean().optional() };
export const sectionsShape = z.strictObject({
    A: text,
    B: text,
    C: text,
    D: text,
    E: text,
    F: text,
    G: text,
    H1: text,
    H2: text,
    /** Blank in a draft by law (s38(5)); the named institution or type in a final plan. */
    I: z.string().max(20_000),
    /** Only where a direct payment is made; otherwise says that none is. */
    J: text,
    K: text,
});
/** A final plan's, for the examples of commands. */
export const finalSections = {
    A: 'Views',
    B: 'Needs',
    C: 'None identified',
    D: 'None identified',
    E: 'Outcomes',
    F: 'Provision',
    G: 'None',
    H1: 'None',
    H2: 'None',
    I: 'Hillside School',
    J: 'No direct payment',
    K: 'Advice A1 to A5',
};
/** Recorded written consent to be served electronically (Education Act 1996 s572). */
export const electronicConsent = z.strictObject({ kind: line, sender: line, address: line, recordedOn: civilDate });
/** Unique reference number of a school or college (Get Information About Schools). */
export const urn = z.string().regex(/^\d{6}$/);
/** The family asks for this one (s38(2)(b)(ii), s39). */
export const requestedSchoolShape = z.strictObject({ urn: urn.optional(), name: line, section38: z.boolean() });
/** A named officer takes it upon themselves to finalise before the family's days are over. */
export const earlyOverride = z.strictObject({ officer: id, reason: line });
export const settingShape = z.strictObject({
    kind: z.enum(['school', 'early-years', 'post-16']),
    name: line,
    urn: urn.optional(),
    email: z.email().optional(),
    address: line.optional(),
});
/** Another authority's team, or a health commissioner. */
export const contactShape = z.strictObject({ name: line, email: z.email().optional(), address: line.optional() });
/** Somebody of a case to whom letters may go. */
export const partyShape = z.strictObject({
    id,
    role: z.enum([
        'parent',
        'young-person',
        'head',
        'health-commissioner',
        'social-care',
        'service',
        'service-manager',
        'provider',
        'requester',
        'action-owner',
        'authority',
        'higher-education',
    ]),
    name: line,
    address: line.optional(),
    email: z.email().optional(),
    organisation: line.optional(),
    electronicConsent: electronicConsent.optional(),
});
export const childShape = z.strictObject({
    name: line,
    dateOfBirth: civilDate,
    address: line,
    upn: z
        .string()
        .regex(/^[A-HJ-NP-RT-Z]\d{11}[0-9A-Z]$/)
        .optional(),
    /** Over compulsory school age and able to act: letters go to the young person (s83(2)). */
    youngPerson: z.boolean(),
    livesInArea: z.boolean(),
    /** A place, in lower case with hyphens: it stands in a search attribute, so nothing else may. */
    locality: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,39}$/)
        .optional(),
    sensoryNeed: z.enum(['none', 'hearing', 'vision', 'multi-sensory']),
    serviceFamily: z.boolean(),
    socialWorker: z.boolean(),
    setting: settingShape.optional(),
});
//# sourceMappingURL=shared-shapes.js.map
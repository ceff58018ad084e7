/**
 * Every fact that an assessment's ledger stream can hold, and its shape. The ledger checks an event against this before it
 * is written; workflows take only the types. Imports zod.
 */
import { z } from 'zod';
import { correctionEventShapes } from '../matter/corrections-shapes.js';
import { matterEventShapes } from '../matter/event-shapes.js';
import { consultationEventShapes } from '../matter/consultation-shapes.js';
import { referralEventShapes } from '../matter/referral-shapes.js';
import { ADVICE_KINDS, DRAFT_CHECKS, policyShape } from '../policy.js';
import { SECTION_IDS } from '../law/sections.js';
import { childShape, partyShape, sectionsShape } from '../shared-shapes.js';
import { openingShape } from './command-shapes.js';
import { reassessmentEventShapes } from './reassessment-shapes.js';
const date = z.iso.date();
const text = z.string();
const id = z.string();
const maybeDate = date.nullable();
const shapes = {
    ...matterEventShapes,
    // intake
    'request.received': openingShape.extend({ lawVersion: text, policyVersion: text, policy: policyShape }),
    'intake.checked': z.strictObject({ openCase: text.nullable(), planHeld: z.boolean(), lastAssessedOn: maybeDate }),
    'request.turnedAway': z.strictObject({
        reason: z.enum(['duplicate', 'plan-already-held', 'out-of-area']),
        explanation: text,
        otherCase: text.nullable(),
    }),
    'exception.recorded': z.strictObject({
        exceptionId: id,
        ruleId: text,
        key: text,
        ground: text,
        evidence: text,
        from: maybeDate,
        to: maybeDate,
    }),
    // family
    'family.called': z.strictObject({
        outcome: z.enum(['held', 'no-answer', 'declined']),
        consentToShare: z.boolean(),
        sectionA: text.nullable(),
        keyOutcomes: z.array(text),
    }),
    'evidence.added': z.strictObject({
        evidenceId: id,
        kind: text,
        from: text,
        title: text,
        documentHash: text.nullable(),
        kept: z.boolean().optional(),
    }),
    /** The document itself, for evidence or advice recorded without it. Its version is that of what it belongs to. */
    'document.attached': z.strictObject({
        kind: z.enum(['evidence', 'advice']),
        id,
        version: z.number().int(),
        documentHash: text,
    }),
    // panel
    ...referralEventShapes,
    'action.chased': z.strictObject({ actionId: id, step: z.number().int() }),
    'action.completed': z.strictObject({ actionId: id, outcome: text }),
    // decisions
    'assessment.decided': z.strictObject({
        outcome: z.enum(['assess', 'refuse']),
        mayHaveSen: z.boolean(),
        mayNeedPlan: z.boolean(),
        reasons: text,
        withoutPanel: text.nullable(),
    }),
    'issue.decided': z.strictObject({
        outcome: z.enum(['issue', 'no-plan']),
        reasons: text,
        outstandingAdvice: text.nullable(),
        withoutPanel: text.nullable(),
    }),
    ...reassessmentEventShapes,
    // advice
    'advice.requested': z.strictObject({
        adviceId: id,
        kind: z.enum(ADVICE_KINDS),
        basis: text,
        service: text.nullable(),
        serviceName: text,
        statutory: z.boolean(),
        route: z.enum(['request', 'screening']),
        to: partyShape,
        manager: partyShape.nullable(),
        reason: text.nullable(),
    }),
    'advice.reused': z.strictObject({
        kind: z.enum(ADVICE_KINDS),
        evidenceId: id,
        writtenOn: date,
        agreedByAdviserOn: date,
        agreedByAuthorityOn: date,
        agreedByFamilyOn: date,
    }),
    'advice.acknowledged': z.strictObject({ adviceId: id }),
    'advice.reminded': z.strictObject({ adviceId: id, step: z.number().int() }),
    'advice.chased': z.strictObject({ adviceId: id, step: z.number().int() }),
    'advice.escalated': z.strictObject({ adviceId: id, to: z.enum(['manager', 'panel']) }),
    'advice.submitted': z.strictObject({
        adviceId: id,
        version: z.number().int(),
        author: text,
        findings: text.nullable(),
        documentHash: text.nullable(),
        kept: z.boolean().optional(),
        afterDraft: z.boolean(),
    }),
    'advice.checked': z.strictObject({
        adviceId: id,
        outcome: z.enum(['accept', 'return']),
        reasons: text.nullable(),
        reviseBy: maybeDate,
    }),
    'advice.declined': z.strictObject({ adviceId: id, reasons: text }),
    // draft
    'planning.held': z.strictObject({ outcome: z.enum(['held', 'declined']), note: text.nullable() }),
    'draft.prepared': z.strictObject({
        version: z.number().int(),
        basis: text,
        sections: sectionsShape,
        reserve: z.boolean(),
        /** What the family said that each changed section follows, where that is why nothing is served again (reg 14(1)). */
        follows: z.array(z.strictObject({ section: z.enum(SECTION_IDS), representation: text })).optional(),
    }),
    'draft.checked': z.strictObject({
        version: z.number().int(),
        check: z.enum(DRAFT_CHECKS),
        outcome: z.enum(['pass', 'return']),
        notes: text.nullable(),
    }),
    'draft.served': z.strictObject({
        version: z.number().int(),
        sentOn: date,
        servedOn: date,
        periodDays: z.number().int(),
        periodEndsOn: date,
    }),
    'representations.made': z.strictObject({
        views: text.nullable(),
        agrees: z.boolean(),
        inPeriod: z.boolean(),
        requestedSchool: z.strictObject({ urn: text.nullable(), name: text, section38: z.boolean() }).nullable(),
        requiresMeeting: z.boolean(),
        disagreements: z.array(z.strictObject({ disagreementId: id, about: z.enum(['draft', 'assessments']), text })),
    }),
    'officerMeeting.held': z.strictObject({ note: text.nullable() }),
    'disagreement.resolved': z.strictObject({ disagreementId: id, outcome: text, reasons: text }),
    // consultation
    ...consultationEventShapes,
    'plan.finalised': z.strictObject({
        sections: sectionsShape,
        earlyOverride: z.strictObject({ officer: id, reason: text }).nullable(),
    }),
    // anywhere
    'request.withdrawn': z.strictObject({ reason: text }),
    'child.movedAway': z.strictObject({ toAuthority: text }),
    'child.died': z.strictObject({}),
    ...correctionEventShapes,
    'setting.changed': z.strictObject({
        from: childShape.shape.setting.unwrap().nullable(),
        to: childShape.shape.setting.unwrap().nullable(),
        evidence: text,
    }),
    'case.stuck': z.strictObject({ reason: text, about: text }),
    'case.unstuck': z.strictObject({ reason: text }),
};
export const assessmentEventShapes = shapes;
//# sourceMappingURL=event-shapes.js.map
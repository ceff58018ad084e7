/** Of which plan an assessment is a reassessment, and what may be said of one alone. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { ADVICE_KINDS } from '../policy.js';
import { caseRef, civilDate, contactShape, line, noticeAlreadySentOn, text } from '../shared-shapes.js';
/** s44(2): the family or the institution; reg 23: the health commissioner; s44(3): the authority, of its own motion. */
export const REASSESSMENT_ASKERS = ['family', 'institution', 'health-commissioner', 'authority'];
export const reassessesShape = z.strictObject({
    planRef: caseRef,
    planVersion: z.number().int().min(1),
    requestedBy: z.enum(REASSESSMENT_ASKERS),
    /** The last time that an assessment or a reassessment of the child was carried out, as the plan knows it (reg 24). */
    lastAssessedOn: civilDate.nullable(),
    /** Of this plan, where it is another than the authority's own. */
    healthCommissioner: contactShape.optional(),
});
/** Why a reassessment that was asked for need not be made: reg 24. */
export const REFUSAL_GROUNDS = ['assessed-within-six-months', 'not-necessary'];
const command = commandsOf();
export const reassessmentCommands = {
    decideToReassess: command({
        group: 'assessment',
        verb: 'decide-reassess',
        description: 'Decide whether to reassess (s44(2), reg 24, 25): within 15 days of a request; one by the health commissioner is never refused (reg 23)',
        roles: ['assessment-lead', 'manager'],
        shape: {
            outcome: z.enum(['reassess', 'refuse']),
            /** For a refusal. */
            ground: z.enum(REFUSAL_GROUNDS).optional(),
            reasons: text,
            noticeAlreadySentOn,
            /** Late keying: advice that was asked for on another day than that of the decision. */
            adviceAlreadyRequested: z
                .array(z.strictObject({ kind: z.enum(ADVICE_KINDS), on: civilDate }))
                .max(ADVICE_KINDS.length)
                .optional(),
        },
        example: { outcome: 'reassess', reasons: 'Needs have changed much since the plan was made.' },
    }),
    concludeReassessment: command({
        group: 'assessment',
        verb: 'conclude',
        description: 'Decide after a reassessment whether the plan is amended or replaced (reg 27), or nothing changes (s51(2)(e))',
        roles: ['assessment-lead', 'manager'],
        shape: {
            outcome: z.enum(['amend', 'no-change']),
            reasons: text,
            /** Why the decision is taken with advice outstanding: it is attached when it comes. */
            outstandingAdvice: line.optional(),
            noticeAlreadySentOn,
        },
        example: { outcome: 'amend', reasons: 'The plan no longer describes the needs.' },
    }),
    stopReassessment: command({
        group: 'assessment',
        verb: 'stop-reassessment',
        description: 'The plan that is reassessed has ended, and its reassessment with it: said by the plan itself',
        roles: ['system'],
        shape: { reason: z.enum(['plan-ended', 'died']) },
        example: { reason: 'plan-ended' },
    }),
};
const noted = z.string().nullable();
export const reassessmentEventShapes = {
    'reassessment.decided': z.strictObject({
        outcome: z.enum(['reassess', 'refuse']),
        ground: z.enum(REFUSAL_GROUNDS).nullable(),
        reasons: z.string(),
    }),
    'reassessment.concluded': z.strictObject({
        outcome: z.enum(['amend', 'no-change']),
        reasons: z.string(),
        outstandingAdvice: noted,
    }),
    /** Neither refused nor withdrawn: there is no plan any more. */
    'reassessment.stopped': z.strictObject({ reason: z.enum(['plan-ended']) }),
};
//# sourceMappingURL=reassessment-shapes.js.map
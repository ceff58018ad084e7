/** A plan is to be assessed again: who asks, and how it ended. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { REASSESSMENT_ASKERS } from '../assessment/reassessment-shapes.js';
import { commandsOf } from '../command-shapes.js';
import { caseRef, line, officers, sectionsShape, settingShape, text } from '../shared-shapes.js';
const date = z.iso.date();
const count = z.number().int();
const command = commandsOf();
export const planReassessmentCommands = {
    askReassessment: command({
        group: 'plan',
        verb: 'reassess',
        description: 'Somebody asks that the child be assessed again, on the day that it was received, or the authority thinks of it itself (s44(2)-(3), reg 23)',
        roles: officers,
        shape: {
            requestedBy: z.enum(REASSESSMENT_ASKERS),
            reason: line.optional(),
            /** What the family says with the request; it goes to whoever advises. */
            representations: text.optional(),
        },
        example: { requestedBy: 'family', reason: 'Needs have changed since the diagnosis of May.' },
    }),
};
export const REASSESSMENT_ENDS = [
    'reassessed',
    'plan-unchanged',
    'not-reassessed',
    'withdrawn',
    'moved-away',
    'died',
    'plan-ended',
];
/** What a reassessment tells its plan when it is over. */
export const reassessedShape = z.strictObject({
    caseRef,
    outcome: z.enum(REASSESSMENT_ENDS),
    endedOn: date,
    final: z
        .strictObject({
        version: count,
        sections: sectionsShape,
        /** Sent to the family: the next review is counted from it (r27(4)). */
        sentOn: date,
        /** Named in section I; null where no institution is. */
        institution: settingShape.nullable(),
        regulation20: z.boolean(),
    })
        .nullable(),
});
export const planReassessmentEventShapes = {
    'reassessment.asked': z.strictObject({
        n: count,
        /** The case that the reassessment is. */
        caseRef,
        requestedBy: z.enum(REASSESSMENT_ASKERS),
        reason: z.string().nullable(),
        representations: z.string().nullable(),
    }),
    'reassessment.ended': reassessedShape,
};
//# sourceMappingURL=reassessment-shapes.js.map
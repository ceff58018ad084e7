/** What is said of an amendment without a review (r28), and the facts that come of it. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { movesShape } from '../review/command-shapes.js';
import { civilDate, finalSections, noticeAlreadySentOn, officers, sectionsShape, text } from '../shared-shapes.js';
const command = commandsOf();
const count = z.number().int();
const date = z.iso.date();
/** A text that was made and sent: by which review or amendment, and where section I names another, which. */
const amendedTextShape = z.strictObject({
    n: count,
    version: count,
    sections: sectionsShape,
    on: date,
    moves: movesShape.nullable(),
});
export const amendingCommands = {
    startAmendment: command({
        group: 'plan',
        verb: 'amend',
        description: 'Propose amendments to the plan without a review: they go to the family, with the plan (r28, r22(2))',
        roles: officers,
        shape: {
            reasons: text,
            /** What is proposed to be changed. */
            amendments: text,
            /** Days for representations, from service: 15 at least. */
            periodDays: z.int().min(15).max(90).optional(),
            noticeAlreadySentOn,
        },
        example: {
            reasons: 'The therapy service has reported that two sessions a week are needed.',
            amendments: 'Section F: speech and language therapy twice a week, 45 minutes each.',
        },
    }),
    recordAmended: command({
        group: 'plan',
        verb: 'amended',
        description: 'A review or an amendment of this plan says that the amended plan is made',
        roles: ['system'],
        shape: {
            n: z.int().min(1),
            version: z.int().min(1),
            sections: sectionsShape,
            madeOn: civilDate,
            moves: movesShape.optional(),
        },
        example: {
            n: 1,
            version: 2,
            sections: finalSections,
            madeOn: '2026-11-02',
        },
    }),
};
export const amendingEventShapes = {
    'amendment.started': z.strictObject({
        n: count,
        reasons: z.string(),
        amendments: z.string(),
        periodDays: count,
        noticeAlreadySentOn: date.nullable(),
    }),
    /** The text that stands from now on. Its version is the plan's own count. */
    'plan.amended': amendedTextShape,
    'amendment.ended': z.strictObject({ n: count, amended: z.boolean() }),
};
//# sourceMappingURL=amending-shapes.js.map
/** Every fact that a plan's ledger stream can hold, and its shape. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { matterEventShapes } from '../matter/event-shapes.js';
import { policyShape } from '../policy.js';
import { amendingEventShapes } from './amending-shapes.js';
import { planCorrectionEventShapes } from './corrections-shapes.js';
import { movesShape, OUTCOMES } from '../review/command-shapes.js';
import { anchorShape, REVIEW_KINDS } from '../review/event-shapes.js';
import { childShape, contactShape, partyShape, sectionsShape, settingShape } from '../shared-shapes.js';
import { leavingEventShapes, outlookShape } from './leaving-shapes.js';
import { moveEventShapes, transferShape } from './moves-shapes.js';
import { planReassessmentEventShapes } from './reassessment-shapes.js';
const date = z.iso.date();
const text = z.string();
const id = z.string();
const count = z.number().int();
/** A plan as it comes to be held here: made by us, or taken over as it stood. */
export const holdingShape = z.strictObject({
    source: z.enum(['assessment', 'import', 'transfer']),
    /** Of one that another authority handed over. */
    transfer: transferShape.optional(),
    /** Where it is another than the authority's own. */
    healthCommissioner: contactShape.optional(),
    child: childShape,
    family: z.array(partyShape).min(1),
    /** Named in section I; null where no institution is. */
    institution: settingShape.nullable(),
    /** Of the kinds that reg 20(12) lists: its head may be required to hold the meeting. */
    regulation20: z.boolean(),
    /** The last national curriculum year that the institution teaches; null where it is not known. */
    lastYear: count.nullable(),
    /** Years that the child is placed above (or, negative, below) the year of its age. */
    yearsAhead: count,
    madeOn: date,
    version: count,
    /** Null where the text is held elsewhere. */
    sections: sectionsShape.nullable(),
    /** The day the last review's decision was notified. */
    lastReviewOn: date.nullable(),
    /** The day the final plan of a reassessment was sent. */
    reassessedOn: date.nullable(),
    externalRef: text.nullable(),
    caseworker: z.strictObject({ id, name: text, telephone: text.nullable(), email: text.nullable() }).nullable(),
    lawVersion: text,
    policyVersion: text,
    policy: policyShape,
});
/** What a review tells its plan when it is over. */
export const reviewedShape = z.strictObject({
    n: count,
    outcome: z.enum(OUTCOMES),
    heldOn: date.nullable(),
    /** The day the decision was notified, from which the next review is counted. */
    notifiedOn: date,
    amended: z
        .strictObject({ version: count, sections: sectionsShape, on: date, moves: movesShape.nullable() })
        .nullable(),
    /** The transfer that it was over before. */
    phase: z.strictObject({ ruleId: text, on: date }).nullable(),
    /** What was read of what comes next. */
    outlook: outlookShape.optional(),
});
export const planEventShapes = {
    ...matterEventShapes,
    'plan.held': holdingShape,
    'review.started': z.strictObject({
        n: count,
        kind: z.enum(REVIEW_KINDS),
        reason: text.nullable(),
        anchor: anchorShape.nullable(),
        phase: z.strictObject({ ruleId: text, on: date }).nullable(),
        /** A lighter look that was open, and gives way. */
        instead: count.nullable(),
    }),
    'review.ended': reviewedShape,
    ...moveEventShapes,
    ...planReassessmentEventShapes,
    ...amendingEventShapes,
    ...planCorrectionEventShapes,
    /** A transfer from one post-16 institution to another, on a day that is known (r18(2)). */
    'transition.planned': z.strictObject({ on: date, to: text.nullable() }),
    /** The young person is past the academic year in which they turned 25 (s46): it is nobody's decision. */
    'plan.lapsed': z.strictObject({ endedOn: date }),
    /** Nothing more is sent to a bereaved family. */
    'plan.ended': z.strictObject({ reason: z.enum(['died']) }),
    ...leavingEventShapes,
    'cease.appealed': z.strictObject({ note: text.nullable() }),
    'cease.confirmed': z.strictObject({ basis: z.enum(['no-appeal', 'appeal-dismissed']), note: text.nullable() }),
    'cease.withdrawn': z.strictObject({ reason: text }),
};
//# sourceMappingURL=event-shapes.js.map
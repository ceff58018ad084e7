/** A plan that moves with its child between authorities or health commissioners: what is said of it, and its facts. Imports zod. */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { childShape, civilDate, contactShape, id, line, noticeAlreadySentOn, officers, partyShape, sectionsShape, settingShape, } from '../shared-shapes.js';
const command = commandsOf();
const date = z.iso.date();
/** How a plan came from another authority (r15). */
export const transferShape = z.strictObject({
    /** The authority that had it. */
    from: contactShape,
    movedOn: civilDate,
    /** When that authority became aware of the move; null where it is not known. */
    awareOn: civilDate.nullable(),
    transferredOn: civilDate,
    /** The move changes nothing about who commissions health provision. */
    sameCommissioner: z.boolean().optional(),
});
const age = z.number().int().min(-14).max(14);
/** A plan as another authority hands it over. */
export const receiptShape = z.strictObject({
    child: childShape,
    family: z.array(partyShape).min(1).max(6),
    /** Named in section I. */
    institution: settingShape.optional(),
    regulation20: z.boolean().optional(),
    lastYear: age.optional(),
    yearsAhead: age.optional(),
    /** The day on which the authority that made it made it: it stays that (r15(3)(a)). */
    madeOn: civilDate,
    version: z.number().int().min(1).optional(),
    sections: sectionsShape.optional(),
    lastReviewOn: civilDate.optional(),
    externalRef: id.optional(),
    caseworker: z.strictObject({ id, name: line, telephone: line.optional(), email: z.email().optional() }).optional(),
    /** Where it is another than the authority's own. */
    healthCommissioner: contactShape.optional(),
    transfer: transferShape.extend({ awareOn: civilDate.nullable().optional() }),
});
const fileItem = z.strictObject({
    what: line,
    /** Advice that is kept here and goes along. */
    adviceId: id.optional(),
    version: z.number().int().min(1).optional(),
});
export const moveCommands = {
    recordTransferNotice: command({
        group: 'plan',
        verb: 'transfer-notice',
        description: 'Tell the family that the plan has come to us, whether an assessment is proposed, and when it is reviewed (r15(4))',
        roles: officers,
        shape: {
            proposesToAssess: z.boolean(),
            /** The last day by which it may be, if left out (r15(5)). */
            reviewBy: civilDate.optional(),
            noticeAlreadySentOn,
        },
        example: { proposesToAssess: false },
    }),
    recordPlacement: command({
        group: 'plan',
        verb: 'placement',
        description: 'After a move: whether the institution named can still be attended and, where not, which the child goes to until the plan is amended (r15(6))',
        roles: officers,
        shape: {
            practicable: z.boolean(),
            reason: line,
            interim: settingShape.optional(),
            startsOn: civilDate.optional(),
            /** Of the kinds that reg 20(12) lists: its head may be required to hold a review. A school is, if left out. */
            regulation20: z.boolean().optional(),
        },
        example: {
            practicable: false,
            reason: 'It is ninety miles from the new home.',
            interim: { kind: 'school', name: 'Hillside School', urn: '999901', email: 'office@hillside.example' },
            startsOn: '2026-09-07',
        },
    }),
    changeCommissioner: command({
        group: 'plan',
        verb: 'commissioner-changed',
        description: 'Another health commissioner is responsible from now on, and the authority stays the same (r16)',
        roles: officers,
        shape: {
            commissioner: contactShape,
            /** When the old commissioner became aware; the day it happened if left out. */
            awareOn: civilDate.optional(),
        },
        example: { commissioner: { name: 'Southmere Integrated Care Board', email: 'send@southmere-icb.example' } },
    }),
    recordCommissionerTold: command({
        group: 'plan',
        verb: 'commissioner-told',
        description: 'The old health commissioner has told the new one (r15(7), r16(2))',
        roles: officers,
        shape: {},
        example: {},
    }),
    recordCommissionerRequest: command({
        group: 'plan',
        verb: 'commissioner-asks',
        description: 'The new health commissioner asks for an assessment or a review, which must follow (r15(8), r16(3))',
        roles: officers,
        shape: { asks: z.enum(['assess', 'review']), reason: line },
        example: { asks: 'review', reason: 'Section G names a clinic that it does not commission.' },
    }),
    recordMoveOut: command({
        group: 'plan',
        verb: 'moved-out',
        description: 'The child has moved, or is to move, to the area of another authority: the plan goes there (r15(2))',
        roles: officers,
        shape: {
            to: contactShape,
            /** May be ahead. */
            movedOn: civilDate,
            /** When we became aware of it; the day it happened if left out. */
            awareOn: civilDate.optional(),
        },
        example: { to: { name: 'Southmere Council', email: 'sen@southmere.example' }, movedOn: '2026-09-01' },
    }),
    handOver: command({
        group: 'plan',
        verb: 'hand-over',
        description: 'Send the plan and the file to the new authority (r15(2))',
        roles: officers,
        shape: { file: z.array(fileItem).max(100), noticeAlreadySentOn },
        example: { file: [{ what: 'Advice of the educational psychologist, 4 March 2026' }] },
    }),
    confirmReceipt: command({
        group: 'plan',
        verb: 'receipt-confirmed',
        description: 'The new authority has the plan and the file: only now does the plan end here',
        roles: officers,
        shape: { note: line.optional() },
        example: { note: 'By e-mail from their SEN team.' },
    }),
    cancelMove: command({
        group: 'plan',
        verb: 'move-cancelled',
        description: 'The move does not happen: the plan stays here as it is',
        roles: officers,
        shape: { reason: line },
        example: { reason: 'The family stays.' },
    }),
};
export const moveEventShapes = {
    'transfer.notified': z.strictObject({ proposesToAssess: z.boolean(), reviewBy: date }),
    'interim.decided': z.strictObject({
        practicable: z.boolean(),
        reason: z.string(),
        /** Of the plan that it lasts until the amendment of. */
        version: z.number().int(),
        interim: z.strictObject({ institution: settingShape, regulation20: z.boolean(), from: date }).nullable(),
    }),
    'commissioner.changed': z.strictObject({ to: contactShape, awareOn: date, clock: z.string() }),
    'commissioner.told': z.strictObject({ clock: z.string().nullable() }),
    'commissioner.asked': z.strictObject({ asks: z.enum(['assess', 'review']), reason: z.string() }),
    'assessing.settled': z.strictObject({}),
    'move.known': z.strictObject({
        to: contactShape,
        movedOn: date,
        awareOn: date,
        clock: z.string(),
        telling: z.string(),
    }),
    'file.sent': z.strictObject({ file: z.array(fileItem), version: z.number().int(), elsewhere: z.boolean() }),
    'receipt.chased': z.strictObject({ step: z.number().int() }),
    'receipt.escalated': z.strictObject({}),
    'move.cancelled': z.strictObject({ reason: z.string() }),
    'plan.transferred': z.strictObject({ note: z.string().nullable() }),
};
//# sourceMappingURL=moves-shapes.js.map
/** What may be said to a panel, and the facts its ledger stream holds. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { PANEL_QUESTIONS, policyShape } from '../policy.js';
import { caseRef, civilDate as date, envelope, id, line, text } from '../shared-shapes.js';
export const panelCommands = {
    recommend: {
        group: 'panel',
        verb: 'recommend',
        description: 'Record what the panel recommends on a case, with reasons and named, dated actions',
        roles: ['panel-clerk', 'manager'],
        shape: z.strictObject({
            caseRef,
            referralId: id,
            recommendation: line,
            reasons: text,
            actions: z
                .array(z.strictObject({ what: line, owner: line, ownerEmail: z.email().optional(), dueOn: date }))
                .max(20),
            ...envelope,
        }),
        example: {
            caseRef: 'EHC-7K2M9QXA',
            referralId: 'P1',
            recommendation: 'Allocate a locum psychologist',
            reasons: 'Eight weeks late and no date offered.',
            actions: [{ what: 'Allocate a locum', owner: 'Principal Educational Psychologist', dueOn: '2026-12-11' }],
        },
    },
    cancelMeeting: {
        group: 'panel',
        verb: 'cancel-meeting',
        description: 'Cancel a meeting: its cases go to the next one',
        roles: ['panel-clerk', 'manager'],
        shape: z.strictObject({ meetingOn: date, reason: line, ...envelope }),
        example: { meetingOn: '2026-12-16', reason: 'Not quorate' },
    },
};
/** Whom the panel answers: the workflow ID of the process that asked, its assessment where it is left out. */
const replyTo = z.string().min(1).max(100).optional();
/** What a case says to a panel, by signal: put me on the agenda, or never mind. */
export const referralShape = z.strictObject({
    caseRef,
    referralId: id,
    question: z.enum(PANEL_QUESTIONS),
    reason: z.string(),
    referredOn: date,
    replyTo,
});
export const panelEventShapes = {
    'panel.convened': z.strictObject({ panel: policyShape.shape.panels.element }),
    'item.listed': referralShape.extend({ meetingOn: date }),
    'item.moved': z.strictObject({ caseRef, referralId: id, meetingOn: date, reason: z.string(), replyTo }),
    'item.removed': z.strictObject({ caseRef, referralId: id, reason: z.string() }),
    'item.recommended': z.strictObject({
        caseRef,
        referralId: id,
        recommendation: z.string(),
        reasons: z.string(),
        actions: z.array(z.strictObject({ what: z.string(), owner: z.string(), ownerEmail: z.string().nullable(), dueOn: date })),
        replyTo,
    }),
    'meeting.cancelled': z.strictObject({ meetingOn: date, reason: z.string() }),
};
//# sourceMappingURL=panel-shapes.js.map
/** What a matter says to a panel and hears from it, whichever process it is. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { PANEL_QUESTIONS } from '../policy.js';
import { civilDate, id, line, text } from '../shared-shapes.js';
const date = z.iso.date();
const words = z.string();
const name = z.string();
const sentByPanel = ['system', 'panel-clerk'];
/** Sent by the panel's own process. */
export const referralCommands = {
    recordListing: {
        description: 'The panel has put the case on the agenda of a meeting (sent by the panel itself)',
        roles: sentByPanel,
        shape: { referralId: id, meetingOn: civilDate },
        example: { referralId: 'P1', meetingOn: '2026-12-02' },
    },
    recordRecommendation: {
        description: "The panel's recommendation and the actions it named (sent by the panel itself); the officer still decides",
        roles: sentByPanel,
        shape: {
            referralId: id,
            recommendation: line,
            reasons: text,
            actions: z
                .array(z.strictObject({ what: line, owner: line, ownerEmail: z.email().optional(), dueOn: civilDate }))
                .max(20),
        },
        example: { referralId: 'P1', recommendation: 'assess', reasons: 'Evidence of need.', actions: [] },
    },
};
export const referralEventShapes = {
    'panel.referred': z.strictObject({
        referralId: name,
        panel: words,
        question: z.enum(PANEL_QUESTIONS),
        reason: words,
    }),
    'panel.listed': z.strictObject({ referralId: name, meetingOn: date }),
    'panel.recommended': z.strictObject({
        referralId: name,
        recommendation: words,
        reasons: words,
        actions: z.array(z.strictObject({ actionId: name, what: words, owner: words, ownerEmail: words.nullable(), dueOn: date })),
    }),
    'panel.notNeeded': z.strictObject({ referralId: name, reason: words }),
};
//# sourceMappingURL=referral-shapes.js.map
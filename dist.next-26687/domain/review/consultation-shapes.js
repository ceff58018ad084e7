/** Consulting schools within a review, before one is named in the amended plan (s39(2), s40(3), r22). Imports zod. */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { consultationCommands, consultationEventShapes, consultedShape, providerShape, } from '../matter/consultation-shapes.js';
import { referralCommands, referralEventShapes } from '../matter/referral-shapes.js';
import { id, line, noticeAlreadySentOn, officers } from '../shared-shapes.js';
const command = commandsOf();
export const reviewConsultationCommands = {
    consultProviders: command({
        group: 'review',
        verb: 'consult',
        description: 'Consult one or more schools or colleges together as the next round, with the plan and what is to be changed in it (s39(2), s40(3))',
        roles: officers,
        shape: {
            providers: z.array(providerShape).min(1).max(30),
            /** Why it is not to wait for the batches of the transfer campaign. */
            atOnce: line.optional(),
            noticeAlreadySentOn,
        },
        example: {
            providers: [
                {
                    urn: '999901',
                    name: 'Hillside School',
                    section38: true,
                    requestedByFamily: true,
                    email: 'office@hillside.example',
                },
            ],
        },
    }),
    releaseConsultation: command({
        group: 'review',
        verb: 'release',
        description: 'Send a consultation that waits for its batch (sent by the transfer campaign itself)',
        roles: ['system', 'manager'],
        shape: { consultationId: id },
        example: { consultationId: 'C1' },
    }),
    recordReply: command({ group: 'review', ...consultationCommands.recordReply }),
    answerObjection: command({ group: 'review', verb: 'answer-objection', ...consultationCommands.answerObjection }),
    namePlacement: command({ group: 'review', verb: 'name', ...consultationCommands.namePlacement }),
    recordListing: command({ group: 'review', verb: 'panel-listed', ...referralCommands.recordListing }),
    recordRecommendation: command({
        group: 'review',
        verb: 'panel-recommended',
        ...referralCommands.recordRecommendation,
    }),
};
export const reviewConsultationEventShapes = {
    ...consultationEventShapes,
    ...referralEventShapes,
    /** It waits for its batch. */
    'consultation.queued': consultedShape,
    'consultation.hurried': z.strictObject({ consultationIds: z.array(id), reason: z.string() }),
};
//# sourceMappingURL=consultation-shapes.js.map
/** Consulting schools, colleges and other providers before one is named in a plan (s39(2), s40(3)), on whichever matter. Imports zod. */
import { z } from 'zod';
import { id, line, officers, partyShape, text, urn } from '../shared-shapes.js';
const words = z.string();
const name = z.string();
export const providerShape = z.strictObject({
    urn: urn.optional(),
    name: line,
    email: z.email().optional(),
    address: line.optional(),
    /** s38(3): maintained, academy, FE, non-maintained special, s41-approved: may be requested and must then admit. */
    section38: z.boolean(),
    requestedByFamily: z.boolean().optional(),
});
const repliers = [...officers, 'provider', 'integrator'];
export const consultationCommands = {
    recordReply: {
        verb: 'reply',
        description: "A provider's reply, with the grounds of s39(4) where it objects",
        roles: repliers,
        shape: {
            consultationId: id,
            reply: z.enum(['can-meet-need', 'cannot-meet-need']),
            grounds: z
                .array(z.enum(['unsuitable', 'education-of-others', 'use-of-resources']))
                .max(3)
                .optional(),
            text: text.optional(),
        },
        example: {
            consultationId: 'C1',
            reply: 'cannot-meet-need',
            grounds: ['unsuitable'],
            text: 'No specialist base.',
        },
    },
    answerObjection: {
        description: "The authority's answer to a provider's objection: accepted, or not and why",
        roles: officers,
        shape: { consultationId: id, accepted: z.boolean(), reasons: text },
        example: { consultationId: 'C1', accepted: true, reasons: 'The need cannot be met there without a base.' },
    },
    namePlacement: {
        description: 'Decide the institution, or where policy allows the type of provision, that section I will name',
        roles: officers,
        shape: {
            kind: z.enum(['institution', 'type']),
            consultationId: id.optional(),
            typeOfProvision: line.optional(),
            reasons: text,
            legalRiskAccepted: z.boolean().optional(),
        },
        example: {
            kind: 'institution',
            consultationId: 'C1',
            reasons: 'Requested by the family; can meet need.',
        },
    },
};
export const consultedShape = z.strictObject({
    consultationId: name,
    round: z.number().int(),
    to: partyShape,
    urn: words.nullable(),
    section38: z.boolean(),
    requestedByFamily: z.boolean(),
});
export const consultationEventShapes = {
    'provider.consulted': consultedShape,
    'provider.reminded': z.strictObject({ consultationId: name, step: z.number().int() }),
    'provider.chased': z.strictObject({ consultationId: name, step: z.number().int() }),
    'provider.replied': z.strictObject({
        consultationId: name,
        reply: z.enum(['can-meet-need', 'cannot-meet-need']),
        grounds: z.array(words),
        text: words.nullable(),
    }),
    'objection.answered': z.strictObject({ consultationId: name, accepted: z.boolean(), reasons: words }),
    'placement.named': z.strictObject({
        kind: z.enum(['institution', 'type']),
        consultationId: words.nullable(),
        typeOfProvision: words.nullable(),
        reasons: words,
        legalRisk: words.nullable(),
    }),
};
//# sourceMappingURL=consultation-shapes.js.map
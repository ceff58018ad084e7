/** What is said, and recorded, before it is decided to cease to maintain a plan, in a review and outside one. Imports zod. */
import { z } from 'zod';
import { civilDate, line, noticeAlreadySentOn, text } from '../shared-shapes.js';
const date = z.iso.date();
const words = z.string();
/** Why it is considered; a move to another authority in England is none, since that takes the plan over (r15). */
export const CEASE_GROUNDS = [
    'not-responsible',
    'no-longer-necessary',
    'higher-education',
    'employment',
    'left-education',
];
/** Those of whom r31(1) asks that they be consulted. */
export const CONSULTED = ['family', 'institution'];
const OUTCOMES_WEIGHED = ['achieved', 'partly', 'not-achieved'];
const RETURNING = ['not-wished', 'not-appropriate'];
export const consultationOnCeasing = {
    ground: z.enum(CEASE_GROUNDS),
    reasons: text,
    /** Of a young person who stopped attending: the day on which that was known (r30). */
    knownOn: civilDate.optional(),
    noticeAlreadySentOn,
};
export const viewsOnCeasing = { from: z.enum(CONSULTED), agrees: z.boolean(), views: text.optional() };
/** What the law has weighed before a plan ceases. */
export const ceasingWeighed = {
    /** At 18 and over: whether the outcomes are achieved (s45(3)). */
    outcomes: z.enum(OUTCOMES_WEIGHED).optional(),
    /** Under 18: why the provision is no longer necessary (r29(1)). */
    notNeeded: line.optional(),
    /** Of a young person who stopped attending: they do not wish to return, or it is not appropriate (r30). */
    returning: z.enum(RETURNING).optional(),
};
/** As a fact holds it; none of it where nothing had to be weighed. */
export const weighedShape = z.strictObject({
    outcomes: z.enum(OUTCOMES_WEIGHED).nullable(),
    notNeeded: words.nullable(),
    returning: z.enum(RETURNING).nullable(),
});
export const ceasingEventShapes = {
    'ceasing.considered': z.strictObject({
        ground: z.enum(CEASE_GROUNDS),
        knownOn: date.nullable(),
        reasons: words,
        /** Days to answer, from when the last of the letters went. */
        answerDays: z.number().int(),
        /** Whether an institution is named, whose head is consulted too. */
        institution: z.boolean(),
        /** Where it had gone by other means. */
        sentOn: date.nullable(),
    }),
    'ceasing.viewed': z.strictObject({ from: z.enum(CONSULTED), agrees: z.boolean(), views: words.nullable() }),
};
//# sourceMappingURL=ceasing-shapes.js.map
/** What may be said of ceasing outside a review, of higher education and of funding after 16. Imports zod. */
import { z } from 'zod';
import { ceasingEventShapes, ceasingWeighed, consultationOnCeasing, viewsOnCeasing } from '../matter/ceasing-shapes.js';
import { CEASE_GROUNDS, weighedShape } from '../matter/ceasing-shapes.js';
import { referralCommands, referralEventShapes } from '../matter/referral-shapes.js';
import { DESTINATIONS } from '../review/command-shapes.js';
import { civilDate, id, line, noticeAlreadySentOn, officers, partyShape, text } from '../shared-shapes.js';
const deciders = ['assessment-lead', 'manager'];
const pounds = z.int().min(0).max(10_000_000);
/** Each in the group `plan`. */
export const leavingCommands = {
    considerCeasing: {
        verb: 'consider-ceasing',
        description: 'Outside a review: tell the family that it is considered to cease to maintain the plan, and consult it and the head of the institution (reg 31(1)). A move to another authority is none: that takes the plan over',
        roles: officers,
        shape: consultationOnCeasing,
        example: { ground: 'higher-education', reasons: 'The young person has begun a degree.' },
    },
    recordViewsOnCeasing: {
        verb: 'ceasing-views',
        description: 'What the family or the head says of ceasing to maintain the plan (reg 31(1))',
        roles: [...officers, 'family', 'provider', 'integrator'],
        shape: viewsOnCeasing,
        example: { from: 'family', agrees: true },
    },
    decideCeasing: {
        verb: 'decide-ceasing',
        description: 'Decide that the plan ceases, and notify the family, the institution and the health commissioner (s45; reg 31(2)-(3))',
        roles: deciders,
        shape: { reasons: text, ...ceasingWeighed, noticeAlreadySentOn },
        example: { reasons: 'The provision is no longer necessary.', outcomes: 'achieved' },
    },
    dropCeasing: {
        verb: 'not-ceasing',
        description: 'Decide that the plan goes on, though ceasing was considered, and tell those who were consulted',
        roles: deciders,
        shape: { reasons: text, noticeAlreadySentOn },
        example: { reasons: 'The young person wishes to stay on.' },
    },
    discloseToHigherEducation: {
        verb: 'he-disclosure',
        description: 'The young person, who has a confirmed place in higher education, asks that the plan be sent: within 15 working days (reg 47)',
        roles: [...officers, 'family'],
        shape: {
            askedBy: z.enum(['young-person', 'parent']),
            /** Where a parent asks: why the young person lacks capacity to ask (s80). */
            incapacity: line.optional(),
            /** Where the place is confirmed. */
            place: line,
            recipient: z.strictObject({
                kind: z.enum(['allowance-body', 'institution']),
                name: line,
                address: line.optional(),
                email: z.email().optional(),
            }),
            noticeAlreadySentOn,
        },
        example: {
            askedBy: 'young-person',
            place: 'Northmere University',
            recipient: { kind: 'allowance-body', name: 'Student Allowances', email: 'plans@allowances.example' },
        },
    },
    requestFunding: {
        verb: 'funding-request',
        description: 'A provider after 16 asks for funding, so many pounds a year from one day until another: the panel hears it',
        roles: [...officers, 'provider', 'integrator'],
        shape: {
            provider: line,
            poundsAYear: pounds,
            from: civilDate,
            until: civilDate,
            purpose: text,
            /** The funding that it takes the place of. */
            follows: id.optional(),
        },
        example: {
            provider: 'Northmere College',
            poundsAYear: 12_000,
            from: '2026-09-01',
            until: '2027-07-31',
            purpose: 'One-to-one support for fifteen hours a week.',
        },
    },
    decideFunding: {
        verb: 'decide-funding',
        description: 'Agree to funding that was asked for, with its dates and its cost, or refuse it',
        roles: deciders,
        shape: {
            fundingId: id,
            outcome: z.enum(['agree', 'refuse']),
            reasons: text,
            poundsAYear: pounds.optional(),
            from: civilDate.optional(),
            until: civilDate.optional(),
            /** When it is looked at whether the funding does what it is for. */
            monitorOn: civilDate.optional(),
            /** Why it is decided before the panel has said what it recommends. */
            beforePanel: line.optional(),
        },
        example: { fundingId: 'F1', outcome: 'agree', reasons: 'It meets section F.' },
    },
    monitorFunding: {
        verb: 'monitor-funding',
        description: 'What was found when it was looked at whether the funding does what it is for',
        roles: officers,
        shape: {
            fundingId: id,
            finding: z.enum(['as-agreed', 'not-as-agreed']),
            note: text.optional(),
            /** When it is looked at again. */
            nextOn: civilDate.optional(),
        },
        example: { fundingId: 'F1', finding: 'as-agreed' },
    },
    endFunding: {
        verb: 'end-funding',
        description: 'The funding ends, and no other takes its place',
        roles: officers,
        shape: { fundingId: id, reason: line },
        example: { fundingId: 'F1', reason: 'The course is over.' },
    },
    recordListing: { verb: 'listed', ...referralCommands.recordListing },
    recordRecommendation: { verb: 'recommended', ...referralCommands.recordRecommendation },
};
const date = z.iso.date();
const words = z.string();
const count = z.number().int();
export const leavingEventShapes = {
    ...ceasingEventShapes,
    ...referralEventShapes,
    'ceasing.decided': z.strictObject({
        ground: z.enum(CEASE_GROUNDS),
        reasons: words,
        weighed: weighedShape,
        /** Where the notice had gone by other means. */
        sentOn: date.nullable(),
    }),
    /** The last copy of the notice for the family has gone: the time for an appeal runs. */
    'ceasing.notified': z.strictObject({ on: date }),
    'ceasing.dropped': z.strictObject({ reasons: words }),
    'disclosure.asked': z.strictObject({
        disclosureId: words,
        askedBy: z.enum(['young-person', 'parent']),
        incapacity: words.nullable(),
        place: words,
        kind: z.enum(['allowance-body', 'institution']),
        recipient: partyShape,
    }),
    'funding.requested': z.strictObject({
        fundingId: words,
        provider: words,
        poundsAYear: count,
        from: date,
        until: date,
        purpose: words,
        follows: words.nullable(),
    }),
    'funding.decided': z.strictObject({
        fundingId: words,
        outcome: z.enum(['agree', 'refuse']),
        reasons: words,
        poundsAYear: count,
        from: date,
        until: date,
        monitorOn: date.nullable(),
        beforePanel: words.nullable(),
    }),
    'funding.monitored': z.strictObject({
        fundingId: words,
        finding: z.enum(['as-agreed', 'not-as-agreed']),
        note: words.nullable(),
        nextOn: date.nullable(),
    }),
    'funding.dueAgain': z.strictObject({ fundingId: words }),
    'funding.ended': z.strictObject({ fundingId: words, reason: words }),
};
/** What a review read of what comes next. */
export const outlookShape = z.strictObject({
    destination: z.enum(DESTINATIONS).nullable(),
    outcomesAchieved: z.boolean().nullable(),
    courseEndsOn: date.nullable(),
});
//# sourceMappingURL=leaving-shapes.js.map
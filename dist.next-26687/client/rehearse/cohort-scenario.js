/** The story of many plans at once: who is in it, what people do each time, who attends, what must be true at its end. */
import { z } from 'zod';
import { REVIEW_KINDS } from '../../domain/review/event-shapes.js';
import { settingShape } from '../../domain/shared-shapes.js';
const part = z.number().min(0).max(1);
const name = z.string().min(1);
const count = z.number().int().min(0);
const monthDay = z.string().regex(/^\d{2}-\d{2}$/, 'MM-DD');
/** Both ends included; drawn for each child. */
const range = z
    .tuple([z.number().int(), z.number().int()])
    .refine(([from, to]) => from <= to, { message: 'from and to, in that order' });
/** Schools that do not exist, alike but for their names. */
const schoolGroup = z.strictObject({
    kind: settingShape.shape.kind.default('school'),
    /** Of the kinds that reg 20(12) lists: its head holds the meeting. */
    regulation20: z.boolean().default(true),
    lastYear: z.number().int().optional(),
    names: z.array(name).min(1),
});
/** Children who are alike in what matters to the story. */
const kindOfChild = z.strictObject({
    name,
    /** Its part of the cohort, by weight; at least one child of each kind is in every cohort. */
    share: z.number().positive(),
    /** So old that it is in this national curriculum year on the day the story begins. */
    yearGroup: z.number().int().min(-2).max(20),
    /** Years that it is placed above (or, negative, below) the year of its age. */
    yearsAhead: z.number().int().default(0),
    youngPerson: z.boolean().default(false),
    /** The group of schools that it is at; left out, it is educated at home. */
    at: name.optional(),
    /** The group that the amended plan names one of. */
    next: name.optional(),
    /** How many of them are cared for, or have a social worker. */
    caredFor: part.default(0),
    madeMonthsAgo: range,
    reviewedMonthsAgo: range.optional(),
});
/** Some of the cohort, by lot: the same lots are cast whenever they are named, so that parts of them do not overlap. */
const share = z.strictObject({ lots: name, from: part.default(0), to: part });
/** How the review stands when the day of the step comes. */
const condition = z
    .strictObject({
    keyYear: z.boolean(),
    flagged: z.boolean(),
    caredFor: z.boolean(),
    /** Whether it prepares for a transfer between phases. */
    transfer: z.boolean(),
    heldBy: z.enum(['school', 'authority']),
    kinds: z.array(z.enum(REVIEW_KINDS)),
})
    .partial();
/** Officers of the authority and the meetings that they can be at. */
const attendance = z.strictObject({
    /** For the whole cohort; for a smaller one, as many as its part. */
    officers: count,
    /** Remotely an officer is at so many meetings in a day, in person at one. */
    remoteADay: count,
    /** The words in which a review says why somebody should be there, the most pressing first; each the beginning of them. */
    order: z.array(name).min(1),
    inPerson: z.array(name),
});
const states = z.partialRecord(z.enum(['met', 'late', 'missed', 'excepted', 'void', 'running']), count);
/** A number is of the whole cohort. */
const expected = z.strictObject({
    /** Plans, by the stage they are in at the end. */
    stages: z.record(z.string(), count),
    /** Reviews that were begun. */
    reviews: count.optional(),
    /** Clocks of all reviews, by rule. */
    clocks: z.record(z.string(), states),
    /** Plans that were amended before a transfer and sent by a day of the year that the story ends in. */
    'amended-final-by': z.record(monthDay, count).default({}),
    /** Clocks that passed, all together or by rule. */
    missed: z.union([count, z.record(z.string(), count)]),
    /** Meetings, by why somebody should be there: at least so many. */
    attendance: z.record(z.string(), z.partialRecord(z.enum(['in-person', 'remote', 'none']), count)).default({}),
    /** How often an event was there, or a line of it with these words. */
    happens: z.record(z.string(), count).default({}),
    never: z.array(name).default([]),
});
const cohort = z
    .strictObject({
    count: z.number().int().min(1).max(10_000),
    seed: name,
    /** What is counted down: plans to be prepared for a transfer, or plans that are not over. */
    left: z.enum(['transfers', 'plans']),
    /** The last day that is told. */
    until: monthDay,
    schools: z.record(z.string(), schoolGroup),
    of: z.array(kindOfChild).min(1),
    attendance: attendance.optional(),
})
    .superRefine((given, context) => {
    for (const { at, next } of given.of)
        for (const group of [at, next])
            if (group !== undefined && !Object.hasOwn(given.schools, group))
                context.addIssue({ code: 'custom', message: `no schools are called ${group}` });
    if (given.count < given.of.length)
        context.addIssue({ code: 'custom', message: `count is ${given.count}, and there are ${given.of.length} kinds` });
});
/** The shapes that every story has are given, since this file is read before them. */
export const cohortScenarioOf = (told, habit) => z.strictObject({
    title: told.title,
    story: told.story,
    starts: told.starts,
    cohort,
    habits: z
        .array(habit.extend({
        after: z
            .string()
            .regex(/^(\d+( to \d+)? days after [a-zA-Z.]+|\d+ days before the meeting)$/, 'N days after EVENT, N to M days after EVENT, or N days before the meeting'),
        /** Kinds of children; everybody's if left out. */
        of: z.array(name).optional(),
        share: share.optional(),
        when: condition.optional(),
        /** It must be refused with this code. */
        refused: name.optional(),
    }))
        .min(1),
    expect: expected,
});
//# sourceMappingURL=cohort-scenario.js.map
/** A rehearsal as a file: one story, told in days from its beginning, with what must be true at its end. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { assessmentCommands, requestShape } from '../../domain/assessment/command-shapes.js';
import { planCommands } from '../../domain/plan/command-shapes.js';
import { reviewCommands } from '../../domain/review/command-shapes.js';
import { childShape, contactShape, partyShape, settingShape } from '../../domain/shared-shapes.js';
import { ROLES } from '../../domain/events.js';
import { cohortScenarioOf } from './cohort-scenario.js';
const names = (commands) => Object.keys(commands);
const COMPOSITES = ['adviceArrives', 'draftReady', 'panelRecommends'];
const step = z.strictObject({
    /** `day 28`; `3 days after draft.served`; `the stuck meeting`: that of the panel before which the question is. */
    when: z
        .string()
        .regex(/^(day \d+|\d+ days after [a-zA-Z.]+|the (assess|issue|placement|funding|stuck) meeting)$/, 'day N, N days after EVENT, or the QUESTION meeting'),
    who: z.enum(ROLES),
    do: z.enum([
        ...new Set([...names(assessmentCommands), ...names(reviewCommands), ...names(planCommands), ...COMPOSITES]),
    ]),
    with: z.record(z.string(), z.unknown()).default({}),
    /** The step must be refused with this code. */
    refused: z.string().optional(),
});
/** A step that is taken again whenever something happens, so many days after it. */
export const habitShape = step.omit({ when: true, refused: true }).extend({
    after: z.string().regex(/^\d+ days after [a-zA-Z.]+$/, 'N days after EVENT'),
    /** Only where the words of the event have this in them, or have not. */
    saying: z.array(z.string()).default([]),
    notSaying: z.string().optional(),
});
export const toldShape = {
    title: z.string().min(1),
    story: z.string().min(1),
    /** `today`, or the month and day on which it is to begin: the next such date. */
    starts: z.union([z.literal('today'), z.string().regex(/^\d{2}-\d{2}$/)]).default('today'),
    steps: z.array(step).min(1),
};
const expected = {
    clocks: z.record(z.string(), z.enum(['met', 'late', 'missed', 'excepted', 'void'])),
    causes: z.record(z.string(), z.string()).default({}),
    /** Lines of the timeline that must come in this order; each is part of a line. */
    inOrder: z.array(z.string()).default([]),
    never: z.array(z.string()).default([]),
    /** Notices that must have gone, with whom to: `refusal-to-assess to parent`. */
    letters: z.array(z.string()).default([]),
};
/** From the request on. */
const caseScenario = z.strictObject({
    ...toldShape,
    request: requestShape.omit({ receivedOn: true }),
    expect: z.strictObject({
        outcome: z.enum(['refused-to-assess', 'no-plan', 'final-plan', 'withdrawn', 'moved-away', 'died', 'turned-away']),
        ...expected,
    }),
});
/**
 * Of a plan that is held already. Clocks of its reviews are told with the number of the review, `1 ar-12m-next`, those of its
 * reassessments as `reassess reassess-final-14w`, `reassess 2 …`, and its own as `plan move-6w`.
 */
const planScenario = z.strictObject({
    ...toldShape,
    steps: z.array(step).default([]),
    habits: z.array(habitShape).default([]),
    /** Lives on, with its habits, until the plan is over. */
    untilOver: z.boolean().default(false),
    plan: z.strictObject({
        /** So old that it is in this national curriculum year on the day the story begins. */
        yearGroup: z.number().int().min(-2).max(20),
        birthday: z
            .string()
            .regex(/^\d{2}-\d{2}$/)
            .default('11-20'),
        child: childShape.omit({ dateOfBirth: true }),
        family: z.array(partyShape).min(1),
        institution: settingShape.optional(),
        regulation20: z.boolean().default(true),
        lastYear: z.number().int().optional(),
        yearsAhead: z.number().int().default(0),
        madeMonthsAgo: z.number().int().min(0),
        reviewedMonthsAgo: z.number().int().min(0).optional(),
        /** It came from another authority: days before the story begins. */
        transfer: z
            .strictObject({
            from: contactShape,
            movedDaysAgo: z.number().int().min(0),
            awareDaysAgo: z.number().int().min(0).optional(),
            transferredDaysAgo: z.number().int().min(0),
        })
            .optional(),
        /** Whether its text is held here, so that it can be enclosed. */
        textHeld: z.boolean().default(true),
    }),
    expect: z.strictObject({ stage: z.enum(['held', 'ceasing', 'ceased', 'lapsed', 'transferred']), ...expected }),
});
/** Of many plans at once. */
const cohortScenario = cohortScenarioOf(toldShape, habitShape);
const isOf = (what, given) => typeof given === 'object' && given !== null && what in given;
const shapeOf = (given) => isOf('cohort', given) ? cohortScenario : isOf('plan', given) ? planScenario : caseScenario;
/** Beside the sources, and beside the compiled files. */
const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
export const scenarioNames = async () => (await readdir(FOLDER))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
/** Throws with every fault of the file; undefined where there is no such file. */
export const readScenario = async (name) => {
    if (!(await scenarioNames()).includes(name))
        return undefined;
    return scenarioIn(`scenarios/${name}.yaml`, await readFile(`${FOLDER}${name}.yaml`, 'utf8'));
};
/** Throws with every fault of the text; `file` names where it stands. */
export const scenarioIn = (file, text) => {
    const given = parse(text);
    const parsed = shapeOf(given).safeParse(given);
    if (!parsed.success)
        throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
};
//# sourceMappingURL=scenario.js.map
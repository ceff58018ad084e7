/** A rehearsal as a file: one story, told in days from the request, with what must be true at its end. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { assessmentCommands, requestShape } from '../../domain/assessment/command-shapes.js';
import { ROLES } from '../../domain/events.js';

const COMPOSITES = ['adviceArrives', 'draftReady', 'panelRecommends'] as const;

const step = z.strictObject({
  /** `day 28`; `3 days after draft.served`; `the stuck meeting`: that of the panel before which the question is. */
  when: z
    .string()
    .regex(
      /^(day \d+|\d+ days after [a-zA-Z.]+|the (assess|issue|placement|stuck) meeting)$/,
      'day N, N days after EVENT, or the QUESTION meeting',
    ),
  who: z.enum(ROLES),
  do: z.enum([...(Object.keys(assessmentCommands) as (keyof typeof assessmentCommands)[]), ...COMPOSITES]),
  with: z.record(z.string(), z.unknown()).default({}),
  /** The step must be refused with this code. */
  refused: z.string().optional(),
});

const scenarioShape = z.strictObject({
  title: z.string().min(1),
  story: z.string().min(1),
  /** `today`, or the month and day on which the request is to come: the next such date. */
  starts: z.union([z.literal('today'), z.string().regex(/^\d{2}-\d{2}$/)]).default('today'),
  request: requestShape.omit({ receivedOn: true }),
  steps: z.array(step).min(1),
  expect: z.strictObject({
    outcome: z.enum(['refused-to-assess', 'no-plan', 'final-plan', 'withdrawn', 'moved-away', 'died', 'turned-away']),
    clocks: z.record(z.string(), z.enum(['met', 'late', 'missed', 'excepted', 'void'])),
    causes: z.record(z.string(), z.string()).default({}),
    /** Lines of the timeline that must come in this order; each is part of a line. */
    inOrder: z.array(z.string()).default([]),
    never: z.array(z.string()).default([]),
    /** Notices that must have gone, with whom to: `refusal-to-assess to parent`. */
    letters: z.array(z.string()).default([]),
  }),
});

export type Scenario = z.infer<typeof scenarioShape>;
export type Step = Scenario['steps'][number];

/** Beside the sources, and beside the compiled files. */
const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));

export const scenarioNames = async (): Promise<string[]> =>
  (await readdir(FOLDER))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();

/** Throws with every fault of the file; undefined where there is no such file. */
export const readScenario = async (name: string): Promise<Scenario | undefined> => {
  if (!(await scenarioNames()).includes(name)) return undefined;
  return scenarioIn(`scenarios/${name}.yaml`, await readFile(`${FOLDER}${name}.yaml`, 'utf8'));
};

/** Throws with every fault of the text; `file` names where it stands. */
export const scenarioIn = (file: string, text: string): Scenario => {
  const parsed = scenarioShape.safeParse(parse(text));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

/**
 * One subcommand for every command that a case or a panel takes, made from the catalogue that the workflows' own checks
 * are made from: nothing that can be sent is missing here, and nothing can be typed that cannot be sent.
 */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { z } from 'zod';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
import type { CommandType } from '../../domain/assessment/command-shapes.js';
import { isCivilDate } from '../../domain/civil-date.js';
import { ROLES } from '../../domain/events.js';
import type { Actor, Role } from '../../domain/events.js';
import { isCaseRef } from '../../domain/ids.js';
import type { CaseRef } from '../../domain/ids.js';
import type { Signer } from '../../keys/signer.js';
import { panelCommands } from '../../domain/panel/panel-shapes.js';
import type { PanelCommandType } from '../../domain/panel/panel-shapes.js';
import { planCommands } from '../../domain/plan/command-shapes.js';
import type { PlanCommandType } from '../../domain/plan/command-shapes.js';
import { reviewCommands } from '../../domain/review/command-shapes.js';
import type { ReviewCommandType } from '../../domain/review/command-shapes.js';
import { commandWithDocument, WITH_DOCUMENT } from '../documents.js';
import type { WithDocument } from '../documents.js';
import type { Ehcna } from '../ehcna.js';
import type { CommandResult } from '../../workflows/casework.js';
import { withEhcna } from './connect.js';
import { documentFrom } from './document-file.js';
import {
  asTyped,
  bare,
  faultsOf,
  type Given,
  isRequired,
  kebab,
  mayBeEmpty,
  type Naming,
  optionName,
  optionsOf,
  parseJson,
  wordsFor,
} from './fields.js';
import { wholeNumber } from './numbers.js';
import { say, sayJson, WrongUsage } from './outcome.js';

export interface Spec {
  group: string;
  verb: string;
  description: string;
  roles: readonly Role[];
  shape: z.ZodObject;
  example: object;
}

const caseSpecs = Object.entries(assessmentCommands) as unknown as [CommandType, Spec][];
const reviewSpecs = Object.entries(reviewCommands) as unknown as [ReviewCommandType, Spec][];
const planSpecs = Object.entries(planCommands) as unknown as [PlanCommandType, Spec][];
const panelSpecs = Object.entries(panelCommands) as unknown as [PanelCommandType, Spec][];

/** Sent by a panel's or a plan's own process; a person gives `panel recommend` to the panel, `plan end` to the plan. */
const SENT_BY_PROCESSES: readonly string[] = [
  'recordListing',
  'recordRecommendation',
  'stopReassessment',
  'followPlan',
  'recordAmended',
];

/** Of several that are open, which is meant. */
const WHICH = ['--n <number>', 'which review or amendment, where several are open', wholeNumber] as const;

/** Given with options of their own, which every command has. */
const ENVELOPE = ['by', 'occurredOn', 'commandId'];

export const fieldsOf = (spec: Pick<Spec, 'shape'>): [string, z.core.$ZodType][] =>
  Object.entries(spec.shape.shape).filter(([name]) => !ENVELOPE.includes(name));

export const EXAMPLE_CASE = 'EHC-7K2M9QXA';

/** The example of the catalogue as one would type it, after `ehcna`. */
export const exampleWords = (spec: Spec, target: string): string[] => [
  spec.group,
  spec.verb,
  target,
  ...wordsFor(spec.example as Given),
];

interface Envelope {
  body?: string;
  on?: string;
  as?: string;
  commandId?: string;
  json?: boolean;
}

const helpOf = (spec: Spec, target: string): string => `
Done by: ${spec.roles.join(', ')}.

Example:
  ehcna ${asTyped(exampleWords(spec, target))}

--body FILE gives the whole body as one JSON object (- reads it from standard input, which keeps a child's words out of
the shell's history); options override what it says.`;

export const withEnvelope = (command: Command, roles: readonly Role[]): Command =>
  command
    .option('--body <file>', 'all of it as a JSON object; - for standard input')
    .option('--on <date>', 'the day it happened; today if left out')
    .option('--as <role[:id]>', `who you are, where no identity says so; ${roles[0]} and your user name if left out`)
    .option('--command-id <ref>', 'the same id twice is one command: for repeating safely')
    .option('--json', 'print the answer as one line of JSON');

const takesFile = (type: string): type is WithDocument => (WITH_DOCUMENT as readonly string[]).includes(type);

const FILE_HELP = `
--file FILE is the document itself (PDF, Word, OpenDocument, HTML, text, PNG, JPEG): it is kept for the case, and enclosed with
what it has to go with. --document-hash alone records that a document is held elsewhere.`;

const commandFrom = (spec: Spec, target: { name: string; description: string; example: string }): Command => {
  const command = new Command(spec.verb)
    .description(`${spec.description}.`)
    .argument(`<${target.name}>`, target.description);
  for (const [field, shape] of fieldsOf(spec)) for (const option of optionsOf(field, shape)) command.addOption(option);
  return withEnvelope(command, spec.roles).addHelpText('after', helpOf(spec, target.example));
};

const NAME = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;

export const userName = (): string => {
  try {
    const name = userInfo().username.replace(/[^A-Za-z0-9:._-]/g, '-');
    return NAME.test(name) ? name : 'operator';
  } catch {
    // A container may run under a number that has no name.
    return 'operator';
  }
};

const PROVABLE = ROLES.filter((role) => role !== 'unidentified');

const isRole = (value: string): value is Role => (PROVABLE as readonly string[]).includes(value);

/**
 * Who acts: the identity at hand. Where an installation for training signs for anybody, whoever is asked for. Whether the
 * two agree is found out when it is signed.
 */
export const actorOf = (as: string | undefined, otherwise: Role): ((signer: Pick<Signer, 'own'>) => Actor) => {
  if (as === undefined) return ({ own }) => own ?? { role: otherwise, id: userName() };
  const at = as.indexOf(':');
  const role = at < 0 ? as : as.slice(0, at);
  const id = at < 0 ? undefined : as.slice(at + 1);
  if (!isRole(role))
    throw new WrongUsage(`--as: expected one of ${PROVABLE.join(', ')}, and :ID after it if you like.`);
  if (id !== undefined && !NAME.test(id))
    throw new WrongUsage('--as: after the colon expected an identifier of letters, digits and : . _ -');
  return ({ own }) => ({ role, id: id ?? own?.id ?? userName() });
};

export const dateOf = (option: string, value: string | undefined): string | undefined => {
  if (value === undefined || isCivilDate(value)) return value;
  throw new WrongUsage(`${option}: expected a date that exists, such as 2025-04-02.`);
};

export const caseRefOfWord = (word: string): CaseRef => {
  const ref = word.toUpperCase();
  if (isCaseRef(ref)) return ref;
  throw new WrongUsage(
    `"${word.slice(0, 40)}" is not a case reference. Expected one such as ${EXAMPLE_CASE}: ehcna case list`,
  );
};

const readBody = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new WrongUsage(`--body: cannot read ${file === '-' ? 'standard input' : file}.`);
  }
};

/** The object that `--body` names, or nothing. */
export const bodyFrom = (file: string | undefined): Given => {
  if (file === undefined) return {};
  const body = parseJson(readBody(file), '--body');
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new WrongUsage('--body: expected one JSON object with the fields of this command.');
  return body as Given;
};

/** What fits the shape, or every fault at once. */
export const fitting = (shape: z.ZodObject, body: Given, naming?: Naming): Given => {
  const parsed = shape.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new WrongUsage(`${faultsOf(parsed.error, shape, naming).join('; ')}.`);
};

/** Commander gives --on and the rest beside the fields; only the fields are of the body. */
const bodyOf = (spec: Spec, options: Given & Envelope): Given => {
  const typed = fieldsOf(spec)
    .map(([field]) => [field, options[camel(field)]] as const)
    .filter(([, value]) => value !== undefined);
  const on = dateOf('--on', options.on);
  const empty = fieldsOf(spec)
    .filter(([, shape]) => mayBeEmpty(shape))
    .map(([field]) => [field, []]);
  const given = { ...bodyFrom(options.body), ...Object.fromEntries(typed), ...(on ? { occurredOn: on } : {}) };
  const body = { ...(Object.fromEntries(empty) as Given), ...given };
  return fitting(spec.shape.omit({ by: true, commandId: true }), body);
};

/** The name under which commander keeps an option: its own reading of the kebab case. */
export const camel = (field: string): string => kebab(field).replace(/-([a-z0-9])/g, (_, c: string) => c.toUpperCase());

/** "advice.requested ×5, letter.requested ×9" */
const recorded = (events: readonly string[]): string => {
  const times = new Map<string, number>();
  for (const type of events) times.set(type, (times.get(type) ?? 0) + 1);
  const words = [...times].map(([type, n]) => (n === 1 ? type : `${type} ×${n}`));
  return words.join(', ') || 'known already; nothing new recorded';
};

const caseCommand = (type: CommandType, spec: Spec): Command => {
  const command = commandFrom(spec, CASE);
  if (takesFile(type)) {
    command.option('--file <path>', 'the document itself, which is kept for the case').addHelpText('after', FILE_HELP);
  }
  return command.action(async (word: string, options: Given & Envelope & { file?: string }) => {
    const caseRef = caseRefOfWord(word);
    const file = options.file === undefined ? undefined : await documentFrom(options.file);
    const body = bodyOf(spec, { ...options, ...(file ? { documentHash: file.hash } : {}) });
    const by = actorOf(options.as, spec.roles[0] ?? 'caseworker');
    const result = await withEhcna((ehcna) =>
      file && takesFile(type)
        ? commandWithDocument(ehcna, caseRef, type, body as never, file, by(ehcna.signer), options.commandId)
        : ehcna.command(caseRef, type, body as never, by(ehcna.signer), options.commandId),
    );
    if (options.json) return sayJson({ caseRef, ...result });
    say(
      `${caseRef}: ${recorded(result.events)}. ${result.outcome ? `Outcome: ${result.outcome}` : `Stage: ${result.stage}`}.`,
    );
  });
};

const CASE = { name: 'case', description: 'the case, such as EHC-7K2M9QXA', example: EXAMPLE_CASE };

/** To a plan, or to the review of it that is open. */
const planCommand = (
  spec: Spec,
  send: (
    ehcna: Ehcna,
    caseRef: CaseRef,
    body: never,
    by: Actor,
    commandId: string | undefined,
    n: number | undefined,
  ) => Promise<CommandResult>,
): Command =>
  commandFrom(spec, CASE).action(async (word: string, options: Given & Envelope & { n?: number }) => {
    const caseRef = caseRefOfWord(word);
    const body = bodyOf(spec, options);
    const by = actorOf(options.as, spec.roles[0] ?? 'caseworker');
    const result = await withEhcna((ehcna) =>
      send(ehcna, caseRef, body as never, by(ehcna.signer), options.commandId, options.n),
    );
    if (options.json) sayJson({ caseRef, ...result });
    else say(`${caseRef}: ${recorded(result.events)}. Stage: ${result.stage}.`);
  });

export const EXAMPLE_PANEL = 'stuck-cases';

const panelCommand = (type: PanelCommandType, spec: Spec): Command =>
  commandFrom(spec, { name: 'panel', description: 'the panel, such as stuck-cases', example: EXAMPLE_PANEL }).action(
    async (panel: string, options: Given & Envelope) => {
      const body = bodyOf(spec, options);
      const by = actorOf(options.as, spec.roles[0] ?? 'panel-clerk');
      const result = await withEhcna((ehcna) =>
        ehcna.panelCommand(panel, type, body as never, by(ehcna.signer), options.commandId),
      );
      if (options.json) sayJson({ panel, ...result });
      else say(`${panel}: ${recorded(result.events)}.`);
    },
  );

/** Adds every command of the group, those that people give first. */
export const addCommandsOf = (group: string, to: Command): Command => {
  for (const [type, spec] of panelSpecs) if (spec.group === group) to.addCommand(panelCommand(type, spec));
  for (const [type, spec] of reviewSpecs)
    if (spec.group === group)
      to.addCommand(
        planCommand(spec, (ehcna, ref, ...rest) => ehcna.reviewCommand(ref, type, ...rest)).option(...WHICH),
        { hidden: SENT_BY_PROCESSES.includes(type) },
      );
  for (const [type, spec] of planSpecs)
    if (spec.group === group)
      to.addCommand(
        planCommand(spec, (ehcna, ref, body, by, commandId) => ehcna.planCommand(ref, type, body, by, commandId)),
        { hidden: SENT_BY_PROCESSES.includes(type) },
      );
  for (const [type, spec] of caseSpecs) {
    if (spec.group === group) to.addCommand(caseCommand(type, spec), { hidden: SENT_BY_PROCESSES.includes(type) });
  }
  return to;
};

/** Every command there is, with the words of its example. */
export const catalogue = (): { spec: Spec; words: string[] }[] => [
  ...caseSpecs.map(([, spec]) => ({ spec, words: exampleWords(spec, EXAMPLE_CASE) })),
  ...[...reviewSpecs, ...planSpecs].map(([, spec]) => ({ spec, words: exampleWords(spec, EXAMPLE_CASE) })),
  ...panelSpecs.map(([, spec]) => ({ spec, words: exampleWords(spec, EXAMPLE_PANEL) })),
];

/** The words that carry out one command, as far as they are known: `npx ehcna advice submit EHC-… --advice-id A2 --author '…'`. */
export const commandLine = (closedBy: string, target: string, known: Given): string => {
  const found = [...caseSpecs, ...panelSpecs, ...reviewSpecs, ...planSpecs].find(
    ([, spec]) => `${spec.group} ${spec.verb}` === closedBy,
  );
  const missing = found
    ? fieldsOf(found[1])
        .filter(([field, shape]) => isRequired(shape) && known[field] === undefined)
        .map(([field, shape]) => blankFor(field, shape))
    : [];
  return ['npx ehcna', closedBy, target, asTyped(wordsFor(known)), ...missing].filter((word) => word !== '').join(' ');
};

/**
 * What is still to be filled in: `--outcome 'held or no-answer or declined'`, `--reasons '…'`. Quoted, so that a shell runs
 * nothing of it, and refused as it stands: pasting a line decides nothing.
 */
const blankFor = (field: string, shape: z.core.$ZodType): string => {
  const inner = bare(shape);
  if (inner instanceof z.ZodBoolean) return `'--${kebab(field)} or --no-${kebab(field)}'`;
  return `${optionName(field)} '${inner instanceof z.ZodEnum ? inner.options.join(' or ') : '…'}'`;
};

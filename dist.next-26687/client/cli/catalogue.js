/**
 * One subcommand for every command that a case or a panel takes, made from the catalogue that the workflows' own checks
 * are made from: nothing that can be sent is missing here, and nothing can be typed that cannot be sent.
 */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { z } from 'zod';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
import { isCivilDate } from '../../domain/civil-date.js';
import { ROLES } from '../../domain/events.js';
import { isCaseRef } from '../../domain/ids.js';
import { panelCommands } from '../../domain/panel/panel-shapes.js';
import { planCommands } from '../../domain/plan/command-shapes.js';
import { reviewCommands } from '../../domain/review/command-shapes.js';
import { commandWithDocument, WITH_DOCUMENT } from '../documents.js';
import { withEhcna } from './connect.js';
import { documentFrom } from './document-file.js';
import { asTyped, bare, faultsOf, isRequired, kebab, mayBeEmpty, optionName, optionsOf, parseJson, wordsFor, } from './fields.js';
import { wholeNumber } from './numbers.js';
import { say, sayJson, WrongUsage } from './outcome.js';
const caseSpecs = Object.entries(assessmentCommands);
const reviewSpecs = Object.entries(reviewCommands);
const planSpecs = Object.entries(planCommands);
const panelSpecs = Object.entries(panelCommands);
/** Sent by a panel's or a plan's own process; a person gives `panel recommend` to the panel, `plan end` to the plan. */
const SENT_BY_PROCESSES = [
    'recordListing',
    'recordRecommendation',
    'stopReassessment',
    'followPlan',
    'recordAmended',
];
/** Of several that are open, which is meant. */
const WHICH = ['--n <number>', 'which review or amendment, where several are open', wholeNumber];
/** Given with options of their own, which every command has. */
const ENVELOPE = ['by', 'occurredOn', 'commandId'];
export const fieldsOf = (spec) => Object.entries(spec.shape.shape).filter(([name]) => !ENVELOPE.includes(name));
export const EXAMPLE_CASE = 'EHC-7K2M9QXA';
/** The example of the catalogue as one would type it, after `ehcna`. */
export const exampleWords = (spec, target) => [
    spec.group,
    spec.verb,
    target,
    ...wordsFor(spec.example),
];
const helpOf = (spec, target) => `
Done by: ${spec.roles.join(', ')}.

Example:
  ehcna ${asTyped(exampleWords(spec, target))}

--body FILE gives the whole body as one JSON object (- reads it from standard input, which keeps a child's words out of
the shell's history); options override what it says.`;
export const withEnvelope = (command, roles) => command
    .option('--body <file>', 'all of it as a JSON object; - for standard input')
    .option('--on <date>', 'the day it happened; today if left out')
    .option('--as <role[:id]>', `who you are, where no identity says so; ${roles[0]} and your user name if left out`)
    .option('--command-id <ref>', 'the same id twice is one command: for repeating safely')
    .option('--json', 'print the answer as one line of JSON');
const takesFile = (type) => WITH_DOCUMENT.includes(type);
const FILE_HELP = `
--file FILE is the document itself (PDF, Word, OpenDocument, HTML, text, PNG, JPEG): it is kept for the case, and enclosed with
what it has to go with. --document-hash alone records that a document is held elsewhere.`;
const commandFrom = (spec, target) => {
    const command = new Command(spec.verb)
        .description(`${spec.description}.`)
        .argument(`<${target.name}>`, target.description);
    for (const [field, shape] of fieldsOf(spec))
        for (const option of optionsOf(field, shape))
            command.addOption(option);
    return withEnvelope(command, spec.roles).addHelpText('after', helpOf(spec, target.example));
};
const NAME = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;
export const userName = () => {
    try {
        const name = userInfo().username.replace(/[^A-Za-z0-9:._-]/g, '-');
        return NAME.test(name) ? name : 'operator';
    }
    catch {
        // A container may run under a number that has no name.
        return 'operator';
    }
};
const PROVABLE = ROLES.filter((role) => role !== 'unidentified');
const isRole = (value) => PROVABLE.includes(value);
/**
 * Who acts: the identity at hand. Where an installation for training signs for anybody, whoever is asked for. Whether the
 * two agree is found out when it is signed.
 */
export const actorOf = (as, otherwise) => {
    if (as === undefined)
        return ({ own }) => own ?? { role: otherwise, id: userName() };
    const at = as.indexOf(':');
    const role = at < 0 ? as : as.slice(0, at);
    const id = at < 0 ? undefined : as.slice(at + 1);
    if (!isRole(role))
        throw new WrongUsage(`--as: expected one of ${PROVABLE.join(', ')}, and :ID after it if you like.`);
    if (id !== undefined && !NAME.test(id))
        throw new WrongUsage('--as: after the colon expected an identifier of letters, digits and : . _ -');
    return ({ own }) => ({ role, id: id ?? own?.id ?? userName() });
};
export const dateOf = (option, value) => {
    if (value === undefined || isCivilDate(value))
        return value;
    throw new WrongUsage(`${option}: expected a date that exists, such as 2025-04-02.`);
};
export const caseRefOfWord = (word) => {
    const ref = word.toUpperCase();
    if (isCaseRef(ref))
        return ref;
    throw new WrongUsage(`"${word.slice(0, 40)}" is not a case reference. Expected one such as ${EXAMPLE_CASE}: ehcna case list`);
};
const readBody = (file) => {
    try {
        return readFileSync(file === '-' ? 0 : file, 'utf8');
    }
    catch {
        throw new WrongUsage(`--body: cannot read ${file === '-' ? 'standard input' : file}.`);
    }
};
/** The object that `--body` names, or nothing. */
export const bodyFrom = (file) => {
    if (file === undefined)
        return {};
    const body = parseJson(readBody(file), '--body');
    if (typeof body !== 'object' || body === null || Array.isArray(body))
        throw new WrongUsage('--body: expected one JSON object with the fields of this command.');
    return body;
};
/** What fits the shape, or every fault at once. */
export const fitting = (shape, body, naming) => {
    const parsed = shape.safeParse(body, { reportInput: true });
    if (parsed.success)
        return parsed.data;
    throw new WrongUsage(`${faultsOf(parsed.error, shape, naming).join('; ')}.`);
};
/** Commander gives --on and the rest beside the fields; only the fields are of the body. */
const bodyOf = (spec, options) => {
    const typed = fieldsOf(spec)
        .map(([field]) => [field, options[camel(field)]])
        .filter(([, value]) => value !== undefined);
    const on = dateOf('--on', options.on);
    const empty = fieldsOf(spec)
        .filter(([, shape]) => mayBeEmpty(shape))
        .map(([field]) => [field, []]);
    const given = { ...bodyFrom(options.body), ...Object.fromEntries(typed), ...(on ? { occurredOn: on } : {}) };
    const body = { ...Object.fromEntries(empty), ...given };
    return fitting(spec.shape.omit({ by: true, commandId: true }), body);
};
/** The name under which commander keeps an option: its own reading of the kebab case. */
export const camel = (field) => kebab(field).replace(/-([a-z0-9])/g, (_, c) => c.toUpperCase());
/** "advice.requested ×5, letter.requested ×9" */
const recorded = (events) => {
    const times = new Map();
    for (const type of events)
        times.set(type, (times.get(type) ?? 0) + 1);
    const words = [...times].map(([type, n]) => (n === 1 ? type : `${type} ×${n}`));
    return words.join(', ') || 'known already; nothing new recorded';
};
const caseCommand = (type, spec) => {
    const command = commandFrom(spec, CASE);
    if (takesFile(type)) {
        command.option('--file <path>', 'the document itself, which is kept for the case').addHelpText('after', FILE_HELP);
    }
    return command.action(async (word, options) => {
        const caseRef = caseRefOfWord(word);
        const file = options.file === undefined ? undefined : documentFrom(options.file);
        const body = bodyOf(spec, { ...options, ...(file ? { documentHash: file.hash } : {}) });
        const by = actorOf(options.as, spec.roles[0] ?? 'caseworker');
        const result = await withEhcna((ehcna) => file && takesFile(type)
            ? commandWithDocument(ehcna, caseRef, type, body, file, by(ehcna.signer), options.commandId)
            : ehcna.command(caseRef, type, body, by(ehcna.signer), options.commandId));
        if (options.json)
            return sayJson({ caseRef, ...result });
        say(`${caseRef}: ${recorded(result.events)}. ${result.outcome ? `Outcome: ${result.outcome}` : `Stage: ${result.stage}`}.`);
    });
};
const CASE = { name: 'case', description: 'the case, such as EHC-7K2M9QXA', example: EXAMPLE_CASE };
/** To a plan, or to the review of it that is open. */
const planCommand = (spec, send) => commandFrom(spec, CASE).action(async (word, options) => {
    const caseRef = caseRefOfWord(word);
    const body = bodyOf(spec, options);
    const by = actorOf(options.as, spec.roles[0] ?? 'caseworker');
    const result = await withEhcna((ehcna) => send(ehcna, caseRef, body, by(ehcna.signer), options.commandId, options.n));
    if (options.json)
        sayJson({ caseRef, ...result });
    else
        say(`${caseRef}: ${recorded(result.events)}. Stage: ${result.stage}.`);
});
export const EXAMPLE_PANEL = 'stuck-cases';
const panelCommand = (type, spec) => commandFrom(spec, { name: 'panel', description: 'the panel, such as stuck-cases', example: EXAMPLE_PANEL }).action(async (panel, options) => {
    const body = bodyOf(spec, options);
    const by = actorOf(options.as, spec.roles[0] ?? 'panel-clerk');
    const result = await withEhcna((ehcna) => ehcna.panelCommand(panel, type, body, by(ehcna.signer), options.commandId));
    if (options.json)
        sayJson({ panel, ...result });
    else
        say(`${panel}: ${recorded(result.events)}.`);
});
/** Adds every command of the group, those that people give first. */
export const addCommandsOf = (group, to) => {
    for (const [type, spec] of panelSpecs)
        if (spec.group === group)
            to.addCommand(panelCommand(type, spec));
    for (const [type, spec] of reviewSpecs)
        if (spec.group === group)
            to.addCommand(planCommand(spec, (ehcna, ref, ...rest) => ehcna.reviewCommand(ref, type, ...rest)).option(...WHICH), { hidden: SENT_BY_PROCESSES.includes(type) });
    for (const [type, spec] of planSpecs)
        if (spec.group === group)
            to.addCommand(planCommand(spec, (ehcna, ref, body, by, commandId) => ehcna.planCommand(ref, type, body, by, commandId)), { hidden: SENT_BY_PROCESSES.includes(type) });
    for (const [type, spec] of caseSpecs) {
        if (spec.group === group)
            to.addCommand(caseCommand(type, spec), { hidden: SENT_BY_PROCESSES.includes(type) });
    }
    return to;
};
/** Every command there is, with the words of its example. */
export const catalogue = () => [
    ...caseSpecs.map(([, spec]) => ({ spec, words: exampleWords(spec, EXAMPLE_CASE) })),
    ...[...reviewSpecs, ...planSpecs].map(([, spec]) => ({ spec, words: exampleWords(spec, EXAMPLE_CASE) })),
    ...panelSpecs.map(([, spec]) => ({ spec, words: exampleWords(spec, EXAMPLE_PANEL) })),
];
/** The words that carry out one command, as far as they are known: `npx ehcna advice submit EHC-… --advice-id A2 --author '…'`. */
export const commandLine = (closedBy, target, known) => {
    const found = [...caseSpecs, ...panelSpecs, ...reviewSpecs, ...planSpecs].find(([, spec]) => `${spec.group} ${spec.verb}` === closedBy);
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
const blankFor = (field, shape) => {
    const inner = bare(shape);
    if (inner instanceof z.ZodBoolean)
        return `'--${kebab(field)} or --no-${kebab(field)}'`;
    return `${optionName(field)} '${inner instanceof z.ZodEnum ? inner.options.join(' or ') : '…'}'`;
};
//# sourceMappingURL=catalogue.js.map
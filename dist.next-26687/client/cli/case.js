/** `ehcna case …`: open a case, look at one or at many, and what may happen to one at any time. */
import { Command, Option } from 'commander';
import { requestShape } from '../../domain/assessment/command-shapes.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { STAGES } from '../../domain/assessment/state.js';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { assessmentId } from '../../domain/ids.js';
import { documentsCommand } from './case-documents.js';
import { caseImportCommand } from './case-import.js';
import { caseJson, caseScreen } from './case-screen.js';
import { timelineEntry, timelineText } from './case-timeline.js';
import { actorOf, addCommandsOf, bodyFrom, camel, caseRefOfWord, dateOf, fitting } from './catalogue.js';
import { connect, withEhcna, withRecords } from './connect.js';
import { fieldIsOption, optionsOf } from './fields.js';
import { wholeNumber } from './numbers.js';
import { EXIT, NotThere, say, sayJson, tell } from './outcome.js';
import { counted, daysLeft, orDash, table } from './table.js';
const { family, ...requestFields } = requestShape.shape;
const { child } = requestFields;
const ownFields = Object.entries(requestFields).filter(([name]) => name !== 'child');
const childFields = Object.entries(child.shape);
/** The child's fields stand beside the request's own; only its name could be mistaken for another's. */
const childOption = (field) => (field === 'name' ? 'childName' : field);
const USUAL = {
    source: 'parent',
    channel: 'paper',
    child: { youngPerson: false, livesInArea: true, sensoryNeed: 'none', serviceFamily: false, socialWorker: false },
};
const given = (options, fields) => Object.fromEntries(fields.map(([field, option]) => [field, options[camel(option)]]).filter(([, value]) => value !== undefined));
/** Parents are numbered as they are typed; a young person makes the request alone. */
const familyOf = (parents, source) => Array.isArray(parents)
    ? parents.map((party, i) => ({
        id: `${source === 'young-person' ? 'young-person' : 'parent'}-${i + 1}`,
        role: source === 'young-person' ? 'young-person' : 'parent',
        ...party,
    }))
    : undefined;
const naming = (path) => {
    const [field, ofChild = '', ...inner] = path;
    if (field === 'child')
        return fieldIsOption([ofChild === '' ? 'child' : childOption(ofChild), ...inner]);
    return fieldIsOption(field === 'family' ? ['parent', ...path.slice(1)] : path);
};
/** What was left out stands as it mostly is: on paper, from a parent, received today, a child of this area. */
const requestOf = (options) => {
    const body = bodyFrom(options.body);
    const typed = given(options, ownFields.map(([field]) => [field, field]));
    const ofChild = given(options, childFields.map(([field]) => [field, childOption(field)]));
    const request = { ...USUAL, receivedOn: londonDate(Date.now()), ...body, ...typed };
    const parties = familyOf(options.parent, request.source);
    request.child = { ...USUAL.child, ...body.child, ...ofChild };
    if (parties)
        request.family = parties;
    return fitting(requestShape, request, naming);
};
const open = async (options) => {
    const request = requestOf(options);
    const by = actorOf(options.as, 'caseworker');
    const opened = await withEhcna((ehcna) => ehcna.open(request, by(ehcna.signer), options.requestId));
    if (options.json)
        sayJson(opened);
    else
        tellOpened(opened);
    if (opened.warning)
        tell(`${opened.warning}.`);
    if (opened.accepted)
        return;
    tell(`Turned away (${opened.reason}): ${opened.explanation}.`);
    process.exitCode = EXIT.refused;
};
const tellOpened = ({ caseRef, accepted }) => say(accepted
    ? `${caseRef} is open. See it: ehcna case show ${caseRef}`
    : `${caseRef} records the request and is closed.`);
const OPEN_HELP = `
What is left out is taken as it mostly is: on paper, from a parent, received today, a child of this area with no sensory
need, social worker or service family. What is typed stays in the shell's history: give a real child's details in a file
or on standard input.

Examples:
  ehcna case open --child-name 'Sam Example' --date-of-birth 2018-05-04 --address '1 High Street' \\
    --parent 'name=Alex Example,address=1 High Street' --setting kind=school,name=Hillside
  ehcna case open --body request.json --received-on 2026-09-01
  decrypt request.json.gpg | ehcna case open --body - --json`;
const openCommand = () => {
    const command = new Command('open').description('Record a request for an assessment; it is checked for duplicates and area.');
    for (const [field, shape] of childFields)
        for (const o of optionsOf(childOption(field), shape))
            command.addOption(o);
    for (const o of optionsOf('parent', family)) {
        command.addOption(Object.assign(o, {
            description: 'name=…,address=…,email=…: whoever has parental responsibility; may be repeated',
        }));
    }
    for (const [field, shape] of ownFields)
        for (const o of optionsOf(field, shape))
            command.addOption(o);
    return command
        .option('--body <file>', 'the whole request as a JSON object; - for standard input')
        .option('--as <role[:id]>', 'who you are; caseworker and your user name if left out')
        .option('--request-id <ref>', 'the same id twice is one request: for repeating safely')
        .option('--json', 'print {"caseRef","accepted","reason","explanation","otherCase","warning"}')
        .addHelpText('after', OPEN_HELP)
        .action(open);
};
const dayOf = (options) => dateOf('--today', options.today) ?? londonDate(Date.now());
const unknownCase = (caseRef) => new NotThere(`There is no case ${caseRef} in the ledger. List them: ehcna case list`);
const eventsOf = async (caseRef) => {
    const events = await withRecords(({ ledger }) => ledger.read(assessmentId(caseRef)));
    if (events.length === 0)
        throw unknownCase(caseRef);
    return events;
};
const show = async (word, options) => {
    const caseRef = caseRefOfWord(word);
    const today = dayOf(options);
    const events = await eventsOf(caseRef);
    const state = foldEvents(caseRef, asAssessmentEvents(events));
    if (options.json)
        sayJson(caseJson(state, today));
    else
        say(caseScreen(state, today));
};
const timeline = async (word, options) => {
    const caseRef = caseRefOfWord(word);
    const events = await eventsOf(caseRef);
    if (options.json)
        sayJson({ caseRef, events: events.map(timelineEntry) });
    else
        say(timelineText(events));
};
const filterOf = (options, today) => ({
    open: !options.closed,
    limit: options.limit + 1,
    ...(options.stage ? { stage: options.stage } : {}),
    ...(options.caseworker ? { caseworker: options.caseworker } : {}),
    ...(options.locality ? { locality: options.locality } : {}),
    ...(options.stuck ? { stuck: true } : {}),
    ...(options.late ? { breachedOn: today } : {}),
    ...(options.dueWithin === undefined ? {} : { dueBefore: addDays(today, options.dueWithin + 1) }),
});
const rowOf = (row, today) => [
    row.caseRef,
    `${row.outcome ?? row.stage}${row.reassesses ? ' (reassessment)' : ''}`,
    row.receivedOn,
    orDash(row.nextDueOn),
    daysLeft(row.nextDueOn, today),
    row.open ? `${row.waitingOn} since ${row.waitingSince}` : '-',
    row.stuck ? 'stuck' : '-',
    orDash(row.caseworker),
    orDash(row.locality),
];
const list = async (options) => {
    const today = dayOf(options);
    const found = await withRecords(({ worklist }) => worklist.cases(filterOf(options, today)));
    const cases = found.slice(0, options.limit);
    const more = found.length > cases.length;
    if (options.json)
        return sayJson({ today, more, cases });
    if (cases.length === 0)
        return say('No such case.');
    say(table(['CASE', 'STAGE', 'RECEIVED', 'NEXT DUE', 'DAYS', 'WAITING ON', 'STUCK', 'CASEWORKER', 'LOCALITY'], cases.map((row) => rowOf(row, today))));
    say(more ? `\nThe first ${cases.length}; there are more (--limit).` : `\n${counted(cases.length, 'case')}.`);
};
const breaches = async (options) => {
    const today = dayOf(options);
    const counts = await withRecords(({ worklist }) => worklist.breaches(today));
    if (options.json)
        return sayJson({ today, breaches: counts });
    if (counts.length === 0)
        return say('No statutory date is past and still owed.');
    say(table(['LOCALITY', 'RULE', 'CASES', 'SINCE', 'DAYS'], counts.map((row) => [
        orDash(row.locality),
        row.ruleId,
        String(row.cases),
        row.earliestDueOn,
        daysLeft(row.earliestDueOn, today),
    ])));
};
const showCommand = () => new Command('show')
    .description('One case on one screen: stage, clocks, whom it waits on, family contact, tasks.')
    .argument('<case>', 'such as EHC-7K2M9QXA')
    .option('--today <date>', 'the day to count from; today if left out')
    .option('--json', 'print one line of JSON')
    .addHelpText('after', '\nExamples:\n  ehcna case show EHC-7K2M9QXA\n  ehcna case show EHC-7K2M9QXA --json')
    .action(show);
const timelineCommand = () => new Command('timeline')
    .description('Everything that happened in a case, in the order in which it was learned.')
    .argument('<case>', 'such as EHC-7K2M9QXA')
    .option('--json', 'print {"caseRef","events":[…]}')
    .addHelpText('after', '\nExample:\n  ehcna case timeline EHC-7K2M9QXA')
    .action(timeline);
const listCommand = () => new Command('list')
    .description('Open cases by next due date.')
    .addOption(new Option('--stage <stage>', 'in one stage only').choices(STAGES))
    .option('--caseworker <id>', "one caseworker's only")
    .option('--locality <name>', 'of one locality only')
    .option('--stuck', 'only those that policy calls stuck')
    .option('--late', 'only those with a statutory date that is past and still owed')
    .option('--due-within <days>', 'due within so many days, or late', wholeNumber)
    .option('--closed', 'the finished ones instead')
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .option('--today <date>', 'the day to count from; today if left out')
    .option('--json', 'print {"today","more","cases":[…]}')
    .addHelpText('after', '\nExamples:\n  ehcna case list --late\n  ehcna case list --stage gathering-advice --due-within 14')
    .action(list);
const breachesCommand = () => new Command('breaches')
    .description('How many open cases are past each statutory date and still owe it, by locality.')
    .option('--today <date>', 'the day to count from; today if left out')
    .option('--json', 'print {"today","breaches":[{"locality","ruleId","cases","earliestDueOn"}]}')
    .addHelpText('after', '\nExamples:\n  ehcna case breaches\n  ehcna case list --late')
    .action(breaches);
export const caseCommand = () => {
    const group = new Command('case').description('Open a case, look at one or at many, and what may happen to one at any time.');
    const own = [
        openCommand(),
        caseImportCommand(connect),
        listCommand(),
        breachesCommand(),
        showCommand(),
        timelineCommand(),
        documentsCommand(),
    ];
    for (const command of own)
        group.addCommand(command);
    return addCommandsOf('case', group);
};
//# sourceMappingURL=case.js.map
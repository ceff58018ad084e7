/** `ehcna tasks …`: who has to do what by when, with the command that closes it. */
import { Command, Option } from 'commander';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { ROLES } from '../../domain/events.js';
import { caseRefOfWord, commandLine, dateOf } from './catalogue.js';
import { withRecords } from './connect.js';
import { say, sayJson } from './outcome.js';
import { wholeNumber } from './numbers.js';
import { counted, daysLeft, orDash, table } from './table.js';
/** The field that a task's key names, by the command that closes it: `check-advice:A2:v1` is about advice A2. */
const FIELD_IN_KEY = {
    'advice acknowledge': 'adviceId',
    'advice submit': 'adviceId',
    'advice quality-check': 'adviceId',
    'draft check': 'check',
    'draft resolve': 'disagreementId',
    'consult answer': 'consultationId',
    'consult reply': 'consultationId',
    'review reply': 'consultationId',
    'review answer-objection': 'consultationId',
    'panel action-done': 'actionId',
    'case resolve-letter': 'letterId',
    'review resolve-letter': 'letterId',
    'plan decide-funding': 'fundingId',
    'plan monitor-funding': 'fundingId',
    'plan end-funding': 'fundingId',
};
/** Keys are `<what>:<object>`, then perhaps a version; a task that came again has `#2` at its end. */
const knownFrom = (task) => {
    const key = task.key.replace(/#\d+$/, '');
    const [, object, second] = key.split(':');
    if (task.closedBy === 'panel recommend')
        return { caseRef: object ?? '', referralId: second ?? '' };
    // A fact's id is another system's and may hold colons of its own.
    if (task.closedBy.endsWith(' resolve-unexpected'))
        return { factId: key.slice(key.indexOf(':') + 1) };
    const field = FIELD_IN_KEY[task.closedBy];
    return field && object ? { [field]: object } : {};
};
/** What is said to a review and to an amendment alike: both may be open of a plan, so it is said which is meant. */
const TO_EITHER = new Set(['finalise', 'contact', 'resolve-letter', 'resolve-unexpected'].map((verb) => `review ${verb}`));
/** `ehcna advice quality-check EHC-7K2M9QXA --advice-id A2 --outcome accept|return` */
export const closingCommand = (task) => {
    const line = commandLine(task.closedBy, task.caseRef ?? task.stream.replace(/^panel\//, ''), knownFrom(task));
    return TO_EITHER.has(task.closedBy) ? `${line} --n ${task.stream.split('/')[2] ?? ''}` : line;
};
const list = async (options) => {
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const filter = { today, limit: options.limit + 1 };
    if (options.role)
        filter.role = options.role;
    if (options.case)
        filter.caseRef = caseRefOfWord(options.case);
    if (options.dueWithin !== undefined)
        filter.dueBefore = addDays(today, options.dueWithin + 1);
    const found = await withRecords(({ worklist }) => worklist.tasks(filter));
    const tasks = found.slice(0, options.limit);
    const more = found.length > tasks.length;
    if (options.json)
        return sayJson({ today, more, tasks: tasks.map((t) => ({ ...t, command: closingCommand(t) })) });
    if (tasks.length === 0)
        return say('Nothing to do.');
    say(table(['ROLE', 'CASE', 'DUE', 'DAYS', 'TASK', 'CLOSED BY'], tasks.map((t) => [
        t.role,
        t.caseRef ?? t.stream,
        orDash(t.dueOn),
        daysLeft(t.dueOn, today),
        t.title,
        closingCommand(t),
    ])));
    say(more ? `\nThe first ${tasks.length}; there are more (--limit).` : `\n${counted(tasks.length, 'task')}.`);
};
export const tasksCommand = () => new Command('tasks')
    .description('What people have to do, by when, and the command that closes it.')
    .addCommand(new Command('list')
    .description('Open tasks by due date, those without one last.')
    .addOption(new Option('--role <role>', 'of one role only').choices(ROLES))
    .option('--case <case>', 'of one case only')
    .option('--due-within <days>', 'due within so many days, or overdue', wholeNumber)
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .option('--today <date>', 'the day to count from; today if left out')
    .option('--json', 'print {"today","more","tasks":[…]}, each with its command')
    .addHelpText('after', '\nExamples:\n  ehcna tasks list --role caseworker --due-within 7\n  ehcna tasks list --case EHC-7K2M9QXA --json')
    .action(list), { isDefault: true });
//# sourceMappingURL=tasks.js.map
/** `ehcna plan leaving`: the plans to consider ceasing in a school year, why, whose they are; and who is to take them all. */
import { Command, Option } from 'commander';
import { isCivilDate, londonDate } from '../../domain/civil-date.js';
import { schoolYearOf } from '../../domain/school-year.js';
import { Refused } from '../ehcna.js';
import { actorOf, dateOf } from './catalogue.js';
import { withEhcna, withRecords } from './connect.js';
import { say, sayJson, WrongUsage } from './outcome.js';
import { counted, orDash, table } from './table.js';
/** `2026` and any day from 1 September 2026 to 31 August 2027 are the same school year. */
const yearOf = (word, today) => {
    if (word === undefined)
        return schoolYearOf(today);
    if (isCivilDate(word))
        return schoolYearOf(word);
    if (/^20\d\d$/.test(word))
        return Number(word);
    throw new WrongUsage('YEAR: expected the year in which a school year begins, such as 2026, or a day of it.');
};
const counts = (plans, nameOf) => {
    const names = [...new Set(plans.map(nameOf))].sort((a, b) => (a < b ? -1 : 1));
    const line = (name, own) => [
        name,
        String(own.length),
        String(own.filter((plan) => plan.consideringSince !== null).length),
        String(own.filter((plan) => plan.review !== null).length),
    ];
    return [
        ...names.map((name) => line(name, plans.filter((plan) => nameOf(plan) === name))),
        line('all', plans),
    ];
};
/** What was given to the officer, and what was refused with its reason. One that is refused keeps nobody else's back. */
const assignAll = (plans, caseworker, { name, as }) => withEhcna(async (ehcna) => {
    const by = actorOf(as, 'assessment-lead')(ehcna.signer);
    const done = { assigned: [], refused: [] };
    for (const { caseRef, caseworker: now } of plans) {
        if (now === caseworker)
            continue;
        try {
            await ehcna.planCommand(caseRef, 'assignCaseworker', { caseworker, name: name ?? caseworker }, by);
            done.assigned.push(caseRef);
        }
        catch (error) {
            if (!(error instanceof Refused))
                throw error;
            done.refused.push({ caseRef, reason: error.message });
        }
    }
    return done;
});
const leaving = async (word, options) => {
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const year = yearOf(word, today);
    const plans = await withRecords(({ worklist }) => worklist.leaving(year));
    const given = options.assign === undefined ? undefined : await assignAll(plans, options.assign, options);
    if (options.json)
        return sayJson({ today, year, plans, ...given });
    if (plans.length === 0)
        return say(`No plan is to be considered for ceasing in ${year}-${(year + 1) % 100}.`);
    const whose = (plan) => options.by === 'school' ? (plan.institution ?? 'no school named') : orDash(plan.caseworker);
    say(table(['CASE', 'WHY', 'SCHOOL', 'CASEWORKER', 'REVIEW', 'CONSIDERED SINCE'], plans.map((plan) => [
        plan.caseRef,
        plan.reasons.join(', '),
        orDash(plan.institution),
        orDash(plan.caseworker),
        orDash(plan.review),
        orDash(plan.consideringSince),
    ])));
    say('');
    say(table([options.by === 'school' ? 'SCHOOL' : 'CASEWORKER', 'PLANS', 'CONSIDERED', 'IN REVIEW'], counts(plans, whose)));
    if (!given)
        return;
    say(`\n${counted(given.assigned.length, 'plan')} given to ${options.assign}.`);
    for (const { caseRef, reason } of given.refused)
        say(`${caseRef}: ${reason}`);
};
export const planLeavingCommand = () => new Command('leaving')
    .description('Plans to consider ceasing in a school year: a course that ends, outcomes achieved at 18, a way into work or higher education, 25.')
    .argument('[year]', 'the year in which it begins, or a day of it; the present one if left out')
    .addOption(new Option('--by <what>', 'counted by').choices(['school', 'caseworker']).default('caseworker'))
    .option('--assign <id>', 'give all of them to this officer, who takes only these')
    .option('--name <text>', "that officer's name, as letters give it")
    .option('--as <role[:id]>', 'who you are, where no identity says so; assessment-lead if left out')
    .option('--today <date>', 'the day to count from; today if left out')
    .option('--json', 'print {"today","year","plans":[…]}')
    .addHelpText('after', "\nExamples:\n  ehcna plan leaving 2026 --by school\n  ehcna plan leaving --assign cw-031 --name 'L. Officer'")
    .action(leaving);
//# sourceMappingURL=plan-leaving.js.map
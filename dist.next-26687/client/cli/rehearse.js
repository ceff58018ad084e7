/** `ehcna rehearse`: runs a story on servers of its own, with time moved, and tells it as it goes. */
import { Command } from 'commander';
import { wholeNumber } from './numbers.js';
import { NotThere, say, sayJson } from './outcome.js';
export const rehearseCommand = () => new Command('rehearse')
    .description('run a case from request to end on a server of its own, with time moved on, and tell its timeline')
    .argument('[name...]', 'stories: files in scenarios/, without .yaml')
    .option('--all', 'every story, one after another', false)
    .option('--list', 'say which stories there are', false)
    .option('--letters', 'tell of every letter too', false)
    .option('--count <n>', 'of a story of many plans: play it with so many, some of each kind', wholeNumber)
    .option('--json', 'one line of JSON a story', false)
    .addHelpText('after', `
A story of many plans is told by the week: what happened in it, how many are left, and each clock that was missed. All of
phase-transfer-primary takes minutes.

Ends with 1 where a story did not go as its file tells it.

Examples:
  ehcna rehearse --list
  ehcna rehearse psychologist-late
  ehcna rehearse phase-transfer-primary --count 24
  ehcna rehearse --all --json`)
    .action(rehearse);
const rehearse = async (names, flags) => {
    const { readScenario, scenarioNames } = await import('../rehearse/scenario.js');
    const known = await scenarioNames();
    if (flags.list || (names.length === 0 && !flags.all))
        return list(known, readScenario, flags);
    const chosen = flags.all ? known : names;
    const unknown = chosen.find((name) => !known.includes(name));
    if (unknown !== undefined)
        throw new NotThere(`There is no story ${unknown}. There are: ${known.join(', ')}`);
    const { withTheatre } = await import('../rehearse/servers.js');
    await withTheatre(async (theatre) => {
        for (const name of chosen) {
            const scenario = await readScenario(name);
            if (scenario)
                await perform(name, scenario, theatre, flags);
        }
    });
};
const list = async (known, readScenario, { json }) => {
    const stories = await Promise.all(known.map(async (name) => ({ name, title: (await readScenario(name))?.title ?? '' })));
    if (json)
        return sayJson({ stories });
    const width = Math.max(...known.map((name) => name.length));
    for (const { name, title } of stories)
        say(`${name.padEnd(width)}  ${title}`);
};
/** Sending a letter is told once, when it is asked for. */
const isTold = ({ type }, { letters }) => letters || (type !== 'letter.requested' && type !== 'letter.dispatched');
const perform = async (name, scenario, theatre, flags) => {
    const { verdict } = await import('../rehearse/rehearse.js');
    const { cohortVerdict } = await import('../rehearse/cohort-verdict.js');
    if (!flags.json) {
        say(`\n${scenario.title} (${name})`);
        say(`${scenario.story.trim()}\n`);
    }
    const tell = (entry) => {
        if (!flags.json && isTold(entry, flags))
            say(`${entry.on}  day ${String(entry.day).padStart(3)}  ${entry.words}`);
    };
    const { count } = flags;
    const performance = await theatre.perform(scenario, tell, { count });
    const { faults } = performance;
    if (faults.length > 0)
        process.exitCode = 1;
    if (flags.json)
        return sayJson(inFields(name, performance));
    say('');
    for (const line of summaryOf(performance, verdict(performance), cohortVerdict))
        say(line);
    say(faults.length === 0
        ? 'It went as the story tells it.'
        : `It did not go as the story tells it:\n  ${faults.join('\n  ')}`);
};
const inFields = (name, { cohort, caseRef, outcome, deadlines, ...told }) => {
    const { faults, timeline } = told;
    if (cohort)
        return { name, ...cohort, lettersSent: told.lettersSent, faults, timeline };
    return { name, caseRef, outcome, clocks: deadlines, faults, timeline };
};
const summaryOf = ({ cohort, outcome, finishedOn, lettersSent }, clocks, ofCohort) => {
    const head = cohort
        ? `${cohort.count} plans${cohort.count < cohort.of ? ` of ${cohort.of}` : ''}, ${cohort.reviews} reviews`
        : `${outcome ?? 'open'}${finishedOn ? ` on ${finishedOn}` : ''}`;
    return [`${head}, ${lettersSent} letters sent`, ...(cohort ? ofCohort(cohort) : clocks).map((line) => `  ${line}`)];
};
//# sourceMappingURL=rehearse.js.map
/** `ehcna rehearse`: runs a story on servers of its own, with time moved, and tells it as it goes. */
import { Command } from 'commander';
import type { TimelineEntry } from '../rehearse/rehearse.js';
import { NotThere, say, sayJson } from './outcome.js';

interface Flags {
  all: boolean;
  list: boolean;
  json: boolean;
  letters: boolean;
}

export const rehearseCommand = (): Command =>
  new Command('rehearse')
    .description('run a case from request to end on a server of its own, with time moved on, and tell its timeline')
    .argument('[name...]', 'stories: files in scenarios/, without .yaml')
    .option('--all', 'every story, one after another', false)
    .option('--list', 'say which stories there are', false)
    .option('--letters', 'tell of every letter too', false)
    .option('--json', 'one line of JSON a story', false)
    .addHelpText(
      'after',
      `
Ends with 1 where a story did not go as its file tells it.

Examples:
  ehcna rehearse --list
  ehcna rehearse psychologist-late
  ehcna rehearse --all --json`,
    )
    .action(rehearse);

const rehearse = async (names: string[], flags: Flags): Promise<void> => {
  const { readScenario, scenarioNames } = await import('../rehearse/scenario.js');
  const known = await scenarioNames();
  if (flags.list || (names.length === 0 && !flags.all)) return list(known, readScenario, flags);
  const chosen = flags.all ? known : names;
  const unknown = chosen.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new NotThere(`There is no story ${unknown}. There are: ${known.join(', ')}`);
  const { withTheatre } = await import('../rehearse/servers.js');
  await withTheatre(async (theatre) => {
    for (const name of chosen) {
      const scenario = await readScenario(name);
      if (scenario) await perform(name, scenario, theatre, flags);
    }
  });
};

type Theatre = import('../rehearse/theatre.js').Theatre;
type Scenario = import('../rehearse/scenario.js').Scenario;

const list = async (
  known: string[],
  readScenario: (name: string) => Promise<Scenario | undefined>,
  { json }: Flags,
): Promise<void> => {
  const stories = await Promise.all(
    known.map(async (name) => ({ name, title: (await readScenario(name))?.title ?? '' })),
  );
  if (json) return sayJson({ stories });
  const width = Math.max(...known.map((name) => name.length));
  for (const { name, title } of stories) say(`${name.padEnd(width)}  ${title}`);
};

/** Sending a letter is told once, when it is asked for. */
const isTold = ({ type }: TimelineEntry, { letters }: Flags): boolean =>
  letters || (type !== 'letter.requested' && type !== 'letter.dispatched');

const perform = async (name: string, scenario: Scenario, theatre: Theatre, flags: Flags): Promise<void> => {
  const { verdict } = await import('../rehearse/rehearse.js');
  if (!flags.json) {
    say(`\n${scenario.title} (${name})`);
    say(`${scenario.story.trim()}\n`);
  }
  const tell = (entry: TimelineEntry): void => {
    if (!flags.json && isTold(entry, flags)) say(`${entry.on}  day ${String(entry.day).padStart(3)}  ${entry.words}`);
  };
  const { caseRef, faults, timeline, outcome, finishedOn, lettersSent, deadlines } = await theatre.perform(
    scenario,
    tell,
  );
  if (faults.length > 0) process.exitCode = 1;
  if (flags.json) return sayJson({ name, caseRef, outcome, clocks: deadlines, faults, timeline });
  say(`\n${outcome ?? 'open'}${finishedOn ? ` on ${finishedOn}` : ''}, ${lettersSent} letters sent`);
  for (const line of verdict({ deadlines })) say(`  ${line}`);
  say(
    faults.length === 0
      ? 'It went as the story tells it.'
      : `It did not go as the story tells it:\n  ${faults.join('\n  ')}`,
  );
};

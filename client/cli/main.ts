/**
 * `ehcna`: reads what was typed and hands it to the verbs of client/ehcna.ts. Only the group that was asked for is
 * loaded, so `ehcna law` starts at once and needs nothing that runs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../../workers/platform/places.js';
import { endingOf, sayJson, tell, WrongUsage } from './outcome.js';

interface Group {
  name: string;
  description: string;
  load(): Promise<Command>;
}

const GROUPS: readonly Group[] = [
  {
    name: 'up',
    description: 'start everything on this machine: database, Temporal server with its page, worker',
    load: async () => {
      const [{ upCommand }, { sampleHook }] = await Promise.all([import('./up.js'), import('../sample/hook.js')]);
      return upCommand([sampleHook]);
    },
  },
  {
    name: 'law',
    description: 'list, explain and date the statutory duties',
    load: async () => (await import('./law.js')).lawCommand(),
  },
  {
    name: 'case',
    description: 'open a case, look at one or at many, and what may happen to one at any time',
    load: async () => (await import('./case.js')).caseCommand(),
  },
  {
    name: 'assessment',
    description: 'from the request to the decision whether a plan is needed',
    load: () => generated('assessment', 'From the request to the decision whether a plan is needed.'),
  },
  {
    name: 'advice',
    description: 'ask for advice, take it in, check it',
    load: () => generated('advice', 'Ask for advice (reg 6), take it in, check it.'),
  },
  {
    name: 'draft',
    description: 'write the plan with the family, serve the draft, make it final',
    load: () => generated('draft', 'Write the plan with the family, serve the draft, hear them, make it final.'),
  },
  {
    name: 'consult',
    description: 'consult schools and colleges, and name the placement',
    load: () => generated('consult', 'Consult schools and colleges (s39), answer them, and name the placement.'),
  },
  {
    name: 'plan',
    description: 'plans that are held: their next review, an early one, ceasing',
    load: async () => (await import('./plan.js')).planCommand(),
  },
  {
    name: 'review',
    description: 'reviews of plans: meeting, report, decision, amendment',
    load: async () => (await import('./review.js')).reviewCommand(),
  },
  {
    name: 'campaign',
    description: 'children who change phase: every one, how far that is, who takes it',
    load: async () => (await import('./campaign.js')).campaignCommand(),
  },
  {
    name: 'panel',
    description: 'the panels: agendas, recommendations and the actions they named',
    load: async () => (await import('./panel.js')).panelGroup(),
  },
  {
    name: 'tasks',
    description: 'what people have to do, by when, and the command that closes it',
    load: async () => (await import('./tasks.js')).tasksCommand(),
  },
  {
    name: 'ledger',
    description: 'the append-only record of every case: check it, anchor it, rebuild what is read from it',
    load: async () => {
      const [{ ledgerCommand }, { connectRecords }] = await Promise.all([
        import('./ledger.js'),
        import('./connect.js'),
      ]);
      return ledgerCommand(connectRecords);
    },
  },
  {
    name: 'backup',
    description: 'keep everything that cannot be made again in one file, check it, load it into an empty database',
    load: async () => (await import('./backup.js')).backupCommand(),
  },
  {
    name: 'restore',
    description: 'start every open case again from the ledger, on an empty Temporal server',
    load: async () => (await import('./restore.js')).restoreCommand(),
  },
  {
    name: 'documents',
    description: 'what is kept, whether it still is what was kept, and what can be proven of it',
    load: async () => (await import('./documents.js')).documentsGroup(),
  },
  {
    name: 'release',
    description: 'which release of the code cases run on, and moving them to a new one',
    load: async () => (await import('./release.js')).releaseCommand(),
  },
  {
    name: 'erase',
    description: 'erase what the retention schedule no longer keeps, and list what is due',
    load: async () => (await import('./erase.js')).eraseCommand(),
  },
  {
    name: 'keys',
    description: "the authority's keys: make, list and rotate them",
    load: async () => (await import('./keys.js')).keysCommand(),
  },
  {
    name: 'rehearse',
    description: 'run a story from request to end with time moved on, and tell it',
    load: async () => (await import('./rehearse.js')).rehearseCommand(),
  },
  {
    name: 'providers',
    description: 'schools and colleges, from the Get Information About Schools file',
    load: async () => (await import('./providers.js')).providersCommand(),
  },
  {
    name: 'identity',
    description: 'who people and programs are: issue, list, revoke and show identities',
    load: async () => (await import('./identity.js')).identityCommand(),
  },
  {
    name: 'client',
    description: 'API clients of the ingress: who may send and read what, their keys',
    load: async () => (await import('./client.js')).clientCommand(),
  },
  {
    name: 'worker',
    description: 'run a worker against the servers that the environment names',
    load: async () => (await import('./worker.js')).workerCommand(),
  },
  {
    name: 'codec-server',
    description: 'open payloads for the Temporal UI and CLI, each reading on the ledger',
    load: async () => (await import('./worker.js')).codecServerCommand(),
  },
  {
    name: 'ingress',
    description: 'serve HTTP for other systems, and the pages that people open',
    load: async () => (await import('./worker.js')).ingressCommand(),
  },
  {
    name: 'migrate',
    description: 'bring the database up to this version',
    load: async () => (await import('./worker.js')).migrateCommand(),
  },
  {
    name: 'namespace',
    description: 'make the namespace and search attributes on a Temporal server',
    load: async () => (await import('./worker.js')).namespaceCommand(),
  },
];

const generated = async (name: string, description: string): Promise<Command> => {
  const { addCommandsOf } = await import('./catalogue.js');
  return addCommandsOf(name, new Command(name).description(description));
};

const HELP = `
Ends with 0 when done, 1 when refused by the law or the state or when what was asked for is not there, 2 when it was
used wrongly, 3 when no server or database answers. With --json the answer is one line of JSON on stdout.

Examples:
  ehcna up
  ehcna law dates --stage assessment --from 2025-04-02
  ehcna case list --late
  ehcna case show EHC-7K2M9QXA
  ehcna tasks list --role caseworker
  ehcna help assessment decide`;

/** Settings that a command does not take from the one it was added to. */
const settle = (command: Command): void => {
  command
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
    .helpCommand(command.commands.length > 0);
  for (const child of command.commands) settle(child);
};

const version = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

const program = async (asked: string | undefined): Promise<Command> => {
  const root = new Command('ehcna')
    .description('English special-needs statutory cases as durable workflows.')
    .version(version())
    // A command may have a --version of its own (case change-policy).
    .enablePositionalOptions()
    .addHelpText('after', HELP);
  for (const group of GROUPS) {
    root.addCommand(asked === group.name ? await group.load() : new Command(group.name).description(group.description));
  }
  settle(root);
  return root;
};

/** `ehcna help case show` asks what `ehcna case show --help` does. */
const plainly = (argv: readonly string[]): readonly string[] =>
  argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;

/** A reader that has seen enough (`| head`) is no fault. */
const minded = new WeakSet<NodeJS.WriteStream>();
const mindClosedPipe = (stream: NodeJS.WriteStream): void => {
  if (minded.has(stream)) return;
  minded.add(stream);
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
};

/** What our own lists print where something is to be filled in must not be taken for it. */
const refuseBlanks = (argv: readonly string[]): void => {
  const at = argv.findIndex((arg) => arg.trim() === '…');
  if (at >= 0)
    throw new WrongUsage(`${argv[at - 1] ?? 'An argument'} is still to be filled in: it says … and nothing else.`);
};

/** Runs one command line and answers with its exit code. */
export const main = async (argv: readonly string[]): Promise<number> => {
  mindClosedPipe(process.stdout);
  process.exitCode = undefined;
  try {
    const words = plainly(argv);
    const root = await program(words.find((word) => !word.startsWith('-')));
    refuseBlanks(argv);
    await root.parseAsync(words, { from: 'user' });
    const exit = Number(process.exitCode ?? 0);
    process.exitCode = undefined;
    return exit;
  } catch (error) {
    const { exit, line, json } = endingOf(error);
    if (json && argv.includes('--json')) sayJson(json);
    if (line !== null) tell(line);
    return exit;
  }
};

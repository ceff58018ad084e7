/** `ehcna erase`: what the retention schedule no longer keeps. */
import { Command } from 'commander';
import { londonDate } from '../../domain/civil-date.js';
import { actorOf, caseRefOfWord, dateOf } from './catalogue.js';
import { knownIssuers, withEhcna, withRecords } from './connect.js';
import { say, sayJson, WrongUsage } from './outcome.js';
import { counted, table } from './table.js';

interface Options {
  reason?: string;
  as?: string;
  override?: boolean;
  due?: boolean;
  today?: string;
  json?: boolean;
}

const schedule = async () => {
  const [{ readConfig }, { readPolicy }] = await Promise.all([
    import('../../workers/config.js'),
    import('../../workers/policy-file.js'),
  ]);
  const config = readConfig();
  return { config, retention: (await readPolicy(config.policyPath)).policy.retention };
};

/** The installation that runs here may write its letters elsewhere than the environment says. */
const outboxOf = async (config: { dataDir: string; outboxDir: string }): Promise<string> => {
  const { findRunning } = await import('../../workers/platform/running.js');
  return findRunning(config.dataDir)?.outbox ?? config.outboxDir;
};

const listDue = async (options: Options): Promise<void> => {
  const { retention } = await schedule();
  const today = dateOf('--today', options.today) ?? londonDate(Date.now());
  const { dueForErasure } = await import('../erase.js');
  const due = retention ? await withRecords((records) => dueForErasure(records, today, retention)) : [];
  if (options.json) return sayJson({ today, schedule: retention !== undefined, due });
  if (!retention) say('The policy has no retention schedule (retention:), so nothing is due.');
  else if (due.length === 0) say(`Nothing is due for erasure on ${today}.`);
  else
    say(
      table(
        ['CASE', 'FINISHED', 'KEPT UNTIL', ''],
        due.map((d) => [d.caseRef, d.finishedOn, d.keptUntil, d.held ? 'under a legal hold' : '']),
      ),
    );
};

const eraseOne = async (word: string, options: Options): Promise<void> => {
  const { reason, as, override = false, json } = options;
  if (!reason) throw new WrongUsage('--reason: say why, without naming the child; it stays in the ledger for ever.');
  if (override && as === undefined) throw new WrongUsage('--override: name the officer who decided it, with --as.');
  const { config, retention } = await schedule();
  const actor = actorOf(as, 'manager');
  const erasing = {
    reason,
    override,
    today: londonDate(Date.now()),
    retention,
    outboxDir: await outboxOf(config),
    issuers: await knownIssuers(),
  };
  const { erase } = await import('../erase.js');
  const gone = await withEhcna((ehcna) => erase(ehcna, caseRefOfWord(word), { ...erasing, by: actor(ehcna.signer) }));
  if (json) return sayJson(gone);
  const { caseRef, documents, runs, inClear } = gone;
  if (!gone.erased) say(`${caseRef} was erased before. Cleared away now: ${counted(runs, 'run')} in Temporal.`);
  else say(`${caseRef} is erased: its key, ${counted(documents, 'document')}, ${counted(runs, 'run')} in Temporal.`);
  if (inClear > 0) say(`${counted(inClear, 'fact')} from before cases had keys stay in the ledger in clear.`);
};

export const eraseCommand = (): Command =>
  new Command('erase')
    .description("Erase a finished case's record when the retention schedule says so; a stub stays in the ledger.")
    .argument('[case]', 'its reference')
    .option('--reason <text>', 'why; stays in the ledger, so it names nobody')
    .option('--as <role[:id]>', 'who you are; manager and your user name if left out')
    .option('--override', 'set the schedule aside (a request for erasure, a court order); never a legal hold')
    .option('--due', 'list what is due, and erase nothing')
    .option('--today <date>', 'with --due: as of that day')
    .option(
      '--json',
      'print {"caseRef","erased","documents","objects","inClear","runs"}, or {"today","schedule","due"}',
    )
    .addHelpText(
      'after',
      `
Examples:
  ehcna erase --due
  ehcna erase EHC-7K2M9QXA --reason "retention schedule 4.2" --as manager:records-1

It is done by a manager whose identity was issued by one of EHCNA_ISSUERS and is not expired or revoked.
Nothing brings it back: backups of the table case_keys made before hold the key until they are destroyed.`,
    )
    .action((word: string | undefined, options: Options) => {
      if (options.due) return listDue(options);
      if (word === undefined) throw new WrongUsage('Which case? Give its reference, or --due for a list.');
      return eraseOne(word, options);
    });

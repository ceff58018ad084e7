/**
 * `npm run chaos -- --effects 2000 [--kills 250] [--seed S] [--production] [--json]`: kills workers between an effect and its completion,
 * the Temporal server and PostgreSQL at moments that the seed draws, while people work; then looks whether anything was
 * lost or done twice. Fails where something was. A seed draws the same kills again; what they meet differs each time.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { alone, build, installMissing, isCurrent, root } from './build.mjs';

const { values } = parseArgs({
  options: {
    effects: { type: 'string', default: '200' },
    kills: { type: 'string' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    workers: { type: 'string', default: '3' },
    callers: { type: 'string', default: '40' },
    production: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

/** @param {string} text */
const count = (text) => {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n > 0) return n;
  process.stderr.write(
    `${text} is not a number: --effects, --kills, --workers and --callers take a whole number from 1.\n`,
  );
  process.exit(2);
};

const effects = count(values.effects);
const reportFile = join(root, '.cache', 'chaos-report.json');
const storm = {
  effects,
  kills: count(values.kills ?? String(Math.ceil(effects / 8))),
  seed: values.seed,
  workers: count(values.workers),
  callers: count(values.callers),
  production: values.production,
  reportFile,
};

await alone(() => {
  installMissing();
  if (!isCurrent()) build();
});
mkdirSync(join(root, '.cache'), { recursive: true });
rmSync(reportFile, { force: true });
process.stderr.write(`Seed ${storm.seed}: ${storm.effects} effects, ${storm.kills} kills.\n`);
const vitest = await startVitest('test', [], {
  root,
  config: false,
  watch: false,
  pool: 'forks',
  include: ['test/trust/chaos/long-run.ts'],
  disableConsoleIntercept: true,
  reporters: [
    { onTestRunEnd: (_modules, errors) => errors.forEach((error) => process.stderr.write(`${error.stack}\n`)) },
  ],
  provide: { storm },
});
const failed = vitest.state.getFiles().flatMap((file) => file.tasks.flatMap((task) => task.result?.errors ?? []));
await vitest.close();

/** @returns {import('../test/trust/chaos/storm.js').Report | undefined} */
const report = () => {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return undefined;
  }
};

/** @param {import('../test/trust/chaos/storm.js').Report} report */
const say = ({ seed, effects, kills, commands, timers, findings, lettersLeftToAPerson: left, ...rest }) => {
  const { total, ...byKind } = kills;
  process.stdout.write(
    `${[
      `Seed      ${seed}`,
      `Kills     ${total}`,
      ...Object.entries(byKind).map(([kind, n]) => `          ${String(n).padStart(4)} ${kind}`),
      `Effects   ${effects.total}: ${effects.ledgerBatches} batches in the ledger, ${effects.letters} letters`,
      `Work      ${rest.cases} cases; ${commands.given} commands, ${commands.accepted} accepted, ${commands.sentAgain} times sent again`,
      `Timers    ${timers.inTheStorm} statutory timers struck in the storm; ${timers.early} early, ${timers.unfired} not at all`,
      `Letters   ${Object.values(left).reduce((all, n) => all + n, 0)} left to a person`,
      ...Object.entries(left).map(([why, n]) => `          ${String(n).padStart(4)} ${why}`),
      `Lost      ${rest.lost}`,
      `Doubled   ${rest.doubled}`,
      `Stuck     ${rest.stuck}`,
      `Minutes   ${rest.minutes}`,
      'At least once, duplicates suppressed at our boundary.',
      ...findings,
    ].join('\n')}\n`,
  );
};

const result = report();
if (result && values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else if (result) say(result);
for (const error of failed) process.stderr.write(`${error.stack ?? error.message}\n`);
process.exitCode = result && result.findings.length === 0 && failed.length === 0 ? 0 : 1;

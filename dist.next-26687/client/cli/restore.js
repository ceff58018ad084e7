/** `ehcna restore`: for the day on which the Temporal server was lost. */
import { Command } from 'commander';
import { withEhcna } from './connect.js';
import { say, sayJson, tell } from './outcome.js';
import { counted } from './table.js';
const STEP = 25;
const showProgress = (done, of) => {
    if (done % STEP === 0 || done === of)
        tell(`${done} of ${of} …`);
};
const inWords = ({ assessments, panels, plans }) => `${counted(assessments, 'assessment')}, ${counted(panels, 'panel')}, ${counted(plans, 'plan')}`;
const tellEnded = ({ ended, strangers }, dryRun) => {
    say(`${counted(ended, 'run')} ${dryRun ? 'would be ended' : 'ended'} first.`);
    if (strangers.length > 0)
        say(`Opened after the backup, and to be recorded again from the UI's history: ${strangers.join(', ')}.`);
};
const restoreNow = async ({ dryRun = false, endRunning = false, json = false }) => {
    const began = performance.now();
    const restored = await withEhcna(async (ehcna) => {
        const { restore } = await import('../restore.js');
        return restore(ehcna, { dryRun, endRunning, progress: showProgress });
    });
    const seconds = Number(((performance.now() - began) / 1_000).toFixed(1));
    if (json)
        return sayJson({ dryRun, ...restored, seconds });
    if (endRunning)
        tellEnded(restored, dryRun);
    if (dryRun)
        say(`Should be running: ${inWords(restored)}. Nothing was started.`);
    else
        say(`Should be running: ${inWords(restored)}. Started ${restored.started} in ${seconds} s; ${restored.running} ran already.`);
    if (restored.retold > 0)
        say(`Messages between cases and panels sent again: ${restored.retold}.`);
    if (restored.unknown.length > 0)
        say(`Of a kind that this version cannot start: ${restored.unknown.join(', ')}.`);
};
export const restoreCommand = () => new Command('restore')
    .description('Start every open case, panel and plan again from the ledger, at the same stage with the same dates.')
    .option('--dry-run', 'count what would be started, and start nothing')
    .option('--end-running', 'end every run first: only after the database was put back to an earlier day')
    .option('--json', 'print {"dryRun","assessments","panels","plans","started","running","retold","unknown","ended","strangers","seconds"}')
    .addHelpText('after', `
Examples:
  ehcna restore --dry-run
  ehcna restore
  ehcna restore --end-running --dry-run

What runs already is left alone, so it may be repeated. The ledger is only read. docs/disaster.md
says step by step what to do when the server, the database, or both were lost.`)
    .action(restoreNow);
//# sourceMappingURL=restore.js.map
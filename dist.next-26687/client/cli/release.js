/** `ehcna release …`: which release of the code cases run on, and moving them to a new one. */
import { Command } from 'commander';
import { nudge, promote, releases } from '../release.js';
import { withEhcna } from './connect.js';
import { say, sayJson, tell } from './outcome.js';
import { counted, table } from './table.js';
const status = async ({ json }) => {
    const known = await withEhcna(({ client }) => releases(client));
    if (json)
        return sayJson({ releases: known });
    if (known.length === 0)
        return say('No worker runs on a release: EHCNA_VERSIONING is off.');
    say(table(['RELEASE', 'CURRENT', 'OPEN'], known.map((r) => [r.buildId, r.current ? 'current' : '-', String(r.open)])));
    const behind = known.filter((r) => !r.current && r.open > 0);
    if (behind.length > 0)
        tell('Keep a worker of each release with open cases; move them with: ehcna release nudge');
};
const makeCurrent = async (buildId, { json }) => {
    await withEhcna(({ client }) => promote(client, buildId));
    if (json)
        sayJson({ current: buildId });
    else
        say(`${buildId} is the current release. Cases move to it with their next run, or with: ehcna release nudge`);
};
const nudgeAll = async ({ json }) => {
    const result = await withEhcna(({ client }) => nudge(client));
    if (json)
        sayJson(result);
    else
        say(`${counted(result.nudged, 'process', 'processes')} told of ${result.current}. Watch them move: ehcna release status`);
};
export const releaseCommand = () => {
    const group = new Command('release').description('Which release of the code cases run on, and moving them to a new one. docs/replay.md tells the steps of an upgrade.');
    group
        .command('status')
        .description('The releases that the server knows, and how many processes are open on each.')
        .option('--json', 'print {"releases":[{"buildId","current","open"}]}')
        .addHelpText('after', '\nExample:\n  ehcna release status')
        .action(status);
    group
        .command('promote')
        .description('Make a release the one on which new cases begin; its worker must be running.')
        .argument('<release>', 'as `release status` names it')
        .option('--json', 'print {"current"}')
        .addHelpText('after', '\nExample:\n  ehcna release promote 0.2.0-3f9c1a2b4d5e')
        .action(makeCurrent);
    group
        .command('nudge')
        .description('Wake every process on another release, so that it moves to the current one. Safe to repeat.')
        .option('--json', 'print {"current","nudged"}')
        .addHelpText('after', '\nExample:\n  ehcna release nudge')
        .action(nudgeAll);
    return group;
};
//# sourceMappingURL=release.js.map
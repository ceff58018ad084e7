/**
 * `npm run replay`: every recorded history of every release, whole and cut before each step, through the workflows as they
 * are now, on this Node and on another (Node 26, fetched from npm into the cache; `--node VERSION`, or `--here` for this one
 * alone). A doctored history must be found out, or the run fails. Run after the TypeScript is compiled: it reads dist/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    node: { type: 'string', default: '26.9.0' },
    here: { type: 'boolean', default: false },
    child: { type: 'boolean', default: false },
    prefixes: { type: 'string', default: '1000' },
  },
});

const replayHere = async () => {
  const dist = (path) => import(`${root}/dist/${path}`);
  const { prefixesOf, recordedReleases, recordings, replay } = await dist('client/replay.js');
  const { workflowBundle } = await dist('workers/workflow-bundle.js');
  const { DefaultLogger, Runtime } = await import('@temporalio/worker');
  // What a doctored history raises is expected; what is not is told below.
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  const bundle = await workflowBundle();
  const whole = recordedReleases().flatMap(recordings);
  const cut = whole.flatMap((r) => prefixesOf(r, Number(values.prefixes)));
  const began = Date.now();
  const replayed = await replay([...whole, ...cut], bundle);
  const failed = replayed.filter((r) => r.error);
  for (const { recording, error } of failed)
    process.stdout.write(`FAILED ${recording.release} ${recording.name}: ${error.message.split('\n')[0]}\n`);
  const original = whole.find((r) => r.name === 'on-time') ?? whole[0];
  const at = original.events.findIndex((e) => e.activityTaskScheduledEventAttributes);
  const events = original.events.map((e, i) =>
    i === at
      ? {
          ...e,
          activityTaskScheduledEventAttributes: {
            ...e.activityTaskScheduledEventAttributes,
            activityType: { name: 'somethingElse' },
          },
        }
      : e,
  );
  const [doctored] = await replay([{ ...original, name: 'doctored', events }], bundle);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    `Node ${process.version}: ${whole.length} histories, ${whole.reduce((n, r) => n + r.events.length, 0)} events, and ${cut.length} cut before a step: ` +
      `${failed.length} failed; the doctored one ${doctored.error ? 'was found out' : 'WAS NOT FOUND OUT'} (${seconds} s).\n`,
  );
  return failed.length === 0 && doctored.error !== undefined;
};

/** The program of another Node, from npm, without running anybody's install script. */
const otherNode = (version) => {
  const folder = join(root, '.cache', `node-${version}`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const program = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const args = [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-save',
    '--no-audit',
    '--no-fund',
    `${name}@${version}`,
  ];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status === 0 && existsSync(program)) return program;
  throw new Error(`Node ${version} could not be fetched from npm (${name}); --here replays on this one alone.`);
};

if (values.child) process.exit((await replayHere()) ? 0 : 1);
const programs = [process.execPath, ...(values.here ? [] : [otherNode(values.node)])];
const child = [import.meta.filename, '--child', '--prefixes', values.prefixes];
const statuses = programs.map((program) => spawnSync(program, child, { stdio: 'inherit' }).status);
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;

// `npm run production`: what docker-compose.yml sets up, without Docker (workers/production.ts). Builds a real Temporal
// server with Go the first time. `-- COMMAND` runs a command on it and stops afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone, build, installMissing, isCurrent, root } from './build.mjs';

const USAGE = `Usage: npm run production -- [--data-dir FOLDER] [--sample] [--time-skipping] [--e2e | COMMAND …]

PostgreSQL (DATABASE_URL, else the embedded one), a Temporal server on it and a worker, as docker-compose.yml has them.
Prints one line of JSON when ready (\`npm run --silent production\` keeps npm's own lines out of it); Ctrl-C stops it.

  --data-dir FOLDER  keep everything there and find it again; otherwise nothing is kept
  --sample           load the sample caseload
  --time-skipping    let tests move time on it, as the development server of the tests lets them
  --e2e              run the end-to-end tests on it (vitest.production.config.ts), then stop; more words go to vitest
  COMMAND …          run it with TEMPORAL_ADDRESS, DATABASE_URL and the rest set, then stop
`;

/** What comes before the command is ours. */
const asked = (words) => {
  const options = { sample: false, e2e: false, timeSkipping: false, help: false, dataDir: undefined };
  while (words[0]?.startsWith('-')) {
    const word = words.shift();
    if (word === '--') break;
    else if (word === '--sample') options.sample = true;
    else if (word === '--time-skipping') options.timeSkipping = true;
    else if (word === '--help') options.help = true;
    else if (word === '--data-dir') options.dataDir = resolve(words.shift() ?? '.');
    else if (word === '--e2e') {
      options.e2e = true;
      break;
    } else throw new Error(`Unknown option ${word}.\n${USAGE}`);
  }
  return { ...options, words };
};

const dist = (path) => import(pathToFileURL(join(root, 'dist', path)).href);

/** A server of the user's own, and where theirs is, are not for this one. */
const NOT_OURS = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_PROFILE',
  'TEMPORAL_CONFIG_FILE',
  'EHCNA_DATA_DIR',
];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** npm passes a Ctrl-C on that the terminal has already sent us. */
const ECHO_MS = 1_000;

/** Its reason is the first signal; a second one, that is no echo of the first, ends us at once. */
const stopAsked = () => {
  const asked = new AbortController();
  let first = 0;
  for (const name of SIGNALS) {
    process.on(name, () => {
      // What still runs is stopped by the guard that waits for our end.
      if (first > 0 && Date.now() - first > ECHO_MS) process.exit(130);
      first ||= Date.now();
      asked.abort(name);
    });
  }
  return asked.signal;
};

const untilAsked = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason));
  });

const runCommand = async ([command, ...args], environment, stopping) => {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
  void untilAsked(stopping).then((name) => child.kill(name));
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(`Cannot run ${command}: ${error.message}`);
  });
  const [code] = await Promise.race([once(child, 'exit'), failed]);
  return code ?? 1;
};

const endToEnd = (words) => [
  process.execPath,
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--config',
  join(root, 'vitest.production.config.ts'),
  ...words,
];

const main = async () => {
  const { sample, e2e, timeSkipping, help, dataDir, words } = asked(process.argv.slice(2));
  if (help) return void process.stdout.write(USAGE);
  await alone(() => {
    installMissing();
    if (!isCurrent()) build();
  });
  for (const name of NOT_OURS) delete process.env[name];
  const [{ startProduction }, { readConfig }, { progressOn }, { sampleHook }] = await Promise.all([
    dist('workers/production.js'),
    dist('workers/config.js'),
    dist('workers/platform/progress.js'),
    dist('client/sample/hook.js'),
  ]);
  const progress = progressOn(process.stderr);
  const stopping = stopAsked();
  const running = await startProduction({ config: readConfig(), dataDir, timeSkipping, progress, signal: stopping });
  try {
    const { installation, environment, adminDatabaseUrl } = running;
    Object.assign(process.env, environment);
    if (sample || e2e) await sampleHook.run(installation, progress);
    const command = e2e ? endToEnd(words) : words;
    if (command.length > 0) {
      const forTests = {
        EHCNA_TEST_TEMPORAL_ADDRESS: installation.temporal,
        EHCNA_TEST_DATABASE_URL: adminDatabaseUrl,
        ...(timeSkipping ? { EHCNA_TEST_TIME_SKIPPING: 'yes' } : {}),
      };
      process.exitCode = await runCommand(command, { ...environment, ...forTests }, stopping);
    } else {
      process.stdout.write(`${JSON.stringify(installation)}\n`);
      progress.line('Ready. Ctrl-C stops everything.');
      await untilAsked(stopping);
    }
  } finally {
    progress.line('Stopping …');
    await running.stop();
    progress.line('Stopped.');
  }
};

main().catch((error) => {
  if (error.name === 'Interrupted') process.exit(130);
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
});

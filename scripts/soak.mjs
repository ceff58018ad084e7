/**
 * `npm run soak`: the long runs, in parts whose seeds are printed (docs/testing.md). Without a word, 500,000 sequences
 * against the domain; `--real` 2,000 against the workflow on a real server; `--fuzz` 100,000 inputs of foreign clients;
 * `--mutants` makes deliberate faults in the domain, one after another, and says which the model finds.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './build.mjs';

const { values } = parseArgs({
  options: {
    real: { type: 'boolean' },
    fuzz: { type: 'boolean' },
    mutants: { type: 'boolean' },
    count: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string' },
    minutes: { type: 'string' },
  },
});

const play = (file, environment) =>
  spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/soak/config.ts', file],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: environment.SOAK_MUTANT ? 'pipe' : 'inherit',
      env: {
        ...process.env,
        NO_COLOR: '1',
        SOAK_COUNT: values.count ?? '',
        SOAK_SEED: values.seed ?? '',
        SOAK_FROM: values.from ?? '',
        SOAK_MINUTES: values.minutes ?? '',
        ...environment,
      },
    },
  );

/** Each fault is looked for in as many sequences as a few seconds allow; found is good, so the others are faults here. */
const findMutants = () => {
  const what = [...readFileSync(join(root, 'test/soak/mutants.ts'), 'utf8').matchAll(/what: (['"])(.*)\1/g)];
  const missed = what.filter(([, , words], i) => {
    const { status, stdout, stderr } = play('domain', {
      SOAK_SERVERS: 'no',
      SOAK_MUTANT: String(i),
      SOAK_COUNT: values.count ?? '5000',
    });
    const unmade = stdout.includes('its text is not in');
    const found = status !== 0 && !unmade;
    const by = /Caused by: \w*Error: (.*)/.exec(stdout + stderr)?.[1];
    process.stdout.write(
      `${found ? 'found' : unmade ? 'NOT MADE' : 'NOT FOUND'}: ${words}${found ? ` (${by})` : ''}\n`,
    );
    return !found;
  });
  process.stdout.write(`${what.length - missed.length} of ${what.length} found\n`);
  return missed.length;
};

const one = () => {
  if (values.real) return play('real', {});
  return values.fuzz ? play('fuzz', {}) : play('domain', { SOAK_SERVERS: 'no' });
};

process.exitCode = values.mutants ? findMutants() : (one().status ?? 1);

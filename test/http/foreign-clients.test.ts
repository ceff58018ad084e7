/** What docs/integrate says is done as it stands there: by the `temporal` command line, and by the Python SDK where it is. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessBook, PAYLOADS_DECODED } from '../../activities/access-book.js';
import { startCodecServer, type CodecServer } from '../../workers/codec-server.js';
import { readConfig } from '../../workers/config.js';
import { cacheDir, packageRoot } from '../../workers/platform/places.js';
import { run } from '../../workers/platform/processes.js';
import { findTemporal } from '../../workers/platform/temporal-executable.js';
import { openWorld, type World } from '../world.js';

const LONG_MS = 120_000;
const TOKEN = 'a-token-of-more-than-thirty-two-characters';
const folder = join(packageRoot, 'docs', 'integrate');

let world: World;
let codec: CodecServer;
let settings: Record<string, string>;

beforeAll(async () => {
  world = await openWorld();
  codec = await startCodecServer({
    keys: world.secrets.keys,
    book: accessBook(world.ehcna.ledger, PAYLOADS_DECODED),
    namespace: world.namespace,
    host: '127.0.0.1',
    port: 0,
    origin: 'http://127.0.0.1:8233',
    tokens: [{ name: 'school-mis', token: TOKEN }],
    tokenInPath: false,
  });
  const tokenFile = join(world.dataDir, 'codec-token');
  await writeFile(tokenFile, TOKEN);
  const { temporal, searchPath } = readConfig();
  const progress = { line: () => undefined, spinner: () => undefined } as never;
  const found = await findTemporal({ cliPath: temporal.cliPath, searchPath, cacheDir: cacheDir(), progress });
  settings = {
    ...world.environment,
    HOME: process.env['HOME'] ?? '',
    PATH: `${dirname(found.path)}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    CODEC: codec.url,
    CODEC_TOKEN_FILE: tokenFile,
  };
}, LONG_MS);

afterAll(async () => {
  await codec?.close();
  await world?.stop();
});

/** The commands of the guide, block by block. */
const blocks = async (): Promise<string[]> =>
  [...(await readFile(join(folder, 'README.md'), 'utf8')).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
    ([, text]) => text ?? '',
  );

it('the temporal command line starts a case, sends it evidence twice and asks where it is, and nothing of it stands in clear', {
  timeout: LONG_MS,
}, async () => {
  const [, commands = ''] = await blocks();
  const { code, stdout, stderr } = await run('bash', ['-euc', commands], { env: settings, cwd: packageRoot });
  expect([code, stderr.replace(/^(?:npm .*|Building …)$/gm, '').trim()]).toEqual([0, '']);
  expect(stdout).toContain('map[accepted:true]');
  expect(stdout).toContain('evidence.added');
  const caseRef = /EHC-\w{8}/.exec(commands)?.[0] ?? '';
  await expect.poll(async () => (await world.ehcna.state(caseRef)).evidence.map((e) => e.id)).toEqual(['E1', 'E2']);
  const state = await world.ehcna.state(caseRef);
  expect([state.stage, state.unexpected]).toEqual(['considering', []]);
  const history = await run('temporal', ['workflow', 'show', '-w', `assessment/${caseRef}`, '--output', 'json'], {
    env: settings,
  });
  expect(history.code).toBe(0);
  const payloads = [...history.stdout.matchAll(/"data":\s*"([^"]+)"/g)].map(([, data]) =>
    Buffer.from(data ?? '', 'base64').toString('utf8'),
  );
  expect(payloads.length).toBeGreaterThan(3);
  for (const text of [history.stdout, ...payloads]) expect(text).not.toContain('Jamie');
});

const pythonWithTemporal = (): string | undefined =>
  [process.env['EHCNA_TEST_PYTHON'], join(packageRoot, '.cache', 'python', 'bin', 'python'), 'python3']
    .filter((one): one is string => one !== undefined)
    .find((one) => spawnSync(one, ['-c', 'import temporalio']).status === 0);

it('a program in Python does the same', { timeout: LONG_MS }, async (context) => {
  const python = pythonWithTemporal();
  if (python === undefined) return context.skip('no python3 here has the package temporalio');
  const { code, stdout, stderr } = await run(
    python,
    [
      join(folder, 'follow.py'),
      `--address=${world.address}`,
      `--namespace=${world.namespace}`,
      `--codec=${codec.url}`,
      `--codec-token-file=${settings['CODEC_TOKEN_FILE'] ?? ''}`,
      `--ehcna=${process.execPath} ${join(packageRoot, 'bin', 'ehcna.mjs')}`,
    ],
    { env: settings, cwd: packageRoot },
  );
  expect([code, stderr]).toEqual([0, '']);
  const caseRef = stdout.slice(0, 12);
  expect(stdout).toBe(
    `${caseRef}: taken up\n${caseRef}: evidence.added\n${caseRef}: considering, 2 pieces of evidence, decision due ${(await world.ehcna.state(caseRef)).deadlines['ehcna-decision-6w']?.due}\n`,
  );
});

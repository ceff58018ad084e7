import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { packageRoot } from '../workers/platform/places.js';
import { isAlive } from '../workers/platform/processes.js';

it('a signal to npm alone stops everything that npm start started', { timeout: 120_000 }, async () => {
  const npm = spawn('npm', ['start', '--silent', '--', '--ephemeral', '--json', '--no-sample'], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  npm.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [line] = (await once(npm.stdout, 'data')) as [Buffer];
  const { pid } = JSON.parse(line.toString()) as { pid: number };
  npm.kill('SIGINT');
  await once(npm, 'exit');
  expect(said).toContain('Stopped.');
  expect(isAlive(pid)).toBe(false);
});

#!/usr/bin/env node
// Brings a bare clone to where it can run, then hands over. Until then only Node's own modules may be imported.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`ehcna needs Node 20.19 or later (24 is best); this is ${process.version}. See https://nodejs.org.\n`);
  process.exit(3);
}

const { alone, build, isCurrent, isFromSource, root } = await import('../scripts/build.mjs');

/** npm writes the hidden file last, so an installation that was cut short counts as none. */
const isInstalled = () => {
  const modules = join(root, 'node_modules');
  if (!['.package-lock.json', '.modules.yaml', '.yarn-integrity'].some((name) => existsSync(join(modules, name)))) return false;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) => existsSync(join(modules, name)));
};

const install = () => {
  process.stderr.write('Installing packages (npm ci), once …\n');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  if (spawnSync('npm', args, options).status !== 0) throw new Error('npm ci failed; what it said is above. Correct that and start again.');
};

const prepare = async () => {
  if (!isFromSource() || (isInstalled() && isCurrent())) return;
  await alone(() => {
    if (!isInstalled()) install();
    if (isCurrent()) return;
    process.stderr.write('Building …\n');
    build();
  });
};

const WRITE_REFUSED = ['EACCES', 'EPERM', 'EROFS'];

/** One line a person can act on. */
const explain = (error) => {
  if (error.code === 'ENOSPC') return 'The disk is full. Free some space and start again.';
  if (WRITE_REFUSED.includes(error.code)) return `Cannot write to ${root}. Give this user write access to it, or clone it elsewhere.`;
  return error.message;
};

try {
  await prepare();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(3);
}

const { main } = await import(pathToFileURL(join(root, 'dist', 'client', 'cli', 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));

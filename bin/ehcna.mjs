#!/usr/bin/env node
// Brings a bare clone to where it can run, then hands over. Until then only Node's own modules may be imported.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `ehcna needs Node 20.19 or later (24 is best); this is ${process.version}. See https://nodejs.org.\n`,
  );
  process.exit(3);
}

const { alone, build, installMissing, isCurrent, isFromSource, isInstalled, root } = await import(
  '../scripts/build.mjs'
);

const prepare = async () => {
  if (!isFromSource() || (isInstalled() && isCurrent())) return;
  await alone(() => {
    installMissing();
    if (isCurrent()) return;
    process.stderr.write('Building …\n');
    build();
  });
};

const WRITE_REFUSED = ['EACCES', 'EPERM', 'EROFS'];

/** One line a person can act on. */
const explain = (error) => {
  if (error.code === 'ENOSPC')
    return `The disk is full: there was no room to build in ${root}. Free some space and start again.`;
  if (WRITE_REFUSED.includes(error.code))
    return `Cannot write to ${root}. Give this user write access to it, or clone it elsewhere.`;
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

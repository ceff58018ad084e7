// Compiles the project into dist/ and copies beside it what is read at run time. Nothing but Node's own modules is
// imported here: bin/ehcna.mjs uses this file before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const FOLDERS = [
  'domain',
  'workflows',
  'activities',
  'workers',
  'client',
  'db',
  'letters',
  'pages',
  'keys',
  'policy',
  'scenarios',
  'bench',
];
const FILES = ['package-lock.json', 'package.json', 'tsconfig.json', 'scripts/build.mjs'];

/** A published package or an image holds dist/ and no source: there is nothing to build it from. */
export const isFromSource = () => existsSync(join(root, 'tsconfig.json'));

const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .sort()
    : [];

/** Changes when a source file is added, removed or written. Times and sizes are enough, and take milliseconds. */
const fingerprint = () => {
  const hash = createHash('sha256');
  for (const file of [
    ...FILES.map((name) => join(root, name)),
    ...FOLDERS.flatMap((name) => filesIn(join(root, name))),
  ]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

/** npm writes the hidden file last, so an installation that was cut short counts as none. */
export const isInstalled = () => {
  const modules = join(root, 'node_modules');
  const finished = ['.package-lock.json', '.modules.yaml', '.yarn-integrity'];
  if (!finished.some((name) => existsSync(join(modules, name)))) return false;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) => existsSync(join(modules, name)));
};

export const installMissing = () => {
  if (isInstalled()) return;
  process.stderr.write('Installing packages (npm ci), once …\n');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  if (spawnSync('npm', args, options).status === 0) return;
  throw new Error('npm ci failed; what it said is above. Correct that and start again.');
};

const stampFile = (folder) => join(folder, '.stamp');

export const isCurrent = () => existsSync(stampFile(dist)) && readFileSync(stampFile(dist), 'utf8') === fingerprint();

/**
 * Throws when the compiler finds a fault. The old dist/ stays until the new one is whole.
 * @param {{ keepGoing?: boolean }} [options] `keepGoing` uses what the compiler made in spite of faults.
 */
export const build = ({ keepGoing = false } = {}) => {
  const stamp = fingerprint();
  const next = join(root, `dist.next-${process.pid}`);
  rmSync(next, { recursive: true, force: true });
  try {
    compile(next, keepGoing);
    copyAssets(next);
    carryBundles(next);
    writeFileSync(stampFile(next), stamp);
    replace(next);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
};

const compile = (outDir, keepGoing) => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const done = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json'), '--outDir', outDir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (done.status === 0) return;
  process.stderr.write(done.stdout + done.stderr);
  if (!keepGoing || !existsSync(outDir)) throw new Error('The project does not compile.');
};

/** SQL, templates, policies, scenarios and data: everything that is not TypeScript, under the same name. */
const copyAssets = (outDir) => {
  for (const file of FOLDERS.flatMap((name) => filesIn(join(root, name)))) {
    if (extname(file) === '.ts') continue;
    cpSync(file, join(outDir, relative(root, file)));
  }
};

/** Bundles of workflows carry the hash of what is in them in their name, so an old one is used only where it still fits. */
const carryBundles = (outDir) => {
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist).filter((name) => name.startsWith('workflow-bundle.'))) {
    cpSync(join(dist, name), join(outDir, name));
  }
};

const replace = (next) => {
  const old = join(root, `dist.old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
};

/**
 * Runs `work` while no other process of this folder builds or installs. A lock whose owner has died is taken over.
 * @param {() => void | Promise<void>} work
 */
export const alone = async (work) => {
  const lock = join(root, '.cache', 'build.lock');
  mkdirSync(join(root, '.cache'), { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!told && isHeld(lock)) process.stderr.write('Waiting for another build of this folder …\n');
    told = true;
    if (!isHeld(lock)) rmSync(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
};

const isHeld = (lock) => {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Empty between being made and being written.
    if (!pid) return Date.now() - statSync(lock).mtimeMs < 5_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const main = async () => {
  const keepGoing = process.argv.includes('--keep-going');
  await alone(() => {
    if (!isCurrent()) build({ keepGoing });
  });
  const bundler = join(dist, 'workers', 'workflow-bundle.js');
  const { workflowBundle } = await import(pathToFileURL(bundler).href);
  await workflowBundle();
};

if (process.argv[1] && pathToFileURL(process.argv[1]).href === import.meta.url) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

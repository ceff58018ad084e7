// `npm run sbom`: what an installation is made of, as CycloneDX, from package-lock.json; on standard output, or in the file
// that `-- --out FILE` names. `npm sbom` writes it. Its own `--omit dev` leaves out whatever a development tool needs too
// (npm 11.19: zod, nodemailer and fifty others), so it is shown a package that has no development tools.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './build.mjs';

const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));

/** What is undefined is not written. */
const withoutDev = (manifest) => ({ ...manifest, devDependencies: undefined });

/** Writes the package and its lock as they are once `npm prune --omit=dev` is done. */
const writeProductionPackage = (folder) => {
  const lock = read('package-lock.json');
  const kept = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
  const packages = Object.fromEntries(kept.map(([path, one]) => [path, path === '' ? withoutDev(one) : one]));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(withoutDev(read('package.json'))));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages }));
};

const sbomOf = (folder) => {
  const args = [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
    '--omit',
    'dev',
    '--package-lock-only',
  ];
  const { status, stdout } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm sbom failed; what it said is above. It needs npm 10 or later.');
  return stdout;
};

const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
const folder = mkdtempSync(join(tmpdir(), 'ehcna-sbom-'));
try {
  // npm names the component after the folder.
  const named = join(folder, 'ehcna');
  mkdirSync(named);
  writeProductionPackage(named);
  const sbom = sbomOf(named);
  if (out === undefined) process.stdout.write(sbom);
  else writeFileSync(out, sbom);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

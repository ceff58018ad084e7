/** What an installation is made of, whether its licences let an authority run it, and whether `npm run sbom` says all of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../workers/platform/places.js';

interface Package {
  version: string;
  license?: string;
  dev?: boolean;
}

/** Each lets anybody run, change and pass on the code, and asks at most that its notice is kept. */
const ALLOWED: Record<string, string> = {
  MIT: 'permissive',
  'Apache-2.0': 'permissive, with a grant of patents',
  'Apache-2.0 AND MIT': 'both of the above: binaries that hold code under each',
  'BSD-2-Clause': 'permissive',
  'BSD-3-Clause': 'permissive',
  ISC: 'permissive, MIT in fewer words',
  '0BSD': 'permissive, without even the notice',
  'MIT-0': 'permissive, without even the notice',
  'BlueOak-1.0.0': 'permissive, with a grant of patents',
};

const OTHER_MACHINES = [
  'darwin-arm64',
  'darwin-x64',
  'linux-arm-gnueabihf',
  'linux-ppc64-gnu',
  'linux-s390x-gnu',
  'win32-arm64-msvc',
  'win32-ia32-msvc',
  'win32-x64-msvc',
];
const OF_ANOTHER_MACHINE = {
  license: undefined,
  why: 'for another machine, so that package-lock.json does not say; @swc/core and those for our machines do',
};

/** What is allowed for one package, and why for that one. */
const EXCEPTIONS: Record<string, { license: string | undefined; why: string }> = {
  'caniuse-lite': {
    license: 'CC-BY-4.0',
    why: 'a table of what browsers can do, not code; its makers are named in it, which is all that is asked',
  },
  'fast-sha256': { license: 'Unlicense', why: 'given to the public domain, with a licence where that cannot be' },
  'fs-monkey': { license: 'Unlicense', why: 'given to the public domain, with a licence where that cannot be' },
  unionfs: {
    license: undefined,
    why: 'names none in its package.json; its LICENSE is the Unlicense, word for word',
  },
  ...Object.fromEntries(OTHER_MACHINES.map((machine) => [`@swc/core-${machine}`, OF_ANOTHER_MACHINE])),
};

const lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>;
};
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const production = Object.entries(lock.packages)
  .filter(([path, { dev }]) => path !== '' && !dev)
  .map(([path, one]) => ({ path, name: nameOf(path), ...one }));

const installed = production.filter(({ path }) => existsSync(join(packageRoot, path, 'package.json')));

it('every production dependency is under a licence that is allowed, or is allowed one by one with a reason', () => {
  expect(production.length).toBeGreaterThan(200);
  const inDoubt = production
    .filter(({ name, license }) =>
      name in EXCEPTIONS ? EXCEPTIONS[name]?.license !== license : license === undefined || !(license in ALLOWED),
    )
    .map(({ name, version, license }) => `${name}@${version}: ${license ?? 'no licence'}`);
  expect(inDoubt).toEqual([]);
});

it('no licence and no package is allowed that nothing needs', () => {
  const used = new Set(production.filter(({ name }) => !(name in EXCEPTIONS)).map(({ license }) => license));
  expect(Object.keys(ALLOWED).filter((license) => !used.has(license))).toEqual([]);
  const names = new Set(production.map(({ name }) => name));
  expect(Object.keys(EXCEPTIONS).filter((name) => !names.has(name))).toEqual([]);
});

it('what package-lock.json says of a licence is what the package says that is installed', () => {
  expect(installed.length).toBeGreaterThan(150);
  const differ = installed.filter(({ path, license }) => {
    const { license: said } = JSON.parse(readFileSync(join(packageRoot, path, 'package.json'), 'utf8')) as Package;
    return said !== license;
  });
  expect(differ.map(({ name }) => name)).toEqual([]);
  const unlicense = readFileSync(join(packageRoot, 'node_modules/unionfs/LICENSE'), 'utf8');
  expect(unlicense).toContain('This is free and unencumbered software released into the public domain.');
});

it('`npm run sbom` names every production dependency at its version, and no development tool', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/sbom.mjs'], {
    cwd: packageRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  expect([status, stderr]).toEqual([0, '']);
  const sbom = JSON.parse(stdout) as {
    bomFormat: string;
    metadata: { component: { name: string } };
    components: { name: string; version: string }[];
  };
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'ehcna' } } });
  const named = sbom.components.map(({ name, version }) => `${name}@${version}`).sort();
  expect(named).toEqual([...new Set(production.map(({ name, version }) => `${name}@${version}`))].sort());
});

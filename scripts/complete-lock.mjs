// Adds to package-lock.json the packages for other machines that npm has left out. npm does so when the registry it asks
// has only this machine's, and `npm ci` then fails on such a lock file everywhere. Run after `npm install`; safe to repeat.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));

/** What a package's name says of the machine it is for: `@swc/core-linux-arm64-musl`. */
const machineOf = (name) => {
  const [, os, cpu, libc] =
    /(android|darwin|freebsd|linux|openharmony|win32|windows)-(arm64|arm|ia32|x64|ppc64|riscv64|s390x|wasm32)(?:-(.+))?$/.exec(
      name,
    ) ?? [];
  if (!os)
    throw new Error(`${name} is missing from package-lock.json, and its name does not say which machine it is for.`);
  const c = libc?.startsWith('musl') ? { libc: ['musl'] } : libc?.startsWith('gnu') ? { libc: ['glibc'] } : {};
  return { cpu: [cpu], os: [os === 'windows' ? 'win32' : os], ...c };
};

/** The names of the optional packages that `lock` names and does not hold. */
const missingFrom = (lock) =>
  Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !lock.packages[`node_modules/${name}`]),
  );

const complete = (lock) => {
  for (const parent of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      if (lock.packages[`node_modules/${name}`]) continue;
      const { cpu, ...rest } = machineOf(name);
      lock.packages[`node_modules/${name}`] = {
        version: version.replace(/^[\^~]/, ''),
        cpu,
        ...(parent.dev ? { dev: true } : {}),
        optional: true,
        ...rest,
      };
    }
  }
  const [root, ...others] = Object.entries(lock.packages);
  others.sort(([one], [other]) => one.localeCompare(other, 'en'));
  return { ...lock, packages: Object.fromEntries([root, ...others]) };
};

const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingFrom(lock);
if (missing.length > 0) writeFileSync(file, `${JSON.stringify(complete(lock), null, 2)}\n`);
process.stdout.write(`package-lock.json: ${missing.length} packages for other machines added.\n`);

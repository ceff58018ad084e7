import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../workers/platform/places.js';

interface Lock {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
}

const lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8')) as Lock;

test('package-lock.json holds the packages of every machine, or `npm ci` fails on all (node scripts/complete-lock.mjs)', () => {
  const named = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !lock.packages[`node_modules/${name}`]?.version)).toEqual([]);
});

/** Workflow modules are evaluated once a worker and shared by its cases: none may keep anything of a case. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../workers/platform/places.js';

const modules = ['workflows', 'domain'].flatMap((folder) =>
  readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name)),
);

/** What stands at the top of a module and can change: a variable, or a collection that is not declared as read-only. */
const changeable = (text: string): string[] =>
  text
    .split('\n')
    .filter(
      (line) => /^(export )?(let|var) /.test(line) || /^(export )?const \w+ = new (Map|Set|WeakMap|Array)\b/.test(line),
    )
    .filter((line) => !/^const [A-Z0-9_]+ = new Set\(\[/.test(line));

describe('modules that cases share', () => {
  it('are there', () => {
    expect(modules.length).toBeGreaterThan(80);
  });

  it('keep nothing that changes at their top', () => {
    const found = modules.flatMap((file) => changeable(readFileSync(file, 'utf8')).map((line) => `${file}: ${line}`));
    expect(found).toEqual([]);
  });

  it('would be found out', () => {
    expect(changeable('let seen = 0;\nconst known = new Map();\nconst GROUPS = new Set([1]);')).toEqual([
      'let seen = 0;',
      'const known = new Map();',
    ]);
  });
});

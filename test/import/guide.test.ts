import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCaseload } from '../../client/import/caseload.js';
import { CASES } from '../../client/import/case-checks.js';
import { columnGuide } from '../../client/import/guide.js';
import { ORDER, RESTS_ON, TOGETHER } from '../../client/import/relations.js';
import { readRow } from '../../client/import/row.js';
import { takeOver } from '../../client/import/taking-over.js';
import { packageRoot } from '../../workers/platform/places.js';
import { rules } from './caseload-file.js';

const TODAY = '2026-11-23';
const doc = (...path: string[]): string => readFileSync(join(packageRoot, 'docs', ...path), 'utf8');

describe('the column guide', () => {
  it('says what the code reads, column by column', () => {
    expect(doc('import.md')).toContain(columnGuide(CASES));
  });

  it('gives an example for every column that the column itself accepts', () => {
    for (const { name, example } of CASES.columns) {
      const { faults } = readRow(CASES, 2, [name], [example], TODAY);
      expect.soft(faults, name).toEqual([]);
    }
  });

  it('knows every column that another rests on', () => {
    const names = new Set(CASES.columns.map((c) => c.name));
    for (const name of [...TOGETHER, ...RESTS_ON, ...ORDER].flat()) expect.soft(names, name).toContain(name);
  });
});

describe('the example file', () => {
  it('is imported as it stands, each row to its own stage', async () => {
    const { sound, refused } = readCaseload(
      CASES,
      readFileSync(join(packageRoot, 'docs', 'examples', 'caseload.csv')),
      TODAY,
    );
    expect(refused).toEqual([]);
    const taking = {
      rules: await rules(),
      by: { role: 'manager', id: 'importer' } as const,
      today: TODAY,
      recordedAt: `${TODAY}T09:00:00.000Z`,
    };
    const stages = sound.map((row) => {
      const taken = takeOver('EHC-7K2M9QXA', row, taking);
      return Array.isArray(taken) ? taken : (taken.state.outcome ?? taken.state.stage);
    });
    expect(stages).toEqual(['considering', 'gathering-advice', 'draft-with-family', 'refused-to-assess']);
  });
});

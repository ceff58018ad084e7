import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCaseload } from '../../client/import/caseload.js';
import { CASES } from '../../client/import/case-checks.js';
import { columnGuide } from '../../client/import/guide.js';
import { PLANS } from '../../client/import/plan-checks.js';
import { holdingOf } from '../../client/import/plan-holding.js';
import { readRow } from '../../client/import/row.js';
import { takeOver } from '../../client/import/taking-over.js';
import { nextReview } from '../../domain/plan/dates.js';
import { packageRoot } from '../../workers/platform/places.js';
import { rules } from './caseload-file.js';

const TODAY = '2026-11-23';
const doc = (...path: string[]): string => readFileSync(join(packageRoot, 'docs', ...path), 'utf8');

describe.each([
  ['cases', CASES],
  ['plans', PLANS],
])('the column guide of %s', (_, sheet) => {
  it('says what the code reads, column by column', () => {
    expect(doc('import.md')).toContain(columnGuide(sheet));
  });

  it('gives an example for every column that the column itself accepts', () => {
    for (const { name, example } of sheet.columns) {
      const { faults } = readRow(sheet, 2, [name], [example], TODAY);
      expect.soft(faults, name).toEqual([]);
    }
  });

  it('knows every column that another rests on', () => {
    const names = new Set(sheet.columns.map((c) => c.name));
    const { together, restsOn, order } = sheet;
    for (const name of [...together, ...restsOn, ...order].flat()) expect.soft(names, name).toContain(name);
  });
});

describe('the example files', () => {
  it('of cases is imported as it stands, each row to its own stage', async () => {
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

  it('of plans is imported as it stands, with late reviews and plans that were never reviewed', async () => {
    const { sound, refused } = readCaseload(
      PLANS,
      readFileSync(join(packageRoot, 'docs', 'examples', 'plans.csv')),
      TODAY,
    );
    expect(refused).toEqual([]);
    const given = await rules();
    const next = sound.map((row) => {
      const held = holdingOf(row, given);
      return Array.isArray(held) ? held : nextReview(held).due;
    });
    expect(next).toEqual(['2027-02-27', '2026-10-09', '2027-04-22', '2027-01-20']);
  });
});

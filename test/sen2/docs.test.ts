/** docs/sen2.md says which rules there are, and of every code and field that could not be confirmed that it could not. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES, CODES_NOT_FOUND } from '../../domain/sen2/codes.js';
import { personFacts, placementFacts, planFacts, requestFacts } from '../../domain/sen2/facts-shapes.js';
import { FIELDS, HEADER_FIELDS } from '../../domain/sen2/fields.js';
import { SEN2_RULES } from '../../domain/sen2/rules.js';
import { terminal } from '../cli/terminal.js';

const page = readFileSync('docs/sen2.md', 'utf8');
const part = (heading: string): string => page.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
const unconfirmed = part('What could not be confirmed');

describe('docs/sen2.md', () => {
  it('lists every rule with its level, field and owner, and no other', () => {
    const rows = SEN2_RULES.map((r) => `| \`${r.id}\` | ${r.level} | ${r.module}.${r.field} | ${r.owner} |`);
    const listed = part('Errors are tasks')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(listed).toEqual(rows);
  });

  it('names every code and field that could not be confirmed', () => {
    for (const [of, codes] of Object.entries(CODES)) {
      const row = unconfirmed.split('\n').find((line) => line.startsWith(`| \`${of}\``)) ?? '';
      for (const { code } of codes.filter(({ status }) => status === 'unconfirmed'))
        expect(row).toContain(`\`${code}\``);
      for (const { code } of codes.filter(({ status }) => status === 'confirmed'))
        expect(row).not.toContain(`\`${code}\``);
    }
    for (const { tag, status } of [...FIELDS, ...HEADER_FIELDS])
      if (status === 'unconfirmed') expect(unconfirmed).toContain(tag);
    for (const tag of CODES_NOT_FOUND) expect(unconfirmed).toContain(`\`${tag}\``);
  });

  it('names every fact that can be said for the return', () => {
    const said = part('Where each field comes from');
    for (const fact of Object.keys({ ...personFacts, ...requestFacts, ...planFacts, ...placementFacts }))
      expect(said).toContain(`\`${fact}\``);
  });

  it('is what `ehcna sen2 fields` says', async () => {
    const { out, exit } = await terminal({})('sen2', 'fields');
    expect(exit).toBe(0);
    expect(out).toMatch(/NamedPlan\.PlanWBP .* unconfirmed/);
    expect(out).toMatch(/RequestOutcome +Y +yes +unconfirmed/);
    expect(out.match(/^Person\.\w+/gm)).toHaveLength(FIELDS.filter(({ module }) => module === 'Person').length);
  });
});

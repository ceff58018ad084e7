/** What lists outside our database are told of a case, and the page a manager reads of it: no more than they may say. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsAgainst } from '../../domain/command-check.js';
import { ASSESSMENT_COMMANDS } from '../../domain/generated/commands.js';
import { clockInWords } from '../../domain/law/clock-words.js';
import { allRules } from '../../domain/law/rules.js';
import { caseworkerRole, priorityOf } from '../../domain/matter/priority.js';
import type { Pressing } from '../../domain/matter/priority.js';
import { pageOf } from '../../domain/matter/summary.js';
import { readyViews, viewFault, VIEWS } from '../../domain/views.js';
import { packageRoot } from '../../workers/platform/places.js';

const TODAY = '2026-11-23';
const LIST = 'https://temporal.example/namespaces/ehcna/workflows';

describe('the band of priority', () => {
  const SETTING = { kind: 'school' };
  /** Every mixture of what counts. */
  const children: Pressing[] = [true, false].flatMap((socialWorker) =>
    [true, false].flatMap((serviceFamily) =>
      ['none', 'hearing', 'vision', 'multi-sensory'].flatMap((sensoryNeed) =>
        [SETTING, undefined].flatMap((setting) =>
          [null, 'critical'].map((flagged) => ({
            caseRef: 'EHC-7K2M9QXA',
            child: { socialWorker, serviceFamily, sensoryNeed, setting },
            flagged,
          })),
        ),
      ),
    ),
  );
  const inBand = (band: string): Pressing[] => children.filter((c) => priorityOf(c).band === band);

  it('tells no reason: in the first band are children with each of them and without it', () => {
    const first = inBand('A');
    for (const known of [
      (c: Pressing) => c.child.socialWorker,
      (c: Pressing) => c.child.serviceFamily,
      (c: Pressing) => c.child.sensoryNeed !== 'none',
      (c: Pressing) => c.child.setting === undefined,
      (c: Pressing) => c.flagged === 'critical',
    ]) {
      expect(first.some(known)).toBe(true);
      expect(first.some((c) => !known(c))).toBe(true);
    }
    expect(inBand('B').length).toBeGreaterThan(1);
    expect(inBand('C')).toHaveLength(1);
  });

  it('is reached by one grave reason or by two lesser ones', () => {
    const child = { socialWorker: false, serviceFamily: false, sensoryNeed: 'none', setting: SETTING };
    const bandOf = (over: Omit<Partial<Pressing>, 'child'> & { child?: object }) =>
      priorityOf({ caseRef: 'EHC-7K2M9QXA', ...over, child: { ...child, ...over.child } }).band;
    expect(bandOf({})).toBe('C');
    expect(bandOf({ child: { sensoryNeed: 'hearing' } })).toBe('B');
    expect(bandOf({ child: { sensoryNeed: 'hearing', serviceFamily: true } })).toBe('A');
    expect(bandOf({ child: { setting: undefined } })).toBe('A');
    expect(bandOf({ child: { setting: undefined }, institution: SETTING })).toBe('C');
    expect(bandOf({ institution: null })).toBe('A');
    expect(bandOf({ kind: 'early' })).toBe('A');
    expect(bandOf({ phase: {} })).toBe('B');
  });
});

it('an officer of the campaign is told from a caseworker, and nobody from both', () => {
  const policy = { campaign: { officers: [{ id: 'co-1', name: 'Officer' }] } } as never;
  const officer = (id: string) => ({ id, name: 'N', telephone: null, email: null });
  expect(caseworkerRole({ caseworker: officer('co-1'), policy })).toBe('campaign-officer');
  expect(caseworkerRole({ caseworker: officer('cw-1'), policy })).toBe('caseworker');
  expect(caseworkerRole({ caseworker: null, policy })).toBe('none');
  expect(caseworkerRole({ caseworker: officer('cw-1'), policy: {} as never })).toBe('caseworker');
});

it('every clock of the law table has words of its own', () => {
  const clocks = allRules().filter((rule) => rule.count !== undefined && rule.count !== null);
  expect(clocks.length).toBeGreaterThan(30);
  expect(clocks.filter(({ id }) => clockInWords(id) === id).map(({ id }) => id)).toEqual([]);
});

describe('the page that a manager reads', () => {
  it('stays within what Temporal takes, encrypted too, however much there is to say', () => {
    const tried = Array.from({ length: 500 }, (_, i) => ({
      on: TODAY,
      what: `Advice: chaser, “${'é'.repeat(90)}” ${i}`,
    }));
    const tasks = Array.from({ length: 200 }, (_, i) => ({
      key: `k${i}`,
      role: 'caseworker' as const,
      title: '…'.repeat(200),
      dueOn: TODAY,
      closedBy: 'case note',
    }));
    const notices = Array.from({ length: 60 }, () => `**Late** ${'x'.repeat(300)}`);
    const page = pageOf({ title: 'EHC-7K2M9QXA', notices, tasks, tried, command: 'ehcna case show' }, TODAY);
    // What is encrypted is as long as it was; in base64 it is a third longer.
    expect((Buffer.byteLength(page) * 4) / 3).toBeLessThan(20_000);
    expect(page.endsWith('…')).toBe(true);
  });

  it('says on which day it was counted, and how it is seen on a terminal', () => {
    const page = pageOf({ title: 'T', command: 'ehcna case show EHC-7K2M9QXA' }, TODAY);
    expect(page).toContain('**Days counted on:** Monday 23 November 2026');
    expect(page).toContain('`ehcna case show EHC-7K2M9QXA`');
    expect(page).not.toContain('/clinic');
  });
});

describe('a refusal of the form of what was sent', () => {
  const { schema } = ASSESSMENT_COMMANDS['addEvidence'] as { schema: string };
  const odd = { 'Morgan Sample': { born: '2017-03-09' } };
  const wrong: [string, unknown][] = [
    ['a field that is not ours', { evidenceId: 'E1', kind: 'report', from: 'school', title: 'x', ...odd }],
    ['one within another', { evidenceId: odd, kind: 'report', from: 'school', title: 'x' }],
    ['a value that is none', { evidenceId: 'Morgan Sample', kind: 'Morgan Sample', from: 'Morgan', title: 4 }],
    ['a list', [odd]],
    ['a text', 'Morgan Sample'],
    ['a text that is too long', { evidenceId: 'E1', kind: 'report', from: 'school', title: 'Morgan'.repeat(500) }],
  ];
  it.each(wrong)('repeats nothing of %s', (_what, value) => {
    const said = faultsAgainst(schema, value);
    expect(said.length).toBeGreaterThan(0);
    expect(said.join('; ')).not.toMatch(/Morgan|Sample|2017|born/);
  });

  it('of every command names places of ours alone', () => {
    for (const { schema: each } of Object.values(ASSESSMENT_COMMANDS)) {
      const fields = Object.keys((JSON.parse(each) as { properties: object }).properties);
      const value = { ...Object.fromEntries(fields.map((field) => [field, odd])), ...odd };
      expect(faultsAgainst(each, value).join('; ')).not.toMatch(/Morgan|born|2017/);
    }
  });
});

describe('ready lists', () => {
  it('have different names, and a query that ends with what runs, and hold nothing but attributes of ours', () => {
    expect(new Set(VIEWS.map(({ name }) => name)).size).toBe(VIEWS.length);
    for (const { query } of readyViews(LIST, { today: TODAY, locality: 'north', caseworker: 'cw-03' }))
      expect(query).toMatch(/^[A-Z].* AND ExecutionStatus = "Running"$/);
  });

  it('ask for a locality and a caseworker where they need them', () => {
    const without = readyViews(LIST, { today: TODAY }).filter(({ query }) => query === null);
    expect(without.map(({ name, needs, url }) => [name, needs, url])).toEqual([
      ['my-locality', 'locality', null],
      ['my-cases', 'caseworker', null],
    ]);
  });

  it('take nothing that could end a text in a query and begin another condition', () => {
    for (const bad of ['north" OR Stage = "x', 'North', 'a'.repeat(50), '', 'north\n'])
      expect(viewFault({ today: TODAY, locality: bad })).toMatch(/^The locality is not one/);
    for (const bad of ['cw 1', 'cw"', '', '-x'])
      expect(viewFault({ today: TODAY, caseworker: bad })).toMatch(/not an id/);
    expect(viewFault({ today: TODAY, locality: 'north-west', caseworker: 'cw-03' })).toBeUndefined();
  });

  it('are kept by the browser under their titles, but for those of a day', () => {
    for (const { url, query, title } of readyViews(LIST, { today: TODAY })) {
      if (url === null) continue;
      const asked = new URL(url).searchParams;
      expect(asked.get('query')).toBe(query);
      expect(asked.get('savedQuery')).toBe(query?.includes('NextDue') ? null : title);
    }
  });

  it('stand in the manual as they are', async () => {
    const manual = await readFile(join(packageRoot, 'docs', 'views.md'), 'utf8');
    for (const { name, shows, query } of readyViews(null, { today: TODAY, locality: 'north', caseworker: 'cw-03' }))
      expect(manual).toContain(`| \`${name}\` | ${shows} | \`${query}\` |`);
  });

  it('count days in London, where a day may begin before midnight elsewhere', () => {
    const [due] = readyViews(LIST, { today: '2026-03-22' }).filter(({ name }) => name === 'due-14-days');
    expect(due?.query).toContain('NextDue >= "2026-03-22T00:00:00.000Z" AND NextDue < "2026-04-05T23:00:00.000Z"');
  });
});

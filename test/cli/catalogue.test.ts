import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey } from '../../keys/keyring.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
import { catalogue } from '../../client/cli/catalogue.js';
import { planCommands } from '../../domain/plan/command-shapes.js';
import { reviewCommands } from '../../domain/review/command-shapes.js';
import { panelCommands } from '../../domain/panel/panel-shapes.js';
import { type Screen, terminal } from './terminal.js';

const CASE = 'EHC-7K2M9QXA';

let folder: string;
let ehcna: (...words: string[]) => Promise<Screen>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehcna-nothing-runs-'));
  ehcna = terminal({ EHCNA_DATA_DIR: folder, TEMPORAL_ADDRESS: '', DATABASE_URL: '' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const body = async (content: unknown): Promise<string> => {
  const file = join(folder, 'body.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

describe('every command of the catalogue', () => {
  it('is on the command line', () => {
    expect(catalogue()).toHaveLength(
      [assessmentCommands, panelCommands, reviewCommands, planCommands].flatMap((group) => Object.keys(group)).length,
    );
  });

  it.each(catalogue().map(({ words }) => [words.slice(0, 2).join(' '), words] as const))(
    '%s: its example is well formed, and goes as far as there is nobody to send it to',
    async (_, words) => {
      const { exit, err } = await ehcna(...words);
      expect(err).toMatch(/^Nothing runs on /);
      expect(exit).toBe(3);
    },
  );

  it.each(catalogue().map(({ words, spec }) => [words.slice(0, 2).join(' '), words, spec] as const))(
    '%s: its help says what it does, who does it, and shows the example',
    async (_, [group = '', verb = ''], { description, roles }) => {
      const { exit, out } = await ehcna(group, verb, '--help');
      expect(exit).toBe(0);
      const text = out.replace(/\s+/g, ' ');
      expect(text).toContain(description.replace(/\s+/g, ' '));
      expect(text).toContain(`Done by: ${roles.join(', ')}.`);
      expect(text).toContain(`ehcna ${group} ${verb} `);
    },
  );
});

describe('help', () => {
  it('is the same however it is asked for', async () => {
    const { out, exit } = await ehcna('help', 'case', 'show');
    expect(out).toMatch(/^Usage: ehcna case show /);
    expect(exit).toBe(0);
    expect((await ehcna('case', 'show', '--help')).out).toBe(out);
    expect((await ehcna('help')).out).toMatch(/^Usage: ehcna /);
  });

  it('of every command of every group gives an example', async () => {
    const names = (text: string): string[] =>
      [...(text.split('Commands:')[1] ?? '').matchAll(/^ {2}(\S+)/gm)]
        .map(([, name]) => name ?? '')
        .filter((n) => n !== 'help');
    const groups = names((await ehcna('--help')).out);
    expect(groups).toContain('case');
    for (const group of groups) {
      const { out } = await ehcna(group, '--help');
      const verbs = names(out);
      if (verbs.length === 0) expect(out, group).toMatch(/Examples?:/);
      for (const verb of verbs) {
        expect((await ehcna(group, verb, '--help')).out, `${group} ${verb}`).toMatch(/Examples?:/);
      }
    }
  });

  it('says which version this is', async () => {
    expect((await ehcna('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage', () => {
  const wrong = async (words: string[], ...said: (string | RegExp)[]): Promise<void> => {
    const { exit, err, out } = await ehcna(...words);
    for (const part of said) expect(err).toMatch(part);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(exit).toBe(2);
  };

  it('names every option that is missing, and what it takes', () =>
    wrong(
      ['assessment', 'decide', CASE],
      '--outcome is needed: one of assess, refuse',
      '--may-have-sen is needed: yes or no',
      '--reasons is needed: text',
    ));

  it('names the option whose value does not fit', async () => {
    await wrong(
      ['advice', 'quality-check', CASE, '--advice-id', 'A1', '--outcome', 'yes'],
      '--outcome: expected one of accept, return',
    );
    await wrong(
      ['advice', 'reuse', CASE, '--kind', 'medical', '--evidence-id', 'E2', '--written-on', '2026-02-30'],
      '--written-on: expected a date',
    );
    await wrong(
      ['draft', 'serve', CASE, '--period-days', '14'],
      '--period-days: expected a whole number from 15 to 90',
    );
    await wrong(
      ['consult', 'send', CASE, '--providers', 'name=Hill,section38=yes', '--providers', 'name=Dale,section38=perhaps'],
      '--providers #2 section38: expected yes or no',
    );
  });

  it('does not repeat what was typed where it may be about a child', async () => {
    const { err } = await ehcna(
      'case',
      'open',
      '--child-name',
      'Robin Secret',
      '--date-of-birth',
      'Robin Secret',
      '--parent',
      'name=Robin Secret',
    );
    expect(err).toContain('--date-of-birth: expected a date');
    expect(err).not.toContain('Secret');
  });

  it('says what a case reference is', () => wrong(['case', 'show', 'EHC-1'], 'Expected one such as EHC-7K2M9QXA'));

  it('knows its groups, verbs and options', async () => {
    await wrong(['nothing'], "unknown command 'nothing'");
    await wrong(['case', 'nothing'], "unknown command 'nothing'");
    await wrong(['case', 'list', '--nothing'], "unknown option '--nothing'");
    await wrong(['case', 'list', '--stage', 'nothing'], /--stage.*Allowed choices are intake/);
    await wrong(['tasks', 'list', '--due-within', 'soon'], 'Expected a whole number');
  });

  it('takes no role that is not one, and no date that does not exist', async () => {
    const words = ['case', 'record-death', CASE];
    await wrong([...words, '--as', 'king'], '--as: expected one of caseworker');
    await wrong([...words, '--as', 'manager:not an id'], '--as: after the colon expected an identifier');
    await wrong([...words, '--on', '2026-13-01'], '--on: expected a date');
  });

  it('reads a body only where it is one', async () => {
    const words = ['case', 'withdraw', CASE, '--body'];
    await wrong([...words, join(folder, 'none.json')], '--body: cannot read');
    await wrong([...words, await body('{"reason": "Robin Secret"')], '--body: this is not JSON');
    await wrong([...words, await body([])], '--body: expected one JSON object');
    await wrong(
      [...words, await body({ reason: 'x', by: { role: 'manager', id: 'm' } })],
      'by: there is no such field',
    );
  });

  it('with --json says the same on stdout, for a program', async () => {
    const { exit, json, err } = await ehcna('case', 'withdraw', CASE, '--json');
    const reason = '--reason is needed: text of at most 500 characters.';
    expect(json()).toEqual({ error: { code: 'usage', reason } });
    expect(err).toBe(`${reason}\n`);
    expect(exit).toBe(2);
  });
});

describe('a body from a file', () => {
  it('is overridden by what is typed', async () => {
    const file = await body({ outcome: 'refuse', mayHaveSen: true, mayNeedPlan: false, reasons: '' });
    expect((await ehcna('assessment', 'decide', CASE, '--body', file)).err).toContain('--reasons: expected text');
    expect((await ehcna('assessment', 'decide', CASE, '--body', file, '--reasons', 'Enough.')).exit).toBe(3);
  });
});

describe('where nothing runs', () => {
  const unreachable = async (environment: Record<string, string>, words: string[], said: RegExp): Promise<void> => {
    const { exit, err } = await terminal({ EHCNA_DATA_DIR: folder, ...environment })(...words);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(exit).toBe(3);
  };
  const words = ['case', 'withdraw', CASE, '--reason', 'x'];
  const none = { TEMPORAL_ADDRESS: '', DATABASE_URL: '' };
  const keys = { EHCNA_KEYS: newKey('any') };
  const closed = { ...keys, TEMPORAL_ADDRESS: '127.0.0.1:1', DATABASE_URL: 'postgresql://ehcna@127.0.0.1:1/ehcna' };

  it('says so in a line and ends with 3', () => unreachable(none, words, /Start an installation with `npm start`/));
  it('says which server does not answer', () =>
    unreachable(closed, words, /No Temporal server answers at 127\.0\.0\.1:1/));
  it('says that the database does not answer', () =>
    unreachable(closed, ['case', 'list'], /^Cannot reach the database/));
  it('says so of the ledger too', () => unreachable(closed, ['ledger', 'verify'], /^Cannot reach the database/));
  it('names a faulty setting', async () => {
    const { exit, err } = await terminal({ ...none, TEMPORAL_ADDRESS: 'nowhere' })(...words);
    expect(err).toContain('TEMPORAL_ADDRESS: expected host:port');
    expect(exit).toBe(1);
  });

  it('still explains the law', async () => {
    const { exit, json } = await terminal(none)(
      'law',
      'dates',
      '--stage',
      'assessment',
      '--from',
      '2025-04-02',
      '--json',
    );
    expect(json<{ rules: { id: string; due: string }[] }>().rules.find((r) => r.id === 'plan-final-20w')?.due).toBe(
      '2025-08-20',
    );
    expect(exit).toBe(0);
  });
});

it('refuses a line that was pasted with its blanks', async () => {
  const { exit, err } = await ehcna('case', 'withdraw', CASE, '--reason', '…');
  expect(exit).toBe(2);
  expect(err).toContain('--reason is still to be filled in');
});

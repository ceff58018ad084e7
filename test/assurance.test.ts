/**
 * docs/assurance/ says what is shown by which test, where in the code a thing is, and how to do it again. Here every such word
 * is held against what is there, so that the documents cannot go on saying what has changed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../workers/platform/places.js';
import { ASVS_LEVEL_2 } from './asvs-requirements.js';
import { terminal } from './cli/terminal.js';

const folder = join(packageRoot, 'docs', 'assurance');
const documents = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const found = (pattern: RegExp, text: string): string[] => [...text.matchAll(pattern)].map(([, one]) => one as string);
const once = (all: readonly string[]): string[] => [...new Set(all)].sort();
const everywhere = (pattern: RegExp): string[] => once(documents.flatMap(({ text }) => found(pattern, text)));

/** `test/a.test.ts`: "a title", "another" */
const CLAIM = /`(test\/[\w/.-]+\.ts)`:\s+("[^"]+"(?:,\s+"[^"]+")*)/g;
const claims = once(
  documents.flatMap(({ text }) =>
    [...text.matchAll(CLAIM)].flatMap(([, file = '', titles = '']) =>
      found(/"([^"]+)"/g, titles).map((title) => `${file}\n${title.replace(/\s+/g, ' ')}`),
    ),
  ),
).map((claim) => claim.split('\n') as [string, string]);

/** What stands before the title of a test: `it(`, `describe(`, `it.each(…)(`. */
const NAMES_A_TEST = /(?:\b(?:it|test|describe)|\))\(\s*$/;

const isTitleIn = (source: string, title: string): boolean => {
  const spellings = [title, title.replaceAll("'", "\\'")];
  for (const spelling of spellings)
    for (const quote of ["'", '"', '`'])
      for (let at = source.indexOf(quote + spelling + quote); at >= 0; ) {
        if (NAMES_A_TEST.test(source.slice(0, at))) return true;
        at = source.indexOf(quote + spelling + quote, at + 1);
      }
  return false;
};

it('there is a document for each thing that a security officer is owed, and the index links every one', () => {
  const names = documents.map(({ name }) => name).sort();
  expect(names).toEqual([
    'README.md',
    'asvs-level-2.md',
    'data-flow.md',
    'dpia.md',
    'ncsc-cloud-principles.md',
    'retention.md',
    'threat-model.md',
  ]);
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(names.filter((name) => name !== 'README.md' && !index.includes(`](${name})`))).toEqual([]);
  expect(read('README.md')).toContain('](docs/assurance/README.md)');
});

describe.each(documents)('$name', ({ text }) => {
  it('links only to what is there', () => {
    const links = found(/\]\(([^)\s]+)\)/g, text).filter((link) => !/^(https:|#)/.test(link));
    expect(links.filter((link) => !existsSync(join(folder, link.split('#')[0] ?? '')))).toEqual([]);
  });

  it('names only files and folders that are there', () => {
    const roots = once(readdirSync(packageRoot).filter((name) => !name.includes('.') || name === '.ci'));
    const paths = found(/`((?:\.ci|[a-z]+)\/[\w./-]+)`/g, text).filter((path) =>
      roots.includes(path.split('/')[0] ?? ''),
    );
    // Made when something runs, or built.
    const missing = paths.filter((path) => !path.startsWith('dist/') && !existsSync(join(packageRoot, path)));
    expect(missing).toEqual([]);
  });
});

it('plenty is claimed, and no test is named without one of its titles or outside the form that is checked', () => {
  expect(claims.length).toBeGreaterThan(60);
  const loose = documents.flatMap(({ name, text }) =>
    found(/`(test\/[\w/.-]+\.test\.ts)`(?!:\s+")/g, text).map((file) => `${name}: ${file}`),
  );
  expect(loose).toEqual([]);
});

it.each(claims)('%s has the test "%s"', (file, title) => {
  expect(isTitleIn(read(file), title)).toBe(true);
});

it('a title that no test has, or that is only a word in one, would be found out', () => {
  const source = `it('is so', () => undefined);\nit.each([['a row', 1]])(\n  '%s is so too', () => undefined);`;
  expect(isTitleIn(source, 'is so')).toBe(true);
  expect(isTitleIn(source, '%s is so too')).toBe(true);
  for (const none of ['a row', 'is', 'is so too', 'is not so']) expect(isTitleIn(source, none), none).toBe(false);
});

it('every npm script that is named exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = everywhere(/npm run (?:--silent )?([a-z][\w:-]*)/g);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('every setting that is named is read', () => {
  const named = everywhere(/`((?:EHCNA|NOTIFY|SMTP)_[A-Z_]+?)(?:_FILE)?`/g);
  expect(named.length).toBeGreaterThan(0);
  const config = read('workers/config.ts');
  expect(named.filter((name) => !new RegExp(`^  ${name}:`, 'm').test(config))).toEqual([]);
});

describe('every command that is named', () => {
  const named = everywhere(/`(?:npx )?ehcna ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)/g);

  it.each(named)('ehcna %s exists', async (words) => {
    expect((await terminal({})(...words.split(' '), '--help')).exit).toBe(0);
  });
});

describe('asvs-level-2.md', () => {
  const text = documents.find(({ name }) => name === 'asvs-level-2.md')?.text ?? '';
  const rows = text
    .split('\n')
    .filter((line) => /^\| \d+\.\d+\.\d+/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
  const answered = rows.flatMap(([, ids = '']) => ids.split(/,\s*/));

  it('answers every requirement of levels 1 and 2, each once, and none that is not one', () => {
    const asked = ASVS_LEVEL_2.flatMap(([section, numbers]) => numbers.map((n) => `${section}.${n}`));
    expect(asked.length).toBe(253);
    expect(answered.toSorted()).toEqual(asked.toSorted());
  });

  it('gives each one of five answers, and evidence or a reason', () => {
    const ANSWERS = ['Met', 'Partly', 'Not met', "Operator's", 'Not applicable'];
    expect(rows.filter(([, , , answer = '']) => !ANSWERS.includes(answer)).map(([, ids]) => ids)).toEqual([]);
    expect(rows.filter(([, , , , evidence = '']) => evidence.length < 10).map(([, ids]) => ids)).toEqual([]);
  });

  it('counts its answers right', () => {
    const count = (wanted: string): number =>
      rows.filter(([, , , answer]) => answer === wanted).flatMap(([, ids = '']) => ids.split(',')).length;
    const said = [...text.matchAll(/^\| (Met|Partly|Not met|Operator's|Not applicable) \| (\d+) \|$/gm)];
    expect(Object.fromEntries(said.map(([, answer = '', n]) => [answer, Number(n)]))).toEqual(
      Object.fromEntries(['Met', 'Partly', 'Not met', "Operator's", 'Not applicable'].map((a) => [a, count(a)])),
    );
  });
});

it('ncsc-cloud-principles.md answers all fourteen', () => {
  const text = documents.find(({ name }) => name === 'ncsc-cloud-principles.md')?.text ?? '';
  expect(found(/^## (\d+)\. /gm, text).map(Number)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
});

/** A document from a file on the caseworker's disk to the adviser's envelope: real server, real outbox. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../world.js';
import { familyRequest } from './requests.js';
import { terminalOf, type Screen } from './terminal.js';

let world: World;
let ehcna: (...words: string[]) => Promise<Screen>;
let folder: string;
let report: string;
const REPORT = '%PDF-1.7 a private report, invented';

beforeAll(async () => {
  world = await openWorld();
  ehcna = terminalOf(world);
  folder = await mkdtemp(join(tmpdir(), 'ehcna-files-'));
  report = join(folder, 'report.pdf');
  await writeFile(report, REPORT);
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = async (): Promise<string> =>
  (await world.ehcna.open(familyRequest(), { role: 'caseworker', id: 'cw-1' })).caseRef;

const evidence = (ref: string, id: string, ...more: string[]) => {
  const words = ['assessment', 'add-evidence', ref, '--evidence-id', id, '--kind', 'report', '--from', 'family'];
  return ehcna(...words, '--title', 'Private report', ...more);
};

const decide = (ref: string) => {
  const words = ['assessment', 'decide', ref, '--outcome', 'assess', '--may-have-sen', '--may-need-plan'];
  return ehcna(...words, '--reasons', 'Need', '--without-panel', 'Urgent');
};

/** Letters that went out of a case with a document of that name beside them. */
const sentWith = async (ref: string, name: string): Promise<string[]> => {
  const files = await readdir(join(world.outboxDir, ref)).catch(() => []);
  const with_ = files.filter((f) => f.includes(`.${name}`) && !f.endsWith('.unfinished'));
  return Promise.all(with_.map((f) => readFile(join(world.outboxDir, ref, f), 'utf8')));
};

describe('a document', () => {
  it('that the family gave goes to every adviser who is asked, byte for byte', async () => {
    const ref = await open();
    expect((await evidence(ref, 'E1', '--file', report)).exit).toBe(0);
    expect((await decide(ref)).exit).toBe(0);
    await expect.poll(() => sentWith(ref, 'evidence-E1-v1.pdf'), { timeout: 20_000 }).toEqual(Array(4).fill(REPORT));
    const { documents } = (await ehcna('case', 'documents', ref, '--json')).json<{ documents: object[] }>();
    expect(documents).toContainEqual(expect.objectContaining({ kind: 'evidence', id: 'E1', version: 1 }));
    const out = join(folder, 'copy.pdf');
    expect((await ehcna('case', 'documents', ref, 'evidence/E1', '--out', out)).exit).toBe(0);
    expect(await readFile(out, 'utf8')).toBe(REPORT);
  });

  it('that comes after the requests went out follows them', async () => {
    const ref = await open();
    await evidence(ref, 'E1');
    await decide(ref);
    const tasks = await ehcna('tasks', 'list', '--case', ref);
    expect(tasks.out).toContain(`npx ehcna case attach ${ref}`);
    expect((await ehcna('case', 'attach', ref, '--evidence-id', 'E1', '--file', report)).exit).toBe(0);
    await expect.poll(() => sentWith(ref, 'evidence-E1-v1.pdf'), { timeout: 20_000 }).toHaveLength(4);
  });

  it('of advice, and advice in words, are appended to what the family is served with', async () => {
    const ref = await open();
    await decide(ref);
    const advice = join(folder, 'advice.pdf');
    await writeFile(advice, '%PDF-1.7 advice of the head, invented');
    for (const [id, content] of [
      ['A1', ['--findings', 'Mornings are hard & <loud>.']],
      ['A2', ['--file', advice]],
    ] as const) {
      expect((await ehcna('advice', 'submit', ref, '--advice-id', id, '--author', 'Someone', ...content)).exit).toBe(0);
      expect((await ehcna('advice', 'quality-check', ref, '--advice-id', id, '--outcome', 'accept')).exit).toBe(0);
    }
    const issue = ['assessment', 'decide-issue', ref, '--outcome', 'issue', '--reasons', 'Need'];
    expect((await ehcna(...issue, '--outstanding-advice', 'Late', '--without-panel', 'Urgent')).exit).toBe(0);
    const sections = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H1', 'H2', 'J', 'K'].map((s) => `${s}=Section ${s}`);
    await ehcna('draft', 'prepare', ref, '--basis', 'first', '--sections', `${sections.join(',')},I=`);
    for (const [check, role] of [
      ['assessment-lead', 'assessment-lead'],
      ['clinical-lead', 'clinical-lead'],
      ['educational-psychologist', 'ep-admin'],
    ] as const)
      await ehcna('draft', 'check', ref, '--check', check, '--outcome', 'pass', '--as', role);
    expect((await ehcna('draft', 'serve', ref)).exit).toBe(0);
    await expect.poll(() => sentWith(ref, 'advice-A2-v1.pdf'), { timeout: 20_000 }).toHaveLength(1);
    const [words] = await sentWith(ref, 'advice-A1-v1.html');
    expect(words).toContain('Mornings are hard &amp; &lt;loud&gt;.');
    expect(words).toContain('regulation 6(1)(a)');
  });
});

describe('a document that cannot be taken', () => {
  it('is refused in words, and nothing is kept of it', async () => {
    const ref = await open();
    const { exit, err } = await evidence(ref, 'E1', '--file', join(folder, 'none.pdf'));
    expect([exit, err]).toEqual([2, expect.stringContaining('there is no such file')]);
    expect((await evidence(ref, 'E1', '--file', join(folder, 'macro.xlsm'))).err).toContain('expected one of .pdf');
    await writeFile(join(folder, 'empty.txt'), '');
    expect((await evidence(ref, 'E1', '--file', join(folder, 'empty.txt'))).err).toContain('it is empty');
    const fresh = join(folder, 'fresh.txt');
    await writeFile(fresh, 'Advice that nobody asked for.');
    const wrong = await ehcna('advice', 'submit', ref, '--advice-id', 'A9', '--author', 'Someone', '--file', fresh);
    expect([wrong.exit, wrong.err]).toEqual([1, expect.stringContaining('A9 is not on this case')]);
    const { rows } = await world.pool.query("select from documents where case_ref = $1 and kind = 'advice'", [ref]);
    expect(rows).toEqual([]);
  });

  it('as another child’s advice, or under a name that is taken, is refused', async () => {
    const [one, other] = [await open(), await open()];
    await decide(one);
    await decide(other);
    const own = join(folder, 'own.pdf');
    await writeFile(own, '%PDF-1.7 advice about one child');
    const submit = (ref: string, file: string) =>
      ehcna('advice', 'submit', ref, '--advice-id', 'A2', '--author', 'The head', '--file', file);
    expect((await submit(one, own)).exit).toBe(0);
    expect((await submit(other, own)).err).toContain('kept for another case');
    await evidence(one, 'E1', '--file', report);
    expect((await evidence(one, 'E1', '--file', own)).err).toContain('Another document is kept');
  });
});

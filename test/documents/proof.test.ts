/**
 * What was sent can be proven later, to the version: through the command line, with real letters. And what a letter may do about
 * evidence that was changed or is gone.
 */
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../activities/letter-documents.js';
import type { Proof } from '../../client/documents-proof.js';
import { assessmentId } from '../../domain/ids.js';
import { familyRequest } from '../cli/requests.js';
import { terminalOf, type Screen } from '../cli/terminal.js';
import { openWorld, type World } from '../world.js';
import { pdf } from './archives.js';

let world: World;
let ehcna: (...words: string[]) => Promise<Screen>;
let folder: string;
const officer = { role: 'caseworker', id: 'cw-1' } as const;

beforeAll(async () => {
  world = await openWorld();
  ehcna = terminalOf(world);
  folder = await mkdtemp(join(tmpdir(), 'ehcna-proof-'));
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

const withEvidence = async (words: string): Promise<string> => {
  const { caseRef } = await world.ehcna.open(familyRequest(), officer);
  const file = join(folder, `${caseRef}.pdf`);
  await writeFile(file, pdf(words));
  const add = [
    'assessment',
    'add-evidence',
    caseRef,
    '--as',
    'caseworker:cw-1',
    '--evidence-id',
    'E1',
    '--kind',
    'report',
    '--from',
    'family',
  ];
  expect(await ehcna(...add, '--title', 'Private report', '--file', file)).toMatchObject({ exit: 0, err: '' });
  return caseRef;
};

const decide = async (ref: string): Promise<void> => {
  const words = ['assessment', 'decide', ref, '--outcome', 'assess', '--may-have-sen', '--may-need-plan'];
  expect((await ehcna(...words, '--reasons', 'Need', '--without-panel', 'Urgent')).exit).toBe(0);
};

const sentWith = async (ref: string): Promise<string[]> =>
  (await readdir(join(world.outboxDir, ref)).catch(() => [])).filter(
    (f) => f.includes('.evidence-E1') && !f.endsWith('.unfinished'),
  );

const objectOf = async (ref: string): Promise<string> => {
  const { rows } = await world.pool.query<{ key: string }>(
    `select object_key as key from documents where case_ref = $1 and kind = 'evidence'`,
    [ref],
  );
  return join(world.objectsDir, rows[0]?.key ?? '');
};

const prove = async (ref: string, ...words: string[]) => {
  const { exit, json, err } = await ehcna('documents', 'proof', ref, ...words, '--json');
  return { exit, err, proofs: json<{ proofs: Proof[] }>().proofs };
};

describe('a proof', () => {
  let ref: string;
  beforeAll(async () => {
    ref = await withEvidence('to be proven');
    await decide(ref);
    // The last of the letters is in the ledger.
    while ((await prove(ref, '--evidence', 'E1')).proofs[0]?.sent.length !== 4) await pause(100);
  });

  it('of evidence says its hash, the fact that names it, and to whom it went, by letters that name it', async () => {
    const out = join(folder, 'proven.pdf');
    const { exit, proofs } = await prove(ref, '--evidence', 'E1', '--out', out);
    expect([exit, proofs.length]).toEqual([0, 1]);
    const [proof] = proofs as [Proof];
    const hash = hashOf(pdf('to be proven'));
    expect(proof.document).toMatchObject({ kind: 'evidence', id: 'E1', version: 1, hash, lies: 'store' });
    expect(proof.now).toEqual({ state: 'whole' });
    expect(proof.chain).toEqual({ holds: true, faults: [] });
    expect(proof.named).toMatchObject([{ stream: assessmentId(ref), type: 'evidence.added', by: officer }]);
    for (const one of proof.sent)
      expect(one).toMatchObject({ as: 'enclosed', namedInLetter: true, channel: 'outbox', notice: 'advice-request' });
    expect(proof.sent.every(({ sentAt }) => /^20\d\d-\d\d-\d\dT/.test(sentAt ?? ''))).toBe(true);
    expect((await readFile(out)).equals(pdf('to be proven'))).toBe(true);
    // What lies in the outbox is what the ledger says went.
    const events = await world.ehcna.ledger.read(assessmentId(ref));
    const sent = events.filter((e) => e.type === 'letter.dispatched').map((e) => e.data['documentHash']);
    for (const { letterHash } of proof.sent) expect(sent).toContain(letterHash);
  });

  it('of a letter says which version went, by which channel and when, and gives its bytes', async () => {
    const { proofs } = await prove(ref);
    const letterId = proofs.find(({ document }) => document.kind === 'will-assess')?.document.id ?? '';
    const out = join(folder, 'letter.html');
    const { exit, proofs: one } = await prove(ref, '--letter', letterId, '--out', out);
    expect(exit).toBe(0);
    expect(one).toHaveLength(1);
    const [proof] = one as [Proof];
    expect(proof.document.lies).toBe('database');
    expect(proof.sent).toMatchObject([{ letterId, as: 'itself', letterVersion: 1, letterHash: proof.document.hash }]);
    expect(proof.named.map(({ type }) => type)).toEqual(['letter.dispatched']);
    expect(hashOf(await readFile(out))).toBe(proof.document.hash);
    const words = (await ehcna('documents', 'proof', ref, '--letter', letterId)).out;
    expect(words).toContain('the same, to the byte');
    expect(words).toMatch(/to (parent|young-person) \(\S+\) by outbox on 20/);
    expect(words).not.toContain(familyRequest().child.name);
  });

  it('of every document of the case, where none is named', async () => {
    const { proofs } = await prove(ref);
    const listed = (await ehcna('documents', 'list', ref, '--json')).json<{ documents: { hash: string }[] }>()
      .documents;
    expect(proofs.map((p) => p.document.hash)).toEqual(listed.map((d) => d.hash));
    expect((await ehcna('documents', 'proof', ref, '--evidence', 'E9')).err).toContain('No such document');
    expect((await ehcna('documents', 'proof', ref, '--out', 'x')).err).toContain('name one');
  });

  it('fails where what lies there is not what was kept', async () => {
    const object = await objectOf(ref);
    await copyFile(object, `${object}.kept`);
    const body = await readFile(object);
    body[30] = (body[30] ?? 0) ^ 1;
    await writeFile(object, body);
    const { exit, proofs } = await prove(ref, '--evidence', 'E1');
    expect([exit, proofs[0]?.now]).toMatchObject([1, { state: 'changed' }]);
    await rename(`${object}.kept`, object);
    expect((await prove(ref, '--evidence', 'E1')).exit).toBe(0);
  });

  it('fails where the ledger says another hash', async () => {
    const { rows } = await world.pool.query(`select count(*)::int as n from documents where case_ref = $1`, [ref]);
    expect((await ehcna('documents', 'check', ref, '--json')).json()).toMatchObject({
      documents: rows[0].n,
      faults: [],
    });
    await world.pool.query('alter table documents disable trigger documents_not_rewritten');
    const hash = hashOf(pdf('to be proven'));
    const change = 'update documents set hash = $2 where hash = $1';
    await world.pool.query(change, [hash, '0'.repeat(64)]);
    const { exit, json } = await ehcna('documents', 'check', ref, '--json');
    expect([exit, json<{ faults: { fault: string }[] }>().faults.map((f) => f.fault)]).toEqual([
      1,
      ['changed', 'not-what-the-ledger-says'],
    ]);
    await world.pool.query(change, ['0'.repeat(64), hash]);
    await world.pool.query('alter table documents enable trigger documents_not_rewritten');
  });
});

describe('a letter with evidence', () => {
  it('that was changed since it was kept does not go, and a person is told', async () => {
    const ref = await withEvidence('changed before it goes');
    await writeFile(await objectOf(ref), 'something else');
    await decide(ref);
    const refused = async () =>
      (await world.ehcna.ledger.read(assessmentId(ref)))
        .filter((e) => e.type === 'letter.refused')
        .map((e) => String(e.data['reason']));
    await expect.poll(refused, { timeout: 20_000 }).toHaveLength(4);
    expect(new Set(await refused())).toEqual(new Set(['evidence/E1 version 1 has been changed since it was kept']));
    expect(await sentWith(ref)).toEqual([]);
  });

  it('that is not where it lies waits, and goes once it is back', async () => {
    const ref = await withEvidence('away for a while');
    const object = await objectOf(ref);
    await rename(object, `${object}.away`);
    await decide(ref);
    await pause(1_500);
    expect(await sentWith(ref)).toEqual([]);
    const events = await world.ehcna.ledger.read(assessmentId(ref));
    expect(events.filter((e) => e.type === 'letter.refused')).toEqual([]);
    await rename(`${object}.away`, object);
    await expect.poll(() => sentWith(ref), { timeout: 30_000 }).toHaveLength(4);
  }, 60_000);
});

describe('an erased case', () => {
  it('leaves no object, those of a cut-off process included, and asking again clears what came since', async () => {
    const ref = await withEvidence('to be erased');
    await world.ehcna.command(ref, 'withdraw', { reason: 'Moves abroad' } as never, officer);
    await world.client.workflow.getHandle(assessmentId(ref)).result();
    await writeFile(join(world.objectsDir, ref, 'f'.repeat(32)), 'left by a crash');
    const erase = ['erase', ref, '--override', '--reason', 'Court order 7', '--as', 'manager:m-1', '--json'];
    expect((await ehcna(...erase)).json()).toMatchObject({ erased: true, objects: 2 });
    expect(await readdir(join(world.objectsDir, ref))).toEqual([]);
    expect((await ehcna('documents', 'list', ref, '--json')).json()).toMatchObject({ documents: [] });
    expect((await ehcna('documents', 'check', ref, '--json')).json()).toMatchObject({ documents: 0, faults: [] });
    await writeFile(join(world.objectsDir, ref, 'f'.repeat(32)), 'a little late');
    expect((await ehcna(...erase)).json()).toMatchObject({ erased: false, objects: 1 });
  });
});

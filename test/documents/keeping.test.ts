/** Keeping documents from outside, whole or not at all, and finding out what became of them: real PostgreSQL, real folder. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsUnder, hashOf } from '../../activities/letter-documents.js';
import { MIB } from '../../activities/objects/object-store.js';
import { openObjects } from '../../activities/objects/opening.js';
import { placeOf } from '../../activities/objects/place.js';
import { keepDocument, takeBackDocument } from '../../client/documents.js';
import { caseRefFrom } from '../../domain/ids.js';
import { terminalOf, type Screen } from '../cli/terminal.js';
import { openWorld, type World } from '../world.js';
import { docx, pdf, windowsProgram } from './archives.js';

let world: World;
let ehcna: (...words: string[]) => Promise<Screen>;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  ehcna = terminalOf(world);
});
afterAll(() => world?.stop());

const newCase = (): string => caseRefFrom(randomBytes(8));
const evidence = (id: string) => ({ kind: 'evidence', id, version: 1 });
const keep = (caseRef: string, id: string, content: Buffer | Readable, declaredType?: string) =>
  keepDocument(world.ehcna, caseRef, evidence(id), { content, declaredType });

const objectsOf = (caseRef: string): Promise<string[]> => readdir(join(world.objectsDir, caseRef)).catch(() => []);
const waiting = (): Promise<string[]> => readdir(join(world.objectsDir, '.incoming')).catch(() => []);
const rowsOf = async (caseRef: string) =>
  (
    await world.pool.query<{ object_key: string; body: Buffer | null; size: string; media_type: string }>(
      'select object_key, body, size, media_type from documents where case_ref = $1 order by document_id',
      [caseRef],
    )
  ).rows;

const readBack = async (caseRef: string, id: string): Promise<Buffer> => {
  const opened = await world.ehcna.documents.open(world.pool, caseRef, evidence(id));
  const pieces: Buffer[] = [];
  for await (const piece of opened?.content ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
};

const refusal = (work: Promise<unknown>): Promise<{ code: string; reason: string }> =>
  work.then(
    () => ({ code: 'taken', reason: '' }),
    (error: { refusal?: { code: string; reason: string } }) => error.refusal ?? Promise.reject(error),
  );

describe('a document', () => {
  it('is kept as one sealed object and one row, and reads as it was', async () => {
    const caseRef = newCase();
    const body = docx({ name: 'word/media/picture.bin', content: randomBytes(200_000), stored: true });
    const kept = await keep(caseRef, 'E1', Readable.from([body.subarray(0, 10), body.subarray(10)]));
    expect(kept).toEqual({
      ...evidence('E1'),
      hash: hashOf(body),
      bytes: body.length,
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      isNew: true,
    });
    const [row] = await rowsOf(caseRef);
    expect(row).toMatchObject({ body: null, size: String(body.length) });
    const object = await readFile(join(world.objectsDir, row?.object_key ?? ''));
    expect([object.includes('word/document.xml'), await waiting()]).toEqual([false, []]);
    expect((await readBack(caseRef, 'E1')).equals(body)).toBe(true);
  });

  it('sent again is the same as once; another under its name is refused, and leaves nothing', async () => {
    const caseRef = newCase();
    expect(await keep(caseRef, 'E1', pdf('one'))).toMatchObject({ isNew: true });
    expect(await keep(caseRef, 'E1', pdf('one'))).toMatchObject({ isNew: false, hash: hashOf(pdf('one')) });
    expect(await refusal(keep(caseRef, 'E1', pdf('two')))).toMatchObject({ code: 'another-document' });
    expect(await objectsOf(caseRef)).toHaveLength(1);
  });

  it('sent ten times at once is one object and one row, and new once', async () => {
    const caseRef = newCase();
    const kept = await Promise.all(Array.from({ length: 10 }, () => keep(caseRef, 'E1', pdf('at once'))));
    expect(kept.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect([await objectsOf(caseRef), await rowsOf(caseRef)].map((l) => l.length)).toEqual([1, 1]);
  });

  it('as advice is one child’s; as evidence it may be about brothers and sisters', async () => {
    const [one, other] = [newCase(), newCase()];
    const advice = { kind: 'advice', id: 'A1', version: 1 };
    await keepDocument(world.ehcna, one, advice, { content: pdf('about one child') });
    const again = keepDocument(world.ehcna, other, advice, { content: pdf('about one child') });
    expect(await refusal(again)).toMatchObject({ code: 'another-case' });
    expect(await keep(other, 'E1', pdf('about one child'))).toMatchObject({ isNew: true });
  });

  it('kept in a transaction that is rolled back is not kept', async () => {
    const caseRef = newCase();
    const client = await world.pool.connect();
    await client.query('begin');
    await keepDocument(world.ehcna, caseRef, evidence('E1'), { content: pdf() }, client);
    await client.query('rollback');
    client.release();
    expect(await rowsOf(caseRef)).toEqual([]);
  });

  it('taken back is gone, row and object', async () => {
    const caseRef = newCase();
    await keep(caseRef, 'E1', pdf());
    await takeBackDocument(world.ehcna, caseRef, evidence('E1'));
    expect([await rowsOf(caseRef), await objectsOf(caseRef)]).toEqual([[], []]);
  });

  it('is never rewritten, nor its object named anew', async () => {
    const caseRef = newCase();
    await keep(caseRef, 'E1', pdf());
    for (const change of [
      `hash = repeat('0', 64)`,
      `object_key = '${caseRef}/${'0'.repeat(32)}'`,
      `media_type = 'text/html'`,
    ])
      await expect(world.pool.query(`update documents set ${change} where case_ref = $1`, [caseRef])).rejects.toThrow(
        'kept as it was written',
      );
  });

  it('of an erased case is refused', async () => {
    const caseRef = newCase();
    await keep(caseRef, 'E1', pdf());
    await world.pool.query(
      'update case_keys set wrapped = null, authority_key = null, erased_at = now() where owner = $1',
      [caseRef],
    );
    // A process may remember the key for a minute; the row says so at once.
    expect(await refusal(keep(caseRef, 'E2', pdf()))).toMatchObject({ code: 'erased' });
    expect(await objectsOf(caseRef)).toHaveLength(1);
  });
});

describe('a document that is not taken', () => {
  it.each([
    ['empty', Buffer.alloc(0), 'application/pdf'],
    ['type-lies', windowsProgram(), 'application/pdf'],
    ['type-not-allowed', Buffer.from('<svg/>'), 'image/svg+xml'],
  ])('is refused (%s), and nothing is left of it', async (code, body, type) => {
    const caseRef = newCase();
    expect(await refusal(keep(caseRef, 'E1', body, type))).toMatchObject({ code });
    expect([await rowsOf(caseRef), await objectsOf(caseRef), await waiting()]).toEqual([[], [], []]);
  });

  it('is cut off where it passes the limit, however long it would go on', async () => {
    const caseRef = newCase();
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given += MIB;
          yield Buffer.alloc(MIB, 'a');
        }
      })(),
    );
    expect(await refusal(keep(caseRef, 'E1', endless, 'text/plain'))).toEqual({
      refused: true,
      code: 'too-large',
      reason: 'The document is larger than 20 MiB, which is the most that is taken',
    });
    expect(given).toBeLessThan(80 * MIB);
    // Whoever sends it is still to be answered over the same connection.
    expect(endless.destroyed).toBe(false);
    endless.destroy();
    expect([await rowsOf(caseRef), await objectsOf(caseRef), await waiting()]).toEqual([[], [], []]);
  });

  it('of exactly the limit is taken, and one byte more is not', async () => {
    const caseRef = newCase();
    expect(await keep(caseRef, 'E1', Buffer.alloc(20 * MIB, 'a'))).toMatchObject({ bytes: 20 * MIB });
    expect(await refusal(keep(caseRef, 'E2', Buffer.alloc(20 * MIB + 1, 'a')))).toMatchObject({ code: 'too-large' });
  });

  it('whose sender goes away half-way is not kept', async () => {
    const caseRef = newCase();
    const cut = Readable.from(
      (async function* () {
        yield pdf();
        await pause(5);
        throw new Error('the sender went away');
      })(),
    );
    await expect(keep(caseRef, 'E1', cut)).rejects.toThrow('went away');
    expect([await rowsOf(caseRef), await objectsOf(caseRef), await waiting()]).toEqual([[], [], []]);
  });
});

describe('a document of two hundred megabytes', () => {
  it('passes without being in memory', async () => {
    const large = documentsUnder(world.secrets.keys, { ...world.ehcna.documents.place, largestBytes: 300 * MIB });
    const caseRef = newCase();
    const hash = createHash('sha256');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const chunks = (function* () {
      for (let n = 0; n < 800; n += 1) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        const chunk = Buffer.alloc(MIB / 4, `line ${n} of an invented register\n`);
        hash.update(chunk);
        yield chunk;
      }
    })();
    const kept = await large.keepIncoming(world.pool, caseRef, evidence('E1'), { content: Readable.from(chunks) });
    expect(kept).toMatchObject({ bytes: 200 * MIB, hash: hash.digest('hex') });
    expect(most).toBeLessThan(100 * MIB);
    await takeBackDocument(world.ehcna, caseRef, evidence('E1'));
  });
});

const check = async (...words: string[]) => {
  const { exit, json } = await ehcna('documents', 'check', ...words, '--json');
  return { exit, ...json<{ documents: number; faults: { document: string; fault: string }[] }>() };
};

describe('what was done to a document where it lies', () => {
  it('is found: a changed byte, an object that is gone, another document’s object', async () => {
    const caseRef = newCase();
    for (const id of ['E1', 'E2', 'E3', 'E4']) await keep(caseRef, id, pdf(id));
    expect(await check(caseRef)).toMatchObject({ exit: 0, documents: 4, faults: [] });
    const places = (await rowsOf(caseRef)).map((row) => join(world.objectsDir, row.object_key));
    const [first = '', second = '', third = '', fourth = ''] = places;
    const body = await readFile(first);
    body[body.length - 20] = (body[body.length - 20] ?? 0) ^ 1;
    await writeFile(first, body);
    await rm(second);
    await writeFile(third, await readFile(fourth));
    expect(await check(caseRef)).toMatchObject({
      exit: 1,
      faults: [
        { document: 'evidence/E1@1', fault: 'changed' },
        { document: 'evidence/E2@1', fault: 'missing' },
        { document: 'evidence/E3@1', fault: 'changed' },
      ],
    });
    const out = join(world.dataDir, 'changed.pdf');
    const said = await ehcna('case', 'documents', caseRef, 'evidence/E1', '--out', out);
    expect([said.exit, said.err]).toEqual([1, expect.stringContaining('has been changed since it was kept')]);
    expect(await readFile(out).catch(() => 'none')).toBe('none');
    expect((await readdir(world.dataDir)).filter((name) => name.includes('changed.pdf'))).toEqual([]);
  });

  it('is found without a key too, as far as the object itself goes', async () => {
    const caseRef = newCase();
    for (const id of ['E1', 'E2']) await keep(caseRef, id, pdf(id));
    const [row] = await rowsOf(caseRef);
    await writeFile(join(world.objectsDir, row?.object_key ?? ''), 'something else');
    const { terminal } = await import('../cli/terminal.js');
    const auditor = terminal({ ...world.environment, EHCNA_KEYS: '' });
    const { exit, json } = await auditor('documents', 'check', caseRef, '--json');
    expect([exit, json()]).toMatchObject([
      1,
      { unopened: 2, faults: [{ document: 'evidence/E1@1', fault: 'changed' }] },
    ]);
  });
});

describe('what was kept in PostgreSQL before there was a store', () => {
  it('reads as before, and moves', async () => {
    const caseRef = newCase();
    const body = pdf('kept long ago');
    const { documents } = world.ehcna;
    await documents.keep(world.pool, caseRef, {
      ...evidence('E1'),
      mediaType: 'application/pdf',
      body,
      hash: hashOf(body),
    });
    const letter = { kind: 'draft', id: 'L1', mediaType: 'text/html', body: Buffer.from('<p>'), hash: hashOf('<p>') };
    await documents.keepNextVersion(world.pool, caseRef, letter);
    // From before there were keys.
    await world.pool.query(
      `insert into documents (hash, case_ref, kind, document_id, media_type, body) values ($1, $2, 'evidence', 'E0', 'text/plain', 'in clear')`,
      [hashOf('in clear'), caseRef],
    );
    expect((await readBack(caseRef, 'E1')).equals(body)).toBe(true);
    expect((await ehcna('documents', 'move', '--json')).json()).toEqual({
      moved: 2,
      bytes: body.length + 8,
      faulty: [],
    });
    expect((await ehcna('documents', 'move', '--json')).json()).toMatchObject({ moved: 0 });
    expect((await readBack(caseRef, 'E1')).equals(body)).toBe(true);
    expect(String(await readBack(caseRef, 'E0'))).toBe('in clear');
    expect((await rowsOf(caseRef)).map((row) => row.body === null)).toEqual([true, true, false]);
    expect(await check(caseRef)).toMatchObject({ exit: 0, documents: 3 });
  });
});

describe('objects that belong to nothing', () => {
  const old = async (key: string): Promise<void> => {
    const path = join(world.objectsDir, key);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, 'sealed');
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1_000);
    await utimes(path, yesterday, yesterday);
  };

  it('are removed a day later, and what is a document’s, or new, or not ours stays', async () => {
    const caseRef = newCase();
    await keep(caseRef, 'E1', pdf());
    const [row] = await rowsOf(caseRef);
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1_000);
    await utimes(join(world.objectsDir, row?.object_key ?? ''), yesterday, yesterday);
    const orphan = `${caseRef}/${'a'.repeat(32)}`;
    await old(orphan);
    await old(`${caseRef}/notes.txt`);
    await writeFile(join(world.objectsDir, caseRef, 'b'.repeat(32)), 'just stored');
    const dry = (await ehcna('documents', 'sweep', '--dry-run', '--json')).json<{ orphans: string[] }>();
    expect(dry).toMatchObject({ orphans: [orphan], removed: 0 });
    expect((await ehcna('documents', 'sweep', '--json')).json()).toMatchObject({ orphans: [orphan], removed: 1 });
    expect((await objectsOf(caseRef)).sort()).toEqual(
      [row?.object_key.split('/')[1], 'b'.repeat(32), 'notes.txt'].sort(),
    );
  });

  it('are left where there are so many that it is hardly the database of this store', async () => {
    const caseRef = newCase();
    const keys = Array.from({ length: 60 }, (_, n) => `${caseRef}/${String(n).padStart(32, '0')}`);
    for (const key of keys) await old(key);
    const { exit, err } = await ehcna('documents', 'sweep');
    expect([exit, err]).toEqual([1, expect.stringContaining('Is it the database of this store')]);
    expect(await objectsOf(caseRef)).toHaveLength(60);
    expect((await ehcna('documents', 'sweep', '--many', '--json')).json()).toMatchObject({ removed: 60 });
  });
});

describe('a copy of the store', () => {
  it('takes what is new each time, and brings back what was lost', async () => {
    const caseRef = newCase();
    for (const id of ['E1', 'E2']) await keep(caseRef, id, pdf(`${id} copied`));
    const target = `folder:${join(world.dataDir, 'copy')}`;
    const first = (await ehcna('documents', 'copy', '--to', target, '--json')).json<{
      copied: number;
      there: number;
    }>();
    expect(first.copied).toBeGreaterThanOrEqual(2);
    await keep(caseRef, 'E3', pdf('E3 copied'));
    expect((await ehcna('documents', 'copy', '--to', target, '--json')).json()).toMatchObject({
      copied: 1,
      there: first.copied + first.there,
    });
    await rm(join(world.objectsDir, caseRef), { recursive: true });
    expect((await check(caseRef)).faults).toHaveLength(3);
    expect((await ehcna('documents', 'copy', '--from', target, '--json')).json()).toMatchObject({ copied: 3 });
    expect(await check(caseRef)).toMatchObject({ exit: 0, documents: 3, faults: [] });
    const copy = openObjects(placeOf(target), undefined, '');
    const [row] = await rowsOf(caseRef);
    await writeFile(join(world.dataDir, 'copy', row?.object_key ?? ''), 'rotten');
    await rm(join(world.objectsDir, row?.object_key ?? ''));
    const again = await ehcna('documents', 'copy', '--from', target, '--json');
    expect([again.exit, again.json()]).toMatchObject([
      1,
      { copied: 0, faulty: expect.arrayContaining([`${caseRef} evidence/E1@1`]) as string[] },
    ]);
    expect(await copy.head(row?.object_key ?? '')).toBeDefined();
  });
});

/**
 * Anchors are kept in a file that only grows and copied to a web address. A ledger that was cut or rewritten since one was
 * taken is found by it, and so is a file of anchors in which somebody has been at work.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anchor, publicKeysIn, publicPem, signingKey } from '../../activities/anchors/anchor.js';
import { type AnchorKeeper, createAnchorKeeper, readAnchors } from '../../activities/anchors/keep.js';
import { canonicalJson, digestOf } from '../../activities/ledger/chain.js';
import { anchorPlaceOf } from '../../workers/anchors.js';
import { readConfig } from '../../workers/config.js';
import { terminal } from '../cli/terminal.js';
import { event, events, type Fixture, openFixture, streamOf, tamper } from '../ledger/ledger-fixture.js';

const { privateKey: key } = generateKeyPairSync('ed25519');
const { privateKey: anotherKey } = generateKeyPairSync('ed25519');

let fixture: Fixture;
let folder: string;
let file: string;
let keeper: AnchorKeeper;

beforeEach(async () => {
  [fixture, folder] = await Promise.all([openFixture(), mkdtemp(join(tmpdir(), 'ehcna-anchors-'))]);
  file = join(folder, 'anchors.jsonl');
  keeper = createAnchorKeeper(fixture.pool, { file, key });
  for (const n of [1, 2, 3]) await fixture.ledger.append(streamOf(n), events(1, 4));
});
afterEach(async () => {
  await fixture.close();
  await rm(folder, { recursive: true, force: true });
});

const on = (day: number) => ({ day: `2026-11-0${day}`, at: `2026-11-0${day}T03:00:00.000Z` });

/** An anchor on each of four days, with something happening between. */
const fourDays = async (): Promise<void> => {
  await keeper.take(on(1));
  await fixture.ledger.append(streamOf(2), events(5, 6));
  await keeper.take(on(2));
  await keeper.take(on(3));
  await fixture.ledger.append(streamOf(4), events(1, 1));
  await keeper.take(on(4));
};

const linesOf = async (): Promise<string[]> => (await readFile(file, 'utf8')).trimEnd().split('\n');
const anchorsIn = async (): Promise<Anchor[]> => (await linesOf()).map((line) => JSON.parse(line) as Anchor);
const faultsOf = async (): Promise<string[]> =>
  ((await readAnchors(file, [createPublicKey(key)]))?.anchors.faults ?? []).map(
    ({ line, detail }) => `${line}: ${detail}`,
  );
const verified = async () => (await fixture.ledger.verify(undefined, (await readAnchors(file))?.anchored)).faults;

describe('taking anchors', () => {
  it('names the streams that have moved, and a digest over all of them', async () => {
    await fourDays();
    const anchors = await anchorsIn();
    expect(
      anchors.map(({ n, whole, streams, events: all, moved }) => ({
        n,
        whole,
        streams,
        all,
        moved: moved.map(([s]) => s),
      })),
    ).toEqual([
      { n: 1, whole: true, streams: 3, all: 12, moved: [streamOf(1), streamOf(2), streamOf(3)] },
      { n: 2, whole: false, streams: 3, all: 14, moved: [streamOf(2)] },
      { n: 3, whole: false, streams: 3, all: 14, moved: [] },
      { n: 4, whole: false, streams: 4, all: 15, moved: [streamOf(4)] },
    ]);
    const { rows } = await fixture.pool.query('select stream, seq, hash from ledger_heads');
    expect(anchors.at(-1)?.digest).toBe(digestOf(rows));
    expect(await faultsOf()).toEqual([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('adds one a day where one a day is wanted', async () => {
    expect(await keeper.take(on(2), { once: true })).toMatchObject({ n: 1 });
    expect(await keeper.take(on(2), { once: true })).toBeUndefined();
    expect(await keeper.take(on(1), { once: true })).toBeUndefined();
    expect(await keeper.take(on(2))).toMatchObject({ n: 2 });
    expect(await keeper.take(on(3), { once: true })).toMatchObject({ n: 3 });
  });

  it('keeps their order when several are taken at once', async () => {
    const beside = createAnchorKeeper(fixture.pool, { file, key });
    const taken = await Promise.all([1, 2, 3, 4, 5, 6].map((day) => (day % 2 ? keeper : beside).take(on(day))));
    expect(taken.map((one) => one?.n ?? 0).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await faultsOf()).toEqual([]);
  });

  it('begins again where the writing of a line was cut off', async () => {
    await keeper.take(on(1));
    const [first = ''] = await linesOf();
    await appendFile(file, first.slice(0, 100));
    expect(await faultsOf()).toEqual(['2: it cannot be read']);
    await keeper.take(on(2));
    expect(await faultsOf()).toEqual([]);
    expect(await linesOf()).toHaveLength(2);
  });

  it('says which streams have lost events that were anchored', async () => {
    await fourDays();
    await tamper(
      fixture.pool,
      `delete from ledger where stream = '${streamOf(1)}'`,
      `delete from ledger_heads where stream = '${streamOf(1)}'`,
      `delete from ledger where stream = '${streamOf(2)}' and seq > 5`,
      `update ledger_heads h set seq = 5, hash = l.hash from ledger l where l.stream = h.stream and l.seq = 5 and h.stream = '${streamOf(2)}'`,
    );
    expect((await keeper.take(on(5)))?.lost).toEqual([streamOf(1), streamOf(2)]);
    expect((await keeper.take(on(6)))?.lost).toEqual([]);
    expect(await faultsOf()).toEqual([]);
  });

  it('names every stream again after a fault before it, so that the later ones stand by themselves', async () => {
    await fourDays();
    const lines = await linesOf();
    await writeFile(file, [lines[0], lines[2], lines[3], ''].join('\n'));
    expect(await keeper.take(on(5))).toMatchObject({ n: 5, faults: 1 });
    expect((await anchorsIn()).at(-1)).toMatchObject({ whole: true, streams: 4 });
  });
});

describe('a ledger that has changed since it was anchored', () => {
  beforeEach(fourDays);

  const headTo = (stream: string, seq: number): string =>
    `update ledger_heads h set seq = l.seq, hash = l.hash from ledger l where l.stream = h.stream and l.seq = ${seq} and h.stream = '${stream}'`;

  it('is whole when nobody touched it, however far it has gone on', async () => {
    await fixture.ledger.append(streamOf(2), events(7, 9));
    expect(await verified()).toEqual([]);
  });

  it('shows the end that was cut off, with its head set back, and since when it was there', async () => {
    await tamper(
      fixture.pool,
      `delete from ledger where stream = '${streamOf(2)}' and seq > 4`,
      headTo(streamOf(2), 4),
    );
    expect((await fixture.ledger.verify()).faults).toEqual([]);
    expect(await verified()).toEqual([
      {
        stream: streamOf(2),
        seq: 5,
        fault: 'cut',
        detail: 'events 5 to 6 were there on 2026-11-02 (anchor 2), and are not',
      },
    ]);
  });

  it('shows a stream that is gone with every trace', async () => {
    await tamper(
      fixture.pool,
      ...['ledger', 'ledger_heads', 'cases'].map((t) => `delete from ${t} where stream = '${streamOf(3)}'`),
    );
    expect((await fixture.ledger.verify()).faults).toEqual([]);
    expect(await verified()).toEqual([
      {
        stream: streamOf(3),
        seq: 1,
        fault: 'cut',
        detail: 'events 1 to 4 were there on 2026-11-01 (anchor 1), and not one is',
      },
    ]);
    expect((await fixture.ledger.verify(streamOf(1), (await readAnchors(file))?.anchored)).faults).toEqual([]);
  });

  it('shows a stream that was written anew with all its sums right', async () => {
    await tamper(
      fixture.pool,
      `delete from ledger where stream = '${streamOf(1)}'`,
      `delete from ledger_heads where stream = '${streamOf(1)}'`,
    );
    await fixture.ledger.append(streamOf(1), [event(1, 'noted', { forged: true }), ...events(2, 6)]);
    expect((await fixture.ledger.verify()).faults).toEqual([]);
    expect(await verified()).toEqual([
      {
        stream: streamOf(1),
        seq: 4,
        fault: 'rewritten',
        detail: 'it is not the event that was there on 2026-11-01 (anchor 1)',
      },
    ]);
  });
});

describe('a file of anchors in which somebody has been at work', () => {
  beforeEach(fourDays);

  const rewrite = async (change: (lines: string[]) => (string | undefined)[]): Promise<void> =>
    writeFile(
      file,
      change(await linesOf())
        .map((line) => `${line}\n`)
        .join(''),
    );

  const changed = (line: string | undefined, change: (anchor: Anchor) => object): string => {
    const anchor = JSON.parse(line ?? '') as Anchor;
    return canonicalJson({ ...anchor, ...change(anchor) });
  };

  it.each<[string, (lines: string[]) => (string | undefined)[], string[]]>([
    ['one is missing', ([a, , c, d]) => [a, c, d], ['2: anchor 2 is missing']],
    ['two are missing', ([a, , , d]) => [a, d], ['2: anchors 2 to 3 are missing']],
    [
      'the first are missing',
      ([, , c, d]) => [c, d],
      ['1: anchor 3 is the first here and does not hold every head: those before it are missing'],
    ],
    [
      'two have changed places',
      ([a, b, c, d]) => [a, c, b, d],
      ['2: anchor 2 is missing', '3: anchor 2 stands after anchor 3', '4: anchor 3 is missing'],
    ],
    ['one is there twice', ([a, b, c, d]) => [a, b, b, c, d], ['3: anchor 2 stands after anchor 2']],
    [
      'a head was changed',
      ([a, b, c, d]) => [a, changed(b, (x) => ({ moved: [[x.moved[0]?.[0], 5, x.moved[0]?.[2]]] })), c, d],
      expect.arrayContaining(['2: anchor 2 is not what was signed']),
    ],
    [
      'a day was changed',
      ([a, b, c, d]) => [a, b, c, changed(d, () => ({ day: '2026-11-09' }))],
      ['4: anchor 4 is not what was signed'],
    ],
    [
      'a signature is missing',
      ([a, b, c, d]) => [a, b, c, changed(d, () => ({ signature: '' }))],
      ['4: anchor 4 is not what was signed'],
    ],
    ['a line is no anchor', ([a, b, c, d]) => [a, b, c, d, '{"n":5}'], ['5: it cannot be read']],
  ])('is found: %s', async (_, change, faults) => {
    await rewrite(change);
    expect(await faultsOf()).toEqual(faults);
  });

  it('is found where it was written anew with another key', async () => {
    await rm(file);
    await createAnchorKeeper(fixture.pool, { file, key: anotherKey }).take(on(1));
    expect(await faultsOf()).toEqual([
      expect.stringMatching(/^1: anchor 1 is signed with another key \([0-9a-f]{32}\)$/),
    ]);
  });

  it('is found where one was replaced by another of the same key', async () => {
    const lines = await linesOf();
    await writeFile(file, `${lines[0]}\n`);
    await keeper.take(on(2));
    await writeFile(file, `${[...(await linesOf()), lines[2], lines[3]].join('\n')}\n`);
    expect(await faultsOf()).toContain('3: anchor 3 does not follow from anchor 2: one of the two was replaced');
  });

  it('goes on under a new key, where both are known', async () => {
    await createAnchorKeeper(fixture.pool, { file, key: anotherKey }).take(on(5), { whole: true });
    expect(await faultsOf()).toEqual([expect.stringContaining('5: anchor 5 is signed with another key')]);
    const both = publicKeysIn(publicPem(key) + publicPem(anotherKey));
    expect((await readAnchors(file, both))?.anchors.faults).toEqual([]);
  });

  it('trusts no head of an anchor that was not signed', async () => {
    await rewrite(([a, b, c, d]) => [a, b, c, changed(d, () => ({ moved: [['assessment/invented', 9, 'x']] }))]);
    const read = await readAnchors(file, [createPublicKey(key)]);
    expect(read?.anchored.some(({ stream }) => stream === 'assessment/invented')).toBe(false);
  });

  it('may begin with one that names every stream: those before are kept elsewhere', async () => {
    await keeper.take(on(5), { whole: true });
    await keeper.take(on(6));
    await rewrite((lines) => lines.slice(4));
    expect(await faultsOf()).toEqual([]);
    expect((await readAnchors(file))?.anchors.first).toMatchObject({ n: 5 });
    await tamper(
      fixture.pool,
      ...['ledger', 'ledger_heads', 'cases'].map((t) => `delete from ${t} where stream = '${streamOf(1)}'`),
    );
    expect(await verified()).toMatchObject([{ stream: streamOf(1), fault: 'cut' }]);
  });
});

describe('the copy at a web address', () => {
  let server: Server;
  let webhook: string;
  const received: string[] = [];
  let answers: number[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const status = answers.shift() ?? 200;
        if (status === 200) received.push(body);
        response.writeHead(status).end('what it says is nobody’s business');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/anchors?token=secret`;
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    received.length = 0;
    answers = [];
    keeper = createAnchorKeeper(fixture.pool, { file, key, webhook });
  });

  it('is the file itself, sent once', async () => {
    await fourDays();
    expect(await keeper.post()).toBe(4);
    expect(await keeper.post()).toBe(0);
    expect(received.join('')).toBe(await readFile(file, 'utf8'));
    await keeper.take(on(5));
    expect(await keeper.post()).toBe(1);
    expect(received.join('')).toBe(await readFile(file, 'utf8'));
  });

  it('is tried again, and what was not taken is sent with the next', { timeout: 30_000 }, async () => {
    await keeper.take(on(1));
    answers = [503];
    expect(await keeper.post(2)).toBe(1);
    await keeper.take(on(2));
    answers = [503, 404];
    const refused = keeper.post(2);
    await expect(refused).rejects.toThrow(/^The anchor was not taken at 127\.0\.0\.1:\d+: it answered 404\.$/);
    await keeper.take(on(3));
    expect(await keeper.post()).toBe(2);
    expect(received.join('')).toBe(await readFile(file, 'utf8'));
  });

  it('follows nobody elsewhere, and does not name its secret when nobody is there', { timeout: 30_000 }, async () => {
    await keeper.take(on(1));
    answers = [302, 302, 302];
    await expect(keeper.post()).rejects.toThrow('it');
    const nobody = createAnchorKeeper(fixture.pool, { file, key, webhook: 'http://127.0.0.1:1/x?token=secret' });
    const said = await nobody.post().catch((error: Error) => error.message);
    expect(said).toBe('The anchor was not taken at 127.0.0.1:1: it could not be reached.');
  });
});

describe('ehcna ledger', () => {
  const here = () => terminal({ DATABASE_URL: fixture.url, EHCNA_DATA_DIR: folder, TEMPORAL_ADDRESS: '' });

  it('anchors, prints its public key, and checks', async () => {
    const ehcna = here();
    expect(await ehcna('ledger', 'verify', '--anchors')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('There is no key in'),
    });
    expect((await ehcna('ledger', 'anchor')).out).toBe(`Anchor 1: 12 events in 3 streams, in ${file}.\n`);
    expect((await stat(join(folder, 'anchor-key'))).mode & 0o777).toBe(0o600);
    const whole = await ehcna('ledger', 'verify', '--anchors');
    expect(whole.exit).toBe(0);
    expect(whole.out).toMatch(
      /^12 events in 3 streams: no fault\.\n1 anchor, from \S+ to \S+: no fault\. What came after \S+ no anchor holds yet\.\n$/,
    );

    const pem = (await ehcna('ledger', 'anchor', '--public-key')).out;
    expect(pem).toBe(publicPem((await anchorPlaceOf(readConfig({ EHCNA_DATA_DIR: folder }))).key));
    await writeFile(join(folder, 'pub'), pem);
    expect((await ehcna('ledger', 'verify', '--anchors', file, '--key', join(folder, 'pub'))).exit).toBe(0);
    expect((await ehcna('ledger', 'verify', '--anchors', join(folder, 'none'))).err).toContain(
      'There are no anchors in',
    );

    await tamper(
      fixture.pool,
      ...['ledger', 'ledger_heads', 'cases'].map((t) => `delete from ${t} where stream = '${streamOf(3)}'`),
    );
    const cut = await ehcna('ledger', 'verify', '--anchors');
    expect(cut.exit).toBe(1);
    expect(cut.out).toContain(`cut        ${streamOf(3)}  event 1  events 1 to 4 were there on`);
    expect(await ehcna('ledger', 'anchor')).toMatchObject({
      exit: 1,
      err: expect.stringContaining(`${streamOf(3)} lacks events that were anchored`),
    });
    await writeFile(file, (await readFile(file, 'utf8')).replace('"whole":true', '"whole":null'));
    const forged = await ehcna('ledger', 'verify', streamOf(1), '--anchors', '--json');
    expect(forged.exit).toBe(1);
    expect(forged.json()).toMatchObject({
      faults: [],
      anchors: {
        faults: [
          { line: 1, detail: 'anchor 1 is not what was signed' },
          { line: 2, detail: 'anchor 2 does not follow from anchor 1: one of the two was replaced' },
        ],
      },
    });
  });

  it('signs with the key that is set, in either form', () => {
    const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const line = key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    for (const text of [pem, line])
      expect(readConfig({ EHCNA_ANCHOR_KEY: text }).anchors.key && publicPem(signingKey(text))).toBe(publicPem(key));
    for (const text of [
      'secret',
      generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ])
      expect(() => readConfig({ EHCNA_ANCHOR_KEY: text })).toThrow('EHCNA_ANCHOR_KEY: expected an Ed25519 private key');
  });
});

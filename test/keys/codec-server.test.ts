/** What the Temporal UI and CLI may read in clear, who may, and that the ledger says so. */
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erase } from '../../client/erase.js';
import { assessmentId } from '../../domain/ids.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { trustedIssuers } from '../../keys/identity.js';
import { clientConverter } from '../../keys/data-converter.js';
import { type AccessBook, accessBook, PAYLOADS_DECODED } from '../../activities/access-book.js';
import { startCodecServer } from '../../workers/codec-server.js';
import type { CodecServer } from '../../workers/codec-server.js';
import { familyRequest, today } from '../cli/requests.js';
import { terminalOf } from '../cli/terminal.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';

const ORIGIN = 'http://127.0.0.1:8233';
const TOKEN = 'a-token-of-more-than-thirty-two-characters';
const officer = { role: 'caseworker', id: 'cw-1' } as const;
const NAME = 'Persephone Quillington-Ashdown';

interface Wire {
  metadata?: Record<string, string>;
  data?: string;
}

let world: World;
let book: AccessBook;
let server: CodecServer;
let caseRef: string;
/** As the server keeps them. */
let raw: Wire[];

const startServer = (tokenInPath: boolean): Promise<CodecServer> =>
  startCodecServer({
    keys: openCaseKeys(world.pool, world.keyring, 0),
    book,
    namespace: world.namespace,
    host: '127.0.0.1',
    port: 0,
    origin: ORIGIN,
    tokens: [
      { name: 'another', token: 'b'.repeat(40) },
      { name: 'team-manager', token: TOKEN },
    ],
    tokenInPath,
  });

beforeAll(async () => {
  world = await openWorld();
  book = accessBook(world.ehcna.ledger, PAYLOADS_DECODED, 500);
  const request = familyRequest();
  ({ caseRef } = await world.ehcna.open({ ...request, child: { ...request.child, name: NAME } }, officer));
  const { events } = await world.client.workflow.getHandle(assessmentId(caseRef)).fetchHistory();
  raw = (events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? []).map(({ metadata, data }) => ({
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([k, v]) => [k, Buffer.from(v).toString('base64')]),
    ),
    data: Buffer.from(data ?? []).toString('base64'),
  }));
  server = await startServer(false);
}, 60_000);

afterAll(async () => {
  await server?.close();
  await world?.stop();
});

const right = () => ({ authorization: `Bearer ${TOKEN}`, 'x-namespace': world.namespace, origin: ORIGIN });
const ask = (headers: Record<string, string>, path = '/decode', body: unknown = { payloads: raw }, at = server) =>
  fetch(`${at.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const textsIn = async (answer: Response): Promise<string[]> =>
  ((await answer.json()) as { payloads: Wire[] }).payloads.map((p) => Buffer.from(p.data ?? '', 'base64').toString());
const accesses = async () =>
  (await world.ehcna.ledger.read(`access/${today().slice(0, 7)}`)).map((e) => [e.by.id, e.data]);

describe('a request of the right page with the right token', () => {
  it('is answered in clear, for that page alone, and is on the ledger by then', async () => {
    // The input, and who started it.
    expect(raw).toHaveLength(2);
    const answer = await ask(right());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect((await textsIn(answer))[0]).toContain(NAME);
    const noted = await accesses();
    expect(noted).toEqual([['team-manager', { payloads: { [caseRef]: 2 } }]]);
    expect(JSON.stringify(noted)).not.toContain('Persephone');
  });

  it('with nothing in it, as a Go client writes that, is answered with nothing', async () => {
    expect(await textsIn(await ask(right(), '/decode', {}))).toEqual([]);
  });

  it('is told to the browser beforehand', async () => {
    const answer = await fetch(`${server.url}/decode`, { method: 'OPTIONS', headers: { origin: ORIGIN } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toMatch(/authorization.*x-namespace/);
  });

  it('sixty times at once is a few entries that come to tell of all sixty', async () => {
    await book.close();
    const before = (await accesses()).length;
    await Promise.all(Array.from({ length: 60 }, () => ask(right()).then(textsIn)));
    expect((await accesses()).length).toBeGreaterThan(before);
    await book.close();
    const added = (await accesses()).slice(before);
    expect(added.length).toBeLessThan(30);
    const told = added.map(([, data]) => (data as { payloads: Record<string, number> }).payloads[caseRef] ?? 0);
    expect(told.reduce((sum, n) => sum + n, 0)).toBe(60 * raw.length);
    expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
  });

  it('has what was typed into a form encrypted, so that a case can read it', async () => {
    const plain: Wire = {
      metadata: { encoding: Buffer.from('json/plain').toString('base64') },
      data: Buffer.from('"typed"').toString('base64'),
    };
    const sealed = ((await (await ask(right(), '/encode', { payloads: [plain] })).json()) as { payloads: Wire[] })
      .payloads;
    expect(Buffer.from(sealed[0]?.data ?? '', 'base64').toString('latin1')).not.toContain('typed');
    expect(await textsIn(await ask(right(), '/decode', { payloads: [...sealed, plain] }))).toEqual([
      '"typed"',
      '"typed"',
    ]);
  });
});

describe('a request', () => {
  const refused: [string, () => Promise<Response>, number, RegExp][] = [
    ['of another page', () => ask({ ...right(), origin: 'https://elsewhere.example' }), 403, /may not ask here/],
    ['of a page whose name begins alike', () => ask({ ...right(), origin: `${ORIGIN}.example` }), 403, /may not/],
    ['of a page that hides its origin', () => ask({ ...right(), origin: 'null' }), 403, /may not/],
    ['with a wrong token', () => ask({ ...right(), authorization: `Bearer ${TOKEN}x` }), 401, /not one of those/],
    ['with part of a token', () => ask({ ...right(), authorization: `Bearer ${TOKEN.slice(0, -1)}` }), 401, /not one/],
    ['without a token', () => ask({ 'x-namespace': world.namespace, origin: ORIGIN }), 401, /A token is needed/],
    [
      'with its token in the path, where that is not for one machine',
      () => ask({ 'x-namespace': world.namespace }, `/${TOKEN}/decode`),
      401,
      /needed/,
    ],
    ['for another namespace', () => ask({ ...right(), 'x-namespace': 'default' }), 400, /X-Namespace must be/],
    ['that is no JSON', () => ask(right(), '/decode', '{"payloads":'), 400, /not JSON/],
    ['of another form', () => ask(right(), '/decode', { payloads: 'all' }), 400, /The body must be/],
    ['that is too large', () => ask(right(), '/decode', `"${'x'.repeat(17 * 2 ** 20)}"`), 413, /bytes at most/],
    ['for something else', () => ask(right(), '/download'), 404, /nothing else/],
  ];

  it.each(refused)(
    '%s is refused in words, reads nothing, and is not on the ledger',
    async (_what, send, status, said) => {
      const before = (await accesses()).length;
      const answer = await send();
      const text = await answer.text();
      expect(answer.status).toBe(status);
      expect((JSON.parse(text) as { error: string }).error).toMatch(said);
      expect(text).not.toContain('Persephone');
      if (status === 403) expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect((await accesses()).length).toBe(before);
    },
  );

  const answers: [string, number, () => Promise<Response>][] = [
    ['that is answered', 200, () => ask(right())],
    ['that a browser sends beforehand', 204, () => fetch(`${server.url}/decode`, { method: 'OPTIONS' })],
    ['with a wrong token', 401, () => ask({ ...right(), authorization: 'Bearer x' })],
    ['of another page', 403, () => ask({ ...right(), origin: 'https://elsewhere.example' })],
    ['for nothing there is', 404, () => fetch(`${server.url}/`)],
    ['whether it is well', 200, () => fetch(`${server.url}/health`)],
  ];

  it.each(answers)(
    '%s (%i) is answered with headers by which nothing of it is kept, framed, guessed at or passed on',
    async (_what, status, send) => {
      const answer = await send();
      expect(answer.status).toBe(status);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
      const text = await answer.text();
      const type = text.startsWith('{') ? 'application/json' : 'text/plain; charset=utf-8';
      expect(answer.headers.get('content-type')).toBe(text === '' ? null : type);
    },
  );

  it('is not answered while the ledger cannot be written', async () => {
    const broken = await startCodecServer({
      keys: openCaseKeys(world.pool, world.keyring, 0),
      book: { note: () => Promise.reject(new Error('no ledger')), close: async () => undefined },
      namespace: world.namespace,
      host: '127.0.0.1',
      port: 0,
      origin: ORIGIN,
      tokens: [{ name: 'a', token: TOKEN }],
      tokenInPath: false,
    });
    const answer = await ask(right(), '/decode', { payloads: raw }, broken);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('Persephone');
    await broken.close();
  });

  it('on one machine may carry its token in the path, for a page that sends none', async () => {
    const local = await startServer(true);
    const answer = await ask(
      { 'x-namespace': world.namespace, origin: ORIGIN },
      `/${TOKEN}/decode`,
      { payloads: raw },
      local,
    );
    expect((await textsIn(answer))[0]).toContain(NAME);
    expect(
      (await ask({ 'x-namespace': world.namespace }, `/${'b'.repeat(39)}/decode`, { payloads: raw }, local)).status,
    ).toBe(401);
    await local.close();
  });
});

describe('a case that is erased', () => {
  const retention = { yearsAfterEnd: 7, yearsAfter25: 6, legalHolds: [] as string[] };
  const erasing = () => ({
    by: { role: 'manager', id: 'records-1' } as const,
    reason: 'schedule 4.2',
    override: false,
    today: today(),
    retention,
    outboxDir: world.outboxDir,
    issuers: trustedIssuers(world.issuer.publicKey),
  });
  const shell = (...words: string[]) => terminalOf(world)(...words);

  it('is first finished, due, and under no hold, or an officer sets the schedule aside', async () => {
    await expect(erase(world.ehcna, caseRef, erasing())).rejects.toThrow(/not finished/);
    await world.ehcna.command(caseRef, 'withdraw', { reason: 'Moves abroad' } as never, officer);
    await expect(erase(world.ehcna, caseRef, erasing())).rejects.toThrow(/is kept until 20\d\d/);
    const held = { ...erasing(), override: true, retention: { ...retention, legalHolds: [caseRef] } };
    await expect(erase(world.ehcna, caseRef, held)).rejects.toThrow(/legal hold/);
    await expect(erase(world.ehcna, caseRef, { ...erasing(), retention: undefined })).rejects.toThrow(/no retention/);
    await expect(erase(world.ehcna, caseRef, { ...erasing(), by: officer })).rejects.toThrow(/erased by manager/);
  });

  it('is listed when it is due', async () => {
    const listed = async (day: string) =>
      (await shell('erase', '--due', '--today', day, '--json')).json<{ due: { caseRef: string }[] }>().due;
    expect(await listed(today())).toEqual([]);
    expect((await listed('2090-01-01')).map((d) => d.caseRef)).toEqual([caseRef]);
  });

  it('is gone from the ledger, the letters, the outbox, Temporal and this server, and each says when', async () => {
    expect((await shell('erase', caseRef, '--override', '--reason', 'x')).err).toContain('name the officer');
    const done = await shell('erase', caseRef, '--override', '--reason', 'Court order 7', '--as', 'manager:records-1');
    expect(done).toMatchObject({
      exit: 0,
      out: expect.stringMatching(`${caseRef} is erased: .* 1 run in Temporal`) as string,
    });
    expect((await shell('case', 'show', caseRef)).err).toMatch(/erased on \d{4}-\d\d-\d\d/);
    const shown = await shell('ledger', 'show', assessmentId(caseRef));
    expect(shown.out).toMatch(/request\.received[^]*case\.erased[^]*erased on \d{4}-\d\d-\d\d/);
    const whole = await shell('ledger', 'show', assessmentId(caseRef), '--json');
    expect(whole.out).toContain('Court order 7');
    expect(whole.out).not.toContain('Persephone');
    expect((await textsIn(await ask(right())))[0]).toMatch(/^"\[erased on \d{4}-\d\d-\d\d\]"$/);
    expect((await shell('ledger', 'verify')).exit).toBe(0);
    for (const table of ['documents', 'dispatches', 'child_register', 'cases', 'tasks', 'letters']) {
      const { rows } = await world.pool.query(`select 1 from ${table} where case_ref = $1`, [caseRef]);
      expect(rows, table).toEqual([]);
    }
    // The server takes its time to delete a run; until then what it holds opens for nobody. A run that still had letters to
    // send was ended with those words.
    const { connection, options } = world.client;
    const dataConverter = clientConverter(openCaseKeys(world.pool, world.keyring));
    const another = new Client({ connection, namespace: options.namespace, dataConverter });
    await expect(another.workflow.getHandle(assessmentId(caseRef)).result()).rejects.toThrow(
      /erased on|is erased|not found/i,
    );
  });

  it('stays so: nothing is rebuilt, restored or erased twice', async () => {
    expect((await shell('ledger', 'rebuild', '--json')).json()).toMatchObject({ differing: 0 });
    expect((await shell('restore', '--dry-run', '--json')).json()).toMatchObject({ assessments: 0, unknown: [] });
    const again = await shell('erase', caseRef, '--reason', 'x', '--json');
    expect(again.json()).toMatchObject({ erased: false });
    expect((await shell('case', 'list', '--json')).out).not.toContain(caseRef);
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { revokeClient, rotateKey } from '../../client/api-clients.js';
import type { HttpDesk } from '../../client/http/desk.js';
import { problems } from '../../client/http/problem.js';
import { SYSTEM } from '../../domain/events.js';
import { openWorld, type World } from '../world.js';
import { serve, type Served } from './served.js';

/** A surface that is in no release: what the server does for every one of them. */
const trial =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/trial',
      {
        schema: {
          body: z.strictObject({ n: z.int() }),
          response: { 200: z.object({ who: z.string() }), ...problems() },
        },
      },
      async (request) => ({ who: (await desk.authenticate(request, 'cases:read')).id }),
    );
    app.get('/fault', { schema: { hide: true } }, async () => {
      throw new Error('Ada Example of 1 Some Street');
    });
  };

let world: World;
let served: Served;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  served = await serve(world, { surfaces: [trial] });
});

afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

describe('who asks', () => {
  it('is known by a key with the scope that the route needs', async () => {
    const { id, key } = await served.client();
    const answer = await served.ask('POST', '/trial', { key, body: { n: 1 } });
    expect([answer.status, answer.json]).toEqual([200, { who: id }]);
    expect(served.log.at(-1)).toMatchObject({ client: id, route: '/trial', status: 200 });
  });

  it('is refused without a key, with one that is nobody’s, and with one whose client has not the scope', async () => {
    const { key } = await served.client({ scopes: ['clinic:read'] });
    const unknown = `ehcna_00000000_${randomBytes(32).toString('base64url')}`;
    const answers = await Promise.all(
      [undefined, unknown, 'x', `${key}x`, key].map((one) =>
        served.ask('POST', '/trial', { body: { n: 1 }, ...(one === undefined ? {} : { key: one }) }),
      ),
    );
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [401, 'no-key'],
      [401, 'unknown-key'],
      [401, 'unknown-key'],
      [401, 'unknown-key'],
      [403, 'scope'],
    ]);
    for (const { headers } of answers) expect(headers.get('content-type')).toContain('application/problem+json');
  });

  it('may use an old key for as long as the new one overlaps, and neither once the client is revoked', async () => {
    const { id, key } = await served.client();
    const secrets = { pool: world.pool, keys: world.secrets.keys };
    const second = await rotateKey(secrets, id, 1);
    const third = await rotateKey(secrets, id, 0);
    const status = async (one = '') => (await served.ask('POST', '/trial', { key: one, body: { n: 1 } })).status;
    expect([await status(key), await status(second), await status(third)]).toEqual([401, 401, 200]);
    expect(await revokeClient(world.pool, id, 'a trial', SYSTEM)).toBe(true);
    expect(await status(third)).toBe(401);
  });

  it('keeps no key in clear', async () => {
    const { key } = await served.client();
    const { rows } = await world.pool.query(
      'select c::text || k::text as text from api_clients c join api_keys k on k.client = c.id',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows as { text: string }[]) {
      expect(text).not.toContain(key.slice(15));
      expect(text).not.toContain('PRIVATE KEY');
    }
  });
});

describe('a refusal', () => {
  it('names the field of a body that is not of its shape, and nothing of what it held', async () => {
    const { key } = await served.client();
    const answer = await served.ask('POST', '/trial', { key, body: { n: 'Ada Example' } });
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([{ path: 'body/n', message: expect.stringContaining('expected') }]);
    expect(answer.text).not.toContain('Ada');
  });

  it('says nothing of a fault of ours, and the log its name', async () => {
    const answer = await served.ask('GET', '/fault');
    expect([answer.status, answer.json.code]).toEqual([500, 'fault']);
    expect(answer.text + JSON.stringify(served.log)).not.toContain('Ada');
    expect(served.log.at(-1)).toMatchObject({ status: 500, why: 'Error' });
  });

  it('is a page to a browser', async () => {
    const answer = await served.ask('GET', '/nowhere', { headers: { accept: 'text/html' } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain('<h1');
  });

  it.each(['{', '[]', 'null', '"x"', '{"n":1,"m":2}', '\u0000'])('is given to the body %j', async (body) => {
    const { key } = await served.client();
    const response = await fetch(`${served.url}/trial`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
  });
});

describe('what it says of itself', () => {
  it('is an OpenAPI 3.1 document with every route that is not hidden', async () => {
    const { json } = await served.ask('GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(Object.keys(json.paths)).toEqual(expect.arrayContaining(['/healthz', '/readyz', '/trial']));
    expect(json.paths['/trial'].post.responses['401'].content['application/problem+json'].schema).toBeDefined();
    expect(json.paths).not.toHaveProperty('/fault');
  });

  it('is a page at /docs, and its styles are served for ever', async () => {
    const page = await served.ask('GET', '/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const html = await served.ask('GET', '/nowhere', { headers: { accept: 'text/html' } });
    const styles = await served.ask('GET', /\/assets\/[0-9a-f]+\.css/.exec(html.text)?.[0] ?? '');
    expect(styles.headers.get('cache-control')).toContain('immutable');
    expect(styles.text).not.toMatch(/GDS Transport|@font-face/);
  });

  it('is ready while the database and the Temporal server answer', async () => {
    const { status, json } = await served.ask('GET', '/readyz');
    expect([status, json]).toEqual([200, { ready: true, database: true, temporal: true, stopping: false }]);
  });
});

it('counts requests by client, and says when to come again', async () => {
  const limited = await serve(world, { surfaces: [trial], ratePerMinute: 4 });
  const { key } = await limited.client();
  const { key: other } = await limited.client();
  const ask = (one: string) => limited.ask('POST', '/trial', { key: one, body: { n: 1 } });
  // The first of each counts by address: until then nobody knows that the key is one.
  const first = [await ask(other), await ask(key)];
  expect(first.map(({ status }) => status)).toEqual([200, 200]);
  const answers = [await ask(key), await ask(key), await ask(key), await ask(key), await ask(key)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
  expect(answers[4]?.json.code).toBe('too-many-requests');
  expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask(other)).status).toBe(200);
  await limited.stop();
});

it('counts whoever guesses by address, however many keys they make up, and no client by what they did', async () => {
  const limited = await serve(world, { surfaces: [trial], ratePerMinute: 4 });
  const { key } = await limited.client();
  const ask = (one: string) => limited.ask('POST', '/trial', { key: one, body: { n: 1 } });
  expect((await ask(key)).status).toBe(200);
  const guesses = [];
  for (let i = 0; i < 5; i += 1) guesses.push((await ask(`ehcna_${i}_${randomBytes(16).toString('hex')}`)).status);
  expect(guesses).toEqual([401, 401, 401, 429, 429]);
  expect((await ask(key)).status).toBe(200);
  await limited.stop();
});

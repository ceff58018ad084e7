/** What is no request: ten thousand bodies that are wrong in some way, and a Temporal server that is away. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REQUEST_EXAMPLE } from '../../client/http/writing/requests.js';
import { openWorld, type World } from '../world.js';
import { serve, type Served } from './served.js';

const BODIES = 10_000;
const SECRET = 'Zebedee Unsaid';

let world: World;
let served: Served;
let key: string;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  served = await serve(world);
  ({ key } = await served.client());
});

afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

/** Mulberry32: the same bodies each time. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const draw = random(20_261_126);
const oneOf = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
const whole = { ...REQUEST_EXAMPLE, child: { ...REQUEST_EXAMPLE.child, name: SECRET } };
const WRONG: readonly unknown[] = [null, 7, -1e308, true, [], {}, '', '\u0000', 'x'.repeat(600), [[[]]], '2026-02-31'];

const changed = (): string => {
  const body = structuredClone(whole) as unknown as Record<string, Record<string, unknown>>;
  const inside = oneOf([body, body.child, body.family?.[0] as never]) as Record<string, unknown>;
  const name = oneOf(
    ['name', 'source', 'role', 'dateOfBirth', 'livesInArea', 'sensoryNeed'].filter((n) => n in inside),
  );
  if (name === undefined || draw() < 0.3) inside[`x${Math.floor(draw() * 1e6)}`] = oneOf(WRONG);
  else inside[name] = oneOf(WRONG.filter((wrong) => typeof wrong !== typeof inside[name] || wrong === ''));
  return JSON.stringify(body);
};

const KINDS: readonly (() => [body: string | Buffer, type: string])[] = [
  () => [JSON.stringify(whole).slice(0, 1 + Math.floor(draw() * 300)), 'application/json'],
  () => [changed(), 'application/json'],
  () => [JSON.stringify(oneOf(WRONG)), 'application/json'],
  () => ['['.repeat(1 + Math.floor(draw() * 5_000)), 'application/json'],
  () => [`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`, 'application/json'],
  () => [
    Buffer.concat([Buffer.from(`{"source":"${SECRET}`), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]),
    'application/json',
  ],
  () => [JSON.stringify(whole).replace('{', '{"__proto__":{"a":1},'), 'application/json'],
  () => [JSON.stringify(whole).replace('{', '{"constructor":{"prototype":{"a":1}},'), 'application/json'],
  () => [
    JSON.stringify(whole),
    oneOf(['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded', 'x']),
  ],
  () => [JSON.stringify({ specversion: '1.0', id: 1, data: whole }), 'application/cloudevents+json'],
];

const PATHS = ['/v1/requests', '/v1/events', '/v1/cases/EHC-7K2M9QXA/evidence', '/v1/reviews/EHC-7K2M9QXA/papers'];

it('ten thousand bodies that are wrong are each refused, and nothing of them is repeated, logged, or kept', {
  timeout: 240_000,
}, async () => {
  const statuses = new Map<number, number>();
  let left = BODIES;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const [body, type] = oneOf(KINDS)();
      const answer = await fetch(`${served.url}${type.includes('cloud') ? '/v1/events' : oneOf(PATHS)}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': `key-${left}-${BODIES}`, 'content-type': type },
        body: body as never,
      });
      const text = await answer.text();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (text.includes(SECRET)) throw new Error('A refusal repeats what it was sent.');
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  console.log(`${BODIES} bodies: ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(', ')}`);
  expect([...statuses.keys()].filter((status) => status < 400 || status > 499)).toEqual([]);
  expect(JSON.stringify(served.log)).not.toContain(SECRET);
  expect((await world.pool.query('select from submissions')).rowCount).toBe(0);
  expect((await served.ask('GET', '/healthz')).status).toBe(200);
});

it('a body that is too large is refused before it is read', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const asking = httpRequest(`${served.url}/v1/requests`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': 'too-large',
        'content-type': 'application/json',
        'content-length': 50_000_000,
      },
    });
    asking.on('response', (answer) => resolve(answer.statusCode)).on('error', reject);
    asking.write('{');
  });
  expect(status).toBe(413);
});

it('while nothing passes it on it is stored and answered with 202, and delivered once somebody does', {
  timeout: 120_000,
}, async () => {
  const send = () =>
    served.ask('POST', '/v1/requests', { key, body: REQUEST_EXAMPLE, headers: { 'idempotency-key': 'while-away' } });
  const stored = await send();
  expect([stored.status, stored.json.state]).toEqual([202, 'pending']);
  const { rows } = await world.pool.query<{ text: string }>('select s::text as text from submissions s');
  expect(rows.map(({ text }) => text).join()).not.toMatch(/Robin|High Street/);
  await world.startWorker();
  const path = `/v1/submissions/${stored.json.id}`;
  await expect
    .poll(async () => (await served.ask('GET', path, { key })).json.state, { timeout: 90_000 })
    .toBe('delivered');
  const again = await send();
  expect([again.status, again.json.caseRef]).toEqual([201, stored.json.caseRef]);
});

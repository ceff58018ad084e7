/** The Temporal server or the database is away: a write is stored for certain and passed on later, or refused; never taken and lost. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { REQUEST_EXAMPLE } from '../../client/http/writing/requests.js';
import { assessmentId } from '../../domain/ids.js';
import { through, type Wire, wireTo } from '../trust/wire.js';
import { openWorld, type World } from '../world.js';
import { type IngressProcess, ingressOf } from './process.js';
import { serve } from './served.js';

let world: World;
let toDatabase: Wire;
let toServer: Wire;
let ingress: IngressProcess;
let key: string;

beforeAll(async () => {
  world = await openWorld();
  const served = await serve(world);
  ({ key } = await served.client());
  await served.stop();
  const database = new URL(world.databaseUrl);
  toDatabase = await wireTo(database.hostname, Number(database.port));
  const [host = '', port] = world.address.split(':');
  toServer = await wireTo(host, Number(port));
  ingress = await ingressOf(world, {
    DATABASE_URL: through(world.databaseUrl, toDatabase),
    TEMPORAL_ADDRESS: `127.0.0.1:${toServer.port}`,
  });
  await ingress.start();
});

afterEach(async () => {
  toDatabase.become('whole');
  toServer.become('whole');
  // Connections of before that are broken are met, and thrown away, by who asks next.
  await until(async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/readyz')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });
});

afterAll(async () => {
  await ingress?.end('SIGTERM');
  await Promise.all([toDatabase?.close(), toServer?.close()]);
  await world?.stop();
});

interface Answered {
  status: number;
  type: string;
  json: Record<string, unknown>;
}

let child = 0;
const requestFor = (n: number) => ({
  ...REQUEST_EXAMPLE,
  externalRef: `AWAY-${n}`,
  child: { ...REQUEST_EXAMPLE.child, name: `Robin Example ${n}` },
});

const ask = async (
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<Answered> => {
  const response = await fetch(`${ingress.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers },
  });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, json: (await response.json()) as Record<string, unknown> };
};

const send = (n: number): Promise<Answered> =>
  ask('/v1/requests', {
    method: 'POST',
    headers: { 'idempotency-key': `away-key-${n}` },
    body: JSON.stringify(requestFor(n)),
  });

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 250 });

const received = async (caseRef: unknown): Promise<number> =>
  (await world.ehcna.ledger.read(assessmentId(String(caseRef) as never))).filter(
    ({ type }) => type === 'request.received',
  ).length;

it.each(['cut', 'silent'] as const)(
  'with the database %s a write is refused with 503, and the same key does it once when it is back',
  async (state) => {
    const n = (child += 1);
    toDatabase.become(state);
    const refused = await send(n);
    expect([refused.status, refused.type]).toEqual([503, expect.stringContaining('application/problem+json')]);
    expect((await ask('/readyz')).json).toMatchObject({ ready: false, database: false });
    expect((await ask('/healthz')).status).toBe(200);
    toDatabase.become('whole');
    await until(async () => expect((await send(n)).status).toBe(201));
    const { json } = await send(n);
    expect(await received(json.caseRef)).toBe(1);
  },
  120_000,
);

it.each(['cut', 'silent'] as const)(
  'with the Temporal server %s a write is stored and answered 202, and is a case once the server is back',
  async (state) => {
    const n = (child += 1);
    toServer.become(state);
    const stored = await send(n);
    expect([stored.status, stored.json.state]).toEqual([202, 'pending']);
    expect((await ask('/readyz')).json).toMatchObject({ ready: false, database: true, temporal: false });
    toServer.become('whole');
    await until(async () =>
      expect((await ask(`/v1/submissions/${String(stored.json.id)}`)).json).toMatchObject({ state: 'delivered' }),
    );
    const { status, json } = await send(n);
    expect([status, json.id]).toEqual([201, stored.json.id]);
    expect(await received(json.caseRef)).toBe(1);
  },
  180_000,
);

it('says nothing of a child in its log, whatever was away', () => {
  expect(ingress.log()).not.toMatch(/Robin|Example|High Street/);
});

import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { guardOf, post } from '../../client/webhooks/post.js';
import { WEBHOOK_EVENT_NAMES } from '../../domain/webhook-events.js';
import { familyRequest } from '../cli/requests.js';

import { openWorld, type World } from '../world.js';
import { serve, type Served } from './served.js';

interface Got {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver that answers what it is told to, 200 unless said. */
const receiver = async () => {
  const got: Got[] = [];
  const answers: number[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200, { location: 'http://127.0.0.1:1/elsewhere' }).end('x'.repeat(100_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { got, answers, url, close: () => new Promise((resolve) => server.close(resolve)) };
};

let world: World;
let served: Served;

beforeAll(async () => {
  world = await openWorld();
  served = await serve(world);
});

afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

/** What follows in another process takes its time. */
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

const opened = async (): Promise<string> =>
  (
    await world.ehcna.open(
      { ...familyRequest(), externalRef: `x-${Math.random().toString(36).slice(2)}` },
      { role: 'caseworker', id: 'cw-1' },
    )
  ).caseRef;

/** A webhook of a client's own, at a receiver. */
const hooked = async (over: { events?: string[]; school?: string } = {}) => {
  const there = await receiver();
  const { id: client, key } = await served.client(over.school ? { role: 'provider', school: over.school } : {});
  const made = await served.ask('POST', '/v1/webhooks', {
    key,
    body: { url: there.url, events: over.events ?? ['request.received'] },
  });
  expect(made.status).toBe(201);
  return { ...there, client, key, id: made.json.id as string, secret: made.json.secret as string };
};

const deliveries = async ({ id, key }: { id: string; key: string }) =>
  (await served.ask('GET', `/v1/webhooks/${id}/deliveries`, { key })).json.deliveries as {
    id: number;
    case: string;
    state: string;
    message: string;
    attempts: { status: number | null; error: string | null }[];
  }[];

const dueNow = (endpoint: string) =>
  world.pool.query(`update webhook_deliveries set next_at = now() where endpoint = $1 and state = 'due'`, [endpoint]);

describe('a webhook', () => {
  it('is told what happened, signed as Standard Webhooks says, and nothing of a child', async () => {
    const hook = await hooked();
    const caseRef = await opened();
    await until(async () => expect(hook.got).toHaveLength(1));
    const { headers, body } = hook.got[0] as Got;
    const verified = new Webhook(hook.secret).verify(body, headers as Record<string, string>);
    expect(verified).toEqual({
      type: 'request.received',
      timestamp: expect.any(String),
      data: {
        case: caseRef,
        externalRef: expect.stringMatching(/^x-/),
        process: 'assessment',
        occurredOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        sequence: 1,
      },
    });
    expect(() =>
      new Webhook(hook.secret).verify(body.replace('request', 'bequest'), headers as Record<string, string>),
    ).toThrow();
    await until(async () => expect(await deliveries(hook)).toMatchObject([{ case: caseRef, state: 'delivered' }]));
    await hook.close();
  });

  it('is sent the same message again until it is taken, and each try is on its log', async () => {
    const hook = await hooked();
    hook.answers.push(500, 302);
    await opened();
    for (const n of [1, 2, 3]) {
      await until(async () => expect(hook.got).toHaveLength(n));
      await until(async () => expect((await deliveries(hook))[0]?.attempts).toHaveLength(n));
      await dueNow(hook.id);
    }
    const [delivery] = await deliveries(hook);
    expect(delivery).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 302 }, { status: 200 }],
    });
    expect(new Set(hook.got.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery?.message]));
    await hook.close();
  });

  it('that is away is tried again later, and given up after the last wait; then it can be replayed', async () => {
    const hook = await hooked();
    await hook.close();
    await opened();
    await until(async () => expect((await deliveries(hook))[0]?.attempts).toMatchObject([{ error: 'ECONNREFUSED' }]));
    await world.pool.query(`update webhook_deliveries set attempts = 9 where endpoint = $1`, [hook.id]);
    await dueNow(hook.id);
    await until(async () => expect((await deliveries(hook))[0]?.state).toBe('failed'));
    const [failed] = await deliveries(hook);
    const again = await served.ask('POST', `/v1/webhooks/${hook.id}/deliveries/${failed?.id}/replay`, {
      key: hook.key,
    });
    expect([again.status, again.json]).toEqual([202, { due: 1 }]);
    await until(async () => expect((await deliveries(hook))[0]?.attempts).toHaveLength(3));
  });

  it('is sent what was recorded before it was there, when it asks for it', async () => {
    const since = new Date(Date.now() - 1_000).toISOString();
    const before = await opened();
    const hook = await hooked();
    const asked = await served.ask('POST', `/v1/webhooks/${hook.id}/replay`, { key: hook.key, body: { since } });
    expect(asked.status).toBe(202);
    await until(async () => expect(hook.got.some(({ body }) => body.includes(before))).toBe(true));
    await hook.close();
  });

  it('that answers 410 is sent nothing more until it is made active', async () => {
    const hook = await hooked();
    hook.answers.push(410);
    await opened();
    const state = async () => (await served.ask('GET', '/v1/webhooks', { key: hook.key })).json.webhooks[0].state;
    await until(async () => expect(await state()).toBe('gone'));
    await opened();
    await dueNow(hook.id);
    expect(hook.got).toHaveLength(1);
    await served.ask('PATCH', `/v1/webhooks/${hook.id}`, { key: hook.key, body: { state: 'active' } });
    await dueNow(hook.id);
    await until(async () => expect(hook.got).toHaveLength(2));
    await hook.close();
  });

  it('that is paused is told afterwards what happened meanwhile', async () => {
    const hook = await hooked();
    await served.ask('PATCH', `/v1/webhooks/${hook.id}`, { key: hook.key, body: { state: 'paused' } });
    const caseRef = await opened();
    await until(async () => expect(await deliveries(hook)).toMatchObject([{ case: caseRef, state: 'due' }]));
    expect(hook.got).toHaveLength(0);
    await served.ask('PATCH', `/v1/webhooks/${hook.id}`, { key: hook.key, body: { state: 'active' } });
    await until(async () => expect(hook.got).toHaveLength(1));
    await hook.close();
  });

  it('is signed with both secrets while one takes over from the other', async () => {
    const hook = await hooked();
    const rotated = await served.ask('POST', `/v1/webhooks/${hook.id}/secret`, { key: hook.key });
    await opened();
    await until(async () => expect(hook.got).toHaveLength(1));
    const { headers, body } = hook.got[0] as Got;
    for (const secret of [hook.secret, rotated.json.secret as string])
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeDefined();
    await hook.close();
  });

  it('of a school is told nothing of another school’s children, not in its log and not by counting', async () => {
    const hook = await hooked({ school: '100000' });
    await opened();
    const kept = async () =>
      (await world.pool.query('select id::int, state from webhook_deliveries where endpoint = $1', [hook.id])).rows;
    await until(async () => expect(await kept()).toMatchObject([{ state: 'withheld' }]));
    const [{ id: delivery }] = (await kept()) as [{ id: number }];
    expect(hook.got).toHaveLength(0);
    expect(await deliveries(hook)).toEqual([]);
    const one = await served.ask('POST', `/v1/webhooks/${hook.id}/deliveries/${delivery}/replay`, { key: hook.key });
    expect([one.status, one.json.code]).toEqual([404, 'no-delivery']);
    const since = new Date(Date.now() - 60_000).toISOString();
    const all = await served.ask('POST', `/v1/webhooks/${hook.id}/replay`, { key: hook.key, body: { since } });
    expect([all.status, all.json]).toEqual([202, { due: null }]);
    await hook.close();
  });

  it('is nobody’s but its client’s', async () => {
    const hook = await hooked({ events: [...WEBHOOK_EVENT_NAMES] });
    const { key } = await served.client();
    const asked = [
      await served.ask('GET', `/v1/webhooks/${hook.id}/deliveries`, { key }),
      await served.ask('PATCH', `/v1/webhooks/${hook.id}`, { key, body: { state: 'paused' } }),
      await served.ask('POST', `/v1/webhooks/${hook.id}/secret`, { key }),
      await served.ask('POST', `/v1/webhooks/${hook.id}/replay`, { key, body: { since: new Date().toISOString() } }),
      await served.ask('DELETE', `/v1/webhooks/${hook.id}`, { key }),
    ];
    for (const { status, json } of asked) expect([status, json.code]).toEqual([404, 'no-webhook']);
    expect((await served.ask('GET', '/v1/webhooks', { key })).json).toEqual({ webhooks: [] });
    expect((await served.ask('DELETE', `/v1/webhooks/${hook.id}`, { key: hook.key })).status).toBe(204);
    expect((await served.ask('GET', '/v1/webhooks', { key: hook.key })).json).toEqual({ webhooks: [] });
    await hook.close();
  });

  it('keeps no secret in clear', async () => {
    const hook = await hooked();
    const { rows } = await world.pool.query('select w::text as text from webhook_endpoints w');
    for (const { text } of rows as { text: string }[]) expect(text).not.toContain(hook.secret.slice(6));
    await hook.close();
  });
});

describe('an address for a webhook', () => {
  it.each([
    'http://example.org/x',
    'ftp://example.org',
    'https://user:pass@example.org/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[2002:7f00:1::]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'file:///etc/passwd',
    'not an address',
  ])('%s is refused where the authority opens no network', async (url) => {
    const closed = await serve(world, { webhookNetworks: [], training: false });
    const { key } = await closed.client();
    const answer = await closed.ask('POST', '/v1/webhooks', { key, body: { url, events: ['plan.issued'] } });
    expect([answer.status, answer.json.code]).toEqual([422, 'webhook-address']);
    await closed.stop();
  });

  it('is judged again by what its name stands for when it is sent to', async () => {
    const there = await receiver();
    const url = there.url.replace('127.0.0.1', 'localhost');
    const sending = { url, headers: {}, body: '{}', timeoutMs: 2_000 };
    expect(await post(sending, guardOf([], true))).toMatchObject({ error: 'CLOSED_NETWORK' });
    expect(await post(sending, guardOf(['127.0.0.0/8', '::1/128'], true))).toMatchObject({ status: 200 });
    expect(there.got).toHaveLength(1);
    await there.close();
  });
});

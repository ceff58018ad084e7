/** Logins by tokens of an issuer: one of the test's own, that shows its keys over HTTP as a real one does. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeClient } from '../../client/api-clients.js';
import { SYSTEM } from '../../domain/events.js';
import { openWorld, type World } from '../world.js';
import { serve, type Served } from './served.js';

const AUDIENCE = 'urn:ehcna:northmere';
const SUBJECT = 'mis-vendor-7';

/** As long as the ingress leaves an issuer alone between two questions. */
const PAUSE_MS = 5_200;

interface Key {
  kid: string;
  pair: { privateKey: CryptoKey; publicKey: CryptoKey };
}

const newKey = async (kid: string): Promise<Key> => ({
  kid,
  pair: await generateKeyPair('ES256', { extractable: true }),
});

class Issuer {
  keys: JWK[] = [];
  asked = 0;
  away = false;
  url = '';
  private readonly server: Server = createServer((request, response) => {
    this.asked += 1;
    if (this.away) return void response.writeHead(503).end();
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        request.url === '/keys' ? { keys: this.keys } : { issuer: this.url, jwks_uri: `${this.url}/keys` },
      ),
    );
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async show(...keys: Key[]): Promise<void> {
    this.keys = await Promise.all(
      keys.map(async ({ kid, pair }) => ({ ...(await exportJWK(pair.publicKey)), kid, alg: 'ES256', use: 'sig' })),
    );
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.closeAllConnections();
      this.server.close(() => resolve());
    });
  }
}

let world: World;
let served: Served;
let issuer: Issuer;
let first: Key;
let client: string;

const now = (): number => Math.floor(Date.now() / 1_000);

const tokenBy = (
  { kid, pair }: Key,
  claims: Record<string, unknown> = {},
  { exp = now() + 300, nbf = now() - 10, aud = AUDIENCE, iss = issuer.url } = {},
): Promise<string> =>
  new SignJWT({ azp: SUBJECT, sub: 'somebody', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(iss)
    .setAudience(aud)
    .setIssuedAt()
    .setNotBefore(nbf)
    .setExpirationTime(exp)
    .sign(pair.privateKey);

const ask = (key: string, of: Served = served) => of.ask('GET', '/v1/cases', { key });

beforeAll(async () => {
  world = await openWorld({ worker: false });
  issuer = await new Issuer().start();
  first = await newKey('one');
  await issuer.show(first);
  served = await serve(world, { oidc: { issuer: issuer.url, audience: AUDIENCE, claim: undefined } });
  client = (await served.client({ oidcSubject: SUBJECT, scopes: ['cases:read'] })).id;
});

afterAll(async () => {
  await served?.stop();
  await issuer?.stop();
  await world?.stop();
});

describe('a token of the issuer', () => {
  it('is the client that it names, with that one’s scopes, and the issuer is asked for its keys once', async () => {
    const asked = issuer.asked;
    for (let i = 0; i < 5; i += 1) expect((await ask(await tokenBy(first))).status).toBe(200);
    expect(issuer.asked - asked).toBeLessThanOrEqual(2);
    expect(served.log.at(-1)).toMatchObject({ client, status: 200 });
    const other = await served.ask('GET', '/v1/cases', {
      key: await tokenBy(first, { azp: undefined, client_id: SUBJECT }),
    });
    expect(other.status).toBe(200);
  });

  it('may be a minute out by its clock and no more', async () => {
    expect((await ask(await tokenBy(first, {}, { exp: now() - 50 }))).status).toBe(200);
    expect((await ask(await tokenBy(first, {}, { nbf: now() + 50 }))).status).toBe(200);
    expect((await ask(await tokenBy(first, {}, { exp: now() - 70 }))).json.code).toBe('token-expired');
    expect((await ask(await tokenBy(first, {}, { nbf: now() + 80 }))).json.code).toBe('token-not-yet');
  });

  it('is refused in words, without a word of its own, where it proves nothing', async () => {
    const stranger = await newKey('one');
    const unknown = await newKey('nobody');
    const spki = await exportSPKI(first.pair.publicKey);
    const hmac = await new SignJWT({ azp: SUBJECT })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setIssuer(issuer.url)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(spki));
    const none = new UnsecuredJWT({ azp: SUBJECT })
      .setIssuer(issuer.url)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .encode();
    const good = await tokenBy(first);
    const [head, body, signature] = good.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, azp: 'another' })).toString('base64url');
    const noExpiry = await new SignJWT({ azp: SUBJECT })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer.url)
      .setAudience(AUDIENCE)
      .sign(first.pair.privateKey);
    const cases: [string, string][] = [
      [await tokenBy(first, {}, { aud: 'urn:another' }), 'token-audience'],
      [await tokenBy(first, {}, { iss: 'https://issuer.example' }), 'token-issuer'],
      [await tokenBy(first, { azp: 'nobody-here' }), 'token-of-nobody'],
      [await tokenBy(stranger), 'token-unproven'],
      [await tokenBy(unknown), 'token-unproven'],
      [none, 'token-unproven'],
      [hmac, 'token-unproven'],
      [`${head}.${forged}.${signature}`, 'token-unproven'],
      [`${head}.${body}.`, 'token-unproven'],
      [`x.${body}.${signature}`, 'token-unproven'],
      [noExpiry, 'token-claims'],
      ['no.token', 'unknown-key'],
    ];
    for (const [token, code] of cases) {
      const answer = await ask(token);
      expect([answer.status, answer.json.code]).toEqual([401, code]);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      for (const word of ['nobody-here', 'urn:another', 'issuer.example', SUBJECT, token.slice(0, 40)])
        expect(answer.text + JSON.stringify(served.log.at(-1))).not.toContain(word);
    }
  });

  it('counts no more once its client is revoked', async () => {
    const { id } = await served.client({ oidcSubject: 'to-be-revoked' });
    const token = await tokenBy(first, { azp: 'to-be-revoked' });
    expect((await ask(token)).status).toBe(200);
    await revokeClient(world.pool, id, 'a trial', SYSTEM);
    expect((await ask(token)).json.code).toBe('token-of-nobody');
  });
});

describe('the issuer’s keys', () => {
  it('are asked for again when a token names one that is not known, and not for every such token', async () => {
    await pause(PAUSE_MS);
    const second = await newKey('two');
    await issuer.show(second);
    expect((await ask(await tokenBy(second))).status).toBe(200);
    expect((await ask(await tokenBy(first))).json.code).toBe('token-unproven');
    const asked = issuer.asked;
    const unknown = await newKey('three');
    const answers = await Promise.all(Array.from({ length: 10 }, async () => ask(await tokenBy(unknown))));
    expect(answers.every(({ status }) => status === 401)).toBe(true);
    expect(issuer.asked).toBe(asked);
    await issuer.show(first);
    await pause(PAUSE_MS);
  });

  it('that were known still count while the issuer is away; without any, nothing is taken in and 503 says so', async () => {
    const fresh = await serve(world, { oidc: { issuer: issuer.url, audience: AUDIENCE, claim: 'azp' } });
    issuer.away = true;
    expect((await ask(await tokenBy(first))).status).toBe(401);
    const answer = await ask(await tokenBy(first), fresh);
    expect([answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([
      503,
      'login-unavailable',
      '10',
    ]);
    issuer.away = false;
    await pause(PAUSE_MS);
    expect((await ask(await tokenBy(first), fresh)).status).toBe(200);
    issuer.away = true;
    expect((await ask(await tokenBy(first), fresh)).status).toBe(200);
    issuer.away = false;
    await fresh.stop();
  });
});

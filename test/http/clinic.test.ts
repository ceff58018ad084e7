/** Who may open the clinic's pages, how long for, and what its lists and files hold. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCases } from '../../client/sample/caseload.js';
import { revokeClient, rotateKey } from '../../client/api-clients.js';
import { safeNext } from '../../client/http/clinic-door.js';
import { passFor } from '../../client/http/clinic-session.js';
import { londonDate } from '../../domain/civil-date.js';
import { SYSTEM } from '../../domain/events.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { readPolicy } from '../../workers/policy-file.js';
import { openWorld, type World } from '../world.js';
import { type Answer, serve, type Served } from './served.js';

let world: World;
let served: Served;
const HTML = { accept: 'text/html' };
const OWN = { origin: 'http://127.0.0.1', 'content-type': 'application/x-www-form-urlencoded', ...HTML };

beforeAll(async () => {
  world = await openWorld({ worker: false });
  const { version, policy } = await readPolicy('policy/default.yaml');
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  await world.ehcna.ledger.recordPolicy(version, policy);
  for (const { caseRef, events } of sampleCases({ today: londonDate(Date.now()), rules, size: 12 }))
    await world.ehcna.ledger.append(`assessment/${caseRef}`, events);
  served = await serve(world);
});
afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

const form = async (path: string, fields: Record<string, string>, headers: Record<string, string>): Promise<Answer> => {
  const answer = await fetch(`${served.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text(), json: undefined };
};
const signIn = (key: string, next = '/clinic'): Promise<Answer> => form('/clinic/sign-in', { key, next }, OWN);
const cookieOf = ({ headers }: Answer): string => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const open = (cookie: string, path = '/clinic'): Promise<Answer> =>
  served.ask('GET', path, { headers: { ...HTML, cookie } });

describe('the door of the clinic', () => {
  it('sends a browser to sign in and back to the view it asked for, and gives a program its refusal', async () => {
    const asked = await served.ask('GET', '/clinic?from=2026-01&sign-in=secret', { headers: HTML });
    expect([asked.status, asked.headers.get('location')]).toEqual([
      303,
      '/clinic/sign-in?next=%2Fclinic%3Ffrom%3D2026-01',
    ]);
    expect((await served.ask('GET', '/clinic')).json).toMatchObject({ status: 401, code: 'no-key' });
  });

  it('takes a key once, keeps it in no cookie, and opens until signed out, whoever has a copy of the cookie', async () => {
    const { key } = await served.client({ scopes: ['clinic:read'] });
    const signed = await signIn(key, '/clinic?from=2026-01');
    expect([signed.status, signed.headers.get('location')]).toEqual([303, '/clinic?from=2026-01']);
    const [set = ''] = signed.headers.getSetCookie();
    expect(set).toMatch(/HttpOnly/i);
    expect(set).toMatch(/SameSite=Strict/i);
    expect(set).not.toContain(key.slice(6, 30));
    const cookie = cookieOf(signed);
    expect((await open(cookie)).status).toBe(200);
    expect((await open(`${cookie.slice(0, -4)}AAAA`)).status).toBe(303);
    expect((await form('/clinic/sign-out', {}, { ...OWN, cookie })).status).toBe(303);
    expect((await open(cookie)).status).toBe(303);
    expect(JSON.stringify(served.log)).not.toContain(key);
  });

  it('ends every session of a key that was replaced, and of a client that was revoked', async () => {
    const [replaced, revoked] = [await served.client(), await served.client()];
    const cookies = [cookieOf(await signIn(replaced.key)), cookieOf(await signIn(revoked.key))];
    for (const cookie of cookies) expect((await open(cookie)).status).toBe(200);
    await rotateKey({ pool: world.pool, keys: world.secrets.keys }, replaced.id, 0);
    await revokeClient(world.pool, revoked.id, 'left', SYSTEM);
    for (const cookie of cookies) expect((await open(cookie)).status).toBe(303);
  });

  it('refuses in words whoever has not the right, speaks for a school, or sends the form from elsewhere', async () => {
    const { key } = await served.client({ scopes: ['cases:read'] });
    const page = await served.ask('GET', '/clinic', { key, headers: HTML });
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('You may not see the clinic')]);
    expect((await signIn(key)).status).toBe(403);
    const school = await served.client({ school: '100049' });
    expect((await served.ask('GET', '/clinic', { key: school.key })).json).toMatchObject({
      status: 403,
      code: 'school',
    });
    for (const over of [{ service: 'psychology' }, { role: 'provider' }, { role: 'family' }] as const) {
      const { key: bound } = await served.client(over);
      for (const path of ['/clinic', '/clinic/list/work.open.csv', '/clinic/snapshots'])
        expect((await served.ask('GET', path, { key: bound })).json).toMatchObject({ status: 403, code: 'own-cases' });
    }
    const good = await served.client();
    for (const headers of [
      { ...OWN, origin: 'https://elsewhere.example' },
      { ...OWN, 'sec-fetch-site': 'cross-site' },
    ])
      expect((await form('/clinic/sign-in', { key: good.key, next: '/clinic' }, headers)).status).toBe(403);
  });

  it('opens by the link of the sample set-up without a cookie, gives one, and puts the link into no other', async () => {
    const { key } = await served.client();
    const made = await passFor({ pool: world.pool, keys: world.secrets.keys }, 'sign-in-link', key, Date.now());
    const link = made?.pass ?? '';
    const page = await served.ask('GET', `/clinic?sign-in=${link}`, { headers: HTML });
    expect([page.status, page.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
    expect(page.text).not.toContain(link.slice(0, 30));
    expect((await open(cookieOf(page), '/clinic/snapshots')).status).toBe(200);
    expect((await open(`ehcna-clinic=${link}`)).status).toBe(303);
    expect((await served.ask('GET', `/clinic/snapshots?sign-in=${link}`, { headers: HTML })).status).toBe(303);
    const live = await serve(world, { training: false } as never);
    expect((await live.ask('GET', `/clinic?sign-in=${link}`)).status).toBe(401);
    await live.stop();
  });

  it.each([
    ['https://elsewhere.example/clinic', '/clinic'],
    ['//elsewhere.example', '/clinic'],
    ['/clinicx', '/clinic'],
    ['/clinic/../docs', '/clinic'],
    ['/clinic/sign-in?next=/clinic', '/clinic'],
    ['/clinic/list/work.open?page=2&sign-in=x', '/clinic/list/work.open?page=2'],
  ])('after signing in, %s leads to %s', (wanted, next) => expect(safeNext(wanted)).toBe(next));
});

describe('what the clinic gives out', () => {
  it('is a page that says what is wrong with a filter, holds what was given, and runs no script', async () => {
    const { key } = await served.client();
    const bad = await served.ask('GET', '/clinic?from=2026-13&locality=%3Cb%3E', { key, headers: HTML });
    expect([bad.status, bad.text]).toEqual([400, expect.stringContaining('There is a problem')]);
    expect(bad.text).toContain('value="2026-13"');
    expect(bad.text).toContain('&lt;b&gt;');
    expect(bad.text).not.toMatch(/<b>|<script|\son\w+=|\sstyle=/);
    expect(bad.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is answered with 304 where nothing has changed', async () => {
    const { key } = await served.client();
    const first = await served.ask('GET', '/clinic', { key, headers: HTML });
    const etag = first.headers.get('etag') ?? '';
    expect((await served.ask('GET', '/clinic', { key, headers: { ...HTML, 'if-none-match': etag } })).status).toBe(304);
  });

  it('is a list, a page of it at a time, and the same as CSV, with its readers on the ledger', async () => {
    const { id, key } = await served.client();
    const page = await served.ask('GET', '/clinic/list/work.open', { key, headers: HTML });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('All 12 of them.')]);
    const csv = await served.ask('GET', '/clinic/list/work.open.csv', { key });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^caseRef,about,/);
    expect(lines).toHaveLength(13);
    for (const line of lines.slice(1)) expect(page.text).toContain(line.split(',')[0]);
    expect((await served.ask('GET', '/clinic/list/nothing.such', { key })).json).toMatchObject({ status: 404 });
    const notes = (await world.ehcna.ledger.read(`access/${londonDate(Date.now()).slice(0, 7)}`)).filter(
      (e) => e.by.id === id,
    );
    expect(notes.length).toBeGreaterThan(0);
    expect(JSON.stringify(notes)).toContain(lines[1]?.split(',')[0]);
  });
});

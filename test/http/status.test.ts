/** The link in a letter, opened by whoever has it: what it opens, what it does not, and what is written down of either. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStatusLinks } from '../../activities/status-links.js';
import { addDays } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import type { CaseRef } from '../../domain/ids.js';
import { readToken, statusLinkKey, tokenOf } from '../../keys/status-link.js';
import { openBrowser } from '../browser/browser.js';
import { familyRequest, today } from '../cli/requests.js';
import { terminalOf } from '../cli/terminal.js';
import { openWorld, type World } from '../world.js';
import { serve, type Served } from './served.js';

const PUBLIC = 'https://status.example';
const lead: Actor = { role: 'assessment-lead', id: 'lead-1' };
const officer: Actor = { role: 'caseworker', id: 'cw-1' };

let world: World;
let served: Served;
let browser: Browser;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  await world.startWorker({ publicUrl: PUBLIC });
  served = await serve(world, { publicUrl: PUBLIC, trustedProxies: ['127.0.0.1'] });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await served?.stop();
  await world?.stop();
});

const openCase = async (changes: Parameters<typeof familyRequest>[0] = {}): Promise<CaseRef> => {
  const { caseRef } = await world.ehcna.open(familyRequest(changes), officer);
  await expect.poll(() => linksOf(caseRef).then((links) => links.length), { timeout: 20_000 }).toBeGreaterThan(3);
  return caseRef;
};

interface Row {
  id: string;
  origin: string;
  role: string;
  expires: string;
  opened: number;
  revokedBy: string | null;
}

const linksOf = async (caseRef: string): Promise<Row[]> =>
  (
    await world.pool.query<Row>(
      `select id, origin, party_role as role, to_char(expires_on, 'YYYY-MM-DD') as expires, times_opened as opened,
              revoked_by as "revokedBy" from status_links where case_ref = $1 order by origin`,
      [caseRef],
    )
  ).rows;

/** As it stands in the letter that was written. */
const pathIn = async (caseRef: string, letterId: string): Promise<string> => {
  const html = await readFile(join(world.outboxDir, caseRef, `${letterId}.html`), 'utf8');
  const found = new RegExp(`href="${PUBLIC}(/status/[^"]+)"`).exec(html);
  if (!found?.[1]) throw new Error(`${letterId} offers no status page`);
  return found[1];
};

const pathFor = async (caseRef: string, role: string): Promise<string> => {
  const link = (await linksOf(caseRef)).find((l) => l.role === role);
  if (!link) throw new Error(`no link of ${role}`);
  return pathIn(caseRef, link.origin.split('/')[1] ?? '');
};

let visitors = 0;

/** Each from an address of its own, as the proxy in front says. */
const open = (path: string, method = 'GET') =>
  served.ask(method, path, {
    headers: { accept: 'text/html', 'x-forwarded-for': `2001:db8::${((visitors += 1)).toString(16)}` },
  });

/** Of Fastify's tree of routes, drawn with lines. */
const routesOf = (tree: string): string[] => {
  const above: string[] = [];
  const found: string[] = [];
  for (const line of tree.split('\n')) {
    const [, drawn = '', segment = '', methods] = /^([\s│├└─]*)(\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    const depth = drawn.length / 4;
    above.splice(depth);
    above[depth] = segment;
    if (methods) found.push(above.join(''));
  }
  return [...new Set(found)];
};

const SHUT = 'This link does not open';

const accesses = async (): Promise<{ type: string; text: string }[]> =>
  (
    await world.pool.query<{ type: string; text: string }>(
      `select type, body as text from ledger where stream like 'access/%' order by seq`,
    )
  ).rows;

describe('the link in a letter', () => {
  it('opens the page of that case for whoever the letter is to, and is in every letter to family, school and services', async () => {
    const caseRef = await openCase();
    const links = await linksOf(caseRef);
    expect(new Set(links.map((l) => l.role))).toEqual(
      new Set(['parent', 'head', 'health-commissioner', 'social-care']),
    );
    for (const { origin } of links) {
      const page = await open(await pathIn(caseRef, origin.split('/')[1] ?? ''));
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text).toContain('We are deciding whether');
    }
    expect((await linksOf(caseRef)).map((l) => l.opened)).toEqual(links.map(() => 1));
  });

  it('says nothing of who the child is, nor of the case, nor anybody’s address', async () => {
    const request = familyRequest();
    const caseRef = await openCase(request);
    for (const role of ['parent', 'head', 'social-care']) {
      const { text } = await open(await pathFor(caseRef, role));
      for (const secret of [request.child.name, caseRef, 'Invented Street', 'A. Parent', 'Hillside'])
        expect(text).not.toContain(secret);
    }
  });

  it('is kept out of caches, indexes, referrers and scripts, and leads to nothing else of the system', async () => {
    const caseRef = await openCase();
    const { headers, text } = await open(await pathFor(caseRef, 'parent'));
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('set-cookie')).toBeNull();
    expect(text).not.toContain('<script');
    const leads = [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, to]) => to ?? '');
    const elsewhere = leads.filter(
      (to) => !/^(#|data:|tel:|mailto:|\/assets\/[0-9a-f]+\.css$|https:\/\/www\.lgo\.org\.uk$)/.test(to),
    );
    expect(elsewhere).toEqual([]);
  });

  it('is on the ledger each time that it is opened, by whose link and of which case', async () => {
    const caseRef = await openCase();
    await open(await pathFor(caseRef, 'head'));
    const { id } = (await linksOf(caseRef)).find((l) => l.role === 'head') ?? { id: '' };
    const entry = (await accesses()).find(({ type, text }) => type === 'cases.read' && text.includes(id));
    expect(JSON.parse(entry?.text ?? '{}')).toMatchObject({
      by: { role: 'provider', id: `status-link:${id}` },
      data: { cases: { [caseRef]: 1 } },
    });
  });

  it('is the same when the letter is written again, whatever is configured by then', async () => {
    const caseRef = await openCase();
    const link = (await linksOf(caseRef)).find((l) => l.role === 'parent');
    const letterId = link?.origin.split('/')[1] ?? '';
    const { keys } = world.secrets;
    const later = createStatusLinks({ pool: world.pool, keys, publicUrl: 'https://elsewhere.example', linkDays: 1 });
    const to = { id: 'parent-1', role: 'parent' as const, name: 'A. Parent' };
    const letter = { id: letterId, notice: 'acknowledgement' as const, to, on: today(), facts: {}, enclosures: [] };
    const address = `${PUBLIC}${await pathIn(caseRef, letterId)}`;
    expect(await later.offer(caseRef, letter)).toEqual({ address, until: link?.expires });
    const none = createStatusLinks({ pool: world.pool, keys, publicUrl: undefined, linkDays: 180 });
    const before = { ...letter, id: 'L99' };
    expect(await none.offer(caseRef, before)).toMatchObject({ address: null });
    expect(await later.offer(caseRef, before)).toMatchObject({ address: null });
  });

  it('is good for as long as policy says, from the day of the letter', async () => {
    const caseRef = await openCase();
    const path = await pathFor(caseRef, 'parent');
    const key = await statusLinkKey(world.secrets.keys)();
    expect(readToken(key, path.slice('/status/'.length))).toMatchObject({ expiresOn: addDays(today(), 180) });
  });

  it('opens as it is copied by hand: in capitals, without hyphens, with an o for a nought', async () => {
    const caseRef = await openCase();
    const path = await pathFor(caseRef, 'parent');
    const token = path.slice('/status/'.length);
    for (const copied of [
      token.toUpperCase(),
      token.replaceAll('-', ''),
      token.replaceAll('0', 'O').replaceAll('1', 'l'),
    ])
      expect((await open(`/status/${copied}`)).status).toBe(200);
  });
});

describe('a link that does not open', () => {
  it('is refused for each sign that is changed, by one and the same page', async () => {
    const caseRef = await openCase();
    const token = (await pathFor(caseRef, 'parent')).slice('/status/'.length);
    const key = await statusLinkKey(world.secrets.keys)();
    const signs = '0123456789abcdefghjkmnpqrstvwxyz';
    let tried = 0;
    for (let i = 0; i < token.length; i += 1) {
      if (token[i] === '-') continue;
      for (const sign of signs.replace(token[i] ?? '', '')) {
        tried += 1;
        expect(readToken(key, `${token.slice(0, i)}${sign}${token.slice(i + 1)}`)).toBeUndefined();
      }
    }
    expect(tried).toBe(40 * 31);
    const changed = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    const pages = await Promise.all([
      open(`/status/${changed}`),
      open('/status/x'),
      open(`/status/${'0'.repeat(400)}`),
    ]);
    expect(pages.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
    expect(pages[0]?.text).toContain(SHUT);
    expect(served.log.at(-1)).toMatchObject({ route: '/status/:token', status: 404, client: 'status-link not-ours' });
    expect(JSON.stringify(served.log)).not.toContain(token);
  });

  it('is another case’s id under a signature of its own: nothing but the whole token counts', async () => {
    const [one, other] = [await openCase(), await openCase()];
    const key = await statusLinkKey(world.secrets.keys)();
    const [a, b] = [await pathFor(one, 'parent'), await pathFor(other, 'parent')].map((p) =>
      p.slice('/status/'.length),
    );
    const [plainA = '', plainB = ''] = [a, b].map((t) => t?.replaceAll('-', ''));
    expect(readToken(key, plainA.slice(0, 16) + plainB.slice(16))).toBeUndefined();
  });

  it('is shut with 410 once its day is over, and with 404 where no such link was ever made', async () => {
    const caseRef = await openCase();
    const { keys } = world.secrets;
    const yesterday = addDays(today(), -1);
    const links = createStatusLinks({ pool: world.pool, keys, publicUrl: PUBLIC, linkDays: 0 });
    const to = { id: 'parent-1', role: 'parent' as const, name: 'A. Parent' };
    const old = await links.make({ caseRef, to, on: yesterday, by: 'test:1', origin: `hand/${caseRef}/old` });
    const address = await links.addressOf(old, '');
    const expired = await open(address ?? '');
    const key = await statusLinkKey(keys)();
    const never = await open(`/status/${tokenOf(key, { id: '0123456789abcdef', expiresOn: addDays(today(), 9) })}`);
    expect([expired.status, never.status]).toEqual([410, 404]);
    expect(expired.text).toBe(never.text);
    expect(
      (await accesses())
        .filter(({ type }) => type === 'status-link.refused')
        .map(({ text }) => JSON.parse(text).data.why),
    ).toEqual(expect.arrayContaining(['expired', 'unknown']));
  });

  it('opens nothing where the row was altered to be another case’s', async () => {
    const [mine, other] = [await openCase(), await openCase()];
    const path = await pathFor(mine, 'parent');
    const { id } = (await linksOf(mine)).find((l) => l.role === 'parent') ?? { id: '' };
    await expect(world.pool.query('update status_links set case_ref = $2 where id = $1', [id, other])).rejects.toThrow(
      /may be revoked and opened/,
    );
    await world.pool.query('alter table status_links disable trigger status_links_kept');
    await world.pool.query('update status_links set case_ref = $2 where id = $1', [id, other]);
    await world.pool.query('alter table status_links enable trigger status_links_kept');
    expect((await open(path)).status).toBe(404);
  });

  it('is that of a parent who is no longer of the case, by itself', async () => {
    const second = {
      id: 'parent-2',
      role: 'parent' as const,
      name: 'B. Parent',
      address: '2 Invented Street, Northmere',
    };
    const { family, ...request } = familyRequest();
    const caseRef = await openCase({ ...request, family: [...family, second] });
    const links = (await linksOf(caseRef)).filter((l) => l.role === 'parent');
    const paths = await Promise.all(links.map(({ origin }) => pathIn(caseRef, origin.split('/')[1] ?? '')));
    await world.ehcna.command(caseRef, 'removeParent', { partyId: 'parent-2', evidence: 'Court order' }, lead);
    const answers = await Promise.all(paths.map((path) => open(path)));
    expect(answers.filter(({ status }) => status === 410).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect((await linksOf(caseRef)).filter((l) => l.revokedBy === 'system:ehcna').length).toBeGreaterThan(0);
  });

  it('is every link of a case that was handed over, and of one that was erased', async () => {
    const moved = await openCase();
    const path = await pathFor(moved, 'parent');
    await world.ehcna.command(moved, 'recordMove', { toAuthority: 'Southmere' }, officer);
    expect((await open(path)).status).toBe(410);
    const erased = await openCase();
    const gone = await pathFor(erased, 'parent');
    await world.ehcna.command(erased, 'withdraw', { reason: 'In writing' }, officer);
    const run = terminalOf(world);
    const done = await run('erase', erased, '--reason', 'asked for', '--override', '--as', 'manager:m-1');
    expect(done.exit).toBe(0);
    const answer = await open(gone);
    expect([answer.status, answer.text.includes(SHUT)]).toEqual([410, true]);
  });
});

describe('nothing else can be reached with a link', () => {
  it('changes no answer of any other route, as a key, a cookie or a question', async () => {
    const caseRef = await openCase();
    const token = (await pathFor(caseRef, 'parent')).slice('/status/'.length);
    const routes = routesOf(served.ingress.app.printRoutes({ commonPrefix: false, includeHooks: false }));
    const { json } = await served.ask('GET', '/openapi.json');
    for (const path of Object.keys(json.paths)) expect(routes).toContain(path.replaceAll(/\{([^}]+)\}/g, ':$1'));
    const others = [
      ...routes.filter((route) => route !== '/status/:token'),
      `/status/${token}/x`,
      '/status',
      '/status/',
    ];
    expect(others.length).toBeGreaterThan(6);
    for (const route of others) {
      const at = route.replaceAll(/:\w+/g, caseRef).replace('*', 'x');
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        const plain = await served.ask(method, at);
        const wrongKey = await served.ask(method, at, { key: 'x' });
        const answers = [
          [wrongKey, await served.ask(method, at, { key: token })],
          [plain, await served.ask(method, at, { headers: { cookie: `session=${token}; token=${token}` } })],
          [
            await served.ask(method, `${at}?token=x&key=x&session=x`),
            await served.ask(method, `${at}?token=${token}&key=${token}&session=${token}`),
          ],
        ] as const;
        for (const [without, with_] of answers) {
          expect([method, route, with_.status]).toEqual([method, route, without.status]);
          expect(with_.headers.get('set-cookie')).toBe(without.headers.get('set-cookie'));
          expect(with_.text).not.toContain('We are deciding whether');
        }
      }
    }
  });

  it('cannot be written to: there is no other way to ask for it than to read it', async () => {
    const path = await pathFor(await openCase(), 'parent');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect((await open(path, method)).status).toBeGreaterThanOrEqual(400);
  });

  it('is asked so often a minute and no oftener', async () => {
    const own = await serve(world, { publicUrl: PUBLIC });
    try {
      const path = await pathFor(await openCase(), 'parent');
      const answers = [];
      for (let n = 0; n < 32; n += 1)
        answers.push((await own.ask('GET', path, { key: `x${n}`, headers: { accept: 'text/html' } })).status);
      expect(answers.filter((status) => status === 429)).toHaveLength(2);
    } finally {
      await own.stop();
    }
  });
});

describe('ehcna status-link', () => {
  it('lists, makes and revokes links, by whoever proves to be an officer', async () => {
    const run = terminalOf({ ...world, environment: { ...world.environment, EHCNA_PUBLIC_URL: PUBLIC } });
    const caseRef = await openCase();
    const made = await run(
      'status-link',
      'make',
      caseRef,
      '--for',
      'parent:parent-1',
      '--as',
      'caseworker:cw-1',
      '--json',
    );
    const { id, address } = made.json<{ id: string; address: string }>();
    expect((await open(address.slice(PUBLIC.length))).status).toBe(200);
    const bySchool = await run(
      'status-link',
      'make',
      caseRef,
      '--for',
      'school:999901',
      '--as',
      'caseworker:cw-1',
      '--json',
    );
    expect((await open(bySchool.json<{ address: string }>().address.slice(PUBLIC.length))).status).toBe(200);
    const nobody = await run('status-link', 'make', caseRef, '--for', 'parent:parent-9', '--as', 'caseworker:cw-1');
    expect([nobody.exit, nobody.err]).toEqual([1, expect.stringContaining('parent:parent-1')]);
    const wrong = await run('status-link', 'revoke', id, '--reason', 'x', '--as', 'family:f-1');
    expect([wrong.exit, wrong.err]).toEqual([1, expect.stringContaining('caseworker')]);
    const revoked = await run(
      'status-link',
      'revoke',
      address,
      '--reason',
      'Sent to an old address',
      '--as',
      'caseworker:cw-1',
    );
    expect([revoked.exit, revoked.err]).toEqual([0, '']);
    expect((await open(address.slice(PUBLIC.length))).status).toBe(410);
    expect((await run('status-link', 'revoke', id, '--reason', 'x', '--as', 'caseworker:cw-1')).exit).toBe(1);
    const listed = await run('status-link', 'list', caseRef);
    expect(listed.out).toMatch(
      new RegExp(`${id} +parent:parent-1 +by caseworker:cw-1 .*closed .*Sent to an old address`),
    );
  });
});

describe('the page in a browser without scripts', () => {
  it.each(['parent', 'head'])('has nothing that axe finds fault with, for a %s, wide and narrow', async (role) => {
    const path = await pathFor(await openCase(), role);
    for (const width of [1280, 320]) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        bypassCSP: true,
        extraHTTPHeaders: { 'x-forwarded-for': `2001:db8:1::${width}` },
      });
      const page = await context.newPage();
      await page.goto(`${served.url}${path}`);
      expect(await page.locator('h1').innerText()).toMatch(/case is$/);
      await page.evaluate(axe.source);
      const found = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }),
      );
      expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
      await context.close();
    }
    const context = await browser.newContext({
      javaScriptEnabled: false,
      extraHTTPHeaders: { 'x-forwarded-for': '2001:db8:2::1' },
    });
    const page = await context.newPage();
    await page.goto(`${served.url}${path}`);
    expect(await page.locator('h1').innerText()).toMatch(/case is$/);
    await context.close();
  });
});

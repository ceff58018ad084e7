/** The token of a link, and what a letter says of it. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStatusLinks } from '../../activities/status-links.js';
import { statusPage } from '../../domain/status/status-page.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { rewrapAll } from '../../keys/rewrapping.js';
import { linkIdOf, readToken, statusLinkKey, tokenOf, type LinkBinding } from '../../keys/status-link.js';
import { asPlainText } from '../../letters/plain-text.js';
import { renderLetter } from '../../letters/render.js';
import { Case } from '../domain/case.js';
import { readHtml } from '../letters/html.js';
import { AUTHORITY, letterOf } from '../letters/samples.js';
import { openWorld, type World } from '../world.js';
import { wordsOf } from './days.js';

const key = Buffer.alloc(32, 7);
const link: LinkBinding = {
  origin: 'EHC-7K2M9QXA/L3',
  caseRef: 'EHC-7K2M9QXA',
  role: 'parent',
  partyId: 'parent-1',
  organisation: '',
  expiresOn: '2026-06-30',
};

describe('a token', () => {
  it('says its id and its last day, and nothing of the case', () => {
    const id = linkIdOf(key, link);
    const token = tokenOf(key, { id, expiresOn: link.expiresOn });
    expect(token).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){7}[0-9a-hjkmnp-tv-z]{5}$/);
    expect(readToken(key, token)).toEqual({ id, expiresOn: '2026-06-30' });
  });

  it('is another for another case, party, letter or day', () => {
    const others = Object.entries({
      origin: 'EHC-7K2M9QXA/L4',
      caseRef: 'EHC-7K2M9QXB',
      role: 'head',
      partyId: 'parent-2',
      organisation: '100049',
      expiresOn: '2026-07-01',
    }).map(([field, value]) => linkIdOf(key, { ...link, [field]: value }));
    expect(new Set([linkIdOf(key, link), ...others]).size).toBe(7);
  });

  it('is not mistaken where two fields run together', () => {
    const one = linkIdOf(key, { ...link, partyId: 'parent-1', organisation: '23' });
    expect(linkIdOf(key, { ...link, partyId: 'parent-12', organisation: '3' })).not.toBe(one);
  });

  it('opens with no other key, and no text but a token is one', () => {
    const token = tokenOf(key, { id: linkIdOf(key, link), expiresOn: link.expiresOn });
    expect(readToken(Buffer.alloc(32, 8), token)).toBeUndefined();
    fc.assert(fc.property(fc.string({ maxLength: 120, unit: 'binary' }), (text) => readToken(key, text) === undefined));
    fc.assert(
      fc.property(fc.nat(199), (bit) => {
        const plain = token.replaceAll('-', '');
        const at = Math.floor(bit / 5);
        const signs = '0123456789abcdefghjkmnpqrstvwxyz';
        const changed = signs[signs.indexOf(plain[at] ?? '') ^ (1 << (bit % 5))];
        return readToken(key, `${plain.slice(0, at)}${changed}${plain.slice(at + 1)}`) === undefined;
      }),
      { numRuns: 400 },
    );
  });
});

describe('with a database', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ worker: false });
  });

  afterAll(() => world?.stop());

  it('a link that was made before a rotation opens after it, with the new key alone', async () => {
    const { pool } = world;
    const links = createStatusLinks({ pool, keys: world.secrets.keys, publicUrl: 'https://x.example', linkDays: 90 });
    const to = { id: 'parent-1', role: 'parent' as const, name: 'A. Parent' };
    const made = await links.make({ caseRef: link.caseRef, to, on: '2026-01-01', by: 'letters', origin: link.origin });
    const address = await links.addressOf(made, 'https://x.example');
    const next = newKey('next');
    await rewrapAll(pool, keyringOf(`${next}\n${world.environment.EHCNA_KEYS}`));
    const rotated = openCaseKeys(pool, keyringOf(next));
    const token = address?.split('/').at(-1) ?? '';
    expect(readToken(await statusLinkKey(rotated)(), token)).toEqual({ id: made.id, expiresOn: '2026-04-01' });
    const later = createStatusLinks({ pool, keys: rotated, publicUrl: 'https://y.example', linkDays: 1 });
    const again = await later.make({ caseRef: link.caseRef, to, on: '2026-02-02', by: 'letters', origin: link.origin });
    expect(again).toEqual(made);
    expect(await later.isWhole(again)).toBe(true);
  });

  it('a link is never taken away, and one that was revoked stays so', async () => {
    const { pool } = world;
    await expect(pool.query('delete from status_links')).rejects.toThrow();
    await expect(pool.query('truncate status_links')).rejects.toThrow();
    await pool.query(`update status_links set revoked_at = now(), revoked_by = 'x', revoked_why = 'y'`);
    await expect(
      pool.query('update status_links set revoked_at = null, revoked_by = null, revoked_why = null'),
    ).rejects.toThrow(/may be revoked and opened/);
  });
});

describe('what a letter says', () => {
  const letter = letterOf('will-assess', 'parent');
  const address = 'https://status.example/status/aaaaa-bbbbb';
  const render = (status?: { address: string | null; until: string }) => renderLetter(letter, AUTHORITY, [], status);

  it('names the address and until when it is good, as a link and in plain words', () => {
    const html = render({ address, until: '2026-09-01' });
    expect(() => readHtml(html)).not.toThrow();
    expect(html).toContain(`<a href="${address}">${address}</a>`);
    expect(asPlainText(html)).toMatch(
      new RegExp(`## Where your case is\\n\\n.*\\n\\n${address}\\n\\nIt is good until Tuesday 1 September 2026`),
    );
  });

  it('says how to ask where there is no such address, and the same in plain words', () => {
    const html = render({ address: null, until: '2026-09-01' });
    expect(html).not.toContain('/status/');
    expect(asPlainText(html)).toMatch(/## Where your case is\n\nYou can ask .* at any time where this is/);
  });

  it('says nothing to those who see no status page', () => {
    expect(render()).not.toContain('Where your case is');
  });
});

describe('a young person', () => {
  it('is spoken to, and not of', () => {
    const person = { id: 'young-person', role: 'young-person', name: 'A. Person' } as const;
    const own = new Case({ request: { source: 'young-person', family: [person] }, child: { youngPerson: true } });
    const page = statusPage(
      { assessment: own.state, plan: null, reviews: [] },
      { role: 'young-person', isThem: () => true, until: '2026-01-01' },
      own.today,
    );
    expect(wordsOf(page)).toContain('what help you may need');
    expect(wordsOf(page)).not.toContain('your child');
  });
});

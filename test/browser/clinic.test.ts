/** The Monday clinic in a real browser over the sample caseload: without JavaScript, by keyboard, for everybody, on paper. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listBehind } from '../../activities/clinic/list.js';
import { type ClinicFilters, parseFilters } from '../../domain/clinic/filters.js';
import { countFromEvents } from '../clinic/counted.js';
import { type ClinicWorld, openClinic } from './clinic-world.js';

let clinic: ClinicWorld;
let context: BrowserContext;
let page: Page;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const at = (path: string): string => `${clinic.served.url}${path}`;

beforeAll(async () => {
  clinic = await openClinic();
  context = await clinic.browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
}, 180_000);
afterAll(() => clinic?.stop());

const focused = async (): Promise<string> => {
  const at = page.locator(':focus').first();
  return (await at.count()) === 0 ? '' : ((await at.textContent()) ?? '').trim();
};

it('opens by the keyboard alone: sign in, skip to the content, follow a number to its list, download it', async () => {
  await page.goto(at('/clinic'));
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to main content');
  while ((await page.locator('#key:focus').count()) === 0) await page.keyboard.press('Tab');
  await page.keyboard.type(clinic.key);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/clinic$/);
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to main content');
  await page.keyboard.press('Enter');
  const numbers = page.locator('a.app-number:focus');
  for (let i = 0; i < 40 && (await numbers.count()) === 0; i += 1) await page.keyboard.press('Tab');
  expect(await numbers.getAttribute('data-figure')).toBe('stuck.stuck');
  expect(await page.evaluate('getComputedStyle(document.activeElement).backgroundColor')).toBe('rgb(255, 221, 0)');
  const stuck = await focused();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/clinic\/list\/stuck\.stuck/);
  expect(await page.locator('main').textContent()).toContain(stuck);
  while (!/CSV/.test(await focused())) await page.keyboard.press('Tab');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toMatch(/^clinic-stuck-stuck-.*\.csv$/);
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines).toHaveLength(Number(stuck) + 1);
}, 60_000);

it('shows each number as it comes to when counted from the events alone', async () => {
  const { world, today } = clinic;
  const streams = await Promise.all(
    (await world.ehcna.ledger.streams({ prefix: '' })).map(async (stream) => ({
      stream,
      events: await world.ehcna.ledger.read(stream),
    })),
  );
  const counted = countFromEvents(streams, parseFilters({}, today) as ClinicFilters);
  await page.goto(at('/clinic'));
  const read = async (name: string) => {
    const links = page.locator(`a[${name}]`);
    const [ids, texts] = [
      await links.evaluateAll((all, attribute) => all.map((one) => one.getAttribute(attribute) ?? ''), name),
      await links.allTextContents(),
    ];
    return ids.map((id, i) => ({ id, text: (texts[i] ?? '').trim().replaceAll(',', '') }));
  };
  const numbers = await read('data-figure');
  expect(numbers.length).toBeGreaterThan(500);
  const wrong = numbers.filter(({ id, text }) => {
    const n = counted.get(id);
    return text === '–' ? n !== undefined : Number(text) !== (n ?? 0);
  });
  expect(wrong.map(({ id, text }) => `${id}: shown ${text}, counted ${counted.get(id)}`)).toEqual([]);
  expect(numbers.filter(({ text }) => Number(text) > 0).length).toBeGreaterThan(100);
  const issued = numbers.filter(({ id }) => id.startsWith('published.issued:'));
  expect(issued.reduce((sum, { text }) => sum + Number(text), 0)).toBeGreaterThan(10);
  const shares = await read('data-share');
  expect(shares.length).toBeGreaterThan(5);
  for (const { id, text } of shares) {
    const [part = '', whole = ''] = id.split(' ');
    const [of, all] = [counted.get(part) ?? 0, counted.get(whole) ?? 0];
    expect(text, id).toBe(all === 0 ? '–' : `${Math.round((1000 * of) / all) / 10}%`);
  }
}, 60_000);

it('opens behind each number a list as long as the number says', async () => {
  const filters = parseFilters({}, clinic.today) as ClinicFilters;
  await page.goto(at('/clinic'));
  const ids = await page
    .locator('a[data-figure]')
    .evaluateAll((links) =>
      links.map((link) => [
        decodeURIComponent(new URL((link as unknown as { href: string }).href).pathname.split('/').at(-1) ?? ''),
        link.getAttribute('data-figure') ?? '',
        link.textContent ?? '',
      ]),
    );
  for (const [opens = '', figure, text = ''] of ids.filter((_, i) => i % 12 === 0)) {
    const list = await listBehind(clinic.world.pool, opens, filters, { limit: 1 });
    if ('refused' in list) throw new Error(`${opens}: ${list.reason}`);
    if (opens === figure) expect(list.total, opens).toBe(Number(text.replaceAll(',', '')));
  }
}, 60_000);

describe('is for everybody', () => {
  const faultsOf = async (path: string): Promise<string[]> => {
    const scripted = await clinic.browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
    try {
      await scripted.addCookies(await context.cookies());
      const tested = await scripted.newPage();
      await tested.goto(at(path));
      await tested.evaluate(axe);
      const { violations } = await tested.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
      );
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
    } finally {
      await scripted.close();
    }
  };

  it.each([
    ['the clinic', '/clinic'],
    ['a list', '/clinic/list/work.open'],
    ['the list of snapshots', '/clinic/snapshots'],
    ['a snapshot', '/clinic/snapshots/today'],
    ['the page to sign in on', '/clinic/sign-in'],
    ['a page that says what is wrong', '/clinic?from=2026-13'],
    ['a page that is not there', '/clinic/list/nothing.such'],
  ])(
    'axe finds nothing against WCAG 2.2 AA on %s',
    async (_, path) => {
      if (path.endsWith('today')) await clinic.keepSnapshot();
      expect(await faultsOf(path.replace('today', clinic.today))).toEqual([]);
    },
    60_000,
  );

  it.each(['/clinic', '/clinic/list/work.open', '/clinic/sign-in', '/clinic?from=2026-13'])(
    '%s needs no sideways scrolling on a screen of 320 points',
    async (path) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(at(path));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      await page.setViewportSize({ width: 1280, height: 900 });
    },
  );

  it('has one first heading, and no heading that skips a level', async () => {
    await page.goto(at('/clinic'));
    const levels = await page.locator('h1, h2, h3, h4').evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.slice(1).entries()) expect(level - (levels[i] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('is as the documentation shows it, where its pictures are wanted', async () => {
    const folder = process.env.EHCNA_SCREENSHOTS;
    if (folder === undefined) return;
    await page.goto(at('/clinic'));
    await page.screenshot({ path: `${folder}/clinic.png` });
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.screenshot({ path: `${folder}/clinic-print.png` });
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('prints, without what only a screen can use, and with what is folded away', async () => {
    await page.goto(at('/clinic'));
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.page-navigation', '.app-filters', '.app-sign-out'])
      expect(await page.locator(hidden).isVisible(), hidden).toBe(false);
    expect(await page.locator('.app-section details table').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
  });
});

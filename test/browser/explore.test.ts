import { afterAll, beforeAll, expect, it } from 'vitest';
import { assessmentId } from '../../domain/ids.js';
import { readyViews } from '../../domain/views.js';
import { today } from '../cli/requests.js';
import { openBrowser } from './browser.js';
import { openUiStage, untilLate, type UiStage } from './temporal-ui.js';

let stage: UiStage;
beforeAll(async () => {
  stage = await openUiStage();
}, 120_000);
afterAll(() => stage?.stop());
it('explore', { timeout: 240_000 }, async () => {
  const t0 = Date.now();
  const { caseRef, timeline } = await stage.theatre.perform(await untilLate());
  console.log(caseRef, timeline.length, Date.now() - t0);
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('console', (m) => console.log('console', m.text().slice(0, 300)));
  const id = assessmentId(caseRef);
  const shot = (name: string) => page.screenshot({ path: `/tmp/mine/ui/${name}.png` });
  const breaches = readyViews(stage.listUrl, { today: today() })[0]!;
  await page.goto(breaches.url!);
  await page.waitForTimeout(3000);
  console.log('LS', await page.evaluate(() => JSON.stringify(Object.fromEntries(Object.entries(localStorage)))));
  await page.setViewportSize({ width: 1500, height: 2000 });
  await page.goto(await stage.pageOf(id, 'user-metadata'));
  await page.waitForTimeout(4000);
  await shot('meta2');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('button', { name: 'More Actions' }).click();
  await page.waitForTimeout(500);
  await shot('menu');
  console.log('MENU', await page.getByRole('menuitem').allInnerTexts());
  await page.getByRole('menuitem', { name: /update/i }).click();
  await page.waitForTimeout(1500);
  await shot('update0');
  const dialog = page.getByRole('dialog');

  page.on('request', (r) => {
    if (r.method() === 'POST' && /update|encode/.test(r.url()))
      console.log('REQ', r.url().slice(0, 200), r.postData()?.slice(0, 600));
  });
  page.on('response', async (r) => {
    if (r.request().method() === 'POST' && /\/update\//.test(r.url()))
      console.log('RES', r.status(), (await r.text()).slice(0, 1500));
  });
  await dialog.getByTestId('update-select-button').click();
  await shot('update1');
  await dialog.getByRole('option', { name: /^acknowledgeAdvice/ }).click();
  await page.waitForTimeout(800);
  await shot('update2');
  console.log('TEXT', await dialog.innerText());
  const box = dialog.locator('.cm-content');
  console.log('BOXES', await box.count());
  for (const text of ['{"adviceId": 7}', '{"adviceId":"A9"}', '[{"adviceId":"A9"},{"assertion":"x"}]']) {
    await box.first().fill(text);
    await page.waitForTimeout(500);
    await dialog.getByRole('button', { name: 'Submit' }).last().click();
    await page.waitForTimeout(2500);
    await shot('update3');
    console.log(
      'AFTER',
      await page
        .locator('body')
        .innerText()
        .then((t) => t.slice(-600)),
    );
  }
  await browser.close();
  expect(1).toBe(1);
});

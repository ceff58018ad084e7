/**
 * A manager at the Temporal UI, in a real browser, with payload encryption on: lists, the page of a late case, the forms by
 * which something is sent. With EHCNA_SCREENSHOTS (`npm run screenshots`) it keeps pictures of what it sees for the manual.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleCaseload } from '../../client/sample/caseload.js';
import { assessmentId } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { readyViews } from '../../domain/views.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';
import { familyRequest, today } from '../cli/requests.js';
import { openBrowser } from './browser.js';
import { openUiStage, PUBLIC_URL, untilLate, type UiStage } from './temporal-ui.js';

const folder = process.env['EHCNA_SCREENSHOTS'];
const REASON = 'advice came late (educational psychology)';
/** A page asks for each payload by itself, and a busy machine answers hundreds of them slowly. */
const PATIENCE = { timeout: 120_000, interval: 250 };

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let stage: UiStage;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let late: string;
let early: string;

/** What the Temporal server itself answered, as it went over the wire. */
const answered: string[] = [];

beforeAll(async () => {
  [stage, browser] = await Promise.all([openUiStage(), openBrowser()]);
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    timezoneId: 'Europe/London',
  });
  late = (await stage.theatre.perform(await untilLate())).caseRef;
  early = (await stage.world.ehcna.open(familyRequest(), { role: 'caseworker', id: 'cw-1' })).caseRef;
  if (folder) await fillForPictures();
  page = await context.newPage();
  page.on('response', (response) => {
    if (!response.url().startsWith(`${stage.origin}/api/`)) return;
    void response.text().then(
      (text) => answered.push(text),
      () => undefined,
    );
  });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

/** A list of one case shows little, and a list of a browser that nobody has set up shows no attributes. */
const fillForPictures = async (): Promise<void> => {
  const { version, policy } = await readPolicy(join(packageRoot, 'policy', 'default.yaml'));
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  // The story's case is there, so that this is no empty installation into which the sample would be loaded.
  const cases = sampleCaseload({ rules, today: today(), size: 60 });
  await Promise.all(cases.map(({ caseRef, events }) => stage.world.ehcna.takeOver(caseRef, events)));
  const columns = ['Workflow ID', 'Stage', 'WaitingOn', 'NextDue', 'Priority'];
  await context.addInitScript(
    ([labels]) => {
      const kept = { ehcna: (labels as string[]).map((label) => ({ label })) };
      localStorage.setItem('namespace-workflow-table-columns', JSON.stringify(kept));
    },
    [columns],
  );
};

/** Of the whole window, or of a part of it. */
const picture = async (name: string, part?: Locator | { x: number; y: number; width: number; height: number }) => {
  if (!folder) return;
  const path = join(folder, `${name}.png`);
  if (part && 'screenshot' in part) await part.screenshot({ path, scale: 'css' });
  else await page.screenshot({ path, scale: 'css', ...(part ? { clip: part } : {}) });
};

/** Markdown is drawn in frames of its own. */
const textOf = async (shown: Page): Promise<string> => {
  const frames = shown.frames().map((frame) => frame.locator('body').innerText({ timeout: 5_000 }));
  return (await Promise.allSettled(frames))
    .map((one) => (one.status === 'fulfilled' ? one.value : ''))
    .join('\n')
    .replaceAll('\u00a0', ' ');
};

const viewNamed = (name: string): string => {
  const view = readyViews(stage.listUrl, { today: today() }).find((one) => one.name === name);
  return view?.url ?? '';
};

describe('a link of `ehcna views`', () => {
  it('opens the UI on the list, with the late case in it and not the one that is on time', async () => {
    await page.setViewportSize({ width: 1500, height: 700 });
    await page.goto(viewNamed('breaches'));
    await expect.poll(() => textOf(page), PATIENCE).toContain(assessmentId(late));
    expect(await textOf(page)).not.toContain(assessmentId(early));
    await picture('list-breaches');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(viewNamed('waiting-us'));
    await expect.poll(() => textOf(page), PATIENCE).toContain(assessmentId(early));
    expect(await textOf(page)).not.toContain(assessmentId(late));
  });
});

describe('the page of the late case', () => {
  it('says in words why it is late, whom it waits on, what was tried and what is next', async () => {
    answered.length = 0;
    await page.setViewportSize({ width: 1560, height: 1440 });
    await page.goto(await stage.pageOf(assessmentId(late), 'user-metadata'));
    await expect.poll(() => textOf(page), PATIENCE).toContain(REASON);
    const text = await textOf(page);
    expect(text).toMatch(/Late: final plan \(plan-final-20w\) was due on .*, 10 days ago: advice came late/);
    expect(text).toMatch(/Waiting on: educational psychology advice \(A4\), since /);
    expect(text).toMatch(/ep admin: Give educational-psychology advice \(A4\), by .*days over.*ehcna advice submit/s);
    expect(text).toMatch(/Final plan\s+\d+ \w{3} 20\d\d\s+10 days over\s+missed/);
    expect(text).toMatch(/\d+ \w{3} 20\d\d\s+Advice: chaser, educational psychology \(A4\)/);
    expect(text).toContain('put before the service’s manager');
    expect(text).toContain('Heard by the stuck cases panel');
    expect(text).not.toContain('Morgan');
    await picture('late-case', { x: 880, y: 310, width: 680, height: 1110 });
    const links = await Promise.all(
      page.frames().map((frame) => frame.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))),
    );
    expect(links.flat()).toEqual(
      expect.arrayContaining([`${PUBLIC_URL}/clinic`, `${PUBLIC_URL}/clinic?locality=north`]),
    );
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('was told by Temporal in no word that can be read, and opened by the codec server, which put that on the ledger', async () => {
    expect(answered.length).toBeGreaterThan(2);
    for (const word of [REASON, 'educational psychology advice', 'chaser']) expect(answered.join()).not.toContain(word);
    const read = await stage.world.ehcna.ledger.read(`access/${today().slice(0, 7)}`);
    expect(JSON.stringify(read.map(({ data }) => data))).toContain(late);
  });

  it('cannot be read by whoever does not reach the codec server', async () => {
    const elsewhere = await browser.newContext();
    const closed = await elsewhere.newPage();
    let asked = 0;
    await closed.route(`${stage.codecUrl}/**`, async (route) => {
      asked += 1;
      await route.abort();
    });
    await closed.goto(await stage.pageOf(assessmentId(late), 'user-metadata'));
    await expect.poll(() => asked, PATIENCE).toBeGreaterThan(0);
    await expect.poll(() => textOf(closed), PATIENCE).toContain('Current Details');
    // The same time as it took to be read where it could be.
    await closed.waitForTimeout(3_000);
    const text = await textOf(closed);
    for (const word of [REASON, 'advice', 'Waiting on', 'Final plan']) expect(text).not.toContain(word);
    await elsewhere.close();
  });

  it('has a timeline that names what it waited for', async () => {
    await page.goto(await stage.pageOf(assessmentId(late), 'timeline'));
    await expect.poll(() => textOf(page), PATIENCE).toMatch(/Until /);
    await page.setViewportSize({ width: 1280, height: 1000 });
    const heading = page.getByRole('heading', { name: 'Timeline' });
    await heading.evaluate((it) => it.scrollIntoView());
    const { y = 0 } = (await heading.boundingBox()) ?? {};
    await picture('timeline', { x: 256, y: Math.max(0, y - 8), width: 1024, height: 560 });
    await page.setViewportSize({ width: 1280, height: 800 });
  });
});

/** Opens the form and chooses what is to be sent, which is described there. */
const formFor = async (kind: 'Update' | 'Signal', workflowId: string, name: string) => {
  await page.goto(await stage.pageOf(workflowId, 'user-metadata'));
  await page.getByRole('button', { name: 'More Actions' }).click();
  await page.getByRole('menuitem', { name: `Send a${kind === 'Update' ? 'n' : ''} ${kind}` }).click();
  const form = page.getByRole('dialog');
  await form.getByTestId(`${kind.toLowerCase()}-select-button`).click();
  const option = form.getByRole('option', { name: new RegExp(`^${name}`) });
  const described = await option.innerText();
  if (name === 'addEvidence') await picture('update-form-choice', form);
  await option.click();
  const send = async (payload: string): Promise<void> => {
    const typed = form.locator('.cm-content');
    await typed.fill(payload);
    // Left, it is set out anew, and the button moves: a click that is under way meanwhile would miss it.
    await typed.blur();
    await expect.poll(() => typed.innerText(), PATIENCE).toMatch(/^\{\n {2}"/);
    await form.getByRole('button', { name: 'Submit' }).click();
  };
  return { form, described, send };
};

describe("the UI's form for an update", () => {
  it('describes what it takes by an example, and the example is taken', async () => {
    const { form, described, send } = await formFor('Update', assessmentId(early), 'addEvidence');
    expect(described).toContain('Add a document received');
    const [, example = ''] = /Example: (\{.*\})/s.exec(described) ?? [];
    await send(example);
    await expect.poll(() => form.isVisible(), PATIENCE).toBe(false);
    const last = (await stage.world.ehcna.ledger.read(assessmentId(early))).at(-1);
    expect(last).toMatchObject({ type: 'evidence.added', by: { role: 'unidentified' } });
  });

  it('refuses a wrong payload in a sentence, which repeats nothing that was typed', async () => {
    const { form, send } = await formFor('Update', assessmentId(early), 'addEvidence');
    await send(
      '{"evidenceId":"E7","kind":"rumour","from":"school","title":"Heard it","Morgan Sample":{"born":"2017"}}',
    );
    await expect.poll(() => form.innerText(), PATIENCE).toMatch(/\(a field\): this field is not known here/);
    // What was typed stands above.
    const [, said = ''] = (await form.innerText()).split('Single JSON payload supported.');
    expect(said).toContain('kind: it is none of report, school-record, family-views');
    expect(said).toContain('An example that fits: {"evidenceId":"E1"');
    expect(said).not.toMatch(/Morgan|2017|rumour|Heard/);
    await picture('update-form-refused', form);
  });

  it('refuses what policy does not open to somebody who is not known, and says who does it', async () => {
    const { form, send } = await formFor('Update', assessmentId(late), 'acknowledgeAdvice');
    await send('{"adviceId":"A4"}');
    await expect
      .poll(() => form.innerText(), PATIENCE)
      .toMatch(/This is done by .*ep-admin.*no assertion of who made it/);
  });

  it('says the kind of any other refusal, of which the reason is encrypted', async () => {
    const { form, send } = await formFor('Update', assessmentId(early), 'addEvidence');
    await send('{"evidenceId":"E1","kind":"report","from":"family","title":"Another under the same id"}');
    await expect.poll(() => form.innerText(), PATIENCE).toMatch(/Refused: [a-z ]+\. The reason in full is encrypted/);
  });
});

describe("the UI's form for a signal", () => {
  it('describes what it takes by an example, and what does not fit becomes a task', async () => {
    const { form, described, send } = await formFor('Signal', assessmentId(early), 'reportFact');
    expect(described).toMatch(/Never dropped.*Example: \{"id":"portal-17","type":"/s);
    await send('{"id":"portal-9","type":"noSuchThing"}');
    await expect.poll(() => form.isVisible(), PATIENCE).toBe(false);
    await expect
      .poll(async () => (await stage.world.ehcna.ledger.read(assessmentId(early))).map((e) => e.type), PATIENCE)
      .toContain('fact.unexpected');
  });
});

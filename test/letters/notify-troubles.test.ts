/**
 * GOV.UK Notify is in trouble while a case has letters to send. The case goes on; Notify is asked less and less often; no
 * letter is with it twice; an operator reads one line, and where Notify cannot tell, a person is asked.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNotify } from '../../activities/channels/notify.js';
import { look } from '../../client/clock/execution.js';
import { assessmentId } from '../../domain/ids.js';
import type { CaseRef } from '../../domain/ids.js';
import { familyRequest } from '../cli/requests.js';
import { ehcna } from '../command.js';
import { byTheClockOf, letPass, listen } from '../trust/waiting.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { type FakeNotify, NOTIFY_KEY, startNotify } from './post-office.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const contact = { channel: 'telephone', direction: 'to-family', note: 'Spoke with the family.' } as const;
const HOUR = 3_600_000;
/** Five seconds, ten, twenty … ten minutes: eleven attempts in an hour at a letter, each of at most a question and the letter. */
const MOST_AN_HOUR = 24;

let world: World;
let notify: FakeNotify;
let log: ReturnType<typeof listen>;
let aheadMs = 0;

beforeAll(async () => {
  notify = await startNotify();
});
afterAll(() => notify?.close());
beforeEach(async () => {
  aheadMs = 0;
  world = await openWorld({ worker: false });
  notify.log.length = 0;
  notify.notifications.length = 0;
  const channel = createNotify({
    apiKey: NOTIFY_KEY,
    baseUrl: notify.url,
    letterTemplate: 'LT',
    emailTemplate: 'ET',
    answerLimitMs: 2_000,
    now: () => new Date(Date.now() + aheadMs),
  });
  await world.startWorker({ channels: { post: channel } });
  log = listen();
});
afterEach(async () => {
  log.close();
  // With its worker, whose letters may still wait.
  await world?.stop();
  notify.mood.post = 'accept';
  notify.mood.get = 'answer';
});

/** A request of which Notify is to tell the family; the case and those letters, once its first attempt at them has failed. */
const letterInTrouble = async (mood: FakeNotify['mood']['post']) => {
  notify.mood.post = mood;
  const { caseRef } = await world.ehcna.open(familyRequest(), officer);
  const workflowId = assessmentId(caseRef);
  const atRest = () => look(world.client, workflowId).then((l) => l.busy === null && l.retryAt !== null);
  await expect.poll(atRest, { timeout: 30_000 }).toBe(true);
  const { letters } = await world.ehcna.state(caseRef);
  const waiting = letters.filter((l) => l.state === 'requested').map((l) => l.id);
  expect(waiting.length).toBeGreaterThan(0);
  const wait = { client: world.client, workflowId, ahead: (ms: number) => (aheadMs = Math.max(aheadMs, ms)) };
  return { caseRef, wait, waiting };
};
/** What has become of those letters; one word where it is the same for all. */
const fateOf = async (caseRef: CaseRef, waiting: string[]): Promise<string> => {
  const { letters } = await world.ehcna.state(caseRef);
  return [...new Set(letters.filter((l) => waiting.includes(l.id)).map((l) => l.state))].join(', ');
};
const told = (words: string): string[] => log.lines().filter((line) => line.includes(words));
const posts = (): number => notify.log.filter((line) => line.startsWith('POST')).length;

describe('for an hour GOV.UK Notify', () => {
  it.each([
    ['answers 500', 'fail', 'GOV.UK Notify did not say whether it took the letter (500).'],
    ['answers 429', 'busy', 'GOV.UK Notify did not take the letter (429).'],
    ['never answers', 'silent', 'GOV.UK Notify did not say whether it took the letter (ECONNABORTED).'],
  ] as const)(
    '%s: the case goes on, and the letter goes when it is well again',
    { timeout: 120_000 },
    async (_, mood, line) => {
      const { caseRef, wait, waiting } = await letterInTrouble(mood);
      await letPass(HOUR, wait);
      expect(notify.log.length, notify.log.join(', ')).toBeLessThanOrEqual(MOST_AN_HOUR * waiting.length);
      expect(posts()).toBeGreaterThan(waiting.length);
      expect(notify.notifications).toEqual([]);
      // Nothing else waits for the letter.
      await byTheClockOf(world, wait.workflowId).command(caseRef, 'recordContact', contact, officer);
      expect(await fateOf(caseRef, waiting)).toBe('requested');
      expect(told('GOV.UK Notify').length).toBeLessThanOrEqual(2);
      expect(log.lines()[0]).toContain(`${line} What needs it waits, and is tried again by itself.`);
      const shown = await ehcna(['case', 'show', caseRef], world.environment);
      expect(shown.stdout).toContain('Letters that have not gone yet');
      notify.mood.post = 'accept';
      await letPass(3 * HOUR, wait);
      expect(await fateOf(caseRef, waiting)).toBe('dispatched');
      expect(notify.notifications).toHaveLength(waiting.length);
      expect(told('notify: works again, after')).toHaveLength(1);
    },
  );
});

it('Notify’s wish to be left alone for half a minute is kept', { timeout: 60_000 }, async () => {
  const { wait } = await letterInTrouble('busy');
  const { now, retryAt } = await look(world.client, wait.workflowId);
  expect((retryAt ?? 0) - now).toBeGreaterThan(15_000);
});

it.each([
  ['took a letter and its answer was cut off', 'drop', 1],
  ['took a letter and said 500', 'keep-and-fail', 1],
  ['took a letter twice', 'twice', 2],
] as const)('Notify %s: it is asked by reference, and sent no other', { timeout: 60_000 }, async (_, mood, kept) => {
  notify.mood.post = mood;
  const { caseRef } = await world.ehcna.open(familyRequest(), officer);
  const fates = async () => [...new Set((await world.ehcna.state(caseRef)).letters.map((l) => l.state))];
  await expect.poll(fates, { timeout: 30_000 }).toEqual(['dispatched']);
  const sent = new Set(notify.notifications.map((n) => n.reference)).size;
  expect(sent).toBeGreaterThan(0);
  expect(notify.notifications).toHaveLength(kept * sent);
  expect(notify.log.filter((line) => line.startsWith('GET'))).toEqual(Array.from({ length: sent }, () => 'GET 200'));
  expect(posts()).toBe(mood === 'keep-and-fail' ? sent : 0);
});

it('Notify cannot tell for a day whether it has a letter: a person is asked, and no other is sent', {
  timeout: 120_000,
}, async () => {
  notify.mood.get = 'fail';
  const { caseRef, wait, waiting } = await letterInTrouble('keep-and-fail');
  notify.mood.post = 'accept';
  await letPass(HOUR, wait);
  expect(await fateOf(caseRef, waiting)).toBe('requested');
  // A day later by the clock that a letter's age is told by; the case's own need not go all the way.
  aheadMs += 24 * HOUR;
  await letPass(HOUR / 2, wait);
  expect(await fateOf(caseRef, waiting)).toBe('refused');
  expect(notify.notifications).toHaveLength(waiting.length);
  expect(posts()).toBe(waiting.length);
  const tasks = await world.ehcna.worklist.tasks({ limit: 1_000 });
  expect(tasks.filter((task) => task.caseRef === caseRef && task.role === 'manager')).toHaveLength(waiting.length);
});

it('a dozen letters of which Notify says nothing hold up no fact', { timeout: 120_000 }, async () => {
  notify.mood.post = 'silent';
  const opened = await Promise.all(Array.from({ length: 12 }, () => world.ehcna.open(familyRequest(), officer)));
  await expect.poll(() => posts(), { timeout: 60_000 }).toBeGreaterThan(5);
  await Promise.all(opened.map(({ caseRef }) => world.ehcna.command(caseRef, 'recordContact', contact, officer)));
  expect(opened.every(({ accepted }) => accepted)).toBe(true);
});

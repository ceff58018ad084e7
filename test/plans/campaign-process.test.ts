/** A transfer campaign on the real server: consultations in batches, the panel's answer to a review, lists, officers. */
import { readFile, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { Refused } from '../../client/ehcna.js';
import { restore } from '../../client/restore.js';
import { addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { CampaignState } from '../../domain/campaign/release.js';
import { annualReviewId, campaignId, caseRefFrom, planId } from '../../domain/ids.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import { isWorkingDay } from '../../domain/law/counting.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import type { ReviewState } from '../../domain/review/state.js';
import { readPolicy } from '../../workers/policy-file.js';
import { packageRoot } from '../../workers/platform/places.js';
import { terminalOf } from '../cli/terminal.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';
import { holding } from './samples.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const lead = { role: 'assessment-lead', id: 'al-1' } as const;
const school = { role: 'provider', id: 'school-1' } as const;
const clerk = { role: 'panel-clerk', id: 'pc-1' } as const;
const manager = { role: 'manager', id: 'm-1' } as const;
const HILLSIDE = { urn: '999901', name: 'Hillside School', section38: true, email: 'office@hillside.example' };

let world: World;
let today: CivilDate;
let transferOn: CivilDate;
let number = 0;
let rules: Pick<Holding, 'policy' | 'policyVersion'>;

/** Its reviews are opened early enough for any day of the year; two children a day to a school. */
const ownPolicy = async (): Promise<string> => {
  const policy = parse(await readFile(join(packageRoot, 'policy', 'default.yaml'), 'utf8')) as Record<string, unknown>;
  const path = join(await mkdtemp(join(tmpdir(), 'campaign-')), 'policy.yaml');
  await writeFile(
    path,
    stringify({
      ...policy,
      reviews: { ...(policy.reviews as object | undefined), transferOpenWeeksBefore: 51 },
      campaign: {
        consultations: { perSchoolADay: 2, lettersADay: 10 },
        officers: [
          { id: 'extra-1', name: 'E. Officer', email: 'extra-1@northmere.example' },
          { id: 'extra-2', name: 'F. Officer' },
        ],
      },
    }),
  );
  return path;
};

const rulesOf = async (path: string): Promise<typeof rules> => {
  const { version: policyVersion, policy } = await readPolicy(path);
  return { policy, policyVersion };
};

beforeAll(async () => {
  const policyPath = await ownPolicy();
  rules = await rulesOf(policyPath);
  world = await openWorld({ policyPath });
  today = londonDate(Date.now());
  const year = Number(today.slice(0, 4)) + (today.slice(5) < '02-14' ? 0 : 1);
  transferOn = `${year}-09-01`;
});
afterAll(() => world?.stop());

/** In year 6 before the transfer; its review is open. */
const transferring = async (over: Partial<Holding> = {}): Promise<string> => {
  number += 1;
  const caseRef = caseRefFrom([number, 9, 9, 9, 9, 9, 9, 9]);
  const born = `${Number(transferOn.slice(0, 4)) - 11}-05-${10 + number}`;
  const child = { ...holding().child, name: `Child Number${number}`, dateOfBirth: born };
  const past = { madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -2) };
  await world.ehcna.holdPlan(caseRef, holding({ child, lastYear: 6, ...past, ...rules, ...over }));
  await expect
    .poll(async () => (await world.ehcna.worklist.reviews({ caseRef, open: true })).length, { timeout: 20_000 })
    .toBe(1);
  return caseRef;
};

const stateOf = <S>(id: string): Promise<S> => world.client.workflow.getHandle(id).query<S>('state');
const review = (caseRef: string): Promise<ReviewState> => stateOf<ReviewState>(annualReviewId(caseRef, 1));

const reported = async (caseRef: string): Promise<void> => {
  await world.ehcna.reviewCommand(caseRef, 'holdMeeting', { attended: ['parent', 'school'] }, school);
  const report = { author: 'The SENCO', recommendation: 'amend', findings: 'Some.' } as const;
  await world.ehcna.reviewCommand(caseRef, 'submitReport', report, school);
};

describe('consultations of a campaign', () => {
  it('go so many a day to a school, are recorded by the campaign, and go on after a loss', {
    timeout: 90_000,
  }, async () => {
    const cases = [await transferring(), await transferring(), await transferring()];
    for (const caseRef of cases)
      await world.ehcna.reviewCommand(caseRef, 'consultProviders', { providers: [HILLSIDE] }, officer);
    const goes = isWorkingDay(today, ENGLAND_AND_WALES) ? 2 : 0;
    const id = campaignId(transferOn);
    const counts = async () => {
      const { waiting, released } = await stateOf<CampaignState>(id);
      return { waiting: waiting.length, released };
    };
    await expect.poll(counts, { timeout: 30_000 }).toEqual({ waiting: 3 - goes, released: goes });
    const sent = async () =>
      (await Promise.all(cases.map(review))).map((r) => r.consultations.length).reduce((a, b) => a + b, 0);
    await expect.poll(sent, { timeout: 30_000 }).toBe(goes);
    const letters = await world.pool.query(`select 1 from letters where notice = 'amendment-consultation'`);
    expect(letters.rowCount).toBe(goes);
    const { rows } = await world.pool.query(`select state from consultations where provider = 'Hillside School'`);
    expect(rows).toEqual(Array(goes).fill({ state: 'consulted' }));

    const ids = [id, ...cases.flatMap((ref) => [planId(ref), annualReviewId(ref, 1)])];
    for (const one of ids) await world.client.workflow.getHandle(one).terminate('lost');
    expect(await restore(world.ehcna)).toMatchObject({ plans: 3, unknown: [] });
    const running = async (one: string) => (await world.client.workflow.getHandle(one).describe()).status.name;
    await expect.poll(() => Promise.all(ids.map(running)), { timeout: 30_000 }).toEqual(ids.map(() => 'RUNNING'));
    await expect.poll(counts, { timeout: 30_000 }).toMatchObject({ waiting: 3 - goes });
    expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
    expect((await world.ehcna.ledger.rebuild()).differences).toEqual([]);
    for (const one of ids) await expectNoTaskFailed(world.client, one);
  });

  it('are listed, burnt down and shared out on the command line', { timeout: 60_000 }, async () => {
    const ehcna = terminalOf(world);
    const elsewhere = await transferring({ institution: null, regulation20: false });
    const { out } = await ehcna('campaign', 'list', transferOn, '--missed');
    expect(out).toContain(elsewhere);
    expect(out).toMatch(/no school is named: educated otherwise/);
    expect(out).toMatch(/4 plans, 4 to prepare; a search of year groups would miss 1/);
    const burnt = await ehcna('campaign', 'burndown', transferOn, '--by', 'school');
    expect(burnt.out).toMatch(/0 of 4 prepared/);
    expect(burnt.out).toMatch(/999902 +3 +3 /);
    expect((await ehcna('campaign', 'waiting', transferOn)).out).toMatch(/at most 10 a day, 2 to a school/);
    const shared = await ehcna('campaign', 'allocate', transferOn, '--as', 'manager:m-1');
    expect(shared).toMatchObject({ exit: 0 });
    expect((await review(elsewhere)).caseworker).toMatchObject({ id: 'extra-2' });
    const byOfficer = await ehcna('campaign', 'burndown', transferOn, '--by', 'caseworker', '--json');
    const { burndown } = byOfficer.json<{ burndown: { name: string; days: { on: string; plans: number }[] }[] }>();
    const now = (name: string) => burndown.find((g) => g.name === name)?.days.find((d) => d.on === today)?.plans;
    expect([now('extra-1'), now('extra-2'), now('all')]).toEqual([3, 1, 4]);
    const other = world.ehcna.planCommand(
      elsewhere,
      'assignCaseworker',
      { caseworker: 'extra-1', name: 'E. Officer' },
      manager,
    );
    expect(await other.catch((e: unknown) => (e instanceof Refused ? e.refusal.code : String(e)))).toBe('ring-fenced');
  });
});

describe('a panel that a review asks', () => {
  it('answers the review, and the review amends with what it was told', { timeout: 90_000 }, async () => {
    const caseRef = await transferring();
    await reported(caseRef);
    const placementChange = { to: 'An independent special school', poundsAYear: 85_000 };
    await world.ehcna.reviewCommand(caseRef, 'readReport', { provision: 'partly', placementChange }, officer);
    await expect
      .poll(async () => (await review(caseRef)).referrals[0]?.meetingOn ?? null, { timeout: 30_000 })
      .not.toBe(null);
    const tasks = await world.ehcna.worklist.tasks({ caseRef });
    expect(tasks.map((t) => t.key)).toContain('panel:R1-P1');
    const heard = { caseRef, referralId: 'R1-P1', recommendation: 'Agree', reasons: 'Needed.', actions: [] };
    await world.ehcna.panelCommand('placement', 'recommend', heard, clerk);
    await expect
      .poll(async () => (await review(caseRef)).referrals[0]?.recommendation ?? null, { timeout: 30_000 })
      .toBe('Agree');
    expect((await review(caseRef)).unexpected).toEqual([]);
    const amend = { outcome: 'amend', reasons: 'Moves on.', amendments: 'Section I: Hillside School.' } as const;
    await world.ehcna.reviewCommand(caseRef, 'decideReview', amend, lead);
    const hurried = { providers: [HILLSIDE], atOnce: 'The school closes on Friday.' };
    await world.ehcna.reviewCommand(caseRef, 'consultProviders', hurried, officer);
    await expect
      .poll(async () => (await review(caseRef)).letters.at(-1)?.state, { timeout: 30_000 })
      .toBe('dispatched');
    const reply = { consultationId: 'C1', reply: 'can-meet-need' } as const;
    await world.ehcna.reviewCommand(caseRef, 'recordReply', reply, school);
    const named = { kind: 'institution', consultationId: 'C1', reasons: 'It can meet need.' } as const;
    await world.ehcna.reviewCommand(caseRef, 'namePlacement', named, officer);
    const { out } = await terminalOf(world)('review', 'show', caseRef);
    expect(out).toMatch(/Likely cost +85000 pounds a year/);
    expect(out).toMatch(/C1 Hillside School/);
    expect(out).toMatch(/R1-P1 placement panel .*recommends: Agree/);
    for (const id of [annualReviewId(caseRef, 1), 'panel/placement']) await expectNoTaskFailed(world.client, id);
  });
});

/** An amendment without a review as a process, beside the annual review of the same plan: who may speak to it, and what goes out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restore } from '../../client/restore.js';
import { addDays, addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { annualReviewId, caseRefFrom, planId } from '../../domain/ids.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import type { Notice } from '../../domain/letters.js';
import { CATALOGUE } from '../../letters/catalogue.js';
import { terminalOf } from '../cli/terminal.js';
import { wordsOf, readHtml } from '../letters/html.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';
import { codeOf, eventually } from './on-server.js';
import { holding, sections } from './samples.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const lead = { role: 'assessment-lead', id: 'al-1' } as const;
const school = { role: 'provider', id: 'school-1' } as const;
const earlyOverride = { officer: 'm-1', reason: 'The place is lost otherwise' };
const PROPOSAL = { reasons: 'The therapy service has reported.', amendments: 'Section F: therapy twice a week.' };

let world: World;
let today: CivilDate;
let number = 0;

beforeAll(async () => {
  world = await openWorld();
  today = londonDate(Date.now());
});
afterAll(() => world?.stop());

/** Last reviewed so many months ago: at nine its review is open at once, at two it is not. */
const held = async (monthsAgo: number, over: Partial<Holding> = {}, at: World = world): Promise<string> => {
  number += 1;
  const caseRef = caseRefFrom([number, 9, 9, 9, 9, 9, 9, 9]);
  const child = { ...holding().child, name: `Child Amended${number}`, dateOfBirth: addDays('2018-10-01', number) };
  const past = { madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -monthsAgo) };
  await at.ehcna.holdPlan(caseRef, holding({ child, ...past, ...over }));
  await eventually(async () => (await at.ehcna.worklist.plans({ caseRef })).length).toBe(1);
  return caseRef;
};

const open = async (caseRef: string, at: World = world) =>
  (await at.ehcna.worklist.reviews({ caseRef, open: true })).map((r) => `${r.n} ${r.kind} ${r.stage}`);

const planTypes = async (caseRef: string, at: World = world): Promise<string[]> =>
  (await at.ehcna.ledger.read(planId(caseRef))).map((e) => e.type);

const lettersOf = (caseRef: string, notice: Notice): string[] =>
  readdirSync(join(world.outboxDir, caseRef))
    .filter((name) => name.endsWith('.html'))
    .map((name) => wordsOf(readHtml(readFileSync(join(world.outboxDir, caseRef, name), 'utf8'))))
    .filter((words) => words.includes(CATALOGUE[notice].title));

describe('an amendment without a review', () => {
  it('goes to the family at once, and ends with the plan amended and its review where it was', async () => {
    const caseRef = await held(2);
    const begun = await world.ehcna.planCommand(caseRef, 'startAmendment', PROPOSAL, officer);
    expect(begun.events).toEqual(['amendment.started']);
    await eventually(() => open(caseRef)).toEqual(['1 amendment amending']);
    await eventually(() => lettersOf(caseRef, 'amendment-proposal').length).toBe(1);
    const [letter] = lettersOf(caseRef, 'amendment-proposal');
    expect(letter).toContain('We propose to amend');
    expect(letter).toContain('therapy twice a week');
    expect(letter).not.toMatch(/review meeting/);
    await eventually(async () =>
      (await world.ehcna.worklist.tasks({ caseRef })).map((t) => `${t.key} ${t.role} ${t.stage}`),
    ).toEqual(['finalise caseworker amendment-amending']);
    const changed = { sections: { ...sections, F: 'Therapy twice a week' } };
    expect(await codeOf(world.ehcna.reviewCommand(caseRef, 'finaliseAmendment', changed, lead))).toBe('period-running');
    await world.ehcna.reviewCommand(caseRef, 'finaliseAmendment', { ...changed, earlyOverride }, lead);
    await eventually(() => planTypes(caseRef)).toContain('amendment.ended');
    const [plan] = await world.ehcna.worklist.plans({ caseRef });
    expect(plan).toMatchObject({ version: 2, review: null, lastReviewOn: addMonths(today, -2) });
    expect((await planTypes(caseRef)).filter((t) => t === 'plan.amended')).toHaveLength(1);
    for (const id of [planId(caseRef), annualReviewId(caseRef, 1)]) await expectNoTaskFailed(world.client, id);
    expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
    expect((await world.ehcna.ledger.rebuild()).differences).toEqual([]);
  });

  it('is begun by officers, and takes nothing that a review takes', async () => {
    const caseRef = await held(2);
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'startAmendment', PROPOSAL, school))).toBe('wrong-role');
    await world.ehcna.planCommand(caseRef, 'startAmendment', PROPOSAL, officer);
    await eventually(() => open(caseRef)).toEqual(['1 amendment amending']);
    const meeting = world.ehcna.reviewCommand(caseRef, 'holdMeeting', { attended: ['parent'] }, officer);
    expect(await codeOf(meeting)).toBe('not-a-review');
    const text = { n: 1, version: 2, sections, madeOn: today };
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'recordAmended', text, officer))).toBe('wrong-role');
    expect(await codeOf(world.ehcna.reviewCommand(caseRef, 'followPlan', { yearGroup: 3 }, lead))).toBe('wrong-role');
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'startAmendment', PROPOSAL, officer))).toBe('amendment-open');
  });
});

describe('a review and an amendment that are open together', () => {
  it('are told apart by their numbers, and the second builds on what the first made', async () => {
    const caseRef = await held(9);
    await eventually(() => open(caseRef)).toEqual(['1 annual preparing']);
    await world.ehcna.planCommand(caseRef, 'startAmendment', PROPOSAL, officer);
    await eventually(async () => (await open(caseRef)).sort()).toEqual(['1 annual preparing', '2 amendment amending']);

    const review = { outcome: 'amend', reasons: 'More hours', amendments: 'Section E' } as const;
    // What only a review takes is the review's; what both take names which.
    await world.ehcna.reviewCommand(caseRef, 'holdMeeting', { attended: ['parent', 'school'] }, school);
    await world.ehcna.reviewCommand(caseRef, 'decideReview', { ...review, withoutReport: 'Sent in words' }, lead);
    const ofReview = { sections: { ...sections, E: 'Another outcome' }, earlyOverride };
    expect(await codeOf(world.ehcna.reviewCommand(caseRef, 'finaliseAmendment', ofReview, lead))).toBe('several-open');
    const ofAmendment = { sections: { ...sections, F: 'Therapy twice a week' }, earlyOverride };
    const finalise = (n: number, body: typeof ofReview & { builtOn?: number }) =>
      world.ehcna.reviewCommand(caseRef, 'finaliseAmendment', body, lead, undefined, n);

    const ehcna = terminalOf(world);
    const { out } = await ehcna('review', 'show', caseRef, '--n', '2');
    expect(out).toContain('amendment 2 without a review: amendments are proposed');
    expect(out).toContain('--n 2');
    expect(out).not.toMatch(/Meeting|meeting/);
    expect((await ehcna('review', 'list')).out).toMatch(new RegExp(`${caseRef} +2 +amendment`));
    expect((await ehcna('plan', 'show', caseRef)).out).toMatch(/2 +amendment/);

    await finalise(2, ofAmendment);
    await eventually(async () =>
      (await world.ehcna.ledger.read(annualReviewId(caseRef, 1))).map((e) => e.type),
    ).toContain('plan.followed');
    expect(await codeOf(finalise(1, ofReview))).toBe('superseded');
    const onBoth = { ...ofReview, sections: { ...ofReview.sections, F: 'Therapy twice a week' }, builtOn: 2 };
    await finalise(1, onBoth);
    await eventually(() => planTypes(caseRef)).toContain('review.ended');
    const [plan] = await world.ehcna.worklist.plans({ caseRef });
    expect(plan).toMatchObject({ version: 3, lastReviewOn: today, review: null });
    expect(lettersOf(caseRef, 'amended-final').length).toBe(6);
    for (const id of [planId(caseRef), annualReviewId(caseRef, 1), annualReviewId(caseRef, 2)])
      await expectNoTaskFailed(world.client, id);
  });

  it('are both started again after a loss, and both end when their plan does', async () => {
    const away = await openWorld();
    try {
      const caseRef = await held(9, {}, away);
      await eventually(() => open(caseRef, away)).toEqual(['1 annual preparing']);
      await away.ehcna.planCommand(caseRef, 'startAmendment', PROPOSAL, officer);
      await eventually(async () => (await open(caseRef, away)).length).toBe(2);
      const ids = [planId(caseRef), annualReviewId(caseRef, 1), annualReviewId(caseRef, 2)];
      const last = async (id: string) => (await away.ehcna.ledger.read(id)).at(-1)?.type;
      await eventually(() => last(ids[1] ?? '')).toBe('letter.dispatched');
      await eventually(() => last(ids[2] ?? '')).toBe('clock.started');
      for (const id of ids) await away.client.workflow.getHandle(id).terminate('lost');
      await restore(away.ehcna);
      const state = async (id: string) => (await away.client.workflow.getHandle(id).describe()).status.name;
      await eventually(() => Promise.all(ids.map(state))).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
      await away.ehcna.planCommand(caseRef, 'endPlan', { reason: 'died' }, officer);
      await eventually(() => open(caseRef, away)).toEqual([]);
      await eventually(() => Promise.all(ids.map(state))).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
    } finally {
      await away.stop();
    }
  });
});

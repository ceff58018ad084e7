/** Leaving, on the real server: the panel answers the plan that asked, the plan goes on to higher education, who is to leave is found. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restore } from '../../client/restore.js';
import { addDays, addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import { caseRefFrom, panelId, planId } from '../../domain/ids.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import type { PlanEvent, PlanState } from '../../domain/plan/state.js';
import { schoolYearOf } from '../../domain/school-year.js';
import { terminalOf } from '../cli/terminal.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';
import { codeOf, eventually } from './on-server.js';
import { holding } from './samples.js';

const officer: Actor = { role: 'caseworker', id: 'cw-1' };
const lead: Actor = { role: 'assessment-lead', id: 'al-1' };
const college: Actor = { role: 'provider', id: 'college-1' };
const clerk: Actor = { role: 'panel-clerk', id: 'pc-1' };

let world: World;
let today: CivilDate;
let number = 0;

beforeAll(async () => {
  world = await openWorld();
  today = londonDate(Date.now());
});
afterAll(() => world?.stop());

/** Of a young person who turns this age in the present school year; last reviewed two months ago. */
const held = async (turns: number, over: Partial<Holding> = {}, at: World = world): Promise<string> => {
  number += 1;
  const caseRef = caseRefFrom([number, 9, 9, 9, 9, 9, 9, 9]);
  const born = `${schoolYearOf(today) + 1 - turns}-05-${10 + number}`;
  const child = { ...holding().child, name: `Young Number${number}`, dateOfBirth: born, youngPerson: true };
  const institution = { kind: 'post-16', name: 'Invented College', urn: '999904', email: 'o@college.example' } as const;
  const family: Holding['family'] = [
    { id: 'young-person', role: 'young-person', name: child.name, address: '7 Larkfield Row, Northmere' },
  ];
  const past = { madeOn: addMonths(today, -60), lastReviewOn: addMonths(today, -2) };
  const plan = holding({ child, family, institution, regulation20: false, lastYear: null, ...past, ...over });
  await at.ehcna.holdPlan(caseRef, plan);
  await eventually(async () => (await at.ehcna.worklist.plans({ caseRef })).length).toBe(1);
  return caseRef;
};

const stateOf = async (caseRef: string): Promise<PlanState> =>
  foldPlan(caseRef, (await world.ehcna.ledger.read(planId(caseRef))) as unknown as PlanEvent[]);

const funding = () => ({
  provider: 'Invented College',
  poundsAYear: 12_000,
  from: addDays(today, 30),
  until: addDays(today, 300),
  purpose: 'Support for fifteen hours a week.',
});

describe('funding that is put before a panel', () => {
  it('is listed and recommended on, and the plan that asked hears of it', async () => {
    const caseRef = await held(19);
    await world.ehcna.planCommand(caseRef, 'requestFunding', funding(), college);
    await eventually(async () => (await stateOf(caseRef)).referrals[0]?.meetingOn ?? null).not.toBeNull();
    const { referrals } = await stateOf(caseRef);
    expect(referrals).toMatchObject([{ id: 'PL-F1', panel: 'placement', question: 'funding', closedOn: null }]);
    const agree = { fundingId: 'F1', outcome: 'agree', reasons: 'As recommended.' } as const;
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'decideFunding', agree, college))).toBe('wrong-role');
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'decideFunding', agree, lead))).toBe('panel-awaited');
    const ehcna = terminalOf(world);
    expect((await ehcna('panel', 'show', 'placement')).out).toContain(`${caseRef}`);
    const said = { caseRef, referralId: 'PL-F1', recommendation: 'Agree', reasons: 'Section F says so.', actions: [] };
    await world.ehcna.panelCommand('placement', 'recommend', said, clerk);
    await eventually(async () => (await stateOf(caseRef)).referrals[0]?.recommendation).toBe('Agree');
    await world.ehcna.planCommand(caseRef, 'decideFunding', agree, lead);
    const { out } = await ehcna('plan', 'show', caseRef);
    expect(out).toMatch(/F1 +12000 +\S+ +\S+ +placement \S+ +agree +\S+/);
    expect(out).toMatch(/Last day +\d{4}-07-31, by age/);
    expect((await world.ehcna.worklist.tasks({ caseRef })).map((t) => t.closedBy)).toEqual(['plan monitor-funding']);
    for (const id of [planId(caseRef), panelId('placement')]) await expectNoTaskFailed(world.client, id);
    expect((await world.ehcna.ledger.rebuild()).differences).toEqual([]);
  });

  it('and was lost before the plan could be told is told again when all is restored', async () => {
    const caseRef = await held(19);
    await world.ehcna.planCommand(caseRef, 'requestFunding', funding(), college);
    await eventually(async () => (await stateOf(caseRef)).referrals[0]?.meetingOn ?? null).not.toBeNull();
    await world.client.workflow.getHandle(planId(caseRef)).terminate('lost');
    const said = { caseRef, referralId: 'PL-F1', recommendation: 'Agree', reasons: 'x', actions: [] };
    await world.ehcna.panelCommand('placement', 'recommend', said, clerk);
    await eventually(() => world.ehcna.worklist.panelItems({ caseRef })).toMatchObject([{ state: 'recommended' }]);
    expect((await restore(world.ehcna)).retold).toBeGreaterThan(0);
    await eventually(async () => (await stateOf(caseRef)).referrals[0]?.recommendation).toBe('Agree');
    expect((await restore(world.ehcna)).retold).toBe(0);
  });

  it('is struck from the agenda where it is decided before', async () => {
    const caseRef = await held(19);
    await world.ehcna.planCommand(caseRef, 'requestFunding', funding(), college);
    await eventually(async () => (await stateOf(caseRef)).referrals[0]?.meetingOn ?? null).not.toBeNull();
    const refuse = { fundingId: 'F1', outcome: 'refuse', reasons: 'x', beforePanel: 'Withdrawn' } as const;
    await world.ehcna.planCommand(caseRef, 'decideFunding', refuse, lead);
    await eventually(async () => (await world.ehcna.worklist.panelItems({ caseRef })).map((i) => i.state)).toEqual([
      'removed',
    ]);
  });
});

describe('a plan that a young person wants to be sent to higher education', () => {
  it('goes with the plan to that recipient, which meets the clock', async () => {
    const caseRef = await held(19);
    const recipient = { kind: 'allowance-body', name: 'Allowance Office', email: 'plans@allowance.example' } as const;
    const ask = { place: 'Invented University', recipient };
    const byParent = world.ehcna.planCommand(
      caseRef,
      'discloseToHigherEducation',
      { ...ask, askedBy: 'parent' },
      officer,
    );
    expect(await codeOf(byParent)).toBe('young-person-asks');
    await world.ehcna.planCommand(caseRef, 'discloseToHigherEducation', { ...ask, askedBy: 'young-person' }, officer);
    await eventually(async () => (await stateOf(caseRef)).deadlines['he-disclosure:D1']?.state).toBe('met');
    const folder = join(world.outboxDir, caseRef);
    const files = (await readdir(folder, { recursive: true })).map(String);
    expect(files.some((file) => file.includes('final-plan-plan-v1.html'))).toBe(true);
    await expectNoTaskFailed(world.client, planId(caseRef));
  });
});

describe('who may', () => {
  it('decide that a plan ceases: those who lead; consider it: officers; speak for the family: not the college', async () => {
    const caseRef = await held(19);
    const consider = { ground: 'no-longer-necessary', reasons: 'Achieved.' } as const;
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'considerCeasing', consider, college))).toBe('wrong-role');
    await world.ehcna.planCommand(caseRef, 'considerCeasing', consider, officer);
    const views = { from: 'family', agrees: true } as const;
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'recordViewsOnCeasing', views, college))).toBe('not-theirs');
    const cease = { reasons: 'x', outcomes: 'achieved' } as const;
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'decideCeasing', cease, officer))).toBe('wrong-role');
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'decideCeasing', cease, lead))).toBe('cease-not-consulted');
    const listing = { referralId: 'PL-F1', meetingOn: today };
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'recordListing', listing, officer))).toBe('wrong-role');
    expect((await world.ehcna.worklist.plans({ caseRef }))[0]?.consideringSince).toBe(today);
  });
});

describe('plans to consider ceasing in a school year', () => {
  it('are found by what is known, counted, and given to an officer who takes only these', async () => {
    const finding = await openWorld();
    try {
      const year = schoolYearOf(today);
      const caseworker = { id: 'cw-9', name: 'C. Officer', telephone: null, email: null };
      const old = await held(25, { caseworker }, finding);
      const last = await held(18, { lastYear: 13 }, finding);
      await held(18, { lastYear: 14 }, finding);
      await held(17, {}, finding);
      const found = await finding.ehcna.worklist.leaving(year);
      expect(found.map((p) => [p.caseRef, p.reasons, p.caseworker])).toEqual([
        [last, ['course-ends'], null],
        [old, ['turns-25'], 'cw-9'],
      ]);
      expect((await finding.ehcna.worklist.leaving(year + 1)).map((p) => p.reasons)).toEqual([
        ['course-ends'],
        ['turns-25'],
      ]);
      const ehcna = terminalOf(finding);
      const shown = await ehcna('plan', 'leaving', String(year), '--by', 'school');
      expect(shown.out).toMatch(/999904 +2 +0 +0/);
      const given = await ehcna(
        'plan',
        'leaving',
        `${year}-11-01`,
        '--assign',
        'cw-31',
        '--name',
        'L. Officer',
        '--as',
        'manager:m-1',
      );
      expect(given.out).toContain('2 plans given to cw-31.');
      expect((await finding.ehcna.worklist.leaving(year)).map((p) => p.caseworker)).toEqual(['cw-31', 'cw-31']);
      const json = JSON.parse((await ehcna('plan', 'leaving', '--json')).out) as { year: number; plans: unknown[] };
      expect([json.year, json.plans.length]).toEqual([year, 2]);
      expect((await ehcna('plan', 'leaving', 'soon')).exit).toBe(2);
    } finally {
      await finding.stop();
    }
  });

  it('are found by what a review read of where the young person goes, as a code alone', async () => {
    const caseRef = await held(18, { lastReviewOn: addMonths(today, -9) });
    await eventually(async () => (await world.ehcna.worklist.reviews({ caseRef, open: true })).length).toBe(1);
    const review = world.ehcna.reviewCommand.bind(world.ehcna);
    await review(caseRef, 'holdMeeting', { attended: ['child'], adulthoodDiscussed: true }, officer);
    const report = { author: 'x', recommendation: 'maintain', findings: 'Has a place to read history.' } as const;
    await review(caseRef, 'submitReport', report, officer);
    const read = { provision: 'delivered', destination: 'higher-education', plannedTransition: 'Invented University' };
    await review(caseRef, 'readReport', { ...read, provision: 'delivered', outcomesAchieved: true } as never, officer);
    await review(caseRef, 'decideReview', { outcome: 'maintain', reasons: 'x' }, lead);
    await eventually(async () =>
      (await world.ehcna.worklist.leaving(schoolYearOf(today))).find((p) => p.caseRef === caseRef),
    ).toMatchObject({ reasons: ['outcomes-achieved', 'to-higher-education'] });
    const { rows } = await world.ehcna.pool.query<object>('select * from plans where case_ref = $1', [caseRef]);
    expect(JSON.stringify(rows)).not.toMatch(/Invented|history|\d{4}-05-1/);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../domain/civil-date.js';
import { annualReviewId, assessmentId, panelId, planId } from '../../domain/ids.js';
import { newCaseRef } from '../../client/ehcna.js';
import { holding } from '../plans/samples.js';
import { openWorld, type World } from '../world.js';
import { familyRequest, today } from './requests.js';
import { terminalOf } from './terminal.js';

const CASEWORKER = { role: 'caseworker', id: 'cw-014' } as const;
const LEAD = { role: 'assessment-lead', id: 'al-1' } as const;

let lost: World;
let empty: World;
let considering: string;
let gathering: string;
let withdrawn: string;
beforeAll(async () => {
  lost = await openWorld();
  const { ehcna } = lost;
  considering = (await ehcna.open(familyRequest({ receivedOn: addDays(today(), -20) }), CASEWORKER)).caseRef;
  gathering = (await ehcna.open(familyRequest(), CASEWORKER)).caseRef;
  withdrawn = (await ehcna.open(familyRequest(), CASEWORKER)).caseRef;
  const yes = { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Little progress.' } as const;
  await ehcna.command(gathering, 'decideToAssess', yes, LEAD);
  await ehcna.command(
    gathering,
    'referToPanel',
    { panel: 'stuck-cases', question: 'stuck', reason: 'None' },
    CASEWORKER,
  );
  await ehcna.command(withdrawn, 'withdraw', { reason: 'Asked to.' }, CASEWORKER);
  await until(async () => (await ehcna.ledger.streams({ prefix: 'panel/' })).includes('panel/stuck-cases'));
  await settled();
  empty = await openWorld({ ledgerOf: lost });
}, 120_000);
afterAll(async () => {
  await empty.stop();
  await lost.stop();
});

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) if (await holds()) return;
  throw new Error('did not come about in 30 s');
};

/** Waits until nothing more is written to the ledger, and then ends the cluster's last worker. */
const settled = async (): Promise<void> => {
  const head = async (): Promise<number> =>
    (await lost.pool.query<{ n: number }>('select count(*)::int as n from ledger')).rows[0]?.n ?? 0;
  await until(async () => {
    const before = await head();
    await pause(1_000);
    return (await head()) === before;
  });
  await lost.stopWorkers();
};

const clocks = async (world: World, ref: string) => {
  const { stage, deadlines, seq } = await world.ehcna.state(ref);
  return { stage, seq, deadlines: Object.values(deadlines).map(({ key, due, state }) => ({ key, due, state })) };
};

describe('ehcna restore', () => {
  it('with --dry-run says what it would start, and starts nothing', async () => {
    const { exit, json } = await terminalOf(empty)('restore', '--dry-run', '--json');
    expect(exit).toBe(0);
    expect(json()).toMatchObject({ dryRun: true, assessments: 2, plans: 0, started: 0, ended: 0 });
    await expect(empty.ehcna.state(gathering)).rejects.toThrow('no running case');
  });

  it('starts every open case and panel on an empty server, as it was', async () => {
    const before = await lost.ehcna.ledger.streams();
    const { exit, out } = await terminalOf(empty)('restore');
    expect(out).toMatch(
      /^Should be running: 2 assessments, \d panels?, 0 plans\. Started \d+ in \d+(\.\d)? s; 0 ran already\.\n$/,
    );
    expect(exit).toBe(0);
    expect(await empty.ehcna.ledger.streams()).toEqual(before);

    for (const [ref, stage] of [
      [considering, 'considering'],
      [gathering, 'gathering-advice'],
    ] as const) {
      const recorded = await empty.ehcna.ledger.read(assessmentId(ref));
      const { deadlines: due } = (await empty.ehcna.worklist.caseSummary(ref)) ?? { deadlines: [] };
      // It answers from the moment it is started, and knows itself once it has read the ledger.
      await until(async () => (await empty.ehcna.state(ref)).seq >= recorded.length);
      const restored = await clocks(empty, ref);
      expect(restored.stage).toBe(stage);
      expect(restored.seq).toBe(recorded.length);
      expect(Object.fromEntries(restored.deadlines.map((d) => [d.key, d.due]))).toEqual(
        Object.fromEntries(due.map((d) => [d.key, d.dueOn])),
      );
    }
    expect((await empty.ehcna.panelState('stuck-cases')).agenda.map((e) => e.caseRef)).toEqual([gathering]);
    await expect(empty.ehcna.state(withdrawn)).rejects.toThrow('no running case');
  });

  it('tells again what a case and its panel had not told each other', async () => {
    const [entry] = (await empty.ehcna.panelState('stuck-cases')).agenda;
    expect((await empty.ehcna.state(gathering)).referrals[0]?.meetingOn).toBe(entry?.meetingOn);
    await expect
      .poll(async () => (await empty.ehcna.state(considering)).referrals[0]?.meetingOn ?? null, { timeout: 20_000 })
      .not.toBeNull();
  });

  it('goes on from there, and sends no letter again', async () => {
    const letters = async (): Promise<number> =>
      (await empty.pool.query<{ n: number }>('select count(*)::int as n from dispatches')).rows[0]?.n ?? 0;
    const before = await letters();
    const { exit } = await terminalOf(empty)(
      'case',
      'contact',
      gathering,
      '--channel',
      'telephone',
      '--direction',
      'to-family',
    );
    expect(exit).toBe(0);
    expect(await letters()).toBe(before);
    expect((await empty.ehcna.ledger.verify()).faults).toEqual([]);
  });

  it('repeated, leaves alone what runs', async () => {
    const { json } = await terminalOf(empty)('restore', '--json');
    expect(json()).toMatchObject({ started: 0 });
    expect(json<{ running: number }>().running).toBeGreaterThanOrEqual(3);
  });
});

describe('what is over', () => {
  it('is started again where it holds a plan, or owes a letter', async () => {
    const ref = newCaseRef();
    await empty.ehcna.holdPlan(ref, holding());
    const begun = (id: string) => () =>
      empty.client.workflow
        .getHandle(id)
        .query('state')
        .catch(() => null);
    for (const id of [planId(ref), annualReviewId(ref, 1)])
      await expect.poll(begun(id), { timeout: 20_000 }).not.toBeNull();
    for (const id of [planId(ref), annualReviewId(ref, 1)])
      await empty.client.workflow.getHandle(id).terminate('The server was lost');
    const other = (await empty.ehcna.open(familyRequest(), CASEWORKER)).caseRef;
    // As the ledger's rows stand after a letter that was refused when the case was over.
    await empty.pool.query(`update cases set open = false where case_ref = $1`, [other]);
    await empty.pool.query(`update letters set state = 'refused' where case_ref = $1`, [other]);
    const { json } = await terminalOf(empty)('restore', '--dry-run', '--json');
    expect(json()).toMatchObject({ assessments: 3, plans: 1 });
    await terminalOf(empty)('restore');
    const plan = empty.client.workflow.getHandle(planId(ref));
    await expect.poll(() => plan.query('state').catch(() => null)).toMatchObject({ caseRef: ref, review: { n: 1 } });
    const review = empty.client.workflow.getHandle(annualReviewId(ref, 1));
    await expect.poll(() => review.query('state').catch(() => null)).toMatchObject({ stage: 'preparing' });
    for (const one of [plan, review]) await one.terminate('The test is over');
    await empty.client.workflow.getHandle(panelId('stuck-cases')).describe();
  });
});

/** Plans and reviews as processes: who may speak to them, what they keep, how they go on after a loss and on new code. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erase } from '../../client/erase.js';
import { nudge, promote } from '../../client/release.js';
import { restore } from '../../client/restore.js';
import { addDays, addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { annualReviewId, caseRefFrom, planId } from '../../domain/ids.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { trustedIssuers } from '../../keys/identity.js';
import { terminalOf } from '../cli/terminal.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';
import { codeOf } from './on-server.js';
import { holding } from './samples.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const lead = { role: 'assessment-lead', id: 'al-1' } as const;
const school = { role: 'provider', id: 'school-1' } as const;
const manager = { role: 'manager', id: 'm-1' } as const;

let world: World;
let today: CivilDate;
let number = 0;

beforeAll(async () => {
  world = await openWorld();
  today = londonDate(Date.now());
});
afterAll(() => world?.stop());

/** Last reviewed so many months ago: at eight its review is open at once, at two it is not. */
const held = async (monthsAgo: number, over: Partial<Holding> = {}, at: World = world): Promise<string> => {
  number += 1;
  const caseRef = caseRefFrom([number, 7, 7, 7, 7, 7, 7, 7]);
  const child = { ...holding().child, name: `Child Number${number}`, dateOfBirth: addDays('2018-10-01', number) };
  const past = { madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -monthsAgo) };
  await at.ehcna.holdPlan(caseRef, holding({ child, lastYear: 6, ...past, ...over }));
  await expect.poll(async () => (await at.ehcna.worklist.plans({ caseRef })).length).toBe(1);
  return caseRef;
};

const reviewed = async (caseRef: string): Promise<void> => {
  await expect.poll(async () => (await world.ehcna.worklist.reviews({ caseRef, open: true })).length).toBe(1);
};

const meetingHeld = (caseRef: string) =>
  world.ehcna.reviewCommand(caseRef, 'holdMeeting', { attended: ['parent', 'school'] }, school);

describe('a plan that is taken over', () => {
  it('knows its next review, and opens it at once where it is near', async () => {
    const far = await held(2);
    const [plan] = await world.ehcna.worklist.plans({ caseRef: far });
    expect(plan).toMatchObject({ stage: 'held', review: null, nextReviewRule: 'ar-12m-next' });
    expect(plan?.nextReviewDueOn).toBe(addMonths(addMonths(today, -2), 12));
    const near = await held(8);
    await reviewed(near);
    const tasks = await world.ehcna.worklist.tasks({ caseRef: near });
    expect(tasks).toMatchObject([{ key: 'arrange', role: 'provider', stage: 'review-preparing' }]);
    expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
  });

  it('twice is the same as once', async () => {
    const caseRef = await held(2);
    const before = await world.ehcna.ledger.read(planId(caseRef));
    expect(await world.ehcna.holdPlan(caseRef, holding({ madeOn: '2020-01-01' }))).toEqual({ started: false });
    expect(await world.ehcna.ledger.read(planId(caseRef))).toEqual(before);
  });

  it('is refused where it is none, in words', async () => {
    const odd = { ...holding(), madeOn: 'yesterday' };
    expect(await codeOf(world.ehcna.holdPlan('EHC-0DD00000', odd))).toBe('malformed');
    const bare = world.client.workflow.start('plan', {
      workflowId: planId('EHC-0DD00001'),
      taskQueue: 'ehcna',
      args: [{ caseRef: 'EHC-0DD00001', holding: holding() }],
    });
    await expect(bare.then((handle) => handle.result())).rejects.toMatchObject({
      cause: { message: expect.stringContaining('no assertion') as string },
    });
    expect(await world.ehcna.ledger.read(planId('EHC-0DD00001'))).toEqual([]);
  });

  it('keeps a request for an assessment of the same child away', async () => {
    const caseRef = await held(2, { child: { ...holding().child, name: 'Jo Held', dateOfBirth: '2017-02-03' } });
    const known = await world.ehcna.ledger.knownOfChild('EHC-00000000', {
      number: null,
      nameAndBirth: (await import('../../domain/assessment/identity.js')).childIdentity({
        name: 'Jo Held',
        dateOfBirth: '2017-02-03',
        upn: undefined,
      }).nameAndBirth,
    } as never);
    expect(known).toMatchObject({ planHeld: true });
    expect(caseRef).toMatch(/^EHC-/);
  });
});

describe('what is said to a review', () => {
  it('goes through it to its end, and its plan hears of it', async () => {
    const caseRef = await held(9);
    await reviewed(caseRef);
    await meetingHeld(caseRef);
    const report = { author: 'The SENCO', recommendation: 'maintain', findings: 'All is well.' } as const;
    await world.ehcna.reviewCommand(caseRef, 'submitReport', report, school);
    const decided = { outcome: 'maintain', reasons: 'It meets the needs.' } as const;
    const result = await world.ehcna.reviewCommand(caseRef, 'decideReview', decided, lead, 'once');
    expect(result.events[0]).toBe('review.decided');
    await expect.poll(async () => (await world.ehcna.worklist.plans({ caseRef }))[0]?.lastReviewOn).toBe(today);
    const [plan] = await world.ehcna.worklist.plans({ caseRef });
    expect(plan).toMatchObject({ review: null, nextReviewDueOn: addMonths(today, 12) });
    await expectNoTaskFailed(world.client, planId(caseRef));
    await expectNoTaskFailed(world.client, annualReviewId(caseRef, 1));
  });

  it('by the wrong role, or out of turn, is refused at its door', async () => {
    const caseRef = await held(9);
    await reviewed(caseRef);
    const decided = { outcome: 'maintain', reasons: 'x' } as const;
    expect(await codeOf(world.ehcna.reviewCommand(caseRef, 'decideReview', decided, school))).toBe('wrong-role');
    expect(await codeOf(world.ehcna.reviewCommand(caseRef, 'decideReview', decided, lead))).toBe('meeting-not-held');
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'confirmCeased', { basis: 'no-appeal' }, officer))).toBe(
      'wrong-role',
    );
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'confirmCeased', { basis: 'no-appeal' }, manager))).toBe(
      'not-ceasing',
    );
    const unproved = world.client.workflow
      .getHandle(annualReviewId(caseRef, 1))
      .executeUpdate('holdMeeting', { args: [{ attended: ['parent'] }] });
    await expect(unproved).rejects.toMatchObject({ cause: { type: 'Refused:not-identified' } });
  });

  it('as a signal that does not fit is kept and becomes a task, and one from nobody ends no review', async () => {
    const caseRef = await held(9);
    await reviewed(caseRef);
    const review = world.client.workflow.getHandle(annualReviewId(caseRef, 1));
    await review.signal('reportFact', { id: 'F1', type: 'submitReport', author: 7 });
    await expect
      .poll(async () => (await world.ehcna.worklist.tasks({ caseRef })).map((t) => t.closedBy))
      .toContain('review resolve-unexpected');
    const ended = { n: 1, outcome: 'cease', heldOn: null, notifiedOn: today, amended: null, phase: null };
    await world.client.workflow.getHandle(planId(caseRef)).signal('reviewEnded', ended);
    await expect
      .poll(async () => (await world.ehcna.ledger.read(planId(caseRef))).map((e) => e.type))
      .toContain('fact.unexpected');
    expect((await world.ehcna.worklist.plans({ caseRef }))[0]?.stage).toBe('held');
  });

  it('can be said at the command line, and looked at there', async () => {
    const caseRef = await held(9);
    await reviewed(caseRef);
    const ehcna = terminalOf(world);
    const arranged = await ehcna(
      'review',
      'arrange',
      caseRef,
      '--meeting-on',
      addDays(today, 30),
      '--as',
      'provider:s-1',
    );
    expect(arranged).toMatchObject({ exit: 0, out: expect.stringContaining('meeting.arranged') as string });
    const { out } = await ehcna('review', 'show', caseRef);
    expect(out).toMatch(/review 1 \(annual\): the meeting is arranged/);
    expect(out).toContain(`npx ehcna review invited ${caseRef}`);
    expect((await ehcna('plan', 'show', caseRef)).out).toMatch(/Next review .*\(ar-12m-next/);
    expect((await ehcna('plan', 'list', '--due-within', '120')).out).toContain(caseRef);
    expect((await ehcna('review', 'list')).out).toContain(caseRef);
    expect((await ehcna('plan', 'show', 'EHC-N0NE0000')).exit).not.toBe(0);
  });
});

describe('after the loss of the server’s processes', () => {
  it('plans are started again from the ledger, with the reviews that are open, at the same stage', async () => {
    const away = await openWorld();
    try {
      const far = await held(2, {}, away);
      const near = await held(9, {}, away);
      await expect.poll(async () => (await away.ehcna.worklist.reviews({ caseRef: near })).length).toBe(1);
      await away.ehcna.reviewCommand(near, 'arrangeMeeting', { meetingOn: addDays(today, 40) }, school);
      const ids = [planId(far), planId(near), annualReviewId(near, 1)];
      for (const id of ids) await away.client.workflow.getHandle(id).terminate('lost');
      const before = await away.ehcna.ledger.read(annualReviewId(near, 1));
      const restored = await restore(away.ehcna);
      expect(restored).toMatchObject({ plans: 2, unknown: [] });
      const state = async (id: string) => (await away.client.workflow.getHandle(id).describe()).status.name;
      await expect
        .poll(() => Promise.all(ids.map(state)), { timeout: 20_000 })
        .toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
      const held_ = { attended: ['parent'] } as const;
      await away.ehcna.reviewCommand(near, 'holdMeeting', { ...held_, attended: ['parent'] }, school);
      const now = await away.ehcna.ledger.read(annualReviewId(near, 1));
      expect(now.slice(0, before.length)).toEqual(before);
      expect((await away.ehcna.ledger.verify()).faults).toEqual([]);
      expect((await away.ehcna.ledger.rebuild()).differences).toEqual([]);
    } finally {
      await away.stop();
    }
  });
});

describe('a new release of the code', () => {
  it('is where a plan and its review go on, half-way, with every fact as it was', { timeout: 90_000 }, async () => {
    const releasing = await openWorld({ worker: false });
    try {
      const promoted = async (buildId: string, attempts = 100): Promise<void> => {
        try {
          await promote(releasing.client, buildId);
        } catch (error) {
          if (attempts <= 1) throw error;
          await pause(300);
          await promoted(buildId, attempts - 1);
        }
      };
      await releasing.startWorker({ release: { versioning: 'pinned', buildId: '1-old' } });
      await promoted('1-old');
      const caseRef = await held(9, {}, releasing);
      await expect.poll(async () => (await releasing.ehcna.worklist.reviews({ caseRef })).length).toBe(1);
      const ids = [planId(caseRef), annualReviewId(caseRef, 1)];
      const facts = () => Promise.all(ids.map((id) => releasing.ehcna.ledger.read(id)));
      await expect.poll(async () => (await facts())[1]?.at(-1)?.type).toBe('letter.dispatched');
      const before = await facts();
      await releasing.startWorker({ release: { versioning: 'pinned', buildId: '2-new' } });
      await promoted('2-new');
      const releaseOf = async (id: string) =>
        (await releasing.client.workflow.getHandle(id).describe()).raw.workflowExecutionInfo?.versioningInfo
          ?.deploymentVersion?.buildId;
      // The server tells the queues of a new current release a moment after it says so.
      const moved = async () => {
        await nudge(releasing.client);
        await pause(500);
        return Promise.all(ids.map(releaseOf));
      };
      await expect.poll(moved, { timeout: 60_000, interval: 500 }).toEqual(['2-new', '2-new']);
      expect(await facts()).toEqual(before);
      await releasing.ehcna.reviewCommand(caseRef, 'arrangeMeeting', { meetingOn: addDays(today, 40) }, school);
      await releasing.ehcna.planCommand(
        caseRef,
        'assignCaseworker',
        { caseworker: 'cw-2', name: 'B. Officer' },
        manager,
      );
      for (const id of ids) await expectNoTaskFailed(releasing.client, id);
    } finally {
      await releasing.stop();
    }
  });
});

describe('the record of a plan', () => {
  it('is not erased while it is held', async () => {
    const caseRef = await held(9);
    await reviewed(caseRef);
    const erasing = {
      by: manager,
      reason: 'Asked for',
      override: true,
      today,
      retention: undefined,
      outboxDir: world.outboxDir,
      issuers: trustedIssuers(world.issuer.publicKey),
    };
    expect(await codeOf(erase(world.ehcna, caseRef, erasing))).toBe('plan-held');
  });
});

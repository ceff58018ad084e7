/** From a plan to its reassessment and back, as processes on the real server: who may speak, what is kept, how both go on after a loss. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erase } from '../../client/erase.js';
import { restore } from '../../client/restore.js';
import { addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { assessmentId, caseRefFrom, planId, reassessmentRef } from '../../domain/ids.js';
import type { CommandType } from '../../domain/assessment/command-shapes.js';
import type { Actor } from '../../domain/events.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { trustedIssuers } from '../../keys/identity.js';
import { terminalOf } from '../cli/terminal.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';
import { codeOf, eventually } from './on-server.js';
import { holding, sections } from './samples.js';

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

const caseworker = { id: 'cw-9', name: 'C. Officer', telephone: null, email: null };

/** Last reviewed two months ago: no review of it is open. */
const held = async (over: Partial<Holding> = {}, at: World = world): Promise<string> => {
  number += 1;
  const caseRef = caseRefFrom([number, 9, 9, 9, 9, 9, 9, 9]);
  const child = { ...holding().child, name: `Held Number${number}`, dateOfBirth: `2018-10-${10 + number}` };
  const past = { madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -2) };
  await at.ehcna.holdPlan(caseRef, holding({ child, lastYear: 6, caseworker, ...past, ...over }));
  await eventually(async () => (await at.ehcna.worklist.plans({ caseRef })).length).toBe(1);
  return caseRef;
};

const asked = async (caseRef: string, requestedBy = 'family', at: World = world): Promise<string> => {
  const fields = { requestedBy } as { requestedBy: 'family' };
  const result = await at.ehcna.planCommand(caseRef, 'askReassessment', fields, officer);
  expect(result.events).toEqual(['reassessment.asked']);
  const [plan] = await at.ehcna.worklist.plans({ caseRef });
  const own = plan?.reassessment ?? '';
  await eventually(async () => (await at.ehcna.worklist.cases({ open: true })).map((c) => c.caseRef)).toContain(own);
  await eventually(async () => (await at.ehcna.state(own)).stage).toBe('considering');
  return own;
};

const give = (own: string, type: CommandType, fields: object, by: Actor = officer, at: World = world) =>
  at.ehcna.command(own, type, fields as never, by);

const reassessing = (own: string, at: World = world) =>
  give(own, 'decideToReassess', { outcome: 'reassess', reasons: 'Needs have changed.' }, lead, at);

const closed = async (own: string, outcome: string): Promise<void> => {
  await eventually(
    async () => (await world.ehcna.worklist.cases({ open: false })).find((c) => c.caseRef === own)?.outcome,
  ).toBe(outcome);
};

const planOf = async (caseRef: string) => (await world.ehcna.worklist.plans({ caseRef }))[0];

describe('a reassessment', { timeout: 60_000 }, () => {
  it('goes from its plan to a final plan, which its plan is from then on', { timeout: 60_000 }, async () => {
    const caseRef = await held();
    const own = await asked(caseRef);
    expect(own).toBe(reassessmentRef(caseRef, 1));
    const [first] = await world.ehcna.ledger.read(assessmentId(own));
    expect(first).toMatchObject({ type: 'request.received', by: { role: 'system' } });
    await reassessing(own);
    const { advice } = await world.ehcna.state(own);
    for (const { id } of advice) {
      await give(own, 'submitAdvice', { adviceId: id, author: 'An adviser', findings: 'What is needed.' });
      await give(own, 'checkAdvice', { adviceId: id, outcome: 'accept' });
    }
    await give(own, 'concludeReassessment', { outcome: 'amend', reasons: 'Section F must change.' }, lead);
    await give(own, 'prepareDraft', { basis: 'first', sections: { ...sections, I: '' } });
    for (const check of (await world.ehcna.state(own)).policy.draft.checks)
      await give(
        own,
        'checkDraft',
        { check, outcome: 'pass' },
        {
          role: check === 'educational-psychologist' ? 'ep-admin' : check,
          id: 'x',
        },
      );
    await give(own, 'serveDraft', {});
    await give(own, 'consultProviders', { providers: [{ urn: '999901', name: 'Hillside School', section38: true }] });
    await give(own, 'recordReply', { consultationId: 'C1', reply: 'can-meet-need' }, school);
    await give(own, 'namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'Can meet need.' });
    const early = { officer: 'al-1', reason: 'A test has no fifteen days' };
    await eventually(async () =>
      (await world.ehcna.state(own)).letters.filter((l) => l.notice === 'draft').map((l) => l.state),
    ).toEqual(['dispatched']);
    await give(own, 'finalisePlan', { sections: { ...sections, I: 'Hillside School' }, earlyOverride: early }, lead);
    await closed(own, 'reassessed');
    await eventually(async () => (await planOf(caseRef))?.reassessment).toBe(null);
    expect(await planOf(caseRef)).toMatchObject({
      version: 2,
      institution: '999901',
      nextReviewRule: 'ar-12m-reassess',
      nextReviewDueOn: addMonths(today, 12),
    });
    const sent = await world.ehcna.worklist.caseSummary(own);
    expect(sent?.letters.filter((l) => l.notice === 'reassessed-final').map((l) => l.state)).not.toContain('refused');
    // No second plan begins.
    expect(await world.ehcna.ledger.read(planId(own))).toEqual([]);
    for (const id of [planId(caseRef), assessmentId(own)]) await expectNoTaskFailed(world.client, id);
    const erasing = { reason: 'Asked for', override: true, today, retention: undefined, outboxDir: world.outboxDir };
    const issuers = trustedIssuers(world.issuer.publicKey);
    expect(await codeOf(erase(world.ehcna, own, { ...erasing, by: manager, issuers }))).toBe('plan-held');
  });

  it('of the health commissioner is not refused; another one is, and its plan goes on', async () => {
    const caseRef = await held();
    const of = await asked(caseRef, 'health-commissioner');
    const no = { outcome: 'refuse', ground: 'not-necessary', reasons: 'Nothing has changed.' };
    expect(await codeOf(give(of, 'decideToReassess', no, lead))).toBe('must-reassess');
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'askReassessment', { requestedBy: 'family' }, officer))).toBe(
      'reassessment-open',
    );
    const other = await held();
    const own = await asked(other, 'institution');
    const before = await planOf(other);
    await give(own, 'decideToReassess', no, lead);
    await closed(own, 'not-reassessed');
    await eventually(async () => (await planOf(other))?.reassessment).toBe(null);
    expect(await planOf(other)).toEqual({ ...before, reassessment: null });
    expect((await asked(other)) === own).toBe(false);
  });

  it('by the wrong role, or not from its plan, is refused at the door', async () => {
    const caseRef = await held();
    const ask = { requestedBy: 'family' } as const;
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'askReassessment', ask, school))).toBe('wrong-role');
    const own = await asked(caseRef);
    const yes = { outcome: 'reassess', reasons: 'x' };
    expect(await codeOf(give(own, 'decideToReassess', yes, officer))).toBe('wrong-role');
    expect(await codeOf(give(own, 'stopReassessment', { reason: 'plan-ended' }, manager))).toBe('wrong-role');
    const { child, family, reassesses } = await world.ehcna.state(own);
    const request = { source: 'parent', channel: 'client', receivedOn: today, child, family, reassesses };
    const ref = caseRefFrom([1, 2, 3, 4, 5, 6, 7, 8]);
    const args = await world.ehcna.starting(assessmentId(ref), 'assessment', { caseRef: ref, request }, manager);
    const started = world.client.workflow.start('assessment', {
      workflowId: assessmentId(ref),
      taskQueue: 'ehcna',
      args,
    });
    await expect(started.then((handle) => handle.result())).rejects.toMatchObject({
      cause: { type: 'Refused:not-from-its-plan' },
    });
    expect(await world.ehcna.ledger.read(assessmentId(ref))).toEqual([]);
    const ended = { caseRef: own, outcome: 'withdrawn', endedOn: today, final: null };
    await world.client.workflow.getHandle(planId(caseRef)).signal('reassessmentEnded', ended);
    await eventually(async () => (await world.ehcna.ledger.read(planId(caseRef))).map((e) => e.type)).toContain(
      'fact.unexpected',
    );
    expect((await planOf(caseRef))?.reassessment).toBe(own);
  });

  it('leaves a plain request for the same child turned away, with the way to go', async () => {
    const caseRef = await held();
    const own = await asked(caseRef);
    const { child, family } = await world.ehcna.state(own);
    const opened = await world.ehcna.open(
      { source: 'parent', channel: 'paper', receivedOn: today, child, family },
      officer,
    );
    expect(opened).toMatchObject({ accepted: false, reason: 'plan-already-held' });
    expect(opened.explanation).toContain('ehcna plan reassess');
    const keys = (await world.ehcna.worklist.tasks({ caseRef: own })).map((t) => t.key);
    expect(keys.filter((key) => key.startsWith('same-child'))).toEqual([]);
  });

  it('ends with its plan', async () => {
    const caseRef = await held();
    const own = await asked(caseRef);
    await reassessing(own);
    await world.ehcna.planCommand(caseRef, 'endPlan', { reason: 'died' }, officer);
    await closed(own, 'died');
    expect((await planOf(caseRef))?.stage).toBe('ended');
    expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
    expect((await world.ehcna.ledger.rebuild()).differences).toEqual([]);
  });

  it('can be asked for and looked at on the command line', async () => {
    const caseRef = await held();
    const ehcna = terminalOf(world);
    const said = await ehcna('plan', 'reassess', caseRef, '--requested-by', 'institution', '--as', 'caseworker:cw-1');
    expect(said).toMatchObject({ exit: 0, out: expect.stringContaining('reassessment.asked') as string });
    const own = reassessmentRef(caseRef, 1);
    await eventually(async () => (await ehcna('case', 'show', own)).out).toMatch(
      new RegExp(
        `deciding whether to reassess[^]*Reassesses +the plan of ${caseRef}, version 1; asked for by the institution`,
      ),
    );
    expect((await ehcna('plan', 'show', caseRef)).out).toContain(`Reassessment   ${own} is open`);
    const decide = await ehcna(
      'assessment',
      'decide-reassess',
      own,
      '--outcome',
      'reassess',
      '--reasons',
      'Needs have changed.',
      '--as',
      'assessment-lead:al-1',
    );
    expect(decide).toMatchObject({ exit: 0, out: expect.stringContaining('reassessment.decided') as string });
  });
});

describe('after the loss of the server’s processes', () => {
  it('a plan and its reassessment go on, and one that ended untold tells its plan', { timeout: 60_000 }, async () => {
    const away = await openWorld();
    try {
      const open = await held({}, away);
      const over = await held({}, away);
      const [going, done] = [await asked(open, 'family', away), await asked(over, 'family', away)];
      await away.client.workflow.getHandle(planId(over)).terminate('lost before it was told');
      await give(done, 'withdraw', { reason: 'In writing.' }, officer, away);
      await away.client.workflow.getHandle(assessmentId(done)).result();
      for (const id of [planId(open), assessmentId(going)]) await away.client.workflow.getHandle(id).terminate('lost');
      expect((await away.ehcna.worklist.plans({ caseRef: over }))[0]?.reassessment).toBe(done);
      expect(await restore(away.ehcna)).toMatchObject({ plans: 2, assessments: 1, unknown: [] });
      await eventually(async () => (await away.ehcna.worklist.plans({ caseRef: over }))[0]?.reassessment).toBe(null);
      await reassessing(going, away);
      expect((await away.ehcna.state(going)).stage).toBe('gathering-advice');
      expect((await away.ehcna.worklist.plans({ caseRef: open }))[0]?.reassessment).toBe(going);
      expect((await away.ehcna.ledger.verify()).faults).toEqual([]);
    } finally {
      await away.stop();
    }
  });
});

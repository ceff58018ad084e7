/** Plans that move, on the real server: who may say it, what leaves the building, and what goes on after a loss. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restore } from '../../client/restore.js';
import { addDays, addMonths, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { annualReviewId, caseRefFrom, planId } from '../../domain/ids.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { familyRequest } from '../cli/requests.js';
import { terminalOf, type Screen } from '../cli/terminal.js';
import { expectNoTaskFailed } from '../trust/untouched.js';
import { openWorld, type World } from '../world.js';
import { codeOf, eventually } from './on-server.js';
import { holding, sections } from './samples.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const to = { name: 'Southmere Council', email: 'sen@southmere.example' };

let world: World;
let ehcna: (...words: string[]) => Promise<Screen>;
let today: CivilDate;
let number = 0;

beforeAll(async () => {
  world = await openWorld();
  ehcna = terminalOf(world);
  today = londonDate(Date.now());
});
afterAll(() => world?.stop());

const childOf = (n: number) => ({
  ...holding().child,
  name: `Moving Number${n}`,
  dateOfBirth: addDays('2018-10-01', n),
});

const receiptOf = (over: object = {}) => {
  number += 1;
  return {
    child: childOf(number),
    family: holding().family,
    institution: holding().institution,
    madeOn: addMonths(today, -30),
    lastReviewOn: addMonths(today, -2),
    sections,
    transfer: {
      from: to,
      movedOn: addDays(today, -3),
      awareOn: addDays(today, -40),
      transferredOn: addDays(today, -2),
    },
    ...over,
  };
};

const bodyIn = async (body: object): Promise<string> => {
  const file = join(world.dataDir, `plan-${number}.json`);
  await writeFile(file, JSON.stringify(body));
  return file;
};

const receive = async (body: object, ...more: string[]): Promise<Screen> =>
  ehcna('plan', 'receive', '--body', await bodyIn(body), ...more);

const received = async (over: object = {}): Promise<string> => {
  const { caseRef } = (await receive(receiptOf(over), '--json')).json<{ caseRef: string }>();
  await eventually(async () => (await world.ehcna.worklist.plans({ caseRef })).length).toBe(1);
  return caseRef;
};

/** Last reviewed eight months ago, so that its review is open at once. */
const held = async (over: Partial<Holding> = {}, caseRef = caseRefFrom([(number += 1), 8, 8, 8, 8, 8, 8, 8])) => {
  const past = { madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -8) };
  await world.ehcna.holdPlan(caseRef, holding({ child: childOf(number), ...past, ...over }));
  await eventually(async () => (await world.ehcna.worklist.reviews({ caseRef })).length).toBe(1);
  return caseRef;
};

const outbox = async (ref: string): Promise<string[]> =>
  (await readdir(join(world.outboxDir, ref)).catch(() => [])).filter((f) => !f.endsWith('.unfinished'));

const sentTo = async (ref: string, role: string): Promise<number> => {
  const envelopes = (await outbox(ref)).filter((f) => f.startsWith('P-') && f.endsWith('.json'));
  const texts = await Promise.all(envelopes.map((f) => readFile(join(world.outboxDir, ref, f), 'utf8')));
  return texts.filter((text) => (JSON.parse(text) as { recipientRole: string }).recipientRole === role).length;
};

const clockOf = async (caseRef: string, key: string): Promise<string | undefined> => {
  const { rows } = await world.pool.query<{ state: string }>(
    'select state from deadlines where stream = $1 and key = $2',
    [planId(caseRef), key],
  );
  return rows[0]?.state;
};

describe('a plan that is handed over to us', () => {
  it('is taken over by a caseworker, told to the family, and looked at', { timeout: 60_000 }, async () => {
    const caseRef = await received();
    const [plan] = await world.ehcna.worklist.plans({ caseRef });
    expect(plan).toMatchObject({ source: 'transfer', nextReviewRule: 'move-review', stage: 'held' });
    const tasks = async () => (await world.ehcna.worklist.tasks({ caseRef })).map((t) => t.closedBy);
    expect(await tasks()).toEqual(
      expect.arrayContaining(['plan transfer-notice', 'plan placement', 'plan commissioner-told']),
    );
    expect((await ehcna('plan', 'transfer-notice', caseRef, '--no-proposes-to-assess')).exit).toBe(0);
    await eventually(() => clockOf(caseRef, 'move-6w')).toBe('met');
    expect(await sentTo(caseRef, 'parent')).toBe(1);
    const placing = ['--no-practicable', '--reason', 'Too far.', '--starts-on', addDays(today, 5)];
    const interim = 'kind=school,name=Hillside School,urn=999901,email=office@hillside.example';
    expect((await ehcna('plan', 'placement', caseRef, ...placing, '--interim', interim)).exit).toBe(0);
    await eventually(() => sentTo(caseRef, 'provider')).toBe(1);
    const { out } = await ehcna('plan', 'show', caseRef);
    expect(out).toContain(`Moved in       ${addDays(today, -3)} from Southmere Council`);
    expect(out).toContain('Interim        Hillside School');
    expect(out).toMatch(/move-6w .* met/);
    expect(out).not.toContain('Moving Number');
    await expectNoTaskFailed(world.client, planId(caseRef));
  });

  it('is refused to others, in words, and for a child who has a plan or a case here', { timeout: 60_000 }, async () => {
    const body = receiptOf();
    const stranger = await receive(body, '--as', 'provider:s-1');
    expect([stranger.exit, stranger.err]).toEqual([1, expect.stringContaining('is done by caseworker')]);
    expect((await receive({ ...body, madeOn: 'yesterday' })).err).toContain('madeOn');
    expect((await receive({ ...body, lastReviewOn: today })).err).toContain('lastReviewOn');
    expect((await receive(body, '--request-id', 'once')).exit).toBe(0);
    expect((await receive(body, '--request-id', 'once')).out).toContain('holds it already');
    // Until its plan is in the lists the child is only reserved, and refused as one with an open case.
    await eventually(async () => (await receive(body, '--request-id', 'twice')).err).toContain(
      'has a plan here already',
    );
    const { caseRef, accepted } = await world.ehcna.open(familyRequest({ child: childOf(++number) }), officer);
    expect(accepted).toBe(true);
    expect((await receive({ ...body, child: childOf(number) })).err).toContain(`an open case already, ${caseRef}`);
    // Nor do they choose the rules that it goes by.
    const own = caseRefFrom([9, 9, 9, 9, 9, 9, 9, 8]);
    const { transfer } = receiptOf();
    const theirs = { source: 'transfer', transfer, policyVersion: 'theirs', child: childOf(++number) } as const;
    await world.ehcna.holdPlan(own, holding(theirs), officer);
    await eventually(async () => (await world.ehcna.worklist.plans({ caseRef: own }))[0]?.policyVersion).toBe(
      holding().policyVersion,
    );
    const bare = world.ehcna.holdPlan(caseRefFrom([9, 9, 9, 9, 9, 9, 9, 9]), holding(), officer);
    await bare;
    await eventually(() => world.client.workflow.count("ExecutionStatus = 'Failed'").then((c) => c.count)).toBe(1);
    expect(await world.ehcna.ledger.read(planId(caseRefFrom([9, 9, 9, 9, 9, 9, 9, 9])))).toEqual([]);
  });

  it('is listed as late where its six weeks or its review are past', { timeout: 60_000 }, async () => {
    const long = { ...receiptOf().transfer, movedOn: addDays(today, -61), transferredOn: addDays(today, -60) };
    const late = await received({ transfer: long });
    const soon = await received();
    await eventually(() => clockOf(late, 'move-6w')).toBe('missed');
    const { out } = await ehcna('plan', 'list', '--late');
    expect(out).toContain(late);
    expect(out).not.toContain(soon);
    // A commissioner's duty that is past is not ours to be late with.
    expect(await clockOf(soon, 'move-icb')).toBe('running');
  });

  it('is reviewed at once where the new health commissioner asks for that', { timeout: 60_000 }, async () => {
    const caseRef = await received({ lastReviewOn: addDays(today, -20) });
    const asks = { asks: 'review', reason: 'Another clinic.' } as const;
    const family = { role: 'family', id: 'p-1' } as const;
    expect(await codeOf(world.ehcna.planCommand(caseRef, 'recordCommissionerRequest', asks, family))).toBe(
      'wrong-role',
    );
    await world.ehcna.planCommand(caseRef, 'recordCommissionerRequest', asks, officer);
    await eventually(async () => (await world.ehcna.worklist.reviews({ caseRef }))[0]?.kind).toBe('early');
  });

  it('tells the review that is open where the child goes meanwhile', { timeout: 60_000 }, async () => {
    const caseRef = await received({ madeOn: addMonths(today, -30), lastReviewOn: addMonths(today, -11) });
    await eventually(async () => (await world.ehcna.worklist.reviews({ caseRef, open: true })).length).toBe(1);
    const interim = { kind: 'school', name: 'Hillside School', urn: '999901' } as const;
    const placed = { practicable: false, reason: 'Too far.', interim, startsOn: today };
    await world.ehcna.planCommand(caseRef, 'recordPlacement', placed, officer);
    const told = async () =>
      (await world.ehcna.ledger.read(annualReviewId(caseRef, 1))).flatMap((e) =>
        e.type === 'plan.followed' ? [e.data.setting] : [],
      );
    await eventually(told).toEqual([{ institution: interim, regulation20: true }]);
    for (const id of [planId(caseRef), annualReviewId(caseRef, 1)]) await expectNoTaskFailed(world.client, id);
  });
});

describe('a plan that we hand over', () => {
  it('ends with its review once the new authority confirms it, and not before', { timeout: 90_000 }, async () => {
    const caseRef = await held();
    const say = (type: 'recordMoveOut' | 'handOver' | 'confirmReceipt', body: object, by: object = officer) =>
      world.ehcna.planCommand(caseRef, type, body as never, by as never);
    expect(await codeOf(say('confirmReceipt', {}))).toBe('no-move');
    expect(await codeOf(say('recordMoveOut', { to, movedOn: today }, { role: 'family', id: 'p-1' }))).toBe(
      'wrong-role',
    );
    await say('recordMoveOut', { to, movedOn: addDays(today, -2) });
    expect(await codeOf(say('confirmReceipt', {}))).toBe('not-sent');
    await say('handOver', { file: [{ what: 'Report of the last review' }] });
    await eventually(() => clockOf(caseRef, 'move-transfer')).toBe('met');
    expect(await sentTo(caseRef, 'authority')).toBe(1);
    expect((await outbox(caseRef)).some((f) => f.includes('final-plan'))).toBe(true);
    expect((await ehcna('plan', 'list')).out).toContain(`held, moves ${addDays(today, -2)}`);
    expect((await ehcna('plan', 'show', caseRef)).out).toContain('receipt not confirmed');
    const review = world.client.workflow.getHandle(annualReviewId(caseRef, 1));
    expect((await review.describe()).status.name).toBe('RUNNING');
    // A second time with advice that is not kept here: that letter is refused, and owed when the plan is over.
    await say('handOver', { file: [{ what: 'Lost advice', adviceId: 'A9', version: 1 }] });
    const refused = async () =>
      (await world.ehcna.worklist.tasks({ caseRef })).filter((t) => t.closedBy === 'plan resolve-letter').length;
    await eventually(refused).toBe(1);
    await say('confirmReceipt', { note: 'By e-mail.' });
    await eventually(async () => (await world.ehcna.worklist.plans({ caseRef }))[0]?.stage).toBe('transferred');
    await eventually(async () => (await review.describe()).status.name).toBe('COMPLETED');

    const plan = world.client.workflow.getHandle(planId(caseRef));
    await plan.terminate('lost');
    expect(await restore(world.ehcna, { dryRun: true })).toMatchObject({ unknown: [] });
    await restore(world.ehcna);
    const resolved = { letterId: 'P-L4', outcome: 'not-needed', note: 'It is with them.' } as const;
    await world.ehcna.planCommand(caseRef, 'resolveLetter', resolved, officer);
    await eventually(async () => (await plan.describe()).status.name).toBe('COMPLETED');
    expect((await world.ehcna.ledger.verify()).faults).toEqual([]);
    expect((await world.ehcna.ledger.rebuild()).differences).toEqual([]);
    await expectNoTaskFailed(world.client, planId(caseRef));
    // The child is free to come back.
    const back = await receive(receiptOf({ child: (await stateOf(caseRef)).child }), '--json');
    expect(back.json()).toMatchObject({ started: true });
  });

  it('goes with the advice that is kept for the child', { timeout: 60_000 }, async () => {
    const child = childOf((number += 1));
    const { caseRef } = await world.ehcna.open(familyRequest({ child }), officer);
    const lead = { role: 'assessment-lead', id: 'al-1' } as const;
    const assess = {
      outcome: 'assess',
      mayHaveSen: true,
      mayNeedPlan: true,
      reasons: 'Need',
      withoutPanel: 'Urgent',
    } as const;
    await world.ehcna.command(caseRef, 'decideToAssess', assess, lead);
    const asked = (await world.ehcna.state(caseRef)).advice.find((a) => a.kind === 'educational-psychology');
    const adviceId = asked?.id ?? '';
    const given = { adviceId, author: 'A psychologist', findings: 'What was found.' };
    await world.ehcna.command(caseRef, 'submitAdvice', given, { role: 'ep-admin', id: 'ep-1' });
    await held({ child }, caseRef);
    await world.ehcna.planCommand(caseRef, 'recordMoveOut', { to, movedOn: today }, officer);
    const file = [{ what: 'Advice of the psychologist', adviceId, version: 1 }];
    await world.ehcna.planCommand(caseRef, 'handOver', { file }, officer);
    await eventually(() => clockOf(caseRef, 'move-transfer')).toBe('met');
    expect((await outbox(caseRef)).some((f) => f.startsWith('P-') && f.includes(`advice-${adviceId}`))).toBe(true);
  });
});

const stateOf = async (caseRef: string): Promise<Holding> => {
  const [first] = await world.ehcna.ledger.read(planId(caseRef));
  return first?.data as unknown as Holding;
};

/**
 * A case lives for years and a run's history may not grow without end, so now and then it goes on as a new run. Nobody
 * notices: nothing is lost or done twice, and what was due is still due. The server here suggests it after few events.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jump } from '../../client/clock/execution.js';
import { Ehcna, Refused } from '../../client/ehcna.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { londonDate } from '../../domain/civil-date.js';
import { SYSTEM } from '../../domain/events.js';
import { assessmentId, panelId, TASK_QUEUE } from '../../domain/ids.js';
import { familyRequest, today } from '../cli/requests.js';
import { startOwnServer } from '../own-server.js';
import type { OwnServer } from '../own-server.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { gather, settled } from './auditor.js';
import type { Given } from './auditor.js';
import { expectNoTaskFailed } from './untouched.js';

const SUGGESTED_AFTER_EVENTS = 100;
const CONTACTS = 120;
const BURSTS = 15;
const officer = { role: 'caseworker', id: 'cw-1' } as const;
/** By the clock of the case, once it was moved on. */
let later: Ehcna;
const contact = { channel: 'telephone', direction: 'to-family' } as const;

let server: OwnServer;
let world: World;
let caseRef: string;
const given: Given[] = [];

beforeAll(async () => {
  server = await startOwnServer({
    timeSkipping: true,
    settings: [`limit.historyCount.suggestContinueAsNew=${SUGGESTED_AFTER_EVENTS}`],
  });
  world = await openWorld({ address: server.address });
  ({ caseRef } = await world.ehcna.open(familyRequest(), officer));
});

afterAll(async () => {
  await world?.stop();
  await server?.stop();
});

const runsOf = async (workflowId: string): Promise<number> => {
  let runs = 0;
  for await (const _ of world.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs += 1;
  return runs;
};

const record = async (n: number): Promise<void> => {
  const commandId = `contact-${n}`;
  await world.ehcna.command(caseRef, 'recordContact', { ...contact, note: `${n}` }, officer, commandId);
  given.push({ commandId, stream: assessmentId(caseRef), accepted: true, event: 'contact.made' });
};

const ledgerOf = async () => asAssessmentEvents(await world.ehcna.ledger.read(assessmentId(caseRef)));

describe('a case whose history has grown', () => {
  it('goes on as a new run, and keeps every command, each once', { timeout: 120_000 }, async () => {
    // In bursts: a run ends when nobody is in the middle of anything.
    for (let burst = 0; burst < BURSTS; burst += 1)
      await Promise.all(Array.from({ length: CONTACTS / BURSTS }, (_, n) => record(burst * (CONTACTS / BURSTS) + n)));
    expect(given).toHaveLength(CONTACTS);
    await settled(() => gather(world.ehcna, world.client, world.outboxDir), given);
    expect(await runsOf(assessmentId(caseRef))).toBeGreaterThan(2);
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });

  it('says what its ledger says', async () => {
    const folded = foldEvents(caseRef, await ledgerOf());
    expect(await world.ehcna.state(caseRef)).toEqual(JSON.parse(JSON.stringify(folded)));
  });

  it('knows a command again that an earlier run carried out', async () => {
    const before = await ledgerOf();
    for (const n of [0, 1, CONTACTS - 1]) {
      const { events } = await world.ehcna.command(
        caseRef,
        'recordContact',
        { ...contact, note: `${n}` },
        officer,
        `contact-${n}`,
      );
      expect(events.length).toBeLessThanOrEqual(1);
    }
    await world.ehcna.report(caseRef, { id: 'contact-2', type: 'recordContact', by: officer, ...contact });
    await record(CONTACTS);
    expect(await ledgerOf()).toHaveLength(before.length + 1);
  });

  it('wakes when it would have woken', { timeout: 60_000 }, async () => {
    const { at } = await world.client.workflow.getHandle(assessmentId(caseRef)).query<{ at: number }>('nextWake');
    const before = await ledgerOf();
    expect(await jump(world.client, assessmentId(caseRef), at)).toBe(true);
    await expect.poll(async () => (await ledgerOf()).length, { timeout: 20_000 }).toBeGreaterThan(before.length);
    const [woken] = (await ledgerOf()).slice(before.length);
    expect(woken).toMatchObject({ occurredOn: londonDate(at), by: { role: 'system' } });
    later = Ehcna.over(world.client, world.pool, world.secrets, { now: () => at });
  });

  it('is refused as before what it would refuse', async () => {
    const again = later.command(caseRef, 'submitAdvice', { adviceId: 'A1', author: 'Nobody' }, officer);
    await expect(again).rejects.toThrow(Refused);
    await expect(again).rejects.not.toThrow(/assertion/);
  });

  it('answers a command that it took as its last, however often it is sent', async () => {
    const ask = () => later.command(caseRef, 'withdraw', { reason: 'The family asked.' }, officer, 'the-last');
    expect((await ask()).outcome).toBe('withdrawn');
    await world.client.workflow.getHandle(assessmentId(caseRef)).result();
    expect((await ask()).outcome).toBe('withdrawn');
  });
});

describe('a panel whose history has grown', () => {
  it('goes on as a new run with its agenda', { timeout: 120_000 }, async () => {
    const id = 'long-lived';
    const panel = {
      id,
      name: 'A panel',
      everyWeeks: 1,
      anchor: '2025-01-08',
      except: [],
      papersDaysBefore: 1,
      recordWithinDays: 2,
    };
    const workflowId = panelId(id);
    const handle = await world.client.workflow.start('panel', {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: await world.ehcna.starting(workflowId, 'panel', { panel }, SYSTEM),
    });
    const refer = async (n: number) =>
      handle.signal('refer', ...(await world.ehcna.tell(workflowId, 'refer', referral(n), SYSTEM)));
    const referral = (n: number) => ({
      caseRef,
      referralId: `R${n}`,
      question: 'stuck',
      reason: 'It waits.',
      referredOn: today(),
    });
    for (let n = 0; n < 60; n += 1) await refer(n);
    for (let n = 0; n < 60; n += 2) await refer(n);
    const agenda = async () => (await world.ehcna.panelState(id)).agenda.map((e) => e.referralId);
    await expect.poll(async () => (await agenda()).length, { timeout: 60_000 }).toBe(60);
    await settled(() => gather(world.ehcna, world.client, world.outboxDir), given);
    for (let n = 60; n < 100; n += 1) await refer(n);
    await expect.poll(async () => new Set(await agenda()).size, { timeout: 60_000 }).toBe(100);
    expect(await agenda()).toHaveLength(100);
    expect(await runsOf(panelId(id))).toBeGreaterThan(1);
    await expectNoTaskFailed(world.client, panelId(id));
  });
});

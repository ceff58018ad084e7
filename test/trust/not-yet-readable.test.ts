/**
 * A process that begins again reads its facts from the ledger first. Asked meanwhile, it says that it does not know them
 * yet: an empty case on a screen would be believed. Here another session holds the ledger's tables, so that it stays unread.
 */
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../domain/events.js';
import { assessmentId, panelId, TASK_QUEUE } from '../../domain/ids.js';
import { NOT_YET_READABLE } from '../../workflows/not-yet-readable.js';
import { familyRequest } from '../cli/requests.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const PANEL = {
  id: 'read-late',
  name: 'A panel',
  everyWeeks: 1,
  anchor: '2025-01-08',
  except: [],
  papersDaysBefore: 1,
  recordWithinDays: 2,
};

let world: World;
let holder: PoolClient;

beforeAll(async () => {
  world = await openWorld();
  holder = await world.pool.connect();
});

afterAll(async () => {
  holder?.release();
  await world?.stop();
});

const whileUnread = async (work: () => Promise<void>): Promise<void> => {
  await holder.query('begin; lock table ledger, ledger_heads in access exclusive mode');
  try {
    await work();
  } finally {
    await holder.query('rollback');
  }
};

/** What somebody learns who asks without our client: the Temporal UI, another SDK. */
const saidOnceItAnswers = async (workflowId: string): Promise<string> => {
  const handle = world.client.workflow.getHandle(workflowId);
  const ask = () =>
    handle.query('state').then(
      (state) => JSON.stringify(state),
      (error: Error) => error.message,
    );
  // Before its first task nobody can answer.
  await expect.poll(ask, { timeout: 30_000 }).not.toContain('workflow task');
  return ask();
};

const startPanel = async (): Promise<void> => {
  const workflowId = panelId(PANEL.id);
  const args = await world.ehcna.starting(workflowId, 'panel', { panel: PANEL }, SYSTEM);
  await world.client.workflow.start('panel', { workflowId, taskQueue: TASK_QUEUE, args });
};

describe('until the ledger is read', { timeout: 90_000 }, () => {
  it('a case says so; our client waits and shows it whole', async () => {
    const { caseRef } = await world.ehcna.open(familyRequest(), officer);
    const before = await world.ehcna.state(caseRef);
    await world.client.workflow.getHandle(assessmentId(caseRef)).terminate();
    let asked: Promise<unknown> | undefined;
    await whileUnread(async () => {
      await world.ehcna.resume(caseRef);
      expect(await saidOnceItAnswers(assessmentId(caseRef))).toBe(NOT_YET_READABLE);
      asked = world.ehcna.state(caseRef);
    });
    expect(await asked).toMatchObject({
      child: before.child,
      receivedOn: before.receivedOn,
      deadlines: before.deadlines,
    });
  });

  it('a panel says so; our client waits and shows it whole', async () => {
    await startPanel();
    expect(await world.ehcna.panelState(PANEL.id)).toMatchObject({ panel: PANEL });
    await world.client.workflow.getHandle(panelId(PANEL.id)).terminate();
    let asked: Promise<unknown> | undefined;
    await whileUnread(async () => {
      await startPanel();
      expect(await saidOnceItAnswers(panelId(PANEL.id))).toBe(NOT_YET_READABLE);
      asked = world.ehcna.panelState(PANEL.id);
    });
    expect(await asked).toMatchObject({ panel: PANEL });
  });
});

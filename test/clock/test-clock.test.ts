import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorldClock } from '../../client/clock/test-clock.js';
import { DAY, openStage, type Stage, TASK_QUEUE } from './fixture.js';
import type { DiaryInput, Entry } from './fixture-workflows.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

const HOUR = 3_600_000;
/** Real time that a story may take, in its virtual dates: a minute, where its steps are days. */
const CLOSE = 60_000;

const begin = async (clock: WorldClock, input: DiaryInput, name = 'diary'): Promise<string> => {
  const workflowId = `${name}/${randomUUID()}`;
  await clock.client.workflow.start('diary', { taskQueue: TASK_QUEUE, workflowId, args: [input] });
  return workflowId;
};

const days = (entries: Entry[], from: number): Array<[string, number]> =>
  entries.map(({ what, at }) => {
    const day = Math.round((at - from) / DAY);
    expect(Math.abs(at - from - day * DAY)).toBeLessThan(CLOSE);
    return [what, day];
  });

describe('one execution', () => {
  it('stays in real time until the clock moves it', async () => {
    const clock = stage.world();
    const id = await begin(clock, { everyDays: 1, times: 1, stays: true });
    await clock.settle();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(Math.abs((await clock.now(id)) - Date.now())).toBeLessThan(5_000);
    expect(await stage.entries(id)).toHaveLength(1);
  });

  it('wakes at each of its dates in one long move, and stands at its end', async () => {
    const clock = stage.world();
    const from = Date.now();
    const id = await begin(clock, { everyDays: 30, times: 5, stays: true });
    await clock.advanceTo(from + 100 * DAY);
    expect(days(await stage.entries(id), from)).toEqual([
      ['begins', 0],
      ['wakes', 30],
      ['wakes', 60],
      ['wakes', 90],
    ]);
    expect((await clock.now(id)) - from - 100 * DAY).toBeLessThan(CLOSE);
    expect((await clock.now()) - from - 100 * DAY).toBeLessThan(CLOSE);
  });

  it('shows updates the moved time even where nothing fell due', async () => {
    const clock = stage.world();
    const from = Date.now();
    const id = await begin(clock, { everyDays: 300, times: 1 });
    await clock.advanceTo(from + 40 * DAY);
    const note = { args: ['noted'] as [string] };
    const { validated, handled } = await stage.client.workflow
      .getHandle(id)
      .executeUpdate<{ validated: number; handled: number }, [string]>('note', note);
    expect(Math.abs(validated - from - 40 * DAY)).toBeLessThan(CLOSE);
    expect(Math.abs(handled - from - 40 * DAY)).toBeLessThan(CLOSE);
  });

  it('keeps its dates when it continues as new on each wake', async () => {
    const clock = stage.world();
    const from = Date.now();
    const id = await begin(clock, { everyDays: 10, times: 3, continuesAsNew: true, stays: true });
    await clock.advanceTo(from + 45 * DAY);
    expect(days(await stage.entries(id), from)).toEqual([
      ['begins', 0],
      ['wakes', 10],
      ['begins', 10],
      ['wakes', 20],
      ['begins', 20],
      ['wakes', 30],
    ]);
    expect((await clock.now(id)) - from - 45 * DAY).toBeLessThan(CLOSE);
  });

  it('passes over the hours between attempts of an activity', async () => {
    const clock = stage.world();
    const from = Date.now();
    const id = await begin(clock, { everyDays: 1, times: 1, fails: 3, stays: true });
    await clock.advanceTo(from + DAY + 4 * 3_600_000);
    const entries = await stage.entries(id);
    expect(entries.at(-1)?.what).toBe('activity at attempt 4');
    expect(Math.abs((entries.at(-1)?.at ?? 0) - from - DAY - 3 * 3_600_000)).toBeLessThan(CLOSE);
  });

  it('that answers no query is moved in one go, past its end', async () => {
    const clock = stage.world();
    const workflowId = `silent/${randomUUID()}`;
    const from = Date.now();
    const handle = await clock.client.workflow.start('silent', { taskQueue: TASK_QUEUE, workflowId, args: [20] });
    await clock.advanceTo(from + 25 * DAY);
    expect(Math.abs((await handle.result()) - from - 20 * DAY)).toBeLessThan(CLOSE);
  });
});

describe('several executions', () => {
  it('meet each message at the date it was sent, in the order of the dates', async () => {
    const clock = stage.world();
    const from = Date.now();
    const listener = await begin(clock, { everyDays: 7, times: 4, stays: true }, 'listener');
    const teller = await begin(clock, { everyDays: 10, times: 3, tells: listener, stays: true }, 'teller');
    await clock.advanceTo(from + 35 * DAY);
    const letter = `letter from ${teller}`;
    expect(days(await stage.entries(listener), from)).toEqual([
      ['begins', 0],
      ['wakes', 7],
      [letter, 10],
      ['wakes', 14],
      [letter, 20],
      ['wakes', 21],
      ['wakes', 28],
      [letter, 30],
    ]);
  });

  it('go from one due thing to the next', async () => {
    const clock = stage.world();
    const from = Date.now();
    const slow = await begin(clock, { everyDays: 9, times: 1, stays: true });
    const quick = await begin(clock, { everyDays: 4, times: 2, stays: true });
    const seen: Array<[number, string[]]> = [];
    for (let due = await clock.moveToNextDue(); due !== null; due = await clock.moveToNextDue()) {
      seen.push([Math.round((due.at - from) / DAY), due.workflowIds]);
    }
    expect(seen).toEqual([
      [4, [quick]],
      [8, [quick]],
      [9, [slow]],
    ]);
    expect(await clock.next()).toBeNull();
  });

  it('stop before what is due after a given instant', async () => {
    const clock = stage.world();
    await begin(clock, { everyDays: 9, times: 1, stays: true });
    expect(await clock.moveToNextDue({ until: Date.now() + 8 * DAY })).toBeNull();
  });

  it('go on when one of them ends on the way', async () => {
    const clock = stage.world();
    const from = Date.now();
    const ending = await begin(clock, { everyDays: 5, times: 1 });
    const staying = await begin(clock, { everyDays: 8, times: 2, stays: true });
    await clock.advanceTo(from + 20 * DAY);
    expect(days((await stage.client.workflow.getHandle(ending).result()) as Entry[], from)).toEqual([
      ['begins', 0],
      ['wakes', 5],
    ]);
    expect(days(await stage.entries(staying), from)).toEqual([
      ['begins', 0],
      ['wakes', 8],
      ['wakes', 16],
    ]);
  });

  it('can be moved apart on purpose', async () => {
    const clock = stage.world();
    const from = Date.now();
    const moved = await begin(clock, { everyDays: 50, times: 1 });
    const left = await begin(clock, { everyDays: 50, times: 1 });
    await clock.advanceTo(from + 10 * DAY, { only: [moved] });
    expect(Math.abs((await clock.now(moved)) - from - 10 * DAY)).toBeLessThan(CLOSE);
    expect(Math.abs((await clock.now(left)) - from)).toBeLessThan(CLOSE);
  });
});

describe('one that comes later', () => {
  it('begins at the date of the workflow whose activity started it, and is moved with it', async () => {
    const clock = stage.world();
    const from = Date.now();
    const opened = `opened/${randomUUID()}`;
    await begin(clock, { everyDays: 20, times: 1, opens: opened, stays: true });
    await clock.advanceTo(from + 25 * DAY);
    expect(clock.members).toContain(opened);
    expect(days(await stage.entries(opened), from)).toEqual([
      ['begins', 20],
      ['wakes', 23],
    ]);
    await clock.advanceTo(from + 30 * DAY);
    expect(days(await stage.entries(opened), from).at(-1)).toEqual(['wakes', 26]);
  });

  // Each attempt that a busy machine lets run out is an hour more; and what such a machine starts may begin at the hour of an
  // attempt before (docs/limitations.md): on the hour of one it begins all the same.
  it('begins at the hour of an attempt to start it', async () => {
    const clock = stage.world();
    const from = Date.now();
    const opened = `opened/${randomUUID()}`;
    await begin(clock, { everyDays: 20, times: 1, opens: opened, fails: 24, stays: true });
    await clock.advanceTo(from + 22.5 * DAY);
    const [first] = await stage.entries(opened);
    const hours = ((first?.at ?? 0) - from - 20 * DAY) / HOUR;
    expect(first?.what).toBe('begins');
    expect(Math.round(hours)).toBeGreaterThan(0);
    expect(Math.round(hours)).toBeLessThanOrEqual(60);
    expect(Math.abs(hours - Math.round(hours)) * HOUR).toBeLessThan(CLOSE);
  });

  it('is brought to the date of the world when it is only added to it', async () => {
    const clock = stage.world();
    const from = Date.now();
    const first = await begin(clock, { everyDays: 90, times: 1 });
    await clock.advanceTo(from + 15 * DAY);
    const workflowId = `late/${randomUUID()}`;
    const args: [DiaryInput] = [{ everyDays: 10, times: 1, stays: true }];
    await stage.client.workflow.start('diary', { taskQueue: TASK_QUEUE, workflowId, args });
    clock.add(workflowId);
    await clock.advanceTo(await clock.now());
    expect(Math.abs((await clock.now(workflowId)) - (await clock.now(first)))).toBeLessThan(CLOSE);
  });

  it('begins at the instant of the world however it is started', { repeats: 3 }, async () => {
    const startAt = Date.now() + 100 * DAY;
    const clock = stage.world({ startAt });
    const input: DiaryInput = { everyDays: 300, times: 1 };
    const started = await begin(clock, input);
    const workflow = clock.client.workflow;

    const signalled = `signalled/${randomUUID()}`;
    const options = { taskQueue: TASK_QUEUE, args: [input] as [DiaryInput] };
    await workflow.signalWithStart('diary', {
      ...options,
      workflowId: signalled,
      signal: 'letter',
      signalArgs: ['me'],
    });

    const updated = `updated/${randomUUID()}`;
    const startWorkflowOperation = () =>
      new WithStartWorkflowOperation('diary', {
        ...options,
        workflowId: updated,
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
    for (const note of ['first', 'second']) {
      await workflow.executeUpdateWithStart('note', {
        args: [note],
        startWorkflowOperation: startWorkflowOperation(),
      });
    }

    expect(clock.members).toEqual([started, signalled, updated]);
    await clock.settle();
    expect(days(await stage.entries(started), startAt)).toEqual([['begins', 0]]);
    expect(
      days(await stage.entries(signalled), startAt)
        .map(([what]) => what)
        .toSorted(),
    ).toEqual(['begins', 'letter from me']);
    expect(
      days(await stage.entries(updated), startAt)
        .map(([what]) => what)
        .toSorted(),
    ).toEqual(['begins', 'first', 'second']);
  });
});

describe('trouble', () => {
  it('is named when a workflow throws', async () => {
    const clock = stage.world();
    const id = await begin(clock, { everyDays: 1, times: 1, faulty: true });
    await expect(clock.advance(2 * DAY)).rejects.toThrow(`${id}: workflow task (attempt`);
    await stage.client.workflow.getHandle(id).terminate();
  });

  it('is named when no worker does what fell due', async () => {
    const clock = stage.world({ patienceMs: 300 });
    const workflowId = `nobody/${randomUUID()}`;
    await clock.client.workflow.start('diary', { taskQueue: 'no-worker', workflowId, args: [{}] });
    await expect(clock.settle()).rejects.toThrow(`${workflowId}: workflow task (attempt 1)`);
  });
});

/**
 * A new release of the code while cases run: each stays on the release it began on and moves to the new one with its next
 * run. Whoever sleeps is nudged. Nothing is lost, and what was due is still due.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nudge, promote, releases } from '../../client/release.js';
import { recordedReleases, workflowsOf } from '../../client/replay.js';
import { assessmentId, panelId } from '../../domain/ids.js';
import { openWorld, type World } from '../world.js';
import { familyRequest } from '../cli/requests.js';
import { expectNoTaskFailed } from './untouched.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const OLD = { versioning: 'pinned', buildId: '0.0.1-old' } as const;
const NEW = { versioning: 'pinned', buildId: '0.0.2-new' } as const;

let world: World;
let caseRef: string;

/** A worker that was just started is heard of within a moment. */
const promoted = async (buildId: string, attempts = 100): Promise<void> => {
  try {
    await promote(world.client, buildId);
  } catch (error) {
    if (attempts <= 1) throw error;
    await pause(300);
    await promoted(buildId, attempts - 1);
  }
};

/** The release that the process runs on, as the server has it. */
const releaseOf = async (workflowId: string): Promise<string | undefined> => {
  const { raw } = await world.client.workflow.getHandle(workflowId).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
};

beforeAll(async () => {
  world = await openWorld({ worker: false });
  // What the workers of the release recorded last ran, whatever the workflows are now.
  const bundlePath = join(world.dataDir, 'workflows-of-the-last-release.js');
  await writeFile(bundlePath, workflowsOf(recordedReleases().at(-1) ?? ''));
  await world.startWorker({ release: OLD, bundlePath });
  await promoted(OLD.buildId);
  ({ caseRef } = await world.ehcna.open(familyRequest(), officer));
  const asked = { panel: 'stuck-cases', question: 'stuck', reason: 'Waits' } as const;
  await world.ehcna.command(caseRef, 'referToPanel', asked, officer);
}, 120_000);
afterAll(() => world?.stop());

const contact = (): Promise<{ events: string[] }> =>
  world.ehcna.command(caseRef, 'recordContact', { channel: 'telephone', direction: 'to-family' }, officer);

describe('a release of the code', () => {
  it('cannot be made current before a worker of it was heard of', async () => {
    await expect(promote(world.client, 'never-built')).rejects.toThrow(/never-built/);
  });

  it('is where a case that began on it stays when the next one comes', { timeout: 60_000 }, async () => {
    await world.startWorker({ release: NEW });
    await promoted(NEW.buildId);
    expect(await releaseOf(assessmentId(caseRef))).toBe(OLD.buildId);
    const { caseRef: later } = await world.ehcna.open(familyRequest(), officer);
    expect(await releaseOf(assessmentId(later))).toBe(NEW.buildId);
    const [first] = await releases(world.client);
    expect(first).toMatchObject({ buildId: NEW.buildId, current: true });
  });

  it('is left with a nudge, with every fact and date as it was', { timeout: 60_000 }, async () => {
    await expect.poll(async () => (await world.ehcna.state(caseRef)).referrals[0]?.meetingOn).toBeTruthy();
    const before = await world.ehcna.state(caseRef);
    expect(await nudge(world.client)).toMatchObject({ current: NEW.buildId });
    await expect.poll(() => releaseOf(assessmentId(caseRef)), { timeout: 30_000 }).toBe(NEW.buildId);
    // A new run reads the ledger first. Newer code may know more of a case, and nothing less: it keeps what a letter said for some
    // days longer, which the release before let go of as soon as it had gone.
    const letters = before.letters.map(({ letter: _said, ...rest }) => rest);
    await expect.poll(() => world.ehcna.state(caseRef)).toMatchObject({ ...before, letters });
    expect((await contact()).events).toEqual(['contact.made']);
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  });

  it('has nobody left on it then, panels and plans included, and its worker may go', { timeout: 60_000 }, async () => {
    await expect
      .poll(async () => (await releases(world.client)).find((r) => r.buildId === OLD.buildId)?.open, {
        timeout: 30_000,
      })
      .toBe(0);
    expect(await releaseOf(panelId('stuck-cases'))).toBe(NEW.buildId);
  });
});

describe('cases that began before there were releases', () => {
  it('go on with the first worker that runs on one', { timeout: 90_000 }, async () => {
    const before = await openWorld();
    try {
      const { caseRef: ref } = await before.ehcna.open(familyRequest(), officer);
      await before.stopWorkers();
      await before.startWorker({ release: { versioning: 'auto-upgrade', buildId: '0.0.3-first' } });
      const given = { channel: 'telephone', direction: 'to-family' } as const;
      expect((await before.ehcna.command(ref, 'recordContact', given, officer)).events).toEqual(['contact.made']);
      expect((await before.ehcna.open(familyRequest(), officer)).accepted).toBe(true);
    } finally {
      await before.stop();
    }
  });
});

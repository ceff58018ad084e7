/** A case that was begun by the code before there were priorities goes on with today's, and is in the new lists from its next step. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recordedReleases, workflowsOf } from '../../client/replay.js';
import { assessmentId } from '../../domain/ids.js';
import { familyRequest } from '../cli/requests.js';
import { openWorld } from '../world.js';
import { expectNoTaskFailed } from './untouched.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;

it('is shown by priority and kind once something happens to it, and repeats its past without a fault', async () => {
  const world = await openWorld({ worker: false });
  try {
    const bundlePath = join(world.dataDir, 'workflows-of-the-last-release.js');
    await writeFile(bundlePath, workflowsOf(recordedReleases().at(-1) ?? ''));
    const old = await world.startWorker({ bundlePath });
    const { caseRef } = await world.ehcna.open(familyRequest(), officer);
    const process = world.client.workflow.getHandle(assessmentId(caseRef));
    const shown = async (): Promise<unknown[]> => {
      const { searchAttributes } = await process.describe();
      return [searchAttributes['Stage'], searchAttributes['Priority'], searchAttributes['PlanType']];
    };
    await expect.poll(shown).toEqual([['considering'], undefined, undefined]);
    await old.stop();
    // Nothing is kept in memory, so that each task repeats all of it.
    await world.startWorker({ maxCachedWorkflows: 0 });
    const contact = { channel: 'telephone', direction: 'to-family' } as const;
    for (let i = 0; i < 3; i += 1) await world.ehcna.command(caseRef, 'recordContact', contact, officer);
    await expect.poll(shown).toEqual([['considering'], [expect.stringMatching(/^[ABC]$/)], ['initial']]);
    await expectNoTaskFailed(world.client, assessmentId(caseRef));
  } finally {
    await world.stop().catch(() => undefined);
  }
}, 90_000);

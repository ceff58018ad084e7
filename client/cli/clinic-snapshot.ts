/** `ehcna clinic snapshot`: keeps the clinic of today now, as the Schedule does each Monday. */
import { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { CLINIC_SNAPSHOT_ID, TASK_QUEUE } from '../../domain/ids.js';
import type { SnapshotTaken } from '../../activities/clinic/snapshots.js';
import { withEhcna } from './connect.js';
import { say, sayJson } from './outcome.js';

export const clinicSnapshotCommand = (): Command =>
  new Command('snapshot')
    .description('Keep the clinic as it stands today; a day is kept once.')
    .option('--json', 'print {"on","taken"}')
    .addHelpText('after', '\nExamples:\n  ehcna clinic snapshot')
    .action(async ({ json }: { json?: boolean }) => {
      // By the worker: it is the one that may write there.
      const snapshot = await withEhcna(
        ({ client }): Promise<SnapshotTaken> =>
          client.workflow.execute('clinicSnapshot', {
            workflowId: `${CLINIC_SNAPSHOT_ID}/by-hand-${randomUUID()}`,
            taskQueue: TASK_QUEUE,
            args: [],
            staticSummary: 'Keeps the figures of the Monday clinic',
          }),
      );
      if (json) sayJson(snapshot);
      else
        say(
          `The clinic of ${snapshot.on} ${snapshot.taken ? 'is kept' : 'was kept already'}: /clinic/snapshots/${snapshot.on}`,
        );
    });

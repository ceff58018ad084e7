/** The weekly snapshot of the clinic: a Temporal Schedule, made once an installation and left alone from then on. */
import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type pg from 'pg';
import { readClinic } from '../activities/clinic/clinic.js';
import { snapshotKeeper, type SnapshotKeeper } from '../activities/clinic/snapshots.js';
import { type ClinicFilters, parseFilters } from '../domain/clinic/filters.js';
import { CLINIC_SCHEDULE_ID, CLINIC_SNAPSHOT_ID, TASK_QUEUE } from '../domain/ids.js';

/** Makes the Schedule where there is none. One that an operator has paused or moved stays as they left it. */
export const scheduleClinicSnapshots = async (client: Client): Promise<void> => {
  try {
    await client.schedule.create({
      scheduleId: CLINIC_SCHEDULE_ID,
      spec: { calendars: [{ dayOfWeek: 'MONDAY', hour: 8, minute: 0 }], timezone: 'Europe/London' },
      action: {
        type: 'startWorkflow',
        workflowType: 'clinicSnapshot',
        workflowId: CLINIC_SNAPSHOT_ID,
        taskQueue: TASK_QUEUE,
        args: [],
        staticSummary: 'Keeps the figures of the Monday clinic',
      },
      // A server that was away on Monday morning makes up for it until the next one; there is one snapshot a day, whatever is owed.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6 days' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
};

/** What the worker keeps it with: the figures of everything, for the last twelve months to that day. */
export const clinicSnapshots = (pool: pg.Pool, policyVersion: string): SnapshotKeeper =>
  snapshotKeeper(pool, policyVersion, (day) => readClinic(pool, parseFilters({}, day) as ClinicFilters));

/**
 * Keeps the figures of the Monday clinic as they stand on the day it runs. A Temporal Schedule starts it each Monday
 * (workers/clinic.ts); whoever starts it again on the same day is told what was kept already.
 */
import { setCurrentDetails } from '@temporalio/workflow';
import type { SnapshotTaken } from '../activities/clinic/snapshots.js';
import { takeClinicSnapshot } from './activities.js';
import { recordedAt, today } from './desk.js';

export async function clinicSnapshot(): Promise<SnapshotTaken> {
  const day = today();
  setCurrentDetails(`Reading the figures of ${day}.`);
  const snapshot = await takeClinicSnapshot({ day, at: recordedAt() });
  setCurrentDetails(
    snapshot.taken
      ? `**The clinic of ${day} is kept.** Its page: \`/clinic/snapshots/${day}\`.`
      : `The clinic of ${day} was kept already. Its page: \`/clinic/snapshots/${day}\`.`,
  );
  return snapshot;
}

/** Is any process stuck? Asks Temporal alone: of each that runs, whether something is begun and not done. */
import type { Client } from '@temporalio/client';
import { look } from '../../../client/clock/execution.js';
import { failedTasks } from '../untouched.js';

interface Standing {
  /** What the process's own clock reads, epoch milliseconds. */
  now: number;
  faults: string[];
}

const standingOf = async (client: Client, workflowId: string): Promise<Standing> => {
  const handle = client.workflow.getHandle(workflowId);
  const { open, now, busy, retryAt } = await look(client, workflowId);
  if (!open) return { now, faults: [] };
  const { raw } = await handle.describe();
  const waits = (raw.pendingActivities ?? []).map(
    (a) => `${a.activityType?.name}, attempt ${a.attempt}: ${a.lastFailure?.message ?? 'under way'}`,
  );
  const { at } = await handle
    .query<{ at: number | null }>('nextWake')
    .catch((error: unknown) => ({ at: String(error) }));
  return {
    now,
    faults: [
      ...(busy === null && retryAt === null
        ? []
        : [`stuck: ${workflowId} is not at rest: ${busy ?? waits.join('; ')}`]),
      ...(typeof at === 'string' ? [`stuck: ${workflowId} does not answer: ${at}`] : []),
      ...(typeof at === 'number' && at <= now
        ? [`stuck: ${workflowId} sleeps past the instant it was to wake at`]
        : []),
      ...(await failedTasks(client, workflowId)).map((why) => `stuck: ${workflowId}: a workflow task failed: ${why}`),
    ],
  };
};

export interface Standings {
  now: Map<string, number>;
  faults: string[];
}

const AT_ONCE = 8;

export const standings = async (client: Client, running: readonly string[]): Promise<Standings> => {
  const now = new Map<string, number>();
  const faults: string[] = [];
  const left = [...running];
  const next = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const standing = await standingOf(client, id);
      now.set(id, standing.now);
      faults.push(...standing.faults);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return { now, faults };
};

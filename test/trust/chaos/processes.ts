/** Is any process stuck? Asks Temporal alone: of each that runs, whether something is begun and not done. */
import type { Client } from '@temporalio/client';
import { look } from '../../../client/clock/execution.js';
import { failedTasks } from '../untouched.js';

interface Standing {
  /** What the process's own clock reads, epoch milliseconds. */
  now: number;
  /** When what has failed is tried again, where that is all it waits for. */
  retryAt: number | null;
  faults: string[];
}

/** What a task says that could not have its keys while PostgreSQL was killed: it was tried again, and that is no fault. */
const DATABASE_AWAY =
  /ECONN(REFUSED|RESET)|Connection terminated|database has not answered|database system is (starting up|shutting down|in recovery|not yet accepting connections)|timeout exceeded when trying to connect|terminating connection/;

const wakeOf = (client: Client, workflowId: string): Promise<{ at: number | null | string }> =>
  client.workflow
    .getHandle(workflowId)
    .query<{ at: number | null }>('nextWake')
    .catch((error: unknown) => ({ at: String(error) }));

const waitsFor = async (client: Client, workflowId: string): Promise<string> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? [])
    .map((a) => `${a.activityType?.name}, attempt ${a.attempt}: ${a.lastFailure?.message ?? 'under way'}`)
    .join('; ');
};

const standingOf = async (client: Client, workflowId: string): Promise<Standing> => {
  const { open, now, busy, retryAt } = await look(client, workflowId);
  const unrest = `stuck: ${workflowId} is not at rest`;
  if (!open) return { now, retryAt, faults: [] };
  if (busy !== null) return { now, retryAt, faults: [`${unrest}: ${busy}`] };
  if (retryAt !== null) return { now, retryAt, faults: [`${unrest}: ${await waitsFor(client, workflowId)}`] };
  const { at } = await wakeOf(client, workflowId);
  return {
    now,
    retryAt,
    faults: [
      ...(typeof at === 'string' ? [`stuck: ${workflowId} does not answer: ${at}`] : []),
      ...(typeof at === 'number' && at <= now
        ? [`stuck: ${workflowId} sleeps past the instant it was to wake at`]
        : []),
      ...(await failedTasks(client, workflowId))
        .filter((why) => !DATABASE_AWAY.test(why))
        .map((why) => `stuck: ${workflowId}: a workflow task failed: ${why}`),
    ],
  };
};

export interface Standings {
  now: Map<string, number>;
  /** Those in a pause before another attempt, and when it ends by their own clocks. */
  retrying: Map<string, number>;
  faults: string[];
}

const AT_ONCE = 8;

export const standings = async (client: Client, running: readonly string[]): Promise<Standings> => {
  const now = new Map<string, number>();
  const retrying = new Map<string, number>();
  const faults: string[] = [];
  const left = [...running];
  const next = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const standing = await standingOf(client, id);
      now.set(id, standing.now);
      if (standing.retryAt !== null) retrying.set(id, standing.retryAt);
      faults.push(...standing.faults);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return { now, retrying, faults };
};

/** What a process of ours must be after whatever was done to it: able to take its next step. */
import type { Client } from '@temporalio/client';
import { expect } from 'vitest';
import { look, wordsOf } from '../../client/clock/execution.js';

/**
 * `WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND`, where something came in just as the process was ending, which it then
 * looks at first; and `…_FORCE_CLOSE_COMMAND`, where so much came in meanwhile that the server began the task anew.
 */
const BEGUN_ANEW = [1, 17];

/** What it says of its last failed workflow tasks; none where none failed. */
export const failedTasks = async (client: Client, workflowId: string): Promise<string[]> => {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const failed = (events ?? [])
    .flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])
    .filter(({ cause }) => !BEGUN_ANEW.includes(Number(cause)));
  return Promise.all(failed.map(async ({ cause, failure }) => `${cause}: ${await wordsOf(client, failure)}`));
};

/** No workflow task failed, and none is being tried again. */
export const expectNoTaskFailed = async (client: Client, workflowId: string): Promise<void> => {
  expect(await failedTasks(client, workflowId), `${workflowId}: failed workflow tasks`).toEqual([]);
  const { taskAttempt } = await look(client, workflowId);
  expect(taskAttempt, `${workflowId}: attempts at its workflow task`).toBeLessThanOrEqual(1);
};

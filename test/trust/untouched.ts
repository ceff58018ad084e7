/** What a process of ours must be after whatever was done to it: able to take its next step. */
import type { Client } from '@temporalio/client';
import { expect } from 'vitest';

/** `WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND`: so much came in meanwhile that the server began the task anew. */
const BEGUN_ANEW = 17;

/** What it says of its last failed workflow tasks; none where none failed. */
export const failedTasks = async (client: Client, workflowId: string): Promise<string[]> => {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? [])
    .flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])
    .filter(({ cause }) => Number(cause) !== BEGUN_ANEW)
    .map(({ cause, failure }) => `${cause}: ${failure?.message}`);
};

/** No workflow task failed, and none is being tried again. */
export const expectNoTaskFailed = async (client: Client, workflowId: string): Promise<void> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  expect(raw.pendingWorkflowTask?.attempt ?? 1, `${workflowId}: attempts at its workflow task`).toBe(1);
  expect(await failedTasks(client, workflowId), `${workflowId}: failed workflow tasks`).toEqual([]);
};

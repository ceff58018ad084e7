/** What a process of ours must be after whatever was done to it: able to take its next step. */
import type { Client } from '@temporalio/client';
import { expect } from 'vitest';

/**
 * `WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND`, where something came in just as the process was ending, which it then
 * looks at first; and `…_FORCE_CLOSE_COMMAND`, where so much came in meanwhile that the server began the task anew.
 */
const BEGUN_ANEW = [1, 17];

/** No workflow task failed, and none is being tried again. */
export const expectNoTaskFailed = async (client: Client, workflowId: string): Promise<void> => {
  const handle = client.workflow.getHandle(workflowId);
  const { raw } = await handle.describe();
  expect(raw.pendingWorkflowTask?.attempt ?? 1, `${workflowId}: attempts at its workflow task`).toBe(1);
  const { events } = await handle.fetchHistory();
  const failed = (events ?? [])
    .flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])
    .filter(({ cause }) => !BEGUN_ANEW.includes(Number(cause)))
    .map(({ cause, failure }) => `${cause}: ${failure?.message}`);
  expect(failed, `${workflowId}: failed workflow tasks`).toEqual([]);
};

/** What a process of ours must be after whatever was done to it: able to take its next step. */
import type { Client } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { expect } from 'vitest';
import { look } from '../../client/clock/execution.js';

/**
 * `WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND`, where something came in just as the process was ending, which it then
 * looks at first; and `…_FORCE_CLOSE_COMMAND`, where so much came in meanwhile that the server began the task anew.
 */
const BEGUN_ANEW = [1, 17];

/** No workflow task failed, and none is being tried again. */
export const expectNoTaskFailed = async (client: Client, workflowId: string): Promise<void> => {
  const handle = client.workflow.getHandle(workflowId);
  const { events } = await handle.fetchHistory();
  const failures = (events ?? [])
    .flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])
    .filter(({ cause }) => !BEGUN_ANEW.includes(Number(cause)));
  const { loadedDataConverter } = client.options;
  const said = failures.map(async ({ cause, failure }) => {
    const error = await decodeOptionalFailureToOptionalError(loadedDataConverter, failure);
    return `${cause}: ${error?.message} ${error?.stack?.slice(0, 1_000)}`;
  });
  expect(await Promise.all(said), `${workflowId}: failed workflow tasks`).toEqual([]);
  const { taskAttempt } = await look(client, workflowId);
  expect(taskAttempt, `${workflowId}: attempts at its workflow task`).toBeLessThanOrEqual(1);
};

import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { PlatformFault } from './fault.js';
/** A poll stays open for a minute; the server remembers a poller for five. */
const RECENT_MS = 2 * 60_000;
/** Throws unless the Temporal server has lately heard from a worker on this machine, which is what a worker is for. */
export const checkWorker = async ({ connection: options, namespace, taskQueue }) => {
    const { TaskQueueType } = proto.temporal.api.enums.v1;
    const connection = await Connection.connect({ connectTimeout: '5s', ...options }).catch((cause) => {
        throw new PlatformFault(`Cannot reach the Temporal server at ${options.address}.`, 3, { cause });
    });
    try {
        const { pollers } = await connection.workflowService.describeTaskQueue({
            namespace,
            taskQueue: { name: taskQueue },
            taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        });
        // The SDK calls a worker `pid@host`.
        const here = (pollers ?? []).filter(({ identity }) => identity?.endsWith(`@${hostname()}`));
        const recent = here.some(({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < RECENT_MS);
        if (!recent)
            throw new PlatformFault(`No worker on ${hostname()} is polling the task queue ${taskQueue}.`, 1);
    }
    finally {
        await connection.close();
    }
};
//# sourceMappingURL=worker-health.js.map
/** As many processes with an empty body, on the same server, as many at a time: what starting costs without our code. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { each } from '../restore.js';
const own = fileURLToPath(import.meta.url);
const workflowsPath = join(dirname(own), `bare-workflow${own.endsWith('.ts') ? '.ts' : '.js'}`);
const TASK_QUEUE = 'bare';
/** Milliseconds from the first start to the last end. */
export const startBare = async (client, address, count, atOnce) => {
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
    const connection = await NativeConnection.connect({ address });
    const { namespace } = client.options;
    const worker = await Worker.create({ connection, namespace, taskQueue: TASK_QUEUE, workflowBundle });
    try {
        return await worker.runUntil(async () => {
            const from = performance.now();
            const ids = Array.from({ length: count }, (_, i) => `bare/${i}`);
            await each(ids, atOnce, async (workflowId) => {
                await client.workflow.start('bare', { workflowId, taskQueue: TASK_QUEUE });
            });
            await each(ids, atOnce, (workflowId) => client.workflow.getHandle(workflowId).result());
            return performance.now() - from;
        });
    }
    finally {
        await connection.close();
    }
};
//# sourceMappingURL=reference.js.map
/** A worker of the bench: ours, or one that runs skeletons. */
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { issuerOf, trustedIssuers } from '../keys/identity.js';
import { keyringOf } from '../keys/keyring.js';
import { trainingSigner } from '../keys/signer.js';
import { startWorker } from '../workers/worker.js';
import { residentKb } from './cpu.js';
import { SKELETON_QUEUE } from './queues.js';
import { serve } from './remote.js';
const startSkeletons = async ({ place, skeletonBundle, maxCachedWorkflows }) => {
    Runtime.install({ logger: new DefaultLogger('WARN') });
    const connection = await NativeConnection.connect({ address: place.address });
    const worker = await Worker.create({
        connection,
        namespace: place.namespace,
        taskQueue: SKELETON_QUEUE,
        workflowBundle: { codePath: skeletonBundle ?? '' },
        activities: { nothing: async () => '1' },
        stickyQueueScheduleToStartTimeout: '1s',
        ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
    });
    void worker.run();
};
serve({
    start: async (order) => {
        const { place, skeletonBundle, maxCachedWorkflows } = order;
        if (skeletonBundle !== undefined)
            return startSkeletons(order);
        const issuer = issuerOf(place.issuer);
        await startWorker({
            connection: { address: place.address },
            namespace: place.namespace,
            databaseUrl: place.databaseUrl,
            outboxDir: place.outboxDir,
            policyPath: place.policyPath,
            bundlePath: place.bundlePath,
            childKey: place.childKey,
            keyring: keyringOf(place.keys),
            issuers: trustedIssuers(issuer.publicKey),
            signer: trainingSigner(issuer),
            ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
        });
    },
    resident: async () => {
        globalThis.gc?.();
        return residentKb(process.pid);
    },
});
//# sourceMappingURL=worker-process.js.map
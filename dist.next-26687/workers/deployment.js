/**
 * Which release of the code a worker runs. A case stays on the release it began its run on (pinned) and moves to the
 * current one with its next run, or follows the current release at once (auto-upgrade), as an installation chooses.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { packageRoot } from './platform/places.js';
export const DEPLOYMENT = 'ehcna';
export const VERSIONING = ['pinned', 'auto-upgrade', 'off'];
/** The package's version and what the workflows are: the same code is the same release, wherever it runs. */
export const buildIdOf = (bundlePath) => {
    const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const code = createHash('sha256').update(readFileSync(bundlePath)).digest('hex');
    return `${version}-${code.slice(0, 12)}`;
};
export const deploymentOptions = (versioning, buildId) => ({
    useWorkerVersioning: true,
    version: { deploymentName: DEPLOYMENT, buildId },
    defaultVersioningBehavior: versioning === 'pinned' ? 'PINNED' : 'AUTO_UPGRADE',
});
/** Throws the server's own error where no worker of the release has been heard of. */
export const makeCurrent = async (client, buildId) => {
    await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace: client.options.namespace,
        deploymentName: DEPLOYMENT,
        buildId,
        identity: 'ehcna',
        ignoreMissingTaskQueues: false,
    });
};
const NOT_FOUND = 5;
/** What the server knows of our releases; undefined where no worker ever ran on one. */
export const describeDeployment = async (client) => {
    try {
        const { namespace } = client.options;
        const deployment = { namespace, deploymentName: DEPLOYMENT };
        return (await client.workflowService.describeWorkerDeployment(deployment)).workerDeploymentInfo ?? undefined;
    }
    catch (error) {
        if (isGrpcServiceError(error) && error.code === NOT_FOUND)
            return undefined;
        throw error;
    }
};
const HEARD_WITHIN_MS = 30_000;
/**
 * A worker that just began to poll. Without a current release no case could begin, so the first worker's is; later ones wait
 * for somebody to promote them, unless the installation follows its newest worker by itself.
 */
export const takeUpRelease = async (client, versioning, buildId) => {
    const isCurrentSet = async () => Boolean((await describeDeployment(client))?.routingConfig?.currentDeploymentVersion?.buildId);
    if (versioning === 'pinned' && (await isCurrentSet()))
        return;
    for (const until = Date.now() + HEARD_WITHIN_MS;;) {
        try {
            await makeCurrent(client, buildId);
            return;
        }
        catch (error) {
            // The server hears of a new worker with its first poll.
            if (Date.now() > until)
                throw error;
            await pause(200);
        }
    }
};
//# sourceMappingURL=deployment.js.map
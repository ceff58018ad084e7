import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { DEPLOYMENT, describeDeployment, makeCurrent } from '../workers/deployment.js';
import { Refused } from './ehcna.js';
import { runs } from './runs.js';
const openOn = (buildId) => `TemporalWorkerDeploymentVersion = '${DEPLOYMENT}:${buildId}' AND ExecutionStatus = 'Running'`;
/** Every release that the server knows, the newest first. */
export const releases = async (client) => {
    const info = await describeDeployment(client);
    const current = info?.routingConfig?.currentDeploymentVersion?.buildId ?? '';
    const known = (info?.versionSummaries ?? []).toSorted((a, b) => Number(b.createTime?.seconds ?? 0) - Number(a.createTime?.seconds ?? 0));
    return Promise.all(known.map(async ({ deploymentVersion }) => {
        const buildId = deploymentVersion?.buildId ?? '';
        const { count } = await client.workflow.count(openOn(buildId));
        return { buildId, current: buildId === current, open: count };
    }));
};
/** Makes a release the one on which new cases begin, and to which the others move. Once its worker has been heard of. */
export const promote = async (client, buildId) => {
    try {
        await makeCurrent(client, buildId);
    }
    catch (error) {
        if (!isGrpcServiceError(error))
            throw error;
        const known = (await releases(client)).map((r) => r.buildId);
        throw new Refused({
            code: 'unknown-release',
            reason: `No worker of release ${buildId} has been heard of (${error.details}); known are ${known.join(', ') || 'none'}`,
        });
    }
};
/** False where it has ended since it was listed. */
const wake = async (client, workflowId) => {
    try {
        await client.workflow.getHandle(workflowId).signal('nudge');
        return true;
    }
    catch (error) {
        if (error instanceof WorkflowNotFoundError)
            return false;
        throw error;
    }
};
/** Wakes whatever runs on another release than the current one, so that it moves: a sleeping case hears of nothing. */
export const nudge = async (client) => {
    const all = await releases(client);
    const current = all.find((r) => r.current);
    if (!current)
        throw new Refused({ code: 'no-release', reason: 'No release is current yet: promote one first' });
    let nudged = 0;
    for (const { buildId } of all.filter((r) => !r.current && r.open > 0)) {
        for await (const { workflowId } of runs(client, openOn(buildId))) {
            if (await wake(client, workflowId))
                nudged += 1;
        }
    }
    return { current: current.buildId, nudged };
};
//# sourceMappingURL=release.js.map
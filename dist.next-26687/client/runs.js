/**
 * What runs on the server, by the names it goes by. Memos are left unread: nothing of ours has one, and whoever starts a
 * process may put in what nobody can read, which must not keep a list from those who restore, move or erase.
 */
import { isGrpcServiceError } from '@temporalio/client';
const NOT_FOUND = 5;
/** All that a query of the server's finds, a page at a time. */
export async function* runs({ workflowService, options }, query) {
    let nextPageToken = new Uint8Array();
    do {
        const page = await workflowService.listWorkflowExecutions({ namespace: options.namespace, query, nextPageToken });
        for (const { execution } of page.executions)
            if (execution?.workflowId && execution.runId)
                yield { workflowId: execution.workflowId, runId: execution.runId };
        ({ nextPageToken } = page);
    } while (nextPageToken.length > 0);
}
/** The latest run of a process; undefined where the server knows none. */
export const latestRun = async ({ workflowService, options }, workflowId) => {
    try {
        const { workflowExecutionInfo } = await workflowService.describeWorkflowExecution({
            namespace: options.namespace,
            execution: { workflowId },
        });
        return workflowExecutionInfo?.execution?.runId ?? undefined;
    }
    catch (error) {
        if (isGrpcServiceError(error) && error.code === NOT_FOUND)
            return undefined;
        throw error;
    }
};
//# sourceMappingURL=runs.js.map
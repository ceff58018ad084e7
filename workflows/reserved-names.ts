/**
 * Temporal keeps names that begin with `__temporal_` to itself: where every other unknown signal is kept as a task, one of
 * these would throw, and its process could not take another step, for good. It is heard under another name.
 */
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

const RESERVED = '__temporal_';

export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      activate: (input, next) => {
        for (const { signalWorkflow } of input.activation.jobs ?? [])
          if (signalWorkflow?.signalName?.startsWith(RESERVED))
            signalWorkflow.signalName = `reserved:${signalWorkflow.signalName}`;
        next(input);
      },
    },
  ],
});

/** The activities as workflows see them, each group with the retry policy its meaning asks for, named once. */
import { proxyActivities } from '@temporalio/workflow';
import type { RetryPolicy } from '@temporalio/common';
import type { Activities } from '../activities/index.js';

/** Tries for as long as it takes: the case waits, and goes on when what it needs is back. */
const UNTIL_DONE: RetryPolicy = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' };

/** Our own database and server: quick when up. */
export const {
  appendEvents,
  takeOver,
  recall,
  claimChild,
  currentRules,
  recallPanel,
  policyByVersion,
  tellPanel,
  tellCase,
  startPlan,
} = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: UNTIL_DONE,
});

/** Leaves the building: slower, and retried more gently. */
export const { sendLetter } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  retry: { ...UNTIL_DONE, initialInterval: '5s', maximumInterval: '10 minutes' },
});

/** The activities as workflows see them, each group with the retry policy its meaning asks for, named once. */
import { proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { RetryPolicy } from '@temporalio/common';
import type { Activities, TellPanel } from '../activities/index.js';
import type { AnyEvent } from '../domain/events.js';

/** Tries for as long as it takes: the case waits, and goes on when what it needs is back. */
const UNTIL_DONE: RetryPolicy = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' };

/** Our own database and server: quick when up. */
const OWN: ActivityOptions = { startToCloseTimeout: '30 seconds', retry: UNTIL_DONE };

/** Leaves the building: slower, and retried more gently. A worker that was killed is known by its silence alone. */
const OUTSIDE: ActivityOptions = {
  startToCloseTimeout: '1 minute',
  retry: { ...UNTIL_DONE, initialInterval: '5s', maximumInterval: '10 minutes' },
};

/** A day's anchor: after most of a day there is the next one. */
const WITHIN_THE_DAY: ActivityOptions = { ...OUTSIDE, scheduleToCloseTimeout: '20 hours' };
/** After most of an hour the anchors wait in their file, and go with the next day's. */
const COPY: ActivityOptions = {
  ...OUTSIDE,
  startToCloseTimeout: '10 minutes',
  retry: { ...OUTSIDE.retry, maximumAttempts: 10 },
};

const own = proxyActivities<Activities>(OWN);
const outside = proxyActivities<Activities>(OUTSIDE);

export const { anchorLedger } = proxyActivities<Activities>(WITHIN_THE_DAY);
export const { postAnchors } = proxyActivities<Activities>(COPY);

export const { recall, claimChild, currentRules, recallPanel, policyByVersion, takeOver, tellCase, startPlan } = own;

/** What the UI's timeline says of a step holds numbers, kinds and roles, never a word of the case. */
const places = (events: readonly AnyEvent[]): string => {
  const [first, last] = [events[0]?.seq, events.at(-1)?.seq];
  return first === last ? `event ${first}: ${events[0]?.type}` : `events ${first} to ${last}`;
};

export const appendEvents = (stream: string, events: AnyEvent[]): Promise<void> =>
  own.appendEvents.executeWithOptions({ ...OWN, summary: places(events) }, [stream, events]);

export const tellPanel = (message: TellPanel): Promise<void> => {
  const { panel, refer, remove } = message;
  const summary = `${panel.id}: ${refer ? `hear ${refer.referralId} (${refer.question})` : `strike ${remove?.referralId}`}`;
  return own.tellPanel.executeWithOptions({ ...OWN, summary }, [message]);
};

type SendLetter = Activities['sendLetter'];

export const sendLetter = (order: Parameters<SendLetter>[0]): ReturnType<SendLetter> => {
  const { id, notice, to } = order.letter;
  return outside.sendLetter.executeWithOptions({ ...OUTSIDE, summary: `${id}: ${notice} to ${to.role}` }, [order]);
};

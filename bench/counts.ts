/** What a history comes to: events, billable actions, and steps. */
import type { temporal } from '@temporalio/proto';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** The bookkeeping of moved time, of which no installation that holds real cases has any. */
export const isOfMovedTime = (e: HistoryEvent): boolean =>
  Boolean(
    e.workflowExecutionOptionsUpdatedEventAttributes || e.workflowExecutionTimeSkippingTransitionedEventAttributes,
  );

export interface Counts {
  events: number;
  /** As Temporal Cloud would bill them; those of refused updates and of queries leave no event and are not among them. */
  actions: number;
  updates: number;
  signals: number;
  timersFired: number;
  timersStarted: number;
  upserts: number;
  activities: number;
  localActivities: number;
}

const howMany = (events: readonly HistoryEvent[], is: (e: HistoryEvent) => unknown): number => events.filter(is).length;

export const countsOf = (all: readonly HistoryEvent[]): Counts => {
  const events = all.filter((e) => !isOfMovedTime(e));
  const updates = howMany(events, (e) => e.workflowExecutionUpdateAcceptedEventAttributes);
  const signals = howMany(events, (e) => e.workflowExecutionSignaledEventAttributes);
  const timersStarted = howMany(events, (e) => e.timerStartedEventAttributes);
  const upserts = howMany(events, (e) => e.upsertWorkflowSearchAttributesEventAttributes);
  const activities = howMany(events, (e) => e.activityTaskScheduledEventAttributes);
  const markers = events.flatMap((e) => e.markerRecordedEventAttributes ?? []);
  // However many local activities a workflow task runs, they are billed as one.
  const tasksWithMarkers = new Set(markers.map((m) => String(m.workflowTaskCompletedEventId))).size;
  return {
    events: events.length,
    actions: 1 + updates + signals + timersStarted + upserts + activities + tasksWithMarkers,
    updates,
    signals,
    timersStarted,
    timersFired: howMany(events, (e) => e.timerFiredEventAttributes),
    upserts,
    activities,
    localActivities: markers.length,
  };
};

/** The bookkeeping of moved time, of which no installation that holds real cases has any. */
export const isOfMovedTime = (e) => Boolean(e.workflowExecutionOptionsUpdatedEventAttributes || e.workflowExecutionTimeSkippingTransitionedEventAttributes);
const howMany = (events, is) => events.filter(is).length;
export const countsOf = (all) => {
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
//# sourceMappingURL=counts.js.map
/** When a panel meets, from the calendar that policy gives it. */
import { addDays, daysBetween } from '../civil-date.js';
/** The first meeting on or after a date that is held, and was not cancelled. */
export const meetingOnOrAfter = (panel, on, cancelled = []) => {
    const cycle = panel.everyWeeks * 7;
    const past = ((daysBetween(panel.anchor, on) % cycle) + cycle) % cycle;
    let meeting = past === 0 ? on : addDays(on, cycle - past);
    while (panel.except.includes(meeting) || cancelled.includes(meeting))
        meeting = addDays(meeting, cycle);
    return meeting;
};
/** The meeting that a case referred on a date goes to: its papers must be ready so many days before. */
export const meetingFor = (panel, referredOn, cancelled = []) => meetingOnOrAfter(panel, addDays(referredOn, panel.papersDaysBefore), cancelled);
//# sourceMappingURL=meetings.js.map
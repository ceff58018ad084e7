/**
 * What time alone brings about on a matter, as a list: from it come both what is due today and when its process must next be
 * woken. After a stop of weeks, or for a matter taken over in flight, only the last of the missed reminders is sent, not all
 * of them at once.
 */
import { addDays } from '../civil-date.js';
/** The last of several steps that are due, and the next one to come; numbers count from 1. */
export const lastDue = (dates, done, today) => {
    const open = dates.map((on, i) => ({ step: i + 1, on })).filter(({ step }) => step > done);
    const due = open.filter(({ on }) => on <= today);
    const later = open.filter(({ on }) => on > today);
    return [...due.slice(-1), ...later.slice(0, 1)];
};
/** A running clock: the day on which it is missed, or on which a period that protects somebody is over. */
export const clockItem = ({ key, state, due, breachable, }) => {
    if (state !== 'running' || due === null)
        return [];
    const after = addDays(due, 1);
    return [{ on: after, happen: (d) => (breachable ? d.miss(key, after) : d.settle(key, due)) }];
};
/**
 * Does all that is due on or before today, earliest first, looking again after each so that what one thing changes the
 * next thing sees. Ends because everything that happens takes itself off the agenda.
 */
export const runItems = (d, agenda) => {
    for (let guard = 0; guard < 200; guard += 1) {
        const due = agenda(d.state, d.today)
            .filter((item) => item.happen && item.on <= d.today)
            .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
        const [first] = due;
        if (!first?.happen)
            return;
        first.happen(d);
    }
    throw new Error('The agenda of a case did not come to an end');
};
/** The next date on which anything happens by itself, or null when only people can move the matter. */
export const nextOn = (items, today) => {
    // What has become due since the day was seen to waits for the next day, and is not slept through.
    const wakes = items.flatMap(({ on, happen }) => (on > today ? [on] : happen ? [addDays(today, 1)] : []));
    return wakes.sort()[0] ?? null;
};
//# sourceMappingURL=agenda.js.map
import { attendancePriority } from '../../domain/review/tasks.js';
const NO_PRIORITY = 'no priority';
/** Why somebody should be there, as the order names it. */
export const priorityOf = (review, { order }) => {
    const words = attendancePriority(review);
    return words === null ? NO_PRIORITY : (order.find((start) => words.startsWith(start)) ?? words);
};
/** How many days' work of officers each day's meetings take so far. */
export class Officiating {
    officers;
    inPerson = new Map();
    remote = new Map();
    free;
    constructor(officers, 
    /** The part of the whole cohort that is played. */
    part) {
        this.officers = officers;
        this.free = Math.max(1, Math.ceil(officers.officers * part));
    }
    /** Decides for all those whose day it is together. */
    decide(lives) {
        const asked = lives.flatMap((life) => {
            const { review } = life;
            return review?.meetingOn
                ? [{ life, meetingOn: review.meetingOn, priority: priorityOf(review, this.officers) }]
                : [];
        });
        const rank = (priority) => {
            const at = this.officers.order.indexOf(priority);
            return at === -1 ? this.officers.order.length : at;
        };
        asked.sort((a, b) => rank(a.priority) - rank(b.priority) || a.life.part.index - b.life.part.index);
        for (const { life, meetingOn, priority } of asked)
            life.attends = this.attendsAt(meetingOn, priority);
    }
    attendsAt(on, priority) {
        if (!this.officers.order.includes(priority))
            return { mode: 'none', reason: 'Nothing asks for an officer.' };
        const [there, far] = [this.inPerson.get(on) ?? 0, this.remote.get(on) ?? 0];
        const taken = (inPerson, remote) => inPerson + Math.ceil(remote / this.officers.remoteADay);
        if (this.officers.inPerson.includes(priority) && taken(there + 1, far) <= this.free) {
            this.inPerson.set(on, there + 1);
            return { mode: 'in-person', reason: `It is ${priority}.` };
        }
        if (this.officers.remoteADay > 0 && taken(there, far + 1) <= this.free) {
            this.remote.set(on, far + 1);
            return { mode: 'remote', reason: `It is ${priority}.` };
        }
        return { mode: 'none', reason: `It is ${priority}, and every officer is at a more pressing meeting that day.` };
    }
}
//# sourceMappingURL=attendance.js.map
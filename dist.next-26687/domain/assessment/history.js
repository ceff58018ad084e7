/**
 * A case's facts written up after the event: for one taken over in flight, and for the sample caseload. Every fact still
 * passes through decide(), so nothing can be written up that could not have happened; nothing is sent again.
 */
import { startOfLondonDay } from '../civil-date.js';
import { decide, decideDispatched, decideIntake, decideOnTime, decideRequest, isRefusal, record } from './decide.js';
import { blank } from './evolve.js';
import { nextWakeOn } from './agenda.js';
/** Sent before this ledger was kept: the document is not held here. */
const NOT_HELD = { channel: 'earlier', documentHash: 'not held', version: 0 };
const NOON_MS = 12 * 3_600_000;
export class History {
    recordedAt;
    events = [];
    state;
    /**
     * Takes up a request. `recordedAt`: when all of it is typed in, for a case taken over; left out, each fact is taken to
     * have been recorded at noon of the day it happened.
     */
    constructor(caseRef, request, rules, by, recordedAt) {
        this.recordedAt = recordedAt;
        this.state = blank(caseRef);
        this.take(decideRequest(this.state, { ...request, ...rules }), request.receivedOn, by);
        this.take(decideIntake(this.state, { openCase: null, planHeld: false, lastAssessedOn: null }, request.receivedOn, true), request.receivedOn, by);
    }
    /**
     * Writes up what a command came to on a day, or says why it cannot have happened. `known`: the day by which all that the
     * command tells had happened, where its notice went out later than the decision.
     */
    add(command, on, known = on) {
        const events = decide(this.state, { ...command, occurredOn: on }, known);
        if (isRefusal(events))
            return events;
        this.take(events, on, command.by);
        this.markSent(on);
        return undefined;
    }
    /** Writes up what time alone brought about, day by day, up to and including a date. */
    passTime(until) {
        let day = this.state.lastEventOn;
        while (day !== null && day <= until) {
            this.take(decideOnTime(this.state, day), day, { role: 'system', id: 'ehcna' });
            this.markSent(day);
            day = nextWakeOn(this.state, day);
        }
    }
    markSent(on) {
        for (const letter of this.state.letters.filter((l) => l.state === 'requested')) {
            this.take(decideDispatched(this.state, { letterId: letter.id, ...NOT_HELD }, on), on, {
                role: 'system',
                id: 'ehcna',
            });
        }
    }
    take(events, on, by) {
        const recordedAt = this.recordedAt ?? new Date(startOfLondonDay(on) + NOON_MS).toISOString();
        const { state, recorded } = record(this.state, events, { recordedAt, by });
        this.state = state;
        this.events.push(...recorded);
    }
}
//# sourceMappingURL=history.js.map
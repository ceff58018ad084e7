import { isActor } from '../events.js';
import { decideOnTime } from './decide.js';
import { foldEvents } from './evolve.js';
import { currentDetails } from './summary.js';
const faultIn = (event, place) => {
    const { seq, type, by } = (event ?? {});
    if (seq !== place)
        return `it is not numbered ${place}`;
    if (place === 1 && type !== 'request.received')
        return 'a case begins with request.received';
    return isActor(by) ? undefined : 'by is nobody known here';
};
/** What is wrong with the list as such; the shape of each fact is the ledger's to check. */
export const faultInHandedOver = (events) => {
    if (!Array.isArray(events) || events.length === 0)
        return 'events must be a list of facts, the request first';
    for (const [i, event] of events.entries()) {
        const fault = faultIn(event, i + 1);
        if (fault)
            return `events, fact ${i + 1}: ${fault}`;
    }
    return undefined;
};
/** Facts that fit their shapes can still contradict one another. Found out by taking the first steps with them. */
export const contradictionIn = (caseRef, events, today) => {
    try {
        const state = foldEvents(caseRef, events);
        decideOnTime(state, today);
        currentDetails(state, today);
        return undefined;
    }
    catch {
        return 'the facts do not make up a case';
    }
};
//# sourceMappingURL=handed-over.js.map
/** What happened in a case, in the order in which it was learned, without what it holds of the child. */
import { londonDate } from '../../domain/civil-date.js';
import { orDash, table } from './table.js';
/** Fields of events that say what an event was about, and nothing of the child or of what anybody wrote. */
const TOLD = [
    'adviceId',
    'kind',
    'consultationId',
    'round',
    'referralId',
    'panel',
    'question',
    'meetingOn',
    'actionId',
    'letterId',
    'key',
    'due',
    'cause',
    'outcome',
    'check',
    'version',
    'servedOn',
    'reply',
    'accepted',
    'disagreementId',
    'channel',
    'ground',
    'to',
    'fact',
    'factId',
];
/** Where such a field is in somebody's own words, or may be a name. */
const OWN_WORDS = {
    'action.completed': 'outcome',
    'unexpected.resolved': 'outcome',
    'fact.corrected': 'to',
};
const about = ({ type, data }) => {
    const told = {};
    for (const field of TOLD) {
        const value = data[field];
        if (OWN_WORDS[type] === field)
            continue;
        if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
            told[field] = value;
    }
    const letter = data['letter'];
    return letter ? { ...told, letterId: letter.id, notice: letter.notice } : told;
};
const word = ([field, value]) => {
    if (typeof value === 'boolean')
        return `${field}: ${value ? 'yes' : 'no'}`;
    if (field === 'version')
        return `v${value}`;
    return field === 'round' ? `round ${value}` : String(value);
};
const inWords = (told) => Object.entries(told).map(word).join(' ');
export const timelineEntry = (event) => {
    const { seq, type, occurredOn, recordedAt, by } = event;
    return { seq, type, occurredOn, recordedAt, by, about: about(event) };
};
export const timelineText = (events) => table(['HAPPENED', 'RECORDED', 'WHAT', 'ABOUT', 'BY'], events.map((event) => [
    event.occurredOn,
    londonDate(Date.parse(event.recordedAt)),
    event.type,
    orDash(inWords(about(event))),
    `${event.by.role} ${event.by.id}`,
]));
//# sourceMappingURL=case-timeline.js.map
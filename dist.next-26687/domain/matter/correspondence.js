/** What became of letters: their dispatch is what meets a duty to notify, on the day they went. */
import { maxDate } from '../civil-date.js';
import { isOwed } from './state.js';
/** A clock met by notice is met when the last of the letters that give that notice has gone. */
export const settleIfAllSent = (d, letterId) => {
    const letter = d.state.letters.find((l) => l.id === letterId);
    for (const key of letter?.settles ?? []) {
        const notices = d.state.letters.filter((l) => l.settles.includes(key));
        if (notices.some(isOwed))
            continue;
        const [first, ...rest] = notices.flatMap((l) => l.dispatchedOn ?? []);
        if (first)
            d.settle(key, maxDate(first, ...rest));
    }
};
export const letterDispatched = (d, sent) => {
    const letter = d.state.letters.find((l) => l.id === sent.letterId);
    if (letter?.state !== 'requested')
        return;
    d.emit('letter.dispatched', sent);
    settleIfAllSent(d, sent.letterId);
};
export const letterRefused = (d, letterId, reason) => {
    const letter = d.state.letters.find((l) => l.id === letterId);
    if (letter?.state === 'requested')
        d.emit('letter.refused', { letterId, reason });
};
//# sourceMappingURL=correspondence.js.map
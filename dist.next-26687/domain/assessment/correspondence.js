import { resolveRefused } from '../matter/anytime.js';
import { must } from '../matter/deciding.js';
import { partiesOf } from './letter-facts.js';
import { asTheyStand } from './documents.js';
import { servedAgain, servedOn } from './draft.js';
import { countFromNotice } from './reassessment.js';
/**
 * The same party with the address that the case holds now: a wrong one may be why the letter did not go. A head is the same
 * only for the same school; who is not of the case any more is sent nothing.
 */
const asItStands = (d, letter) => {
    const { to } = letter;
    const now = partiesOf(d.state).find((p) => p.id === to.id && p.organisation === to.organisation);
    must(now !== undefined, 'not-a-party', `${letter.id} was to ${to.role} ${to.id}, who is not, or no longer, of this case: resolve it as not-needed`);
    return now;
};
/** With the draft that stands now; where it is the draft's own letter, with the full period from today. */
const sendAgain = (d, letter, settles) => {
    // In a case that is over nobody's period runs any more.
    const periodRuns = letter.notice === 'draft' && d.state.stage !== 'finished';
    const respondBy = periodRuns ? servedAgain(d, servedOn(d, d.today)) : null;
    d.letter(letter.notice, asItStands(d, letter), {
        facts: { ...letter.facts, ...(respondBy ? { respondBy } : {}) },
        enclosures: asTheyStand(d.state, letter.enclosures),
        settles,
    });
};
export const resolveLetter = (d, c) => {
    const letter = d.state.letters.find((l) => l.id === c.letterId);
    must(c.outcome !== 'send-again' || letter?.notice !== 'draft' || d.state.draft?.mustServe !== true, 'superseded', `A later version of the draft waits to be served: resolve ${c.letterId} as not-needed and serve that`, 'reg 14(1)');
    const again = resolveRefused(d, c);
    if (again)
        sendAgain(d, again.letter, again.settles);
    countFromNotice(d);
    if (c.outcome === 'sent-by-other-means' && letter?.notice === 'draft' && d.state.stage !== 'finished')
        servedAgain(d, d.on);
};
//# sourceMappingURL=correspondence.js.map
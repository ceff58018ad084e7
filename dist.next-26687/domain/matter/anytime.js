import { must } from './deciding.js';
import { settleIfAllSent } from './correspondence.js';
/** Extra staff take the transfer campaign and nothing else. A policy recorded before there was a campaign has none. */
const isRingFenced = ({ policy }, caseworker) => (policy.campaign?.officers ?? []).some((o) => o.id === caseworker);
/** `ofCampaign`: a review that is to be over before a child changes phase. */
export const assignCaseworker = (d, c, ofCampaign = false) => {
    must(ofCampaign || !isRingFenced(d.state, c.caseworker), 'ring-fenced', `${c.caseworker} is an officer of the transfer campaign, who takes its reviews and no other work: give this to somebody else, or take the officer out of campaign.officers`);
    d.emit('caseworker.assigned', {
        caseworker: c.caseworker,
        name: c.name,
        telephone: c.telephone ?? null,
        email: c.email ?? null,
    });
};
export const recordContact = (d, c) => d.emit('contact.made', { channel: c.channel, direction: c.direction, note: c.note ?? null });
export const resolveUnexpected = (d, c) => {
    const open = d.state.unexpected.filter((u) => !u.resolved).map((u) => u.factId);
    must(open.includes(c.factId), 'unknown-fact', `factId ${c.factId} is not open; open are ${open.join(', ') || 'none'}`);
    d.emit('unexpected.resolved', { factId: c.factId, outcome: c.outcome });
};
/** A letter that came back; answers with the letter where it is to be sent again. */
export const resolveRefused = (d, c) => {
    const found = d.state.letters.find((l) => l.id === c.letterId);
    must(found?.state === 'refused', 'nothing-to-resolve', `letterId ${c.letterId} is not a letter that was refused; open are ${d.state.letters
        .filter((l) => l.state === 'refused')
        .map((l) => l.id)
        .join(', ') || 'none'}`);
    d.emit('letter.resolved', { letterId: c.letterId, outcome: c.outcome, note: c.note });
    if (c.outcome === 'send-again' && found.letter)
        return { letter: found.letter, settles: found.settles };
    settleIfAllSent(d, c.letterId);
    return undefined;
};
/** The same party with the address that is held now; who is not of the matter any more is sent nothing. */
export const sendAgain = (d, parties, { letter, settles }) => {
    const now = parties.find((p) => p.id === letter.to.id && p.organisation === letter.to.organisation);
    must(now !== undefined, 'not-a-party', `${letter.id} was to ${letter.to.role} ${letter.to.id}, who is not, or no longer, written to: resolve it as not-needed`);
    d.letter(letter.notice, now, { facts: letter.facts, enclosures: letter.enclosures, settles });
};
//# sourceMappingURL=anytime.js.map
/** Facts of a matter that were wrong or have changed, put right in the open: of the family, and of the child. */
import { isCivilDate } from '../civil-date.js';
import { settleIfAllSent } from './correspondence.js';
import { must } from './deciding.js';
import { isOwed, owedNoMore } from './state.js';
export const partyOf = (d, partyId) => {
    const party = d.state.family.find((p) => p.id === partyId);
    must(party !== undefined, 'unknown-party', `partyId ${partyId} is not of the family on this case; it has ${d.state.family.map((p) => p.id).join(', ')}`);
    return party;
};
/** Only what is given. */
export const contactGiven = ({ name, address, email, electronicConsent }) => ({
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(email === undefined ? {} : { email }),
    ...(electronicConsent === undefined ? {} : { electronicConsent }),
});
const sameParty = (a, b) => a.name === b.name &&
    a.address === b.address &&
    a.email === b.email &&
    JSON.stringify(a.electronicConsent) === JSON.stringify(b.electronicConsent);
export const correctContact = (d, c) => {
    const from = partyOf(d, c.partyId);
    must(c.electronicConsent === undefined || c.consentWithdrawn !== true, 'consent-unclear', 'Give electronicConsent or consentWithdrawn, not both');
    const { electronicConsent: before, ...rest } = from;
    const consent = c.consentWithdrawn ? undefined : (c.electronicConsent ?? before);
    const to = { ...rest, ...contactGiven({ ...c, electronicConsent: consent }) };
    must(!sameParty(from, to), 'no-change', `${c.partyId} is known like that already; say what is to change`);
    d.emit('contact.corrected', { from, to, evidence: c.evidence });
};
/** The most who may be told: those of a request (assessment/command-shapes.ts). */
const MOST_PARENTS = 6;
/** Answers with the parent who is told from now on. */
export const addParent = (d, c) => {
    must(d.state.family[0]?.role !== 'young-person', 'young-person', 'A young person acts for themselves (s83(2)): no parent is added to the case', 's83(2)');
    must(d.state.family.length < MOST_PARENTS, 'too-many', `A case has at most ${MOST_PARENTS} parents`);
    const taken = new Set([...d.state.family.map((p) => p.id), ...d.state.letters.map((l) => l.recipientId)]);
    let n = d.state.family.length + 1;
    while (taken.has(`parent-${n}`))
        n += 1;
    const party = { id: `parent-${n}`, role: 'parent', name: c.name, ...contactGiven(c) };
    d.emit('parent.added', { party, evidence: c.evidence });
    return party;
};
export const removeParent = (d, c, rule) => {
    partyOf(d, c.partyId);
    must(d.state.family.length > 1, 'last-of-the-family', `${c.partyId} is the only one whom the case can tell; add the right person first`, rule);
    d.emit('parent.removed', { partyId: c.partyId, evidence: c.evidence });
};
/** Nothing more goes to whoever is not of the family any more, not what was written and had not gone either. */
export const lettersFor = ({ letters, family }, now) => {
    const gone = new Set(family.map((p) => p.id).filter((id) => !now.some((p) => p.id === id)));
    return owedNoMore(letters, (l) => gone.has(l.recipientId));
};
/** What was owed to somebody who is not of the family any more is owed to nobody: clocks that waited for it wait no more. */
export const settleForGone = (d, owedBefore) => {
    for (const { id } of owedBefore)
        if (d.state.letters.some((l) => l.id === id && l.state === 'resolved'))
            settleIfAllSent(d, id);
};
export const owedIn = ({ letters }) => letters.filter(isOwed);
const isToFamily = ({ recipientRole }) => recipientRole === 'parent' || recipientRole === 'young-person';
/**
 * A notice is owed to the family, whoever that is: where the last copy of one was for somebody who is gone, it goes to those
 * who are there now, and meets what it was to meet. `isNotice` says of which letters that is so.
 */
export const issueAnew = (d, owedBefore, isNotice, afresh = (again) => again) => {
    const isGone = ({ id }) => d.state.letters.some((l) => l.id === id && l.state === 'resolved');
    const isLast = ({ notice }) => !d.state.letters.some((l) => l.notice === notice && isToFamily(l) && isNotice(l) && l.state !== 'resolved');
    for (const owed of owedBefore) {
        if (owed.letter === null || !isToFamily(owed) || !isGone(owed) || !isNotice(owed) || !isLast(owed))
            continue;
        const { letter, settles } = afresh({ letter: owed.letter, settles: owed.settles });
        d.letters(letter.notice, d.state.family, { facts: letter.facts, enclosures: letter.enclosures, settles });
    }
};
const BOOLEAN = new Set(['serviceFamily', 'socialWorker']);
const SENSORY_NEEDS = ['none', 'hearing', 'vision', 'multi-sensory'];
export const mustBeFactOfChild = (fact, value, today) => {
    must(fact !== 'dateOfBirth' || (isCivilDate(value) && value <= today), 'bad-date', `${fact} must be a date YYYY-MM-DD, not after today`);
    must(!BOOLEAN.has(fact) || value === 'true' || value === 'false', 'bad-value', `${fact} must be true or false`);
    must(fact !== 'locality' || /^[a-z][a-z0-9-]{0,39}$/.test(value), 'bad-value', 'locality must be a place in lower case, with hyphens for spaces');
    must(fact !== 'sensoryNeed' || SENSORY_NEEDS.includes(value), 'bad-value', `sensoryNeed must be one of ${SENSORY_NEEDS.join(', ')}`);
};
export const factOfChild = (child, fact) => {
    const values = {
        dateOfBirth: child.dateOfBirth,
        sensoryNeed: child.sensoryNeed,
        serviceFamily: String(child.serviceFamily),
        socialWorker: String(child.socialWorker),
        locality: child.locality ?? '',
        childName: child.name,
        address: child.address,
    };
    return values[fact];
};
/** The child as known after a fact was put right; a fact of another kind changes nothing of it. */
export const childWith = (child, fact, to) => {
    switch (fact) {
        case 'dateOfBirth':
            return { ...child, dateOfBirth: to };
        case 'sensoryNeed':
            return { ...child, sensoryNeed: to };
        case 'serviceFamily':
            return { ...child, serviceFamily: to === 'true' };
        case 'socialWorker':
            return { ...child, socialWorker: to === 'true' };
        case 'locality':
            return { ...child, locality: to };
        case 'childName':
            return { ...child, name: to };
        case 'address':
            return { ...child, address: to };
        default:
            return child;
    }
};
//# sourceMappingURL=corrections.js.map
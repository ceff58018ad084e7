import { CATALOGUE } from '../letters/catalogue.js';
import { emailAddressOf } from './channels/channel.js';
import { hashOf, nameOf } from './letter-documents.js';
const sameConsent = (a, b) => a.electronicConsent?.kind === b.electronicConsent?.kind &&
    a.electronicConsent?.address === b.electronicConsent?.address;
/** Why the recipient is not this party of the case; undefined where it is. */
const partyFault = (to, known) => {
    if (known.role !== to.role)
        return `the recipient is ${known.role} in the case, not ${to.role}`;
    if (known.organisation !== to.organisation)
        return 'the recipient belongs to another school or service than in the case';
    const moved = ['name', 'address', 'email'].find((field) => known[field] !== to[field]);
    if (moved)
        return `the recipient’s ${moved} is not the one that the case holds`;
    if (!sameConsent(known, to))
        return 'the recipient’s consent to e-mail is not the one that the case holds';
    return undefined;
};
/** One desk may be a party more than once, for each thing that it was asked. */
const recipientFault = (to, parties) => {
    const faults = parties.filter(({ id }) => id === to.id).map((known) => partyFault(to, known));
    if (!faults.length)
        return 'the recipient is not a party of the case';
    return faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
};
const enclosureFault = (enclosure, stands, held, html) => {
    const { kind, id, version } = enclosure;
    if (stands === undefined)
        return `the case has no ${kind}/${id} to enclose`;
    if (version !== stands)
        return `${nameOf(enclosure)} is not the one that stands, version ${stands}`;
    if (!held)
        return `${nameOf(enclosure)} is not kept for this case`;
    if (hashOf(held.body) !== held.hash)
        return `${nameOf(enclosure)} has been changed since it was kept`;
    if (!html.includes(held.hash))
        return `${nameOf(enclosure)} is not the one that the letter was written with`;
    return undefined;
};
const findLetter = async (db, documents, order, kind) => {
    const { caseRef, letterId: id, version, documentHash } = order;
    const held = await documents.find(db, caseRef, { kind, id, version });
    if (held?.hash !== documentHash) {
        const elsewhere = await documents.belongsToAnotherCase(db, caseRef, documentHash);
        return {
            reason: elsewhere ? 'the document belongs to another case' : 'no such document was written for this letter',
        };
    }
    if (hashOf(held.body) !== documentHash)
        return { reason: 'the document has been changed since it was written' };
    return held;
};
export const checkLetter = async (db, documents, guard, order) => {
    const { caseRef, letterId, to } = order;
    const requested = guard.letters.find(({ id }) => id === letterId);
    if (!requested)
        return { reason: 'the letter was never requested in this case, or is owed no more' };
    if (requested.to.id !== to.id)
        return { reason: 'the letter was requested for another recipient' };
    const wrongParty = recipientFault(to, guard.parties);
    if (wrongParty)
        return { reason: wrongParty };
    const document = await findLetter(db, documents, order, requested.notice);
    if ('reason' in document)
        return document;
    const html = document.body.toString('utf8');
    if (!html.includes(`data-party="${to.id}"`))
        return { reason: 'the document is addressed to another recipient' };
    const enclosures = [];
    for (const enclosure of requested.enclosures) {
        const held = await documents.find(db, caseRef, enclosure);
        const fault = enclosureFault(enclosure, guard.currentVersions[`${enclosure.kind}/${enclosure.id}`], held, html);
        if (fault)
            return { reason: fault };
        if (held)
            enclosures.push(held);
    }
    const { title } = CATALOGUE[requested.notice];
    const medium = emailAddressOf(to) ? 'email' : 'post';
    const { hash, version } = document;
    return { letter: { key: keyOf(order), caseRef, letterId, to, medium, title, html, hash, version, enclosures } };
};
export const keyOf = ({ caseRef, letterId }) => `${caseRef}/${letterId}`;
//# sourceMappingURL=letter-checks.js.map
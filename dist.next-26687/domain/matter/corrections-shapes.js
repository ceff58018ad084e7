/** What may be put right of any matter: who is told of it, and what is known of the child. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { electronicConsent, id, line, officers, partyShape } from '../shared-shapes.js';
const text = z.string();
/** Facts of a child that may be put right, of whichever matter. */
export const CHILD_FACTS = [
    'dateOfBirth',
    'sensoryNeed',
    'serviceFamily',
    'socialWorker',
    'locality',
    'childName',
    'address',
];
export const familyCommands = {
    correctContact: {
        verb: 'correct-contact',
        description: "Correct a parent's or young person's name, address, e-mail or consent to be written to electronically; what is owed goes to the new one",
        roles: officers,
        shape: {
            partyId: id,
            name: line.optional(),
            address: line.optional(),
            email: z.email().optional(),
            electronicConsent: electronicConsent.optional(),
            /** The consent is taken back: from now on everything goes by post. */
            consentWithdrawn: z.boolean().optional(),
            evidence: line,
        },
        example: { partyId: 'parent-1', address: '2 Low Street, Northmere, ZZ1 2LS', evidence: 'Letter of 3 November' },
    },
    addParent: {
        verb: 'add-parent',
        roles: officers,
        shape: {
            name: line,
            address: line.optional(),
            email: z.email().optional(),
            electronicConsent: electronicConsent.optional(),
            evidence: line,
        },
        example: { name: 'Sam Example', address: '3 Low Street, Northmere, ZZ1 2LS', evidence: 'Birth certificate' },
    },
    removeParent: {
        verb: 'remove-parent',
        description: 'Take out somebody who was recorded as a parent and is none, or may not be told: nothing more is sent to them',
        roles: ['assessment-lead', 'manager'],
        shape: { partyId: id, evidence: line },
        example: { partyId: 'parent-2', evidence: 'Order of the family court' },
    },
};
export const correctionEventShapes = {
    'fact.corrected': z.strictObject({ fact: text, from: text, to: text, evidence: text }),
    'contact.corrected': z.strictObject({ from: partyShape, to: partyShape, evidence: text }),
    'parent.added': z.strictObject({ party: partyShape, evidence: text }),
    'parent.removed': z.strictObject({ partyId: id, evidence: text }),
};
//# sourceMappingURL=corrections-shapes.js.map
/** What may be said of any matter: who works on it, a word with the family, something that did not fit. Imports zod. */
import { z } from 'zod';
import { id, line, officers, text } from '../shared-shapes.js';
export const matterCommands = {
    assignCaseworker: {
        verb: 'assign',
        roles: ['assessment-lead', 'manager'],
        shape: { caseworker: id, name: line, telephone: line.optional(), email: z.email().optional() },
        example: { caseworker: 'cw-014', name: 'A. Caseworker', telephone: '01632 960114' },
    },
    recordContact: {
        verb: 'contact',
        description: 'A conversation or message with the family',
        roles: officers,
        shape: {
            channel: z.enum(['telephone', 'e-mail', 'letter', 'visit', 'meeting']),
            direction: z.enum(['to-family', 'from-family']),
            note: text.optional(),
        },
        example: { channel: 'telephone', direction: 'to-family' },
    },
    resolveUnexpected: {
        verb: 'resolve-unexpected',
        description: 'Say what was done about a fact that came in and did not fit',
        roles: officers,
        shape: { factId: id, outcome: line },
        example: { factId: 'F1', outcome: 'Duplicate of advice already held.' },
    },
    resolveLetter: {
        verb: 'resolve-letter',
        description: 'Say what became of a letter that was refused or whose dispatch nobody can be sure of',
        roles: officers,
        shape: { letterId: id, outcome: z.enum(['send-again', 'sent-by-other-means', 'not-needed']), note: line },
        example: { letterId: 'L4', outcome: 'sent-by-other-means', note: 'Handed over at the meeting.' },
    },
};
//# sourceMappingURL=command-shapes.js.map
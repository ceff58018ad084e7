/**
 * The facts that every matter of a child has, whichever process it is: its clocks, its letters, who works on it, what came in
 * and did not fit. Imports zod: workflows take only the types.
 */
import { z } from 'zod';
import { NOTICES } from '../letters.js';
import { policyShape } from '../policy.js';
import { partyShape } from '../shared-shapes.js';
const date = z.iso.date();
const text = z.string();
const id = z.string();
const dates = { triggeredOn: date, due: date.nullable(), early: date.nullable(), planBy: date.nullable() };
export const letterShape = z.strictObject({
    id,
    notice: z.enum(NOTICES),
    to: partyShape,
    on: date,
    facts: z.record(z.string(), z.unknown()),
    enclosures: z.array(z.strictObject({
        kind: z.enum(['draft-plan', 'final-plan', 'advice', 'representations', 'evidence']),
        id,
        version: z.number().int(),
    })),
});
export const matterEventShapes = {
    // clocks
    'clock.started': z.strictObject({ key: text, ruleId: text, ...dates, breachable: z.boolean() }),
    'clock.settled': z.strictObject({ key: text, on: date }),
    'clock.missed': z.strictObject({ key: text, cause: text }),
    'clock.voided': z.strictObject({ key: text, reason: text }),
    'clock.recalculated': z.strictObject({ key: text, ...dates, reason: text }),
    // letters
    'letter.requested': z.strictObject({ letter: letterShape, settles: z.array(text) }),
    'letter.dispatched': z.strictObject({ letterId: id, channel: text, documentHash: text, version: z.number().int() }),
    'letter.refused': z.strictObject({ letterId: id, reason: text }),
    'letter.resolved': z.strictObject({
        letterId: id,
        outcome: z.enum(['send-again', 'sent-by-other-means', 'not-needed']),
        note: text,
    }),
    'contact.made': z.strictObject({ channel: text, direction: text, note: text.nullable() }),
    'caseworker.assigned': z.strictObject({
        caseworker: id,
        name: text,
        telephone: text.nullable(),
        email: text.nullable(),
    }),
    'policy.changed': z.strictObject({ version: text, policy: policyShape, reason: text }),
    'fact.unexpected': z.strictObject({ factId: id, what: text, why: text }),
    'unexpected.resolved': z.strictObject({ factId: id, outcome: text }),
};
//# sourceMappingURL=event-shapes.js.map
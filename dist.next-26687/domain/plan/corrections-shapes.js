/** What may be put right in the life of a plan, and the facts that come of it. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { commandsOf } from '../command-shapes.js';
import { CHILD_FACTS, correctionEventShapes, familyCommands } from '../matter/corrections-shapes.js';
import { electronicConsent, id, line, officers, partyShape, settingShape, urn } from '../shared-shapes.js';
const command = commandsOf();
export const planCorrectionCommands = {
    correctContact: command({ group: 'plan', ...familyCommands.correctContact }),
    addParent: command({
        group: 'plan',
        description: 'Add somebody with parental responsibility or care who was not known; they are told what the family was told that is still open',
        ...familyCommands.addParent,
    }),
    removeParent: command({ group: 'plan', ...familyCommands.removeParent }),
    takeOverAsYoungPerson: command({
        group: 'plan',
        verb: 'young-person',
        description: 'The child is over compulsory school age: from now on the young person is told, in place of the parents (s83(2))',
        roles: officers,
        shape: {
            address: line.optional(),
            email: z.email().optional(),
            electronicConsent: electronicConsent.optional(),
            /** Parents who go on being told, since they act for the young person. */
            representatives: z.array(id).max(6).optional(),
            evidence: line,
        },
        example: { email: 'jamie@post.example', evidence: 'Meeting of 7 October with the young person' },
    }),
    correctFact: command({
        group: 'plan',
        verb: 'correct',
        description: 'Correct a wrong fact of the child with evidence; a date of birth moves transfers and the last day by age',
        roles: ['assessment-lead', 'manager'],
        shape: { fact: z.enum(CHILD_FACTS), value: line, evidence: line },
        example: { fact: 'childName', value: 'Jamie Sample-Rowe', evidence: 'Deed poll of 3 November' },
    }),
    correctSchool: command({
        group: 'plan',
        verb: 'correct-school',
        description: 'Correct what is known of the institution that section I names: the same one, reached or described otherwise. Another one is an amendment',
        roles: officers,
        shape: {
            name: line.optional(),
            urn: urn.optional(),
            email: z.email().optional(),
            address: line.optional(),
            /** The last national curriculum year that it teaches. */
            lastYear: z.int().min(-2).max(14).optional(),
            /** Of the kinds that reg 20(12) lists. */
            regulation20: z.boolean().optional(),
            evidence: line,
        },
        example: { email: 'head@millbrook.example', evidence: "The school's letter of 3 November" },
    }),
};
export const planCorrectionEventShapes = {
    ...correctionEventShapes,
    'youngPerson.tookOver': z.strictObject({ party: partyShape, representatives: z.array(id), evidence: z.string() }),
    'school.corrected': z.strictObject({
        institution: settingShape,
        regulation20: z.boolean(),
        lastYear: z.number().int().nullable(),
        evidence: z.string(),
    }),
};
//# sourceMappingURL=corrections-shapes.js.map
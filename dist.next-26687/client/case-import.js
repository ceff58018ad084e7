/** Takes over a council's caseload in flight from a CSV file (docs/import.md): each row becomes one case with its past. */
import { childIdentity } from '../domain/assessment/identity.js';
import { CASES } from './import/case-checks.js';
import { importFile } from './import/importing.js';
import { notesOn, takeOver } from './import/taking-over.js';
export const importCases = (ehcna, file, options) => importFile(ehcna, file, casesOf(ehcna, options), options);
const casesOf = (ehcna, options) => {
    const taking = { ...options, recordedAt: new Date().toISOString() };
    return {
        sheet: CASES,
        holder: 'assessment',
        draw: (caseRef, row) => takeOver(caseRef, row, taking),
        childOf: ({ state }) => (state.outcome === null ? childIdentity(state.child) : null),
        against,
        start: (caseRef, { events }) => ehcna.takeOver(caseRef, events, options.by),
        notesOn: (row, { state }) => notesOn(row, state),
    };
};
const against = ({ openCase, planHeld }) => {
    if (openCase)
        return {
            column: 'child_name',
            reason: `this child has an open case already, ${openCase}: add what the row tells to that case`,
        };
    if (planHeld)
        return {
            column: 'child_name',
            reason: 'this child has a plan already: a reassessment (reg 24) is no needs assessment',
        };
    return undefined;
};
//# sourceMappingURL=case-import.js.map
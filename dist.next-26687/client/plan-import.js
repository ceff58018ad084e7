/**
 * Takes over the plans that a council holds from a CSV file (docs/import.md): each row becomes one plan, which knows when its
 * next review is due and begins it in time, at once where that is near or past.
 */
import { childIdentity } from '../domain/assessment/identity.js';
import { nextReview } from '../domain/plan/dates.js';
import { importFile } from './import/importing.js';
import { PLANS } from './import/plan-checks.js';
import { holdingOf, notesOnPlan } from './import/plan-holding.js';
export const importPlans = async (ehcna, file, options) => {
    let late = 0;
    const kind = {
        sheet: PLANS,
        holder: 'plan',
        draw: (_caseRef, row) => holdingOf(row, options.rules),
        childOf: ({ child }) => childIdentity(child),
        against,
        start: (caseRef, holding) => ehcna.holdPlan(caseRef, holding, options.by),
        notesOn: notesOnPlan,
        took: (holding) => {
            if ((nextReview(holding).due ?? options.today) < options.today)
                late += 1;
        },
    };
    const report = await importFile(ehcna, file, kind, options);
    return { ...report, late };
};
export const against = ({ openCase, planHeld }) => {
    if (planHeld)
        return { column: 'child_name', reason: 'this child has a plan here already: one child, one plan' };
    if (openCase)
        return {
            column: 'child_name',
            reason: `this child has an open case already, ${openCase}: a child with a plan is not assessed anew; end that case first`,
        };
    return undefined;
};
//# sourceMappingURL=plan-import.js.map
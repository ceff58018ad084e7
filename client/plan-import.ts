/**
 * Takes over the plans that a council holds from a CSV file (docs/import.md): each row becomes one plan, which knows when its
 * next review is due and begins it in time, at once where that is near or past.
 */
import { childIdentity } from '../domain/assessment/identity.js';
import type { Holding } from '../domain/plan/event-shapes.js';
import { nextReview } from '../domain/plan/dates.js';
import type { Ehcna } from './ehcna.js';
import { importFile } from './import/importing.js';
import type { ImportOptions, ImportReport, Kind } from './import/importing.js';
import { PLANS } from './import/plan-checks.js';
import { holdingOf, notesOnPlan } from './import/plan-holding.js';

export interface PlanImportReport extends ImportReport {
  /** Of those imported, or with `dryRun` that would be: the review is overdue today, on the later reading of s44(1). */
  late: number;
}

export const importPlans = async (ehcna: Ehcna, file: string, options: ImportOptions): Promise<PlanImportReport> => {
  let late = 0;
  const kind: Kind<Holding> = {
    sheet: PLANS,
    holder: 'plan',
    draw: (_caseRef, row) => holdingOf(row, options.rules),
    childOf: ({ child }) => childIdentity(child),
    against,
    start: (caseRef, holding) => ehcna.holdPlan(caseRef, holding, options.by),
    notesOn: notesOnPlan,
    took: (holding) => {
      if ((nextReview(holding).due ?? options.today) < options.today) late += 1;
    },
  };
  const report = await importFile(ehcna, file, kind, options);
  return { ...report, late };
};

export const against: Kind<Holding>['against'] = ({ openCase, planHeld }) => {
  if (planHeld) return { column: 'child_name', reason: 'this child has a plan here already: one child, one plan' };
  if (openCase)
    return {
      column: 'child_name',
      reason: `this child has an open case already, ${openCase}: a child with a plan is not assessed anew; end that case first`,
    };
  return undefined;
};

/** A plan, from the day it is final. For now it only holds the plan: reviews and transfers are to follow. */
import {
  condition,
  defineQuery,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { mustBe } from '../domain/caller.js';
import { formatLong, isCivilDate } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import { refuse } from '../domain/events.js';
import { isCaseRef, planId } from '../domain/ids.js';
import { asFields, beginNewRun, MAY_RESTORE, onNudge, refusalFailure, shouldContinueAsNew, starterOf } from './desk.js';
import { KEYS } from './search-attributes.js';

export interface PlanInput {
  caseRef: string;
  /** The day the final plan was made: every later date in its life is counted from it. */
  madeOn: CivilDate;
}

/** Refuses a start that names no plan: a process of another name would stand for a child's plan and hold none. */
const ownPlan = (input: unknown): PlanInput => {
  const { caseRef, madeOn } = asFields(input);
  if (isCaseRef(caseRef) && workflowInfo().workflowId === planId(caseRef) && isCivilDate(madeOn))
    return { caseRef, madeOn };
  throw refusalFailure(
    refuse('malformed', 'caseRef and madeOn are needed, and the workflow ID plan/ and that case reference'),
  );
};

export async function plan(input: PlanInput, assertion?: unknown): Promise<void> {
  const { caseRef, madeOn } = ownPlan(input);
  const refusal = mustBe(starterOf(assertion), MAY_RESTORE, 'Starting a plan');
  if (refusal) throw refusalFailure(refusal);
  setHandler(defineQuery<{ at: number | null }>('nextWake'), () => ({ at: null }), {
    description: 'Nothing is due by itself yet',
  });
  setHandler(defineQuery<PlanInput>('state'), () => ({ caseRef, madeOn }), { description: 'The plan that is held' });
  upsertSearchAttributes([{ key: KEYS.stage, value: 'plan-held' }]);
  setCurrentDetails(
    `**${caseRef}** · plan made ${formatLong(madeOn)}. Its content is in the ledger of assessment/${caseRef}.`,
  );
  // Nothing is due by itself yet: it waits for a newer release of the code, where it will be.
  onNudge(() => undefined);
  await condition(shouldContinueAsNew);
  await beginNewRun(input);
}

/** A plan, from the day it is final. For now it only holds the plan: reviews and transfers are to follow. */
import { condition, defineQuery, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { formatLong } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import { KEYS } from './search-attributes.js';

export interface PlanInput {
  caseRef: string;
  /** The day the final plan was made: every later date in its life is counted from it. */
  madeOn: CivilDate;
}

export async function plan({ caseRef, madeOn }: PlanInput): Promise<void> {
  setHandler(defineQuery<{ at: number | null }>('nextWake'), () => ({ at: null }), {
    description: 'Nothing is due by itself yet',
  });
  setHandler(defineQuery<PlanInput>('state'), () => ({ caseRef, madeOn }), { description: 'The plan that is held' });
  upsertSearchAttributes([{ key: KEYS.stage, value: 'plan-held' }]);
  setCurrentDetails(
    `**${caseRef}** · plan made ${formatLong(madeOn)}. Its content is in the ledger of assessment/${caseRef}.`,
  );
  await condition(() => false);
}

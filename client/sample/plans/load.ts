/**
 * Puts the sample's plans into a running installation. Their facts go to the ledger as they happened; then each plan is started
 * from there, as after a restore, and starts the reviews of it that are open.
 */
import type { CaseRef } from '../../../domain/ids.js';
import type { Ehcna } from '../../ehcna.js';
import { each } from '../../restore.js';
import { samplePlanRefs, samplePlans } from './caseload.js';
import type { PlanSampleOptions } from './caseload.js';

const AT_ONCE = 10;

const KNOWN = 'select case_ref as ref from plans where case_ref = any($1::text[])';

/** Held, or come of an assessment just before the load was cut short. */
const OPEN = `
select case_ref as ref from plans where open and case_ref = any($1::text[])
union
select c.case_ref from cases c
where c.outcome = 'final-plan' and c.case_ref = any($1::text[]) and not exists (select from plans p where p.case_ref = c.case_ref)`;

const ask = async (ehcna: Ehcna, text: string, refs: readonly CaseRef[]): Promise<CaseRef[]> =>
  (await ehcna.pool.query<{ ref: CaseRef }>(text, [refs])).rows.map((row) => row.ref);

/** Answers with how many were written. */
export const loadSamplePlans = async (ehcna: Ehcna, options: PlanSampleOptions): Promise<number> => {
  const refs = samplePlanRefs(options);
  const known = new Set(await ask(ehcna, KNOWN, refs));
  const wanted = new Set(refs.filter((ref) => !known.has(ref)));
  if (wanted.size === 0) return 0;
  await each(
    [...samplePlans(options)].filter(({ caseRef }) => wanted.has(caseRef)),
    AT_ONCE,
    async ({ streams }) => {
      for (const { stream, events } of streams) await ehcna.ledger.append(stream, events);
    },
  );
  return wanted.size;
};

/** Starts those of the plans that are held and do not run. Answers with how many; a load that was cut short is completed. */
export const startSamplePlans = async (
  ehcna: Ehcna,
  refs: readonly CaseRef[],
  { isNew }: { isNew: boolean },
): Promise<number> => {
  const open = await ask(ehcna, OPEN, refs);
  if (!isNew && (await running(ehcna)) >= open.length) return 0;
  let started = 0;
  await each(open, AT_ONCE, async (caseRef) => {
    if ((await ehcna.resumePlan(caseRef)).started) started += 1;
  });
  return started;
};

const running = async (ehcna: Ehcna): Promise<number> =>
  (await ehcna.client.workflow.count('WorkflowType = "plan" and ExecutionStatus = "Running"')).count;

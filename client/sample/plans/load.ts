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
const OPEN = 'select case_ref as ref from plans where open and case_ref = any($1::text[])';

/** Answers with how many were started. A load that was cut short is completed. */
export const loadSamplePlans = async (ehcna: Ehcna, options: PlanSampleOptions): Promise<number> => {
  const refs = samplePlanRefs(options);
  const ask = async (text: string): Promise<CaseRef[]> =>
    (await ehcna.pool.query<{ ref: CaseRef }>(text, [refs])).rows.map((row) => row.ref);
  const known = new Set(await ask(KNOWN));
  const missing = refs.filter((ref) => !known.has(ref));
  if (missing.length > 0) {
    const wanted = new Set(missing);
    await each(
      [...samplePlans(options)].filter(({ caseRef }) => wanted.has(caseRef)),
      AT_ONCE,
      async ({ streams }) => {
        for (const { stream, events } of streams) await ehcna.ledger.append(stream, events);
      },
    );
  }
  const open = await ask(OPEN);
  if (missing.length === 0 && (await running(ehcna)) >= open.length) return 0;
  let started = 0;
  await each(open, AT_ONCE, async (caseRef) => {
    if ((await ehcna.resumePlan(caseRef)).started) started += 1;
  });
  return started;
};

const running = async (ehcna: Ehcna): Promise<number> =>
  (await ehcna.client.workflow.count('WorkflowType = "plan" and ExecutionStatus = "Running"')).count;

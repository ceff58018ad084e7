import { each } from '../../restore.js';
import { samplePlanRefs, samplePlans } from './caseload.js';
const AT_ONCE = 10;
const KNOWN = 'select case_ref as ref from plans where case_ref = any($1::text[])';
const OPEN = 'select case_ref as ref from plans where open and case_ref = any($1::text[])';
/** Answers with how many were started. A load that was cut short is completed. */
export const loadSamplePlans = async (ehcna, options) => {
    const refs = samplePlanRefs(options);
    const ask = async (text) => (await ehcna.pool.query(text, [refs])).rows.map((row) => row.ref);
    const known = new Set(await ask(KNOWN));
    const missing = refs.filter((ref) => !known.has(ref));
    if (missing.length > 0) {
        const wanted = new Set(missing);
        await each([...samplePlans(options)].filter(({ caseRef }) => wanted.has(caseRef)), AT_ONCE, async ({ streams }) => {
            for (const { stream, events } of streams)
                await ehcna.ledger.append(stream, events);
        });
    }
    const open = await ask(OPEN);
    if (missing.length === 0 && (await running(ehcna)) >= open.length)
        return 0;
    let started = 0;
    await each(open, AT_ONCE, async (caseRef) => {
        if ((await ehcna.resumePlan(caseRef)).started)
            started += 1;
    });
    return started;
};
const running = async (ehcna) => (await ehcna.client.workflow.count('WorkflowType = "plan" and ExecutionStatus = "Running"')).count;
//# sourceMappingURL=load.js.map
/** Puts the sample caseload into a running installation: once, whatever day it is started on again. */
import { setTimeout as pause } from 'node:timers/promises';
import { loadSamplePlans } from './plans/load.js';
import { SAMPLE_PLANS } from './plans/caseload.js';
import { SAMPLE_SEED, SAMPLE_SIZE, sampleCases, sampleRefs } from './caseload.js';
const CONCURRENCY = 25;
const EVERY = 50;
const POLL_MS = 200;
/** Far more than a small machine needs; what is not done by then is done a little later. */
const PATIENCE_MS = 180_000;
/** What of the sample the ledger does not have; undefined where it holds only cases or plans that are not of the sample. */
const missingFrom = async (ehcna, refs) => {
    const known = new Set(await ehcna.ledger.streams({ prefix: 'assessment/' }));
    const missing = refs.filter((ref) => !known.has(`assessment/${ref}`));
    if (missing.length < refs.length)
        return new Set(missing);
    const others = known.size > 0 || (await ehcna.ledger.streams({ prefix: 'plan/' })).length > 0;
    return others ? undefined : new Set(missing);
};
/** Loads what is missing, and waits until people can see it. A load that was cut short is completed. */
export const loadSampleCaseload = async (ehcna, options) => {
    const { size = SAMPLE_SIZE, plans = SAMPLE_PLANS, seed = SAMPLE_SEED } = options;
    const refs = sampleRefs({ size, seed });
    const missing = await missingFrom(ehcna, refs);
    if (!missing)
        return { started: 0, plans: 0, already: 0, leftOut: true };
    const { today, rules } = options;
    const [started, plansStarted] = await Promise.all([
        missing.size === 0 ? 0 : startAll(ehcna, missing, { ...options, size, seed }),
        loadSamplePlans(ehcna, { today, rules, plans, seed }),
    ]);
    if (missing.size > 0)
        await allShown(ehcna, refs, options.progress);
    return { started, plans: plansStarted, already: refs.length - started, leftOut: false };
};
const startAll = async (ehcna, missing, options) => {
    const { concurrency = CONCURRENCY, progress } = options;
    const cases = sampleCases(options);
    let done = 0;
    let started = 0;
    const takeTurns = async () => {
        // One queue for all: whoever is free takes the next case.
        for (const { caseRef, events } of cases) {
            if (!missing.has(caseRef))
                continue;
            const result = await ehcna.takeOver(caseRef, events);
            done += 1;
            if (result.started)
                started += 1;
            if (done % EVERY === 0)
                progress(`Sample caseload: ${done} of ${missing.size} cases.`);
        }
    };
    await Promise.all(Array.from({ length: concurrency }, takeTurns));
    return started;
};
/** In the worklist, and in Temporal's list with its stage: the first task of each case is then done. */
const allShown = async (ehcna, refs, progress) => {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
        if ((await inWorklist(ehcna, refs)) === refs.length && (await listed(ehcna)) >= refs.length)
            return;
        await pause(POLL_MS);
    }
    progress('Sample caseload: some cases are still being taken up; the worker goes on with them.');
};
const inWorklist = async (ehcna, refs) => {
    const { rows } = await ehcna.pool.query('select count(*)::int as n from cases where case_ref = any($1::text[])', [refs]);
    return rows[0]?.n ?? 0;
};
const listed = async (ehcna) => (await ehcna.client.workflow.count('WorkflowType = "assessment" and Stage is not null')).count;
//# sourceMappingURL=load.js.map
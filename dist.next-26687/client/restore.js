/**
 * Starts every process again that the ledger says should be running, on a Temporal server that does not know them. What
 * runs already is left alone, so it may be repeated after it was cut short.
 */
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { SYSTEM } from '../domain/events.js';
import { foldCampaign } from '../domain/campaign/release.js';
import { campaignId, caseRefOf, panelId, TASK_QUEUE } from '../domain/ids.js';
import { foldPanel } from '../domain/panel/panel.js';
import { runs } from './runs.js';
import { decidedByPanels, retell, retellPlan, strikeFinished } from './retell.js';
/** A finished case goes on until its last letter has left or a person has said what became of it. */
const OWING_LETTERS = `
select distinct c.stream from cases c join letters l on l.stream = c.stream
where not c.open and l.state in ('requested', 'refused') order by c.stream`;
/** Plans that are held, or over and still owe a letter, and those that an assessment ended in just before the server was lost. */
const PLANS = `
select p.case_ref as "caseRef" from plans p
where p.open or exists (select from letters l where l.stream = p.stream and l.state in ('requested', 'refused'))
union
select c.case_ref from cases c
where c.outcome = 'final-plan' and c.finished_on is not null
  and not exists (select from plans p where p.case_ref = c.case_ref)
union
select p.case_ref from plans p join letters l on l.stream = p.stream
where not p.open and l.state in ('requested', 'refused')
order by 1`;
const startOnce = async (ehcna, type, options) => {
    try {
        await ehcna.client.workflow.start(type, {
            workflowId: options.workflowId,
            taskQueue: TASK_QUEUE,
            args: await ehcna.starting(options.workflowId, type, options.input, SYSTEM),
            staticSummary: options.summary,
        });
        return { started: true };
    }
    catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError)
            return { started: false };
        throw error;
    }
};
/** The panel's calendar is the one it was last convened with. */
const startPanel = async (ehcna, stream) => {
    const { panel } = foldPanel((await ehcna.ledger.read(stream)));
    return startOnce(ehcna, 'panel', { workflowId: panelId(panel.id), input: { panel }, summary: panel.name });
};
/** Under the limits that it was last opened with. */
const startCampaign = async (ehcna, stream) => {
    const { on, limits } = foldCampaign((await ehcna.ledger.read(stream)));
    return startOnce(ehcna, 'campaign', {
        workflowId: campaignId(on),
        input: { on, limits },
        summary: `Transfers of ${on}`,
    });
};
const ofStream = (ehcna, stream) => {
    const caseRef = caseRefOf(stream);
    if (stream.startsWith('assessment/') && caseRef) {
        return {
            kind: 'assessments',
            start: () => ehcna.resume(caseRef),
            retell: (decided) => retell(ehcna, caseRef, decided),
        };
    }
    if (stream.startsWith('panel/'))
        return { kind: 'panels', start: () => startPanel(ehcna, stream) };
    if (stream.startsWith('campaign/'))
        return { kind: 'campaigns', start: () => startCampaign(ehcna, stream) };
    // A plan starts the review of it that is open.
    if (stream.startsWith('plan/') || stream.startsWith('annualReview/'))
        return 'with-its-plan';
    return undefined;
};
const owingLetters = async (ehcna) => (await ehcna.pool.query(OWING_LETTERS)).rows.map((row) => row.stream);
const plansHeld = async (ehcna) => (await ehcna.pool.query(PLANS)).rows.map((row) => row.caseRef);
/** Panels come first: a case that is restored may refer itself at once. */
const RANK = { panels: 0, campaigns: 0, assessments: 1, plans: 2 };
export const restore = async (ehcna, options = {}) => {
    const streams = [...(await ehcna.ledger.openStreams()), ...(await owingLetters(ehcna))];
    const found = streams.map((stream) => ofStream(ehcna, stream));
    const all = found.filter((s) => s !== undefined && s !== 'with-its-plan');
    for (const caseRef of await plansHeld(ehcna))
        all.push({
            kind: 'plans',
            start: () => ehcna.resumePlan(caseRef),
            retell: (decided) => retellPlan(ehcna, caseRef, decided),
        });
    all.sort((a, b) => RANK[a.kind] - RANK[b.kind]);
    const of = (kind) => all.filter((s) => s.kind === kind).length;
    const unknown = streams.filter((_, i) => found[i] === undefined);
    const counts = { assessments: of('assessments'), panels: of('panels'), plans: of('plans'), unknown };
    const ending = options.endRunning ? await endRuns(ehcna, options) : { ended: 0, strangers: [] };
    if (options.dryRun)
        return { ...counts, ...ending, started: 0, running: 0, retold: 0 };
    const done = await startAll(all, options);
    const decided = await decidedByPanels(ehcna, streams.filter((stream) => stream.startsWith('panel/')));
    const struck = await strikeFinished(ehcna, decided);
    return { ...counts, ...ending, ...done, retold: struck + (await retellAll(all, decided, options)) };
};
const OURS = `ExecutionStatus = 'Running' and WorkflowType in ('assessment', 'panel', 'campaign', 'plan', 'annualReview')`;
/** Until the list shows none: it is a little behind, and a case may have woken its panel meanwhile. */
const endRuns = async (ehcna, { dryRun = false, atOnce = AT_ONCE }) => {
    const known = new Set(await ehcna.ledger.streams());
    const { workflow } = ehcna.client;
    const ended = new Set();
    const strangers = new Set();
    for (;;) {
        const found = [];
        for await (const run of runs(ehcna.client, OURS))
            found.push(run);
        for (const { workflowId, runId } of found) {
            ended.add(runId);
            const caseRef = workflowId.startsWith('assessment/') && !known.has(workflowId) ? caseRefOf(workflowId) : undefined;
            if (caseRef)
                strangers.add(caseRef);
        }
        if (dryRun || found.length === 0)
            return { ended: ended.size, strangers: [...strangers].sort() };
        await each(found, atOnce, async ({ workflowId, runId }) => {
            await workflow
                .getHandle(workflowId, runId)
                .terminate('The database was put back to an earlier day')
                .catch((error) => {
                if (!(error instanceof WorkflowNotFoundError))
                    throw error;
            });
        });
        await new Promise((resolve) => setTimeout(resolve, LIST_LAG_MS));
    }
};
/** How long the list of what runs may be behind. */
const LIST_LAG_MS = 1_000;
const startAll = async (all, { atOnce = AT_ONCE, progress }) => {
    const done = { started: 0, running: 0 };
    await each(all, atOnce, async (next) => {
        const { started } = await next.start();
        done[started ? 'started' : 'running'] += 1;
        progress?.(done.started + done.running, all.length);
    });
    return done;
};
const retellAll = async (all, decided, { atOnce = AT_ONCE }) => {
    let retold = 0;
    await each(all, atOnce, async (next) => {
        const told = await next.retell?.(decided);
        retold += told ?? 0;
    });
    return retold;
};
const AT_ONCE = 20;
export const each = async (all, atOnce, work) => {
    const waiting = [...all];
    const worker = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
            await work(next);
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, all.length)) }, worker));
};
//# sourceMappingURL=restore.js.map
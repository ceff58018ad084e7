/** Whether a case costs the same, and a list comes as fast, however many there are. */
import { randomUUID } from 'node:crypto';
import { restore } from '../../client/restore.js';
import { Ehcna } from '../../client/ehcna.js';
import { sampleCaseload } from '../../client/sample/caseload.js';
import { londonDate } from '../../domain/civil-date.js';
import { assessmentId } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { readPolicy } from '../../workers/policy-file.js';
import { quantile, rowOf } from '../row.js';
import { COPY } from './copies.js';
const ASKED = 40;
const p95Of = async (ask) => {
    const times = [];
    await ask();
    for (let n = 0; n < ASKED; n += 1) {
        const from = performance.now();
        await ask();
        times.push(performance.now() - from);
    }
    return quantile(times, 0.95);
};
/** Real starts: a hundred more cases when so many are open. */
export const startRows = async (ground, sizes) => {
    await ground.dismiss();
    const caller = await ground.caller();
    const worker = await ground.worker('ours');
    const probe = Math.min(50, sizes.started[0] ?? 1);
    const cost = async () => (await ground.cpuOf([worker, caller], () => caller.ask('open', 'ours', probe, 5))) / probe;
    await caller.ask('open', 'ours', probe, 5);
    const rows = [];
    let open = 2 * probe;
    const first = await cost();
    for (const size of sizes.started) {
        if (size > open)
            await caller.ask('open', 'ours', size - open, 5);
        open = Math.max(open, size) + probe;
        rows.push(rowOf(`scale: processor time to open a case, ${size} open (reference: ${2 * probe} open)`, await cost(), 'ms', first, {
            ratio: 1.2,
        }));
    }
    rows.push(...(await restoreRows(ground, sizes.started[0] ?? 1)));
    await Promise.all([worker.stop(), caller.stop()]);
    return rows;
};
/** So many of the open cases lose their process, as after the loss of the Temporal server, and are started again. */
const restoreRows = async (ground, size) => {
    const ehcna = Ehcna.over(ground.client, ground.pool, ground.secrets);
    const open = (await ehcna.ledger.openStreams()).filter((s) => s.startsWith('assessment/'));
    const chosen = open.slice(0, size);
    for (const id of chosen)
        await ground.client.workflow
            .getHandle(id)
            .terminate('To be started again')
            .catch(() => undefined);
    const from = Date.now();
    const { started } = await restore(ehcna);
    const took = Date.now() - from;
    const ids = Array.from({ length: Math.min(200, size) }, () => `bare/${randomUUID()}`);
    const bareFrom = Date.now();
    await Promise.all(ids.map((workflowId) => ground.client.workflow.start('bare', { workflowId, taskQueue: 'nobody' })));
    const bare = (Date.now() - bareFrom) / ids.length;
    return [
        rowOf(`scale: restore of ${started} of ${open.length} open cases, a case (reference: a bare start)`, took / Math.max(1, started), 'ms', bare),
    ];
};
/** Real sample cases through the ledger, then copies of their rows until there are so many. */
const fillTo = async (ground, size, today) => {
    const { rows } = await ground.pool.query('select count(*)::int as n from cases where open');
    const missing = size - (rows[0]?.n ?? 0);
    if (missing <= 0)
        return;
    const known = await ground.pool.query(`select count(*)::int as n from cases where caseworker like 'cw-%'`);
    if ((known.rows[0]?.n ?? 0) < 50) {
        const ehcna = Ehcna.over(ground.client, ground.pool, ground.secrets);
        const { version, policy } = await readPolicy(ground.place.policyPath);
        const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
        for (const one of sampleCaseload({ today, rules, size: 100, seed: 'bench' }))
            await ehcna.ledger.append(assessmentId(one.caseRef), one.events);
        return fillTo(ground, size, today);
    }
    for (const statement of COPY(missing))
        await ground.pool.query(statement);
    await ground.pool.query('analyze');
};
const pageRows = async (ground, sizes) => {
    const today = londonDate(Date.now());
    const ehcna = Ehcna.over(ground.client, ground.pool, ground.secrets);
    const { workflowService } = ground.client;
    const { namespace } = ground.place;
    const query = `ExecutionStatus = 'Running'`;
    const rows = [];
    let first;
    for (const size of sizes.listed) {
        await fillTo(ground, size, today);
        const executions = Math.min(size, sizes.engineListed);
        await fillEngine(ground, executions);
        const engineList = await p95Of(() => workflowService.listWorkflowExecutions({ namespace, pageSize: 50, query }));
        const engineCount = await p95Of(() => workflowService.countWorkflowExecutions({ namespace, query }));
        const page = await p95Of(() => ehcna.worklist.tasks({ role: 'caseworker', today }));
        first ??= page;
        const at = `${size} open, rows copied`;
        const ref = (await ehcna.worklist.cases({ open: true, limit: 1 }))[0]?.caseRef ?? '';
        rows.push(rowOf(`scale: worklist by due date, p95 (${at}; reference: ${sizes.listed[0]} open)`, page, 'ms', first, {
            ratio: 1.5,
        }), rowOf(`scale: worklist by due date, p95 (${at}; reference: the engine's list of 50, ${executions} open)`, page, 'ms', engineList, {
            ratio: 2,
        }), rowOf(`scale: authority-by-breach counts, p95 (${at}; reference: the engine's count of all, ${executions} open)`, await p95Of(() => ehcna.worklist.breaches(today)), 'ms', engineCount, { ratio: 1 }), rowOf(`scale: case show, p95 (${at}; reference: the engine's list of 50, ${executions} open)`, await p95Of(() => ehcna.worklist.caseSummary(ref)), 'ms', engineList));
    }
    return rows;
};
/** Executions that nobody works on: they are only to be listed. */
const fillEngine = async (ground, size) => {
    const { count } = await ground.client.workflow.count(`ExecutionStatus = 'Running'`);
    const caller = await ground.caller();
    if (count < size)
        await caller.ask('startBare', size - count, 'nobody', 20);
    await caller.stop();
};
/** Lists are filled by copying, so that they can be long. */
export const listRows = async (ground, sizes) => {
    const lists = await pageRows(ground, sizes);
    return [...(await queriesRow(ground)), ...lists];
};
/** Every call that the lists people read make of Temporal, counted. */
const queriesRow = async (ground) => {
    let asked = 0;
    const { client } = ground;
    const counting = new Proxy(client, {
        get: (target, key) => {
            asked += 1;
            return Reflect.get(target, key);
        },
    });
    const ehcna = Ehcna.over(counting, ground.pool, ground.secrets);
    const [one] = await ehcna.worklist.cases({ limit: 1 });
    await ehcna.worklist.tasks();
    if (one) {
        await ehcna.worklist.caseSummary(one.caseRef);
        await ehcna.worklist.timeline(one.caseRef);
    }
    return [rowOf('case: calls of Temporal for lists and a case’s screen', asked, 'calls', 0, { value: 0 })];
};
//# sourceMappingURL=scale.js.map
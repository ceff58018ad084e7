/** What a case takes of the engine while it waits: memory in the worker, bytes on the server, and the cost of a replay. */
import { setTimeout as pause } from 'node:timers/promises';
import { assessmentId } from '../../domain/ids.js';
import { median, rowOf } from '../row.js';
const AT_ONCE = 5;
const REST_LOOKS = 4;
const UNBOUNDED = 100_000;
/**
 * Workflows run in a thread whose garbage nobody outside can have collected: left alone, it does that by itself within half a
 * minute. What counts is what a worker at rest comes down to.
 */
const atRest = async (worker, restMs) => {
    const seen = [];
    for (let n = 0; n < REST_LOOKS; n += 1) {
        await pause(restMs);
        seen.push(await worker.ask('resident'));
    }
    return Math.min(...seen);
};
/** kB a cached case: what the worker grows by while cases are opened and stay in its cache. */
const cachedKb = async (ground, kind, { cached: cases, restMs }) => {
    const caller = await ground.caller();
    const worker = await ground.worker(kind, { maxCachedWorkflows: UNBOUNDED });
    // The first ones pay for what all share.
    await caller.ask('open', kind, Math.ceil(cases / 5), AT_ONCE);
    const before = await atRest(worker, restMs);
    await caller.ask('open', kind, cases, AT_ONCE);
    const after = await atRest(worker, restMs);
    await Promise.all([worker.stop(), caller.stop()]);
    return (after - before) / cases;
};
/** A worker that may keep few cases and is given ten times as many: by how much it grows after the cache is full. */
const growth = async (ground, limit, restMs) => {
    const caller = await ground.caller();
    const worker = await ground.worker('ours', { maxCachedWorkflows: limit });
    await caller.ask('open', 'ours', limit * 2, AT_ONCE);
    const full = await atRest(worker, restMs);
    await caller.ask('open', 'ours', limit * 8, AT_ONCE);
    const tenfold = await atRest(worker, restMs);
    await Promise.all([worker.stop(), caller.stop()]);
    return { full, tenfold };
};
export const memoryRows = async (ground, sizes) => {
    await ground.dismiss();
    const skeleton = await cachedKb(ground, 'skeleton', sizes);
    const ours = await cachedKb(ground, 'ours', sizes);
    const limit = Math.ceil(sizes.cached / 10);
    const { full, tenfold } = await growth(ground, limit, sizes.restMs);
    return [
        rowOf(`memory: kB a cached case (${sizes.cached} open)`, ours, 'kB', skeleton, { ratio: 1.5, value: 350 }),
        rowOf(`memory: worker at ten times its cache of ${limit} (reference: at twice)`, tenfold / 1024, 'MB', full / 1024, { ratio: 1.1 }),
    ];
};
/** As the server keeps it: history, and what it holds of a running execution, by its own account. */
const bytesOf = async (ground, workflowId) => {
    const { workflowExecutionInfo: info } = await ground.client.workflowService.describeWorkflowExecution({
        namespace: ground.place.namespace,
        execution: { workflowId },
    });
    return Number(info?.historySizeBytes ?? 0);
};
const LEDGER_BYTES = `
select coalesce(sum(pg_column_size(l.*)), 0)::int as ledger,
  (select coalesce(sum(pg_column_size(t.*)), 0)::int from tasks t where t.stream = $1) +
  (select coalesce(sum(pg_column_size(t.*)), 0)::int from cases t where t.stream = $1) +
  (select coalesce(sum(pg_column_size(t.*)), 0)::int from deadlines t where t.stream = $1) +
  (select coalesce(sum(pg_column_size(t.*)), 0)::int from letters t where t.stream = $1) as lists
from ledger l where stream = $1`;
export const bytesRows = async (ground) => {
    const { caller } = await ground.staff();
    const whole = await ground.wholeCases();
    const opened = async (kind) => {
        const [ref = ''] = await caller.ask('open', kind, 1, 1);
        return bytesOf(ground, kind === 'ours' ? assessmentId(ref) : `skeleton/${ref}`);
    };
    const ended = await bytesOf(ground, whole.ours);
    const { rows } = await ground.pool.query(LEDGER_BYTES, [whole.ours]);
    return [
        rowOf('bytes: history of a case that was just opened', await opened('ours'), 'bytes', await opened('skeleton'), {
            ratio: 1.5,
        }),
        rowOf('bytes: history of a whole case', ended, 'bytes', await bytesOf(ground, whole.skeleton), { ratio: 1.5 }),
        rowOf('bytes: ledger and lists of a whole case (reference: its history)', (rows[0]?.ledger ?? 0) + (rows[0]?.lists ?? 0), 'bytes', ended),
    ];
};
export const replayRows = async (ground, sizes) => {
    const whole = await ground.wholeCases();
    await ground.dismiss();
    const caller = await ground.caller();
    const bundles = { ours: ground.place.bundlePath, skeleton: ground.skeletonBundle };
    const times = { ours: [], skeleton: [] };
    for (let n = 0; n < sizes.replays; n += 1)
        for (const kind of ['ours', 'skeleton'])
            times[kind].push(await caller.ask('replay', bundles[kind], whole[kind], kind));
    await caller.stop();
    return [
        rowOf(`replay: processor time of a whole case's history (${sizes.replays} times, in turn)`, median(times.ours), 'ms', median(times.skeleton), { ratio: 1.3 }),
    ];
};
//# sourceMappingURL=engine.js.map
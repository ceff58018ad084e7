/** What a case takes of the engine while it waits: memory in the worker, bytes on the server, and the cost of a replay. */
import { assessmentId } from '../../domain/ids.js';
import type { Ground, Kind } from '../ground.js';
import { median, rowOf } from '../row.js';
import type { Row } from '../row.js';
import type { Sizes } from '../sizes.js';

const idOf = (kind: Kind, ref: string): string => (kind === 'ours' ? assessmentId(ref) : `skeleton/${ref}`);

const AT_ONCE = 5;
const UNBOUNDED = 100_000;

/** kB a cached case: what the worker grows by while cases are opened and stay in its cache. */
const cachedKb = async (ground: Ground, kind: Kind, cases: number): Promise<number> => {
  const caller = await ground.caller();
  const worker = await ground.worker(kind, { maxCachedWorkflows: UNBOUNDED });
  // The first ones pay for what all share.
  await caller.ask('open', kind, Math.ceil(cases / 5), AT_ONCE);
  const before = await worker.ask<number>('resident');
  await caller.ask('open', kind, cases, AT_ONCE);
  const after = await worker.ask<number>('resident');
  await Promise.all([worker.stop(), caller.stop()]);
  return (after - before) / cases;
};

/** A worker that may keep few cases and is given ten times as many: by how much it grows after the cache is full. */
const growth = async (ground: Ground, limit: number): Promise<{ full: number; tenfold: number }> => {
  const caller = await ground.caller();
  const worker = await ground.worker('ours', { maxCachedWorkflows: limit });
  await caller.ask('open', 'ours', limit * 2, AT_ONCE);
  const full = await worker.ask<number>('resident');
  await caller.ask('open', 'ours', limit * 8, AT_ONCE);
  const tenfold = await worker.ask<number>('resident');
  await Promise.all([worker.stop(), caller.stop()]);
  return { full, tenfold };
};

export const memoryRows = async (ground: Ground, sizes: Sizes): Promise<Row[]> => {
  const skeleton = await cachedKb(ground, 'skeleton', sizes.cached);
  const ours = await cachedKb(ground, 'ours', sizes.cached);
  const limit = Math.ceil(sizes.cached / 10);
  const { full, tenfold } = await growth(ground, limit);
  return [
    rowOf(`memory: kB a cached case (${sizes.cached} open)`, ours, 'kB', skeleton, { ratio: 1.5, value: 350 }),
    rowOf(
      `memory: worker at ten times its cache of ${limit} (reference: at twice)`,
      tenfold / 1024,
      'MB',
      full / 1024,
      { ratio: 1.1 },
    ),
  ];
};

/** As the server keeps it: history, and what it holds of a running execution, by its own account. */
const bytesOf = async (ground: Ground, workflowId: string): Promise<number> => {
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

export const bytesRows = async (ground: Ground): Promise<Row[]> => {
  const caller = await ground.caller();
  const workers = await Promise.all([ground.worker('ours'), ground.worker('skeleton')]);
  const opened: Record<Kind, number> = { ours: 0, skeleton: 0 };
  const ended: Record<Kind, number> = { ours: 0, skeleton: 0 };
  let ref = '';
  for (const kind of ['skeleton', 'ours'] as const) {
    [ref = ''] = await caller.ask<string[]>('open', kind, 1, 1);
    opened[kind] = await bytesOf(ground, idOf(kind, ref));
    [ref = ''] = await caller.ask<string[]>('playWhole', kind, 1);
    ended[kind] = await bytesOf(ground, idOf(kind, ref));
  }
  const { rows } = await ground.pool.query<{ ledger: number; lists: number }>(LEDGER_BYTES, [assessmentId(ref)]);
  await Promise.all([...workers, caller].map((r) => r.stop()));
  return [
    rowOf('bytes: history of a case that was just opened', opened.ours, 'bytes', opened.skeleton, { ratio: 1.5 }),
    rowOf('bytes: history of a whole case', ended.ours, 'bytes', ended.skeleton, { ratio: 1.5 }),
    rowOf(
      'bytes: ledger and lists of a whole case (reference: its history)',
      (rows[0]?.ledger ?? 0) + (rows[0]?.lists ?? 0),
      'bytes',
      ended.ours,
    ),
  ];
};

/** In a process of its own for each, so that its processor time is all there is to count. */
export const replayRows = async (ground: Ground, sizes: Sizes): Promise<Row[]> => {
  const caller = await ground.caller();
  const workers = await Promise.all([ground.worker('ours'), ground.worker('skeleton')]);
  const [ours = ''] = await caller.ask<string[]>('playWhole', 'ours', 1);
  const [skeleton = ''] = await caller.ask<string[]>('playWhole', 'skeleton', 1);
  await Promise.all(workers.map((w) => w.stop()));
  const replay = (bundle: string, workflowId: string): Promise<number> =>
    caller.ask<number>('replay', bundle, workflowId);
  const times: Record<Kind, number[]> = { ours: [], skeleton: [] };
  for (let n = 0; n < sizes.replays; n += 1) {
    times.ours.push(await replay(ground.place.bundlePath, idOf('ours', ours)));
    times.skeleton.push(await replay(ground.skeletonBundle, idOf('skeleton', skeleton)));
  }
  await caller.stop();
  return [
    rowOf(
      `replay: processor time of the golden history (${sizes.replays} times, in turn)`,
      median(times.ours),
      'ms',
      median(times.skeleton),
      { ratio: 1.3 },
    ),
  ];
};

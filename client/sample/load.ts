/** Puts the sample caseload into a running installation: once, whatever day it is started on again. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Rules } from '../../domain/assessment/history.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { CaseRef } from '../../domain/ids.js';
import type { Ehcna } from '../ehcna.js';
import { finishedRefs, SAMPLE_FINISHED } from './finished/caseload.js';
import { loadFinished } from './finished/load.js';
import { loadSamplePlans, startSamplePlans } from './plans/load.js';
import { SAMPLE_PLANS, samplePlanRefs } from './plans/caseload.js';
import { SAMPLE_SEED, SAMPLE_SIZE, sampleCases, sampleRefs } from './caseload.js';

export interface LoadOptions {
  rules: Rules;
  today: CivilDate;
  progress(line: string): void;
  /** Starts asked for at once. */
  concurrency?: number;
  size?: number;
  /** Plans beside the assessments. */
  plans?: number;
  /** Assessments that are over, beside the open ones. */
  finished?: number;
  seed?: string;
}

export interface Loaded {
  started: number;
  /** Assessments that are over, and were written. */
  finished: number;
  /** Plans that were started: those beside the assessments, and those that finished ones ended in. */
  plans: number;
  /** Assessments of the sample, open or over, that were there before. */
  already: number;
  /** The ledger holds cases, and none is of the sample: it is somebody's caseload, and is left alone. */
  leftOut: boolean;
}

const CONCURRENCY = 25;
const EVERY = 50;
const POLL_MS = 200;
/** Far more than a small machine needs; what is not done by then is done a little later. */
const PATIENCE_MS = 180_000;

/** The references that are the sample's own. */
interface Own {
  open: CaseRef[];
  finished: CaseRef[];
  plans: CaseRef[];
}

const known = async (ehcna: Ehcna, kind: 'assessment' | 'plan'): Promise<Set<CaseRef>> => {
  const prefix = `${kind}/` as const;
  return new Set((await ehcna.ledger.streams({ prefix })).map((stream) => stream.slice(prefix.length)));
};

/** Which assessments the ledger does not have; undefined where it holds only cases or plans that are not of the sample. */
const missingFrom = async (ehcna: Ehcna, own: Own): Promise<Set<CaseRef> | undefined> => {
  const [assessments, plans] = await Promise.all([known(ehcna, 'assessment'), known(ehcna, 'plan')]);
  const all = [...own.open, ...own.finished];
  const isBegun = all.some((ref) => assessments.has(ref)) || own.plans.some((ref) => plans.has(ref));
  if (!isBegun && assessments.size + plans.size > 0) return undefined;
  return new Set(all.filter((ref) => !assessments.has(ref)));
};

/** Loads what is missing, and waits until people can see it. A load that was cut short is completed. */
export const loadSampleCaseload = async (ehcna: Ehcna, options: LoadOptions): Promise<Loaded> => {
  const { size = SAMPLE_SIZE, plans = SAMPLE_PLANS, finished = SAMPLE_FINISHED, seed = SAMPLE_SEED } = options;
  const sizes = { size, plans, finished, seed };
  const own = { open: sampleRefs(sizes), finished: finishedRefs(sizes), plans: samplePlanRefs(sizes) };
  const missing = await missingFrom(ehcna, own);
  if (!missing) return { started: 0, finished: 0, plans: 0, already: 0, leftOut: true };
  const [started, past] = await Promise.all([
    own.open.some((ref) => missing.has(ref)) ? startAll(ehcna, own.open, missing, { ...options, size, seed }) : 0,
    loadPast(ehcna, own, missing, { ...options, ...sizes }),
  ]);
  if (started > 0) await allShown(ehcna, own.open, options.progress);
  const already = own.open.length + own.finished.length - missing.size;
  return { started, ...past, already, leftOut: false };
};

/** What is over, and the plans; these are started once all of them are known. */
const loadPast = async (
  ehcna: Ehcna,
  own: Own,
  missing: ReadonlySet<CaseRef>,
  options: LoadOptions & Required<Pick<LoadOptions, 'plans' | 'finished' | 'seed'>>,
): Promise<Pick<Loaded, 'finished' | 'plans'>> => {
  const over = new Set(own.finished.filter((ref) => missing.has(ref)));
  const [finished, held] = await Promise.all([loadFinished(ehcna, over, options), loadSamplePlans(ehcna, options)]);
  const refs = [...own.plans, ...own.finished];
  return { finished, plans: await startSamplePlans(ehcna, refs, { isNew: finished + held > 0 }) };
};

const startAll = async (
  ehcna: Ehcna,
  refs: readonly CaseRef[],
  missing: ReadonlySet<CaseRef>,
  options: LoadOptions,
): Promise<number> => {
  const { concurrency = CONCURRENCY, progress } = options;
  const wanted = refs.filter((ref) => missing.has(ref)).length;
  const cases = sampleCases(options);
  let done = 0;
  let started = 0;
  const takeTurns = async (): Promise<void> => {
    // One queue for all: whoever is free takes the next case.
    for (const { caseRef, events } of cases) {
      if (!missing.has(caseRef)) continue;
      const result = await ehcna.takeOver(caseRef, events);
      done += 1;
      if (result.started) started += 1;
      if (done % EVERY === 0) progress(`Sample caseload: ${done} of ${wanted} cases.`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, takeTurns));
  return started;
};

/** In the worklist, and in Temporal's list with its stage: the first task of each case is then done. */
const allShown = async (ehcna: Ehcna, refs: readonly CaseRef[], progress: (line: string) => void): Promise<void> => {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if ((await inWorklist(ehcna, refs)) === refs.length && (await listed(ehcna)) >= refs.length) return;
    await pause(POLL_MS);
  }
  progress('Sample caseload: some cases are still being taken up; the worker goes on with them.');
};

const inWorklist = async (ehcna: Ehcna, refs: readonly CaseRef[]): Promise<number> => {
  const { rows } = await ehcna.pool.query<{ n: number }>(
    'select count(*)::int as n from cases where case_ref = any($1::text[])',
    [refs],
  );
  return rows[0]?.n ?? 0;
};

const listed = async (ehcna: Ehcna): Promise<number> =>
  (await ehcna.client.workflow.count('WorkflowType = "assessment" and Stage is not null')).count;

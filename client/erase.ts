/**
 * Erases a finished case whose time in the retention schedule is over: its key, its documents, its letters, its place in
 * the register of children, and its process in Temporal. What was cut short is completed by asking again.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import type { AssessmentState } from '../domain/assessment/state.js';
import type { CivilDate } from '../domain/civil-date.js';
import { refuse } from '../domain/events.js';
import type { Actor, Refusal } from '../domain/events.js';
import { assessmentId, isCaseRef, planId } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import { foldPlan } from '../domain/plan/evolve.js';
import type { PlanEvent } from '../domain/plan/state.js';
import type { Policy } from '../domain/policy.js';
import { isHeld, keptUntil } from '../domain/retention.js';
import type { TrustedIssuer } from '../keys/identity.js';
import { type Ehcna, Refused } from './ehcna.js';
import { latestRun, runs } from './runs.js';
import { requireStanding } from './standing.js';

export interface Erasing {
  by: Actor;
  reason: string;
  /** Sets the schedule aside; a legal hold and an open case it does not. */
  override: boolean;
  today: CivilDate;
  retention: Policy['retention'];
  outboxDir: string;
  /** Whose identities count. */
  issuers: readonly TrustedIssuer[];
}

export interface Gone {
  caseRef: CaseRef;
  /** False where the record was gone already and only what was left of it was cleared away. */
  erased: boolean;
  documents: number;
  /** Of the object store, those included that a cut-off process left. */
  objects: number;
  /** Facts written before cases had keys: they cannot be erased. */
  inClear: number;
  /** Runs in Temporal whose history was deleted. */
  runs: number;
}

/** s83(2): officers who answer for the record, not those who work on cases. */
const MAY_ERASE: readonly Actor['role'][] = ['manager'];

const requireOfficer = async (ehcna: Ehcna, caseRef: CaseRef, erasing: Erasing): Promise<void> => {
  const { by, reason, override, issuers } = erasing;
  if (!MAY_ERASE.includes(by.role))
    throw new Refused(
      refuse('wrong-role', `A record is erased by ${MAY_ERASE.join(', ')}; it was asked as ${by.role}`),
    );
  const act = { workflowId: assessmentId(caseRef), call: 'erase:record', body: { reason, override } };
  await requireStanding(ehcna, by, act, issuers);
};

/** What of a case decides whether it is kept: its assessment, its plan, or both. */
interface Kept {
  caseRef: CaseRef;
  dateOfBirth: CivilDate;
  /** Null while anything of it goes on. */
  finishedOn: CivilDate | null;
  planHeld: boolean;
}

const later = (a: CivilDate, b: CivilDate): CivilDate => (a > b ? a : b);

/** What a plan says rests on its reassessments: they are kept as long as it is maintained. */
const isOfPlanHeld = async ({ read }: Ehcna['ledger'], assessed: AssessmentState | undefined): Promise<boolean> => {
  if (!assessed?.reassesses) return false;
  const { planRef } = assessed.reassesses;
  const events = await read(planId(planRef));
  return !events.some((e) => e.erasedOn) && foldPlan(planRef, events as unknown as PlanEvent[]).endedOn === null;
};

/** Undefined where the ledger has no such case, or it was erased. */
const keptOf = async ({ ledger }: Pick<Ehcna, 'ledger'>, caseRef: CaseRef): Promise<Kept | 'erased' | undefined> => {
  const [assessed, held] = await Promise.all([ledger.read(assessmentId(caseRef)), ledger.read(planId(caseRef))]);
  if (assessed.length + held.length === 0) return undefined;
  if ([...assessed, ...held].some((event) => event.erasedOn !== undefined)) return 'erased';
  const state = assessed.length === 0 ? undefined : foldEvents(caseRef, asAssessmentEvents(assessed));
  const plan = held.length === 0 ? undefined : foldPlan(caseRef, held as unknown as PlanEvent[]);
  const ends = [...(state ? [state.finishedOn] : []), ...(plan ? [plan.endedOn] : [])];
  return {
    caseRef,
    dateOfBirth: (plan ?? state)?.child.dateOfBirth ?? '',
    finishedOn: ends.includes(null) ? null : (ends as CivilDate[]).reduce(later),
    planHeld: (plan !== undefined && plan.endedOn === null) || (await isOfPlanHeld(ledger, state)),
  };
};

const refusalOf = (
  { caseRef, finishedOn, dateOfBirth, planHeld }: Kept,
  { override, today, retention }: Erasing,
): Refusal | undefined => {
  if (planHeld)
    return refuse(
      'plan-held',
      `The plan of ${caseRef}, or that it reassesses, is maintained: its record is never erased before it ends`,
    );
  if (finishedOn === null) return refuse('still-open', `${caseRef} is not finished: an open case is never erased`);
  if (retention && isHeld(caseRef, retention))
    return refuse('legal-hold', `${caseRef} is under a legal hold in the policy (retention.legalHolds)`);
  if (override) return undefined;
  if (!retention)
    return refuse('no-schedule', 'The policy has no retention schedule, so nothing is due; --override sets that aside');
  const until = keptUntil({ dateOfBirth, finishedOn }, retention);
  return until > today
    ? refuse('kept', `${caseRef} is kept until ${until} by the policy's retention schedule; --override sets that aside`)
    : undefined;
};

const quoted = (text: string): string => `'${text.replace(/'/g, "''")}'`;

/** Ends what runs first: a process that goes on would write about a case that is gone. */
const endProcess = async ({ client }: Ehcna, workflowId: string): Promise<void> => {
  try {
    await client.workflow.getHandle(workflowId).terminate('The record of this case is erased');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
};

/** Its retention may have taken it meanwhile. */
const deleteRun = async ({ client }: Ehcna, workflowId: string, runId: string): Promise<boolean> => {
  try {
    await client.workflowService.deleteWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId, runId },
    });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return false;
    throw error;
  }
};

/** The latest may not be listed yet, and is named by its workflow alone; earlier ones are listed. */
const deleteRuns = async (ehcna: Ehcna, workflowId: string): Promise<number> => {
  const latest = await latestRun(ehcna.client, workflowId);
  const found = new Set(latest === undefined ? [] : [latest]);
  for await (const { runId } of runs(ehcna.client, `WorkflowId = ${quoted(workflowId)}`)) found.add(runId);
  let deleted = 0;
  for (const runId of found) if (await deleteRun(ehcna, workflowId, runId)) deleted += 1;
  return deleted;
};

const NOT_FOUND = 5;

/** Whether there is a record to erase, once it is allowed; throws {@link Refused} where it is not. */
const mayErase = async (ehcna: Ehcna, caseRef: CaseRef, erasing: Erasing): Promise<boolean> => {
  const kept = await keptOf(ehcna, caseRef);
  if (kept === undefined) throw new Refused({ code: 'not-found', reason: `The ledger has no case ${caseRef}` });
  if (kept === 'erased') return false;
  const refusal = refusalOf(kept, erasing);
  if (refusal) throw new Refused(refusal);
  return true;
};

/** Nobody can open them any more; they go all the same. */
const removeObjects = async ({ documents }: Ehcna, caseRef: CaseRef): Promise<number> => {
  const { objects } = documents.place;
  const keys: string[] = [];
  for await (const { key } of objects.list(caseRef)) keys.push(key);
  for (const key of keys) await objects.delete(key);
  return keys.length;
};

export const erase = async (ehcna: Ehcna, caseRef: CaseRef, erasing: Erasing): Promise<Gone> => {
  if (!isCaseRef(caseRef)) throw new Refused({ code: 'not-found', reason: 'That is no case reference' });
  await requireOfficer(ehcna, caseRef, erasing);
  const here = await mayErase(ehcna, caseRef, erasing);
  const reviews = await ehcna.ledger.streams({ prefix: 'annualReview/', caseRef });
  const processes = [...reviews, assessmentId(caseRef), planId(caseRef)];
  for (const id of processes) await endProcess(ehcna, id);
  const { by, reason, override, today } = erasing;
  const done = here
    ? await ehcna.ledger.erase(caseRef, {
        by,
        reason,
        override,
        occurredOn: today,
        recordedAt: new Date().toISOString(),
      })
    : 'already';
  const objects = await removeObjects(ehcna, caseRef);
  await rm(join(erasing.outboxDir, caseRef), { recursive: true, force: true });
  let runs = 0;
  for (const id of processes) runs += await deleteRuns(ehcna, id);
  const erased = done !== 'already';
  return { caseRef, erased, documents: erased ? done.documents : 0, objects, inClear: erased ? done.inClear : 0, runs };
};

export interface Due {
  caseRef: CaseRef;
  finishedOn: CivilDate;
  keptUntil: CivilDate;
  held: boolean;
}

const FINISHED = `
select case_ref as "caseRef" from cases where not open
union select case_ref from plans where not open
order by 1`;

/** What the schedule no longer keeps, oldest first; what a legal hold keeps is told with it. */
export const dueForErasure = async (
  { pool, ledger }: Pick<Ehcna, 'pool' | 'ledger'>,
  today: CivilDate,
  retention: NonNullable<Policy['retention']>,
): Promise<Due[]> => {
  const due: Due[] = [];
  for (const { caseRef } of (await pool.query<{ caseRef: CaseRef }>(FINISHED)).rows) {
    const kept = await keptOf({ ledger }, caseRef);
    if (kept === undefined || kept === 'erased' || kept.finishedOn === null || kept.planHeld) continue;
    const { finishedOn, dateOfBirth } = kept;
    const until = keptUntil({ dateOfBirth, finishedOn }, retention);
    if (until <= today) due.push({ caseRef, finishedOn, keptUntil: until, held: isHeld(caseRef, retention) });
  }
  return due.sort((a, b) => (a.keptUntil < b.keptUntil ? -1 : 1));
};

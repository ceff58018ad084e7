/**
 * A letter came back: tells the process that it is of, also where that is over. A case that ended with its last letter is begun
 * again from the ledger to hear of it, sends the letter again where it can, and is over once more.
 */
import { SYSTEM } from '../domain/events.js';
import type { Actor } from '../domain/events.js';
import { annualReviewId, assessmentId, planId, TASK_QUEUE } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import { type Ehcna, Refused } from './ehcna.js';

export interface CameBack {
  caseRef: CaseRef;
  letterId: string;
  reason: string;
  /** Of the report: the same twice is one. */
  id: string;
  by: Actor;
}

interface Process {
  type: 'assessment' | 'plan' | 'annualReview';
  workflowId: string;
  input: object;
}

/** Letters of a plan are `P-L5`, those of its second review `R2-L5`. */
const processOf = ({ caseRef, letterId }: CameBack): Process => {
  const [, n] = /^R(\d+)-/.exec(letterId) ?? [];
  if (n !== undefined)
    return { type: 'annualReview', workflowId: annualReviewId(caseRef, Number(n)), input: { caseRef, n: Number(n) } };
  return letterId.startsWith('P-')
    ? { type: 'plan', workflowId: planId(caseRef), input: { caseRef } }
    : { type: 'assessment', workflowId: assessmentId(caseRef), input: { caseRef } };
};

const isOver = (error: unknown): boolean => error instanceof Refused && error.refusal.code === 'not-running';

/** Throws {@link Refused} where the process is over and nobody here may begin it again. */
export const letterCameBack = async (ehcna: Ehcna, report: CameBack): Promise<'told' | 'begun-again'> => {
  const { caseRef, letterId, reason, id, by } = report;
  const { type, workflowId, input } = processOf(report);
  const fact = { id, type: 'letterUndelivered' as const, letterId, reason, by };
  try {
    await ehcna.report(caseRef, fact, workflowId);
    return 'told';
  } catch (error) {
    if (!isOver(error)) throw error;
  }
  const events = await ehcna.ledger.read(workflowId as never);
  if (events.length === 0)
    throw new Refused({ code: 'not-found', reason: `The ledger has nothing of the process that ${letterId} is of` });
  const starter = by.role === 'manager' ? by : SYSTEM;
  const args = await ehcna.starting(workflowId, type, input, starter);
  const signalArgs = await ehcna.tell(workflowId, 'reportFact', fact, by);
  await ehcna.client.workflow.signalWithStart(type, {
    workflowId,
    taskQueue: TASK_QUEUE,
    args,
    signal: 'reportFact',
    signalArgs,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `A letter of ${caseRef} came back`,
  });
  return 'begun-again';
};

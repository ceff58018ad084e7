/** What is said of a submission. Imports zod. */
import { z } from 'zod';
import { caseRef, civilDate, documentHash } from '../../domain/shared-shapes.js';
import { problemShape } from '../http/problem.js';

export const KINDS = ['request', 'evidence', 'document', 'advice', 'review', 'reply', 'event'] as const;
export type Kind = (typeof KINDS)[number];

export const STATES = ['pending', 'delivered', 'refused'] as const;

export const outcomeShape = z
  .object({
    accepted: z.boolean().optional().describe('Of a request: whether it was taken up'),
    reason: z
      .string()
      .optional()
      .describe('Of a request that was not taken up: duplicate, plan-already-held, out-of-area'),
    explanation: z.string().optional(),
    otherCase: caseRef.nullable().optional(),
    warning: z.string().optional(),
    events: z.array(z.string()).optional().describe('The facts that the case recorded'),
    stage: z.string().optional(),
    outcome: z.string().nullable().optional(),
    document: z.object({ name: z.string(), hash: documentHash, mediaType: z.string(), bytes: z.int() }).optional(),
  })
  .describe('What came of it');
export type Outcome = z.infer<typeof outcomeShape>;

export const submissionShape = z
  .object({
    id: z.uuid(),
    kind: z.enum(KINDS),
    state: z
      .enum(STATES)
      .describe('pending: stored for certain, and being passed on; delivered: the case has it; refused: for good'),
    caseRef: caseRef.nullable(),
    receivedOn: civilDate.describe('The day that counts as that of receipt'),
    receivedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    attempts: z.int(),
    lastError: z.string().nullable().describe('Why it was not passed on when that was last tried'),
    outcome: outcomeShape.nullable(),
    problem: problemShape.nullable(),
  })
  .describe('Something that was sent, and what came of it');

/** What is told of a case to other systems. No name, birth date, address or word that somebody wrote is in any of it. */
import { z } from 'zod';
import { STAGES } from '../../../domain/assessment/state.js';
import { caseRef, urn } from '../../../domain/shared-shapes.js';

const date = z.iso.date();
const maybeDate = date.nullable();
const days = z
  .int()
  .nullable()
  .describe('Days left until it is due; negative when it is past; null without a date or when it is done');
export const code = z.string();

export const clockShape = z.object({
  key: code.describe('The rule, and what it is about where there are several: advice-6w:A3'),
  rule: code.describe('The rule of the law table: ehcna law show RULE'),
  dueOn: maybeDate.describe('The last day by the later reading: late only after it'),
  cautiousOn: maybeDate.describe('The last day by the cautious reading, which planning goes by'),
  state: z.enum(['running', 'met', 'late', 'missed', 'excepted', 'void']),
  doneOn: maybeDate,
  days,
  cause: code.nullable().describe('What it waited on when the date passed'),
});

export const adviceShape = z.object({
  adviceId: code,
  kind: code,
  service: code,
  askedOn: date,
  dueOn: maybeDate,
  acknowledgedOn: maybeDate,
  inOn: maybeDate.describe('The day it first came in'),
  acceptedOn: maybeDate,
  state: code,
  daysLate: z.int().describe('By so many days it came, or is, late; 0 where it is not'),
});

export const consultationShape = z.object({
  matter: z.enum(['assessment', 'review']),
  review: z.int().nullable(),
  consultationId: code,
  round: z.int(),
  urn: z.string().nullable(),
  consultedOn: date,
  dueOn: date,
  repliedOn: maybeDate,
  reply: code.nullable(),
  state: code,
});

export const panelShape = z.object({
  panel: code,
  question: code,
  meetingOn: maybeDate,
  met: z.boolean().describe('The panel has met on it; it advises, an officer decides'),
  recommendation: z
    .enum(['assess', 'do-not-assess', 'issue-a-plan', 'no-plan', 'other'])
    .nullable()
    .describe('Where its words are of the usual ones; other words stay with the case'),
});

const waitingShape = z.object({ on: code, since: date });
const nextActionShape = z.object({
  what: z.string(),
  role: code,
  dueOn: maybeDate,
  command: code.describe('The command that closes it'),
});

export const assessmentShape = z.object({
  stage: z.enum(STAGES),
  stageInWords: z.string(),
  outcome: code.nullable(),
  open: z.boolean(),
  receivedOn: date,
  source: code,
  externalRef: z.string().nullable(),
  reassesses: caseRef.nullable(),
  caseworker: code.nullable(),
  finishedOn: maybeDate,
  waiting: waitingShape.nullable(),
  nextStep: z.string(),
  nextAction: nextActionShape.nullable().describe("The next task of the authority's people; told to no school"),
  clocks: z.array(clockShape),
  panels: z.array(panelShape),
});

export const planShape = z.object({
  caseRef,
  stage: code,
  open: z.boolean(),
  version: z.int(),
  madeOn: date,
  institution: z.string().nullable().describe('URN of the one that section I names'),
  externalRef: z.string().nullable(),
  lastReviewOn: maybeDate,
  nextReview: z.object({ rule: code.nullable(), dueOn: maybeDate, cautiousOn: maybeDate }),
  transfer: z.object({ on: date, rule: code.nullable(), dueOn: maybeDate }).nullable(),
  openReview: z.int().nullable(),
  endedOn: maybeDate,
  clocks: z.array(clockShape),
});

export const reviewLineShape = z.object({
  caseRef,
  n: z.int(),
  kind: code,
  stage: code,
  outcome: code.nullable(),
  open: z.boolean(),
  openedOn: date,
  convenedBy: z.enum(['school', 'authority']),
  institution: z.string().nullable(),
  meetingOn: maybeDate,
  heldOn: maybeDate,
  reportOn: maybeDate,
  decidedOn: maybeDate,
  finishedOn: maybeDate,
  nextDue: z.object({ rule: code, on: date }).nullable(),
  waiting: waitingShape.nullable(),
});

export const reviewShape = reviewLineShape.extend({
  clocks: z.array(clockShape),
  nextAction: nextActionShape.nullable(),
});

export const caseShape = z
  .object({
    caseRef,
    asOf: date.describe('The day from which days are counted'),
    ties: z
      .array(z.enum(['all', 'asked', 'attends', 'placed', 'consulted', 'advises']))
      .describe('Why this client sees it'),
    assessment: assessmentShape.nullable(),
    advice: z.array(adviceShape).describe('A service sees what it was asked itself'),
    consultations: z.array(consultationShape).describe('A school sees its own'),
    plan: planShape.nullable(),
    review: reviewShape.nullable().describe('The review that is open, or the last'),
  })
  .describe('A part that this client may not see is null');

export const caseLineShape = z.object({
  caseRef,
  externalRef: z.string().nullable(),
  stage: z.enum(STAGES),
  outcome: code.nullable(),
  open: z.boolean(),
  receivedOn: date,
  nextDue: z.object({ rule: code, on: date }).nullable(),
  waiting: waitingShape.nullable(),
  finishedOn: maybeDate,
});

export const eventShape = z.object({
  matter: z.enum(['assessment', 'plan', 'review']),
  review: z.int().nullable(),
  type: code,
  occurredOn: date,
  recordedAt: z.iso.datetime(),
  byRole: code,
});

export const requestShape = z.object({
  caseRef,
  externalRef: z.string().nullable(),
  receivedOn: date,
  takenUp: z.boolean().nullable().describe('False where it was turned away; null until it was checked'),
  decision: z
    .object({
      outcome: z.enum(['assess', 'refuse']).nullable(),
      on: maybeDate.describe('The day it was notified'),
      dueOn: maybeDate,
      days,
    })
    .nullable(),
  panels: z.array(panelShape),
  advice: z.array(adviceShape),
  stage: z.enum(STAGES),
  outcome: code.nullable(),
  finishedOn: maybeDate,
});

export const timelinessShape = z.object({
  service: code,
  asked: z.int(),
  in: z.int(),
  inTime: z.int(),
  late: z.int(),
  outstanding: z.int(),
  overdue: z.int(),
});

export const owedShape = z.object({
  urn,
  asOf: date,
  advice: z.array(
    z.object({ caseRef, adviceId: code, kind: code, askedOn: date, dueOn: maybeDate, state: code, days }),
  ),
  consultations: z.array(
    z.object({
      caseRef,
      review: z.int().nullable(),
      consultationId: code,
      round: z.int(),
      askedOn: date,
      dueOn: date,
      days,
    }),
  ),
  reviews: z.array(
    z.object({
      caseRef,
      review: z.int(),
      kind: code,
      what: z.enum(['arrange', 'invite', 'circulate', 'hold', 'report', 'other']),
      dueOn: maybeDate,
      days,
    }),
  ),
  complete: z.boolean().describe('False where there is more than is shown; what is due first is shown'),
});

/** A list in pages. */
export const pageOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({
    items: z.array(shape),
    next: z.string().nullable().describe('The address of the next page; null on the last'),
  });

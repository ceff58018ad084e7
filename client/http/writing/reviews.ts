/** An annual review from the school's side, in pieces: the meeting, the papers one by one, the report (regs 20, 21). */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CaseRef } from '../../../domain/ids.js';
import { type ReviewCommandType, reviewCommands } from '../../../domain/review/command-shapes.js';
import { id, line } from '../../../domain/shared-shapes.js';
import type { Principal } from '../desk.js';
import { caseParam } from '../reading/asking.js';
import {
  allowed,
  IDEMPOTENCY,
  keptAs,
  keyOf,
  OURS,
  principalOf,
  REFUSALS,
  requireRole,
  reviewErrand,
  type Writing,
  WRITTEN,
  written,
} from './writing.js';

/** Pieces that need not say whose they are, nor what they are called. */
const PIECES = {
  'child-views': { from: 'family', title: "The child's or young person's views" },
  'parent-views': { from: 'family', title: "The parents' views" },
  'school-report': { from: 'school', title: "The school's report for the meeting" },
} as const;

const whichReview = {
  review: z.int().min(1).max(999).optional().describe('The number of the review: needed where several are open'),
};

const {
  addReviewAdvice,
  submitReport,
  arrangeMeeting,
  recordInvitations,
  circulatePapers,
  holdMeeting,
  flagAttendance,
} = reviewCommands;

const advice = addReviewAdvice.shape.omit({ ...OURS, documentKept: true, adviceId: true }).extend({
  piece: z.literal('advice'),
  paperId: id,
  ...whichReview,
});

const piece = z.strictObject({
  piece: z.enum(Object.keys(PIECES) as [keyof typeof PIECES]),
  paperId: id.describe('Of your choosing, one for each paper of a review'),
  title: line.optional(),
  findings: addReviewAdvice.shape.shape.findings,
  documentHash: addReviewAdvice.shape.shape.documentHash,
  occurredOn: addReviewAdvice.shape.shape.occurredOn,
  ...whichReview,
});

export const paperBody = z.discriminatedUnion('piece', [piece, advice]).meta({
  example: { piece: 'child-views', paperId: 'P1', findings: 'Likes the new reading group.' },
});

const own = <T extends z.ZodRawShape>(shape: z.ZodObject<T>, example: object) =>
  (shape.omit(OURS as never) as unknown as z.ZodObject).extend(whichReview).meta({ example });

/** What the school says of the meeting, each by its address. */
const STEPS: Record<string, { type: ReviewCommandType; summary: string; body: z.ZodObject }> = {
  meeting: {
    type: 'arrangeMeeting',
    summary: 'Say when the review meeting is to be, or move it',
    body: own(arrangeMeeting.shape, { meetingOn: '2027-10-07', place: 'Millbrook Primary School' }),
  },
  invitations: {
    type: 'recordInvitations',
    summary: 'Everyone was invited to the meeting',
    body: own(recordInvitations.shape, recordInvitations.example),
  },
  circulation: {
    type: 'circulatePapers',
    summary: 'The papers were sent to everyone invited',
    body: own(circulatePapers.shape, circulatePapers.example),
  },
  attendance: {
    type: 'flagAttendance',
    summary: 'An officer of the authority must be at the meeting',
    body: own(flagAttendance.shape, flagAttendance.example),
  },
  held: {
    type: 'holdMeeting',
    summary: 'The meeting was held',
    body: own(holdMeeting.shape, holdMeeting.example),
  },
};

export const reportBody = submitReport.shape
  .omit({ ...OURS, documentKept: true })
  .extend(whichReview)
  .meta({ example: submitReport.example });

/** A plan alone is reviewed, so its part of the case must be reached; the review meant is found before anything is stored. */
const reviewFor = async (
  writing: Writing,
  principal: Principal,
  { caseRef, type, review }: { caseRef: CaseRef; type: ReviewCommandType; review: number | undefined },
): Promise<number> => {
  requireRole(principal, 'review', type);
  await writing.requireReach(principal, caseRef, 'plan');
  return review ?? writing.desk.ehcna.reviewMeant(caseRef, type);
};

export const REVIEW_PAPER = 'review-paper';

export const prepareStep =
  (
    writing: Writing,
    principal: Principal,
    { caseRef, type }: { caseRef: CaseRef; type: ReviewCommandType },
    { review, ...body }: { review?: number | undefined } & Record<string, unknown>,
  ) =>
  async () => {
    const n = await reviewFor(writing, principal, { caseRef, type, review });
    const kept = await keptAs(writing.desk, caseRef, { kind: REVIEW_PAPER }, body.documentHash as string | undefined);
    const receivedOn = writing.desk.today();
    const said = { occurredOn: receivedOn, ...body, ...(kept ? { documentKept: true } : {}) };
    return { receivedOn, errand: reviewErrand(type, n, said) };
  };

export const adviceOfPaper = (
  body: z.infer<typeof paperBody>,
): Record<string, unknown> & { review?: number | undefined } => {
  if (body.piece === 'advice') {
    const { piece: _piece, paperId, ...rest } = body;
    return { ...rest, adviceId: paperId };
  }
  const { piece: which, paperId, ...rest } = body;
  return { ...PIECES[which], ...rest, adviceId: paperId };
};

const params = z.object({ ref: caseParam });

export const reviewRoutes =
  (writing: Writing): FastifyPluginAsyncZod =>
  async (app) => {
    app.addHook('onRequest', allowed(writing.desk, 'reviews:write'));
    app.post(
      '/v1/reviews/:ref/papers',
      {
        schema: {
          ...written(
            'reviews',
            'Send a paper for the review meeting, one by one',
            "The child's views, the parents' views, the school's report, and advice of others; in any order, and late ones too.",
          ),
          params,
          headers: IDEMPOTENCY,
          body: paperBody,
          response: { ...WRITTEN, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const caseRef = await writing.caseMeant(principal, request.params.ref);
        const what = { key: keyOf(request), kind: 'review' as const, caseRef, said: { to: 'papers', ...request.body } };
        const about = { caseRef, type: 'addReviewAdvice' as const };
        return writing.take(
          request,
          reply,
          what,
          prepareStep(writing, principal, about, adviceOfPaper(request.body)),
        ) as never;
      },
    );
    const steps = {
      ...STEPS,
      report: {
        type: 'submitReport' as const,
        summary: 'The report of the meeting',
        body: reportBody as unknown as z.ZodObject,
      },
    };
    for (const [to, { type, summary, body }] of Object.entries(steps))
      app.post(
        `/v1/reviews/:ref/${to}`,
        {
          schema: {
            ...written('reviews', summary, reviewCommands[type].description),
            params,
            headers: IDEMPOTENCY,
            body,
            response: { ...WRITTEN, ...REFUSALS },
          },
        },
        async (request, reply) => {
          const principal = principalOf(request);
          const caseRef = await writing.caseMeant(principal, request.params.ref);
          const what = { key: keyOf(request), kind: 'review' as const, caseRef, said: { to, ...request.body } };
          return writing.take(
            request,
            reply,
            what,
            prepareStep(writing, principal, { caseRef, type }, request.body),
          ) as never;
        },
      );
  };

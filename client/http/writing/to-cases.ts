/** Evidence, advice and replies to consultations, for a case that is there. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { assessmentCommands } from '../../../domain/assessment/command-shapes.js';
import { isOfEducation } from '../../../activities/school-reading.js';
import type { CaseRef } from '../../../domain/ids.js';
import { consultationCommands } from '../../../domain/matter/consultation-shapes.js';
import { reviewCommands } from '../../../domain/review/command-shapes.js';
import { id } from '../../../domain/shared-shapes.js';
import type { Principal } from '../desk.js';
import { boundsOf, mayReach, reachesPart } from '../own-cases.js';
import { Problem } from '../problem.js';
import { caseParam } from '../reading/asking.js';
import {
  allowed,
  commandErrand,
  dayOfReceipt,
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

export const evidenceBody = assessmentCommands.addEvidence.shape
  .omit({ ...OURS, documentKept: true })
  .meta({ example: assessmentCommands.addEvidence.example });

const acknowledge = assessmentCommands.acknowledgeAdvice.shape
  .omit({ ...OURS, adviceId: true })
  .extend({ action: z.literal('acknowledge') });
const submit = assessmentCommands.submitAdvice.shape
  .omit({ ...OURS, adviceId: true, documentKept: true })
  .extend({ action: z.literal('submit') });
const decline = assessmentCommands.declineAdvice.shape
  .omit({ ...OURS, adviceId: true })
  .extend({ action: z.literal('decline') });

export const adviceBody = z
  .discriminatedUnion('action', [acknowledge, submit, decline])
  .meta({ example: { action: 'submit', author: 'Educational psychologist', findings: 'Needs visual structure.' } });

const ACTIONS = { acknowledge: 'acknowledgeAdvice', submit: 'submitAdvice', decline: 'declineAdvice' } as const;

export const replyBody = reviewCommands.recordReply.shape
  .omit({ ...OURS, consultationId: true })
  .extend({
    review: z.int().min(1).max(999).optional().describe('Of a consultation within a review: the number of that review'),
  })
  .meta({ example: { reply: 'cannot-meet-need', grounds: ['unsuitable'], text: 'No specialist base.' } });

export const prepareEvidence =
  (writing: Writing, principal: Principal, caseRef: CaseRef, body: z.infer<typeof evidenceBody>) => async () => {
    requireRole(principal, 'case', 'addEvidence');
    await writing.requireReach(principal, caseRef, 'assessment');
    const receivedOn = dayOfReceipt(writing.desk, principal, body.occurredOn);
    const kept = await keptAs(writing.desk, caseRef, { kind: 'evidence', id: body.evidenceId }, body.documentHash);
    const said = { ...body, occurredOn: receivedOn, ...(kept ? { documentKept: true } : {}) };
    return { receivedOn, errand: commandErrand('addEvidence', said) };
  };

/**
 * Whoever answers for the service that was asked. The school that the child attends gives the advice on education (reg 6(1)(b)),
 * and none for others; who reaches all cases passes on whatever comes.
 */
export const requireAdviser = async (
  writing: Writing,
  principal: Principal,
  { caseRef, adviceId }: { caseRef: CaseRef; adviceId: string },
): Promise<void> => {
  const { desk } = writing;
  const { to } = boundsOf(principal);
  if (to !== 'service') await writing.requireReach(principal, caseRef, 'assessment');
  if (to === 'all') return;
  const own =
    to === 'service'
      ? (await mayReach(desk, principal, caseRef)).advice.includes(adviceId)
      : await isOfEducation(desk.pool, caseRef, adviceId);
  if (own) return;
  desk.refused.note(principal.actor, caseRef);
  throw new Problem(404, 'no-such-advice', 'There is no request for advice of that id that this client answers.');
};

export const prepareAdvice =
  (
    writing: Writing,
    principal: Principal,
    about: { caseRef: CaseRef; adviceId: string },
    { action, ...body }: z.infer<typeof adviceBody>,
  ) =>
  async () => {
    requireRole(principal, 'case', ACTIONS[action]);
    await requireAdviser(writing, principal, about);
    const { caseRef, adviceId } = about;
    const receivedOn = dayOfReceipt(writing.desk, principal, body.occurredOn);
    const hash = 'documentHash' in body ? body.documentHash : undefined;
    const kept = await keptAs(writing.desk, caseRef, { kind: 'advice', id: adviceId }, hash);
    const said = { ...body, adviceId, occurredOn: receivedOn, ...(kept ? { documentKept: true } : {}) };
    return { receivedOn, errand: commandErrand(ACTIONS[action], said) };
  };

/** The process that the consultation is of: the assessment, or a review. */
const processConsulting = async (
  { desk }: Writing,
  { caseRef, consultationId, review }: { caseRef: CaseRef; consultationId: string; review?: number | undefined },
): Promise<{ stream: string; review: number | undefined }> => {
  const { rows } = await desk.pool.query<{ stream: string }>(
    `select stream from consultations where case_ref = $1 and consultation_id = $2
     order by (replied_on is null) desc, consulted_on desc, stream desc`,
    [caseRef, consultationId],
  );
  const numbered = rows.map(({ stream }) => ({
    stream,
    review: stream.startsWith('annualReview/') ? Number(stream.split('/')[2]) : undefined,
  }));
  const found = review === undefined ? numbered[0] : numbered.find((one) => one.review === review);
  if (found) return found;
  throw new Problem(404, 'no-such-consultation', 'There is no such consultation on this case.');
};

export const prepareReply =
  (
    writing: Writing,
    principal: Principal,
    about: { caseRef: CaseRef; consultationId: string },
    { review, ...body }: z.infer<typeof replyBody>,
  ) =>
  async () => {
    const { caseRef, consultationId } = about;
    requireRole(principal, 'case', 'recordReply');
    const reach = await mayReach(writing.desk, principal, caseRef);
    const process = await processConsulting(writing, { ...about, review });
    const own = reach.consultations.some((c) => c.stream === process.stream && c.consultationId === consultationId);
    // The school that the child attends does not answer for another.
    const whole = boundsOf(principal).to === 'all' && reachesPart(reach, 'assessment');
    if (!own && !whole) throw new Problem(404, 'no-such-consultation', 'There is no such consultation on this case.');
    const receivedOn = dayOfReceipt(writing.desk, principal, body.occurredOn);
    const said = { ...body, consultationId, occurredOn: receivedOn };
    const errand =
      process.review === undefined
        ? commandErrand('recordReply', said)
        : reviewErrand('recordReply', process.review, said);
    return { receivedOn, errand };
  };

export const toCaseRoutes =
  (writing: Writing): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/v1/cases/:ref/evidence',
      {
        onRequest: allowed(writing.desk, 'evidence:write'),
        schema: {
          ...written(
            'evidence',
            'Send evidence',
            'A document goes first (PUT …/documents/…), and is named by its hash.',
          ),
          params: z.object({ ref: caseParam }),
          headers: IDEMPOTENCY,
          body: evidenceBody,
          response: { ...WRITTEN, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const caseRef = await writing.caseMeant(principal, request.params.ref);
        const what = { key: keyOf(request), kind: 'evidence' as const, caseRef, said: request.body };
        return writing.take(request, reply, what, prepareEvidence(writing, principal, caseRef, request.body)) as never;
      },
    );
    app.post(
      '/v1/cases/:ref/advice/:adviceId',
      {
        onRequest: allowed(writing.desk, 'advice:write'),
        schema: {
          ...written('advice', 'Acknowledge, submit or decline advice that was asked for'),
          params: z.object({ ref: caseParam, adviceId: id }),
          headers: IDEMPOTENCY,
          body: adviceBody,
          response: { ...WRITTEN, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const { adviceId } = request.params;
        const caseRef = await writing.caseMeant(principal, request.params.ref);
        const what = { key: keyOf(request), kind: 'advice' as const, caseRef, said: { adviceId, ...request.body } };
        const prepare = prepareAdvice(writing, principal, { caseRef, adviceId }, request.body);
        return writing.take(request, reply, what, prepare) as never;
      },
    );
    app.post(
      '/v1/cases/:ref/consultations/:id/reply',
      {
        onRequest: allowed(writing.desk, 'consultations:write'),
        schema: {
          ...written(
            'consultations',
            'Reply to a consultation on a placement (s39(2))',
            `${consultationCommands.recordReply.description}. The same whether the assessment or a review consulted.`,
          ),
          params: z.object({ ref: caseParam, id }),
          headers: IDEMPOTENCY,
          body: replyBody,
          response: { ...WRITTEN, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const consultationId = request.params.id;
        const caseRef = await writing.caseMeant(principal, request.params.ref);
        const what = {
          key: keyOf(request),
          kind: 'reply' as const,
          caseRef,
          said: { consultationId, ...request.body },
        };
        const prepare = prepareReply(writing, principal, { caseRef, consultationId }, request.body);
        return writing.take(request, reply, what, prepare) as never;
      },
    );
  };

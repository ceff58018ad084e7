/** Documents themselves: raw bytes, read no further than the limit, looked at, sealed and kept; the write that names them comes next. */
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MEDIA_TYPES } from '../../../domain/documents/media-types.js';
import { id } from '../../../domain/shared-shapes.js';
import type { CaseRef } from '../../../domain/ids.js';
import { documentNameFor, keepDocument } from '../../documents.js';
import type { Kind } from '../../submissions/shapes.js';
import type { Principal } from '../desk.js';
import { Problem } from '../problem.js';
import { caseParam } from '../reading/asking.js';
import { REVIEW_PAPER } from './reviews.js';
import { requireAdviser } from './to-cases.js';
import {
  allowed,
  IDEMPOTENCY,
  keyOf,
  keyUsed,
  principalOf,
  REFUSALS,
  requireRole,
  stored,
  type Writing,
  WRITTEN,
  written,
} from './writing.js';

const USES = ['evidence', 'advice', 'review'] as const;
type Use = (typeof USES)[number];

const SCOPE_OF = { evidence: 'evidence:write', advice: 'advice:write', review: 'reviews:write' } as const;

const query = z.strictObject({
  for: z.enum(USES).default('evidence').describe('What it will be sent with'),
  review: z.coerce.number().int().min(1).max(999).optional().describe('Of a paper for a review: its number'),
});

interface Upload {
  caseRef: CaseRef;
  name: string;
  use: Use;
  review: number | undefined;
}

const requireUploader = async (
  writing: Writing,
  principal: Principal,
  { caseRef, name, use }: Upload,
): Promise<void> => {
  if (!principal.scopes.has(SCOPE_OF[use]))
    throw new Problem(403, 'scope', `The client ${principal.id} has not the scope ${SCOPE_OF[use]}, which this needs.`);
  if (use === 'review') {
    requireRole(principal, 'review', 'addReviewAdvice');
    return writing.requireReach(principal, caseRef, 'plan');
  }
  requireRole(principal, 'case', use === 'evidence' ? 'addEvidence' : 'submitAdvice');
  if (use === 'evidence') return writing.requireReach(principal, caseRef, 'assessment');
  return requireAdviser(writing, principal, { caseRef, adviceId: name });
};

/** As the case looks for it. */
const placeFor = async (writing: Writing, { caseRef, name, use, review }: Upload) => {
  const { ehcna } = writing.desk;
  if (use === 'evidence') return documentNameFor(ehcna, caseRef, 'addEvidence', { evidenceId: name });
  if (use === 'advice') return documentNameFor(ehcna, caseRef, 'submitAdvice', { adviceId: name });
  const n = review ?? (await ehcna.reviewMeant(caseRef, 'addReviewAdvice'));
  return { kind: REVIEW_PAPER, id: `${n}.${name}`, version: 1 };
};

const kind: Kind = 'document';

const keepUpload = async (writing: Writing, request: FastifyRequest, key: string, upload: Upload) => {
  const principal = principalOf(request);
  const { desk, outbox } = writing;
  await requireUploader(writing, principal, upload);
  // Before anything is kept; other bytes under the same name are refused by the name.
  const used = await outbox.submissions.underKey(principal.id, key);
  if (used && (used.caseRef !== upload.caseRef || used.outcome?.document?.name !== upload.name)) throw keyUsed(used);
  const content = request.body as Readable;
  const place = await placeFor(writing, upload);
  const declaredType = request.headers['content-type'];
  const { hash, mediaType, bytes } = await keepDocument(desk.ehcna, upload.caseRef, place, { content, declaredType });
  const said = { name: upload.name, use: upload.use, review: upload.review ?? null, hash };
  const what = { client: principal.id, key, kind, caseRef: upload.caseRef, said, receivedOn: desk.today() };
  const fresh = await outbox.submissions.record(what, { document: { name: upload.name, hash, mediaType, bytes } });
  return fresh ?? writing.before(principal, key, what);
};

/** What is not read to its end leaves a connection that nothing more can be asked over. */
const closing = async <T>(request: FastifyRequest, reply: FastifyReply, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!request.raw.readableEnded) void reply.header('connection', 'close');
    throw error;
  }
};

export const documentRoutes =
  (writing: Writing): FastifyPluginAsyncZod =>
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    app.put(
      '/v1/cases/:ref/documents/:name',
      {
        onRequest: allowed(writing.desk, Object.values(SCOPE_OF)),
        schema: {
          ...written(
            'documents',
            'Keep a document of a case',
            `The bytes themselves, with their Content-Type (${MEDIA_TYPES.join(', ')}), under the evidenceId, adviceId or paperId of what will be sent with it; that then says the hash given here. What it is, is looked at: 415 or 422 where it is not taken, 413 where it is too large.`,
          ),
          consumes: ['application/octet-stream'],
          params: z.object({ ref: caseParam, name: id }),
          querystring: query,
          headers: IDEMPOTENCY,
          body: z.any().meta({ type: 'string', format: 'binary' }),
          response: { ...WRITTEN, ...REFUSALS },
        },
      },
      async (request, reply) =>
        closing(request, reply, async () => {
          const principal = principalOf(request);
          const { for: use, review } = request.query;
          if (request.body === undefined || request.body === null)
            throw new Problem(422, 'empty', 'The document is empty');
          const caseRef = await writing.caseMeant(principal, request.params.ref);
          const upload = { caseRef, name: request.params.name, use, review };
          const kept = await keepUpload(writing, request, keyOf(request), upload);
          if (!kept) throw new Error('A key is used and not used.');
          return (await stored(() => writing.answer(reply, kept, principal))) as never;
        }),
    );
  };

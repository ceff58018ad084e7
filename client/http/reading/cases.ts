/** `/v1/cases`, `/v1/plans`, `/v1/reviews`: where a case is, for whoever may know. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  caseRows,
  casesByExternalRef,
  findAdvice,
  findCases,
  findEvents,
  findReviews,
  type Bounds,
  type CaseRows,
} from '../../../activities/case-reading.js';
import { STAGES } from '../../../domain/assessment/state.js';
import type { CaseRef } from '../../../domain/ids.js';
import { civilDate, id } from '../../../domain/shared-shapes.js';
import type { HttpDesk, Principal } from '../desk.js';
import { mayReach, mayReachPart, noSuchCase, reachesPart } from '../own-cases.js';
import { Problem, problems } from '../problem.js';
import {
  asked,
  caseParam,
  caseRefParam,
  EXTERNAL,
  NOT_MODIFIED,
  noted,
  Pages,
  pagingQuery,
  READ_HEADERS,
  yes,
} from './asking.js';
import { conditional } from './conditional.js';
import {
  adviceShape,
  caseLineShape,
  caseShape,
  eventShape,
  pageOf,
  planShape,
  reviewLineShape,
  reviewShape,
} from './shapes.js';
import {
  adviceView,
  caseLine,
  caseView,
  eventView,
  planView,
  reviewLine,
  reviewView,
  TOLD_TO_SCHOOLS,
} from './views.js';

const caseParams = z.object({ ref: caseParam });

const caseQuery = z.strictObject({
  externalRef: id.optional().describe('The reference that the sender gave it'),
  stage: z.enum(STAGES).optional(),
  open: yes.optional(),
  waitingOn: z
    .string()
    .regex(/^[a-z][a-z:-]{0,59}$/)
    .optional()
    .describe('caseworker, family, provider, advice, advice:educational-psychology, panel …'),
  dueBefore: civilDate.optional().describe('The next due date is earlier than this day'),
  ...pagingQuery,
});

const reviewQuery = z.strictObject({
  caseRef: caseRefParam.optional(),
  open: yes.optional(),
  dueBefore: civilDate.optional(),
  ...pagingQuery,
});

const adviceQuery = z.strictObject({
  open: yes.optional().describe('Not in yet'),
  dueBefore: civilDate.optional(),
  ...pagingQuery,
});

const adviceLineShape = adviceShape.extend({ caseRef: caseLineShape.shape.caseRef });

const about = (summary: string, description?: string) => ({
  tags: ['reading'],
  security: [{ apiKey: [] }],
  summary,
  ...(description === undefined ? {} : { description }),
});

/** The case meant; a reference of the sender's is that of a case only where the reader reaches it. */
const meant = async (desk: HttpDesk, bounds: Bounds, ref: string): Promise<CaseRef> => {
  if (!ref.startsWith(EXTERNAL)) return ref;
  const found = await casesByExternalRef(desk.pool, bounds, ref.slice(EXTERNAL.length), desk.today());
  if (found.length > 1)
    throw new Problem(
      409,
      'several-cases',
      'Several cases have that reference: GET /v1/cases?externalRef=… lists them.',
    );
  const [caseRef] = found;
  if (caseRef === undefined) throw noSuchCase();
  return caseRef;
};

const partsOf = async (desk: HttpDesk, principal: Principal, caseRef: CaseRef): Promise<string[]> => {
  const reach = await mayReach(desk, principal, caseRef);
  const parts = [
    ...(reachesPart(reach, 'assessment') ? ['assessment'] : []),
    ...(reachesPart(reach, 'plan') ? ['plan', 'annualReview'] : []),
  ];
  if (parts.length > 0) return parts;
  desk.refused.note(principal.actor, caseRef);
  throw noSuchCase();
};

const planRowsOf = async (desk: HttpDesk, principal: Principal, caseRef: CaseRef): Promise<CaseRows> => {
  await mayReachPart(desk, principal, caseRef, 'plan');
  return caseRows(desk.pool, caseRef);
};

export const caseRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    app.addHook('onSend', conditional);
    app.get(
      '/v1/cases',
      {
        schema: {
          ...about(
            'Assessments, in the order of their references',
            'A school sees those that it asked for and those of the children who attend it.',
          ),
          querystring: caseQuery,
          headers: READ_HEADERS,
          response: { 200: pageOf(caseLineShape), ...NOT_MODIFIED, ...problems() },
        },
      },
      async (request, reply) => {
        const { principal, bounds, reader } = await asked(desk, request);
        const pages = await Pages.of(desk, request, principal, request.query);
        const found = await findCases(desk.pool, bounds, request.query, pages.paging, reader.today);
        await noted(
          desk,
          principal,
          found.rows.map(({ caseRef }) => caseRef),
        );
        return pages.answer(found, reply, (row) => caseLine(row, reader));
      },
    );
    app.get(
      '/v1/cases/:ref',
      {
        schema: {
          ...about('Where a case is: its assessment, its plan and the review of that'),
          params: caseParams,
          headers: READ_HEADERS,
          response: { 200: caseShape, ...NOT_MODIFIED, ...problems(404, 409) },
        },
      },
      async (request) => {
        const { principal, bounds, reader } = await asked(desk, request);
        const caseRef = await meant(desk, bounds, request.params.ref);
        const reach = await mayReach(desk, principal, caseRef);
        await noted(desk, principal, [caseRef]);
        return caseView(await caseRows(desk.pool, caseRef), reach, reader);
      },
    );
    app.get(
      '/v1/cases/:ref/timeline',
      {
        schema: {
          ...about('What happened in a case, in the order in which it was learned, without what it holds'),
          params: z.object({ ref: caseRefParam }),
          querystring: z.strictObject(pagingQuery),
          headers: READ_HEADERS,
          response: { 200: pageOf(eventShape), ...NOT_MODIFIED, ...problems(404) },
        },
      },
      async (request, reply) => {
        const { principal, reader } = await asked(desk, request);
        const { ref } = request.params;
        const parts = await partsOf(desk, principal, ref);
        const pages = await Pages.of(desk, request, principal, request.query);
        await noted(desk, principal, [ref]);
        const types = reader.isSchool ? TOLD_TO_SCHOOLS : undefined;
        return pages.answer(await findEvents(desk.pool, ref, { parts, types }, pages.paging), reply, eventView);
      },
    );
    app.get(
      '/v1/advice',
      {
        schema: {
          ...about('Requests for advice, by case', 'A service sees what it was asked itself.'),
          querystring: adviceQuery,
          headers: READ_HEADERS,
          response: { 200: pageOf(adviceLineShape), ...NOT_MODIFIED, ...problems() },
        },
      },
      async (request, reply) => {
        const { principal, bounds, reader } = await asked(desk, request);
        const pages = await Pages.of(desk, request, principal, request.query);
        const found = await findAdvice(desk.pool, bounds, request.query, pages.paging, reader.today);
        await noted(
          desk,
          principal,
          found.rows.map(({ caseRef }) => caseRef),
        );
        return pages.answer(found, reply, (row) => ({ caseRef: row.caseRef, ...adviceView(row, reader.today) }));
      },
    );
    app.get(
      '/v1/plans/:ref',
      {
        schema: {
          ...about('A plan that is or was held; its text is not in it'),
          params: z.object({ ref: caseRefParam }),
          headers: READ_HEADERS,
          response: { 200: planShape, ...NOT_MODIFIED, ...problems(404) },
        },
      },
      async (request) => {
        const { principal, reader } = await asked(desk, request);
        const rows = await planRowsOf(desk, principal, request.params.ref);
        if (!rows.plan) throw noSuchCase();
        await noted(desk, principal, [request.params.ref]);
        return planView(rows.plan, rows, reader);
      },
    );
    app.get(
      '/v1/reviews',
      {
        schema: {
          ...about('Reviews and amendments of plans, by case and number'),
          querystring: reviewQuery,
          headers: READ_HEADERS,
          response: { 200: pageOf(reviewLineShape), ...NOT_MODIFIED, ...problems() },
        },
      },
      async (request, reply) => {
        const { principal, bounds, reader } = await asked(desk, request);
        const pages = await Pages.of(desk, request, principal, request.query);
        const found = await findReviews(desk.pool, bounds, request.query, pages.paging, reader.today);
        await noted(
          desk,
          principal,
          found.rows.map(({ caseRef }) => caseRef),
        );
        return pages.answer(found, reply, (row) => reviewLine(row, reader));
      },
    );
    app.get(
      '/v1/reviews/:ref/:n',
      {
        schema: {
          ...about('One review of a plan, with its clocks'),
          params: z.object({ ref: caseRefParam, n: z.coerce.number().int().min(1).max(999) }),
          headers: READ_HEADERS,
          response: { 200: reviewShape, ...NOT_MODIFIED, ...problems(404) },
        },
      },
      async (request) => {
        const { principal, reader } = await asked(desk, request);
        const { ref, n } = request.params;
        const rows = await planRowsOf(desk, principal, ref);
        const review = rows.reviews.find((row) => row.n === n);
        if (!review) throw noSuchCase();
        await noted(desk, principal, [ref]);
        return reviewView(review, rows, reader);
      },
    );
  };

/** `/v1/schools/URN/…`: back to the school that asked. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { countedFor, owedBy, requestsOf, timelinessFor } from '../../../activities/school-reading.js';
import { urn } from '../../../domain/shared-shapes.js';
import type { HttpDesk } from '../desk.js';
import { Problem, problems } from '../problem.js';
import { asked, NOT_MODIFIED, noted, Pages, pagingQuery, READ_HEADERS, type Asked } from './asking.js';
import { conditional } from './conditional.js';
import { owedShape, pageOf, requestShape, timelinessShape } from './shapes.js';
import { daysTo, owedForReview, requestView } from './views.js';

const params = z.object({ urn: urn.describe('Of the school or college') });

const about = (summary: string, description?: string) => ({
  tags: ['schools'],
  security: [{ apiKey: [] }],
  summary,
  ...(description === undefined ? {} : { description }),
});

/** More than a school can owe at once. */
const MOST = 1_000;

/** A school asks of itself; whoever is bound to nothing may ask of any. */
const askedOf = async (
  desk: HttpDesk,
  request: FastifyRequest,
  of: string,
): Promise<Asked & { client: string | null }> => {
  const who = await asked(desk, request);
  const { bounds } = who;
  if (bounds.to === 'all') return { ...who, client: null };
  if (bounds.to === 'school' && bounds.urn === of) return { ...who, client: bounds.client };
  throw new Problem(
    403,
    'another-school',
    bounds.to === 'school'
      ? `This client speaks for the school ${bounds.urn} and may ask of that one alone.`
      : 'This client speaks for no school.',
  );
};

export const schoolRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    app.addHook('onSend', conditional);
    app.get(
      '/v1/schools/:urn/requests',
      {
        schema: {
          ...about(
            'What became of each request for an assessment that the school made',
            'Whether it was taken up, the decision to assess and its date, what panels recommended in words that may be told, and how each service answers.',
          ),
          params,
          querystring: z.strictObject(pagingQuery),
          headers: READ_HEADERS,
          response: { 200: pageOf(requestShape), ...NOT_MODIFIED, ...problems() },
        },
      },
      async (request, reply) => {
        const { principal, reader, client } = await askedOf(desk, request, request.params.urn);
        const pages = await Pages.of(desk, request, principal, request.query);
        const found = await requestsOf(desk.pool, { urn: request.params.urn, client }, pages.paging);
        await noted(
          desk,
          principal,
          found.rows.map((row) => row.case.caseRef),
        );
        return pages.answer(found, reply, (row) => requestView(row, reader));
      },
    );
    app.get(
      '/v1/schools/:urn/advice',
      {
        schema: {
          ...about("How soon advice comes in the assessments of the school's children, by service"),
          params,
          headers: READ_HEADERS,
          response: {
            200: z.object({ urn, asOf: z.iso.date(), services: z.array(timelinessShape) }),
            ...NOT_MODIFIED,
            ...problems(),
          },
        },
      },
      async (request) => {
        const { principal, reader } = await askedOf(desk, request, request.params.urn);
        await noted(desk, principal, await countedFor(desk.pool, request.params.urn, reader.today));
        const services = await timelinessFor(desk.pool, request.params.urn, reader.today);
        return { urn: request.params.urn, asOf: reader.today, services };
      },
    );
    app.get(
      '/v1/schools/:urn/owed',
      {
        schema: {
          ...about('What the school itself owes: advice, replies to consultations, what reviews ask of it, with dates'),
          params,
          headers: READ_HEADERS,
          response: { 200: owedShape, ...NOT_MODIFIED, ...problems() },
        },
      },
      async (request) => {
        const { principal, reader } = await askedOf(desk, request, request.params.urn);
        const { today } = reader;
        const owed = await owedBy(desk.pool, request.params.urn, today, MOST);
        const all = [...owed.advice, ...owed.consultations, ...owed.reviews];
        await noted(
          desk,
          principal,
          all.map(({ caseRef }) => caseRef),
        );
        return {
          urn: request.params.urn,
          asOf: today,
          advice: owed.advice.map((row) => ({ ...row, days: daysTo(row.dueOn, today) })),
          consultations: owed.consultations.map((row) => ({ ...row, days: daysTo(row.dueOn, today) })),
          reviews: owed.reviews.map((row) => owedForReview(row, today)),
          complete: Object.values(owed).every((rows) => rows.length < MOST),
        };
      },
    );
  };

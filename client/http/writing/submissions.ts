/** What became of what was sent: each client sees its own. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { STATES, submissionShape } from '../../submissions/shapes.js';
import { Problem, problems } from '../problem.js';
import { Pages, pagingQuery } from '../reading/asking.js';
import { pageOf } from '../reading/shapes.js';
import { SCOPE_NAMES } from '../scopes.js';
import { allowed, principalOf, type Writing, written } from './writing.js';

export const submissionRoutes =
  (writing: Writing): FastifyPluginAsyncZod =>
  async (app) => {
    const { desk, outbox } = writing;
    app.addHook('onRequest', allowed(desk, SCOPE_NAMES));
    app.get(
      '/v1/submissions/:id',
      {
        schema: {
          ...written('submissions', 'What became of something that was sent'),
          params: z.object({ id: z.uuid() }),
          response: { 200: submissionShape, ...problems(404) },
        },
      },
      async (request) => {
        const principal = principalOf(request);
        const found = await outbox.submissions.find(principal.id, request.params.id);
        if (found) return writing.view(found, principal);
        throw new Problem(404, 'no-such-submission', 'This client has sent nothing that has this id.');
      },
    );
    app.get(
      '/v1/submissions',
      {
        schema: {
          ...written('submissions', 'What was sent, newest first'),
          querystring: z.strictObject({ state: z.enum(STATES).optional(), ...pagingQuery }),
          response: { 200: pageOf(submissionShape), ...problems() },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const pages = await Pages.of(desk, request, principal, request.query);
        const { limit, after } = pages.paging;
        const rows = await outbox.submissions.list(principal.id, {
          state: request.query.state,
          before: after,
          limit: limit + 1,
        });
        const views = await Promise.all(rows.slice(0, limit).map((row) => writing.view(row, principal)));
        const next = rows.length > limit ? (rows[limit - 1]?.seq ?? null) : null;
        return pages.answer({ rows: views, next }, reply, (row) => row);
      },
    );
  };

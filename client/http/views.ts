/** `/views`: the lists that managers open in the Temporal UI, as a page of links. It holds no case and nothing of one. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readyViews, viewFault } from '../../domain/views.js';
import { renderPage } from '../../pages/page.js';
import type { HttpDesk } from './desk.js';
import { Problem } from './problem.js';

/** What a form sends where nothing was typed into it. */
const typed = z
  .string()
  .trim()
  .max(100)
  .transform((text) => (text === '' ? undefined : text))
  .optional();

export const viewRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/views',
      { schema: { hide: true, querystring: z.object({ locality: typed, caseworker: typed }) } },
      async (request, reply) => {
        // On one machine, for training, there is nobody to sign in as.
        if (!desk.training) await desk.authenticate(request, 'clinic:read');
        const given = { today: desk.today(), ...request.query };
        const fault = viewFault(given);
        if (fault) throw new Problem(400, 'view', `${fault}.`);
        const frame = { title: 'Lists for managers', authority: desk.authority.name };
        return reply
          .type('text/html; charset=utf-8')
          .send(renderPage('views.njk', frame, { ...given, views: readyViews(desk.uiUrl ?? null, given) }));
      },
    );
  };

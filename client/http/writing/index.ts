/** The writing side of the ingress: its routes, and the outbox that passes on what they took in. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { openOutbox } from '../../submissions/outbox.js';
import type { HttpDesk } from '../desk.js';
import { documentRoutes } from './documents.js';
import { eventRoutes } from './events.js';
import { requestRoutes } from './requests.js';
import { reviewRoutes } from './reviews.js';
import { submissionRoutes } from './submissions.js';
import { toCaseRoutes } from './to-cases.js';
import { Writing } from './writing.js';

export const writingRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    const outbox = openOutbox(desk);
    const writing = new Writing(desk, outbox);
    app.decorateRequest('principal', null);
    app.addHook('onReady', async () => outbox.start());
    app.addHook('onClose', () => outbox.stop());
    for (const routes of [requestRoutes, toCaseRoutes, reviewRoutes, documentRoutes, eventRoutes, submissionRoutes])
      await app.register(routes(writing));
  };

/**
 * `/v1/notify/…`: where GOV.UK Notify says what became of what it was given. Its bearer token is the key of an API client with the
 * scope `letters:report`, so that it is rotated and revoked as any other.
 */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { recordReport, tellCases } from '../delivery-reports.js';
import type { HttpDesk } from './desk.js';
import { problems } from './problem.js';

const uuid = z.uuid();
const instant = z.iso.datetime({ offset: true }).nullish();

/** What else Notify sends, the recipient's address above all, is not looked at. */
const receiptShape = z
  .object({
    id: uuid.describe('Notify’s id of the notification'),
    status: z.enum(['delivered', 'permanent-failure', 'temporary-failure', 'technical-failure']),
    completed_at: instant,
    sent_at: instant,
    notification_type: z.enum(['email', 'sms', 'letter']),
  })
  .describe('A delivery receipt, as GOV.UK Notify sends it');

const returnedShape = z
  .object({ notification_id: uuid.describe('Notify’s id of the letter'), date_sent: z.string().max(40).nullish() })
  .describe('A letter that came back, as GOV.UK Notify says it');

const EVERY_MS = 5_000;

/** Until it is stopped: cases are told again until they have taken it in. */
const telling = (desk: HttpDesk) => {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = tellCases(desk.ehcna, desk.vouch)
      .catch((error: unknown) => {
        process.stderr.write(`${new Date().toISOString()} reports ${error instanceof Error ? error.name : 'fault'}\n`);
      })
      .finally(() => (busy = false));
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
};

export const notifyRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { tags: ['letters'], security: [{ apiKey: [] }] };

    app.post(
      '/v1/notify/receipts',
      {
        schema: {
          ...schema,
          summary: 'GOV.UK Notify’s delivery receipts',
          body: receiptShape,
          response: { 204: z.null(), ...problems() },
        },
      },
      async (request, reply) => {
        const { id: client } = await desk.authenticate(request, 'letters:report');
        const { id, status, completed_at: completed, sent_at: sent } = request.body;
        await recordReport(desk.pool, { reference: id, status, client, at: new Date(completed ?? sent ?? Date.now()) });
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/v1/notify/returned-letters',
      {
        schema: {
          ...schema,
          summary: 'GOV.UK Notify’s word that a letter came back',
          body: returnedShape,
          response: { 204: z.null(), ...problems() },
        },
      },
      async (request, reply) => {
        const { id: client } = await desk.authenticate(request, 'letters:report');
        const reference = request.body.notification_id;
        await recordReport(desk.pool, { reference, status: 'returned', client, at: new Date() });
        return reply.code(204).send(null);
      },
    );

    app.addHook('onClose', telling(desk));
  };

/** `/v1/webhooks`: a client sets up where it wants to be told what happens, sees what was sent, and has it sent again. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { WEBHOOK_EVENT_NAMES, webhookEventOf } from '../../domain/webhook-events.js';
import {
  addEndpoint,
  changeEndpoint,
  deliveriesOf,
  type Endpoint,
  findEndpoint,
  listEndpoints,
  removeEndpoint,
  replayDelivery,
  replaySince,
  rotateSecret,
} from '../webhooks/endpoints.js';
import { addressFault, guardOf } from '../webhooks/post.js';
import { messageId, startSender } from '../webhooks/sender.js';
import type { HttpDesk, Principal } from './desk.js';
import { boundsOf } from './own-cases.js';
import { Problem, problems } from './problem.js';
import { toldOf } from './webhook-reach.js';

const eventsShape = z.array(z.enum(WEBHOOK_EVENT_NAMES)).min(1).max(WEBHOOK_EVENT_NAMES.length);

const endpointShape = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.enum(WEBHOOK_EVENT_NAMES)),
    state: z
      .enum(['active', 'paused', 'gone', 'removed'])
      .describe('gone: it answered 410, and is sent nothing until made active'),
    madeAt: z.iso.datetime(),
  })
  .describe('Where a client wants to be told');
const secretShape = z.string().describe('For checking signatures (Standard Webhooks); shown this once');

const deliveryShape = z.object({
  id: z.int(),
  message: z.string().describe('The `webhook-id` that it is sent with'),
  event: z.string(),
  case: z.string(),
  occurredOn: z.iso.date(),
  state: z.enum(['due', 'delivered', 'failed', 'withheld', 'cancelled']),
  attempts: z.array(
    z.object({ at: z.iso.datetime(), status: z.int().nullable(), error: z.string().nullable(), ms: z.int() }),
  ),
  nextAt: z.iso.datetime().nullable(),
  madeAt: z.iso.datetime(),
});

const id = z.object({ id: z.string().max(40) });
const MOST_ENDPOINTS = 20;

/** Of a client that does not see all cases, what it was to be told: that there are others, and how many, is not for it. */
const seesSome = (principal: Principal): boolean => boundsOf(principal).to !== 'all';

const shown = ({ client: _client, ...endpoint }: Endpoint) => endpoint;

export const webhookRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    const { pool, keys } = desk;
    const guard = guardOf(desk.webhookNetworks, desk.training);
    const tags = ['webhooks'];
    const security = [{ apiKey: [] }];

    const own = async (principal: Principal, endpoint: string): Promise<Endpoint> => {
      const found = await findEndpoint(pool, endpoint, principal.id);
      if (found) return found;
      throw new Problem(404, 'no-webhook', 'There is no webhook of that id that is yours.');
    };

    app.post(
      '/v1/webhooks',
      {
        schema: {
          tags,
          security,
          summary: 'Be told what happens, by signed messages (Standard Webhooks)',
          body: z.strictObject({ url: z.string().min(1).max(2_000), events: eventsShape }),
          response: { 201: endpointShape.extend({ secret: secretShape }), ...problems(409, 422) },
        },
      },
      async (request, reply) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        const { url, events } = request.body;
        const fault = addressFault(url, guard);
        if (fault) throw new Problem(422, 'webhook-address', `url: ${fault}.`);
        if ((await listEndpoints(pool, principal.id)).length >= MOST_ENDPOINTS)
          throw new Problem(
            409,
            'too-many-webhooks',
            `A client may have ${MOST_ENDPOINTS} webhooks; remove one first.`,
          );
        const { endpoint, secret } = await addEndpoint({ pool, keys }, { client: principal.id, url, events });
        return reply
          .code(201)
          .header('location', `/v1/webhooks/${endpoint.id}`)
          .send({ ...shown(endpoint), secret });
      },
    );

    app.get(
      '/v1/webhooks',
      {
        schema: {
          tags,
          security,
          summary: 'Your webhooks',
          response: { 200: z.object({ webhooks: z.array(endpointShape) }), ...problems() },
        },
      },
      async (request) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        return { webhooks: (await listEndpoints(pool, principal.id)).map(shown) };
      },
    );

    app.patch(
      '/v1/webhooks/:id',
      {
        schema: {
          tags,
          security,
          summary: 'Pause a webhook, let it go on, or change what it is told of',
          params: id,
          body: z.strictObject({ state: z.enum(['active', 'paused']).optional(), events: eventsShape.optional() }),
          response: { 200: endpointShape, ...problems(404) },
        },
      },
      async (request) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        const endpoint = await own(principal, request.params.id);
        return shown((await changeEndpoint(pool, endpoint.id, request.body)) ?? endpoint);
      },
    );

    app.delete(
      '/v1/webhooks/:id',
      {
        schema: {
          tags,
          security,
          summary: 'Remove a webhook',
          params: id,
          response: { 204: z.null(), ...problems(404) },
        },
      },
      async (request, reply) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        await removeEndpoint(pool, (await own(principal, request.params.id)).id);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/v1/webhooks/:id/secret',
      {
        schema: {
          tags,
          security,
          summary: 'A new secret; the one before still signs for a day',
          params: id,
          response: { 200: z.object({ secret: secretShape }), ...problems(404) },
        },
      },
      async (request) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        return { secret: await rotateSecret({ pool, keys }, (await own(principal, request.params.id)).id) };
      },
    );

    app.get(
      '/v1/webhooks/:id/deliveries',
      {
        schema: {
          tags,
          security,
          summary: 'What was sent and what came of it, the newest first',
          params: id,
          querystring: z.strictObject({
            before: z.coerce
              .number()
              .int()
              .min(1)
              .max(2 ** 53 - 1)
              .optional()
              .describe('Those made before this delivery'),
            state: deliveryShape.shape.state.optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50),
          }),
          response: {
            200: z.object({ deliveries: z.array(deliveryShape), next: z.int().nullable().describe('For `before`') }),
            ...problems(404),
          },
        },
      },
      async (request) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        const endpoint = await own(principal, request.params.id);
        const { limit } = request.query;
        const query = { ...request.query, limit: limit + 1, triedOnly: seesSome(principal) };
        const found = await deliveriesOf(pool, endpoint.id, query, (row) => ({
          message: messageId(row),
          event: webhookEventOf(row.type) ?? row.type,
          caseRef: row.stream.split('/')[1] ?? '',
        }));
        const page = found.slice(0, limit);
        await desk.access.note(principal.actor, [...new Set(page.map(({ caseRef }) => caseRef))]);
        return {
          deliveries: page.map(({ caseRef, ...delivery }) => ({ ...delivery, case: caseRef })),
          next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
        };
      },
    );

    app.post(
      '/v1/webhooks/:id/deliveries/:delivery/replay',
      {
        schema: {
          tags,
          security,
          summary: 'Send one message again',
          params: id.extend({
            delivery: z.coerce
              .number()
              .int()
              .min(1)
              .max(2 ** 53 - 1),
          }),
          response: { 202: z.object({ due: z.int() }), ...problems(404) },
        },
      },
      async (request, reply) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        const endpoint = await own(principal, request.params.id);
        if (!(await replayDelivery(pool, endpoint.id, request.params.delivery, seesSome(principal))))
          throw new Problem(404, 'no-delivery', 'There is no delivery of that id to this webhook.');
        return reply.code(202).send({ due: 1 });
      },
    );

    app.post(
      '/v1/webhooks/:id/replay',
      {
        schema: {
          tags,
          security,
          summary: 'Send everything that was recorded since an instant again',
          params: id,
          body: z.strictObject({ since: z.iso.datetime() }),
          response: {
            202: z.object({
              due: z.int().nullable().describe('How many; null for a client that does not see all cases'),
            }),
            ...problems(404),
          },
        },
      },
      async (request, reply) => {
        const principal = await desk.authenticate(request, 'webhooks:manage');
        const endpoint = await own(principal, request.params.id);
        const due = await replaySince(pool, endpoint.id, new Date(request.body.since));
        return reply.code(202).send({ due: seesSome(principal) ? null : due });
      },
    );

    const sender = startSender({
      pool,
      keys,
      guard,
      toldOf: (client, fact) => toldOf(desk, client, fact),
      onFault: (name) => void process.stderr.write(`${new Date().toISOString()} webhooks ${name}\n`),
    });
    app.addHook('onClose', () => sender.stop());
  };

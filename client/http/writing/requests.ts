/** A request for an assessment, from a portal of a school, of parents or of the health service (s36(1)). */
import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { type AssessmentRequest, requestShape } from '../../../domain/assessment/command-shapes.js';
import { MAY_OPEN, requestFault } from '../../../domain/assessment/intake.js';
import { civilDate } from '../../../domain/shared-shapes.js';
import { caseRefOfRequest } from '../../ehcna.js';
import type { Principal } from '../desk.js';
import { Problem } from '../problem.js';
import {
  allowed,
  dayOfReceipt,
  IDEMPOTENCY,
  keyOf,
  principalOf,
  REFUSALS,
  type Writing,
  WRITTEN,
  written,
} from './writing.js';

export const REQUEST_EXAMPLE = {
  source: 'school' as const,
  externalRef: 'PORTAL-4711',
  child: {
    name: 'Robin Example',
    dateOfBirth: '2018-03-14',
    address: '1 High Street, Northmere, ZZ1 1HS',
    youngPerson: false,
    livesInArea: true,
    locality: 'north',
    sensoryNeed: 'none' as const,
    serviceFamily: false,
    socialWorker: false,
    setting: { kind: 'school' as const, name: 'Millbrook Primary School', urn: '999903' },
  },
  family: [
    {
      id: 'parent-1',
      role: 'parent' as const,
      name: 'Alex Example',
      address: '1 High Street, Northmere, ZZ1 1HS',
      email: 'alex@example.org',
    },
  ],
  representations: 'Two cycles of support have not been enough.',
};

export const requestBody = requestShape
  .omit({ receivedOn: true, channel: true, caseworker: true })
  .extend({
    receivedOn: civilDate
      .optional()
      .describe('An earlier day than today, where a system of the authority passes it on'),
  })
  .meta({ example: REQUEST_EXAMPLE });
type Body = z.infer<typeof requestBody>;

/** A school asks for a child of its own, whose school is then known. */
const ofOwnSchool = (body: Body, { school }: Principal): Body['child'] => {
  const { child, source } = body;
  if (school === null) return child;
  if (source !== 'school')
    throw new Problem(403, 'own-children', `A client that speaks for a school asks as school; this was as ${source}`);
  const { setting } = child;
  if (setting && setting.urn !== undefined && setting.urn !== school)
    throw new Problem(
      403,
      'own-children',
      `This client speaks for the school ${school} and asks for its children alone`,
    );
  return {
    ...child,
    setting: setting ? { ...setting, urn: school } : { kind: 'school', name: `School ${school}`, urn: school },
  };
};

const opened = (writing: Writing, principal: Principal, body: Body): AssessmentRequest => {
  if (!MAY_OPEN.includes(principal.actor.role))
    throw new Problem(
      403,
      'wrong-role',
      `A request is sent by ${MAY_OPEN.join(', ')}; it was sent as ${principal.actor.role}`,
    );
  const receivedOn = dayOfReceipt(writing.desk, principal, body.receivedOn);
  return { ...body, child: ofOwnSchool(body, principal), channel: 'portal', receivedOn };
};

/** Takes a request in; refused at once where it cannot be one. */
export const prepareRequest = (writing: Writing, principal: Principal, body: Body) => async () => {
  const request = opened(writing, principal, body);
  const fault = requestFault(request, principal.actor, writing.desk.today());
  if (fault) throw new Problem(422, fault.code, fault.reason, fault.rule === undefined ? {} : { rule: fault.rule });
  const id = randomUUID();
  return {
    id,
    caseRef: caseRefOfRequest(id),
    externalRef: body.externalRef,
    receivedOn: request.receivedOn,
    errand: () => ({ do: 'open' as const, request }),
  };
};

export const requestRoutes =
  (writing: Writing): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/v1/requests',
      {
        onRequest: allowed(writing.desk, 'requests:write'),
        schema: {
          ...written(
            'requests',
            'Ask for an assessment',
            'Received on the day on which it is accepted here: the clocks of the Act run from then. `outcome.accepted` says whether it was taken up; a duplicate, another area or a plan already held is not.',
          ),
          headers: IDEMPOTENCY,
          body: requestBody,
          response: { ...WRITTEN, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const what = { key: keyOf(request), kind: 'request' as const, caseRef: null, said: request.body };
        return writing.take(request, reply, what, prepareRequest(writing, principalOf(request), request.body)) as never;
      },
    );
  };

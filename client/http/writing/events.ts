/** Events of case systems: CloudEvents 1.0 over HTTP, one (structured mode) or several (batch mode). Each is one submission. */
import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { assessmentCommands } from '../../../domain/assessment/command-shapes.js';
import type { CaseRef } from '../../../domain/ids.js';
import { id } from '../../../domain/shared-shapes.js';
import { type SubmissionView, submissionShapeOf } from './event-answers.js';
import type { Principal } from '../desk.js';
import { readJson } from '../json-body.js';
import { Problem } from '../problem.js';
import { caseParam } from '../reading/asking.js';
import type { Scope } from '../scopes.js';
import { prepareRequest, requestBody } from './requests.js';
import { adviceOfPaper, paperBody, prepareStep, reportBody } from './reviews.js';
import { adviceBody, evidenceBody, prepareAdvice, prepareEvidence, prepareReply, replyBody } from './to-cases.js';
import {
  allowed,
  commandErrand,
  dayOfReceipt,
  principalOf,
  REFUSALS,
  requireRole,
  type Writing,
  WRITTEN,
  written,
} from './writing.js';

const ONE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const MOST = 100;

const OURS = { by: true, commandId: true } as const;
const { correctFact, correctContact, changeSetting } = assessmentCommands;

/** What is understood, what each holds, and what it may be sent for. */
const TYPES = {
  'ehcna.request.received': { data: requestBody as z.ZodType, scope: 'requests:write' },
  'ehcna.evidence.received': { data: evidenceBody as z.ZodType, scope: 'evidence:write' },
  'ehcna.advice.received': {
    data: z.intersection(z.object({ adviceId: id }), z.any()) as z.ZodType,
    scope: 'advice:write',
  },
  'ehcna.consultation.replied': {
    data: replyBody.extend({ consultationId: id }) as z.ZodType,
    scope: 'consultations:write',
  },
  'ehcna.review.paper': { data: paperBody as z.ZodType, scope: 'reviews:write' },
  'ehcna.review.report': { data: reportBody as z.ZodType, scope: 'reviews:write' },
  'ehcna.fact.corrected': { data: correctFact.shape.omit(OURS) as z.ZodType, scope: 'events:write' },
  'ehcna.contact.corrected': { data: correctContact.shape.omit(OURS) as z.ZodType, scope: 'events:write' },
  'ehcna.setting.changed': { data: changeSetting.shape.omit(OURS) as z.ZodType, scope: 'events:write' },
} as const satisfies Record<string, { data: z.ZodType; scope: Scope }>;
type EventType = keyof typeof TYPES;
const TYPE_NAMES = Object.keys(TYPES) as EventType[];

const CORRECTIONS = {
  'ehcna.fact.corrected': 'correctFact',
  'ehcna.contact.corrected': 'correctContact',
  'ehcna.setting.changed': 'changeSetting',
} as const;

const attribute = z.string().min(1).max(500);

export const cloudEvent = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: attribute,
    source: attribute.describe('With `id` it tells one event from all others, for ever'),
    type: attribute.describe(TYPE_NAMES.join(', ')),
    subject: caseParam.optional().describe('The case; of a request none'),
    time: z.iso.datetime({ offset: true }).optional(),
    datacontenttype: z.literal('application/json').optional(),
    dataschema: attribute.optional(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({
    example: {
      specversion: '1.0',
      id: '1',
      source: 'https://cases.example.gov.uk',
      type: 'ehcna.evidence.received',
      subject: 'EHC-7K2M9QXA',
      data: assessmentCommands.addEvidence.example,
    },
  });
export type CloudEvent = z.infer<typeof cloudEvent>;

const isKnown = (type: string): type is EventType => Object.hasOwn(TYPES, type);

const at = (index: number | undefined, path: string): string => (index === undefined ? path : `body/${index}/${path}`);

const dataOf = (shape: z.ZodType, data: unknown, index?: number): Record<string, never> => {
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data as Record<string, never>;
  const errors = parsed.error.issues.slice(0, 50).map(({ path, message }) => ({
    path: at(index, ['data', ...path].join('/').slice(0, 200)),
    message,
  }));
  throw new Problem(400, 'malformed', `${errors[0]?.path ?? 'data'}: ${errors[0]?.message ?? 'not as expected'}`, {
    errors,
  });
};

const adviceOf = (data: unknown, index?: number) => {
  const { adviceId, ...rest } = dataOf(z.looseObject({ adviceId: id }), data, index) as Record<string, unknown>;
  return { adviceId: adviceId as string, body: dataOf(adviceBody, rest, index) };
};

/** What the event means; refused where it is none that is understood, or does not hold what it should. */
const meaningOf = (writing: Writing, principal: Principal, event: CloudEvent, caseRef: CaseRef, index?: number) => {
  const { type, data } = event;
  if (!isKnown(type))
    throw new Problem(
      422,
      'unknown-event-type',
      `${at(index, 'type')} is none that is understood here; understood are ${TYPE_NAMES.join(', ')}`,
    );
  const { scope } = TYPES[type];
  if (!principal.scopes.has(scope))
    throw new Problem(403, 'scope', `The client ${principal.id} has not the scope ${scope}, which ${type} needs.`);
  const about = { caseRef };
  switch (type) {
    case 'ehcna.request.received':
      return prepareRequest(writing, principal, dataOf(requestBody, data, index) as never);
    case 'ehcna.evidence.received':
      return prepareEvidence(writing, principal, caseRef, dataOf(evidenceBody, data, index) as never);
    case 'ehcna.advice.received': {
      const { adviceId, body } = adviceOf(data, index);
      return prepareAdvice(writing, principal, { caseRef, adviceId }, body as never);
    }
    case 'ehcna.consultation.replied': {
      const { consultationId, ...body } = dataOf(TYPES[type].data, data, index) as Record<string, unknown>;
      return prepareReply(writing, principal, { caseRef, consultationId: String(consultationId) }, body as never);
    }
    case 'ehcna.review.paper':
      return prepareStep(
        writing,
        principal,
        { ...about, type: 'addReviewAdvice' },
        adviceOfPaper(dataOf(paperBody, data, index) as never),
      );
    case 'ehcna.review.report':
      return prepareStep(writing, principal, { ...about, type: 'submitReport' }, dataOf(reportBody, data, index));
    default:
      return prepareCorrection(
        writing,
        principal,
        { caseRef, type: CORRECTIONS[type] },
        dataOf(TYPES[type].data, data, index),
      );
  }
};

/** Whoever may correct a fact says so by the role of the client: an officer answers for it. */
const prepareCorrection =
  (
    writing: Writing,
    principal: Principal,
    { caseRef, type }: { caseRef: CaseRef; type: 'correctFact' | 'correctContact' | 'changeSetting' },
    body: Record<string, unknown>,
  ) =>
  async () => {
    requireRole(principal, 'case', type);
    await writing.requireReach(principal, caseRef, 'assessment');
    const receivedOn = dayOfReceipt(writing.desk, principal, body.occurredOn as string | undefined);
    return { receivedOn, errand: commandErrand(type, { ...body, occurredOn: receivedOn }) };
  };

const keyFor = ({ source, id: eventId }: CloudEvent): string =>
  `event:${createHash('sha256').update(`${source.length}\n${source}\n${eventId}`).digest('hex')}`;

const caseOf = async (
  writing: Writing,
  principal: Principal,
  event: CloudEvent,
  index?: number,
): Promise<CaseRef | null> => {
  if (event.type === 'ehcna.request.received') return null;
  if (event.subject !== undefined) return writing.caseMeant(principal, event.subject);
  if (!isKnown(event.type)) return null;
  throw new Problem(400, 'malformed', `${at(index, 'subject')}: expected the case that it is about`);
};

interface Understood {
  what: { key: string; kind: 'event' | 'request'; caseRef: CaseRef | null; said: unknown };
  prepare: ReturnType<typeof meaningOf>;
}

const understand = async (
  writing: Writing,
  principal: Principal,
  event: CloudEvent,
  index?: number,
): Promise<Understood> => {
  const caseRef = await caseOf(writing, principal, event, index);
  const { specversion: _v, time: _time, datacontenttype: _type, dataschema: _schema, ...said } = event;
  const kind = event.type === 'ehcna.request.received' ? 'request' : 'event';
  const prepare = meaningOf(writing, principal, event, caseRef ?? '', index);
  return { what: { key: keyFor(event), kind, caseRef, said }, prepare };
};

/** All or none is stored: whatever is wrong with one of them is said before any is. */
const takeBatch = async (writing: Writing, principal: Principal, events: readonly CloudEvent[]) => {
  const understood: Understood[] = [];
  for (const [index, event] of events.entries()) understood.push(await understand(writing, principal, event, index));
  const prepared = [];
  for (const { what, prepare } of understood) {
    const before = await writing.before(principal, what.key, what);
    prepared.push({ what, ready: before ? undefined : await prepare() });
  }
  const taken = [];
  for (const { what, ready } of prepared)
    taken.push(
      (
        await writing.accept(principal, what, async () => {
          if (ready) return ready;
          throw new Error('A key was used and is not used.');
        })
      )[0],
    );
  return taken;
};

export const eventRoutes =
  (writing: Writing): FastifyPluginAsyncZod =>
  async (app) => {
    readJson(app, [ONE, BATCH]);
    app.post(
      '/v1/events',
      {
        onRequest: allowed(writing.desk, 'events:write'),
        schema: {
          ...written(
            'events',
            'Send an event, or a batch of them (CloudEvents 1.0)',
            `\`${ONE}\` for one, which is answered as the submission that it is; \`${BATCH}\` for up to ${MOST}, each answered in its place, all stored or none. An event is known by its source and id, which stand for the Idempotency-Key. A type that is not understood is refused.`,
          ),
          consumes: [ONE],
          body: z.union([cloudEvent, z.array(cloudEvent).min(1).max(MOST)]),
          response: {
            200: submissionShapeOf(MOST).describe('A batch: what came of each'),
            ...WRITTEN,
            ...REFUSALS,
          },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const { body } = request;
        const batch = (request.headers['content-type'] ?? '').startsWith(BATCH);
        if (batch !== Array.isArray(body))
          throw new Problem(
            400,
            'malformed',
            `body: expected ${batch ? 'a list of events' : 'one event'}, as the Content-Type says`,
          );
        if (!Array.isArray(body)) {
          const { what, prepare } = await understand(writing, principal, body);
          return (await writing.take(request, reply, what, prepare)) as never;
        }
        const taken = await takeBatch(writing, principal, body);
        const patience = Date.now() + 10_000;
        const views: SubmissionView[] = [];
        for (const one of taken)
          views.push(
            await writing.view(await writing.outbox.settled(one, Math.max(0, patience - Date.now())), principal),
          );
        return reply.code(200).send({ submissions: views }) as never;
      },
    );
  };

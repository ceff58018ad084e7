/** Refusals as HTTP says them: RFC 9457, `application/problem+json`. Nothing of a child, of a body or of a key is ever in one. */
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { endingOf } from '../cli/outcome.js';

export const PROBLEM_TYPE = 'application/problem+json';

export const problemShape = z
  .object({
    type: z.string().describe('A URN that names the kind: urn:ehcna:CODE'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('For programs: never changes its meaning'),
    detail: z.string().describe('For people: what was given, what was expected, and the rule'),
    rule: z.string().optional().describe('The rule or provision that says so'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Where a body or a query is not of its shape'),
    instance: z.string().optional().describe('The id of the request, as the log has it'),
  })
  .describe('Why it was refused (RFC 9457)');

export type ProblemDetails = z.infer<typeof problemShape>;

const TITLES: Record<number, string> = {
  400: 'Not of the shape expected',
  401: 'Who asks is not known',
  403: 'Not allowed',
  404: 'Not there',
  405: 'Not asked for in this way',
  406: 'Not to be had in this form',
  409: 'Does not fit what is there',
  410: 'No longer there',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not a type that is taken',
  422: 'Refused by the law or the state of the case',
  429: 'Too many requests',
  500: 'A fault of ours',
  503: 'Not possible at the moment',
};

/** Thrown by a route: becomes the answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly also: { rule?: string; errors?: ProblemDetails['errors']; headers?: Record<string, string> } = {},
  ) {
    super(detail);
  }

  details(instance?: string): ProblemDetails {
    const { rule, errors } = this.also;
    return {
      type: `urn:ehcna:${this.code}`,
      title: TITLES[this.status] ?? 'Refused',
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...(rule === undefined ? {} : { rule }),
      ...(errors === undefined ? {} : { errors }),
      ...(instance === undefined ? {} : { instance }),
    };
  }
}

interface Refusing extends Error {
  refusal: { code: string; reason: string; rule?: string };
}

/** Refusals of a case by code that are something else to HTTP than 422. */
const STATUS_OF: Record<string, number> = {
  'not-running': 409,
  'request-id-used': 409,
  'another-document': 409,
  'another-case': 409,
  'wrong-role': 403,
  'wrong-identity': 403,
  malformed: 400,
  erased: 410,
  'too-large': 413,
  'type-not-allowed': 415,
};

const AWAY = new Problem(
  503,
  'unavailable',
  'The case system cannot do this at the moment. Nothing was taken in; sending it again is safe.',
  { headers: { 'retry-after': '10' } },
);

const ofFastify = (error: FastifyError): Problem | undefined => {
  const { statusCode: status = 500, code } = error;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem(413, 'too-large', 'The body is larger than what is taken here.');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem(415, 'media-type', 'The Content-Type is none that is taken here; see /docs.');
  if (status === 429)
    return new Problem(429, 'too-many-requests', 'Too many requests from this client; see Retry-After.');
  // What Fastify says of a body that it cannot read may quote it.
  if (status >= 400 && status < 500) return new Problem(status, 'unreadable', 'The request cannot be read.');
  return undefined;
};

const ofShape = (error: unknown): Problem | undefined => {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const { validation, validationContext = 'body' } = error as FastifyError & {
    validation: { instancePath: string; message?: string }[];
  };
  const errors = validation.slice(0, 50).map(({ instancePath, message }) => ({
    path: `${validationContext}${instancePath.slice(0, 200)}`,
    message: message ?? 'not as expected',
  }));
  const first = errors[0];
  return new Problem(
    400,
    'malformed',
    first ? `${first.path}: ${first.message}` : 'The request is not of the shape that /openapi.json says.',
    { errors },
  );
};

/** What to answer, whatever went wrong; undefined where it is a fault of ours, which says nothing of itself. */
export const problemOf = (error: unknown): Problem | undefined => {
  if (error instanceof Problem) return error;
  const shape = ofShape(error);
  if (shape) return shape;
  if (error instanceof Error && error.name === 'Refused') {
    const { code, reason, rule } = (error as Refusing).refusal;
    return new Problem(STATUS_OF[code] ?? 422, code, reason, rule === undefined ? {} : { rule });
  }
  if (error instanceof Error && error.name === 'CaseErased') return new Problem(410, 'erased', error.message);
  if (error instanceof Error && 'statusCode' in error) {
    const problem = ofFastify(error as FastifyError);
    if (problem) return problem;
  }
  // As the command line tells what is away from what is wrong.
  if (endingOf(error).exit === 3) return AWAY;
  return undefined;
};

export const FAULT = new Problem(500, 'fault', 'A fault of ours; it is in our log under this request id.');

/** What a route of the API may answer besides, for its `schema.response`. */
export const problems = (...statuses: (keyof typeof TITLES)[]) =>
  Object.fromEntries(
    [400, 401, 403, 429, 503, ...statuses].map((status) => [
      status,
      { description: TITLES[status] ?? '', content: { [PROBLEM_TYPE]: { schema: problemShape } } },
    ]),
  );

/**
 * The ingress: one HTTP server for other systems, and for the pages that people open. Its zod schemas are its OpenAPI document.
 * What a surface answers is in a file of its own beside this one.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type FastifyPluginAsyncZod,
} from 'fastify-type-provider-zod';
import { renderPage, STYLES } from '../../pages/page.js';
import { bearerOf, type HttpDesk } from './desk.js';
import { readJson } from './json-body.js';
import { healthRoutes } from './health.js';
import { FAULT, Problem, PROBLEM_TYPE, problemOf } from './problem.js';

/** One line a request: who asked, for which route, with what result. Never an address as it was typed, a body or a key. */
export interface RequestLine {
  at: string;
  id: string;
  method: string;
  route: string;
  status: number;
  ms: number;
  client: string;
  /** The code of a problem, or the name of a fault of ours. */
  why?: string;
}

export interface IngressOptions {
  desk: HttpDesk;
  surfaces: readonly ((desk: HttpDesk) => FastifyPluginAsyncZod)[];
  host: string;
  port: number;
  /** Requests a minute that one client may send. */
  ratePerMinute: number;
  /** Addresses of proxies whose word on who calls is taken. */
  trustedProxies: readonly string[];
  version: string;
  log(line: RequestLine): void;
}

export interface Ingress {
  /** http://host:port */
  url: string;
  app: FastifyInstance;
  /** Takes no more in, and settles when everything that was taken in is answered. */
  close(): Promise<void>;
}

/** Of a JSON body; documents have a limit of their own. */
const BODY_LIMIT = 1_048_576;
/** Longer than a command may take (client/ehcna.ts). */
const REQUEST_TIMEOUT_MS = 60_000;

const POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

const wantsPage = ({ headers }: FastifyRequest): boolean => /\btext\/html\b/.test(headers.accept ?? '');

const whyOf = new WeakMap<FastifyRequest, string>();

const answerProblem = (
  desk: HttpDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply => {
  whyOf.set(request, problem.code);
  const details = problem.details(request.id);
  void reply.code(problem.status).headers(problem.also.headers ?? {});
  if (!wantsPage(request)) return reply.type(PROBLEM_TYPE).serializer(JSON.stringify).send(details);
  const frame = { title: details.title, authority: desk.authority.name };
  return reply
    .type('text/html; charset=utf-8')
    .serializer(String)
    .send(renderPage('problem.njk', frame, details));
};

const handleFaults = (app: FastifyInstance, desk: HttpDesk): void => {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (!problem) {
      // What it says may quote what it was about; what it is called does not.
      void answerProblem(desk, request, reply, FAULT);
      whyOf.set(
        request,
        error instanceof Error ? `${error.name} ${(error as { code?: string }).code ?? ''}`.trim() : 'fault',
      );
      return;
    }
    void answerProblem(desk, request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) =>
    answerProblem(
      desk,
      request,
      reply,
      new Problem(404, 'no-such-route', 'There is nothing at this address; see /docs.'),
    ),
  );
};

const logRequests = (app: FastifyInstance, log: IngressOptions['log']): void => {
  app.decorateRequest('client', '');
  app.addHook('onResponse', async (request, reply) => {
    const why = whyOf.get(request);
    log({
      at: new Date().toISOString(),
      id: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      client: request.client,
      ...(why === undefined ? {} : { why }),
    });
  });
};

const describe = async (app: FastifyInstance, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'ehcna ingress',
        version,
        description:
          'Requests, evidence, advice and replies from schools, parents, health and case systems, and where each case is. Dates are days in England (YYYY-MM-DD). Writes take an Idempotency-Key. Refusals are application/problem+json.',
      },
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'A key of `ehcna client add`, or the token of a login.',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()));
};

/** Bearers that have counted here; of as many the oldest is forgotten, and proves itself again. */
const MOST_KNOWN = 10_000;

const hashOf = (bearer: string): string => createHash('sha256').update(bearer).digest('base64url');

const limitRates = async (app: FastifyInstance, ratePerMinute: number): Promise<void> => {
  const known = new Set<string>();
  app.decorateRequest('proven', false);
  app.addHook('onResponse', async (request) => {
    const bearer = request.proven ? bearerOf(request) : undefined;
    if (bearer === undefined) return;
    const hash = hashOf(bearer);
    known.delete(hash);
    known.add(hash);
    const [oldest] = known;
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  });
  await app.register(rateLimit, {
    max: ratePerMinute,
    timeWindow: '1 minute',
    // Whoever has shown a key that counts is counted by it, so that one client behind a proxy does not use up another's; by the
    // whole of it, since tokens of one issuer begin alike. Whoever has not is counted by address, whatever they bear.
    keyGenerator: (request) => {
      const bearer = bearerOf(request);
      const hash = bearer === undefined ? undefined : hashOf(bearer);
      return hash !== undefined && known.has(hash) ? hash : request.ip;
    },
  });
};

const build = async (
  { desk, surfaces, ratePerMinute, trustedProxies, version, log }: IngressOptions,
  isStopping: () => boolean,
) => {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    routerOptions: { maxParamLength: 500 },
    logger: false,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  readJson(app, ['application/json']);
  logRequests(app, log);
  handleFaults(app, desk);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: desk.publicUrl.startsWith('https:'),
  });
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  await limitRates(app, ratePerMinute);
  await describe(app, version);
  app.get(STYLES.path, { schema: { hide: true }, config: { rateLimit: false } }, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(STYLES.body),
  );
  await app.register(healthRoutes(desk, isStopping));
  for (const surface of surfaces) await app.register(surface(desk));
  return app;
};

export const startIngress = async (options: IngressOptions): Promise<Ingress> => {
  let stopping = false;
  const app = await build(options, () => stopping);
  await app.listen({ host: options.host, port: options.port });
  const { address, port, family } = app.server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    app,
    close: async () => {
      stopping = true;
      await app.close();
    },
  };
};

/** What the ingress answers, one file a surface. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { HttpDesk } from './desk.js';
import { caseRoutes } from './reading/cases.js';
import { schoolRoutes } from './reading/schools.js';
import { writingRoutes } from './writing/index.js';

export const SURFACES: readonly ((desk: HttpDesk) => FastifyPluginAsyncZod)[] = [
  caseRoutes,
  schoolRoutes,
  writingRoutes,
];

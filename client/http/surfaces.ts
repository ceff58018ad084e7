/** What the ingress answers, one file a surface. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { clinicRoutes } from './clinic.js';
import type { HttpDesk } from './desk.js';
import { notifyRoutes } from './notify.js';
import { caseRoutes } from './reading/cases.js';
import { schoolRoutes } from './reading/schools.js';
import { statusRoutes } from './status.js';
import { viewRoutes } from './views.js';
import { webhookRoutes } from './webhooks.js';
import { writingRoutes } from './writing/index.js';

export const SURFACES: readonly ((desk: HttpDesk) => FastifyPluginAsyncZod)[] = [
  caseRoutes,
  schoolRoutes,
  clinicRoutes,
  webhookRoutes,
  notifyRoutes,
  statusRoutes,
  viewRoutes,
  writingRoutes,
];

/** What the ingress answers, one file a surface. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { clinicRoutes } from './clinic.js';
import type { HttpDesk } from './desk.js';

export const SURFACES: readonly ((desk: HttpDesk) => FastifyPluginAsyncZod)[] = [clinicRoutes];

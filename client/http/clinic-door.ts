/** Who may see the clinic's pages: a key sent as a header, a session in a cookie, or the link of the sample set-up. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientSigners } from './signers.js';
import { authentication, bearerOf, type HttpDesk, type Principal } from './desk.js';
import { bearerOfPass, SESSION_HOURS } from './clinic-session.js';
import { boundsOf } from './own-cases.js';
import { Problem } from './problem.js';

export const SIGN_IN = '/clinic/sign-in';
const SCOPE = 'clinic:read';
const LOOPBACKS = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

export interface ClinicDoor {
  /** Throws a {@link Problem} 401 or 403. */
  authenticate(request: FastifyRequest): Promise<Principal>;
  /** The link of the sample set-up, where this request came by one. */
  linkOf(request: FastifyRequest): string | undefined;
  sessionOf(request: FastifyRequest): string | undefined;
  giveSession(reply: FastifyReply, session: string): void;
  endSession(reply: FastifyReply): void;
  /** Whether a form was sent from a page of ours: another site's could otherwise sign somebody in or out. */
  isOwnForm(request: FastifyRequest): boolean;
}

/** An address of the clinic and nothing else, without the secret of a link. */
export const safeNext = (wanted: unknown): string => {
  if (typeof wanted !== 'string' || !/^\/clinic(?:[/?]|$)/.test(wanted) || wanted.length > 2_000) return '/clinic';
  const address = new URL(wanted, 'http://127.0.0.1');
  if (!/^\/clinic(?:\/|$)/.test(address.pathname) || address.pathname.startsWith(SIGN_IN)) return '/clinic';
  address.searchParams.delete('sign-in');
  return `${address.pathname}${address.search}`;
};

export const clinicDoor = (desk: HttpDesk): ClinicDoor => {
  const { pool, keys, publicUrl } = desk;
  const secure = publicUrl.startsWith('https:');
  // A name that browsers accept from a secure origin alone, and for no other path or host.
  const cookie = secure ? '__Host-ehcna-clinic' : 'ehcna-clinic';
  const settings = { path: secure ? '/' : '/clinic', httpOnly: true, sameSite: 'strict', secure } as const;

  const linkOf = (request: FastifyRequest): string | undefined => {
    const link = (request.query as Record<string, unknown>)['sign-in'];
    const near = desk.training && LOOPBACKS.includes(request.socket.remoteAddress ?? '');
    return near && typeof link === 'string' && request.routeOptions.url === '/clinic' ? link : undefined;
  };
  const sessionOf = (request: FastifyRequest): string | undefined => request.cookies[cookie];

  const passes = authentication({ pool, keys }, clientSigners(), [
    async (request) => {
      const session = sessionOf(request);
      return session === undefined ? undefined : bearerOfPass({ pool, keys }, 'session', session, Date.now());
    },
    async (request) => {
      const link = linkOf(request);
      return link === undefined ? undefined : bearerOfPass({ pool, keys }, 'sign-in-link', link, Date.now());
    },
  ]);

  return {
    linkOf,
    sessionOf,
    authenticate: async (request) => {
      const principal = await (bearerOf(request) === undefined ? passes : desk.authenticate)(request, SCOPE);
      if (principal.school !== null)
        throw new Problem(
          403,
          'school',
          `The client ${principal.id} speaks for a school, and the clinic holds the cases of all.`,
        );
      if (boundsOf(principal).to !== 'all')
        throw new Problem(
          403,
          'own-cases',
          `The client ${principal.id} is ${principal.service === null ? `a ${principal.actor.role}` : `of the service ${principal.service}`}, and the clinic holds the cases of all: it is for officers of the authority and for its systems.`,
        );
      return principal;
    },
    giveSession: (reply, session) =>
      void reply.setCookie(cookie, session, { ...settings, maxAge: SESSION_HOURS * 3_600 }),
    endSession: (reply) => void reply.clearCookie(cookie, settings),
    isOwnForm: ({ headers }) => {
      const site = headers['sec-fetch-site'];
      return site === undefined ? headers.origin === new URL(publicUrl).origin : site === 'same-origin';
    },
  };
};

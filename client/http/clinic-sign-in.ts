/** Signing in with a key, and signing out. The key is in no address, no log and no cookie. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { refusedPage, signInPage } from '../../pages/clinic/lists.js';
import { sendPage } from './clinic-page.js';
import { type ClinicDoor, safeNext, SIGN_IN } from './clinic-door.js';
import { endSession, passFor } from './clinic-session.js';
import type { HttpDesk } from './desk.js';
import { Problem } from './problem.js';

/** A person types one; a program that guesses is held up. */
const TRIES_A_MINUTE = 20;

export const signInRoutes =
  ({ pool, keys, authority }: HttpDesk, door: ClinicDoor): FastifyPluginAsyncZod =>
  async (app) => {
    const hidden = { schema: { hide: true } };
    const limited = { ...hidden, config: { rateLimit: { max: TRIES_A_MINUTE, timeWindow: '1 minute' } } };
    const reader = { authority: authority.name };

    app.addHook('onRequest', async (_request, reply) => {
      void reply.header('referrer-policy', 'same-origin');
    });

    app.get(SIGN_IN, hidden, async (request, reply) =>
      sendPage(reply, signInPage(reader, safeNext((request.query as { next?: unknown }).next))),
    );

    app.post(SIGN_IN, limited, async (request, reply) => {
      requireOwnForm(door.isOwnForm(request));
      const { key, next } = (request.body ?? {}) as { key?: unknown; next?: unknown };
      const given = typeof key === 'string' ? key.trim() : '';
      if (given === '') return sendPage(reply, signInPage(reader, safeNext(next), 'Enter your key.'), 400);
      const known = await passFor({ pool, keys }, 'session', given, Date.now());
      if (!known)
        return sendPage(
          reply,
          signInPage(
            reader,
            safeNext(next),
            'That key is none that counts: it is mistyped, has been replaced, or was revoked.',
          ),
          401,
        );
      request.client = known.client.id;
      if (!known.client.scopes.includes('clinic:read'))
        return sendPage(
          reply,
          refusedPage({ ...reader, signedInAs: '' }, `The client ${known.client.id} has not the scope clinic:read.`),
          403,
        );
      door.giveSession(reply, known.pass);
      return reply.redirect(safeNext(next), 303);
    });

    app.post('/clinic/sign-out', hidden, async (request, reply) => {
      requireOwnForm(door.isOwnForm(request));
      const session = door.sessionOf(request);
      if (session !== undefined) await endSession({ pool, keys }, session, Date.now());
      door.endSession(reply);
      return reply.redirect(SIGN_IN, 303);
    });
  };

const requireOwnForm = (own: boolean): void => {
  if (!own) throw new Problem(403, 'other-origin', 'The form was not sent from a page of this server.');
};

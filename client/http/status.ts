/**
 * The page that a link in a letter opens. The token in its address is all that it needs and all that it opens: there is no
 * session, no cookie, nothing that can be written, and no way from it to anything else.
 */
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { StatusLink } from '../../activities/status-links.js';
import { londonDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import { audienceOf, type Audience } from '../../domain/status/matters.js';
import { renderAway, renderShut, renderStatus } from '../../pages/status/status.js';
import { noteOpening, statusOpener, type Shut, type StatusDesk } from '../status-links.js';
import type { HttpDesk } from './desk.js';

/** Openings a minute from one address: a family looks a few times, a school's office some more. */
const OPENINGS_A_MINUTE = 30;

const READERS: Record<Audience, Actor['role']> = { family: 'family', school: 'provider', service: 'adviser' };

const readerOf = ({ id, role }: StatusLink): Actor => ({
  role: READERS[audienceOf(role) ?? 'service'],
  id: `status-link:${id}`,
});

/** 410 only where the signature is ours: whoever guesses learns nothing from the number. */
const statusOf = (shut: Shut | 'not-ours'): 404 | 410 => (shut === 'expired' || shut === 'revoked' ? 410 : 404);

const HEADERS = {
  'cache-control': 'no-store, private',
  'x-robots-tag': 'noindex, nofollow, noarchive, nosnippet',
  'referrer-policy': 'no-referrer',
  pragma: 'no-cache',
};

const sendPage = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').serializer(String).send(html);

const NOTED_EVERY_MS = 60_000;

/** What does not open, on the ledger beside what does. Guesses are counted and told once a minute, so that nobody fills it. */
const refusalBook = ({ ehcna }: HttpDesk) => {
  let guesses = 0;
  let until = 0;

  const note = (data: Record<string, unknown>, by: Actor): Promise<void> => {
    const now = new Date();
    const today = londonDate(now.getTime());
    return ehcna.ledger.note(`access/${today.slice(0, 7)}`, {
      type: 'status-link.refused',
      data,
      occurredOn: today,
      recordedAt: now.toISOString(),
      by,
    });
  };

  return {
    refused: (why: Shut, id: string, link: StatusLink | undefined): Promise<void> =>
      note({ why, link: id, ...(link ? { case: link.caseRef } : {}) }, { role: 'system', id: 'ingress' }),
    guessed: async (): Promise<void> => {
      guesses += 1;
      if (Date.now() < until) return;
      const counted = guesses;
      [guesses, until] = [0, Date.now() + NOTED_EVERY_MS];
      await note({ why: 'not-ours', times: counted }, { role: 'system', id: 'ingress' });
    },
  };
};

export const statusRoutes =
  (desk: HttpDesk): FastifyPluginAsyncZod =>
  async (app) => {
    const { pool, keys, authority, publicUrl } = desk;
    const status: StatusDesk = { pool, keys, ledger: desk.ehcna.ledger, publicUrl, linkDays: 1 };
    const open = statusOpener(status);
    const book = refusalBook(desk);
    const { name, contact } = authority;
    const team = { name: contact.name, telephone: contact.telephone ?? null, email: contact.email ?? null };

    const answer = async (token: string, reply: FastifyReply): Promise<FastifyReply> => {
      const opened = await open(token, desk.today());
      if ('page' in opened) {
        // On the ledger before anything is shown.
        await desk.access.note(readerOf(opened.link), [opened.link.caseRef]);
        await noteOpening(status, opened.link);
        return sendPage(reply, 200, renderStatus(opened.page, name));
      }
      reply.request.client = `status-link ${opened.shut}`;
      if (opened.shut === 'not-ours') await book.guessed();
      else await book.refused(opened.shut, opened.id, opened.link);
      return sendPage(reply, statusOf(opened.shut), renderShut(team, name));
    };

    app.get(
      '/status/:token',
      {
        schema: { hide: true, params: z.object({ token: z.string() }) },
        config: { rateLimit: { max: OPENINGS_A_MINUTE, keyGenerator: ({ ip }: { ip: string }) => ip } },
      },
      async (request, reply) => {
        reply.request.client = 'status-link';
        return answer(request.params.token, reply).catch((error: unknown) => {
          request.client = `status-link ${error instanceof Error ? error.name : 'fault'}`;
          return sendPage(reply.header('retry-after', '120'), 503, renderAway(team, name));
        });
      },
    );
  };

/** How the clinic's pages are answered. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const wantsPage = ({ headers }: FastifyRequest): boolean => /\btext\/html\b/.test(headers.accept ?? '');

export const sendPage = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(html);

/** Kept by the reader's own browser, which asks each time whether it has changed. */
export const sendIfChanged = (request: FastifyRequest, reply: FastifyReply, html: string): FastifyReply => {
  const tag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"`;
  void reply.header('cache-control', 'private, no-cache').header('etag', tag).header('vary', 'authorization, cookie');
  return request.headers['if-none-match'] === tag ? reply.code(304).send() : sendPage(reply, html);
};

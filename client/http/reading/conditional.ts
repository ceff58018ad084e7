/** Answers that are read again and again: a strong ETag of the bytes, and 304 where the reader has them. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const etagOf = (payload: string): string =>
  `"${createHash('sha256').update(payload).digest('base64url').slice(0, 32)}"`;

/** RFC 9110 13.1.2: compared as weak ones are. */
const has = (header: string, etag: string): boolean =>
  header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);

/** Who asked is checked, and the access noted, before this: an answer without a body tells something too. */
export const conditional = async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
  if (reply.statusCode !== 200 || typeof payload !== 'string' || request.method === 'HEAD') return payload;
  const etag = etagOf(payload);
  void reply.headers({ etag, 'cache-control': 'private, no-cache', vary: 'authorization' });
  if (!has(request.headers['if-none-match'] ?? '', etag)) return payload;
  void reply.code(304).removeHeader('content-type').removeHeader('content-length');
  return null;
};

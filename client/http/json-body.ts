/** Reads JSON as RFC 8259 has it: UTF-8 and nothing else. Whatever is wrong with a body, its words are not repeated. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const unreadable = (what: string): Problem => new Problem(400, 'unreadable', `The body ${what}.`);

const textOf = (body: Buffer): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw unreadable('is not UTF-8');
  }
};

/** For these media types, in this plugin and what is in it. */
export const readJson = (app: FastifyInstance, types: readonly string[]): void => {
  const parse = app.getDefaultJsonParser('error', 'error') as (
    request: FastifyRequest,
    text: string,
    done: (error: Error | null, value?: unknown) => void,
  ) => void;
  for (const type of types) if (app.hasContentTypeParser(type)) app.removeContentTypeParser(type);
  app.addContentTypeParser([...types], { parseAs: 'buffer' }, (request, body, done) => {
    try {
      parse(request, textOf(body as Buffer), (error, value) =>
        error ? done(unreadable('is not JSON that is taken here')) : done(null, value),
      );
    } catch (error) {
      done(error as Error);
    }
  });
};

/** What every route of the reading side does first: who asks, within which bounds, and that what is shown is on the ledger. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Bounds, Found, Paging } from '../../../activities/case-reading.js';
import { CASE_REF_PATTERN, type CaseRef } from '../../../domain/ids.js';
import type { HttpDesk, Principal } from '../desk.js';
import { boundsOf } from '../own-cases.js';
import { cursorOf, placeIn } from './cursor.js';
import type { Reader } from './views.js';

export interface Asked {
  principal: Principal;
  bounds: Bounds;
  reader: Reader;
}

/** Who asks for a case or a list of them. */
export const asked = async (desk: HttpDesk, request: FastifyRequest): Promise<Asked> => {
  const principal = await desk.authenticate(request, 'cases:read');
  const bounds = boundsOf(principal);
  return { principal, bounds, reader: { today: desk.today(), isSchool: bounds.to !== 'all' } };
};

export const pagingQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Rows of a page'),
  cursor: z.string().min(1).max(500).optional().describe('Of the address that `next` gave'),
};

/** A boolean of an address. */
export const yes = z.enum(['true', 'false']).transform((text) => text === 'true');

export const caseRefParam = z.string().regex(new RegExp(CASE_REF_PATTERN));

/** Before a reference that the sender gave the case. */
export const EXTERNAL = 'externalRef:';

export const caseParam = z
  .union([caseRefParam, z.string().regex(/^externalRef:[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/)])
  .describe('A case reference (EHC-7K2M9QXA), or externalRef: and the reference that the sender gave it');

export const READ_HEADERS = z.object({
  'if-none-match': z
    .string()
    .max(500)
    .optional()
    .describe('An ETag that was given before: 304 where nothing has changed'),
});

/** What changes nothing of an answer to whoever has it. */
export const NOT_MODIFIED = { 304: z.null().describe('Nothing has changed since the ETag given') };

interface Query {
  limit: number;
  cursor?: string | undefined;
}

/** A list in pages: where this one begins, and, once it is found, its body with the address of the next. */
export class Pages {
  private constructor(
    private readonly desk: HttpDesk,
    private readonly listing: { route: string; client: string; filters: object },
    readonly paging: Paging,
  ) {}

  static async of(desk: HttpDesk, request: FastifyRequest, { id }: Principal, query: Query & object): Promise<Pages> {
    const { limit, cursor, ...filters } = query;
    const listing = { route: request.url.split('?')[0] ?? '', client: id, filters: defined(filters) };
    const after = cursor === undefined ? undefined : await placeIn(desk.keys, listing, cursor);
    return new Pages(desk, listing, { limit, after });
  }

  /** The address of the page after one that ended there, as `next` and as the header `Link`. */
  private async nextAfter(place: string): Promise<string> {
    const search = new URLSearchParams(
      Object.entries(this.listing.filters).map(([name, value]): [string, string] => [name, String(value)]),
    );
    search.set('limit', String(this.paging.limit));
    search.set('cursor', await cursorOf(this.desk.keys, this.listing, place));
    return `${this.desk.publicUrl}${this.listing.route}?${search.toString()}`;
  }

  async answer<Row, Item>(
    found: Found<Row>,
    reply: { header(name: string, value: string): unknown },
    itemOf: (row: Row) => Item,
  ): Promise<{ items: Item[]; next: string | null }> {
    const next = found.next === null ? null : await this.nextAfter(found.next);
    if (next !== null) reply.header('link', `<${next}>; rel="next"`);
    return { items: found.rows.map(itemOf), next };
  }
}

const defined = (filters: object): object =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));

/** Before anything of these cases is given out. */
export const noted = (desk: HttpDesk, { actor }: Principal, refs: readonly CaseRef[]): Promise<void> =>
  refs.length === 0 ? Promise.resolve() : desk.access.note(actor, [...new Set(refs)]);

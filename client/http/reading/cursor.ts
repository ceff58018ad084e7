/**
 * Where the next page of a list begins, as a text that only this installation makes: it is bound to the list, its filters and
 * the client, and one that was changed is refused.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../../domain/canonical-json.js';
import { authorityKey, type CaseKeys } from '../../../keys/case-keys.js';
import { Problem } from '../problem.js';

/** What a cursor is good for. */
export interface Listing {
  route: string;
  client: string;
  filters: object;
}

const MAC_BYTES = 16;

const macOf = async (keys: CaseKeys, listing: Listing, place: string): Promise<Buffer> => {
  return createHmac('sha256', await authorityKey(keys))
    .update(`cursor\n${canonicalJson({ ...listing, place })}`)
    .digest()
    .subarray(0, MAC_BYTES);
};

export const cursorOf = async (keys: CaseKeys, listing: Listing, place: string): Promise<string> =>
  Buffer.concat([await macOf(keys, listing, place), Buffer.from(place)]).toString('base64url');

/** The place that a cursor names; throws a 400 where it is not one that was given out for this list. */
export const placeIn = async (keys: CaseKeys, listing: Listing, cursor: string): Promise<string> => {
  const bytes = Buffer.from(cursor, 'base64url');
  const place = bytes.subarray(MAC_BYTES).toString('utf8');
  const mac = await macOf(keys, listing, place);
  const canonical = bytes.toString('base64url') === cursor;
  if (canonical && bytes.length > MAC_BYTES && timingSafeEqual(mac, bytes.subarray(0, MAC_BYTES))) return place;
  throw new Problem(
    400,
    'bad-cursor',
    'The cursor is none that was given to this client for this list with these filters: begin again without one.',
  );
};

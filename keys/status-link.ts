/**
 * The token of a link to a status page: an id, the last day it is good for, and a signature over both. Its key is derived from
 * the authority's own data key, which is wrapped again when the authority's keys are rotated and never becomes another, so a
 * link outlives a rotation. The id follows from whose link it is, so that a row that was altered opens nothing. Nothing of the
 * child is in it. It is written so that it can be copied from paper: Crockford's base 32, in groups of five.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { addDays, daysBetween } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { Party } from '../domain/letters.js';
import { authorityKey } from './case-keys.js';
import type { CaseKeys } from './case-keys.js';

/** Whose link it is, and for how long. */
export interface LinkBinding {
  /** A letter's key, or a name of its own for one that was made by hand: the same is the same link. */
  origin: string;
  caseRef: string;
  role: Party['role'];
  partyId: string;
  /** The school's number, the service; empty for a family. */
  organisation: string;
  /** The last day on which it opens. */
  expiresOn: CivilDate;
}

export interface ReadToken {
  id: string;
  expiresOn: CivilDate;
}

const ID_BYTES = 8;
const DAY_BYTES = 2;
const SIGNATURE_BYTES = 15;
const TOKEN_BYTES = ID_BYTES + DAY_BYTES + SIGNATURE_BYTES;
const GROUP = 5;
/** Days are counted from here; two bytes reach beyond 2190. */
const FIRST_DAY: CivilDate = '2020-01-01';

/** Without I, L, O and U, which are misread or spell words. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
const SIGN_BITS = 5;

const spell = (bytes: Buffer): string => {
  let bits = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let i = 0; i < (bytes.length * 8) / SIGN_BITS; i += 1) {
    text = `${SIGNS[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return text;
};

/** As people copy it: in capitals, without its hyphens, an o for a nought. Undefined for anything else. */
const unspell = (text: string): Buffer | undefined => {
  const plain = text.toLowerCase().replace(/[-\s]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  if (plain.length * SIGN_BITS !== TOKEN_BYTES * 8) return undefined;
  let bits = 0n;
  for (const sign of plain) {
    const value = SIGNS.indexOf(sign);
    if (value < 0) return undefined;
    bits = (bits << 5n) | BigInt(value);
  }
  return Buffer.from(bits.toString(16).padStart(TOKEN_BYTES * 2, '0'), 'hex');
};

/** Longer than any token with hyphens and spaces: not looked at further. */
const MOST_SIGNS = 100;

const mac = (key: Buffer, ...parts: (string | Buffer)[]): Buffer => {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}\n`).update(part);
  return hmac.digest();
};

const signatureOf = (key: Buffer, head: Buffer): Buffer => mac(key, 'status link', head).subarray(0, SIGNATURE_BYTES);

/** The same for the same link, and for no other. */
export const linkIdOf = (key: Buffer, link: LinkBinding): string => {
  const { origin, caseRef, role, partyId, organisation, expiresOn } = link;
  return mac(key, 'status link id', origin, caseRef, role, partyId, organisation, expiresOn)
    .subarray(0, ID_BYTES)
    .toString('hex');
};

export const tokenOf = (key: Buffer, { id, expiresOn }: ReadToken): string => {
  const head = Buffer.alloc(ID_BYTES + DAY_BYTES);
  head.write(id, 'hex');
  head.writeUInt16BE(daysBetween(FIRST_DAY, expiresOn), ID_BYTES);
  const text = spell(Buffer.concat([head, signatureOf(key, head)]));
  return (text.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
};

/** Undefined where it was not signed here as it stands. Needs no database, and takes as long whatever is wrong with it. */
export const readToken = (key: Buffer, text: string): ReadToken | undefined => {
  const bytes = text.length > MOST_SIGNS ? undefined : unspell(text);
  const given = bytes ?? Buffer.alloc(TOKEN_BYTES);
  const head = given.subarray(0, ID_BYTES + DAY_BYTES);
  const isSigned = timingSafeEqual(signatureOf(key, head), given.subarray(ID_BYTES + DAY_BYTES));
  if (!isSigned || !bytes) return undefined;
  return { id: head.toString('hex', 0, ID_BYTES), expiresOn: addDays(FIRST_DAY, head.readUInt16BE(ID_BYTES)) };
};

/** For a party that has no number of its own (a health commissioner): another of that name is another party. */
export const markOfName = (key: Buffer, name: string): string =>
  mac(key, 'status link party', name).toString('hex', 0, ID_BYTES);

/** Asked of the database once in a process. */
export const statusLinkKey = (keys: CaseKeys): (() => Promise<Buffer>) => {
  let known: Buffer | undefined;
  return async () => {
    if (known) return known;
    known = mac(await authorityKey(keys), 'status links');
    return known;
  };
};

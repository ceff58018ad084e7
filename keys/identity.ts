/**
 * Who people and programs are. An authority's issuing key signs a certificate that says the role, the name and the public
 * key of one identity; the private key beside it signs what that identity does. Ed25519, from Node's own crypto.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isActor } from '../domain/events.js';
import type { Actor } from '../domain/events.js';

/** What a certificate says. Instants are epoch milliseconds. */
export interface Certificate extends Actor {
  serial: string;
  issuer: string;
  issuedAt: number;
  until: number;
  /** Public, as `x` of a JSON Web Key. */
  key: string;
}

export interface Identity {
  certificate: Certificate;
  /** As the issuer signed it. */
  signed: string;
  privateKey: KeyObject;
}

export interface Issuer {
  id: string;
  /** As it stands in EHCNA_ISSUERS. */
  publicKey: string;
  privateKey: KeyObject;
}

/** An issuer whose identities a worker knows, from one instant to another. */
export interface TrustedIssuer {
  id: string;
  key: KeyObject;
  from: number;
  until: number | null;
}

const DAY_MS = 86_400_000;

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
const plain = (text: string): string => Buffer.from(text, 'base64url').toString();

/** A signature over a text of one purpose is none over the same text of another. */
const bytesOf = (purpose: string, text: string): Buffer => Buffer.from(`ehcna ${purpose} 1\n${text}`);

/** The content, a dot, and the signature. */
export const signed = (purpose: string, content: object, key: KeyObject): string => {
  const text = base64url(JSON.stringify(content));
  return `${text}.${base64url(sign(null, bytesOf(purpose, text), key))}`;
};

export const isSignedBy = (purpose: string, text: string, key: KeyObject): boolean => {
  const [content = '', signature = '', ...rest] = text.split('.');
  return rest.length === 0 && verify(null, bytesOf(purpose, content), key, Buffer.from(signature, 'base64url'));
};

/** What a signed text says, whoever signed it; undefined where it says nothing. */
export const contentOf = (text: string): Record<string, unknown> | undefined => {
  try {
    const content: unknown = JSON.parse(plain(text.split('.')[0] ?? ''));
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const CERTIFICATE = 'identity';

const PUBLIC = /^[A-Za-z0-9_-]{43}$/;

export const publicKeyOf = (text: string): KeyObject | undefined => {
  if (!PUBLIC.test(text)) return undefined;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' });
  } catch {
    return undefined;
  }
};

const textOf = (privateKey: KeyObject): string => createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';

const issuerId = (publicKey: string): string => createHash('sha256').update(publicKey).digest('hex').slice(0, 16);

const issuerWith = (privateKey: KeyObject): Issuer => {
  const publicKey = textOf(privateKey);
  return { id: issuerId(publicKey), publicKey, privateKey };
};

export const newIssuer = (): Issuer => issuerWith(generateKeyPairSync('ed25519').privateKey);

export const pemOf = ({ privateKey }: { privateKey: KeyObject }): string =>
  privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

/** Throws, and repeats nothing of the text, where it is no Ed25519 private key. */
const privateKeyOf = (pem: string): KeyObject => {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, without what it read.
  }
  throw new Error('it holds no Ed25519 private key');
};

export const issuerOf = (pem: string): Issuer => issuerWith(privateKeyOf(pem));

/** `now` in epoch milliseconds; a database's clock has parts of one, an instant has none. */
export const issue = (issuer: Issuer, actor: Actor, { now, days }: { now: number; days: number }): Identity => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const issuedAt = Math.floor(now);
  const certificate: Certificate = {
    serial: randomBytes(8).toString('hex'),
    role: actor.role,
    id: actor.id,
    issuer: issuer.id,
    issuedAt,
    until: issuedAt + days * DAY_MS,
    key: textOf(privateKey),
  };
  return { certificate, signed: signed(CERTIFICATE, certificate, issuer.privateKey), privateKey };
};

const LAST_INSTANT = Date.UTC(10_000, 0) - 1;

/** Of a day that a calendar has and people can read: what is refused for its time is refused in words. */
export const isInstant = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LAST_INSTANT;

const isCertificate = (value: Record<string, unknown> | undefined): value is Certificate & Record<string, unknown> =>
  isActor(value) &&
  value.role !== 'unidentified' &&
  ['serial', 'issuer', 'key'].every((name) => typeof value[name] === 'string') &&
  isInstant(value.issuedAt) &&
  isInstant(value.until);

/** What a certificate says, whoever signed it. */
export const certificateIn = (text: string): Certificate | undefined => {
  const content = contentOf(text);
  return isCertificate(content) ? content : undefined;
};

export const isIssuedBy = (text: string, issuer: KeyObject): boolean => isSignedBy(CERTIFICATE, text, issuer);

/** An identity as it is kept in a file, for its holder alone. */
export const identityText = (identity: Identity): string => {
  const { role, id, until } = identity.certificate;
  const note = { role, id, until: new Date(until).toISOString() };
  return `${JSON.stringify({ identity: note, certificate: identity.signed, privateKey: pemOf(identity) }, null, 2)}\n`;
};

/** Throws, and repeats nothing of the text, where it is no identity. */
export const identityOf = (text: string): Identity => {
  let given: { certificate?: unknown; privateKey?: unknown };
  try {
    given = JSON.parse(text) as typeof given;
  } catch {
    throw new Error('it is not an identity as `ehcna identity issue` writes it');
  }
  const certificate = certificateIn(String(given.certificate));
  if (!certificate) throw new Error('it holds no certificate of an identity');
  const privateKey = privateKeyOf(String(given.privateKey));
  if (textOf(privateKey) !== certificate.key) throw new Error('its private key is not that of its certificate');
  return { certificate, signed: String(given.certificate), privateKey };
};

const instant = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
};

const ENTRY = /^([A-Za-z0-9_-]{43})(?:;from=([^;]+))?(?:;until=([^;]+))?$/;

const issuerIn = (entry: string): TrustedIssuer | undefined => {
  const [, text = '', from, until] = ENTRY.exec(entry) ?? [];
  const key = publicKeyOf(text);
  const starts = instant(from);
  const ends = instant(until);
  if (!key || (from !== undefined && starts === undefined) || (until !== undefined && ends === undefined))
    return undefined;
  return { id: issuerId(text), key, from: starts ?? 0, until: ends ?? null };
};

const entriesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Faults of EHCNA_ISSUERS, all of them. */
export const issuersFaults = (text: string): string[] => {
  const entries = entriesOf(text);
  if (entries.length === 0) return ['expected at least one public key of an issuer'];
  return entries.flatMap((entry, i) =>
    issuerIn(entry)
      ? []
      : [
          `entry ${i + 1} is not KEY, KEY;from=2026-11-25T00:00:00Z or KEY;until=…, as \`ehcna identity issuer\` prints it`,
        ],
  );
};

/** Those of EHCNA_ISSUERS: public keys, each with the instants between which it counts. Never only one for long: see docs/security.md. */
export const trustedIssuers = (text: string): TrustedIssuer[] =>
  entriesOf(text)
    .map(issuerIn)
    .filter((issuer) => issuer !== undefined);

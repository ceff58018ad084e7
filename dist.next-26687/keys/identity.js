/**
 * Who people and programs are. An authority's issuing key signs a certificate that says the role, the name and the public
 * key of one identity; the private key beside it signs what that identity does. Ed25519, from Node's own crypto.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, verify, } from 'node:crypto';
import { isActor } from '../domain/events.js';
const DAY_MS = 86_400_000;
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
const plain = (text) => Buffer.from(text, 'base64url').toString();
/** A signature over a text of one purpose is none over the same text of another. */
const bytesOf = (purpose, text) => Buffer.from(`ehcna ${purpose} 1\n${text}`);
/** The content, a dot, and the signature. */
export const signed = (purpose, content, key) => {
    const text = base64url(JSON.stringify(content));
    return `${text}.${base64url(sign(null, bytesOf(purpose, text), key))}`;
};
export const isSignedBy = (purpose, text, key) => {
    const [content = '', signature = '', ...rest] = text.split('.');
    return rest.length === 0 && verify(null, bytesOf(purpose, content), key, Buffer.from(signature, 'base64url'));
};
/** What a signed text says, whoever signed it; undefined where it says nothing. */
export const contentOf = (text) => {
    try {
        const content = JSON.parse(plain(text.split('.')[0] ?? ''));
        return typeof content === 'object' && content !== null ? content : undefined;
    }
    catch {
        return undefined;
    }
};
const CERTIFICATE = 'identity';
const PUBLIC = /^[A-Za-z0-9_-]{43}$/;
export const publicKeyOf = (text) => {
    if (!PUBLIC.test(text))
        return undefined;
    try {
        return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' });
    }
    catch {
        return undefined;
    }
};
const textOf = (privateKey) => createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
const issuerId = (publicKey) => createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
const issuerWith = (privateKey) => {
    const publicKey = textOf(privateKey);
    return { id: issuerId(publicKey), publicKey, privateKey };
};
export const newIssuer = () => issuerWith(generateKeyPairSync('ed25519').privateKey);
export const pemOf = ({ privateKey }) => privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
/** Throws, and repeats nothing of the text, where it is no Ed25519 private key. */
const privateKeyOf = (pem) => {
    try {
        const key = createPrivateKey(pem);
        if (key.asymmetricKeyType === 'ed25519')
            return key;
    }
    catch {
        // Said below, without what it read.
    }
    throw new Error('it holds no Ed25519 private key');
};
export const issuerOf = (pem) => issuerWith(privateKeyOf(pem));
/** `now` in epoch milliseconds; a database's clock has parts of one, an instant has none. */
export const issue = (issuer, actor, { now, days }) => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const issuedAt = Math.floor(now);
    const certificate = {
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
export const isInstant = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LAST_INSTANT;
const isCertificate = (value) => isActor(value) &&
    value.role !== 'unidentified' &&
    ['serial', 'issuer', 'key'].every((name) => typeof value[name] === 'string') &&
    isInstant(value.issuedAt) &&
    isInstant(value.until);
/** What a certificate says, whoever signed it. */
export const certificateIn = (text) => {
    const content = contentOf(text);
    return isCertificate(content) ? content : undefined;
};
export const isIssuedBy = (text, issuer) => isSignedBy(CERTIFICATE, text, issuer);
/** An identity as it is kept in a file, for its holder alone. */
export const identityText = (identity) => {
    const { role, id, until } = identity.certificate;
    const note = { role, id, until: new Date(until).toISOString() };
    return `${JSON.stringify({ identity: note, certificate: identity.signed, privateKey: pemOf(identity) }, null, 2)}\n`;
};
/** Throws, and repeats nothing of the text, where it is no identity. */
export const identityOf = (text) => {
    let given;
    try {
        given = JSON.parse(text);
    }
    catch {
        throw new Error('it is not an identity as `ehcna identity issue` writes it');
    }
    const certificate = certificateIn(String(given.certificate));
    if (!certificate)
        throw new Error('it holds no certificate of an identity');
    const privateKey = privateKeyOf(String(given.privateKey));
    if (textOf(privateKey) !== certificate.key)
        throw new Error('its private key is not that of its certificate');
    return { certificate, signed: String(given.certificate), privateKey };
};
const instant = (text) => {
    if (text === undefined)
        return undefined;
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? undefined : ms;
};
const ENTRY = /^([A-Za-z0-9_-]{43})(?:;from=([^;]+))?(?:;until=([^;]+))?$/;
const issuerIn = (entry) => {
    const [, text = '', from, until] = ENTRY.exec(entry) ?? [];
    const key = publicKeyOf(text);
    const starts = instant(from);
    const ends = instant(until);
    if (!key || (from !== undefined && starts === undefined) || (until !== undefined && ends === undefined))
        return undefined;
    return { id: issuerId(text), key, from: starts ?? 0, until: ends ?? null };
};
const entriesOf = (text) => text.split(/[\s,]+/).filter(Boolean);
/** Faults of EHCNA_ISSUERS, all of them. */
export const issuersFaults = (text) => {
    const entries = entriesOf(text);
    if (entries.length === 0)
        return ['expected at least one public key of an issuer'];
    return entries.flatMap((entry, i) => issuerIn(entry)
        ? []
        : [
            `entry ${i + 1} is not KEY, KEY;from=2026-11-25T00:00:00Z or KEY;until=…, as \`ehcna identity issuer\` prints it`,
        ]);
};
/** Those of EHCNA_ISSUERS: public keys, each with the instants between which it counts. Never only one for long: see docs/security.md. */
export const trustedIssuers = (text) => entriesOf(text)
    .map(issuerIn)
    .filter((issuer) => issuer !== undefined);
//# sourceMappingURL=identity.js.map
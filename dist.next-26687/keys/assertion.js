/**
 * A short-lived, signed statement "I, of this role, send this to this process". Bound to the namespace, the process, the
 * name of what is called and the body, it proves nothing about anything else, and sending it twice says one thing twice.
 */
import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';
import { certificateIn, contentOf, isInstant, isIssuedBy, isSignedBy, publicKeyOf, signed, } from './identity.js';
const PURPOSE = 'assertion';
/** Of the value, not of its bytes: another program may order fields as it likes. */
const hashOf = (body) => createHash('sha256').update(canonicalJson(body)).digest('base64url');
/** As JSON carries it. */
const asSent = (body) => JSON.parse(JSON.stringify(body) ?? 'null');
export const assertionBy = ({ signed: certificate, privateKey }, sending) => {
    const { namespace, workflowId, call, body, lifetimeMs } = sending;
    const issuedAt = Math.floor(sending.now);
    const claims = {
        namespace,
        workflowId,
        call,
        body: hashOf(asSent(body)),
        nonce: randomBytes(12).toString('hex'),
        issuedAt,
        expiresAt: issuedAt + lifetimeMs,
    };
    return { assertion: `${certificate}.${signed(PURPOSE, claims, privateKey)}` };
};
const isClaims = (value) => value !== undefined &&
    ['namespace', 'workflowId', 'call', 'body', 'nonce'].every((name) => typeof value[name] === 'string') &&
    isInstant(value.issuedAt) &&
    isInstant(value.expiresAt);
const fault = (why) => ({ fault: why });
/** `body` is only read once the signatures are right: it may be large. */
export const readAssertion = (text, body, known) => {
    const parts = text.split('.');
    if (parts.length !== 4)
        return fault('unreadable');
    const [certificateText, claimsText] = [parts.slice(0, 2).join('.'), parts.slice(2).join('.')];
    const certificate = certificateIn(certificateText);
    const claims = contentOf(claimsText);
    const key = certificate && publicKeyOf(certificate.key);
    if (!certificate || !key || !isClaims(claims))
        return fault('unreadable');
    const issuer = known.issuers.find(({ id }) => id === certificate.issuer);
    if (!issuer)
        return fault('unknown-issuer');
    if (!isIssuedBy(certificateText, issuer.key) || !isSignedBy(PURPOSE, claimsText, key))
        return fault('forged');
    if (claims.namespace !== known.namespace)
        return fault('other-namespace');
    if (!isOf(claims, body))
        return fault('other-body');
    const { role, id, until, issuedAt } = certificate;
    const revoked = known.revocations
        .filter((r) => r.role === role && r.id === id && issuedAt <= r.issuedUntil)
        .map((r) => r.from);
    return {
        vouched: {
            role,
            id,
            workflowId: claims.workflowId,
            call: claims.call,
            nonce: claims.nonce,
            issuedAt: claims.issuedAt,
            expiresAt: claims.expiresAt,
            identityUntil: until,
            issuerFrom: issuer.from,
            issuerUntil: issuer.until,
            revokedFrom: revoked.length === 0 ? null : Math.min(...revoked),
        },
    };
};
const isOf = (claims, body) => {
    try {
        return claims.body === hashOf(body());
    }
    catch {
        // No JSON, or nested deeper than anything of ours.
        return false;
    }
};
//# sourceMappingURL=assertion.js.map
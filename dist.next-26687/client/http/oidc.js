/**
 * Logins of other systems by tokens of an issuer that the authority trusts (OpenID Connect): the token proves which API client
 * asks, and what that one may reach stands with us. Only signatures by the issuer's public keys count.
 */
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { clientOfSubject } from '../api-clients.js';
import { bearerOf } from './desk.js';
import { isSafeAddress } from './oidc-settings.js';
import { Problem } from './problem.js';
const CLAIMS = ['azp', 'client_id', 'sub'];
/** None that verifies with what anybody may know: not `none`, no HMAC. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SKEW_SECONDS = 60;
const FETCH_MS = 5_000;
const MOST_BYTES = 262_144;
/** Keys are asked for again after so long, and not sooner than so long after the last time, whatever tokens name. */
const FRESH_MS = 600_000;
const PAUSE_MS = 5_000;
/** An issuer that is away is believed by the keys that it showed last for so long. */
const KEPT_MS = 3_600_000;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const unauthorised = (code, detail) => new Problem(401, code, detail, { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
const unproven = () => unauthorised('token-unproven', "The token is not signed by a key of the issuer's in a way that is accepted here.");
const AWAY = new Problem(503, 'login-unavailable', 'The issuer of logins does not answer, and its keys are not known here: nothing was taken in; send it again.', { headers: { 'retry-after': '10' } });
const jsonFrom = async (address) => {
    if (!isSafeAddress(address))
        throw new Error('An address of the issuer is not https.');
    const response = await fetch(address, {
        redirect: 'error',
        signal: AbortSignal.timeout(FETCH_MS),
        headers: { accept: 'application/json' },
    });
    if (!response.ok || !response.body)
        throw new Error(`The issuer answered ${response.status}.`);
    const parts = [];
    let size = 0;
    for await (const part of response.body) {
        size += part.length;
        if (size > MOST_BYTES)
            throw new Error('The issuer answered with too much.');
        parts.push(part);
    }
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
};
const keysFrom = async (issuer) => {
    const discovery = (await jsonFrom(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
    if (discovery.issuer !== issuer || typeof discovery.jwks_uri !== 'string')
        throw new Error('The discovery document is of another issuer.');
    const set = (await jsonFrom(discovery.jwks_uri));
    if (!Array.isArray(set.keys))
        throw new Error('The issuer shows no keys.');
    return set;
};
/** The issuer's keys, as it showed them last. */
class IssuerKeys {
    issuer;
    known;
    askedAt = Number.NEGATIVE_INFINITY;
    asking;
    constructor(issuer) {
        this.issuer = issuer;
    }
    ask() {
        this.askedAt = Date.now();
        this.asking ??= keysFrom(this.issuer)
            .then((keys) => {
            this.known = { set: createLocalJWKSet(keys), at: Date.now() };
        })
            .catch(() => undefined)
            .finally(() => {
            this.asking = undefined;
        });
        return this.asking;
    }
    mayAsk() {
        return this.asking !== undefined || Date.now() - this.askedAt >= PAUSE_MS;
    }
    async current() {
        const age = () => (this.known ? Date.now() - this.known.at : Number.POSITIVE_INFINITY);
        if (age() > FRESH_MS && this.mayAsk())
            await this.ask();
        if (!this.known || age() > KEPT_MS)
            throw AWAY;
        return this.known.set;
    }
    /** For a key that is not among those known; undefined where the issuer was asked only just now. */
    async renewed() {
        if (!this.mayAsk())
            return undefined;
        await this.ask();
        return this.known?.set;
    }
}
const refusalOf = (error) => {
    if (error instanceof Problem)
        return error;
    if (error instanceof errors.JWTExpired)
        return unauthorised('token-expired', 'The token has expired; ask the issuer for another.');
    if (!(error instanceof errors.JWTClaimValidationFailed))
        return unproven();
    switch (error.claim) {
        case 'aud':
            return unauthorised('token-audience', 'The token is for another audience than this installation.');
        case 'iss':
            return unauthorised('token-issuer', 'The token is of another issuer than the one that is trusted here.');
        case 'nbf':
            return unauthorised('token-not-yet', 'The token does not count yet; see that the clocks agree.');
        default:
            return unauthorised('token-claims', 'The token lacks a claim that is needed, such as exp, or has it in another form.');
    }
};
/** What can be refused without the keys is, so that no stranger's token has the issuer asked. */
const lookAt = (token, { issuer }) => {
    const { alg } = decodeProtectedHeader(token);
    if (alg === undefined || !ALGORITHMS.includes(alg))
        throw unproven();
    if (decodeJwt(token).iss !== issuer)
        throw new errors.JWTClaimValidationFailed('', {}, 'iss');
};
const verified = async (token, settings, keys) => {
    const { issuer, audience } = settings;
    const rules = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: SKEW_SECONDS, requiredClaims: ['exp'] };
    lookAt(token, settings);
    const set = await keys.current();
    try {
        return (await jwtVerify(token, set, rules)).payload;
    }
    catch (error) {
        const renewed = error instanceof errors.JWKSNoMatchingKey ? await keys.renewed() : undefined;
        if (!renewed)
            throw error;
        return (await jwtVerify(token, renewed, rules)).payload;
    }
};
const subjectIn = (payload, claim) => {
    const names = claim === undefined ? CLAIMS : [claim];
    const value = names.map((name) => payload[name]).find((one) => one !== undefined);
    return typeof value === 'string' && value.length <= 500 ? value : undefined;
};
/** Who a login's token is of. What bears no token is left to other proofs; a token that proves nothing is refused in words. */
export const oidcProof = (settings, secrets) => {
    const keys = new IssuerKeys(settings.issuer);
    return async (request) => {
        const token = bearerOf(request);
        if (token === undefined || !TOKEN.test(token))
            return undefined;
        let payload;
        try {
            payload = await verified(token, settings, keys);
        }
        catch (error) {
            throw refusalOf(error);
        }
        const subject = subjectIn(payload, settings.claim);
        const client = subject === undefined ? undefined : await clientOfSubject(secrets, subject);
        if (client)
            return client;
        throw unauthorised('token-of-nobody', 'The token is good, and of no API client here: ehcna client add --oidc-subject.');
    };
};
//# sourceMappingURL=oidc.js.map
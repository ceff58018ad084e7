import { clientOfKey } from '../api-clients.js';
import { Problem } from './problem.js';
const BEARER = /^Bearer ([\x21-\x7e]{1,8192})$/i;
export const bearerOf = (request) => BEARER.exec(request.headers.authorization ?? '')?.[1];
const principalOf = ({ id, role, scopes, school, service }) => ({
    id,
    actor: { role, id },
    scopes: new Set(scopes),
    school,
    service: service ?? null,
});
/** By an API key, or by one of the further proofs. */
export const authentication = (secrets, signers, proofs) => async (request, scope) => {
    const key = bearerOf(request);
    let client = key === undefined ? undefined : await clientOfKey(secrets, key);
    for (const proof of client ? [] : proofs)
        client ??= await proof(request);
    if (!client)
        throw new Problem(401, key === undefined ? 'no-key' : 'unknown-key', key === undefined
            ? 'A key is needed: Authorization: Bearer …'
            : 'The key is none that counts: it is unknown, has been replaced, or its client was revoked.', { headers: { 'www-authenticate': 'Bearer' } });
    request.client = client.id;
    if (!client.scopes.includes(scope))
        throw new Problem(403, 'scope', `The client ${client.id} has not the scope ${scope}, which this needs.`);
    signers.add(client);
    return principalOf(client);
};
//# sourceMappingURL=desk.js.map
import { CALLER, callerOf, COMMAND_LIFETIME_MS, isNobody } from '../domain/caller.js';
import { readAssertion } from '../keys/assertion.js';
import { openRevocations } from '../keys/revocations.js';
import { Refused } from './ehcna.js';
const CLOCK = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now';
/** Epoch milliseconds. That of the machine where it is asked is its user's to set. */
const databaseTime = async (pool) => (await pool.query(CLOCK)).rows[0]?.now ?? Date.now();
/** Throws {@link Refused} where the identity of `by` is forged, of an issuer not known, expired or revoked. */
export const requireStanding = async ({ client, pool, signer }, by, { workflowId, call, body }, issuers) => {
    const { namespace } = client.options;
    const now = await databaseTime(pool);
    const sending = { namespace, workflowId, call, body, now, lifetimeMs: COMMAND_LIFETIME_MS };
    const { assertion } = signer.sign(by, sending);
    const known = { namespace, issuers, revocations: await openRevocations(pool).current() };
    const reading = readAssertion(assertion, () => body, known);
    const caller = callerOf({ [CALLER]: reading }, { workflowId, call, now, longestMs: COMMAND_LIFETIME_MS });
    if (isNobody(caller))
        throw new Refused(caller);
};
//# sourceMappingURL=standing.js.map
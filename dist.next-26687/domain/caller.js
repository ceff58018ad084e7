import { refuse, UNIDENTIFIED } from './events.js';
/** The encoding that only a worker's own codec makes; whatever comes in with it is turned into nothing. */
export const CALLER_ENCODING = 'ehcna/caller';
/** No JSON has such a key: what carries it was read from that encoding. */
export const CALLER = Symbol.for('ehcna.caller');
const MINUTE = 60_000;
/** Whoever waits for an answer signs anew when none comes. */
export const COMMAND_LIFETIME_MS = 5 * MINUTE;
/** A fact is sent once and may wait while no worker runs: over a long weekend, and some more. */
export const FACT_LIFETIME_MS = 7 * 24 * 60 * MINUTE;
/** Clocks of two machines differ. */
export const SKEW_MS = 3 * MINUTE;
const FAULTS = {
    unreadable: [
        'assertion-unreadable',
        'What came as the second argument is no assertion; expected {"assertion":"…"} as `ehcna identity assert` makes it',
    ],
    forged: ['assertion-forged', 'The assertion was not signed by the identity it names, or not by its issuer'],
    'unknown-issuer': [
        'assertion-unknown-issuer',
        'The identity was issued by somebody whom the workers do not know: EHCNA_ISSUERS does not hold its issuer',
    ],
    'other-namespace': ['assertion-misused', 'The assertion was made for another namespace than this one'],
    'other-body': ['assertion-misused', 'The assertion was made for another body than the one it was sent with'],
};
const iso = (ms) => new Date(ms).toISOString();
const refusedBecause = (v, { workflowId, call, now, receivedAt = now, longestMs }) => {
    const who = `${v.role} ${v.id}`;
    if (v.workflowId !== workflowId || v.call !== call)
        return refuse('assertion-misused', `The assertion of ${who} was made for ${v.call} of ${v.workflowId}, and was sent with ${call} of ${workflowId}`);
    if (v.issuerFrom > now || (v.issuerUntil !== null && v.issuerUntil <= now))
        return refuse('assertion-unknown-issuer', `The issuer of ${who} is not one that is trusted at ${iso(now)}`);
    if (v.revokedFrom !== null && v.revokedFrom <= now)
        return refuse('identity-revoked', `The identity of ${who} was revoked from ${iso(v.revokedFrom)}`);
    if (v.identityUntil <= now)
        return refuse('identity-expired', `The identity of ${who} was good until ${iso(v.identityUntil)}: ask for a new one`);
    if (v.issuedAt > now + SKEW_MS)
        return refuse('assertion-early', `The assertion of ${who} was made at ${iso(v.issuedAt)}, and it is ${iso(now)}`);
    if (v.expiresAt - v.issuedAt > longestMs)
        return refuse('assertion-too-long', `An assertion for ${call} may be good for ${longestMs / MINUTE} minutes at most`);
    if (v.expiresAt + SKEW_MS < receivedAt)
        return refuse('assertion-expired', `The assertion of ${who} was good until ${iso(v.expiresAt)}, and it is ${iso(receivedAt)}: send it again, signed anew`);
    return undefined;
};
const isRead = (presented) => typeof presented === 'object' && presented !== null && CALLER in presented;
/** Nobody in particular where nothing was presented; refused where what was presented does not prove what it claims. */
export const callerOf = (presented, call) => {
    if (presented === undefined || presented === null)
        return { actor: UNIDENTIFIED, nonce: undefined };
    const reading = isRead(presented) ? presented[CALLER] : { fault: 'unreadable' };
    if ('fault' in reading)
        return refuse(...FAULTS[reading.fault]);
    const { vouched } = reading;
    const { role, id, nonce } = vouched;
    return refusedBecause(vouched, call) ?? { actor: { role, id }, nonce };
};
export const isNobody = (who) => 'refused' in who;
/**
 * `by` may be left out. Where it is there it must be who the assertion says; only our own processes, which share one
 * identity, say which of them speaks.
 */
export const spokenBy = ({ actor }, by) => {
    if (by === undefined)
        return actor;
    const { role, id } = (by ?? {});
    if (role === actor.role && (id === actor.id || (role === 'system' && isName(id))))
        return { role: actor.role, id };
    const proved = actor.role === 'unidentified' ? 'the call has no assertion' : `the assertion says ${actor.role} ${actor.id}`;
    return refuse('wrong-identity', `by names somebody else than who called: ${proved}. It may be left out`);
};
/** A name that nobody identified can come with. */
export const namedByNobody = (id) => `unidentified:${id}`.slice(0, 100);
/** Under which a command is remembered: nobody unidentified can use up an id that somebody else will come with. */
const rememberedAs = ({ actor, nonce }, id) => {
    if (id === undefined)
        return nonce;
    return actor.role === 'unidentified' && typeof id === 'string' ? namedByNobody(id) : id;
};
const NOBODY = { actor: UNIDENTIFIED, nonce: undefined };
/** A command with who gave it in it, whatever it says of that itself. What proves nothing is nobody's. */
export const hear = (heardFrom, given) => {
    const caller = isNobody(heardFrom) ? NOBODY : heardFrom;
    const named = isNobody(heardFrom) ? heardFrom : spokenBy(caller, given.by);
    const by = isNobody(named) ? caller.actor : named;
    const commandId = rememberedAs(caller, given.commandId);
    return {
        refusal: isNobody(named) ? named : undefined,
        said: { ...given, by, ...(commandId === undefined ? {} : { commandId }) },
        by,
    };
};
const NAME = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;
const isName = (value) => typeof value === 'string' && NAME.test(value);
/** A refusal of who called: it says roles, staff identifiers and workflow IDs, and nothing of the case. */
export const isAboutCaller = ({ code }) => /^(not-identified|wrong-role|wrong-identity|assertion-[a-z-]+|identity-[a-z-]+)$/.test(code);
/** Who may start a process from its past: our own processes, and whoever restores after a loss or takes over a caseload. */
export const MAY_RESTORE = ['manager', 'system'];
/** For what is not in the catalogue: starting again, taking over, a panel, a plan. */
export const mustBe = (caller, roles, what) => {
    const { role } = caller.actor;
    if (roles.includes(role))
        return undefined;
    return role === 'unidentified'
        ? notIdentified(what, roles)
        : refuse('wrong-role', `${what} is done by ${roles.join(', ')}; it was sent as ${role}`);
};
export const notIdentified = (what, roles) => refuse('not-identified', `${what} is done by ${roles.join(', ')}; the call carried no assertion of who made it (docs/security.md)`);
//# sourceMappingURL=caller.js.map
/**
 * Who gives a command. Temporal does not tell a process who called, so our clients send an assertion beside what they say;
 * the worker checks its signature (keys/assertion-codec.ts) and hands the process what is here. What depends on the time is
 * decided here, by the clock of the process, so that a replay decides alike.
 */
import type { Actor, Refusal, Role } from './events.js';
import { refuse, UNIDENTIFIED } from './events.js';

/** The encoding that only a worker's own codec makes; whatever comes in with it is turned into nothing. */
export const CALLER_ENCODING = 'ehcna/caller';

/** No JSON has such a key: what carries it was read from that encoding. */
export const CALLER = Symbol.for('ehcna.caller');

/** What the signatures of an assertion vouch for. Instants are epoch milliseconds. */
export interface Vouched {
  role: Role;
  id: string;
  workflowId: string;
  /** What it was made for: `update:NAME`, `signal:NAME` or `start:TYPE`. */
  call: string;
  /** Different in every assertion; stands for the command's id where it has none. */
  nonce: string;
  issuedAt: number;
  expiresAt: number;
  identityUntil: number;
  issuerFrom: number;
  issuerUntil: number | null;
  /** From then on the identity is revoked. */
  revokedFrom: number | null;
}

/** Why an assertion vouches for nobody. */
export type AssertionFault = 'unreadable' | 'forged' | 'unknown-issuer' | 'other-namespace' | 'other-body';

export type Reading = { vouched: Vouched } | { fault: AssertionFault };

/** Of one use of a process, as the process itself sees it. */
export interface Call {
  workflowId: string;
  call: string;
  now: number;
  /** When the server took it in, where the process is told; else now. */
  receivedAt?: number;
  /** The longest that such an assertion may be good for. */
  longestMs: number;
}

export interface Caller {
  actor: Actor;
  /** Of the assertion; undefined for somebody unidentified. */
  nonce: string | undefined;
}

const MINUTE = 60_000;

/** Whoever waits for an answer signs anew when none comes. */
export const COMMAND_LIFETIME_MS = 5 * MINUTE;
/** A fact is sent once and may wait while no worker runs: over a long weekend, and some more. */
export const FACT_LIFETIME_MS = 7 * 24 * 60 * MINUTE;
/** Clocks of two machines differ. */
export const SKEW_MS = 3 * MINUTE;

const FAULTS: Record<AssertionFault, [string, string]> = {
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

const iso = (ms: number): string => new Date(ms).toISOString();

const refusedBecause = (
  v: Vouched,
  { workflowId, call, now, receivedAt = now, longestMs }: Call,
): Refusal | undefined => {
  const who = `${v.role} ${v.id}`;
  if (v.workflowId !== workflowId || v.call !== call)
    return refuse(
      'assertion-misused',
      `The assertion of ${who} was made for ${v.call} of ${v.workflowId}, and was sent with ${call} of ${workflowId}`,
    );
  if (v.issuerFrom > now || (v.issuerUntil !== null && v.issuerUntil <= now))
    return refuse('assertion-unknown-issuer', `The issuer of ${who} is not one that is trusted at ${iso(now)}`);
  if (v.revokedFrom !== null && v.revokedFrom <= now)
    return refuse('identity-revoked', `The identity of ${who} was revoked from ${iso(v.revokedFrom)}`);
  if (v.identityUntil <= now)
    return refuse(
      'identity-expired',
      `The identity of ${who} was good until ${iso(v.identityUntil)}: ask for a new one`,
    );
  if (v.issuedAt > now + SKEW_MS)
    return refuse('assertion-early', `The assertion of ${who} was made at ${iso(v.issuedAt)}, and it is ${iso(now)}`);
  if (v.expiresAt - v.issuedAt > longestMs)
    return refuse(
      'assertion-too-long',
      `An assertion for ${call} may be good for ${longestMs / MINUTE} minutes at most`,
    );
  if (v.expiresAt + SKEW_MS < receivedAt)
    return refuse(
      'assertion-expired',
      `The assertion of ${who} was good until ${iso(v.expiresAt)}, and it is ${iso(receivedAt)}: send it again, signed anew`,
    );
  return undefined;
};

const isRead = (presented: unknown): presented is { [CALLER]: Reading } =>
  typeof presented === 'object' && presented !== null && CALLER in presented;

/** Nobody in particular where nothing was presented; refused where what was presented does not prove what it claims. */
export const callerOf = (presented: unknown, call: Call): Caller | Refusal => {
  if (presented === undefined || presented === null) return { actor: UNIDENTIFIED, nonce: undefined };
  const reading: Reading = isRead(presented) ? presented[CALLER] : { fault: 'unreadable' };
  if ('fault' in reading) return refuse(...FAULTS[reading.fault]);
  const { vouched } = reading;
  const { role, id, nonce } = vouched;
  return refusedBecause(vouched, call) ?? { actor: { role, id }, nonce };
};

export const isNobody = (who: Caller | Actor | Refusal): who is Refusal => 'refused' in who;

/**
 * `by` may be left out. Where it is there it must be who the assertion says; only our own processes, which share one
 * identity, say which of them speaks.
 */
export const spokenBy = ({ actor }: Caller, by: unknown): Actor | Refusal => {
  if (by === undefined) return actor;
  const { role, id } = (by ?? {}) as { role?: unknown; id?: unknown };
  if (role === actor.role && (id === actor.id || (role === 'system' && isName(id)))) return { role: actor.role, id };
  const proved =
    actor.role === 'unidentified' ? 'the call has no assertion' : `the assertion says ${actor.role} ${actor.id}`;
  return refuse('wrong-identity', `by names somebody else than who called: ${proved}. It may be left out`);
};

/** A name that nobody identified can come with. */
export const namedByNobody = (id: string): string => `unidentified:${id}`.slice(0, 100);

/** Under which a command is remembered: nobody unidentified can use up an id that somebody else will come with. */
const rememberedAs = ({ actor, nonce }: Caller, id: unknown): unknown => {
  if (id === undefined) return nonce;
  return actor.role === 'unidentified' && typeof id === 'string' ? namedByNobody(id) : id;
};

export interface Heard {
  /** Why it is not listened to. */
  refusal: Refusal | undefined;
  said: Record<string, unknown>;
  by: Actor;
}

const NOBODY: Caller = { actor: UNIDENTIFIED, nonce: undefined };

/** A command with who gave it in it, whatever it says of that itself. What proves nothing is nobody's. */
export const hear = (heardFrom: Caller | Refusal, given: Readonly<Record<string, unknown>>): Heard => {
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
const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);

/** A refusal of who called: it says roles, staff identifiers and workflow IDs, and nothing of the case. */
export const isAboutCaller = ({ code }: Refusal): boolean =>
  /^(not-identified|wrong-role|wrong-identity|assertion-[a-z-]+|identity-[a-z-]+)$/.test(code);

/** Who may start a process from its past: our own processes, and whoever restores after a loss or takes over a caseload. */
export const MAY_RESTORE: readonly Role[] = ['manager', 'system'];

/** For what is not in the catalogue: starting again, taking over, a panel, a plan. */
export const mustBe = (caller: Pick<Caller, 'actor'>, roles: readonly Role[], what: string): Refusal | undefined => {
  const { role } = caller.actor;
  if (roles.includes(role)) return undefined;
  return role === 'unidentified'
    ? notIdentified(what, roles)
    : refuse('wrong-role', `${what} is done by ${roles.join(', ')}; it was sent as ${role}`);
};

export const notIdentified = (what: string, roles: readonly Role[]): Refusal =>
  refuse(
    'not-identified',
    `${what} is done by ${roles.join(', ')}; the call carried no assertion of who made it (docs/security.md)`,
  );

/**
 * The envelope of every fact in the ledger, whatever process it belongs to. Clocks run from `occurredOn` (when it
 * happened), never from `recordedAt` (when it was typed in).
 */
import type { CivilDate } from './civil-date.js';

/** What a person or system may be in a case. Taken from who they proved to be, not from what they claim in a command. */
export const ROLES = [
  'caseworker',
  'assessment-lead',
  'manager',
  'panel-clerk',
  'clinical-lead',
  'ep-admin',
  'adviser',
  'provider',
  'family',
  'integrator',
  'auditor',
  'system',
  // Whoever sent no proof of who they are.
  'unidentified',
] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  role: Role;
  /** A staff or client identifier, never a child's. */
  id: string;
}

/** Our own processes, where they do something by themselves. */
export const SYSTEM: Actor = { role: 'system', id: 'ehcna' };

/** Who stands in the ledger for a call without an assertion: the Temporal UI's form, another program. */
export const UNIDENTIFIED: Actor = { role: 'unidentified', id: 'unidentified' };

const ACTOR_ID = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;

export const isActor = (value: unknown): value is Actor => {
  const { role, id } = (value ?? {}) as { role?: unknown; id?: unknown };
  return ROLES.includes(role as Role) && typeof id === 'string' && ACTOR_ID.test(id);
};

export interface Recorded<E extends { type: string; data: object }> {
  /** 1, 2, 3 … within the stream, without a gap. */
  seq: number;
  type: E['type'];
  data: E['data'];
  occurredOn: CivilDate;
  /** ISO instant, UTC. */
  recordedAt: string;
  by: Actor;
  /** The command that caused it, for tracing and for suppressing repeats. */
  commandId?: string;
  /** The case was erased: `data` is gone for good. */
  erasedOn?: CivilDate;
}

export type AnyEvent = Recorded<{ type: string; data: Record<string, unknown> }>;

/** Why a command was refused: what was given, what was expected, and the rule. Never a child's detail. */
export interface Refusal {
  refused: true;
  code: string;
  reason: string;
  /** The rule or provision that says so, where one does. */
  rule?: string;
  /** It holds words of ours alone, and may be read where nothing is decrypted. */
  inClear?: true;
}

export const refuse = (code: string, reason: string, rule?: string): Refusal => ({
  refused: true,
  code,
  reason,
  ...(rule ? { rule } : {}),
});

export interface Recording {
  /** ISO instant. */
  recordedAt: string;
  by: Actor;
  commandId?: string | undefined;
}

/** Gives events their place in a stream's ledger, one after another, and folds them in. */
export const recordWith = <S extends { seq: number }, E extends object, P extends E>(
  evolve: (state: S, event: P) => S,
  state: S,
  events: readonly E[],
  { recordedAt, by, commandId }: Recording,
): { state: S; recorded: P[] } => {
  let next = state;
  const recorded = events.map((event) => {
    const placed = { ...event, seq: next.seq + 1, recordedAt, by, ...(commandId ? { commandId } : {}) } as unknown as P;
    next = evolve(next, placed);
    return placed;
  });
  return { state: next, recorded };
};

/** Repeats come soon if at all; older ids need not be carried. */
const REMEMBERED = 200;

/** The commands a stream has dealt with, so that one that comes twice happens once. */
export const remember = (ids: string[], id: string | undefined): string[] =>
  id === undefined || ids.includes(id) ? ids : [...ids, id].slice(-REMEMBERED);

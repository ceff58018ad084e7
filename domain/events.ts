/**
 * The envelope of every fact in the ledger, whatever process it belongs to. Clocks run from `occurredOn` (when it
 * happened), never from `recordedAt` (when it was typed in).
 */
import type { CivilDate } from './civil-date.js';

/** What a person or system may be in a case. Taken from who they are, not from what they claim in a command. */
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
] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  role: Role;
  /** A staff or client identifier, never a child's. */
  id: string;
}

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
}

export type AnyEvent = Recorded<{ type: string; data: Record<string, unknown> }>;

/** Why a command was refused: what was given, what was expected, and the rule. Never a child's detail. */
export interface Refusal {
  refused: true;
  code: string;
  reason: string;
  /** The rule or provision that says so, where one does. */
  rule?: string;
}

export const refuse = (code: string, reason: string, rule?: string): Refusal => ({
  refused: true,
  code,
  reason,
  ...(rule ? { rule } : {}),
});

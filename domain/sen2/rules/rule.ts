/** The shape of one rule of the return. The rules are ours; those of the Department for Education were not at hand. */
import type { Role } from '../../events.js';
import type { Module } from '../fields.js';
import type { PersonRecord, RequestRecord } from '../records.js';
import type { Values } from '../values.js';

export type Level = 'error' | 'query';

/** `ours`: follows from what the records say · `list`: as the checks of another return of the same children. */
export type RuleSource = 'ours' | 'list';

export interface About {
  id: string;
  module: Module;
  field: string;
  level: Level;
  /** Names the rule and the field, and never what stands in it. */
  message: string;
  owner: Role;
  /** The verb of the command that mends it, and the fields to say with it. */
  mend: 'sen2' | 'correct';
  say?: readonly string[];
  source: RuleSource;
}

export interface PersonRule extends About {
  scope: 'person';
  isBroken: (person: Values) => boolean;
}

export interface RequestRule extends About {
  scope: 'request';
  isBroken: (record: RequestRecord) => boolean;
}

/** Of the whole return: whom it finds, by the person. */
export interface ReturnRule extends About {
  scope: 'return';
  find: (persons: readonly PersonRecord[]) => PersonRecord[];
}

export type Sen2Rule = PersonRule | RequestRule | ReturnRule;

export const error = { level: 'error', owner: 'caseworker', mend: 'sen2', source: 'ours' } as const;
export const query = { ...error, level: 'query' } as const;
/** A date that is wrong is put right by whoever may correct facts. */
export const correction = { ...error, owner: 'assessment-lead', mend: 'correct' } as const;

export const isBefore = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a < b;

export const isUnsaid = (values: Values | undefined, ...tags: string[]): boolean =>
  values !== undefined && tags.some((tag) => values[tag] === undefined);

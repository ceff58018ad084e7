/**
 * The sandbox's own check of what a person or a foreign client sends: the same shapes as zod's, as JSON Schema. Says where
 * the fault is and what was expected, and repeats no value, so that no child's detail stands in an error.
 */
import { Validator } from '@cfworker/json-schema';
import { notIdentified } from './caller.js';
import type { Actor, Refusal, Role } from './events.js';
import { refuse } from './events.js';

/**
 * Kept as text: every running case evaluates this table, and the text is one for all of them, where objects would be each
 * case's own. What is needed is read when it is needed.
 */
export interface CommandCheck {
  description: string;
  roles: readonly Role[];
  /** JSON. */
  example: string;
  /** JSON Schema, as JSON. */
  schema: string;
}

/** More than any command needs. A megabyte of small parts would take longer to check than a process may think. */
const MOST_PARTS = 5_000;

const isOfOrdinarySize = (value: unknown): boolean => {
  const parts = [value];
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue;
    if (ArrayBuffer.isView(part)) return false;
    for (const inner of Object.values(part)) if (parts.push(inner) > MOST_PARTS) return false;
  }
  return true;
};

/** A place is named by the names of fields; one that is not ours may be anything, a child's name too, and is not repeated. */
const placeIn = (location: string, schema: string): string =>
  location
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) =>
      part === '' || /^\d{1,4}$/.test(part) || schema.includes(JSON.stringify(part)) ? part : '(a field)',
    )
    .join('.') || 'the command';

/** Faults of a value against a JSON Schema, given as JSON, innermost only. Empty: it fits. */
export const faultsAgainst = (schema: string, value: unknown): string[] => {
  // The validator takes what JSON can say, and throws at anything else.
  if (value === undefined) return ['the command: there is none'];
  if (!isOfOrdinarySize(value)) return [`the command: it has more than ${MOST_PARTS} parts, or is raw bytes`];
  const { valid, errors } = new Validator(JSON.parse(schema) as object, '2020-12', false).validate(value);
  if (valid) return [];
  const places = errors.map((e) => e.instanceLocation);
  const inner = errors.filter(
    (e) => !places.some((p) => p !== e.instanceLocation && p.startsWith(`${e.instanceLocation}/`)),
  );
  return [...new Set(inner.map((e) => fault(placeIn(e.instanceLocation, schema), e.keyword, e.error)))].slice(0, 8);
};

const fault = (where: string, keyword: string, error: string): string =>
  `${where}: ${EXPECTED[keyword] ?? inWords(error)}`;

/** As the validator has it, which speaks of instances, for people. */
const inWords = (error: string): string =>
  error
    .replace(/^-?[\d.e+]+ is/, 'it is')
    .replace(
      /^Instance does not match any of \[(.*)\]\.$/,
      (_all, values: string) => `it is none of ${values.replaceAll('"', '').replaceAll(',', ', ')}`,
    )
    .replace(/^Instance type "(\w+)" is invalid\. Expected "([^"]*)"\.$/, 'it is of the kind $1; expected $2')
    .replace(/^Instance does not have required property "([^"]*)"\.$/, 'it has no $1, which is needed');

const EXPECTED: Record<string, string> = {
  pattern: 'it is blank, or not in the form expected here (dates are YYYY-MM-DD)',
  minLength: 'it must not be empty',
  additionalProperties: 'it has a field that is not known here',
  false: 'this field is not known here',
  propertyNames: 'it has a field whose name is not in the form expected here',
};

/** Shape, then role, which is that of whoever proved to call. The state's own rules are decide()'s. */
export const checkCommand = (check: CommandCheck, command: unknown, isOpenToAll: boolean): Refusal | undefined => {
  const faults = faultsAgainst(check.schema, command);
  if (faults.length > 0) {
    const reason = `${faults.join('; ')}. An example that fits: ${check.example}`;
    return { ...refuse('malformed', reason), inClear: true };
  }
  const { by } = command as { by: Actor };
  if (check.roles.includes(by.role)) return undefined;
  if (by.role === 'unidentified') return isOpenToAll ? undefined : notIdentified('This', check.roles);
  return refuse('wrong-role', `This is done by ${check.roles.join(', ')}; it was sent as ${by.role}`);
};

/**
 * The sandbox's own check of what a person or a foreign client sends: the same shapes as zod's, as JSON Schema. Says where
 * the fault is and what was expected, and repeats no value, so that no child's detail stands in an error.
 */
import { Validator } from '@cfworker/json-schema';
import { notIdentified } from './caller.js';
import { refuse } from './events.js';
/** More than any command needs. A megabyte of small parts would take longer to check than a process may think. */
const MOST_PARTS = 5_000;
const isOfOrdinarySize = (value) => {
    const parts = [value];
    for (const part of parts) {
        if (typeof part !== 'object' || part === null)
            continue;
        if (ArrayBuffer.isView(part))
            return false;
        for (const inner of Object.values(part))
            if (parts.push(inner) > MOST_PARTS)
                return false;
    }
    return true;
};
/** A place is named by the sender's own field names, which may be of any length. */
const LONGEST_PLACE = 80;
/** Faults of a value against a JSON Schema, given as JSON, innermost only. Empty: it fits. */
export const faultsAgainst = (schema, value) => {
    // The validator takes what JSON can say, and throws at anything else.
    if (value === undefined)
        return ['the command: there is none'];
    if (!isOfOrdinarySize(value))
        return [`the command: it has more than ${MOST_PARTS} parts, or is raw bytes`];
    const { valid, errors } = new Validator(JSON.parse(schema), '2020-12', false).validate(value);
    if (valid)
        return [];
    const places = errors.map((e) => e.instanceLocation);
    const inner = errors.filter((e) => !places.some((p) => p !== e.instanceLocation && p.startsWith(`${e.instanceLocation}/`)));
    return [...new Set(inner.map((e) => fault(e.instanceLocation, e.keyword, e.error)))].slice(0, 8);
};
const fault = (location, keyword, error) => {
    const where = location.slice(0, LONGEST_PLACE).replace(/^#\/?/, '').replaceAll('/', '.') || 'the command';
    return `${where}: ${EXPECTED[keyword] ?? error.replace(/"[^"]*" does not match/, 'it does not match')}`;
};
const EXPECTED = {
    pattern: 'it is blank, or not in the form expected here (dates are YYYY-MM-DD)',
    minLength: 'it must not be empty',
    additionalProperties: 'it has a field that is not known here',
    false: 'this field is not known here',
};
/** Shape, then role, which is that of whoever proved to call. The state's own rules are decide()'s. */
export const checkCommand = (check, command, isOpenToAll) => {
    const faults = faultsAgainst(check.schema, command);
    if (faults.length > 0) {
        return refuse('malformed', `${faults.join('; ')}. An example that fits: ${check.example}`);
    }
    const { by } = command;
    if (check.roles.includes(by.role))
        return undefined;
    if (by.role === 'unidentified')
        return isOpenToAll ? undefined : notIdentified('This', check.roles);
    return refuse('wrong-role', `This is done by ${check.roles.join(', ')}; it was sent as ${by.role}`);
};
//# sourceMappingURL=command-check.js.map
/**
 * Options of the command line made from a zod shape, so that a field has one source: what may be typed, what is said of
 * it, how it is read, and what is expected where it is wrong. No message repeats a value: it may be about a child.
 */
import { Option } from 'commander';
import { z } from 'zod';
import { WrongUsage } from './outcome.js';
export const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
export const optionName = (field) => `--${kebab(field)}`;
/** The shape behind `.optional()`. */
export const bare = (shape) => shape instanceof z.ZodOptional ? bare(shape.unwrap()) : shape;
/** A list that may be empty is given by typing none of it. */
export const mayBeEmpty = (shape) => shape instanceof z.ZodArray && shape.safeParse([]).success;
export const isRequired = (shape) => !(shape instanceof z.ZodOptional) && !mayBeEmpty(shape);
const listed = (values) => values.join(', ');
const sizeOf = ({ minValue, maxValue }) => Number.isFinite(minValue) && Number.isFinite(maxValue)
    ? `a whole number from ${minValue} to ${maxValue}`
    : 'a number';
/** What fits, in a few words: "one of assess, refuse". */
export const expected = (wrapped) => {
    const shape = bare(wrapped);
    if (shape instanceof z.ZodEnum)
        return `one of ${listed(shape.options)}`;
    if (shape instanceof z.ZodBoolean)
        return 'yes or no';
    if (shape instanceof z.ZodNumber)
        return sizeOf(shape);
    if (shape instanceof z.ZodISODate)
        return 'a date that exists, such as 2025-04-02';
    if (shape instanceof z.ZodEmail)
        return 'an e-mail address';
    if (shape instanceof z.ZodArray)
        return `a list; each ${expected(shape.element)}`;
    if (shape instanceof z.ZodObject)
        return `${listed(Object.keys(shape.shape))} as key=value,key=value or JSON`;
    return shape instanceof z.ZodString ? expectedText(shape) : 'another value';
};
const IN_WORDS = {
    '^\\d{6}$': 'six digits',
    '^[0-9a-f]{64}$': 'the SHA-256 of the document, 64 hexadecimal digits',
    '^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$': 'a reference of letters, digits and : . _ -',
    '^[A-HJ-NP-RT-Z]\\d{11}[0-9A-Z]$': 'a unique pupil number',
    '^EHC-[0-9A-HJKMNP-TV-Z]{8}$': 'a case reference such as EHC-7K2M9QXA',
};
const expectedText = (shape) => {
    const pattern = patternOf(shape);
    if (pattern !== undefined)
        return IN_WORDS[pattern] ?? `text like ${pattern}`;
    return shape.maxLength === null ? 'text' : `text of at most ${shape.maxLength} characters`;
};
const patternOf = (shape) => shape.def.checks?.map(({ _zod: { def } }) => ('pattern' in def ? def.pattern : undefined)).find(Boolean)
    ?.source;
const placeholder = (wrapped) => {
    const shape = bare(wrapped);
    if (shape instanceof z.ZodArray)
        return placeholder(shape.element);
    if (shape instanceof z.ZodObject)
        return 'key=value,…';
    if (shape instanceof z.ZodNumber)
        return 'number';
    if (shape instanceof z.ZodISODate)
        return 'date';
    if (shape instanceof z.ZodEmail)
        return 'address';
    if (shape instanceof z.ZodEnum)
        return 'which';
    return patternOf(shape) === undefined ? 'text' : 'ref';
};
const TRUTH = { yes: true, true: true, no: false, false: false };
/** A value as it stands inside key=value: words for yes and no, figures where the shape wants them. */
const scalar = (text, wrapped) => {
    const shape = wrapped && bare(wrapped);
    if (shape instanceof z.ZodBoolean)
        return TRUTH[text.toLowerCase()] ?? text;
    if (shape instanceof z.ZodNumber)
        return text.trim() === '' ? text : Number(text);
    return text;
};
export const parseJson = (text, where) => {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new WrongUsage(`${where}: this is not JSON.`);
    }
};
/** `name=Hillside School,section38=yes`: a comma ends a value only where another key follows. */
const keyValues = (text, shape, where) => {
    if (/^\s*[{[]/.test(text))
        return parseJson(text, where);
    const pairs = text.split(/,(?=[A-Za-z][A-Za-z0-9]*=)/).map((pair) => {
        const at = pair.indexOf('=');
        if (at < 1)
            throw new WrongUsage(`${where}: expected ${expected(shape)}.`);
        const key = pair.slice(0, at).trim();
        return [key, scalar(pair.slice(at + 1), shape.shape[key])];
    });
    return Object.fromEntries(pairs);
};
const reader = (wrapped, where) => {
    const shape = bare(wrapped);
    if (shape instanceof z.ZodArray) {
        const one = reader(shape.element, where);
        return (text, before) => {
            const value = one(text, undefined);
            const all = Array.isArray(before) ? before : [];
            return Array.isArray(value) ? [...all, ...value] : [...all, value];
        };
    }
    if (shape instanceof z.ZodObject)
        return (text) => keyValues(text, shape, where);
    return (text) => scalar(text, shape);
};
const explained = (shape) => {
    const inner = bare(shape);
    const words = inner instanceof z.ZodArray ? expected(inner.element) : expected(inner);
    const required = isRequired(shape) ? '' : ', optional';
    return `${words}${inner instanceof z.ZodArray ? ', may be repeated' : ''}${required}`;
};
/** The option or, for yes and no, the pair of options that gives one field. */
export const optionsOf = (field, shape) => {
    const name = optionName(field);
    if (bare(shape) instanceof z.ZodBoolean) {
        const required = isRequired(shape) ? 'one of the two' : 'optional';
        return [new Option(name, `yes (${required})`), new Option(`--no-${kebab(field)}`, 'no')];
    }
    return [new Option(`${name} <${placeholder(shape)}>`, explained(shape)).argParser(reader(shape, name))];
};
export const fieldIsOption = ([field = '', ...inner]) => ({ option: optionName(field), inner });
/** Faults of a body against its shape, each with the option it belongs to and what was expected there. */
export const faultsOf = (error, shape, naming = fieldIsOption) => error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => `${[...path, key].join('.')}: there is no such field`);
    }
    if (path.length === 0)
        return [issue.message];
    const { option, inner } = naming(path);
    const at = [option, ...inner.map((step) => (/^\d+$/.test(step) ? `#${Number(step) + 1}` : step))].join(' ');
    const wanted = shapeAt(shape, path);
    const what = wanted ? expected(wanted) : issue.message;
    return [issue.input === undefined ? `${at} is needed: ${what}` : `${at}: expected ${what}`];
});
const shapeAt = (shape, path) => {
    const [step, ...rest] = path;
    const here = shape && bare(shape);
    if (step === undefined)
        return here;
    if (here instanceof z.ZodObject)
        return shapeAt(here.shape[step], rest);
    return here instanceof z.ZodArray ? shapeAt(here.element, rest) : undefined;
};
const quoted = (text) => /^[A-Za-z0-9_./:@=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
/** An object as key=value where that can be read back, else as JSON. */
const asKeyValues = (value) => {
    const entries = Object.entries(value);
    const plain = entries.every(([, v]) => typeof v !== 'object' && !/,[A-Za-z][A-Za-z0-9]*=/.test(String(v)));
    if (!plain)
        return JSON.stringify(value);
    return entries.map(([key, v]) => `${key}=${typeof v === 'boolean' ? (v ? 'yes' : 'no') : String(v)}`).join(',');
};
/** The words that give a body on the command line: what help shows, and what a test types. */
export const wordsFor = (body) => Object.entries(body).flatMap(([field, value]) => {
    if (typeof value === 'boolean')
        return [value ? optionName(field) : `--no-${kebab(field)}`];
    const values = Array.isArray(value) ? value : [value];
    return values.flatMap((one) => [
        optionName(field),
        typeof one === 'object' && one !== null ? asKeyValues(one) : String(one),
    ]);
});
export const asTyped = (words) => words.map(quoted).join(' ');
//# sourceMappingURL=fields.js.map
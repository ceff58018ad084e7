/** One row of the file, each value read by the form of its column. Faults never repeat a child's or a family's details. */
import { z } from 'zod';
import { ageOn, isCivilDate } from '../../domain/civil-date.js';
import { formInWords } from './sheet.js';
export class Row {
    line;
    values;
    constructor(line, 
    /** Spelt one way, whatever the file wrote: dates ISO, words in lower case, lists with | between them. */
    values) {
        this.line = line;
        this.values = values;
    }
    get(column) {
        return this.values.get(column);
    }
    has(column) {
        return this.values.has(column);
    }
    /** For columns that the checks have found to be there. */
    must(column) {
        const value = this.values.get(column);
        if (value === undefined)
            throw new Error(`Line ${this.line}: ${column} was not checked for.`);
        return value;
    }
    yes(column) {
        return this.values.get(column) === 'yes';
    }
    list(column) {
        return this.values.get(column)?.split('|') ?? [];
    }
    get columns() {
        return [...this.values.keys()];
    }
}
const LONGEST_LINE = 500;
const LONGEST_TEXT = 20_000;
const MOST_LINES = 10;
/** ISO, or day, month, year with two, two and four digits: no other form can be read in one way only. */
const dateOf = (value) => {
    const british = /^(\d{2})[/](\d{2})[/](\d{4})$/.exec(value);
    const iso = british ? `${british[3]}-${british[2]}-${british[1]}` : value;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(iso))
        return { reason: 'expected a date as 2026-09-07 or 07/09/2026' };
    if (isCivilDate(iso))
        return iso;
    return { reason: 'there is no such day; expected a date as 2026-09-07 or 07/09/2026' };
};
const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';
/** The check letter is the sum of each digit by its place, from the second, modulo 23. A temporary number ends in a letter. */
const isUpn = (value) => {
    if (!/^[A-HJ-NP-RT-Z]\d{11}[0-9A-Z]$/.test(value))
        return false;
    if (/[A-Z]$/.test(value))
        return true;
    const sum = Array.from(value.slice(1)).reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
    return value[0] === UPN_LETTERS[sum % UPN_LETTERS.length];
};
const truth = { yes: 'yes', y: 'yes', true: 'yes', no: 'no', n: 'no', false: 'no' };
const listOf = (value) => value
    .split('|')
    .map((item) => item.trim())
    .filter((item) => item !== '');
const matches = (holds, value) => (holds ? value : undefined);
/** The value spelt one way, or undefined where it has not the form. */
const spell = (form, value) => {
    const lower = value.toLowerCase();
    switch (form.is) {
        case 'yes-no':
            return truth[lower];
        case 'one-of':
            return matches(form.of.includes(lower), lower);
        case 'some-of':
            return matches(listOf(lower).every((item) => form.of.includes(item)), [...new Set(listOf(lower))].join('|'));
        case 'number':
            return matches(/^-?\d+$/.test(value) && Number(value) >= form.from && Number(value) <= form.to, value);
        case 'line':
            return matches(value.length <= LONGEST_LINE && !value.includes('\n'), value);
        case 'lines':
            return matches(listOf(value).length <= MOST_LINES && listOf(value).every((item) => item.length <= LONGEST_LINE), listOf(value).join('|'));
        case 'text':
            return matches(value.length <= LONGEST_TEXT, value);
        case 'reference':
            return matches(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/.test(value), value);
        case 'urn':
            return matches(/^\d{6}$/.test(value), value);
        case 'upn':
            return matches(isUpn(value.toUpperCase()), value.toUpperCase());
        case 'email':
            return matches(z.email().safeParse(value).success, value);
    }
};
/** A date is told only where it cannot be a birthday that slipped into the wrong column. */
const isRecent = (written, today) => {
    const years = written.match(/\d{4}/g) ?? [];
    const from = Number(today.slice(0, 4)) - 1;
    return years.length > 0 && years.every((year) => Number(year) >= from);
};
export const dateTold = (on, today) => isRecent(on, today) ? on : 'a date before last year';
/** What may be repeated of a value in fault: a date of process or a code, never what may be a name. */
const shown = (form, value, today) => {
    const isDate = form.is === 'date' || form.is === 'any-date';
    if (isDate)
        return /^[\d/.: -]{1,20}$/.test(value) && isRecent(value, today) ? `given ${value}: ` : '';
    const isCode = form.is === 'one-of' || form.is === 'some-of' || form.is === 'yes-no' || form.is === 'number';
    return isCode && /^[a-z0-9][a-z0-9 |_-]{0,59}$/.test(value) ? `given ${value}: ` : '';
};
const readDate = (form, value, today) => {
    const date = dateOf(value);
    if (typeof date !== 'string')
        return { reason: `${shown(form, value, today)}${date.reason}` };
    if (form.is === 'any-date' || date <= today)
        return date;
    return form.is === 'birth'
        ? { reason: 'is after today' }
        : { reason: `given ${date}, which is after today, ${today}: only what has happened is taken over` };
};
const readValue = ({ form }, value, today) => {
    if (form.is === 'date' || form.is === 'any-date' || form.is === 'birth')
        return readDate(form, value, today);
    return spell(form, value) ?? { reason: `${shown(form, value, today)}expected ${formInWords(form)}` };
};
/** Reads what stands in each column. A column in fault has no value in the row. */
export const readRow = (sheet, line, names, fields, today) => {
    const values = new Map();
    const faults = [];
    names.forEach((name, i) => {
        const column = sheet.named(name);
        const given = (fields[i] ?? '').trim();
        if (!column || given === '')
            return;
        const read = readValue(column, given, today);
        if (typeof read !== 'string')
            faults.push({ column: name, reason: read.reason });
        else if (read !== '')
            values.set(name, read);
    });
    return { row: new Row(line, values), faults };
};
/** Whole years of age on a day, for a birthday before it. */
export const ageAt = (row, on) => {
    const born = row.get('date_of_birth');
    return born === undefined || born > on ? undefined : ageOn(born, on);
};
//# sourceMappingURL=row.js.map
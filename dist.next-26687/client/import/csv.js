/**
 * A caseload file as records, each with the line on which an editor shows it. One bad quotation mark spoils its own line
 * only: a record that does not come out is given up at its first line, and reading goes on at the next.
 */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
/** The file as a whole cannot be used; nothing of it was imported. */
export class CaseloadUnusable extends Error {
    name = 'CaseloadUnusable';
}
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;
const startsWith = (bytes, ...given) => given.every((byte, i) => bytes[i] === byte);
/** UTF-8 where it is, with or without a mark in front, else the Windows-1252 that Excel writes. */
export const decode = (bytes) => {
    if (bytes.length === 0)
        throw new CaseloadUnusable('The file is empty.');
    if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
        throw new CaseloadUnusable('The file is a workbook, not text: save it as CSV UTF-8 and import that.');
    if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff))
        throw new CaseloadUnusable('The file is UTF-16 text: save it as CSV UTF-8 and import that.');
    const text = fromUtf8(bytes) ?? fromWindows1252(bytes);
    if (CONTROL.test(text))
        throw new CaseloadUnusable('The file is not text in UTF-8 or Windows-1252: save it as CSV UTF-8 and import that.');
    return text;
};
const fromUtf8 = (bytes) => {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        return undefined;
    }
};
// Bytes 80 to 9F of Windows-1252, with spaces for those it has not. Not every version of Node's own decoder reads them so.
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const fromWindows1252 = (bytes) => Array.from(bytes, (byte) => (byte >= 0x80 && byte <= 0x9f ? HIGH[byte - 0x80] : String.fromCharCode(byte))).join('');
const isBlank = (line) => /^[\s,;"]*$/.test(line);
const quotesIn = (line) => line.split('"').length - 1;
/** How many lines from `from` on make one record: until every quotation mark has its partner. 0 if that never comes. */
const linesOfRecord = (lines, from) => {
    let open = false;
    for (let i = from; i < lines.length; i += 1) {
        if (quotesIn(lines[i] ?? '') % 2 === 1)
            open = !open;
        if (!open)
            return i - from + 1;
    }
    return 0;
};
const UNCLOSED = 'a quotation mark is opened and not closed; one inside a quoted field is written twice ("")';
const fieldsOf = (text, delimiter) => {
    try {
        return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true })[0] ?? [];
    }
    catch (error) {
        if (!(error instanceof CsvError))
            throw error;
        return error.code === 'CSV_QUOTE_NOT_CLOSED'
            ? UNCLOSED
            : 'a quotation mark stands inside a field: quote the whole field and write the mark twice ("")';
    }
};
const delimiterOf = (header) => {
    const bare = header.replace(/"[^"]*"/g, '');
    return bare.split(';').length > bare.split(',').length ? ';' : ',';
};
const wrongCount = (given, expected) => `the row has ${given} field${given === 1 ? '' : 's'} and the header has ${expected}: a comma or semicolon inside a field needs quotation marks around it`;
const oneLineFault = (fields, expected) => typeof fields === 'string' ? fields : wrongCount(fields.length, expected);
const headerAt = (lines) => {
    const at = lines.findIndex((line) => !isBlank(line));
    if (at < 0)
        throw new CaseloadUnusable('The file is empty.');
    const span = linesOfRecord(lines, at);
    const delimiter = delimiterOf(lines[at] ?? '');
    const fields = span === 0 ? UNCLOSED : fieldsOf(lines.slice(at, at + span).join('\n'), delimiter);
    if (typeof fields === 'string')
        throw new CaseloadUnusable(`Line ${at + 1}, the header: ${fields}.`);
    return { header: { line: at + 1, fields }, next: at + span, delimiter };
};
export const readCsv = (text) => {
    const lines = text.split(/\r\n|\n|\r/);
    const { header, next, delimiter } = headerAt(lines);
    const expected = header.fields.length;
    const csv = { header, records: [], faults: [] };
    let at = next;
    while (at < lines.length) {
        if (isBlank(lines[at] ?? '')) {
            at += 1;
            continue;
        }
        const span = linesOfRecord(lines, at);
        const fields = span === 0 ? UNCLOSED : fieldsOf(lines.slice(at, at + span).join('\n'), delimiter);
        const line = at + 1;
        if (typeof fields !== 'string' && fields.length === expected) {
            csv.records.push({ line, fields });
            at += span;
            continue;
        }
        // A record over several lines that does not fit has swallowed its neighbours: only its first line is at fault.
        csv.faults.push({ line, reason: span === 1 ? oneLineFault(fields, expected) : UNCLOSED });
        at += 1;
    }
    return csv;
};
//# sourceMappingURL=csv.js.map
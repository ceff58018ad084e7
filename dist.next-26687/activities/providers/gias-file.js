/**
 * The file that Get Information About Schools publishes (edubasealldata*.csv), row by row: its encoding, its columns, and
 * what of it is kept of a school.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { isCivilDate } from '../../domain/civil-date.js';
/** The file as a whole cannot be used. */
export class UnusableFile extends Error {
    name = 'UnusableFile';
}
/** Each a column, or columns of which one will do. */
const REQUIRED = [
    ['URN'],
    ['LA (code)'],
    ['EstablishmentName'],
    ['EstablishmentStatus (name)'],
    ['TypeOfEstablishment (code)', 'TypeOfEstablishment (name)'],
];
/**
 * s38(3)(a)-(e) by GIAS type. A pupil referral unit is no maintained school here (s83(2)); independent schools and special
 * post-16 institutions come in through s41 only; a sixth form centre or a Welsh school cannot be told by its type.
 */
const TYPES = [
    ['1', 'Community school', 'maintained-school'],
    ['2', 'Voluntary aided school', 'maintained-school'],
    ['3', 'Voluntary controlled school', 'maintained-school'],
    ['5', 'Foundation school', 'maintained-school'],
    ['7', 'Community special school', 'maintained-school'],
    ['12', 'Foundation special school', 'maintained-school'],
    ['15', 'Local authority nursery school', 'maintained-nursery-school'],
    ['28', 'Academy sponsor led', 'academy'],
    ['33', 'Academy special sponsor led', 'academy'],
    ['34', 'Academy converter', 'academy'],
    ['35', 'Free schools', 'academy'],
    ['36', 'Free schools special', 'academy'],
    ['38', 'Free schools alternative provision', 'academy'],
    ['39', 'Free schools 16 to 19', 'academy'],
    ['40', 'University technical college', 'academy'],
    ['41', 'Studio schools', 'academy'],
    ['42', 'Academy alternative provision converter', 'academy'],
    ['43', 'Academy alternative provision sponsor led', 'academy'],
    ['44', 'Academy special converter', 'academy'],
    ['45', 'Academy 16-19 converter', 'academy'],
    ['46', 'Academy 16 to 19 sponsor led', 'academy'],
    ['57', 'Academy secure 16 to 19', 'academy'],
    ['18', 'Further education', 'further-education'],
    ['8', 'Non-maintained special school', 'non-maintained-special-school'],
];
const SECTION_38 = new Map(TYPES.flatMap(([code, name, is]) => [[code, is], [name.toLowerCase(), is]]));
const section38Of = (row) => {
    const type = row['TypeOfEstablishment (code)'] || (row['TypeOfEstablishment (name)'] ?? '').toLowerCase();
    return SECTION_38.get(type) ?? null;
};
// Bytes 80 to 9F of Windows-1252. Not every version of Node's own decoder reads them so.
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const fromWindows1252 = (bytes) => 
// oxlint-disable-next-line no-control-regex -- these are the characters to be replaced
bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (c) => HIGH[c.charCodeAt(0) - 0x80] ?? c);
/** The service publishes Windows-1252; who saved the file again may have made it UTF-8, with or without its mark. */
const encodingOf = async (file) => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
        for await (const chunk of createReadStream(file))
            decoder.decode(chunk, { stream: true });
        decoder.decode();
        return 'utf-8';
    }
    catch (error) {
        if (error instanceof TypeError)
            return 'windows-1252';
        throw error;
    }
};
async function* textOf(file, encoding) {
    // Drops the mark at the start where there is one.
    const decoder = new TextDecoder('utf-8');
    for await (const chunk of createReadStream(file)) {
        yield encoding === 'utf-8' ? decoder.decode(chunk, { stream: true }) : fromWindows1252(chunk);
    }
}
const orNull = (value) => (value === undefined || value === '' ? null : value);
/** The file writes 31-08-2019. */
const dateOf = (row, column) => {
    const value = row[column] ?? '';
    if (value === '')
        return null;
    const iso = value.split(/[-/]/).reverse().join('-');
    if (isCivilDate(iso))
        return iso;
    throw new RangeError(`${column}: expected a date as 31-08-2019`);
};
const ageOf = (row, column) => {
    const value = row[column] ?? '';
    if (value === '')
        return null;
    if (/^\d{1,3}$/.test(value))
        return Number(value);
    throw new RangeError(`${column}: expected an age in years`);
};
const section41Of = (value) => value === undefined || value === '' ? null : value === 'Approved';
/** Kept as they stand where they say something. */
const EXTRAS = {
    'TypeOfEstablishment (code)': 'typeCode',
    EstablishmentNumber: 'establishmentNumber',
    UKPRN: 'ukprn',
    Street: 'street',
    Locality: 'locality',
    Address3: 'address3',
    'County (name)': 'county',
    TelephoneNum: 'telephone',
    SchoolWebsite: 'website',
    'TypeOfResourcedProvision (name)': 'resourcedProvision',
    SchoolCapacity: 'capacity',
    'Country (name)': 'country',
};
const attributesOf = (row) => {
    const needs = Array.from({ length: 13 }, (_, i) => row[`SEN${i + 1} (name)`] ?? '').filter((need) => need !== '');
    const extras = Object.entries(EXTRAS).flatMap(([column, name]) => (row[column] ? [[name, row[column]]] : []));
    return {
        section38: section38Of(row),
        ...(needs.length > 0 ? { needs } : {}),
        ...Object.fromEntries(extras),
    };
};
/** Throws RangeError saying which column is wrong. */
const providerOf = (row) => {
    const urn = row['URN'] ?? '';
    const name = row['EstablishmentName'] ?? '';
    if (!/^\d{6}$/.test(urn))
        throw new RangeError('URN: expected six digits');
    if (name === '')
        throw new RangeError('EstablishmentName: it is empty');
    return {
        urn,
        name,
        laCode: orNull(row['LA (code)']),
        laName: orNull(row['LA (name)']),
        type: orNull(row['TypeOfEstablishment (name)']),
        typeGroup: orNull(row['EstablishmentTypeGroup (name)']),
        phase: orNull(row['PhaseOfEducation (name)']),
        status: orNull(row['EstablishmentStatus (name)']),
        postcode: orNull(row['Postcode']),
        town: orNull(row['Town']),
        lowAge: ageOf(row, 'StatutoryLowAge'),
        highAge: ageOf(row, 'StatutoryHighAge'),
        openedOn: dateOf(row, 'OpenDate'),
        closedOn: dateOf(row, 'CloseDate'),
        section41: section41Of(row['Section41Approved (name)']),
        attributes: attributesOf(row),
    };
};
const checkHeader = (header) => {
    const missing = REQUIRED.filter((columns) => !columns.some((column) => header.includes(column)));
    if (missing.length > 0) {
        throw new UnusableFile(`The file has no column ${missing.map((columns) => columns.map((column) => `"${column}"`).join(' or ')).join(', ')}. Expected edubasealldata*.csv as Get Information About Schools publishes it, with its line of headings.`);
    }
    return [...header];
};
/** Throws {@link UnusableFile} where it cannot be read at all; a wrong heading is found with the first row. */
export const openProvidersFile = async (file) => {
    await mustBeReadable(file);
    const encoding = await encodingOf(file);
    return { encoding, rows: rowsOf(file, encoding) };
};
async function* rowsOf(file, encoding) {
    const malformedRows = [];
    const parser = parse({
        columns: (header) => checkHeader(header.map((name) => name.trim())),
        trim: true,
        info: true,
        skip_empty_lines: true,
        skip_records_with_error: true,
    });
    parser.on('skip', ({ code, lines = 0 }) => malformedRows.push({ line: lines, reason: malformed(code) }));
    const text = Readable.from(textOf(file, encoding));
    text.on('error', (error) => parser.destroy(error));
    for await (const { record, info } of text.pipe(parser)) {
        yield* malformedRows.splice(0);
        yield readRow(record, info.lines);
    }
    yield* malformedRows;
}
const readRow = (row, line) => {
    try {
        return { line, provider: providerOf(row) };
    }
    catch (error) {
        if (error instanceof RangeError)
            return { line, reason: error.message };
        throw error;
    }
};
const malformed = (code) => code === 'CSV_RECORD_INCONSISTENT_COLUMNS'
    ? 'it has not as many fields as the line of headings'
    : 'its quotation marks do not match';
const mustBeReadable = async (file) => {
    try {
        const handle = await open(file);
        const isFile = (await handle.stat()).isFile();
        await handle.close();
        if (isFile)
            return;
    }
    catch {
        // Said below.
    }
    throw new UnusableFile(`Cannot read the file ${file}.`);
};
//# sourceMappingURL=gias-file.js.map
/**
 * The file that Get Information About Schools publishes (edubasealldata*.csv), row by row: its encoding, its columns, and
 * what of it is kept of a school.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { isCivilDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';

/** The kinds of institution that s38(3) names: the family may ask for one, and it must then admit if it is named. */
export type Section38 =
  | 'maintained-school'
  | 'maintained-nursery-school'
  | 'academy'
  | 'further-education'
  | 'non-maintained-special-school';

export interface Provider {
  urn: string;
  name: string;
  laCode: string | null;
  laName: string | null;
  type: string | null;
  typeGroup: string | null;
  phase: string | null;
  status: string | null;
  postcode: string | null;
  town: string | null;
  lowAge: number | null;
  highAge: number | null;
  openedOn: CivilDate | null;
  closedOn: CivilDate | null;
  /** Approved under s41, which s38(3)(f) adds to the kinds above; null where the file does not say. */
  section41: boolean | null;
  /** What else is useful when consulting: address, telephone, website, kinds of need provided for. */
  attributes: ProviderAttributes;
}

interface ProviderAttributes {
  section38: Section38 | null;
  [name: string]: unknown;
}

export interface BadRow {
  line: number;
  reason: string;
}

/** The file as a whole cannot be used. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/** Each a column, or columns of which one will do. */
const REQUIRED = [
  ['URN'],
  ['LA (code)'],
  ['EstablishmentName'],
  ['EstablishmentStatus (name)'],
  ['TypeOfEstablishment (code)', 'TypeOfEstablishment (name)'],
] as const;

/**
 * s38(3)(a)-(e) by GIAS type. A pupil referral unit is no maintained school here (s83(2)); independent schools and special
 * post-16 institutions come in through s41 only; a sixth form centre or a Welsh school cannot be told by its type.
 */
const TYPES: readonly [code: string, name: string, section38: Section38][] = [
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

const SECTION_38 = new Map(
  TYPES.flatMap(([code, name, is]) => [[code, is] as const, [name.toLowerCase(), is] as const]),
);

const section38Of = (row: Row): Section38 | null => {
  const type = row['TypeOfEstablishment (code)'] || (row['TypeOfEstablishment (name)'] ?? '').toLowerCase();
  return SECTION_38.get(type) ?? null;
};

// Bytes 80 to 9F of Windows-1252. Not every version of Node's own decoder reads them so.
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const fromWindows1252 = (bytes: Buffer): string =>
  // oxlint-disable-next-line no-control-regex -- these are the characters to be replaced
  bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (c) => HIGH[c.charCodeAt(0) - 0x80] ?? c);

export type Encoding = 'utf-8' | 'windows-1252';

/** The service publishes Windows-1252; who saved the file again may have made it UTF-8, with or without its mark. */
const encodingOf = async (file: string): Promise<Encoding> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(file)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
};

async function* textOf(file: string, encoding: Encoding): AsyncGenerator<string> {
  // Drops the mark at the start where there is one.
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of createReadStream(file)) {
    yield encoding === 'utf-8' ? decoder.decode(chunk as Buffer, { stream: true }) : fromWindows1252(chunk as Buffer);
  }
}

type Row = Record<string, string>;

const orNull = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);

/** The file writes 31-08-2019. */
const dateOf = (row: Row, column: string): CivilDate | null => {
  const value = row[column] ?? '';
  if (value === '') return null;
  const iso = value.split(/[-/]/).reverse().join('-');
  if (isCivilDate(iso)) return iso;
  throw new RangeError(`${column}: expected a date as 31-08-2019`);
};

const ageOf = (row: Row, column: string): number | null => {
  const value = row[column] ?? '';
  if (value === '') return null;
  if (/^\d{1,3}$/.test(value)) return Number(value);
  throw new RangeError(`${column}: expected an age in years`);
};

const section41Of = (value: string | undefined): boolean | null =>
  value === undefined || value === '' ? null : value === 'Approved';

/** Kept as they stand where they say something. */
const EXTRAS: Readonly<Record<string, string>> = {
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

const attributesOf = (row: Row): ProviderAttributes => {
  const needs = Array.from({ length: 13 }, (_, i) => row[`SEN${i + 1} (name)`] ?? '').filter((need) => need !== '');
  const extras = Object.entries(EXTRAS).flatMap(([column, name]) => (row[column] ? [[name, row[column]]] : []));
  return {
    section38: section38Of(row),
    ...(needs.length > 0 ? { needs } : {}),
    ...(Object.fromEntries(extras) as Record<string, string>),
  };
};

/** Throws RangeError saying which column is wrong. */
const providerOf = (row: Row): Provider => {
  const urn = row['URN'] ?? '';
  const name = row['EstablishmentName'] ?? '';
  if (!/^\d{6}$/.test(urn)) throw new RangeError('URN: expected six digits');
  if (name === '') throw new RangeError('EstablishmentName: it is empty');
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

const checkHeader = (header: readonly string[]): string[] => {
  const missing = REQUIRED.filter((columns) => !columns.some((column) => header.includes(column)));
  if (missing.length > 0) {
    throw new UnusableFile(
      `The file has no column ${missing.map((columns) => columns.map((column) => `"${column}"`).join(' or ')).join(', ')}. Expected edubasealldata*.csv as Get Information About Schools publishes it, with its line of headings.`,
    );
  }
  return [...header];
};

interface Parsed {
  record: Row;
  info: { lines: number };
}

export interface ProvidersFile {
  encoding: Encoding;
  /** Each row as what it says, or as what is wrong with it. */
  rows: AsyncIterable<{ line: number; provider: Provider } | BadRow>;
}

/** Throws {@link UnusableFile} where it cannot be read at all; a wrong heading is found with the first row. */
export const openProvidersFile = async (file: string): Promise<ProvidersFile> => {
  await mustBeReadable(file);
  const encoding = await encodingOf(file);
  return { encoding, rows: rowsOf(file, encoding) };
};

async function* rowsOf(file: string, encoding: Encoding): ProvidersFile['rows'] {
  const malformedRows: BadRow[] = [];
  const parser = parse({
    columns: (header: string[]) => checkHeader(header.map((name) => name.trim())),
    trim: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  parser.on('skip', ({ code, lines = 0 }: { code?: string; lines?: number }) =>
    malformedRows.push({ line: lines, reason: malformed(code) }),
  );
  const text = Readable.from(textOf(file, encoding));
  text.on('error', (error) => parser.destroy(error));
  for await (const { record, info } of text.pipe(parser) as AsyncIterable<Parsed>) {
    yield* malformedRows.splice(0);
    yield readRow(record, info.lines);
  }
  yield* malformedRows;
}

const readRow = (row: Row, line: number): { line: number; provider: Provider } | BadRow => {
  try {
    return { line, provider: providerOf(row) };
  } catch (error) {
    if (error instanceof RangeError) return { line, reason: error.message };
    throw error;
  }
};

const malformed = (code: string | undefined): string =>
  code === 'CSV_RECORD_INCONSISTENT_COLUMNS'
    ? 'it has not as many fields as the line of headings'
    : 'its quotation marks do not match';

const mustBeReadable = async (file: string): Promise<void> => {
  try {
    const handle = await open(file);
    const isFile = (await handle.stat()).isFile();
    await handle.close();
    if (isFile) return;
  } catch {
    // Said below.
  }
  throw new UnusableFile(`Cannot read the file ${file}.`);
};

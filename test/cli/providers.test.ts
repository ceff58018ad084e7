import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from '../environment.js';
import { type Screen, terminal } from './terminal.js';

let folder: string;
let database: FreshDatabase;
let pool: pg.Pool;
let ehcna: (...words: string[]) => Promise<Screen>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehcna-providers-'));
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
  ehcna = terminal({ EHCNA_DATA_DIR: folder, TEMPORAL_ADDRESS: '', DATABASE_URL: database.url });
});
beforeEach(() => pool.query('truncate providers'));
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const COLUMNS = [
  'URN',
  'LA (code)',
  'LA (name)',
  'EstablishmentNumber',
  'EstablishmentName',
  'TypeOfEstablishment (code)',
  'TypeOfEstablishment (name)',
  'EstablishmentStatus (name)',
  'OpenDate',
  'CloseDate',
  'StatutoryLowAge',
  'StatutoryHighAge',
  'Postcode',
  'Section41Approved (name)',
  'SEN1 (name)',
  'OfstedRating (name)',
];

type School = Partial<Record<string, string>>;

const school = (changes: School = {}): School => ({
  URN: '999901',
  'LA (code)': '999',
  'LA (name)': 'Northmere',
  EstablishmentName: 'Hillside School',
  'TypeOfEstablishment (code)': '01',
  'TypeOfEstablishment (name)': 'Community school',
  'EstablishmentStatus (name)': 'Open',
  StatutoryLowAge: '4',
  StatutoryHighAge: '11',
  Postcode: 'ZZ1 1AA',
  'Section41Approved (name)': 'Not applicable',
  ...changes,
});

const cell = (value: string): string => `"${value.replaceAll('"', '""')}"`;

const text = (schools: readonly School[], columns: readonly string[] = COLUMNS): string =>
  [columns, ...schools.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => cells.map(cell).join(','))
    .join('\r\n');

/** By hand, so that the bytes are those of the published file whatever this machine's decoder thinks. */
const WINDOWS_1252: Record<string, number> = { '’': 0x92, '–': 0x96, '€': 0x80, Š: 0x8a };
const windows1252 = (words: string): Buffer =>
  Buffer.from(words.split('').map((c) => WINDOWS_1252[c] ?? c.charCodeAt(0)));

const file = async (content: string | Buffer): Promise<string> => {
  const path = join(folder, 'edubasealldata.csv');
  await writeFile(path, content);
  return path;
};

interface Imported {
  read: number;
  added: number;
  changed: number;
  same: number;
  closed: number;
  encoding: string;
  badRows: { line: number; reason: string }[];
}
const imported = async (content: string | Buffer): Promise<Imported> => {
  const { exit, json } = await ehcna('providers', 'import', await file(content), '--json');
  expect(exit).toBe(0);
  return json<Imported>();
};

interface Shown {
  name: string;
  section41: boolean | null;
  mayBeRequested: boolean | null;
  attributes: { section38: string | null; needs?: string[] };
}
const shown = async (urn = '999901'): Promise<Shown> => (await ehcna('providers', 'show', urn, '--json')).json<Shown>();

describe('ehcna providers import', () => {
  const accented = school({ EstablishmentName: 'École St John’s – Nöel' });

  it.each([
    ['Windows-1252, as published', windows1252(text([accented])), 'windows-1252'],
    ['UTF-8', Buffer.from(text([accented])), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text([accented])}`), 'utf-8'],
  ])('reads names right from %s', async (_, content, encoding) => {
    expect(await imported(content)).toMatchObject({ read: 1, added: 1, encoding, badRows: [] });
    expect((await shown()).name).toBe('École St John’s – Nöel');
  });

  it('run twice is the same as once, and a newer file changes what changed', async () => {
    const first = [school(), school({ URN: '999902', EstablishmentName: 'Dale School' })];
    expect(await imported(text(first))).toMatchObject({ read: 2, added: 2, changed: 0, same: 0 });
    expect(await imported(text(first))).toMatchObject({ read: 2, added: 0, changed: 0, same: 2 });
    const closed = { 'EstablishmentStatus (name)': 'Closed', CloseDate: '31-08-2026' };
    expect(await imported(text([school(closed), first[1] as School]))).toMatchObject({
      changed: 1,
      same: 1,
      closed: 1,
    });
    expect((await ehcna('providers', 'show', '999901')).out).toMatch(/closedOn +2026-08-31/);
    expect((await ehcna('providers', 'list')).out).not.toContain('999901');
    expect((await ehcna('providers', 'list', '--closed')).out).toContain('999901');
  });

  it('takes a file with columns fewer and in another order', async () => {
    const fewer = COLUMNS.filter((column) => column !== 'OfstedRating (name)').reverse();
    expect(await imported(text([school()], fewer))).toMatchObject({ added: 1, badRows: [] });
  });

  it('names each bad row by line and reason, and imports the others', async () => {
    const lines = text([
      school(),
      school({ URN: '12' }),
      school({ URN: '999903', EstablishmentName: '' }),
      school({ URN: '999904', OpenDate: '31-02-2020' }),
      school({ URN: '999905', StatutoryLowAge: 'four' }),
      school({ EstablishmentName: 'Hillside again' }),
      school({ URN: '999906' }),
    ]).split('\r\n');
    lines.splice(3, 0, '"999907","999"');
    const { added, badRows } = await imported(lines.join('\r\n'));
    expect(added).toBe(2);
    expect(badRows).toEqual([
      { line: 3, reason: 'URN: expected six digits' },
      { line: 4, reason: 'it has not as many fields as the line of headings' },
      { line: 5, reason: 'EstablishmentName: it is empty' },
      { line: 6, reason: 'OpenDate: expected a date as 31-08-2019' },
      { line: 7, reason: 'StatutoryLowAge: expected an age in years' },
      { line: 8, reason: 'URN: 999901 stands on line 2 already' },
    ]);
    const { err, out } = await ehcna('providers', 'import', await file(lines.join('\r\n')));
    expect(err).toContain('line 3: URN: expected six digits; passed over.');
    expect(out).toContain('6 bad rows');
  });

  it('refuses a file without a column that matters, naming it, and changes nothing', async () => {
    const columns = COLUMNS.filter((column) => column !== 'EstablishmentStatus (name)');
    const { exit, err } = await ehcna('providers', 'import', await file(text([school()], columns)));
    expect(err).toContain('The file has no column "EstablishmentStatus (name)"');
    expect(exit).toBe(1);
    expect((await ehcna('providers', 'show', '999901')).err).toBe('No provider 999901 was imported.\n');
  });

  it('refuses a file that is not there, and one that is empty', async () => {
    expect(await ehcna('providers', 'import', join(folder, 'none.csv'))).toMatchObject({ exit: 1, err: /Cannot read/ });
    expect(await ehcna('providers', 'import', await file(''))).toMatchObject({ exit: 1, err: /holds no row/ });
  });
});

describe('which providers a family may ask for (s38(3))', () => {
  it.each([
    ['a community school', { 'TypeOfEstablishment (code)': '1' }, 'maintained-school', true],
    ['a nursery school', { 'TypeOfEstablishment (code)': '15' }, 'maintained-nursery-school', true],
    ['an academy', { 'TypeOfEstablishment (code)': '34' }, 'academy', true],
    ['a college', { 'TypeOfEstablishment (code)': '18' }, 'further-education', true],
    ['a non-maintained special school', { 'TypeOfEstablishment (code)': '8' }, 'non-maintained-special-school', true],
    ['a pupil referral unit', { 'TypeOfEstablishment (code)': '14' }, null, false],
    [
      'an independent school',
      { 'TypeOfEstablishment (code)': '11', 'Section41Approved (name)': 'Not approved' },
      null,
      false,
    ],
    [
      'an approved independent school',
      { 'TypeOfEstablishment (code)': '10', 'Section41Approved (name)': 'Approved' },
      null,
      true,
    ],
    [
      'one of whose approval the file says nothing',
      { 'TypeOfEstablishment (code)': '32', 'Section41Approved (name)': '' },
      null,
      null,
    ],
  ])('%s', async (_, changes, section38, mayBeRequested) => {
    await imported(text([school(changes)]));
    expect(await shown()).toMatchObject({ mayBeRequested, attributes: { section38 } });
  });
});

describe('ehcna providers list', () => {
  it('finds by authority and by part of a name, however it is written', async () => {
    await imported(text([school(), school({ URN: '999902', 'LA (code)': '998', EstablishmentName: '100% School' })]));
    const urns = async (...words: string[]): Promise<string[]> =>
      (await ehcna('providers', 'list', ...words, '--json'))
        .json<{ providers: { urn: string }[] }>()
        .providers.map((p) => p.urn);
    expect(await urns('--la', '999')).toEqual(['999901']);
    expect(await urns('--name', 'HILLSIDE')).toEqual(['999901']);
    expect(await urns('--name', '0%')).toEqual(['999902']);
    expect(await urns('--limit', '1')).toEqual(['999902']);
  });
});

import { describe, expect, it } from 'vitest';
import { CASES } from '../../client/import/case-checks.js';
import { readCaseload } from '../../client/import/caseload.js';
import type { Caseload } from '../../client/import/caseload.js';
import { caseloadFile, requestRow } from './caseload-file.js';

const TODAY = '2026-11-23';
const read = (text: string | Uint8Array): Caseload =>
  readCaseload(CASES, typeof text === 'string' ? new TextEncoder().encode(text) : text, TODAY);

const windows1252 = (text: string): Uint8Array => Uint8Array.from(text, (c) => (c === '’' ? 0x92 : c.charCodeAt(0)));

describe('a caseload file is read', () => {
  const { text } = caseloadFile([requestRow('2026-11-02', { child_name: 'Zoë O’Invented', section_a: '' })]);

  it('in UTF-8, with and without a byte order mark', () => {
    for (const given of [text, `\uFEFF${text}`]) expect(read(given).sound[0]?.get('child_name')).toBe('Zoë O’Invented');
  });

  it('in Windows-1252', () => {
    expect(read(windows1252(text)).sound[0]?.get('child_name')).toBe('Zoë O’Invented');
  });

  it('with semicolons, and commas inside fields', () => {
    const row = requestRow('2026-11-02');
    const { sound, refused } = read(caseloadFile([row], ';').text);
    expect(refused).toEqual([]);
    expect(sound[0]?.get('address')).toBe(row.address);
  });

  it('with its columns in any order and any case, and empty lines left out of the count', () => {
    const { text: written } = caseloadFile([requestRow('2026-11-02'), requestRow('2026-11-03')]);
    const [header = '', ...rows] = written.trim().split('\r\n');
    const turned = [header.toUpperCase(), ...rows]
      .map((line) =>
        line
          .match(/("[^"]*"|[^,]*)(,|$)/g)
          ?.map((f) => f.replace(/,$/, ''))
          .filter(Boolean)
          .reverse()
          .join(','),
      )
      .join('\n\n');
    const { count, sound } = read(turned);
    expect(count).toBe(2);
    expect(sound.map((row) => row.line)).toEqual([3, 5]);
  });

  it('with dates as ISO or as day, month and year', () => {
    const { sound } = read(caseloadFile([requestRow('02/11/2026'), requestRow('2026-11-02')]).text);
    expect(sound.map((row) => row.get('received_on'))).toEqual(['2026-11-02', '2026-11-02']);
  });

  it('with pupil numbers whose check letter is right, temporary ones too', () => {
    const rows = ['A950000178301', 'h243278544154', 'V342200119001', 'R247962919251', 'X428558133462'].map((upn) =>
      requestRow('2026-11-02', { upn }),
    );
    const { sound, refused } = read(caseloadFile(rows).text);
    expect(sound.map((row) => row.get('upn'))).toEqual(['A950000178301', 'H243278544154', 'V342200119001']);
    expect(refused.map(({ faults }) => faults[0]?.column)).toEqual(['upn', 'upn']);
  });
});

describe('a line is named as an editor shows it', () => {
  it('after fields of several lines', () => {
    const rows = [
      requestRow('2026-11-02', {
        family_call_on: '2026-11-03',
        family_consent_to_share: 'yes',
        section_a: 'One\n\nThree',
      }),
      requestRow('31/02/2026'),
    ];
    const { sound, refused } = read(caseloadFile(rows).text);
    expect(sound.map((row) => row.line)).toEqual([2]);
    expect(sound[0]?.get('section_a')).toBe('One\n\nThree');
    expect(refused.map((row) => row.line)).toEqual([5]);
  });

  it('and a quotation mark that is never closed spoils its own line only', () => {
    const rows = [
      requestRow('2026-11-02'),
      () => 'NM-X,2026-11-02,parent,"Broken Invented,2016-01-01,1 Lane,P',
      requestRow('2026-11-03', { address: '5 Secret Lane, "The Barn"' }),
      () => 'NM-Y,2026-11-02,parent,Bro"ken" Invented,2016-01-01,1 Lane,P',
      requestRow('2026-11-04'),
    ];
    const { sound, refused } = read(caseloadFile(rows).text);
    expect(sound.map((row) => row.line)).toEqual([2, 4, 6]);
    expect(sound[1]?.get('address')).toBe('5 Secret Lane, "The Barn"');
    expect(refused.map(({ line, faults }) => [line, faults[0]?.reason])).toEqual([
      [3, expect.stringContaining('opened and not closed')],
      [5, expect.stringContaining('inside a field')],
    ]);
  });

  it('and two that are never closed do not hide each other', () => {
    const broken = (): string => 'NM-X,2026-11-02,parent,"Broken Invented,2016-01-01,1 Lane,P';
    const rows = [broken, requestRow('2026-11-02'), broken, requestRow('2026-11-03')];
    const { sound, refused } = read(caseloadFile(rows).text);
    expect(sound.map((row) => row.line)).toEqual([3, 5]);
    expect(refused.map(({ line }) => line)).toEqual([2, 4]);
  });
});

describe('a file that cannot be used is refused as a whole', () => {
  const good = caseloadFile([requestRow('2026-11-02')]).text;
  const rows = good.split('\r\n').slice(1).join('\r\n');

  it.each([
    ['empty', '', 'is empty'],
    ['blank', '\n\n', 'is empty'],
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'is a workbook'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x65, 0), 'UTF-16'],
    ['not text', Uint8Array.of(1, 2, 3, 4), 'is not text'],
    ['without a header', rows, 'is not a header'],
    [
      'with an unknown column',
      good.replace('child_name', 'child_nam'),
      '"child_nam" is not a column (nearest: child_name)',
    ],
    ['without a column that is always needed', good.replace('date_of_birth', 'upn'), 'date_of_birth is missing'],
    ['with a column twice', good.replace('parent1_name', 'child_name'), 'child_name is there twice'],
  ])('%s', (_, given, reason) => {
    expect(() => read(given)).toThrow(reason);
  });

  it('with every fault of its header at once, and no child named', () => {
    const header = good.replace('child_name', 'pupil').replace('source', 'sauce');
    expect(() => read(header)).toThrow(
      /"sauce" is not a column \(nearest: source\); "pupil" is not a column .*source is missing; child_name is missing/,
    );
    expect(() => read(rows)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('Zebedee') }));
  });
});

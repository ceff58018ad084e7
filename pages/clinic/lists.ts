/** The cases behind a number, the snapshots there are, and the page on which a person shows their key. */
import type { ClinicList, ClinicRow } from '../../domain/clinic/figures.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { renderPage } from '../page.js';
import { clinicAddress, csvAddress, frameOf, listAddress, type Reader, shownInWords } from './frame.js';
import { type Cell, type Row, type Table, words } from './parts.js';
import { caseLink } from './sections/now.js';
import { causeWords, formatDay, plain, withCommas } from './words.js';

export const ROWS_A_PAGE = 50;

const day = (on: string | null): Cell => words(on === null ? '' : formatDay(on));

const rowOf = (row: ClinicRow, reader: Reader): Row => ({
  head: caseLink(row.caseRef, (caseRef) => reader.caseAddress(caseRef)),
  cells: [
    words(row.about),
    words(plain(row.stage)),
    day(row.received),
    day(row.due),
    { text: row.days === null ? '' : withCommas(row.days), numeric: true },
    words(row.waitingOn === null ? '' : plain(row.waitingOn)),
    words(row.caseworker ?? ''),
    words(row.locality === null ? '' : plain(row.locality)),
    words(row.cause === null ? '' : causeWords(row.cause)),
  ],
});

const tableOf = (list: ClinicList, reader: Reader): Table => ({
  caption: list.title,
  head: [
    'Case',
    'What of it',
    'Stage',
    'Received',
    'Due',
    `Days ${list.daysFrom}`.trim(),
    'Waits on',
    'Caseworker',
    'Locality',
    'Cause',
  ],
  rows: list.rows.map((row) => rowOf(row, reader)),
});

/** The first, the last, and those around the one that is shown. */
const pageItems = (filters: ClinicFilters, figure: string, page: number, pages: number) => {
  const near = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages);
  return near.flatMap((n, i) => [
    ...(i > 0 && n - (near[i - 1] ?? n) > 1 ? [{ ellipsis: true }] : []),
    { number: String(n), current: n === page, href: listAddress(filters, figure, n) },
  ]);
};

const paginationOf = (filters: ClinicFilters, { figure, total }: ClinicList, page: number) => {
  const pages = Math.ceil(total / ROWS_A_PAGE);
  if (pages <= 1) return undefined;
  return {
    landmarkLabel: 'Pages of the list',
    ...(page > 1 ? { previous: { href: listAddress(filters, figure, page - 1) } } : {}),
    ...(page < pages ? { next: { href: listAddress(filters, figure, page + 1) } } : {}),
    items: pageItems(filters, figure, page, pages),
  };
};

const countedInWords = ({ total, offset, rows }: ClinicList): string => {
  if (total === 0) return 'There is none.';
  if (rows.length === total) return total === 1 ? 'There is one.' : `All ${withCommas(total)} of them.`;
  return `${withCommas(offset + 1)} to ${withCommas(offset + rows.length)} of ${withCommas(total)}.`;
};

export const listPage = (list: ClinicList, filters: ClinicFilters, page: number, reader: Reader): string =>
  renderPage('clinic/list.njk', frameOf(reader, page > 1 ? `${list.title}, page ${page}` : list.title, 'clinic'), {
    signedInAs: reader.signedInAs,
    heading: list.title,
    caption: 'Monday clinic: the cases behind a number',
    counted: countedInWords(list),
    shown: shownInWords(filters),
    rows: tableOf(list, reader),
    listAddress: (figure: string) => listAddress(filters, figure),
    backAddress: clinicAddress(filters),
    csvAddress: csvAddress(filters, list.figure),
    pagination: paginationOf(filters, list, page),
    address: `${reader.publicUrl}${listAddress(filters, list.figure, page)}`,
  });

export const snapshotsPage = (
  kept: readonly { on: string; lawVersion: string; policyVersion: string }[],
  reader: Reader,
): string =>
  renderPage('clinic/snapshots.njk', frameOf(reader, 'Snapshots of the clinic', 'snapshots'), {
    signedInAs: reader.signedInAs,
    heading: 'Snapshots of the clinic',
    listAddress: () => '',
    rows: {
      caption: 'Snapshots, the latest first',
      head: ['Day', 'Law', 'Policy'],
      rows: kept.map(({ on, lawVersion, policyVersion }) => ({
        head: { text: formatDay(on), href: `/clinic/snapshots/${on}` },
        cells: [words(lawVersion), words(policyVersion)],
      })),
    },
  });

/** `error` says what was wrong with the key that was shown, never the key. */
export const signInPage = (reader: Pick<Reader, 'authority'>, next: string, error?: string): string =>
  renderPage(
    'clinic/sign-in.njk',
    {
      title: error === undefined ? 'Sign in to the clinic' : 'Error: Sign in to the clinic',
      authority: reader.authority,
    },
    { heading: 'Sign in to the Monday clinic', next, error },
  );

/** Known, and not allowed: in words. */
export const refusedPage = (reader: Pick<Reader, 'authority' | 'signedInAs'>, detail: string): string =>
  renderPage(
    'clinic/refused.njk',
    { title: 'You may not see the clinic', authority: reader.authority },
    {
      heading: 'You may not see the clinic',
      detail,
      remedy:
        'Whoever looks after the case system can give you a key with the right to read it (the scope clinic:read).',
      signedInAs: reader.signedInAs,
    },
  );

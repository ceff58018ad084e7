/** What the pages of the clinic have in common. */
import type { FigureId } from '../../domain/clinic/figures.js';
import { type ClinicFilters, filtersInAddress } from '../../domain/clinic/filters.js';
import { addFilter, asHtml, type PageFrame } from '../page.js';
import { formatDay, formatMonth, plain } from './words.js';

addFilter('drawn', (drawing: string) => asHtml(drawing));

export interface Reader {
  authority: string;
  /** The API client that reads; none on pages before anybody is known. */
  signedInAs: string;
  /** The address of the ingress, without a slash at its end. */
  publicUrl: string;
  /** Where a case is shown, for those who may; undefined where nothing shows it. */
  caseAddress(caseRef: string): string | undefined;
}

export type Place = 'clinic' | 'snapshots';

export const frameOf = ({ authority }: Pick<Reader, 'authority'>, title: string, place?: Place): PageFrame => ({
  title,
  authority,
  navigation: [
    { text: 'Clinic', href: '/clinic', current: place === 'clinic' },
    { text: 'Snapshots', href: '/clinic/snapshots', current: place === 'snapshots' },
  ],
});

/** Built from the filters alone, so that nothing else of a request's address can come back in a link. */
export const clinicAddress = (filters: ClinicFilters): string => `/clinic?${filtersInAddress(filters)}`;

export const listAddress = (filters: ClinicFilters, figure: FigureId, page = 1): string =>
  `/clinic/list/${encodeURIComponent(figure)}?${filtersInAddress(filters)}${page > 1 ? `&page=${page}` : ''}`;

export const csvAddress = (filters: ClinicFilters, figure: FigureId): string =>
  `/clinic/list/${encodeURIComponent(figure)}.csv?${filtersInAddress(filters)}`;

/** What is counted, as a sentence. */
export const shownInWords = ({ from, to, on, locality, caseworker, source }: ClinicFilters): string => {
  const narrowed = [
    locality === undefined ? '' : `locality ${plain(locality)}`,
    caseworker === undefined ? '' : `caseworker ${caseworker}`,
    source === undefined ? '' : `asked for by ${plain(source).toLowerCase()}`,
  ].filter(Boolean);
  const months = from === to ? formatMonth(from) : `${formatMonth(from)} to ${formatMonth(to)}`;
  return `Counted on ${formatDay(on)}, for the months ${months}${narrowed.length > 0 ? `: ${narrowed.join(', ')}` : ''}.`;
};

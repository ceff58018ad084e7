/** The status page as HTML, and the page that is shown in its place where a link does not open. */
import { formatLong } from '../../domain/civil-date.js';
import type { Reach, StatusPage } from '../../domain/status/page.js';
import { addFilter, renderPage } from '../page.js';

addFilter('longDate', formatLong);
addFilter('days', (n: number) => (n === 1 ? '1 day' : `${n} days`));
addFilter('telephone', (number: string) => number.replace(/[^\d+]/g, ''));

/** From this page nothing else of the system is to be reached: no navigation. */
export const renderStatus = (page: StatusPage, authority: string): string =>
  renderPage('status/status.njk', { title: page.title, authority }, { page });

/** The same whatever is wrong with the link, so that it tells nobody whether there ever was one. */
export const renderShut = (team: Reach, authority: string): string =>
  renderPage('status/shut.njk', { title: 'This link does not open', authority }, { team });

export const renderAway = (team: Reach, authority: string): string =>
  renderPage('status/away.njk', { title: 'We cannot show this at the moment', authority }, { team });

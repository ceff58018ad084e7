/**
 * Pages for people: templates of this folder over the components of GOV.UK Frontend, without its logo and font, which are not for
 * councils. Everything that is put in is escaped; there is no script in any of them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';

const here = dirname(fileURLToPath(import.meta.url));
const govuk = dirname(createRequire(import.meta.url).resolve('govuk-frontend'));

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([here, dirname(govuk)]), {
  autoescape: true,
  throwOnUndefined: false,
  trimBlocks: true,
  lstripBlocks: true,
});

/** HTML that we made ourselves, a chart for instance: goes into a page as it stands. */
export const asHtml = (html: string) => new nunjucks.runtime.SafeString(html);

/** A filter or a value for the templates of one surface. */
export const addFilter = (name: string, filter: (...args: never[]) => unknown): void => {
  environment.addFilter(name, filter as (...args: unknown[]) => unknown);
};

/** The font is GOV.UK's own; a council's page is in the font that the frontend falls back to. */
const withoutFont = (css: string): string =>
  css.replace(/@font-face\{[^}]*\}/g, '').replaceAll(/"?GDS Transport"?,\s*arial/gi, 'Arial,Helvetica');

const styles = `${withoutFont(readFileSync(join(govuk, 'govuk-frontend.min.css'), 'utf8'))}\n${['page.css', 'clinic/clinic.css'].map((name) => readFileSync(join(here, name), 'utf8')).join('\n')}`;

/** The one style sheet. Its address changes with it, so that it may be kept for ever. */
export const STYLES = {
  path: `/assets/${createHash('sha256').update(styles).digest('hex').slice(0, 16)}.css`,
  body: styles,
};

export interface PageFrame {
  /** Of the page, without the authority's name. */
  title: string;
  authority: string;
  /** Left out on a page from which nothing else is to be reached. */
  navigation?: { text: string; href: string; current?: boolean }[];
}

/** `template` is a file of this folder that extends `layout.njk`. */
export const renderPage = (template: string, frame: PageFrame, content: object = {}): string =>
  environment.render(template, { ...content, ...frame, stylesPath: STYLES.path });

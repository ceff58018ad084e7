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
export const asHtml = (html) => new nunjucks.runtime.SafeString(html);
/** A filter or a value for the templates of one surface. */
export const addFilter = (name, filter) => {
    environment.addFilter(name, filter);
};
/** The font is GOV.UK's own; a council's page is in the font that the frontend falls back to. */
const withoutFont = (css) => css.replace(/@font-face\{[^}]*\}/g, '').replaceAll(/"?GDS Transport"?,\s*arial/gi, 'Arial,Helvetica');
const styles = `${withoutFont(readFileSync(join(govuk, 'govuk-frontend.min.css'), 'utf8'))}\n${readFileSync(join(here, 'page.css'), 'utf8')}`;
/** The one style sheet. Its address changes with it, so that it may be kept for ever. */
export const STYLES = {
    path: `/assets/${createHash('sha256').update(styles).digest('hex').slice(0, 16)}.css`,
    body: styles,
};
/** `template` is a file of this folder that extends `layout.njk`. */
export const renderPage = (template, frame, content = {}) => environment.render(template, { ...content, ...frame, stylesPath: STYLES.path });
//# sourceMappingURL=page.js.map
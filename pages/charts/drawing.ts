/** What every chart is drawn with. A chart is a picture to read aloud: a title, a description, and beside it, in the page, its table. */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

export interface Picture {
  /** Unique in the page: letters, digits and hyphens. */
  id: string;
  title: string;
  /** One or two sentences that say what is to be seen. */
  description: string;
}

/** In units of the drawing; the page scales it to the room there is. */
export const WIDTH = 640;

/** To a tenth, so that a point is where it is on every machine. */
export const at = (n: number): string => String(Math.round(n * 10) / 10);

export const svg = ({ id, title, description }: Picture, height: number, inside: readonly string[]): string =>
  [
    `<svg class="app-chart" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${at(height)}" xmlns="http://www.w3.org/2000/svg">`,
    `<title id="${id}-title">${escaped(title)}</title>`,
    `<desc id="${id}-desc">${escaped(description)}</desc>`,
    ...inside,
    '</svg>',
  ].join('\n');

export const text = (x: number, y: number, words: string, attributes = ''): string =>
  `<text x="${at(x)}" y="${at(y)}"${attributes === '' ? '' : ` ${attributes}`}>${escaped(words)}</text>`;

export const rule = (x1: number, y1: number, x2: number, y2: number, attributes: string): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${attributes}/>`;

/** Whole steps from nought to at least `top`: four or five of them, and one where there is nothing. */
export const ticks = (top: number): number[] => {
  if (!Number.isFinite(top) || top <= 0) return [0, 1];
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough && n % 1 === 0) ?? power * 10,
  );
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, i) => i * step);
};

/** What a number of a chart is written as. */
export const written = (n: number, unit: '' | '%'): string => `${Math.round(n * 10) / 10}${unit}`;

/** What nothing could be drawn of. */
export const nothingDrawn = (picture: Picture): string =>
  svg(picture, 60, [text(0, 36, 'No cases to draw in this view.', 'class="app-chart__note"')]);

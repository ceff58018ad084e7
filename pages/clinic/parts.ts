/** What a section of the clinic is made of: data for the templates, in which every number knows the list behind it. */
import type { Days, Figure, FigureId, Month, Share } from '../../domain/clinic/figures.js';
import { formatMonth, withCommas } from './words.js';

/** One thing in a table or a tile. A number has the figure whose list opens behind it. */
export interface Cell {
  text: string;
  numeric?: boolean;
  /** What the number is: read by tests and by whoever copies the page. */
  figure?: string;
  /** Of a share: the figures that it is the part and the whole of. */
  share?: string;
  /** The figure whose list it opens. */
  opens?: FigureId;
  /** An address of its own, where it is no number. */
  href?: string;
}

export interface Row {
  head: Cell;
  cells: readonly Cell[];
}

export interface Table {
  caption: string;
  head: readonly string[];
  rows: readonly Row[];
  /** What the table is folded away under; shown where it is left out. */
  foldedUnder?: string;
}

export interface Tile {
  label: string;
  number: Cell;
  hint: string;
  /** Something is past that should not be. */
  alarm: boolean;
}

export interface Section {
  /** Of the heading, for links to it. */
  id: string;
  title: string;
  /** Sentences before anything else. */
  notes: readonly string[];
  /** What a manager must not overlook. */
  warning?: string;
  tiles?: readonly Tile[];
  /** SVG that we drew. */
  charts?: readonly string[];
  tables: readonly Table[];
}

export const words = (text: string): Cell => ({ text });

export const number = ({ id, n }: Figure): Cell => ({ text: withCommas(n), numeric: true, figure: id, opens: id });

/** A number that a figure's list explains, and is no count of it. */
export const beside = (n: number, opens: Figure): Cell => ({ text: withCommas(n), numeric: true, opens: opens.id });

export const days = ({ id, value, over }: Days): Cell => ({
  text: value === null ? '–' : withCommas(value),
  numeric: true,
  figure: id,
  opens: over,
});

export const percentOf = ({ part, whole, percent }: Share): Cell => ({
  text: percent === null ? '–' : `${percent}%`,
  numeric: true,
  share: `${part.id} ${whole.id}`,
  opens: whole.id,
});

/** Per cent to one decimal; null of none. */
export const percent = (part: number, whole: number): number | null =>
  whole > 0 ? Math.round((1000 * part) / whole) / 10 : null;

export const monthRow = (month: Month, cells: readonly Cell[]): Row => ({ head: words(formatMonth(month)), cells });

export const tile = (label: string, figure: Figure, hint: string): Tile => ({
  label,
  number: number(figure),
  hint,
  alarm: figure.n > 0,
});

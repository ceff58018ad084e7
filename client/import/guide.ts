/** The column guide as docs/import.md gives it. What repeats for each number or kind of advice is told once. */
import { formInWords, SECTIONS } from './columns.js';
import type { Column } from './columns.js';

const FIRST_ONLY = /^(further_advice|consultation|exception)([2-9])_/;

const cell = (text: string): string => text.replaceAll('|', '\\|');

const rowOf = ({ name, form, needed, means, example }: Column): string =>
  `| \`${name}\` | ${cell(formInWords(form))} | ${needed || 'no'} | ${cell(means)} | ${cell(example)} |`;

const HEAD = ['| Column | Form | Needed | Means | Example |', '|-|-|-|-|-|'];

export const columnGuide = (): string =>
  SECTIONS.map(({ title, columns }) =>
    [`### ${title}`, '', ...HEAD, ...columns.filter((c) => !FIRST_ONLY.test(c.name)).map(rowOf)].join('\n'),
  ).join('\n\n');

/** The column guide of a sheet as docs/import.md gives it. What repeats for each number or kind of advice is told once. */
import { formInWords } from './sheet.js';
const FIRST_ONLY = /^(further_advice|consultation|exception)([2-9])_/;
const cell = (text) => text.replaceAll('|', '\\|');
const rowOf = ({ name, form, needed, means, example }) => `| \`${name}\` | ${cell(formInWords(form))} | ${needed || 'no'} | ${cell(means)} | ${cell(example)} |`;
const HEAD = ['| Column | Form | Needed | Means | Example |', '|-|-|-|-|-|'];
export const columnGuide = ({ sections }) => sections
    .map(({ title, columns }) => [`### ${title}`, '', ...HEAD, ...columns.filter((c) => !FIRST_ONLY.test(c.name)).map(rowOf)].join('\n'))
    .join('\n\n');
//# sourceMappingURL=guide.js.map
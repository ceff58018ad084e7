/** The header row: every column known, none twice, those that every row needs there. All faults are told at once. */
import { CaseloadUnusable } from './csv.js';
/** How many letters must change, come or go to make one word of the other. */
const distance = (a, b) => {
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i += 1) {
        const next = [i];
        for (let j = 1; j <= b.length; j += 1) {
            const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? 0;
};
export const nearestColumn = (sheet, name) => sheet.columns
    .map((column) => ({ name: column.name, far: distance(name, column.name) }))
    .sort((a, b) => a.far - b.far)[0]?.name ?? '';
/** Names in their order, spelt as the guide spells them. */
export const readHeader = (sheet, { line, fields }) => {
    const names = fields.map((field) => field.trim().toLowerCase());
    if (!names.some((name) => sheet.named(name)))
        throw new CaseloadUnusable(`Line ${line} is not a header: it names no column of ${sheet.file}. The first line gives the columns, such as ${sheet.always.join(', ')}, with commas or semicolons between them (docs/import.md).`);
    const faults = [
        ...names.flatMap((name, i) => columnFault(sheet, name, i + 1)),
        ...names.flatMap((name, i) => (name !== '' && names.indexOf(name) < i ? [`${name} is there twice`] : [])),
        ...sheet.always.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
    ];
    if (faults.length > 0)
        throw new CaseloadUnusable(`The header (line ${line}) cannot be used: ${faults.join('; ')}.`);
    return names;
};
const columnFault = (sheet, name, place) => {
    if (name === '')
        return [`column ${place} has no name`];
    if (sheet.named(name))
        return [];
    return [`"${name.slice(0, 60)}" is not a column (nearest: ${nearestColumn(sheet, name)})`];
};
//# sourceMappingURL=header.js.map
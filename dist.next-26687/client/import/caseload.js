/** A whole file, read and checked without asking anybody: its rows, and what is wrong with each that is wrong. */
import { areOneChild, childIdentity } from '../../domain/assessment/identity.js';
import { checkRow } from './checks.js';
import { decode, readCsv } from './csv.js';
import { readHeader } from './header.js';
import { readRow } from './row.js';
/** The council's reference of a row, where it is one: a pupil number that stands there is not repeated. */
const referenceOf = (row, faults) => faults.some((fault) => fault.column === 'external_ref') ? null : (row.get('external_ref') ?? null);
/** Where name or date of birth is missing, the pupil number alone can tell the child. */
const childOf = (row) => {
    const [name, dateOfBirth, upn] = [row.get('child_name'), row.get('date_of_birth'), row.get('upn')];
    const identity = childIdentity({ name: name ?? '', dateOfBirth: dateOfBirth ?? '', upn });
    return name && dateOfBirth ? identity : { ...identity, nameAndBirth: `line ${row.line}` };
};
const keysOf = ({ number, nameAndBirth }) => [
    ...(number === null ? [] : [number]),
    nameAndBirth,
];
/** The second row of the same case or the same child is the one refused. */
class Seen {
    references = new Map();
    /** By pupil number, and by name and date of birth. */
    children = new Map();
    faultsOf(row) {
        const reference = row.get('external_ref');
        const sameCase = reference === undefined ? undefined : this.references.get(reference);
        const child = childOf(row);
        const sameChild = keysOf(child)
            .flatMap((key) => this.children.get(key) ?? [])
            .find((seen) => areOneChild(seen.child, child));
        return [
            ...(sameCase === undefined ? [] : [{ column: 'external_ref', reason: `is the same as on line ${sameCase}` }]),
            ...(sameChild === undefined
                ? []
                : [
                    {
                        column: 'child_name',
                        reason: `this row is about the same child as line ${sameChild.line}: one child, one row`,
                    },
                ]),
        ];
    }
    note(row) {
        const reference = row.get('external_ref');
        if (reference !== undefined && !this.references.has(reference))
            this.references.set(reference, row.line);
        const seen = { line: row.line, child: childOf(row) };
        for (const key of keysOf(seen.child))
            this.children.set(key, [...(this.children.get(key) ?? []), seen]);
    }
}
/** Throws {@link CaseloadUnusable} where the file as a whole cannot be used. */
export const readCaseload = (sheet, bytes, today) => {
    const { header, records, faults } = readCsv(decode(bytes));
    const columns = readHeader(sheet, header);
    const refused = faults.map(({ line, reason }) => ({ line, externalRef: null, faults: [{ reason }] }));
    const sound = [];
    const seen = new Seen();
    for (const { line, fields } of records) {
        const { row, faults: unread } = readRow(sheet, line, columns, fields, today);
        const told = new Set(unread.flatMap((fault) => fault.column ?? []));
        const found = [...unread, ...checkRow(sheet, row, told, today), ...seen.faultsOf(row)];
        seen.note(row);
        if (found.length === 0)
            sound.push(row);
        else
            refused.push({ line, externalRef: referenceOf(row, found), faults: found });
    }
    return { columns, count: records.length + faults.length, sound, refused };
};
//# sourceMappingURL=caseload.js.map
const short = (n) => (Math.abs(n) >= 100 ? Math.round(n) : Number(n.toPrecision(3)));
export const rowOf = (row, value, unit, reference, bounds = {}) => {
    const ratio = reference === null || reference === 0 ? null : value / reference;
    const parts = [
        ...(bounds.ratio === undefined ? [] : [{ words: `ratio <= ${bounds.ratio}`, kept: (ratio ?? 0) <= bounds.ratio }]),
        ...(bounds.value === undefined ? [] : [{ words: `<= ${bounds.value} ${unit}`, kept: value <= bounds.value }]),
    ];
    return {
        row,
        value: short(value),
        unit,
        reference: reference === null ? null : short(reference),
        ratio: ratio === null ? null : short(ratio),
        budget: parts.length === 0 ? null : parts.map((p) => p.words).join(', '),
        met: parts.length === 0 ? null : parts.every((p) => p.kept),
    };
};
export const median = (values) => quantile(values, 0.5);
/** By the nearest rank; of none, 0. */
export const quantile = (values, q) => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? 0;
};
const MET = { true: 'met', false: 'NOT MET', null: '' };
export const tableOf = (rows) => {
    const cells = [
        ['ROW', 'VALUE', 'UNIT', 'REFERENCE', 'RATIO', 'BUDGET', ''],
        ...rows.map((r) => [
            r.row,
            String(r.value),
            r.unit,
            String(r.reference ?? '-'),
            String(r.ratio ?? '-'),
            r.budget ?? '-',
            MET[`${r.met}`],
        ]),
    ];
    const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((line) => (line[i] ?? '').length)));
    return cells
        .map((line) => line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd())
        .join('\n');
};
//# sourceMappingURL=row.js.map
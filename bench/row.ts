/** One figure beside its reference, and whether it keeps its budget. What the table and `--json` are made of. */
export interface Row {
  row: string;
  value: number;
  unit: string;
  /** The same figure of what it is measured against, taken in the same run. */
  reference: number | null;
  ratio: number | null;
  /** In words: what of it is bounded, and by how much. */
  budget: string | null;
  /** Null where nothing is promised. */
  met: boolean | null;
}

interface Bounds {
  /** Of value to reference. */
  ratio?: number;
  value?: number;
}

const short = (n: number): number => (Math.abs(n) >= 100 ? Math.round(n) : Number(n.toPrecision(3)));

export const rowOf = (row: string, value: number, unit: string, reference: number | null, bounds: Bounds = {}): Row => {
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

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** By the nearest rank; of none, 0. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? 0;
};

const MET = { true: 'met', false: 'NOT MET', null: '' } as const;

export const tableOf = (rows: readonly Row[]): string => {
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
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** The clinic as it stood: kept once a day at most, and read as it was kept. */
import type pg from 'pg';
import type { CivilDate } from '../../domain/civil-date.js';
import type { ClinicFigures } from '../../domain/clinic/figures.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import type { Moment } from '../anchors/anchor.js';

export interface SnapshotTaken {
  on: CivilDate;
  /** False where the day had its snapshot already. */
  taken: boolean;
}

export interface KeptSnapshot {
  on: CivilDate;
  /** Instant. */
  takenAt: string;
  lawVersion: string;
  policyVersion: string;
}

export interface Snapshot extends KeptSnapshot {
  figures: ClinicFigures;
}

export interface SnapshotKeeper {
  take(moment: Moment): Promise<SnapshotTaken>;
}

const KEEP = `
insert into clinic_snapshots (taken_on, taken_at, figures, law_version, policy_version)
values ($1, $2, $3, $4, $5) on conflict (taken_on) do nothing`;

/** `read` gives the figures of a day without any filter but that. */
export const snapshotKeeper = (
  pool: pg.Pool,
  policyVersion: string,
  read: (day: CivilDate) => Promise<ClinicFigures>,
): SnapshotKeeper => ({
  take: async ({ day, at }) => {
    const { rowCount } = await pool.query('select from clinic_snapshots where taken_on = $1', [day]);
    if (rowCount !== 0) return { on: day, taken: false };
    const figures = JSON.stringify(await read(day));
    const kept = await pool.query(KEEP, [day, at, figures, LAW_VERSION, policyVersion]);
    return { on: day, taken: kept.rowCount === 1 };
  },
});

const COLUMNS = `to_char(taken_on, 'YYYY-MM-DD') as on, taken_at as "takenAt", law_version as "lawVersion", policy_version as "policyVersion"`;

type Row = Omit<KeptSnapshot, 'takenAt'> & { takenAt: Date };

/** The latest first. */
export const listSnapshots = async (pool: pg.Pool): Promise<KeptSnapshot[]> => {
  const { rows } = await pool.query<Row>(`select ${COLUMNS} from clinic_snapshots order by taken_on desc`);
  return rows.map((row) => ({ ...row, takenAt: row.takenAt.toISOString() }));
};

export const readSnapshot = async (pool: pg.Pool, on: CivilDate): Promise<Snapshot | undefined> => {
  const { rows } = await pool.query<Row & { figures: ClinicFigures }>(
    `select ${COLUMNS}, figures from clinic_snapshots where taken_on = $1`,
    [on],
  );
  const [row] = rows;
  return row && { ...row, takenAt: row.takenAt.toISOString() };
};

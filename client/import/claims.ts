/**
 * Which row has become which case or plan (table imports). A row is claimed before its process starts, under a reference that
 * stays its own: an import that is cut short between the two goes on there the next time.
 */
import type pg from 'pg';
import type { Ledger } from '../../activities/ledger.js';
import { assessmentId, planId } from '../../domain/ids.js';
import type { CaseRef } from '../../domain/ids.js';
import type { Row } from './row.js';

/** By column, a keyed hash of what it said: enough to tell a change, not what it was. */
export type Fingerprints = Record<string, string>;

export interface Claimed {
  caseRef: CaseRef;
  fingerprints: Fingerprints;
  /** The ledger holds it. */
  begun: boolean;
}

/** Whose stream holds what a row became. */
export type Holder = 'assessment' | 'plan';

const STREAM = { assessment: assessmentId, plan: planId };

/** No reference holds a slash: a council may give a plan the reference that the request for it had. */
const KEPT_APART = { assessment: '', plan: 'plan/' };

const LOOK = `
select source_key as "sourceKey", case_ref as "caseRef", fingerprints,
       exists (select from ledger_heads h where h.stream = $2 || '/' || i.case_ref and h.seq > 0) as begun
from imports i where source_key = any($1)`;

export class Claims {
  private readonly before: string;

  constructor(
    private readonly pool: pg.Pool,
    private readonly ledger: Ledger,
    /** Three digits: two councils may use the same references. */
    authority: string,
    private readonly holder: Holder,
  ) {
    this.before = `${authority}/${KEPT_APART[holder]}`;
  }

  key(externalRef: string): string {
    return `${this.before}${externalRef}`;
  }

  fingerprints(row: Row): Fingerprints {
    const key = this.key(row.must('external_ref'));
    return Object.fromEntries(
      row.columns.map((column) => [
        column,
        this.ledger.keyedHash(`row ${key} ${column} ${row.must(column)}`).slice(0, 16),
      ]),
    );
  }

  async look(externalRefs: readonly string[]): Promise<Map<string, Claimed>> {
    const { rows } = await this.pool.query<Claimed & { sourceKey: string }>(LOOK, [
      externalRefs.map((reference) => this.key(reference)),
      this.holder,
    ]);
    return new Map(rows.map(({ sourceKey, ...claimed }) => [sourceKey.slice(this.before.length), claimed]));
  }

  /** The case reference of the row: that of an earlier claim, if there is one. */
  async claim(row: Row, caseRef: CaseRef): Promise<CaseRef> {
    const { rows } = await this.pool.query<{ caseRef: CaseRef }>(
      `insert into imports (source_key, case_ref, fingerprints) values ($1, $2, $3)
       on conflict (source_key) do update set source_key = excluded.source_key returning case_ref as "caseRef"`,
      [this.key(row.must('external_ref')), caseRef, this.fingerprints(row)],
    );
    const [claimed] = rows;
    if (!claimed) throw new Error('A claim came back empty.');
    return claimed.caseRef;
  }

  /** What the row said when its process began, where an earlier claim was never begun. */
  async confirm(row: Row): Promise<void> {
    await this.pool.query('update imports set fingerprints = $2 where source_key = $1', [
      this.key(row.must('external_ref')),
      this.fingerprints(row),
    ]);
  }

  /** Takes back a claim whose process never began. */
  async release(row: Row, caseRef: CaseRef): Promise<void> {
    await this.pool.query(
      `delete from imports where source_key = $1 and case_ref = $2
       and not exists (select from ledger_heads h where h.stream = $3)`,
      [this.key(row.must('external_ref')), caseRef, STREAM[this.holder](caseRef)],
    );
  }

  /** The columns of the file in which the row is not what was taken over. */
  differences(row: Row, before: Fingerprints, columns: readonly string[]): string[] {
    const now = this.fingerprints(row);
    return columns.filter((column) => now[column] !== before[column]);
  }
}

/**
 * Which row has become which case (table imports). A row is claimed before its case starts, under a reference that stays
 * its own: an import that is cut short between the two goes on there the next time.
 */
import type pg from 'pg';
import type { Ledger } from '../../activities/ledger.js';
import { assessmentId } from '../../domain/ids.js';
import type { CaseRef } from '../../domain/ids.js';
import type { Row } from './row.js';

/** By column, a keyed hash of what it said: enough to tell a change, not what it was. */
export type Fingerprints = Record<string, string>;

export interface Claimed {
  caseRef: CaseRef;
  fingerprints: Fingerprints;
  /** The ledger holds its case. */
  begun: boolean;
}

const LOOK = `
select source_key as "sourceKey", case_ref as "caseRef", fingerprints,
       exists (select from ledger_heads h where h.stream = 'assessment/' || i.case_ref and h.seq > 0) as begun
from imports i where source_key = any($1)`;

export class Claims {
  constructor(
    private readonly pool: pg.Pool,
    private readonly ledger: Ledger,
    /** Three digits: two councils may use the same references. */
    private readonly authority: string,
  ) {}

  key(externalRef: string): string {
    return `${this.authority}/${externalRef}`;
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
    ]);
    return new Map(rows.map(({ sourceKey, ...claimed }) => [sourceKey.slice(this.authority.length + 1), claimed]));
  }

  /** The reference of the row's case: that of an earlier claim, if there is one. */
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

  /** What the row said when its case began, where an earlier claim was never begun. */
  async confirm(row: Row): Promise<void> {
    await this.pool.query('update imports set fingerprints = $2 where source_key = $1', [
      this.key(row.must('external_ref')),
      this.fingerprints(row),
    ]);
  }

  /** Takes back a claim whose case never began. */
  async release(row: Row, caseRef: CaseRef): Promise<void> {
    await this.pool.query(
      `delete from imports where source_key = $1 and case_ref = $2
       and not exists (select from ledger_heads h where h.stream = $3)`,
      [this.key(row.must('external_ref')), caseRef, assessmentId(caseRef)],
    );
  }

  /** The columns of the file in which the row is not what became the case. */
  differences(row: Row, before: Fingerprints, columns: readonly string[]): string[] {
    const now = this.fingerprints(row);
    return columns.filter((column) => now[column] !== before[column]);
  }
}

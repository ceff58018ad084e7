import { assessmentId, planId } from '../../domain/ids.js';
const STREAM = { assessment: assessmentId, plan: planId };
/** No reference holds a slash: a council may give a plan the reference that the request for it had. */
const KEPT_APART = { assessment: '', plan: 'plan/' };
const LOOK = `
select source_key as "sourceKey", case_ref as "caseRef", fingerprints,
       exists (select from ledger_heads h where h.stream = $2 || '/' || i.case_ref and h.seq > 0) as begun
from imports i where source_key = any($1)`;
export class Claims {
    pool;
    ledger;
    holder;
    before;
    constructor(pool, ledger, 
    /** Three digits: two councils may use the same references. */
    authority, holder) {
        this.pool = pool;
        this.ledger = ledger;
        this.holder = holder;
        this.before = `${authority}/${KEPT_APART[holder]}`;
    }
    key(externalRef) {
        return `${this.before}${externalRef}`;
    }
    fingerprints(row) {
        const key = this.key(row.must('external_ref'));
        return Object.fromEntries(row.columns.map((column) => [
            column,
            this.ledger.keyedHash(`row ${key} ${column} ${row.must(column)}`).slice(0, 16),
        ]));
    }
    async look(externalRefs) {
        const { rows } = await this.pool.query(LOOK, [
            externalRefs.map((reference) => this.key(reference)),
            this.holder,
        ]);
        return new Map(rows.map(({ sourceKey, ...claimed }) => [sourceKey.slice(this.before.length), claimed]));
    }
    /** The case reference of the row: that of an earlier claim, if there is one. */
    async claim(row, caseRef) {
        const { rows } = await this.pool.query(`insert into imports (source_key, case_ref, fingerprints) values ($1, $2, $3)
       on conflict (source_key) do update set source_key = excluded.source_key returning case_ref as "caseRef"`, [this.key(row.must('external_ref')), caseRef, this.fingerprints(row)]);
        const [claimed] = rows;
        if (!claimed)
            throw new Error('A claim came back empty.');
        return claimed.caseRef;
    }
    /** What the row said when its process began, where an earlier claim was never begun. */
    async confirm(row) {
        await this.pool.query('update imports set fingerprints = $2 where source_key = $1', [
            this.key(row.must('external_ref')),
            this.fingerprints(row),
        ]);
    }
    /** Takes back a claim whose process never began. */
    async release(row, caseRef) {
        await this.pool.query(`delete from imports where source_key = $1 and case_ref = $2
       and not exists (select from ledger_heads h where h.stream = $3)`, [this.key(row.must('external_ref')), caseRef, STREAM[this.holder](caseRef)]);
    }
    /** The columns of the file in which the row is not what was taken over. */
    differences(row, before, columns) {
        const now = this.fingerprints(row);
        return columns.filter((column) => now[column] !== before[column]);
    }
}
//# sourceMappingURL=claims.js.map
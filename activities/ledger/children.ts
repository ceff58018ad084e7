/**
 * The register of children: which case is about which child, without saying who the child is. An identity is kept only as
 * a keyed hash, so that a copy of the database without the key cannot be searched for a name.
 */
import { createHmac } from 'node:crypto';
import type pg from 'pg';
import type { CivilDate } from '../../domain/civil-date.js';
import type { CaseRef } from '../../domain/ids.js';
import { inTransaction } from './transaction.js';

export interface Claim {
  /** Another case of this child that is open: nothing was reserved. Absent when the case is reserved. */
  openCase?: CaseRef;
  /** A plan is held for this child by another case. */
  planHeld: boolean;
  /** When an assessment of this child in another case last ended, in a plan or without one. */
  lastAssessedOn: CivilDate | null;
}

export interface ChildRegister {
  /** HMAC-SHA256 of what identifies a child, spelt one way: letter case, width and spaces make no other child. */
  childKey: (identity: string) => string;
  /** Reserves the case for the child unless another case is open; the same case may ask again. */
  claimChild: (caseRef: CaseRef, identity: string) => Promise<Claim>;
  /** Takes back a reservation whose case never began. One whose case is in the ledger stays. */
  releaseChild: (caseRef: CaseRef) => Promise<void>;
}

const spelling = (identity: string): string => identity.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

const FACTS = `
select bool_or(plan_held) as "planHeld", to_char(max(last_assessed_on), 'YYYY-MM-DD') as "lastAssessedOn",
       min(case_ref) filter (where open) as "openCase"
from child_register where child_key = $1 and case_ref <> $2`;

interface Facts {
  planHeld: boolean | null;
  lastAssessedOn: CivilDate | null;
  openCase: CaseRef | null;
}

export const createChildRegister = (pool: pg.Pool, secret: string | undefined): ChildRegister => {
  const childKey = (identity: string): string => {
    if (!secret) throw new Error('No secret for child keys is set, so a second case for one child cannot be told.');
    return createHmac('sha256', secret).update(spelling(identity), 'utf8').digest('hex');
  };

  const claimChild = (caseRef: CaseRef, identity: string): Promise<Claim> =>
    inTransaction(pool, `reserving case ${caseRef}`, async (client) => {
      const key = childKey(identity);
      // Two requests for one child at the same moment: the second waits here and sees the first.
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`child ${key}`]);
      const { rows } = await client.query<Facts>(FACTS, [key, caseRef]);
      const facts = rows[0] ?? { planHeld: null, lastAssessedOn: null, openCase: null };
      const known = { planHeld: facts.planHeld ?? false, lastAssessedOn: facts.lastAssessedOn };
      if (facts.openCase) return { openCase: facts.openCase, ...known };
      await client.query(
        'insert into child_register (case_ref, child_key) values ($1, $2) on conflict (case_ref) do nothing',
        [caseRef, key],
      );
      return known;
    });

  const releaseChild = async (caseRef: CaseRef): Promise<void> => {
    await pool.query(
      `delete from child_register r where r.case_ref = $1
       and not exists (select from ledger_heads h where split_part(h.stream, '/', 2) = r.case_ref)`,
      [caseRef],
    );
  };

  return { childKey, claimChild, releaseChild };
};

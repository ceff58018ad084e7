/**
 * Takes a child's record away and leaves what the law lets stay: that there was a case, when what kind of thing happened
 * in it and by whom it was recorded, and who erased it and why. The chain holds, since not a byte of it is changed.
 */
import type pg from 'pg';
import type { CaseRef } from '../../domain/ids.js';

export interface ErasedRecord {
  documents: number;
  /** Facts from before cases had keys: they stand in clear, and stay. */
  inClear: number;
}

const COUNT_CLEAR = `
select count(*)::int as n from ledger
where split_part(stream, '/', 2) = $1 and type <> 'case.erased' and body::jsonb -> 'sealed' is null`;

/** Everything about a case that is not the ledger, and its key. In one transaction with the event that says so. */
export const eraseRecord = async (client: pg.ClientBase, caseRef: CaseRef): Promise<ErasedRecord> => {
  // An erased case never had a key where it was over before there were any: none is ever made for it now.
  await client.query(
    `insert into case_keys (owner, erased_at) values ($1, now())
     on conflict (owner) do update set wrapped = null, authority_key = null, erased_at = now()
     where case_keys.erased_at is null`,
    [caseRef],
  );
  const documents = await client.query('delete from documents where case_ref = $1', [caseRef]);
  await client.query('delete from dispatches where case_ref = $1', [caseRef]);
  await client.query('delete from child_register where case_ref = $1', [caseRef]);
  // That a row became this case is kept, so that it is not taken over a second time; what it said is not.
  await client.query(`update imports set fingerprints = '{}' where case_ref = $1`, [caseRef]);
  // Whose link it was is a role of the case and no name; that it opens no more is all that is left to say.
  await client.query(
    `update status_links set revoked_at = now(), revoked_by = 'system:ehcna', revoked_why = 'the record was erased'
     where case_ref = $1 and revoked_at is null`,
    [caseRef],
  );
  await client.query('delete from panel_items where case_ref = $1', [caseRef]);
  // That something was sent, and its answer, stays with its key; by what name the sender knows the child does not.
  await client.query('update submissions set external_ref = null where case_ref = $1', [caseRef]);
  const { rows } = await client.query<{ n: number }>(COUNT_CLEAR, [caseRef]);
  return { documents: documents.rowCount ?? 0, inClear: rows[0]?.n ?? 0 };
};

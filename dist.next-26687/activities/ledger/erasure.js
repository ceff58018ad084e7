const COUNT_CLEAR = `
select count(*)::int as n from ledger
where split_part(stream, '/', 2) = $1 and type <> 'case.erased' and body::jsonb -> 'sealed' is null`;
/** Everything about a case that is not the ledger, and its key. In one transaction with the event that says so. */
export const eraseRecord = async (client, caseRef) => {
    // An erased case never had a key where it was over before there were any: none is ever made for it now.
    await client.query(`insert into case_keys (owner, erased_at) values ($1, now())
     on conflict (owner) do update set wrapped = null, authority_key = null, erased_at = now()
     where case_keys.erased_at is null`, [caseRef]);
    const documents = await client.query('delete from documents where case_ref = $1', [caseRef]);
    await client.query('delete from dispatches where case_ref = $1', [caseRef]);
    await client.query('delete from child_register where case_ref = $1', [caseRef]);
    // That a row became this case is kept, so that it is not taken over a second time; what it said is not.
    await client.query(`update imports set fingerprints = '{}' where case_ref = $1`, [caseRef]);
    await client.query('delete from panel_items where case_ref = $1', [caseRef]);
    const { rows } = await client.query(COUNT_CLEAR, [caseRef]);
    return { documents: documents.rowCount ?? 0, inClear: rows[0]?.n ?? 0 };
};
//# sourceMappingURL=erasure.js.map
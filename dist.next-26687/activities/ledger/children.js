/**
 * The register of children: which case is about which child, without saying who the child is. What a child is known by is
 * kept only as keyed hashes, so that a copy of the database without the key cannot be searched for a name.
 */
import { createHmac } from 'node:crypto';
import { assessmentId } from '../../domain/ids.js';
import { inTransaction } from './transaction.js';
const spelling = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
const FACTS = `
select bool_or(plan_held) as "planHeld", to_char(max(last_assessed_on), 'YYYY-MM-DD') as "lastAssessedOn",
       min(case_ref) filter (where open) as "openCase"
from cases_of_child($1, $2, $3) where case_ref <> $4`;
/** A reservation whose case never began may be made again with what is known by now. */
const RESERVE = `
insert into child_register as r (case_ref, number_key, number_lasting, name_key) values ($4, $1, $2, $3)
on conflict (case_ref) do update set (number_key, number_lasting, name_key) =
  row(excluded.number_key, excluded.number_lasting, excluded.name_key)
where not exists (select from ledger_heads h where split_part(h.stream, '/', 2) = r.case_ref)`;
/** Entries from before a child had two keys (db/migrations/0006_child_keys.sql). */
const BLANK = `
select case_ref as "caseRef" from child_register r
where name_key is null and exists (select from ledger_heads h where h.stream = 'assessment/' || r.case_ref and h.seq > 0)`;
const FILL = `
update child_register set (number_key, number_lasting, name_key, known_on) = row($1, $2, $3, $5)
where case_ref = $4 and name_key is null`;
const claimOf = (facts) => ({
    ...(facts?.openCase ? { openCase: facts.openCase } : {}),
    planHeld: facts?.planHeld ?? false,
    lastAssessedOn: facts?.lastAssessedOn ?? null,
});
export const createChildRegister = (pool, secret, 
/** Who the child of a case is, as the ledger has it. */
childOf) => {
    const keyedHash = (text) => {
        if (!secret)
            throw new Error('No secret for child keys is set, so a second case for one child cannot be told.');
        return createHmac('sha256', secret).update(spelling(text), 'utf8').digest('hex');
    };
    const childKeys = ({ number, isLasting, nameAndBirth }) => ({
        numberKey: number === null ? null : keyedHash(`pupil number ${number}`),
        numberLasting: isLasting,
        nameKey: keyedHash(`name and birth ${nameAndBirth}`),
    });
    const valuesOf = (caseRef, identity) => {
        const { numberKey, numberLasting, nameKey } = childKeys(identity);
        return [numberKey, numberLasting, nameKey, caseRef];
    };
    const fillBlanks = async () => {
        const { rows } = await pool.query(BLANK);
        for (const { caseRef } of rows) {
            const child = await childOf(caseRef);
            if (child)
                await pool.query(FILL, [...valuesOf(caseRef, child.identity), child.knownOn]);
        }
    };
    const inLedger = async (caseRef) => {
        const child = await childOf(caseRef);
        if (!child)
            throw new Error(`${assessmentId(caseRef)}: the ledger does not say which child the case is about.`);
        return child.identity;
    };
    const claimChild = async (caseRef, given) => {
        const values = valuesOf(caseRef, given ?? (await inLedger(caseRef)));
        await fillBlanks();
        const [numberKey, , nameKey] = values;
        return inTransaction(pool, `reserving case ${caseRef}`, async (client) => {
            // Two requests for one child at the same moment: the second waits here and sees the first. In the order of the keys,
            // so that no two wait for each other.
            for (const key of [nameKey, ...(numberKey === null ? [] : [numberKey])].sort())
                await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`child ${key}`]);
            const { rows } = await client.query(FACTS, values);
            const claim = claimOf(rows[0]);
            if (claim.openCase === undefined)
                await client.query(RESERVE, values);
            return claim;
        });
    };
    const knownOfChild = async (caseRef, identity) => {
        await fillBlanks();
        return claimOf((await pool.query(FACTS, valuesOf(caseRef, identity))).rows[0]);
    };
    const releaseChild = async (caseRef) => {
        await pool.query(`delete from child_register r where r.case_ref = $1
       and not exists (select from ledger_heads h where split_part(h.stream, '/', 2) = r.case_ref)`, [caseRef]);
    };
    return { keyedHash, childKeys, claimChild, knownOfChild, releaseChild };
};
//# sourceMappingURL=children.js.map
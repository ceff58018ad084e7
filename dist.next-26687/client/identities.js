import { EFFECT_SECONDS } from '../keys/revocations.js';
export const recordIdentity = async (pool, certificate) => {
    const { serial, role, id, issuer, issuedAt, until } = certificate;
    await pool.query(`insert into identities (serial, role, id, issuer, issued_at, until)
     values ($1, $2, $3, $4, to_timestamp($5 / 1000.0), to_timestamp($6 / 1000.0))`, [serial, role, id, issuer, issuedAt, until]);
};
const LIST = `
select i.serial, i.role, i.id, i.issuer, i.issued_at as "issuedAt", i.until, min(r.effective_from) as "revokedFrom"
from identities i
left join identity_revocations r on r.role = i.role and r.id = i.id and i.issued_at <= r.issued_until
group by i.serial order by i.role, i.id, i.issued_at`;
export const listIdentities = async (pool) => (await pool.query(LIST)).rows;
/** Whatever was issued to them until now, recorded here or not, counts no more from the answer on. */
export const revokeIdentity = async (pool, { role, id }, { reason, by }) => {
    const { rows } = await pool.query(`insert into identity_revocations (role, id, effective_from, reason, revoked_by)
     values ($1, $2, now() + make_interval(secs => $3), $4, $5) returning effective_from as "from"`, [role, id, EFFECT_SECONDS, reason, by]);
    return rows[0]?.from;
};
//# sourceMappingURL=identities.js.map
import { selectList, TABLES } from './ledger/tables.js';
const PLANS = `
with latest as (
  select distinct on (t.case_ref) t.* from transfers t
  where t.campaign_on = $1::date and starts_with(t.key, 'plan:')
  order by t.case_ref, t.from_on desc, t.until_on desc nulls first, length(t.key) desc, t.key desc
)
select ${selectList(TABLES.transfers.columns, 't')}, s.name as school, s.la_code as "laCode",
       r.n as review, r.stage as "reviewStage", r.open as "reviewOpen", r.outcome,
       coalesce(r.caseworker, t.caseworker) as officer, coalesce(r.policy_version, p.policy_version) as "policyVersion",
       (select count(*)::int from consultations c where c.stream = r.stream) as consulted,
       (select count(*)::int from consultations c where c.stream = r.stream and c.replied_on is not null) as replied
from latest t
left join plans p on p.case_ref = t.case_ref
left join providers s on s.urn = t.institution
left join lateral (
  select * from reviews r where r.case_ref = t.case_ref and r.phase_on = t.transfer_on order by r.n desc limit 1
) r on true
where t.ended is null or t.ended = 'prepared'
order by t.target_on, t.institution, t.case_ref`;
const SPANS = `select ${selectList(TABLES.transfers.columns, 't')} from transfers t where t.campaign_on = $1::date
order by t.case_ref, t.from_on, t.until_on nulls last, length(t.key), t.key`;
const STEPS = `
select r.case_ref as "caseRef", to_char(r.phase_on, 'YYYY-MM-DD') as "phaseOn",
       to_char(r.opened_on, 'YYYY-MM-DD') as "openedOn", to_char(r.consulted_on, 'YYYY-MM-DD') as "consultedOn",
       to_char(r.decided_on, 'YYYY-MM-DD') as "decidedOn"
from reviews r
where r.phase_on in (select distinct transfer_on from transfers where campaign_on = $1::date)`;
const DAYS = `select distinct to_char(campaign_on, 'YYYY-MM-DD') as day from transfers order by day`;
export const campaignRows = (pool) => ({
    plans: async (on) => (await pool.query(PLANS, [on])).rows,
    spans: async (on) => (await pool.query(SPANS, [on])).rows,
    steps: async (on) => (await pool.query(STEPS, [on])).rows,
    days: async () => (await pool.query(DAYS)).rows.map((row) => row.day),
});
//# sourceMappingURL=campaign-rows.js.map
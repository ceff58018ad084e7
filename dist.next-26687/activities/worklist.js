import { COMMISSIONERS_DUTIES } from '../domain/plan/moves-state.js';
import { campaignRows } from './campaign-rows.js';
import { eventIn } from './ledger/chain.js';
import { selectList, TABLES } from './ledger/tables.js';
const PAGE = 50;
/** The conditions that a filter sets, with their values numbered in the order in which they were set. */
class Conditions {
    values = [];
    clauses = [];
    value(value) {
        this.values.push(value);
        return `$${this.values.length}`;
    }
    /** Adds the condition unless the filter leaves it open. */
    where(value, clause) {
        if (value !== undefined)
            this.clauses.push(clause(this.value(value)));
        return this;
    }
    always(clause) {
        this.clauses.push(clause);
        return this;
    }
    get sql() {
        return this.clauses.length === 0 ? '' : `where ${this.clauses.join(' and ')}`;
    }
    page({ limit = PAGE, offset = 0 }) {
        return `limit ${this.value(limit)} offset ${this.value(offset)}`;
    }
}
const OWED = (day) => `d.state in ('running', 'missed') and d.due_on < ${day}::date`;
const BREACHED = (day) => `exists (select from deadlines d where d.stream = c.stream and ${OWED(day)})`;
/** A case with two dates of one rule behind it is one case. */
const BREACHES = `
with owed as (
  select d.stream, d.rule_id, min(d.due_on) as due_on from deadlines d where ${OWED('$1')} group by d.stream, d.rule_id
)
select c.locality, o.rule_id as "ruleId", count(*)::int as cases, min(o.due_on)::text as "earliestDueOn"
from owed o join cases c on c.stream = o.stream
where c.open group by c.locality, o.rule_id order by cases desc, c.locality, o.rule_id`;
const taskQuery = (filter) => {
    const is = new Conditions();
    const today = is.value(filter.today ?? null);
    if (filter.openOnly ?? true)
        is.always('t.closed_on is null');
    is.where(filter.role, (v) => `t.role = ${v}`)
        .where(filter.caseRef, (v) => `t.case_ref = ${v}`)
        .where(filter.dueBefore, (v) => `t.due_on < ${v}::date`);
    const text = `
    select t.stream, t.case_ref as "caseRef", ${selectList(TABLES.tasks.columns, 't')},
           coalesce(c.stage, case r.kind when 'amendment' then 'amendment-' else 'review-' end || r.stage,
                    'plan-' || p.stage) as stage,
           coalesce(c.caseworker, r.caseworker, p.caseworker) as caseworker,
           coalesce(c.locality, r.locality, p.locality) as locality, t.due_on - ${today}::date as "daysLeft"
    from all_tasks t left join cases c on c.stream = t.stream
    left join reviews r on r.stream = t.stream left join plans p on p.stream = t.stream
    ${is.sql} order by t.due_on, t.stream, t.key ${is.page(filter)}`;
    return { text, values: is.values };
};
const caseQuery = (filter) => {
    const is = new Conditions();
    // Written out, not as a parameter: the indexes hold open cases only.
    if (filter.open !== undefined)
        is.always(filter.open ? 'c.open' : 'not c.open');
    if (filter.stuck !== undefined)
        is.always(filter.stuck ? 'c.stuck' : 'not c.stuck');
    is.where(filter.stage, (v) => `c.stage = ${v}`)
        .where(filter.caseworker, (v) => `c.caseworker = ${v}`)
        .where(filter.locality, (v) => `c.locality = ${v}`)
        .where(filter.externalRef, (v) => `c.external_ref = ${v}`)
        .where(filter.dueBefore, (v) => `c.next_due_on < ${v}::date`)
        .where(filter.breachedOn, BREACHED);
    const text = `
    select c.stream, ${selectList(TABLES.cases.columns, 'c')}
    from cases c ${is.sql} order by c.next_due_on, c.case_ref ${is.page(filter)}`;
    return { text, values: is.values };
};
/** Its review is past by the later reading, or a clock of its own is that is the authority's. */
const PLAN_LATE = (today, notOurs) => `(p.next_review_due_on < ${today}::date or exists (
  select from deadlines d where d.stream = p.stream and d.rule_id <> all(${notOurs}::text[])
    and (d.state = 'missed' or (d.state = 'running' and d.due_on < ${today}::date))))`;
const planQuery = (filter) => {
    const is = new Conditions();
    if (filter.open !== undefined)
        is.always(filter.open ? 'p.open' : 'not p.open');
    is.where(filter.caseworker, (v) => `p.caseworker = ${v}`)
        .where(filter.caseRef, (v) => `p.case_ref = ${v}`)
        .where(filter.reviewBefore, (v) => `p.next_review_on < ${v}::date`)
        .where(filter.lateOn, (v) => PLAN_LATE(v, is.value(COMMISSIONERS_DUTIES)));
    const text = `select ${selectList(TABLES.plans.columns, 'p')} from plans p ${is.sql}
    order by p.next_review_on, p.case_ref ${is.page(filter)}`;
    return { text, values: is.values };
};
const reviewQuery = (filter) => {
    const is = new Conditions();
    if (filter.open !== undefined)
        is.always(filter.open ? 'r.open' : 'not r.open');
    is.where(filter.caseRef, (v) => `r.case_ref = ${v}`)
        .where(filter.caseworker, (v) => `r.caseworker = ${v}`)
        .where(filter.convenedBy, (v) => `r.convened_by = ${v}`)
        .where(filter.dueBefore, (v) => `r.next_due_on < ${v}::date`);
    const text = `select ${selectList(TABLES.reviews.columns, 'r')} from reviews r ${is.sql}
    order by r.next_due_on, r.case_ref, r.n ${is.page(filter)}`;
    return { text, values: is.values };
};
/** What is read of a young person counts who turns 18 within the year or did before (r29(1)). */
const LEAVING = `
with found as (
  select p.*, array_remove(array[
    case when turns18_in + 7 <= $1 then 'turns-25' end,
    case when course_ends_in = $1 then 'course-ends' end,
    case when outcomes_achieved and turns18_in <= $1 then 'outcomes-achieved' end,
    case when destination in ('higher-education', 'apprenticeship', 'work') and turns18_in <= $1
         then 'to-' || destination end
  ], null) as reasons
  from plans p where p.stage = 'held'
)
select case_ref as "caseRef", reasons, institution, caseworker, review,
       to_char(considering_since, 'YYYY-MM-DD') as "consideringSince"
from found where cardinality(reasons) > 0 order by caseworker nulls first, case_ref`;
/** A case and the panel each keep a row about a referral; the panel's is the one that knows the meeting. */
const panelQuery = (filter) => {
    const is = new Conditions();
    is.where(filter.panel, (v) => `p.panel = ${v}`)
        .where(filter.meetingOn, (v) => `p.meeting_on = ${v}::date`)
        .where(filter.caseRef, (v) => `p.case_ref = ${v}`);
    const text = `
    select * from (
      select distinct on (p.case_ref, p.referral_id) ${selectList(TABLES.panelItems.columns, 'p')}
      from panel_items p ${is.sql}
      order by p.case_ref, p.referral_id, starts_with(p.stream, 'panel/') desc
    ) items order by "meetingOn", "caseRef", "referralId" ${is.page(filter)}`;
    return { text, values: is.values };
};
const TIMELINE = `
select l.stream, l.seq, l.body
from ledger_heads h join ledger l on l.stream = h.stream
where split_part(h.stream, '/', 2) = $1 order by l.position`;
const entryOf = ({ stream, body }) => {
    const { seq, type, occurredOn, recordedAt, by } = eventIn(stream, body);
    return { stream, seq, type, occurredOn, recordedAt, byRole: by.role, byId: by.id };
};
export const createWorklist = (pool) => {
    const ofCase = async (table, caseRef, order, only = 'true') => {
        const { rows } = await pool.query(`select ${selectList(table.columns, 't')} from ${table.name} t where t.case_ref = $1 and ${only} order by ${order}`, [caseRef]);
        return rows;
    };
    const panelItems = async (filter = {}) => (await pool.query(panelQuery(filter))).rows;
    const theCase = async (caseRef) => {
        const { rows } = await pool.query(`select c.stream, ${selectList(TABLES.cases.columns, 'c')} from cases c
       where c.case_ref = $1 order by c.open desc, c.received_on desc limit 1`, [caseRef]);
        return rows[0];
    };
    const caseSummary = async (caseRef) => {
        const found = await theCase(caseRef);
        if (!found)
            return undefined;
        const [deadlines, advice, consultations, tasks, letters, items] = await Promise.all([
            ofCase(TABLES.deadlines, caseRef, 'due_on, triggered_on, key'),
            ofCase(TABLES.advice, caseRef, 'requested_on, advice_id'),
            ofCase(TABLES.consultations, caseRef, 'round, consulted_on, consultation_id'),
            ofCase({ ...TABLES.tasks, name: 'all_tasks' }, caseRef, 'due_on, key', 'closed_on is null'),
            ofCase(TABLES.letters, caseRef, 'requested_on, letter_id'),
            panelItems({ caseRef, limit: 1_000 }),
        ]);
        return { case: found, deadlines, advice, consultations, tasks, letters, panelItems: items };
    };
    return {
        tasks: async (filter = {}) => (await pool.query(taskQuery(filter))).rows,
        cases: async (filter = {}) => (await pool.query(caseQuery(filter))).rows,
        breaches: async (today) => (await pool.query(BREACHES, [today])).rows,
        plans: async (filter = {}) => (await pool.query(planQuery(filter))).rows,
        leaving: async (year) => (await pool.query(LEAVING, [year])).rows,
        campaign: campaignRows(pool),
        reviews: async (filter = {}) => (await pool.query(reviewQuery(filter))).rows,
        panelItems,
        caseSummary,
        timeline: async (caseRef) => (await pool.query(TIMELINE, [caseRef])).rows.map(entryOf),
    };
};
//# sourceMappingURL=worklist.js.map
import { selectList, TABLES } from './ledger/tables.js';
/** Values of a statement, in the order in which they were named. */
class Values {
    all = [];
    of = (value) => {
        this.all.push(value);
        return `$${this.all.length}`;
    };
}
/**
 * Whoever asked sees what became of that for good; a child attends the school that the assessment knows until its plan names
 * another; whoever was consulted sees that consultation.
 */
const schoolTies = (urn, client, day) => `
select s.case_ref, s.how as tie, s.stream, s.about from case_schools s
where (s.urn = ${urn} or s.client = ${client})
  and case s.how
    when 'attends' then s.urn = ${urn} and (s.until_on is null or s.until_on > ${day}::date) and not exists (
      select from case_schools p where p.case_ref = s.case_ref and p.how = 'placed' and p.urn <> ${urn}
        and (p.until_on is null or p.until_on > ${day}::date))
    when 'placed' then s.urn = ${urn} and (s.until_on is null or s.until_on > ${day}::date)
    else true end`;
/** The ties of a bounded reader to cases, as a query; undefined for one that reaches all. */
const tiesOf = (bounds, today, values) => {
    switch (bounds.to) {
        case 'all':
            return undefined;
        case 'school':
            return schoolTies(values.of(bounds.urn), values.of(bounds.client), values.of(today));
        case 'service':
            return `select case_ref, 'advises' as tie, stream, advice_id as about from advice where service = ${values.of(bounds.service)}`;
        case 'nothing':
            return `select null::text as case_ref, null::text as tie, null::text as stream, null::text as about where false`;
    }
};
/** What a bounded reader has to do with one case. */
export const tiesToCase = async (pool, bounds, caseRef, today) => {
    const values = new Values();
    const ties = tiesOf(bounds, today, values);
    const text = `select tie, stream, about from (${ties}) t where case_ref = ${values.of(caseRef)}`;
    return (await pool.query(text, values.all)).rows;
};
/** An assessment, or a plan that was taken over. */
export const isCase = async (pool, caseRef) => (await pool.query('select exists (select from cases where case_ref = $1) or exists (select from plans where case_ref = $1) as is', [caseRef])).rows[0]?.is ?? false;
/** One row more than asked for says that there are more. */
const paged = (rows, limit, placeOf) => {
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { rows: page, next: rows.length > limit && last ? placeOf(last) : null };
};
const boundTo = (ties, which, column) => ties === undefined
    ? []
    : [`${column} in (select case_ref from (${ties}) t where tie in (${which.map((tie) => `'${tie}'`).join(', ')}))`];
const where = (clauses) => (clauses.length === 0 ? '' : `where ${clauses.join(' and ')}`);
/** Ties by which an assessment is read as a whole, and by which a plan and its reviews are. */
export const WHOLE_ASSESSMENT = ['all', 'asked', 'attends'];
export const WHOLE_PLAN = ['all', 'attends', 'placed'];
/** In the order of their references: a page neither skips nor repeats a case that was there all along. */
export const findCases = async (pool, bounds, query, { limit, after }, today) => {
    const values = new Values();
    const { externalRef, stage, open, waitingOn, dueBefore } = query;
    const is = (column, value) => value === undefined ? [] : [`c.${column} = ${values.of(value)}`];
    const waiting = waitingOn === undefined ? undefined : values.of(waitingOn);
    const clauses = [
        ...boundTo(tiesOf(bounds, today, values), WHOLE_ASSESSMENT, 'c.case_ref'),
        ...is('external_ref', externalRef),
        ...is('stage', stage),
        ...(open === undefined ? [] : [open ? 'c.open' : 'not c.open']),
        ...(waiting ? [`(c.waiting_on = ${waiting} or starts_with(c.waiting_on, ${waiting} || ':'))`] : []),
        ...(dueBefore === undefined ? [] : [`c.next_due_on < ${values.of(dueBefore)}::date`]),
        ...(after === undefined ? [] : [`c.case_ref > ${values.of(after)}`]),
    ];
    const text = `select ${selectList(TABLES.cases.columns, 'c')} from cases c ${where(clauses)}
    order by c.case_ref limit ${values.of(limit + 1)}`;
    const { rows } = await pool.query(text, values.all);
    return paged(rows, limit, ({ caseRef }) => caseRef);
};
export const findReviews = async (pool, bounds, { caseRef, open, dueBefore }, { limit, after }, today) => {
    const values = new Values();
    const [afterCase, afterN] = after?.split('/') ?? [];
    const clauses = [
        ...boundTo(tiesOf(bounds, today, values), WHOLE_PLAN, 'r.case_ref'),
        ...(caseRef === undefined ? [] : [`r.case_ref = ${values.of(caseRef)}`]),
        ...(open === undefined ? [] : [open ? 'r.open' : 'not r.open']),
        ...(dueBefore === undefined ? [] : [`r.next_due_on < ${values.of(dueBefore)}::date`]),
        ...(after === undefined
            ? []
            : [`(r.case_ref, r.n) > (${values.of(afterCase)}, ${values.of(Number(afterN))}::int)`]),
    ];
    const text = `select ${selectList(TABLES.reviews.columns, 'r')} from reviews r ${where(clauses)}
    order by r.case_ref, r.n limit ${values.of(limit + 1)}`;
    const { rows } = await pool.query(text, values.all);
    return paged(rows, limit, (row) => `${row.caseRef}/${row.n}`);
};
/** Requests for advice: of a service its own, of a school those in the assessments that it reads. */
export const findAdvice = async (pool, bounds, { open, dueBefore }, { limit, after }, today) => {
    const values = new Values();
    const [afterCase, afterId] = after?.split('/') ?? [];
    const clauses = [
        ...(bounds.to === 'service'
            ? [`a.service = ${values.of(bounds.service)}`]
            : boundTo(tiesOf(bounds, today, values), WHOLE_ASSESSMENT, 'a.case_ref')),
        ...(open === undefined ? [] : [`(a.state in ('requested', 'acknowledged', 'returned')) = ${values.of(open)}`]),
        ...(dueBefore === undefined ? [] : [`a.due_on < ${values.of(dueBefore)}::date`]),
        ...(after === undefined ? [] : [`(a.case_ref, a.advice_id) > (${values.of(afterCase)}, ${values.of(afterId)})`]),
    ];
    const text = `select a.case_ref as "caseRef", ${selectList(TABLES.advice.columns, 'a')} from advice a ${where(clauses)}
    order by a.case_ref, a.advice_id limit ${values.of(limit + 1)}`;
    const { rows } = await pool.query(text, values.all);
    return paged(rows, limit, (row) => `${row.caseRef}/${row.adviceId}`);
};
/** References by which somebody outside knows a case or a plan: those of them that the reader reaches in any way. */
export const casesByExternalRef = async (pool, bounds, externalRef, today) => {
    const values = new Values();
    const ref = values.of(externalRef);
    const ties = tiesOf(bounds, today, values);
    const text = `
    select case_ref as "caseRef" from (
      select case_ref from cases where external_ref = ${ref} union select case_ref from plans where external_ref = ${ref}
    ) found ${ties === undefined ? '' : `where case_ref in (select case_ref from (${ties}) t)`}
    order by 1 limit 2`;
    return (await pool.query(text, values.all)).rows.map(({ caseRef }) => caseRef);
};
/** A case and the panel each keep a row about a referral; the panel's is the one that knows the meeting. */
const PANEL_ITEMS = `
select distinct on (p.referral_id, p.question) ${selectList(TABLES.panelItems.columns, 'p')}
from panel_items p where p.case_ref = $1 order by p.referral_id, p.question, starts_with(p.stream, 'panel/') desc`;
export const caseRows = async (pool, caseRef) => {
    const of = async (table, order, only = 'true') => (await pool.query(`select t.stream, ${selectList(table.columns, 't')} from ${table.name} t where t.case_ref = $1 and ${only} order by ${order}`, [caseRef])).rows;
    const [cases, plans, reviews, deadlines, advice, consultations, tasks, items] = await Promise.all([
        of(TABLES.cases, 'open desc, received_on desc'),
        of(TABLES.plans, 'open desc, made_on desc'),
        of(TABLES.reviews, 'n'),
        of(TABLES.deadlines, 'due_on, triggered_on, key', `t.state <> 'void'`),
        of(TABLES.advice, 'requested_on, advice_id'),
        of(TABLES.consultations, 'round, consulted_on, consultation_id'),
        of(TABLES.tasks, 'due_on, key', 'closed_on is null'),
        pool.query(PANEL_ITEMS, [caseRef]),
    ]);
    return {
        assessment: cases[0],
        plan: plans[0],
        reviews,
        deadlines,
        advice,
        consultations,
        tasks,
        panelItems: items.rows,
    };
};
/** In the order in which it was learned. `parts` are kinds of streams; `types`, where given, the only ones that are told. */
export const findEvents = async (pool, caseRef, { parts, types }, { limit, after }) => {
    const { rows } = await pool.query(`select l.position::text as position, l.stream, l.type, to_char(l.occurred_on, 'YYYY-MM-DD') as "occurredOn",
            l.recorded_at as "recordedAt", l.body::jsonb -> 'by' ->> 'role' as "byRole"
     from ledger_heads h join ledger l on l.stream = h.stream
     where split_part(h.stream, '/', 2) = $1 and split_part(h.stream, '/', 1) = any($2::text[])
       and ($3::text[] is null or l.type = any($3::text[])) and l.position > $4::bigint
     order by l.position limit $5`, [caseRef, parts, types ?? null, after ?? '0', limit + 1]);
    return paged(rows, limit, ({ position }) => position);
};
//# sourceMappingURL=case-reading.js.map
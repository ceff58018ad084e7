/**
 * What the clinic counts rows of, each as it was on the day `:on`: what happened later is left out. Who has a case, why it is
 * late and what excuses it stand as they are known now.
 */
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { LIMITS } from '../../domain/clinic/figures.js';
import type { Limit } from '../../domain/clinic/figures.js';
import { BAND_DAYS } from '../../domain/clinic/measure.js';
import {
  by,
  EVERY,
  inWindow,
  KEPT,
  month,
  narrowed,
  NO_REVIEW_YET,
  OF_PLANS,
  REVIEW_RULES,
  STAGE,
  year,
} from './conditions.js';
import type { Relation, RelationName } from './conditions.js';
import { soon } from './soon.js';
import type { Sql } from './statement.js';

/** A limit in one of five states on the day, or in none: its clock was void, or never began. */
const limitState = ({ due, done, voided, ground }: Record<'due' | 'done' | 'voided' | 'ground', Sql>): Sql => `case
  when ${due} is null or ${by(voided)} then null
  when ${by(done)} and ${done} <= ${due} then 'in-time'
  when ${due} >= :on then 'not-yet-due'
  when ${ground} is not null then 'excepted'
  when ${by(done)} or ${by('s.ended_on')} then 'late'
  else 'owed' end`;

const stateOf = (limit: string): Sql =>
  limitState({
    due: `s.${limit}_due_on`,
    done: `s.${limit}_done_on`,
    voided: `s.${limit}_void_on`,
    ground: `s.${limit}_ground`,
  });

const PASSED = `('late', 'owed')`;

/** The next limit that is not done; of a case that is over, none. */
const undone = (limit: string): Sql =>
  `case when ${by(`s.${limit}_done_on`)} or ${by(`s.${limit}_void_on`)} then null else s.${limit}_due_on end`;

/** What every figure reads is worked out once for all of them; the rest where a figure reads it, for the rows that it counts. */
const casesSql = (filters: ClinicFilters, firstOnly: boolean, kept: Sql): Sql => `
(select y.*, case when final_state in ${PASSED} then coalesce(y.final_cause, 'not-recorded')
             when issue_state in ${PASSED} then coalesce(y.issue_cause, 'not-recorded')
             when decision_state in ${PASSED} then coalesce(y.decision_cause, 'not-recorded') end as why
 from (
  select s.*, ${stateOf('decision')} as decision_state, ${stateOf('issue')} as issue_state,
         case when ${by('s.ended_on')} then null else least(${['decision', 'issue', 'final'].map(undone).join(', ')}) end as next_due,
         case when ${by('s.draft_on')} then s.draft_on when ${by('s.issued_on')} then s.issued_on
              when ${by('s.assessed_on')} then s.assessed_on when ${by('s.checked_on')} then s.checked_on
              else s.received_on end as stage_since
  from (
   select s.*, ${STAGE} as stage, not ${by('s.ended_on')} as open, ${stateOf('final')} as final_state
   from case_steps s
   where s.received_on <= :on${firstOnly ? ' and s.reassesses is null' : ''}${narrowed(filters, 's', EVERY)}${kept}
  ) s
 ) y) c`;

const CASE_ROW = {
  about: `''`,
  stage: 'c.stage',
  received: 'c.received_on',
  due: 'c.next_due',
  days: 'least(c.ended_on, :on) - c.received_on',
  cause: 'c.why',
};

const cases: Relation = {
  sql: (filters, kept = KEPT) => casesSql(filters, true, kept),
  row: CASE_ROW,
  waits: 'cases',
  keys: {
    month: month('c.month'),
    source: 'c.source',
    stage: 'c.stage',
    planMonth: month('c.plan_on'),
    planYear: year('c.plan_on'),
    dueYear: year('c.final_due_on'),
    band: `case ${Object.entries(BAND_DAYS)
      .map(([band, days]) => `when :on - c.received_on <= ${days} then '${band}'`)
      .join(' ')} else 'over-52w' end`,
    cause: `coalesce(c.final_cause, 'not-recorded')`,
  },
};

const all: Relation = { ...cases, sql: (filters, kept = KEPT) => casesSql(filters, false, kept) };

const LIMIT_COLUMNS = { 'decision-6w': 'decision', 'decision-16w': 'issue', 'final-20w': 'final' } as const;

const limitOfCases = (filters: ClinicFilters, limit: Limit): Sql => {
  const column = LIMIT_COLUMNS[limit];
  return `
 select s.stream, s.case_ref, s.received_on, s.caseworker, s.locality, ${STAGE} as stage, '${limit}' as limit_name,
        s.${column}_due_on as due_on, s.${column}_done_on as done_on, coalesce(s.${column}_cause, 'not-recorded') as why,
        ${stateOf(column)} as state
 from case_steps s
 where s.received_on <= :on and s.reassesses is null and ${inWindow(`s.${column}_due_on`)}${narrowed(filters, 's', EVERY)}`;
};

/** One row a limit of a case that falls due in the months of the filter. */
const limits: Relation = {
  sql: (filters, kept = KEPT) => `
(select * from (${LIMITS.map((limit) => limitOfCases(filters, limit)).join('\n union all')}) c${kept}) c`,
  row: {
    about: 'c.limit_name',
    stage: 'c.stage',
    received: 'c.received_on',
    due: 'c.due_on',
    days: 'case when c.done_on <= :on then c.done_on else :on end - c.due_on',
    cause: `case when c.state in ${PASSED} then c.why end`,
  },
  waits: 'cases',
  keys: { limit: 'c.limit_name', month: month('c.due_on'), cause: 'c.why' },
};

const advice: Relation = {
  sql: (filters, kept = KEPT) => `
(select a.stream, a.case_ref, a.advice_id, a.service, a.requested_on, a.limit_on, a.submitted_on, a.chasers,
        s.received_on, s.caseworker, s.locality, ${STAGE} as stage,
        case when ${by('a.submitted_on')} then case when a.submitted_on > a.limit_on then 'late' else 'in-time' end
             when ${by('a.declined_on')} or ${by('s.ended_on')} then 'closed'
             when a.limit_on < :on then 'overdue' else 'outstanding' end as state
 from advice a join case_steps s on s.stream = a.stream
 where ${inWindow('a.requested_on')} and a.requested_on <= :on and a.state <> 'reused'${narrowed(filters, 's', EVERY)}${kept}) c`,
  row: {
    about: 'c.advice_id',
    stage: 'c.stage',
    received: 'c.received_on',
    due: 'c.limit_on',
    days: 'case when c.submitted_on <= :on then c.submitted_on else :on end - c.requested_on',
    cause: 'null::text',
  },
  waits: 'cases',
  keys: { service: 'c.service' },
};

/** The campaign that ends next on the day or after it. */
export const NEXT_CAMPAIGN = `(select min(campaign_on) from transfers where campaign_on >= :on)`;

/** Each plan by its last span that had begun by a day, unless it was of the campaign no more (domain/campaign/burndown.ts). */
export const standingOn = (day: Sql): Sql => `
(select distinct on (t.case_ref) t.* from transfers t
 where t.campaign_on = ${NEXT_CAMPAIGN} and starts_with(t.key, 'plan:') and t.from_on <= ${day}
   and (t.until_on is distinct from t.from_on or t.ended = 'prepared')
 order by t.case_ref, t.from_on desc, t.until_on desc nulls first, length(t.key) desc, t.key desc)`;

const campaign: Relation = {
  sql: (filters, kept = KEPT) => `
(select * from (
  select t.case_ref, 'plan/' || t.case_ref as stream, t.target_on, t.missed, coalesce(t.ended = 'prepared' and t.until_on <= :on, false) as prepared,
         r.stage as review_stage, coalesce(r.caseworker, t.caseworker) as caseworker, p.locality,
         r.begun, r.consulted, r.decided
  from ${standingOn(':on')} t
  left join plans p on p.stream = 'plan/' || t.case_ref
  left join lateral (
    select bool_or(r.opened_on <= :on) as begun, bool_or(r.consulted_on <= :on) as consulted,
           bool_or(r.decided_on <= :on) as decided, (array_agg(r.stage order by r.n desc))[1] as stage,
           (array_agg(r.caseworker order by r.n desc))[1] as caseworker
    from reviews r where r.case_ref = t.case_ref and r.phase_on = t.transfer_on
  ) r on true
  where t.until_on is null or t.until_on > :on or t.ended = 'prepared'
 ) c where true${narrowed(filters, 'c', OF_PLANS)}${kept}) c`,
  row: {
    about: `''`,
    stage: `case when c.prepared then 'prepared' else coalesce('review-' || c.review_stage, 'not-begun') end`,
    received: 'null::date',
    due: 'c.target_on',
    days: 'c.target_on - :on',
    cause: 'c.missed',
  },
  waits: null,
  keys: {},
};

const reviewState = (due: Sql, done: Sql, over: Sql): Sql => `case
  when ${by(done)} and ${done} <= ${due} then 'in-time' when ${due} >= :on then 'not-yet-due'
  when ${by(done)} or ${by(over)} then 'late' else 'owed' end`;

const REVIEW_ROW = {
  about: 'c.about',
  stage: 'c.stage',
  received: 'c.opened_on',
  due: 'c.due_on',
  days: 'case when c.done_on <= :on then c.done_on else :on end - c.due_on',
  cause: `case when c.state in ${PASSED} then c.cause end`,
};

const reviewClocks = (filters: ClinicFilters, rules: Sql): Sql => `
select r.stream, r.case_ref, 'review ' || r.n as about, 'review-' || r.stage as stage, r.opened_on, r.caseworker, r.locality,
       d.triggered_on, d.due_on, d.done_on, coalesce(d.cause, 'not-recorded') as cause,
       ${reviewState('d.due_on', 'd.done_on', 'r.finished_on')} as state
from deadlines d join reviews r on r.stream = d.stream
where d.rule_id in ${rules} and d.state <> 'void' and ${inWindow('d.due_on')}${narrowed(filters, 'r', OF_PLANS)}`;

/** The reviews that were opened, and of plans without one the next that is to come. */
const reviewsDue: Relation = {
  sql: (filters, kept = KEPT) => `
(${reviewClocks(filters, REVIEW_RULES)}
 union all
 select p.stream, p.case_ref, 'next review', 'plan-' || p.stage, null, p.caseworker, p.locality, p.made_on,
        p.next_review_due_on, null, 'not-recorded', case when p.next_review_due_on < :on then 'owed' else 'not-yet-due' end
 from plans p
 where p.open and p.made_on <= :on and ${inWindow('p.next_review_due_on')} and ${NO_REVIEW_YET}${narrowed(filters, 'p', OF_PLANS)}${kept}) c`,
  row: REVIEW_ROW,
  waits: 'reviews',
  keys: { month: month('c.due_on') },
};

const reviewDecisions: Relation = {
  sql: (filters, kept = KEPT) =>
    `(select * from (${reviewClocks(filters, `('ar-decision-4w')`)}) c where c.triggered_on <= :on${kept}) c`,
  row: REVIEW_ROW,
  waits: 'reviews',
  keys: { month: month('c.due_on') },
};

const reviewsHeld: Relation = {
  sql: (filters, kept = KEPT) => `
(select r.stream, r.case_ref, 'review ' || r.n as about, 'review-' || r.stage as stage, r.opened_on, r.caseworker, r.locality,
        r.held_on
 from reviews r where r.held_on <= :on and ${inWindow('r.held_on')}${narrowed(filters, 'r', OF_PLANS)}${kept}) c`,
  row: { ...REVIEW_ROW, due: 'null::date', days: 'c.held_on - c.opened_on', cause: 'null::text' },
  waits: 'reviews',
  keys: { month: month('c.held_on') },
};

const contacts: Relation = {
  sql: (filters, kept = KEPT) => `
(select x.*, s.received_on, case when s.stream is null then split_part(x.stream, '/', 1) else ${STAGE} end as stage
 from contacts x left join case_steps s on s.stream = x.stream
 where x.made_on <= :on and ${inWindow('x.made_on')}${narrowed(filters, 'x', OF_PLANS)}${kept}) c`,
  row: {
    about: `c.channel || ' ' || c.direction || ' ' || c.seq`,
    stage: 'c.stage',
    received: 'c.received_on',
    due: 'null::date',
    days: ':on - c.made_on',
    cause: 'null::text',
  },
  waits: 'cases',
  keys: { month: month('c.made_on'), channel: 'c.channel' },
};

export const RELATIONS: Readonly<Record<RelationName, Relation>> = {
  cases,
  all,
  limits,
  soon,
  advice,
  campaign,
  reviewsDue,
  reviewsHeld,
  reviewDecisions,
  contacts,
};
